"""What is quoted beside a linked passage: what differs there, from both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from texts import document

from scodiff.compare import compare
from scodiff.compare.answer import faults, sound_answer
from scodiff.compare.answer.model import WordingChange
from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.model import Comparison, Place

KEPT = "The parties will go on with regular meetings of the harbour masters of both shores."
OLD = (
    "The parties support the dredging of the estuary by the joint commission, and they expect "
    "quarterly accounts of the lighthouse fund to be laid before the assembly of the ports."
)
NEW = OLD.replace("quarterly accounts of the lighthouse fund", "annual estimates of the pilots")
LONGER = OLD.replace(
    "commission,", "commission with due respect for the spawning grounds of the sturgeon,"
)


def compared(old: str, new: str) -> Comparison:
    return compare(document([old, KEPT]), document([new, KEPT]))


def unjudged(old: str, new: str) -> Comparison:
    """The comparison as it is where no shift is found."""
    comparison = compared(old, new)
    links = tuple(replace(link, shifts=()) for link in comparison.links)
    return replace(comparison, links=links)


def told(comparison: Comparison) -> list[tuple[str, str]]:
    def words(side: str, place: Place | None) -> str:
        text_of = getattr(comparison, side)
        return text_of.paragraph(place.paragraph).text[place.start : place.end] if place else ""

    return [
        (words("a", change.a), words("b", change.b))
        for changes in sound_answer(comparison).in_links.values()
        for change in changes
    ]


def test_what_differs_is_quoted_from_both_sides() -> None:
    ((a, b),) = told(unjudged(OLD, NEW))
    assert "quarterly accounts of the lighthouse fund" in a
    assert "annual estimates of the pilots" in b
    assert a in OLD
    assert b in NEW


@pytest.mark.parametrize("way", ["put in", "left out"])
def test_a_clause_that_one_side_has_is_quoted_alone(way: str) -> None:
    texts = (OLD, LONGER) if way == "put in" else (LONGER, OLD)
    ((a, b),) = told(unjudged(*texts))
    alone, nothing = (b, a) if way == "put in" else (a, b)
    assert nothing == ""
    assert "spawning grounds of the sturgeon" in alone
    assert alone in LONGER


def test_what_a_shift_says_is_not_said_again() -> None:
    comparison = compared(OLD, LONGER)
    shifts = [shift for link in comparison.links for shift in link.shifts]
    assert any("sturgeon" in shift.b and shift.certainty != "open" for shift in shifts)
    assert not any("sturgeon" in b for _, b in told(comparison))


def test_nothing_is_told_of_an_open_link() -> None:
    comparison = unjudged(OLD, NEW)
    opened = tuple(
        replace(link, certainty="open") if link.relation == "changed" else link
        for link in comparison.links
    )
    assert told(replace(comparison, links=opened)) == []


def test_nothing_is_told_of_what_a_reader_judged() -> None:
    comparison = unjudged(OLD, NEW)
    link = next(link for link in comparison.links if link.relation == "changed")
    judged = ReaderDecision("shifts", link.a, link.b)
    assert told(replace(comparison, decisions=(judged,))) == []
    assert told(replace(comparison, decisions=(replace(judged, action="pin"),)))


def test_a_difference_is_no_fault() -> None:
    comparison = unjudged(OLD, NEW)
    assert told(comparison)
    assert faults(comparison) == []


def test_a_difference_that_stands_nowhere_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    comparison = unjudged(OLD, NEW)
    (ends,) = sound_answer(comparison).in_links
    wrong = WordingChange(Place(ends[0][0], 0, 9_999), None)
    monkeypatch.setattr("scodiff.compare.answer.answer.differences", lambda *_: {ends: (wrong,)})
    assert any("nothing stands" in fault for fault in faults(comparison))
    assert told(comparison) == []
