"""Statements of two passages set against each other, each quoted from its operative verb.

A statement reaches from the verb that its actor governs to the next such verb of the sentence. Two
statements answer to each other if most of their rare words are common to both. They tell the more
the more they are about, as far as enough of it differs. Nothing is said here of what the difference
means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scodiff.compare.answer.bounds import CLAUSE_ENDS, PHRASE_ENDS, is_whole, starts, verbs
from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.same_slot import SameSlot, SlotFinder, Whole, overlap
from scodiff.compare.model import Place
from scodiff.compare.text.sentences import sentence_spans

# How long a statement is quoted, in letters, and how short it may be.
MOST_OF_A_STATEMENT, LEAST_OF_A_STATEMENT = 130, 25
MOST_WHERE_THERE_IS_ROOM = 200
# Two statements are set against each other if they have so much of their worth in common.
LEAST_COMMON = 0.08
# What is left of two statements each of which has another that it has more in common with.
NOT_BEST_LEAVES = 0.5
# What statements have in common as a whole counts so much for their quotations, which tell in full
# from so much in common on.
OF_THE_WHOLE = 0.5
ENOUGH_COMMON = 0.4
# A pair tells in full from this share of words on that the other passage lacks.
ENOUGH_DIFFERS = 0.25
# What a quotation that begins with the operative verb adds; how long, in letters, one is that
# begins later, and how many places to begin are looked at.
VERB_ADDS = 1.2
LEAST_LATER, MOST_BEGINS = 45, 16
_SHORT_OF_ITS_CLAUSE = 0.55  # a clause that leaves less of the length is followed by a phrase
MOST_ENDS = 6  # places to end that are looked at
_MOST_PAIRS = 40  # quotations of two statements that are looked at
_BREAK = 12  # letters at least between the last verb and a break


def statement_slots(
    a: str,
    b: str,
    whole: Whole,
    finder: SlotFinder,
    *,
    each: bool = False,
    most: int = MOST_OF_A_STATEMENT,
) -> list[SameSlot]:
    """The statements of two paragraphs that answer to each other, the most telling first.

    ``whole`` are the paragraphs in which a word must be lacking to be the other text's own. None
    overlaps another on either side, or, with ``each``, on both sides at once: then each statement
    is set against all that may be on one matter with it. A quotation has at most ``most`` letters.
    """
    ours, theirs = statements(a, "a", finder), statements(b, "b", finder)
    common = {(x, y): finder.in_common((x, y)) for x in ours for y in theirs}
    best_of = _best_of(common)
    found = [
        replace(slot, score=slot.score * (1.0 if answers else NOT_BEST_LEAVES))
        for (x, y), shared in common.items()
        if shared >= LEAST_COMMON
        for answers in (shared in (best_of["a", x], best_of["b", y]),)
        for slot in quoted_pairs(x, y, whole, finder, shared, most)
    ]
    taken: list[SameSlot] = []
    for slot in sorted(found, key=lambda slot: -slot.score):
        met = ((overlap(slot.a, t.a), overlap(slot.b, t.b)) for t in taken)
        if not any((a_met and b_met) if each else (a_met or b_met) for a_met, b_met in met):
            taken.append(slot)
    return taken


def _best_of(common: Mapping[tuple[Place, Place], float]) -> dict[tuple[str, Place], float]:
    """The most that each statement, with its side, has in common with one of the other side."""
    best: dict[tuple[str, Place], float] = {}
    for pair, shared in common.items():
        for key in zip("ab", pair, strict=True):
            best[key] = max(best.get(key, 0.0), shared)
    return best


def statements(paragraph: str, side: str, finder: SlotFinder) -> list[Place]:
    """The statements of a paragraph, in its order."""
    text = finder.marked(side, paragraph).text
    return [Place(paragraph, start, end) for start, end in _statements(text)]


def widened(slot: SameSlot, finder: SlotFinder) -> SameSlot:
    """A slot as it is quoted where there is room: both statements from their verbs.

    What is too long begins with the slot itself.
    """
    return replace(slot, a=_wide(slot.a, "a", finder), b=_wide(slot.b, "b", finder))


def _wide(place: Place, side: str, finder: SlotFinder) -> Place:
    text = finder.marked(side, place.paragraph).text
    within = (s for s in statements(place.paragraph, side, finder) if overlap(s, place))
    whole = next(within, place)
    stop = whole.start + len(text[whole.start : whole.end].rstrip(" ,;:.，；：。"))
    marks = (m.start() for m in CLAUSE_ENDS.finditer(text, place.start + 1, stop))
    ends = [e for e in (*marks, stop, place.end) if is_whole(text, place.start, e)]
    for start in (min(whole.start, place.start), place.start):
        fit = [e for e in ends if width(text[start:e]) <= MOST_WHERE_THERE_IS_ROOM]
        if fit and max(fit) - place.start >= min(LEAST_OF_A_STATEMENT, place.end - place.start):
            return Place(place.paragraph, start, max(fit))
    return place


def quoted_pairs(
    x: Place,
    y: Place,
    whole: Whole,
    finder: SlotFinder,
    common: float,
    most: int = MOST_OF_A_STATEMENT,
) -> Iterator[SameSlot]:
    """The quotations of two statements as one slot that differs, those that tell most first.

    ``common`` is what the statements have in common as a whole.
    """
    of_a, of_b = _windows(x, "a", finder, most), _windows(y, "b", finder, most)
    if not (of_a and of_b):
        return
    both = sorted({*finder.worth(x, "a"), *finder.worth(y, "b")})
    stems = {stem: k for k, stem in enumerate(both)}
    in_a, in_b = _weights(of_a, "a", stems, finder), _weights(of_b, "b", stems, finder)
    all_a, all_b = in_a.sum(1)[:, None], in_b.sum(1)[None]
    shared = np.maximum(
        in_a @ (in_b > 0).T / np.maximum(np.sqrt(all_a * all_b), 1e-9), OF_THE_WHOLE * common
    )
    lacking = finder.lacking((x, y), whole)
    own_a, own_b = (
        (weights * [stem in own for stem in stems]).sum(1)
        for weights, own in zip((in_a, in_b), lacking, strict=True)
    )
    differs = (own_a[:, None] + own_b[None]) / np.maximum(all_a + all_b, 1e-9)
    told = np.outer(_tell(of_a, x, "a", finder), _tell(of_b, y, "b", finder))
    score = np.sqrt(told) * np.minimum(1.0, differs / ENOUGH_DIFFERS)
    score *= np.minimum(1.0, shared / ENOUGH_COMMON)
    for number in np.argsort(-score, axis=None, kind="stable")[:_MOST_PAIRS]:
        i, j = divmod(int(number), len(of_b))
        if score[i, j] > 0:
            of_both = bool(min(own_a[i], own_b[j]) > 0)
            yield SameSlot(of_a[i], of_b[j], float(score[i, j]), float(shared[i, j]), of_both)


def _weights(
    places: list[Place], side: str, stems: Mapping[str, int], finder: SlotFinder
) -> NDArray[np.float64]:
    """What each stem is worth in each of some places; shape (places, stems)."""
    found = np.zeros((len(places), len(stems)))
    for row, place in enumerate(places):
        for stem, worth in finder.worth(place, side).items():
            found[row, stems[stem]] = worth
    return found


def _tell(places: list[Place], whole: Place, side: str, finder: SlotFinder) -> list[float]:
    """How much each quotation of a statement tells; one that begins with its verb tells more."""
    tells = finder.telling(side, whole.paragraph)
    return [
        tells(place.start, place.end) * (VERB_ADDS**2 if place.start == whole.start else 1.0)
        for place in places
    ]


@lru_cache(maxsize=4096)
def _statements(text: str) -> tuple[tuple[int, int], ...]:
    """The statements of a text: each from its verb to the next, or to the end of its sentence."""
    found: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        begins = sorted({v for v in verbs(text, start, end) if end - v >= LEAST_OF_A_STATEMENT})
        begins = begins or [start]
        found += zip(begins, [*begins[1:], end], strict=True)
    return tuple((s, e) for s, e in found if e - s >= LEAST_OF_A_STATEMENT)


def _windows(place: Place, side: str, finder: SlotFinder, most: int) -> list[Place]:
    """What may be quoted of a statement: from its verb, or, of a long one, from a clause."""
    text = finder.marked(side, place.paragraph).text
    begins = [place.start]
    if width(text[place.start : place.end]) > LEAST_LATER:
        begins += [s for s in starts(text, place.start, place.end) if place.end - s >= LEAST_LATER]
    found = ((s, end) for s in begins[:MOST_BEGINS] for end in _ends(text, s, place.end, most))
    return [Place(place.paragraph, start, end) for start, end in found]


@lru_cache(maxsize=4096)
def _ends(text: str, start: int, end: int, most: int) -> tuple[int, ...]:
    """Where a quotation may end: with a clause; where these are short also with a phrase."""
    stop = start + len(text[start:end].rstrip(" ,;:.，；：。"))
    clauses, phrases = (
        _fitting((m.start() for m in ends.finditer(text, start, stop)), text, start, most)
        for ends in (CLAUSE_ENDS, PHRASE_ENDS)
    )
    clauses += _fitting([stop], text, start, most)
    least = _SHORT_OF_ITS_CLAUSE * most
    if not any(width(text[start:clause]) >= least for clause in clauses):
        clauses += phrases[-1:]
    spaces = [] if clauses else [k for k in range(start + _BREAK, stop) if text[k].isspace()]
    found = {*clauses, *_fitting(spaces, text, start, most)[-1:]}
    return tuple(sorted(found)[-MOST_ENDS:])


def _fitting(ends: Iterable[int], text: str, start: int, most: int) -> list[int]:
    """Those of some places at which a quotation may end."""
    return [
        end
        for end in ends
        if end - start >= LEAST_OF_A_STATEMENT
        and width(text[start:end]) <= most
        and is_whole(text, start, end)
    ]
