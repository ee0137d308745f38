"""How far two readers agree on what changed: which kinds, which directions, what to discuss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.compare.review.agreement import cohens_kappa, f1_of
from scodiff.compare.review.model import ReviewError
from scodiff.compare.review.shifts.model import ShiftAnswer
from scodiff.compare.shifts.kinds import SHIFT_KINDS

Ends = tuple[tuple[str, ...], tuple[str, ...]]  # the ids of a link's paragraphs
_Directions = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShiftDisagreement:
    """A link, a kind of change, and the directions that each of two readers named of it."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    kind: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShiftAgreement:
    """How far two readers agree on the links that both were asked about.

    ``questions`` are these. ``f1`` in [0, 1] is that of the kinds that one named of each link
    against the other's; ``kinds`` in [-1, 1] is Cohen's kappa (1960) on whether a kind is named,
    over links times kinds. ``directions`` is kappa on the directions of the ``both`` kinds that
    both named. None where a figure is not defined. ``discuss`` has first what one named and the
    other did not.
    """

    questions: int
    f1: float | None
    kinds: float | None
    both: int
    directions: float | None
    discuss: tuple[ShiftDisagreement, ...]


def shift_agreement(first: Sequence[ShiftAnswer], second: Sequence[ShiftAnswer]) -> ShiftAgreement:
    """Compare what two readers said of the same links.

    Raises:
        ReviewError: the answers are about different texts, or about no link in common; or one
            reader says two things of a link.
    """
    if len({(answer.a, answer.b) for answer in (*first, *second)}) > 1:
        raise ReviewError("the two files of answers are not about the same two texts.")
    one, other = _by_link(first, "first"), _by_link(second, "second")
    links = sorted(one.keys() & other.keys())
    if not links:
        raise ReviewError("the two files of answers have no question in common.")
    said = [
        ShiftDisagreement(*link, kind, one[link][kind], other[link][kind])
        for link in links
        for kind in SHIFT_KINDS
    ]
    named = [(bool(x.first), bool(x.second)) for x in said]
    both = [x for x in said if x.first and x.second]
    discuss = sorted(
        (x for x in said if x.first != x.second), key=lambda x: bool(x.first and x.second)
    )
    return ShiftAgreement(
        questions=len(links),
        f1=f1_of(named),
        kinds=cohens_kappa([(str(x), str(y)) for x, y in named]),
        both=len(both),
        directions=cohens_kappa([(" ".join(x.first), " ".join(x.second)) for x in both]),
        discuss=tuple(discuss),
    )


def _by_link(
    answers: Sequence[ShiftAnswer], which: str
) -> dict[Ends, defaultdict[str, _Directions]]:
    """The directions that a reader named, by link and kind."""
    found: dict[Ends, defaultdict[str, _Directions]] = {}
    for answer in answers:
        directions: defaultdict[str, _Directions] = defaultdict(tuple)
        for change in answer.changes:
            directions[change.kind] = tuple(sorted({*directions[change.kind], change.direction}))
        ends = answer.passages_a, answer.passages_b
        if found.setdefault(ends, directions) != directions:
            a, b = (", ".join(ids) for ids in ends)
            raise ReviewError(
                f"the {which} file of answers says two things of A {a} with B {b}: keep one."
            )
    return found
