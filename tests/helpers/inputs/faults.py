"""The inputs that once went wrong, which are no part of the project; tests say where they lack."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sources import ROOT

FAULTS = Path(os.environ.get("SCODIFF_DATA", ROOT.parent / "shared" / "data")) / "faults"
needs_faults = pytest.mark.skipif(
    not FAULTS.is_dir(), reason="the inputs that once went wrong (shared/data/faults) are not here"
)
