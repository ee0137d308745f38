"""What is only said in other words, or in another order, is no shift; what is not, is one."""

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.model import Shift
from scodiff.compare.shifts.lexicon import load_lexicon
from scodiff.compare.shifts.shifts import find_shifts, shifts_and_answers


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


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The seat moves from Orlan to Tamar.", "The seat moves from Tamar to Orlan."),
        ("The keepers thanked the millers.", "The millers thanked the keepers."),
        ("Tolls fall by fifteen per cent.", "Tolls fall to fifteen per cent."),
    ],
)
def test_the_same_words_in_other_roles_do_not_keep_the_meaning(a: str, b: str) -> None:
    assert shifts_and_answers(diff(a, b).edits, load_lexicon())[1] is False


def test_a_list_in_another_order_keeps_the_meaning() -> None:
    a = "The text is kept in the archives of Orlan, Tamar and Selim."
    b = "The text is kept in the archives of Selim, Orlan and Tamar."
    assert shifts_and_answers(diff(a, b).edits, load_lexicon()) == ((), True)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Они выразили благодарность за гостеприимство.", "Они поблагодарили за гостеприимство."),
        ("各方谴责一切形式的恐怖主义。", "各方谴责一切形式和表现的恐怖主义。"),
    ],
)
def test_what_no_phrase_tells_is_open_where_no_words_for_the_same_are_known(a: str, b: str) -> None:
    assert told(a, b) == []


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("lamps that are dim or non-existent", "lamps that are dim", "polarity"),
        ("lamps, although tolls fell in Orlan", "lamps, tolls fell in Orlan", "scope"),
        ("the first part of the fifth fair", "the opening of the sixth fair", "scope"),
    ],
)
def test_a_word_of_a_longer_slot_turns_and_limits_nothing(a: str, b: str, kind: str) -> None:
    shifts = told(f"The keepers note {a}.", f"The keepers note {b}.")
    assert kind not in {shift.kind for shift in shifts}


def test_a_hedge_is_set_against_nothing() -> None:
    [shift] = told("Tolls rose by 18 per cent.", "Tolls rose by an estimated 18 per cent.")
    assert (shift.kind, shift.a, shift.b) == ("hedge", "", "an estimated")


def test_what_is_opposed_elsewhere_is_opposed_still() -> None:
    a = "We strongly oppose any tolls on ferries in the gulf, such as tolls on lamps."
    b = (
        "We strongly oppose dues that would change the river. "
        "We express serious concern at tolls on ferries in the gulf, such as tolls on lamps."
    )
    assert "verb" not in {shift.kind for shift in told(a, b)}


def test_a_given_name_in_full_is_no_other_person() -> None:
    a = "They met with Chair Tom Selim of the ferry board."
    b = "They met with Chair Thomas R. Selim of the ferry board."
    assert told(a, b) == []
