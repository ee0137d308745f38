"""What is to be told of a comparison first: a pure function of it."""

from __future__ import annotations

from collections.abc import Iterable

from scodiff.compare.answer.model import Answer, Extent, Survival
from scodiff.compare.answer.passages import Passages, chosen
from scodiff.compare.answer.shifts import told_shifts
from scodiff.compare.model import PERSISTED, RELATIONS, Comparison, Link, Relation, SideSummary

# Letters for the quotations of what is gone and new, and of what may be; and what each of them
# costs beside its own (its citation and marks). With the rest they keep the answer within 6,000.
ROOM, ROOM_FOR_OPEN = 3000, 450
COST = 14


def answer_of(comparison: Comparison) -> Answer:
    """The facts and quotations that a reader asks for first."""
    texts = (comparison.a, comparison.b)
    sides = [Passages(comparison, side) for side in ("a", "b")]
    known = [side.alone(known=True) for side in sides]
    parts = [side.within() for side in sides]
    gone, new, dropped, added = chosen([*known, *parts], texts * 2, ROOM, COST)
    perhaps = chosen([side.alone(known=False) for side in sides], texts, ROOM_FOR_OPEN, COST)
    summary = comparison.summary
    return Answer(
        a=_survival(summary.a, comparison.links, "a"),
        b=_survival(summary.b, comparison.links, "b"),
        changes=told_shifts(comparison),
        gone=gone,
        dropped=dropped,
        new=new,
        added=added,
        perhaps_gone=perhaps[0],
        perhaps_new=perhaps[1],
    )


def _survival(side: SideSummary, links: Iterable[Link], letter: str) -> Survival:
    def extent(relations: Iterable[Relation]) -> Extent:
        """What of some relations is sure or likely."""
        found = list(relations)
        return Extent(
            sum(side.paragraphs[r] - side.open_paragraphs[r] for r in found),
            sum(side.words[r] - side.open_words[r] for r in found),
        )

    possible = sum(
        len(getattr(link, letter))
        for link in links
        if link.certainty == "open" and (link.candidates or (link.a and link.b))
    )
    return Survival(
        total_paragraphs=side.total_paragraphs,
        total_words=side.total_words,
        exact=extent(sorted(PERSISTED)),
        edited=extent(["changed"]),
        rewritten=extent(["reformulated"]),
        alone=extent(["disappeared"] if letter == "a" else ["new"]),
        open=Extent(
            sum(side.open_paragraphs[r] for r in RELATIONS),
            sum(side.open_words[r] for r in RELATIONS),
        ),
        possible=possible,
    )
