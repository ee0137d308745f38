"""What is to be told of a comparison first: a pure function of it."""

from __future__ import annotations

from collections.abc import Container, Iterable

from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.model import Extent, NewsFacts, Survival, ToldShift
from scodiff.compare.answer.passages import Passages, chosen
from scodiff.compare.answer.shifts import told_shifts
from scodiff.compare.model import RELATIONS, Comparison, Place, Relation, SideSummary

# Letters for all quotations, and of these for what may be gone or new; and what a quotation and a
# change cost beside (citations, marks, kind). The answer in Markdown stays within 6,000 so.
ROOM, ROOM_FOR_OPEN = 3750, 400
COST, COST_OF_A_CHANGE = 14, 70


def answer_of(comparison: Comparison) -> NewsFacts:
    """The facts and quotations that a reader asks for first."""
    texts = (comparison.a, comparison.b)
    sides = [Passages(comparison, side) for side in ("a", "b")]
    told = [[*side.alone(known=True), *side.within()] for side in sides]
    changes = told_shifts(comparison)
    perhaps = chosen([side.alone(known=False) for side in sides], texts, ROOM_FOR_OPEN, COST)
    room = ROOM - sum(_room_of(change, comparison) for change in changes)
    room -= ROOM_FOR_OPEN if any(perhaps) else 0
    fell, came = chosen(told, texts, room, COST)
    gone, dropped = _parted(fell, _lone(comparison, "a"))
    new, added = _parted(came, _lone(comparison, "b"))
    summary = comparison.summary
    return NewsFacts(
        a=survival_of(summary.a, "a"),
        b=survival_of(summary.b, "b"),
        changes=changes,
        gone=gone,
        dropped=dropped,
        new=new,
        added=added,
        perhaps_gone=perhaps[0],
        perhaps_new=perhaps[1],
    )


def _lone(comparison: Comparison, side: str) -> set[str]:
    """The paragraphs of one document that nothing answers to."""
    lone = (link for link in comparison.links if not (link.a and link.b))
    return {paragraph for link in lone for paragraph in getattr(link, side)}


def _parted(
    places: Iterable[Place], lone: Container[str]
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The places in paragraphs that nothing answers to, and the others."""
    found = list(places)
    return (
        tuple(place for place in found if place.paragraph in lone),
        tuple(place for place in found if place.paragraph not in lone),
    )


def _room_of(change: ToldShift, comparison: Comparison) -> float:
    texts = (
        document.paragraph(place.paragraph).text[place.start : place.end]
        for document, place in ((comparison.a, change.a), (comparison.b, change.b))
    )
    return sum(map(width, texts)) + COST_OF_A_CHANGE


def survival_of(side: SideSummary, letter: str) -> Survival:
    """What of document ``a`` or ``b`` (``letter``) stands in the other one."""

    def extent(relation: Relation) -> Extent:
        """What of a relation is sure or likely."""
        return Extent(
            side.paragraphs[relation] - side.open_paragraphs[relation],
            side.words[relation] - side.open_words[relation],
        )

    return Survival(
        total_paragraphs=side.total_paragraphs,
        total_words=side.total_words,
        identical=extent("identical"),
        editorial=extent("editorial"),
        edited=extent("changed"),
        rewritten=extent("reformulated"),
        alone=extent("disappeared" if letter == "a" else "new"),
        open=Extent(
            sum(side.open_paragraphs[r] for r in RELATIONS),
            sum(side.open_words[r] for r in RELATIONS),
        ),
    )
