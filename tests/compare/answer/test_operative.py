"""Statements of two passages, set against each other and quoted from their operative verbs."""

from __future__ import annotations

import pytest
from texts import SHARED, compared

from scodiff.compare.answer.check import quoted
from scodiff.compare.answer.operative import (
    MOST_OF_A_STATEMENT,
    MOST_WHERE_THERE_IS_ROOM,
    statement_slots,
    widened,
)
from scodiff.compare.answer.same_slot import SlotFinder

OLD = (
    "The member states note that the harbour commission remains a key body for the discussion of "
    "pilotage. They support greater efforts to improve the lighthouse fund, and to keep the "
    "sturgeon of the estuary from harm in every season of the year and along all of its banks."
)
NEW = (
    "The member states call for a stronger harbour commission as a key body for the discussion of "
    "pilotage. They stress the need for an urgent reform of the lighthouse fund."
)


def slots(old: str, new: str, *, each: bool = False) -> list[tuple[str, str]]:
    comparison = compared(f"{SHARED}\n\n{old}", f"{SHARED}\n\n{new}")
    a, b = comparison.a.citable[-1].id, comparison.b.citable[-1].id
    found = statement_slots(a, b, ((a,), (b,)), SlotFinder(comparison), each=each)
    return [
        (quoted(comparison.a, slot.a) or "", quoted(comparison.b, slot.b) or "") for slot in found
    ]


def test_statements_are_quoted_from_their_verbs() -> None:
    found = dict(slots(OLD, NEW))
    assert found[
        "note that the harbour commission remains a key body for the discussion of pilotage"
    ]
    begins = {(a.split()[0], b.split()[0]) for a, b in found.items()}
    assert begins == {("note", "call"), ("support", "stress")}


@pytest.mark.parametrize("each", [False, True])
def test_no_quotation_is_longer_than_there_is_room_for(each: bool) -> None:
    for a, b in slots(OLD, NEW, each=each):
        assert len(a) <= MOST_OF_A_STATEMENT
        assert len(b) <= MOST_OF_A_STATEMENT


def test_the_same_statement_is_no_difference() -> None:
    assert slots(OLD, OLD) == []


def test_a_statement_is_set_against_each_that_may_be_on_one_matter() -> None:
    two = (
        NEW + " They also recall the drowned lighthouse and the fund that the pilots raised for it."
    )
    once, often = slots(OLD, two), slots(OLD, two, each=True)
    assert len(often) > len(once)
    assert len({a for a, _ in once}) == len(once)


def test_where_there_is_room_a_statement_is_quoted_from_its_verb() -> None:
    comparison = compared(f"{SHARED}\n\n{OLD}", f"{SHARED}\n\n{NEW}")
    finder = SlotFinder(comparison)
    a, b = comparison.a.citable[-1].id, comparison.b.citable[-1].id
    found = statement_slots(a, b, ((a,), (b,)), finder, most=MOST_WHERE_THERE_IS_ROOM)
    told = {quoted(comparison.a, widened(slot, finder).a) for slot in found}
    assert any(
        text and text.startswith("support greater efforts") and "sturgeon" in text for text in told
    )
