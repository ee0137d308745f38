"""Clauses of passages that do not answer to each other, and are perhaps on one matter.

That is all that is known of them: what is said of them is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scodiff.compare.answer.changes import chosen_of, told_of
from scodiff.compare.answer.model import LinkEnds, ToldChange
from scodiff.compare.answer.same_slot import MOST_BESIDE, SameSlot, SlotFinder
from scodiff.compare.model import ClausePair, Comparison

# Clauses are set beside each other if they answer so well: by vectors and words, or by words alone.
LEAST_ANSWERING, LEAST_BY_WORDS = 0.1, 0.3
_MOST_READ = 120  # pairs that are read closely
# What the answer tells must tell so much, times the share that both sides have of it.
LEAST_TOLD = 2.5


def on_one_matter(comparison: Comparison, finder: SlotFinder) -> list[SameSlot]:
    """What may be set beside each other, the most telling first.

    What it tells counts by what share of it both sides have: that makes it one matter.
    """
    found = []
    for pair in _answering(comparison):
        ends = (pair.a.paragraph,), (pair.b.paragraph,)
        if slot := next(finder.slots(pair.a, pair.b, ends), None):
            found.append(slot)
    return sorted(found, key=_told_by, reverse=True)


def _answering(comparison: Comparison) -> list[ClausePair]:
    """The best two clauses of any two paragraphs of which one has no link, the best first."""
    lone_a = {paragraph for link in comparison.links if not link.b for paragraph in link.a}
    lone_b = {paragraph for link in comparison.links if not link.a for paragraph in link.b}
    if any(link.pairs and link.literal is None for link in comparison.links):
        return []  # of texts in two languages no words are set against each other
    least = LEAST_ANSWERING if comparison.model else LEAST_BY_WORDS
    best: dict[tuple[str, str], ClausePair] = {}
    for pair in sorted(comparison.clauses, key=lambda pair: -pair.score):
        ends = pair.a.paragraph, pair.b.paragraph
        if pair.score >= least and (ends[0] in lone_a or ends[1] in lone_b):
            best.setdefault(ends, pair)
    return [*best.values()][:_MOST_READ]


def _told_by(slot: SameSlot) -> float:
    return slot.score * slot.common


def beside(
    slots: Iterable[SameSlot], finder: SlotFinder, told: Iterable[ToldChange]
) -> list[ToldChange]:
    """What the answer sets beside each other: none of what is ``told`` already."""
    scored = [(_told_by(slot), told_of(slot, finder, "open")) for slot in slots]
    return chosen_of([item for item in scored if item[0] >= LEAST_TOLD], told)


def nearby(
    comparison: Comparison, slots: Iterable[SameSlot], finder: SlotFinder
) -> Mapping[LinkEnds, ToldChange]:
    """For each passage that has no link what of the other text tells most beside it."""
    best: dict[tuple[str, str], ToldChange] = {}
    for slot in slots:
        change = told_of(slot, finder, "open", MOST_BESIDE)
        best.setdefault(("a", change.a.paragraph), change)
        best.setdefault(("b", change.b.paragraph), change)
    found = {}
    for link in comparison.links:
        if link.a and link.b:
            continue
        side, ids = ("a", link.a) if link.a else ("b", link.b)
        near = [best[side, p] for p in ids if (side, p) in best]
        if near:
            found[link.a, link.b] = near[0]
    return found
