"""What is to be told of a comparison first: a pure function of it."""

from __future__ import annotations

from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.model import Extent, NewsFacts, Survival, ToldShift
from scodiff.compare.answer.passages import Passages, chosen
from scodiff.compare.answer.shifts import told_shifts
from scodiff.compare.model import RELATIONS, Comparison, Relation, SideSummary

# Letters for all quotations, and of these for what may be gone or new; and what a quotation and a
# change cost beside (citations, marks, kind). The answer in Markdown stays within 6,000 so.
ROOM, ROOM_FOR_OPEN = 4000, 400
COST, COST_OF_A_CHANGE = 14, 70


def answer_of(comparison: Comparison) -> NewsFacts:
    """The facts and quotations that a reader asks for first."""
    texts = (comparison.a, comparison.b)
    sides = [Passages(comparison, side) for side in ("a", "b")]
    known = [side.alone(known=True) for side in sides]
    parts = [side.within() for side in sides]
    changes = told_shifts(comparison)
    perhaps = chosen([side.alone(known=False) for side in sides], texts, ROOM_FOR_OPEN, COST)
    room = ROOM - sum(_room_of(change, comparison) for change in changes)
    room -= ROOM_FOR_OPEN if any(perhaps) else 0
    gone, new, dropped, added = chosen([*known, *parts], texts * 2, room, COST)
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
