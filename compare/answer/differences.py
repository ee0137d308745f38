"""What differs within each linked passage, quoted beside it: what the answer has no room for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.answer.excerpts import width
from scodiff.compare.answer.marks import MarkedWord
from scodiff.compare.answer.model import LinkEnds, WordingChange
from scodiff.compare.answer.passages import ScoredPlace
from scodiff.compare.answer.same_slot import (
    MOST_BESIDE,
    SameSlot,
    SlotFinder,
    overlap,
    words_for_the_same,
)
from scodiff.compare.model import Comparison, Edit, Link, Place, Shift
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document

# So many differences are told of a passage, beside its shifts.
MOST_OF_A_LINK = 3
# The least that the words must be worth which the other passage lacks.
LEAST_OWN = 4.0
# What is left of it where one side alone is quoted: what answers to it is better told with it.
OF_ONE_SIDE = 0.5
OF_A_STATEMENT = 1.5

# Differing words with so few letters between them, all of one sentence, are one stretch.
MOST_BETWEEN = 24
# Words of one side that are more letters than these are quoted alone where nothing answers to them,
# and fewer with what stands around them in both.
MOST_WITHIN_OTHERS = 50
_NOT_ACROSS = re.compile(r"[.;。；\n]")
SidePlaces = Mapping[str, Sequence[Place]]  # of one text, by paragraph
_AROUND = " \n,;:.，；：。"


def differences(
    comparison: Comparison,
    finder: SlotFinder,
    slots: Mapping[LinkEnds, Sequence[SameSlot]],
    statements: Mapping[LinkEnds, Sequence[SameSlot]],
    lacking: Sequence[Sequence[ScoredPlace]],
) -> dict[LinkEnds, tuple[WordingChange, ...]]:
    """What to quote of each linked passage of which it is not judged what the other words mean.

    ``slots`` and ``statements`` are those of each link, ``lacking`` the stretches of A and of B
    that the other's passage lacks. Where the meaning is kept, or a reader said what changed,
    there is nothing to tell.
    """
    stretches = _by_paragraph(lacking[0]), _by_paragraph(lacking[1])
    judged = {(d.a, d.b) for d in comparison.decisions if d.action == "shifts"}
    found = {}
    for link in comparison.links:
        if (link.a, link.b) in judged:
            continue
        if link.is_open or link.literal is None or link.quarter in ("kept", "reworded"):
            continue
        if link.relation in ("changed", "reformulated"):
            ends = link.a, link.b
            candidates = [
                *_islands(comparison, link, stretches, finder),
                *(WordingChange(slot.a, slot.b) for slot in slots.get(ends, ()) if slot.of_both),
                *(WordingChange(p, None) for q in link.a for p in stretches[0].get(q, ())),
                *(WordingChange(None, p) for q in link.b for p in stretches[1].get(q, ())),
            ]
            candidates = [_completed(change, finder) for change in candidates]
            both = (slot for slot in statements.get(ends, ()) if slot.of_both)
            first = [WordingChange(slot.a, slot.b) for slot in both]
            if told := _best(first, candidates, link, finder):
                found[ends] = told
    return found


def _completed(change: WordingChange, finder: SlotFinder) -> WordingChange:
    """A difference with its quotations up to the end of their clauses."""
    return WordingChange(
        change.a and finder.completed(change.a, "a", MOST_BESIDE),
        change.b and finder.completed(change.b, "b", MOST_BESIDE),
    )


def _by_paragraph(places: Iterable[ScoredPlace]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for scored in places:
        found.setdefault(scored.place.paragraph, []).append(scored.place)
    return found


def _best(
    statements: Iterable[WordingChange],
    candidates: Iterable[WordingChange],
    link: Link,
    finder: SlotFinder,
) -> tuple[WordingChange, ...]:
    """The differences that tell most, none overlapping another, in the order of the passage.

    Whole statements tell more than other stretches.
    """
    known_a, known_b = _known(finder, "a", link.a), _known(finder, "b", link.b)
    weighted = [
        *((OF_A_STATEMENT, change) for change in statements),
        *((1.0 if change.a and change.b else OF_ONE_SIDE, change) for change in candidates),
    ]
    scored = [
        (
            weight * (_own(finder, "a", change.a, known_b) + _own(finder, "b", change.b, known_a)),
            change,
        )
        for weight, change in weighted
        if not _judged(change, link.shifts)
    ]
    taken: list[WordingChange] = []
    for worth, change in sorted(scored, key=lambda item: -item[0]):
        if len(taken) == MOST_OF_A_LINK or worth < LEAST_OWN:
            break
        if not any(_meet(change, t) for t in taken):
            taken.append(change)
    return tuple(sorted(taken, key=lambda change: _at(change, link)))


def _at(change: WordingChange, link: Link) -> tuple[int, int]:
    """Where a difference stands in its passage."""
    place, ids = (change.b, link.b) if change.b else (change.a, link.a)
    assert place is not None
    return ids.index(place.paragraph), place.start


def _known(finder: SlotFinder, side: str, paragraphs: Iterable[str]) -> frozenset[str]:
    """The stems of some paragraphs, and the groups of words for the same that they are of."""
    marked = [finder.marked(side, p) for p in paragraphs]
    stems = {word.stem for m in marked for word in m.words}
    return frozenset(stems.union(*(_groups(m.text, word) for m in marked for word in m.words)))


def _groups(text: str, word: MarkedWord) -> frozenset[str]:
    return words_for_the_same(text[word.start : word.end].casefold())


def _own(finder: SlotFinder, side: str, place: Place | None, known: frozenset[str]) -> float:
    """What the words of a place are worth that the other passage has in no form."""
    if place is None:
        return 0.0
    text = finder.marked(side, place.paragraph).text
    return sum(
        {
            word.stem: word.worth
            for word in finder.words(place, side)
            if word.stem not in known and not known & _groups(text, word)
        }.values()
    )


def _meet(one: WordingChange, other: WordingChange) -> bool:
    pairs = ((one.a, other.a), (one.b, other.b))
    return any(x and y and overlap(x, y) for x, y in pairs)


def _judged(change: WordingChange, shifts: Iterable[Shift]) -> bool:
    """Whether a shift that is told says already what differs here."""
    return any(_shows(change, shift) for shift in shifts if shift.certainty != "open")


def _shows(change: WordingChange, shift: Shift) -> bool:
    pairs = ((change.a, shift.place_a), (change.b, shift.place_b))
    return all(place is None or (own and overlap(own, place)) for own, place in pairs)


@dataclass(slots=True)
class _Island:
    """Ranges of the two joined texts in which words differ."""

    a: int
    b: int
    end_a: int
    end_b: int


def _islands(
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
