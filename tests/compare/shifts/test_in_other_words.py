"""What is only said in other words, or in another order, is no shift; what is not, is one."""

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Shift
from scodiff.compare.shifts.shifts import find_shifts


def told(a: str, b: str) -> list[Shift]:
    """The shifts that are told as such."""
    return [shift for shift in find_shifts(diff(a, b).edits) if shift.certainty != "open"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The keepers oppose tolls that are not agreed.",
            "The keepers are against tolls not agreed.",
        ),
        (
            "The ferries should serve both of the banks.",
            "Both of the banks should be served by ferries.",
        ),
        ("The fair was held in Orlan in 2024.", "The fair took place in 2024 in Orlan."),
        ("The ferry board meets quarterly.", "The ferry board meets every three months."),
        (
            "Half of the tolls go to the lighthouse.",
            "50 per cent of the tolls go to the lighthouse.",
        ),
        ("The keepers are prepared to mend the lamps.", "The keepers are ready to mend the lamps."),
        (
            "The mill is intended to ensure bread for all.",
            "The mill is designed to guarantee bread for all.",
        ),
        (
            "They note the significance of the new quay.",
            "They note the importance of the new quay.",
        ),
        (
            "They called for the lamps to be lit promptly.",
            "They called for the lamps to be lit without delay.",
        ),
        (
            "Work with other bodies of the port goes on.",
            "Work with other institutions of the port goes on.",
        ),
    ],
)
def test_other_words_for_the_same_are_no_shift(a: str, b: str) -> None:
    assert told(a, b) == []


@pytest.mark.parametrize(
    ("a", "b", "kind", "direction"),
    [
        (
            "The tolls reduced the traffic.",
            "The tolls may have reduced the traffic.",
            "modality",
            "weakened",
        ),
        (
            "They will trade in wool, hides and salt.",
            "They will trade in wool, hides, salt and tea.",
            "scope",
            "widened",
        ),
        (
            "They deplore in the strongest terms the theft of lamps.",
            "They deplore the theft of lamps.",
            "degree",
            "weakened",
        ),
        (
            "We promise to mend the lamps of the quay.",
            "We hope to mend the lamps of the quay.",
            "commitment",
            "weakened",
        ),
        (
            "The board adopted the list of tolls drawn up by the keepers.",
            "The board deferred the list of tolls drawn up by the keepers.",
            "verb",
            "different",
        ),
        (
            "NATO will guard the ferries of the lower river.",
            "The Lakeside League will guard the ferries of the lower river.",
            "actor",
            "different",
        ),
    ],
)
def test_what_differs_is_told(a: str, b: str, kind: str, direction: str) -> None:
    assert (kind, direction) in {(shift.kind, shift.direction) for shift in told(a, b)}


def test_of_a_range_all_is_quoted_once() -> None:
    a = "The ferry keepers met at the old quay from 1 to 6 December."
    b = "The ferry keepers met at the old quay from 7 to 11 December."
    [shift] = told(a, b)
    assert (shift.a, shift.b) == ("1 to 6 December", "7 to 11 December")
