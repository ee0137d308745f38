"""What the tests of long work have in common."""

from __future__ import annotations

import math

import pytest

from scodiff.compare.jobs import running


@pytest.fixture(autouse=True)
def _nothing_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that does much else the shortest work can take a minute: that is not said."""
    monkeypatch.setattr(running, "LONG", math.inf)
