"""Which shifts are told, with what of their clauses, and in what order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scodiff.compare.answer.excerpts import tells, width
from scodiff.compare.answer.marks import Marker
from scodiff.compare.answer.model import ToldShift
from scodiff.compare.model import Comparison, Place
from scodiff.corpus.model import Document

MOST_TOLD = 7
MOST_OF_A_PASSAGE = 2
# A shift is quoted with what stands around it in its clause, in so many letters.
QUOTED = 90

# What a shift weighs by its kind, and what more if it is sure. Dates and numbers change with every
# year, and names with every host.
KIND: Mapping[str, float] = {
    "polarity": 1.3,
    "modality": 1.2,
    "commitment": 1.2,
    "verb": 1.1,
    "hedge": 0.8,
    "quantity": 0.6,
    "actor": 0.6,
}
SURE = 1.25
# A shift whose effect is known tells more than one that is merely different.
DIRECTED = 1.3

_WORD_BREAK = re.compile(r"\s+")
# What a quotation had better not end with.
_LEFT_HANGING = re.compile(
    r"(?:(?<![\s,;:.，；：。])[\s,;:.，；：。]++|\s(?:the|an?|of|to|and|or|for|in|on|at|by|as|with|from|between|its|their))$"
)
_GOOD_START = re.compile(r"[,;:，；：、]\s*|\s(?=(?:and|that|which|to|of|in|for|on|with|by)\s)")


def told_shifts(comparison: Comparison) -> tuple[ToldShift, ...]:
    """The most telling shifts that have words on both sides, in the order of A.

    None is open, and of one passage no more than two are told, of one clause one.
    """
    markers = [Marker(d.language, ()) for d in (comparison.a, comparison.b)]
    scored = sorted(
        ((_score(told, comparison, markers), told) for told in _candidates(comparison)),
        key=lambda item: -item[0],
    )
    taken: list[ToldShift] = []
    of_link: Counter[int] = Counter()
    for _, told in scored:
        again = any(_overlap(told.a, t.a) or _overlap(told.b, t.b) for t in taken)
        if again or of_link[id(told.link)] == MOST_OF_A_PASSAGE:
            continue
        of_link[id(told.link)] += 1
        taken.append(told)
        if len(taken) == MOST_TOLD:
            break
    return tuple(taken)


def _candidates(comparison: Comparison) -> Iterator[ToldShift]:
    for link in comparison.links:
        for shift in link.shifts if link.certainty != "open" else ():
            if shift.certainty == "open":
                continue
            if shift.a and shift.b and shift.place_a and shift.place_b:
                yield ToldShift(
                    link,
                    shift,
                    around(comparison.a, shift.place_a, shift.clause_a),
                    around(comparison.b, shift.place_b, shift.clause_b),
                )


def around(document: Document, place: Place, clause: Place | None) -> Place:
    """A shift's own words with what stands around them in their clause.

    The whole clause where it is short; else from its beginning, or as near to it as the words
    leave room for. The shift's own words are never cut.
    """
    text = document.paragraph(place.paragraph).text
    if clause is None or clause.paragraph != place.paragraph:
        clause = place
    start, end = min(clause.start, place.start), max(clause.end, place.end)
    while end > place.end and text[end - 1] in " ,;:.，；：。":
        end -= 1
    if width(text[start:end]) > QUOTED:
        start = _start(text, start, place)
        end = _end(text, start, place, end)
    return Place(place.paragraph, start, end)


def _start(text: str, start: int, place: Place) -> int:
    """The first good place to begin from which the shift's words are within reach."""
    starts = [start, *(m.end() for m in _GOOD_START.finditer(text, start, place.start))]
    reach = QUOTED * 0.75
    near = [s for s in starts if width(text[s : place.end]) <= reach]
    return min(near, default=place.start)


def _end(text: str, start: int, place: Place, end: int) -> int:
    """The last word that there is room for, not before the shift's own words end."""
    stops = [m.start() for m in _WORD_BREAK.finditer(text, place.end, end)]
    fit = [s for s in (*stops, end) if width(text[start:s]) <= QUOTED]
    stop = max(fit, default=place.end)
    while left := _LEFT_HANGING.search(text, place.end, stop):
        stop = left.start()
    return stop


def _score(told: ToldShift, comparison: Comparison, markers: Sequence[Marker]) -> float:
    texts = (
        (comparison.a.paragraph(told.a.paragraph).text, told.a),
        (comparison.b.paragraph(told.b.paragraph).text, told.b),
    )
    salience = sum(
        tells(marker(text), place.start, place.end)
        for marker, (text, place) in zip(markers, texts, strict=True)
    )
    shift = told.shift
    weight = KIND.get(shift.kind, 1.0)
    weight *= SURE if shift.certainty == "sure" else 1.0
    return salience * weight * (1.0 if shift.direction in ("different", "unclear") else DIRECTED)


def _overlap(one: Place, other: Place) -> bool:
    same = one.paragraph == other.paragraph
    return same and one.start < other.end and other.start < one.end
