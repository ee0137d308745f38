"""Contraries: a statement turned, another verb, or a part for the whole."""

# ruff: noqa: E501 - a case is easiest to read in one line

from __future__ import annotations

import pytest

from scodiff.compare.diff.diff import diff
from scodiff.compare.shifts.shifts import find_shifts


def kinds(a: str, b: str) -> set[str]:
    """The kinds of the shifts that are told, and not left open."""
    return {s.kind for s in find_shifts(diff(a, b).edits) if s.certainty != "open"}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # Who regrets what he welcomed does another thing, and says the contrary.
        ("The mills {} the new rules for bread that bakers made last year.", ("welcome", "regret"), {"verb", "polarity"}),
        ("The mills agreed to {} the trade in rye along the river.", ("expand", "limit"), {"verb", "polarity"}),
        # To note is no contrary of anything.
        ("The mills {} the new rules for bread that bakers made last year.", ("note", "reject"), {"verb"}),
        # What things do or are like is no operative verb.
        ("Cheap rye would {} the trade of the mills along the river.", ("strengthen", "undermine"), {"polarity"}),
        ("The mills are {} in their view of the trade along the river.", ("united", "divided"), {"polarity"}),
        ("A rapidly {} demand for rye was seen along the river this year.", ("growing", "diminishing"), {"polarity"}),
        ("Bread has a {} role in the life of the towns along the river.", ("crucial", "marginal"), {"polarity"}),
        ("The mills call for {} use of the rules for bread along the river.", ("comprehensive", "selective"), {"scope"}),
        ("The mills say that {} bakers along the river keep to the rules.", ("many", "few"), {"quantity"}),
        ("The mills can {} the dams along the river in the spring.", ("mend", "not mend"), {"polarity"}),
        ("The mills want to {} flooding in the towns along the river.", ("prevent", "permit"), {"verb", "polarity"}),
        ("They ask for {} along the river before the end of the year.", ("the signing of the deed", "the drafting of the deed"), {"verb"}),
    ],
)  # fmt: skip
def test_a_word_in_the_slot_of_its_contrary(a: str, b: tuple[str, str], expected: set[str]) -> None:
    assert kinds(a.format(b[0]), a.format(b[1])) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Decides to hold the Fifth Fair of the towns along the river in early June;", "Renews its decision to hold the Fifth Fair of the towns along the river in early June;"),
        ("Requests the Office, within its means, to help the towns along the river;", "Reaffirms its request to the Office, within its means, to help the towns along the river;"),
        ("They say that a joint plan will be required to mend the dams along the river.", "They say that a joint plan is required to mend the dams along the river."),
        ("They reaffirm their wish to mend the dams along the river.", "They affirm their wish to mend the dams along the river."),
        ("They note that the dams along the river are old.", "They state that the dams along the river are old."),
        ("They will progressively mend the dams along the river.", "They will gradually mend the dams along the river."),
    ],
)  # fmt: skip
def test_what_is_said_again_or_by_another_word_for_it_is_no_other_verb(a: str, b: str) -> None:
    assert kinds(a, b).isdisjoint({"verb", "commitment", "modality", "polarity"})


def test_a_resolution_is_told_by_each_of_its_figures() -> None:
    assert kinds("Takes note of the report on resolution 78/7;", "Takes note of the report on resolution 77/8;") == {"quantity"}  # fmt: skip


def test_what_was_counted_and_is_not() -> None:
    a = "They urge help for the 1.9 million old mills, chiefly along the river, in hard winters;"
    b = "They urge help for old mills along the river, in hard winters;"
    assert "quantity" in kinds(a, b)


def test_a_further_item_before_the_last_widens_a_list() -> None:
    a = "They help with flour and bread, as well as salt for the towns along the river."
    b = "They help with flour and bread, building mills as well as salt for the towns along the river."
    [shift] = find_shifts(diff(a, b).edits)
    assert (shift.kind, shift.direction, shift.b) == ("scope", "widened", "building mills")
    c = "They will turn to the council of the towns and to write thereon."
    d = "They will mend the dams and to turn to the council of the towns and to write thereon."
    assert [s.direction for s in find_shifts(diff(d, c).edits)] == ["narrowed"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Стороны намерены открыть два моста.", "Стороны намерены закрыть два моста.", {"polarity"}),
        ("Стороны будут увеличивать взносы в фонд.", "Стороны будут сокращать взносы в фонд.", {"polarity"}),
        ("Они приветствуют создание центра по рыбе.", "Они сожалеют о создании центра по рыбе.", {"verb", "polarity"}),
        ("Там будет сорок новых мельниц у реки.", "Там будет четырнадцать новых мельниц у реки.", {"quantity"}),
        ("Договор о мельницах действует до конца года.", "Договор о мельницах действует после конца года.", {"scope"}),
        ("Они вновь подтверждают верность уставу мельниц.", "Они подтверждают верность уставу мельниц.", set()),
        ("各方打算开放两个磨坊。", "各方打算关闭两个磨坊。", {"polarity"}),
        ("各方将增加对磨坊的捐款。", "各方将减少对磨坊的捐款。", {"polarity"}),
        ("磨坊将于年底之前开工。", "磨坊将于年底之后开工。", {"scope"}),
        ("磨坊有四十名工人。", "磨坊有十四名工人。", {"quantity"}),
        ("各方将在三年内修建磨坊。", "各方将在五年内修建磨坊。", {"quantity"}),
        ("各方注意到磨坊的重要性。", "各方指出磨坊的重要性。", set()),
    ],
)  # fmt: skip
def test_in_russian_and_chinese(a: str, b: str, expected: set[str]) -> None:
    assert kinds(a, b) == expected
