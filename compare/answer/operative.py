"""Statements of two passages set against each other, each quoted from its operative verb.

A statement reaches from the verb that its actor governs to the next such verb of the sentence. Two
statements answer to each other if most of their rare words are common to both. They tell the more
the more they are about, as far as enough of it differs. Nothing is said here of what the difference
means.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scodiff.compare.answer.bounds import CLAUSE_ENDS, PHRASE_ENDS, is_whole, starts, verbs
from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.same_slot import SameSlot, SlotFinder, Whole, overlap
from scodiff.compare.model import Place
from scodiff.compare.text.sentences import sentence_spans

# How long a statement is quoted, in letters, and how short it may be.
MOST_OF_A_STATEMENT, LEAST_OF_A_STATEMENT = 112, 25
# Two statements are set against each other if they have so much of their worth in common.
LEAST_COMMON = 0.08
# What statements have in common as a whole counts so much for their quotations, which tell in full
# from so much in common on.
OF_THE_WHOLE = 0.5
ENOUGH_COMMON = 0.4
# A pair tells in full from this share of words on that the other passage lacks.
ENOUGH_DIFFERS = 0.25
# What a quotation that begins with the operative verb adds; how long, in letters, one is that
# begins later, and how many places to begin are looked at.
VERB_ADDS = 1.2
LEAST_LATER, MOST_BEGINS = 45, 8
_SHORT_OF_ITS_CLAUSE = 0.55  # a quotation ends with a clause if that leaves so much of its length
_BREAK = 12  # letters at least between the last verb and a break


def statement_slots(
    a: str, b: str, whole: Whole, finder: SlotFinder, *, each: bool = False
) -> list[SameSlot]:
    """The statements of two paragraphs that answer to each other, the most telling first.

    ``whole`` are the paragraphs in which a word must be lacking to be the other text's own. None
    overlaps another on either side, or, with ``each``, on both sides at once: then each statement
    is set against all that may be on one matter with it.
    """
    pairs = [
        (finder.in_common((x, y)), x, y)
        for x in statements(a, "a", finder)
        for y in statements(b, "b", finder)
    ]
    found = [
        slot
        for common, x, y in pairs
        if common >= LEAST_COMMON
        for slot in quoted_pairs(x, y, whole, finder, common)
    ]
    taken: list[SameSlot] = []
    for slot in sorted(found, key=lambda slot: -slot.score):
        met = ((overlap(slot.a, t.a), overlap(slot.b, t.b)) for t in taken)
        if not any((a_met and b_met) if each else (a_met or b_met) for a_met, b_met in met):
            taken.append(slot)
    return taken


def statements(paragraph: str, side: str, finder: SlotFinder) -> list[Place]:
    """The statements of a paragraph, in its order."""
    text = finder.marked(side, paragraph).text
    return [Place(paragraph, start, end) for start, end in _statements(text)]


def quoted_pairs(
    x: Place, y: Place, whole: Whole, finder: SlotFinder, common: float
) -> Iterator[SameSlot]:
    """All quotations of two statements as one slot that differs.

    ``common`` is what the statements have in common as a whole.
    """
    for a in _windows(x, "a", finder):
        for b in _windows(y, "b", finder):
            own_a, own_b = finder.own((a, b), whole)
            if not own_a + own_b:
                continue
            differs = (own_a + own_b) / (finder.worth(a, "a") + finder.worth(b, "b"))
            shared = max(finder.in_common((a, b)), OF_THE_WHOLE * common)
            score = math.sqrt(finder.telling(a, "a") * finder.telling(b, "b"))
            score *= min(1.0, differs / ENOUGH_DIFFERS) * min(1.0, shared / ENOUGH_COMMON)
            score *= VERB_ADDS ** ((a.start == x.start) + (b.start == y.start))
            yield SameSlot(a, b, score, shared, bool(min(own_a, own_b) > 0))


@lru_cache(maxsize=4096)
def _statements(text: str) -> tuple[tuple[int, int], ...]:
    """The statements of a text: each from its verb to the next, or to the end of its sentence."""
    found: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        begins = sorted({v for v in verbs(text, start, end) if end - v >= LEAST_OF_A_STATEMENT})
        begins = begins or [start]
        found += zip(begins, [*begins[1:], end], strict=True)
    return tuple((s, e) for s, e in found if e - s >= LEAST_OF_A_STATEMENT)


def _windows(place: Place, side: str, finder: SlotFinder) -> list[Place]:
    """What may be quoted of a statement: from its verb, or, of a long one, from a clause."""
    text = finder.marked(side, place.paragraph).text
    begins = [place.start]
    if width(text[place.start : place.end]) > MOST_OF_A_STATEMENT:
        begins += [s for s in starts(text, place.start, place.end) if place.end - s >= LEAST_LATER]
    ends = ((s, _end(text, s, place.end)) for s in begins[:MOST_BEGINS])
    return [Place(place.paragraph, start, end) for start, end in ends if end > start]


@lru_cache(maxsize=4096)
def _end(text: str, start: int, end: int) -> int:
    """Where a quotation ends: with a clause, else a phrase, else a word; 0 where it cannot."""
    inside = text[start:end].rstrip(" ,;:.，；：。")
    stop = start + len(inside)
    if width(inside) <= MOST_OF_A_STATEMENT and is_whole(text, start, stop):
        return stop
    clauses, phrases = (
        _fitting((m.start() for m in ends.finditer(text, start, stop)), text, start)
        for ends in (CLAUSE_ENDS, PHRASE_ENDS)
    )
    long = max(clauses, default=0)
    if long and width(text[start:long]) >= _SHORT_OF_ITS_CLAUSE * MOST_OF_A_STATEMENT:
        return long
    if longest := max([long, *phrases]):
        return longest
    spaces = [k for k in range(start + _BREAK, stop) if text[k].isspace()]
    return max(_fitting(spaces, text, start), default=0)


def _fitting(ends: Iterable[int], text: str, start: int) -> list[int]:
    """Those of some places at which a quotation may end."""
    return [
        end
        for end in ends
        if end - start >= LEAST_OF_A_STATEMENT
        and width(text[start:end]) <= MOST_OF_A_STATEMENT
        and is_whole(text, start, end)
    ]
