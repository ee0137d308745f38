"""Clauses of passages that do not answer to each other, and are perhaps on one matter.

That is all that is known of them: what is said of them is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scodiff.compare.answer.changes import chosen_of
from scodiff.compare.answer.model import LinkEnds, ToldChange
from scodiff.compare.answer.operative import (
    MOST_OF_A_STATEMENT,
    MOST_WHERE_THERE_IS_ROOM,
    statement_slots,
    widened,
)
from scodiff.compare.answer.same_slot import SameSlot, SlotFinder, overlap
from scodiff.compare.model import Comparison

# Two passages are set beside each other if two clauses answer so well, by vectors and words or by
# words alone, or if one may be the counterpart of the other with so much probability.
LEAST_ANSWERING, LEAST_BY_WORDS = 0.03, 0.3
LEAST_PROBABLE = 0.05
_MOST_READ = 400  # pairs that are read closely
# What the answer tells must tell so much for what speaks for one matter, of one; and so many words
# of content must be common.
LEAST_TOLD = 4.0
LEAST_WORDS = 2
MOST_NEARBY = 4  # what is told beside a passage that has no link


def on_one_matter(
    comparison: Comparison, finder: SlotFinder, most: int = MOST_OF_A_STATEMENT
) -> list[SameSlot]:
    """What may be set beside each other in ``most`` letters a side, the most telling first.

    What it tells counts by how much speaks for one matter.
    """
    found = []
    for (a, b), evidence in _evidence(comparison).items():
        pairs = statement_slots(a, b, ((a,), (b,)), finder, each=True, most=most)
        found += [
            replace(slot, score=slot.score * math.sqrt(evidence))
            for slot in pairs
            if finder.shared_words(slot.a, slot.b) >= LEAST_WORDS
        ]
    return sorted(found, key=lambda slot: -slot.score)


def _evidence(comparison: Comparison) -> dict[tuple[str, str], float]:
    """The pairs of paragraphs of which one has no link, and how much speaks for one matter.

    The most in [0, 1] of what the best two clauses and the probability of a counterpart say.
    """
    lone_a = {paragraph for link in comparison.links if not link.b for paragraph in link.a}
    lone_b = {paragraph for link in comparison.links if not link.a for paragraph in link.b}
    if any(link.pairs and link.literal is None for link in comparison.links):
        return {}  # of texts in two languages no words are set against each other
    least = LEAST_ANSWERING if comparison.model else LEAST_BY_WORDS
    found: dict[tuple[str, str], float] = {}
    for pair in comparison.clauses:
        ends = pair.a.paragraph, pair.b.paragraph
        if pair.score >= least and (ends[0] in lone_a or ends[1] in lone_b):
            found[ends] = max(found.get(ends, 0.0), pair.score)
    for link in comparison.links:
        for candidate in link.candidates:
            if (link.a and link.b) or candidate.probability < LEAST_PROBABLE:
                continue
            ends = (link.a[0], candidate.id) if link.a else (candidate.id, link.b[0])
            found[ends] = max(found.get(ends, 0.0), candidate.probability)
    best = sorted(found.items(), key=lambda item: -item[1])[:_MOST_READ]
    return dict(best)


def beside(
    slots: Iterable[SameSlot], finder: SlotFinder, told: Iterable[ToldChange]
) -> list[ToldChange]:
    """What the answer sets beside each other: none of what is ``told`` already."""
    scored = [(slot.score, ToldChange(slot.a, slot.b, "open")) for slot in slots]
    return chosen_of([item for item in scored if item[0] >= LEAST_TOLD], finder, told)


def nearby(comparison: Comparison, finder: SlotFinder) -> Mapping[LinkEnds, tuple[ToldChange, ...]]:
    """For each passage that has no link what of the other text tells most beside it."""
    found: dict[tuple[str, str], list[ToldChange]] = {}
    for slot in on_one_matter(comparison, finder, MOST_WHERE_THERE_IS_ROOM):
        slot = widened(slot, finder)
        change = ToldChange(slot.a, slot.b, "open")
        for side, here, there in (("a", change.a, change.b), ("b", change.b, change.a)):
            known = found.setdefault((side, here.paragraph), [])
            others = (told.b if side == "a" else told.a for told in known)
            if len(known) < MOST_NEARBY and not any(overlap(there, other) for other in others):
                known.append(change)
    return {
        (link.a, link.b): tuple(near)
        for link in comparison.links
        if not (link.a and link.b)
        for side, ids in (("a", link.a), ("b", link.b))
        if (near := [told for p in ids for told in found.get((side, p), ())])
    }
