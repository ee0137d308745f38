"""How far two readers agree on what changed, by answers small enough to count by hand."""

from __future__ import annotations

import pytest

from scodiff.compare.decisions.model import Decider, NamedShift
from scodiff.compare.review.model import ReviewError
from scodiff.compare.review.shifts.agreement import ShiftDisagreement, shift_agreement
from scodiff.compare.review.shifts.model import ShiftAnswer

MUST = NamedShift("modality", "strengthened", "may", "must")
WEAKER = NamedShift("modality", "weakened", "must", "may")
ALL = NamedShift("scope", "narrowed", "all", "")


def answer(link: int, *changes: NamedShift, text: str = "a") -> ShiftAnswer:
    """What a reader says of one link."""
    ends = (f"p{link}",), (f"p{link + 10}",)
    return ShiftAnswer("q", text * 64, "b" * 64, *ends, changes, Decider("person", "Ada"))


def test_kinds_and_directions_are_counted_apart() -> None:
    ada = [answer(1, MUST), answer(2), answer(3, MUST, ALL), answer(4, ALL)]
    ben = [answer(1, MUST), answer(2, ALL), answer(3, WEAKER, ALL)]
    found = shift_agreement(ada, ben)
    assert found.questions == 3
    # Named of 30: both 3, Ada alone none, Ben alone 1.
    assert found.f1 == pytest.approx(2 * 3 / 7)
    expected = (3 * 4 + 27 * 26) / 900
    assert found.kinds == pytest.approx((29 / 30 - expected) / (1 - expected))
    assert found.both == 3
    # Directions: strengthened twice and narrowed; of Ben strengthened, weakened, narrowed.
    assert found.directions == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))
    assert found.discuss == (
        ShiftDisagreement(("p2",), ("p12",), "scope", (), ("narrowed",)),
        ShiftDisagreement(("p3",), ("p13",), "modality", ("strengthened",), ("weakened",)),
    )


def test_the_same_kind_named_twice_is_named_once_for_each_direction() -> None:
    other = NamedShift("modality", "strengthened", "should", "shall")
    found = shift_agreement([answer(1, MUST, other)], [answer(1, other)])
    assert (found.f1, found.kinds, found.discuss) == (1, 1, ())


def test_where_nobody_finds_a_change_no_figure_is_defined() -> None:
    found = shift_agreement([answer(1)], [answer(1)])
    assert (found.f1, found.kinds, found.both, found.directions) == (None, None, 0, None)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ReviewError, match="no question in common"):
        shift_agreement([answer(1)], [answer(2)])
    with pytest.raises(ReviewError, match="the same two texts"):
        shift_agreement([answer(1)], [answer(1, text="c")])
    with pytest.raises(ReviewError, match="second file of answers says two things of A p1 with"):
        shift_agreement([answer(1)], [answer(1), answer(1, MUST)])
