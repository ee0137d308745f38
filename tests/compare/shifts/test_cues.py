"""What no ladder tells: reversals, exclusions, options, contraries, numbers, another matter."""

# ruff: noqa: E501 - a case is easiest to read in one line

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.shifts.lexicon import load_lexicon
from scodiff.compare.shifts.shifts import find_shifts, shifts_and_answers
from scodiff.compare.text.numbers import value_of


def told(a: str, b: str) -> set[str]:
    return {s.kind for s in find_shifts(diff(a, b).edits) if s.certainty != "open"}


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("The council will keep the lake open to fishing boats in winter.", "The council will no longer keep the lake open to fishing boats in winter.", "polarity"),
        ("The ministers adopted the plan for the northern harbours in May.", "The ministers failed to adopt the plan for the northern harbours in May.", "polarity"),
        ("They favour a reform by the broadest possible consensus of all.", "They favour a reform by the narrowest possible consensus of all.", "polarity"),
        ("The plan covers the rivers and the lakes of the northern region.", "The plan covers the rivers, but not the lakes of the northern region.", "scope"),
        ("The fund will pay for schools in the towns near the border.", "The fund will pay for schools only in the towns near the border.", "scope"),
        ("The committee will publish its report on fishing every second year.", "The committee may consider publishing its report on fishing every second year.", "commitment"),
        ("The parties agree to open two further crossings in the mountains.", "The parties agree to close two further crossings in the mountains.", "verb"),
        ("The centre will have a staff of forty experts from all towns.", "The centre will have a staff of fourteen experts from all towns.", "quantity"),
        ("They underline the need to protect the marine environment for fishermen.", "They underline the need to protect the public libraries for fishermen.", "object"),
        ("They call for the early entry into force of the fisheries treaty.", "They call for the early termination of the fisheries treaty.", "polarity"),
    ],
)  # fmt: skip
def test_a_decisive_change_is_told(a: str, b: str, kind: str) -> None:
    assert kind in told(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("They stand for open trade in the region.", "They are in favour of open trade in the region."),
        ("A staff of forty experts works there.", "A staff of 40 experts works there."),
        ("They note the spread of such ideas and the fight against crime.", "They noted the dissemination of such ideas and fighting crime."),
        ("Nothing can excuse such deeds, the sides underline here.", "What was done there is beyond any justification in their common view."),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_no_shift(a: str, b: str) -> None:
    assert told(a, b) == set()


def test_the_next_session_of_a_body_is_no_news() -> None:
    a = "Decides to take up the question of the lakes again at its seventy-ninth session in the autumn."
    assert told(a, a.replace("seventy-ninth", "eightieth")) == set()
    assert told(a, a.replace("seventy-ninth", "eighty-first")) == {"quantity"}


def test_a_year_is_set_against_a_year() -> None:
    a = "The next meeting of the Council will take place in the town of Orlan in 2023."
    b = "The next meeting of the Council will be held in 2024 in the town of Tamar."
    found = {(s.a, s.b) for s in find_shifts(diff(a, b).edits) if s.kind == "quantity"}
    assert found == {("2023", "2024")}


def test_a_dropped_clause_is_not_answered() -> None:
    kept = "They promote trade and oppose protectionist measures of all sorts."
    longer = kept.replace("trade and", "trade, ensure equitable market access and")
    edited = diff(kept, kept.replace("of all sorts", "of any sort")).edits
    assert shifts_and_answers(edited, load_lexicon())[1]
    assert not shifts_and_answers(diff(longer, kept).edits, load_lexicon())[1]
    assert told(longer, kept) == {"scope"}


@pytest.mark.parametrize(
    ("words", "value"),
    [("forty second", 42), ("1.5 million", 1_500_000), ("two hundred fifty thousand", 250_000), ("eightieth", 80), ("lake", None)],
)  # fmt: skip
def test_numbers_have_values(words: str, value: float | None) -> None:
    assert value_of(words.split()) == value


def test_who_ceases_to_do_something_no_longer_does_it() -> None:
    a = "The member states will continue to share data on floods in the basin."
    b = "The member states will cease to share data on floods in the basin."
    assert told(a, b) == {"polarity", "verb"}


def test_the_head_of_a_page_within_the_text_is_no_shift() -> None:
    a = "The rules adopted by the Council in its decision 12 apply to all ports of the region."
    b = (
        "The rules adopted by the Council in its Safety of small ports 2021–2025 under national law "
        "decision 12 apply to all ports of the region."
    )
    assert find_shifts(diff(a, b).edits) == ()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # A purpose is no order; who does less leaves nothing out.
        ("They share lists in order to match the needs of towns with their means, and meet often.", "They share lists, and meet often.", ("scope", "widened")),
        # Levels in a list are items of it, wherever they limit or extend elsewhere.
        ("They act on a local, regional and global scale against floods of all sorts.", "They act on a local, national, regional and global scale against floods of all sorts.", ("scope", "widened")),
        ("They will publish the findings of the experts in the capital.", "They will publish all findings of the experts in the capital.", ("scope", "widened")),
        ("The harbour is open to fishing boats of the northern towns.", "The harbour is by no means open to fishing boats of the northern towns.", ("polarity", "different")),
        ("They will build the dam with the towns of the northern shore.", "They will build the dam to the exclusion of the towns of the northern shore.", ("scope", "narrowed")),
        ("The towns are obliged to report on the catch of every year.", "The towns are free to report on the catch of every year.", ("modality", "weakened")),
    ],
)  # fmt: skip
def test_a_cue_is_read_by_what_stands_around_it(a: str, b: str, expected: tuple[str, str]) -> None:
    found = [(s.kind, s.direction) for s in find_shifts(diff(a, b).edits) if s.certainty != "open"]
    assert found == [expected]


def test_less_of_a_quality_leaves_nobody_out() -> None:
    a = "Such acts harm trade and make public administration less effective in all towns."
    b = "Such acts harm trade and lead to lower effectiveness of public administration in all towns."
    assert "actor" not in told(a, b)
    assert ("scope", "narrowed") not in {
        (s.kind, s.direction) for s in find_shifts(diff(a, b).edits)
    }
