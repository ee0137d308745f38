"""The page of settings is true: every threshold on it is used, and recorded by a comparison."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from texts import document

from scodiff.compare import compare
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.reports.formats.json_report import as_dict

COMPARE = Path(__file__).parents[2] / "compare"
NAMES = [field.name for field in fields(Settings)]


@pytest.mark.parametrize("name", NAMES)
def test_every_threshold_is_used(name: str) -> None:
    users = [p for p in COMPARE.rglob("*.py") if re.search(rf"settings\.{name}\b", p.read_text())]
    assert users


def test_a_comparison_records_all_and_the_threshold_that_was_measured() -> None:
    found = compare(document(["They met in Moscow."]), document(["They met in Moscow today."]))
    assert list(as_dict(found)["settings"]) == NAMES
    assert DEFAULTS.link is None
    assert found.settings.link == pytest.approx(0.5, abs=0.3)
    own = compare(found.a, found.b, settings=Settings(link=0.9))
    assert own.settings.link == 0.9


def test_a_text_without_paragraphs_has_no_links_but_a_threshold() -> None:
    found = compare(document([]), document(["They met in Moscow."]))
    [link] = found.links
    assert (link.relation, link.confidence, link.runner_up) == ("new", 1.0, None)
    assert found.settings.link is not None
