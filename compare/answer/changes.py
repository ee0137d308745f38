"""Which changes are told, each quoted from both sides, and in what order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from scodiff.compare.answer.excerpts import routine, tells
from scodiff.compare.answer.model import LinkEnds, ToldChange
from scodiff.compare.answer.operative import (
    MOST_OF_A_STATEMENT,
    MOST_WHERE_THERE_IS_ROOM,
    statement_slots,
    widened,
)
from scodiff.compare.answer.same_slot import SameSlot, SlotFinder, around, overlap
from scodiff.compare.model import Certainty, ClausePair, Comparison, Place, Shift
from scodiff.corpus.model import Document

# So many changes of position are told, and so many of wording alone; of one passage two.
MOST_TOLD = 7
MOST_OF_A_PASSAGE = 2
# So much of what a change tells may have been told before.
MOST_REPEATED = 0.6
# Two clauses of linked passages are set against each other if they answer so well.
LEAST_ANSWERING = 0.05
# Statements whose clauses answer less well than this by so much tell in full.
ENOUGH_APART = 0.6
# So many slots of two passages are looked at.
_MOST_SLOTS = 6
# The least that a change must tell.
LEAST_OF_POSITION, LEAST_OF_WORDING = 7.0, 9.0
MOST_OF_A_DIFFERENCE = 125  # letters of a slot that is told beside its passage

# What a shift weighs by its kind, and what more if it is sure. Dates and numbers change with every
# year, and names with every host.
KIND: Mapping[str, float] = {
    "polarity": 1.3,
    "modality": 1.2,
    "commitment": 1.2,
    "scope": 1.1,
    "verb": 0.8,
    "hedge": 0.8,
    "quantity": 0.6,
    "actor": 0.6,
}
OF_A_DATE = 0.5
SURE = 1.25
# What the matter of a change counts beside what differs in it.
SALIENCE = 0.35
# A shift whose effect is known tells more than one that is merely different.
DIRECTED = 1.3

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Answering:
    """Two passages that answer to each other, and what their link says of them."""

    a: Place
    b: Place
    whole: LinkEnds
    certainty: Certainty
    shifts: tuple[Shift, ...]


class Changes:
    """The changes of a comparison, scored."""

    def __init__(self, comparison: Comparison, finder: SlotFinder | None = None) -> None:
        self._comparison = comparison
        self._finder = finder or SlotFinder(comparison)
        self._answering = list(_answering(comparison))

    def of_position(self) -> list[ToldChange]:
        """Changes of a known kind, the most telling first; none is open."""
        scored = []
        for passages in self._answering:
            for shift in passages.shifts:
                if shift.certainty == "open" or not (found := self._shift(passages, shift)):
                    continue
                differing, told = found
                told = replace(told, shifts=_within(told, passages.shifts))
                if (score := self._score(told, shift, differing)) >= LEAST_OF_POSITION:
                    scored.append((score, told))
        return chosen_of(scored, self._finder)

    def of_wording(self, told: Iterable[ToldChange]) -> list[ToldChange]:
        """Other words in the same slot, of which it is not judged what they mean.

        What overlaps with a change that is ``told`` is left out.
        """
        scored = [
            (slot.score * self._apart(slot), ToldChange(slot.a, slot.b, passages.certainty))
            for passages, slots in self._statements_within(MOST_OF_A_STATEMENT)
            for slot in slots
            if slot.score * self._apart(slot) >= LEAST_OF_WORDING
        ]
        return chosen_of(scored, self._finder, told)

    def slots_of_links(self) -> Mapping[LinkEnds, Sequence[SameSlot]]:
        """The slots of the passages of each link that differ, by its paragraphs."""
        found: dict[LinkEnds, list[SameSlot]] = {}
        for passages in self._answering:
            clauses = self._of_clauses(passages, MOST_OF_A_DIFFERENCE)
            found.setdefault(passages.whole, []).extend(clauses)
        return found

    def statements_of_links(self) -> Mapping[LinkEnds, Sequence[SameSlot]]:
        """The statements of the passages of each link that answer to each other and differ."""
        found: dict[LinkEnds, list[SameSlot]] = {}
        for passages, slots in self._statements_within(MOST_WHERE_THERE_IS_ROOM):
            found.setdefault(passages.whole, []).extend(widened(s, self._finder) for s in slots)
        return found

    def _statements_within(self, most: int) -> list[tuple[_Answering, list[SameSlot]]]:
        """The statements of passages that answer to each other, in ``most`` letters a side."""
        return [
            (p, statement_slots(p.a.paragraph, p.b.paragraph, p.whole, self._finder, most=most))
            for p in self._answering
        ]

    def _apart(self, slot: SameSlot) -> float:
        """How far two quotations are apart in what they say: what answers closely is no news."""
        clauses = self._clauses.get((slot.a.paragraph, slot.b.paragraph), ())
        met = (c for c in clauses if overlap(c.a, slot.a) and overlap(c.b, slot.b))
        near = (clause.score for clause in met)
        return min(1.0, (1.0 - max(near, default=0.0)) / ENOUGH_APART)

    def _of_clauses(self, p: _Answering, most: int) -> list[SameSlot]:
        """The best slots of two passages, clause by clause, none overlapping another."""
        clauses = self._clauses.get((p.a.paragraph, p.b.paragraph), ())
        ends = [(pair.a, pair.b) for pair in clauses] or [(p.a, p.b)]
        found: list[SameSlot] = []
        for a, b in ends:
            found += islice(self._finder.slots(a, b, p.whole, most), 1 if clauses else _MOST_SLOTS)
        taken: list[SameSlot] = []
        for slot in sorted(found, key=lambda s: -s.score):
            if not any(overlap(slot.a, t.a) or overlap(slot.b, t.b) for t in taken):
                taken.append(slot)
        return taken[:_MOST_SLOTS]

    @cached_property
    def _clauses(self) -> Mapping[tuple[str, str], Sequence[ClausePair]]:
        """The clauses that answer to each other best, by their paragraphs."""
        found: dict[tuple[str, str], list[ClausePair]] = {}
        for pair in self._comparison.clauses:
            if pair.score < LEAST_ANSWERING:
                continue
            found.setdefault((pair.a.paragraph, pair.b.paragraph), []).append(pair)
        return found

    def _shift(self, passages: _Answering, shift: Shift) -> tuple[float, ToldChange] | None:
        """A shift with a quotation from either side: the slot that its words stand in."""
        shown = (
            _place_of(self._comparison.a, shift.a, shift.place_a, passages.a),
            _place_of(self._comparison.b, shift.b, shift.place_b, passages.b),
        )
        if (shift.a and not shown[0]) or (shift.b and not shown[1]):
            return None
        slot = self._finder.slot_of(passages.a, passages.b, passages.whole, shown)
        if slot:
            return slot.score, ToldChange(slot.a, slot.b, shift.certainty, (shift,))
        if not (shift.place_a and shift.place_b):
            return None
        a = around(self._comparison.a, shift.place_a, shift.clause_a)
        b = around(self._comparison.b, shift.place_b, shift.clause_b)
        return 0.0, ToldChange(a, b, shift.certainty, (shift,))

    def _score(self, told: ToldChange, shift: Shift, differing: float) -> float:
        """How much a change of a known kind tells: what it is about, and what differs."""
        score = differing
        for side, place in (("a", told.a), ("b", told.b)):
            marked = self._finder.marked(side, place.paragraph)
            score += SALIENCE * tells(marked, place.start, place.end) * routine(marked, place.start)
        score *= KIND.get(shift.kind, 1.0) * (SURE if shift.certainty == "sure" else 1.0)
        if shift.kind == "quantity" and _YEAR.search(f"{shift.a} {shift.b}"):
            score *= OF_A_DATE
        return score * (1.0 if shift.direction in ("different", "unclear") else DIRECTED)


def _place_of(document: Document, words: str, place: Place | None, passage: Place) -> Place | None:
    """Where the words of a shift stand in a passage; None where they do not."""
    if place is not None:
        return place if place.paragraph == passage.paragraph else None
    at = document.paragraph(passage.paragraph).text.find(words) if words else -1
    return Place(passage.paragraph, at, at + len(words)) if at >= 0 else None


def _within(told: ToldChange, shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """All shifts that the two quotations show, each kind once; the one they are told for first."""
    found = {(shift.kind, shift.direction): shift for shift in told.shifts}
    for shift in shifts:
        shown = _shows(told.a, shift.place_a) and _shows(told.b, shift.place_b)
        if shown and shift.certainty != "open":
            found.setdefault((shift.kind, shift.direction), shift)
    return tuple(found.values())


def _shows(quoted: Place, place: Place | None) -> bool:
    if place is None:
        return True
    same = quoted.paragraph == place.paragraph
    return same and quoted.start <= place.start and place.end <= quoted.end


def _answering(comparison: Comparison) -> Iterator[_Answering]:
    """Passages of which it is sure or likely that they answer to each other, and that differ."""
    for link in comparison.links:
        if link.certainty == "open" or link.literal is None:
            continue
        if link.relation in ("changed", "reformulated"):
            for pair in link.pairs:
                a, b = _whole(comparison.a, pair.a), _whole(comparison.b, pair.b)
                yield _Answering(a, b, (link.a, link.b), link.certainty, link.shifts)


def _whole(document: Document, paragraph: str) -> Place:
    return Place(paragraph, 0, len(document.paragraph(paragraph).text))


def chosen_of(
    scored: Sequence[tuple[float, ToldChange]],
    finder: SlotFinder,
    told: Iterable[ToldChange] = (),
) -> list[ToldChange]:
    """The best, none overlapping another or saying again what was told, two of a passage."""
    before = list(told)
    said = {stem for change in before for stem in _telling(change, finder)}
    taken: list[ToldChange] = []
    of_paragraph: Counter[str] = Counter()
    for _, change in sorted(scored, key=lambda item: -item[0]):
        stems = _telling(change, finder)
        again = any(overlap(change.a, t.a) or overlap(change.b, t.b) for t in [*before, *taken])
        again |= len(stems & said) > MOST_REPEATED * len(stems)
        if again or of_paragraph[change.a.paragraph] == MOST_OF_A_PASSAGE:
            continue
        of_paragraph[change.a.paragraph] += 1
        taken.append(change)
        said |= stems
        if len(taken) == MOST_TOLD:
            break
    return taken


def _telling(change: ToldChange, finder: SlotFinder) -> set[str]:
    """The stems that a change tells much with, on either side."""
    sides = (("a", change.a), ("b", change.b))
    return {w.stem for side, place in sides for w in finder.words(place, side) if w.worth > 1.0}
