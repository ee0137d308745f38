"""Where two linked passages differ: differing words, as the edits set them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.model import WordingChange
from scodiff.compare.answer.same_slot import MOST_BESIDE, SlotFinder
from scodiff.compare.model import Comparison, Edit, Link, Place
from scodiff.corpus.model import PARAGRAPH_BREAK, Document

# Differing words with so few letters between them, all of one sentence, are one stretch.
MOST_BETWEEN = 24
# Words of one side that are more letters than these are quoted alone where nothing answers to them,
# and fewer with what stands around them in both.
MOST_WITHIN_OTHERS = 50
_NOT_ACROSS = re.compile(r"[.;。；\n]")
SidePlaces = Mapping[str, Sequence[Place]]  # of one text, by paragraph
_AROUND = " \n,;:.，；：。"


@dataclass(slots=True)
class _Island:
    """Ranges of the two joined texts in which words differ."""

    a: int
    b: int
    end_a: int
    end_b: int


def islands(
    comparison: Comparison,
    link: Link,
    stretches: tuple[SidePlaces, SidePlaces],
    finder: SlotFinder,
) -> Iterator[WordingChange]:
    """What differs in a linked passage, with what stands around it, from both sides.

    Words of a side that are many, and to which nothing answers, are quoted alone; where they are
    too many, by those of the ``stretches`` of their paragraph that lie among them. What moved, what
    is editorial and what is otherwise too long for a quotation is left out.
    """
    for island in _ranges(link.edits):
        a = _place(comparison.a, link.a, island.a, island.end_a)
        b = _place(comparison.b, link.b, island.b, island.end_b)
        if a is None or b is None:
            continue
        length_a, length_b = _length(comparison.a, a), _length(comparison.b, b)
        if not length_b and length_a > MOST_WITHIN_OTHERS:
            yield from (WordingChange(p, None) for p in _alone(length_a, a, stretches[0]))
        elif not length_a and length_b > MOST_WITHIN_OTHERS:
            yield from (WordingChange(None, p) for p in _alone(length_b, b, stretches[1]))
        else:
            shown = (a if length_a else None, b if length_b else None)
            slot = finder.slot_of(a, b, (link.a, link.b), shown, MOST_BESIDE)
            if slot:
                yield WordingChange(slot.a, slot.b)


def _alone(length: float, place: Place, stretches: SidePlaces) -> Iterator[Place]:
    """A place if it is short, else the stretches that lie in it."""
    if length <= MOST_BESIDE:
        yield place
    else:
        of_paragraph = stretches.get(place.paragraph, ())
        yield from (s for s in of_paragraph if place.start <= s.start and s.end <= place.end)


def _ranges(edits: tuple[Edit, ...]) -> Iterator[_Island]:
    at_a = at_b = 0
    island: _Island | None = None
    for edit in edits:
        end_a, end_b = at_a + len(edit.a), at_b + len(edit.b)
        if edit.op == "equal" or edit.editorial or edit.moved:
            apart = edit.moved or len(edit.a) > MOST_BETWEEN or _NOT_ACROSS.search(edit.a)
            if island and apart:
                yield island
                island = None
        elif island:
            island.end_a, island.end_b = end_a, end_b
        else:
            island = _Island(at_a, at_b, end_a, end_b)
        at_a, at_b = end_a, end_b
    if island:
        yield island


def _place(document: Document, ids: tuple[str, ...], start: int, end: int) -> Place | None:
    """A range of joined paragraphs as a place in one of them, without the marks around it."""
    at = 0
    for paragraph in ids:
        text = document.paragraph(paragraph).text
        if at <= start and end <= at + len(text):
            inside = text[start - at : end - at]
            first = start - at + len(inside) - len(inside.lstrip(_AROUND))
            return Place(paragraph, first, first + len(inside.strip(_AROUND)))
        at += len(text) + len(PARAGRAPH_BREAK)
    return None


def _length(document: Document, place: Place) -> float:
    """How long the words at a place are, in letters."""
    return width(document.paragraph(place.paragraph).text[place.start : place.end])
