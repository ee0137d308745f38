"""Two stretches of passages that answer to each other: the same slot, in other words.

Of either the stretches are sought that tell most in words which the
other passage lacks; of these the two that have most of their other words in common are the same
slot of the statement.
Nothing is said here of what the difference means.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from scodiff.compare.answer.bounds import clause_end
from scodiff.compare.answer.excerpts import telling, width
from scodiff.compare.answer.marks import MarkedText, MarkedWord, Marker, everywhere, said_in
from scodiff.compare.answer.stretches import (
    CONTENT,
    LONGEST,
    MarkedPassage,
    StretchPairs,
    stretch_pairs,
    stretches_of,
)
from scodiff.compare.model import Comparison, Place
from scodiff.compare.shifts.lexicon import load_lexicon
from scodiff.corpus.model import Document

# How long either quotation of a pair is, in letters: where room is short, and where it is not.
MOST, MOST_BESIDE = 100, LONGEST
# A shift for which no slot is found is quoted with what stands around it, in so many letters.
QUOTED = 80
# What a quotation had better not end with.
_LEFT_HANGING = re.compile(
    r"(?:(?<![\s,;:.，；：。])[\s,;:.，；：。]++|\s(?:the|an?|of|to|and|or|for|in|on|at|by|as|with|from|between|its|their))$"
)
_WORD_BREAK = re.compile(r"\s+")
_GOOD_START = re.compile(r"[,;:，；：、]\s*|\s(?=(?:and|that|which|to|of|in|for|on|with|by)\s)")
# So many pairs of stretches, those that tell most, are looked at.
_MOST_SET = 2000
Whole = tuple[Sequence[str], Sequence[str]]  # the paragraphs that must lack a word
Shown = tuple[Place | None, Place | None]  # what must stand in the stretches of A and of B


@dataclass(frozen=True, slots=True)
class SameSlot:
    """A stretch of either text, how much the two tell, and what share of their worth is common.

    ``of_both`` says whether each has words that the other passage lacks.
    """

    a: Place
    b: Place
    score: float
    common: float
    of_both: bool = True


class SlotFinder:
    """Finds in two passages the stretches that are one slot and differ."""

    def __init__(self, comparison: Comparison) -> None:
        self._documents = {"a": comparison.a, "b": comparison.b}
        self._markers = {
            s: Marker(d.language, (), everywhere(d)) for s, d in self._documents.items()
        }
        self._marked: dict[tuple[str, str], MarkedText] = {}
        self._kept: dict[tuple[object, ...], StretchPairs] = {}
        # A place and two passages are asked of again with each of their counterparts.
        self._telling = cache(self._telling_of)
        self._worth = cache(self._worth_of)
        self._elsewhere = cache(self._said_elsewhere)

    def slots(
        self,
        a: Place,
        b: Place,
        whole: Whole,
        most: int = MOST,
    ) -> Iterator[SameSlot]:
        """The slots of two passages that tell most, the best first, none overlapping another.

        ``whole`` are the paragraphs in which a word must be lacking to be the other text's own.
        """
        taken: list[SameSlot] = []
        for slot in self._found(a, b, whole, (None, None), most):
            if any(overlap(slot.a, t.a) or overlap(slot.b, t.b) for t in taken):
                continue
            taken.append(slot)
            yield slot

    def in_common(self, pair: tuple[Place, Place]) -> float:
        """What share of their worth two passages have in common."""
        return _shared(self.worth(pair[0], "a"), self.worth(pair[1], "b"))

    def shared_words(self, a: Place, b: Place) -> int:
        """How many words of content two places have in common."""
        theirs = {w.stem for w in self.words(b, "b") if w.worth >= CONTENT}
        return len({w.stem for w in self.words(a, "a") if w.worth >= CONTENT} & theirs)

    def lacking(self, pair: tuple[Place, Place], whole: Whole) -> tuple[set[str], set[str]]:
        """The stems of two places that the other passage lacks."""
        in_a, in_b = self._passages(*pair, whole)
        return (
            {stem for stem in self.worth(pair[0], "a") if stem not in in_a.elsewhere},
            {stem for stem in self.worth(pair[1], "b") if stem not in in_b.elsewhere},
        )

    def worth(self, place: Place, side: str) -> dict[str, float]:
        """What each stem of a place is worth."""
        return self._worth(place, side)

    def telling(self, side: str, paragraph: str) -> Callable[[int, int], float]:
        """How much stretches of a paragraph tell."""
        return self._telling(side, paragraph)

    def _telling_of(self, side: str, paragraph: str) -> Callable[[int, int], float]:
        return cache(telling(self.marked(side, paragraph)))

    def _worth_of(self, place: Place, side: str) -> dict[str, float]:
        return {w.stem: w.worth for w in self.words(place, side)}

    def slot_of(
        self,
        a: Place,
        b: Place,
        whole: Whole,
        shown: Shown,
        most: int = MOST,
    ) -> SameSlot | None:
        """The slot that tells most of those in which certain words stand; None where none does."""
        return next(self._found(a, b, whole, shown, most), None)

    def _found(
        self,
        a: Place,
        b: Place,
        whole: Whole,
        shown: Shown,
        most: int,
    ) -> Iterator[SameSlot]:
        pairs = self._scored(a, b, whole)
        told = pairs.told if any(shown) else pairs.told * pairs.differ
        rows, columns = pairs.a.within(a, shown[0], most), pairs.b.within(b, shown[1], most)
        told = told[np.ix_(rows, columns)]
        for number in np.argsort(-told, axis=None, kind="stable")[:_MOST_SET]:
            i, j = divmod(int(number), len(columns))
            if told[i, j] <= 0:
                return
            x, y = pairs.a.at[rows[i]], pairs.b.at[columns[j]]
            yield SameSlot(
                Place(a.paragraph, x.start, x.end),
                Place(b.paragraph, y.start, y.end),
                float(pairs.news[rows[i], columns[j]]),
                float(pairs.common[rows[i], columns[j]]),
                bool(min(pairs.a.own[rows[i]], pairs.b.own[columns[j]]) > 0),
            )

    def _scored(self, a: Place, b: Place, whole: Whole) -> StretchPairs:
        """All stretches of two paragraphs set against each other; those asked for last are kept."""
        key = a.paragraph, b.paragraph, *map(tuple, whole)
        if key not in self._kept:
            in_a, in_b = self._passages(a, b, whole)
            stems = sorted({w.stem for p in (in_a, in_b) for w in p.marked.words})
            numbers = {stem: k for k, stem in enumerate(stems)}
            worths = np.zeros(len(stems))
            for word in (*in_a.marked.words, *in_b.marked.words):
                worths[numbers[word.stem]] = word.worth
            of_a, of_b = stretches_of(in_a, numbers), stretches_of(in_b, numbers)
            self._kept = {key: stretch_pairs(of_a, of_b, worths)}
        return self._kept[key]

    def _passages(self, a: Place, b: Place, whole: Whole) -> tuple[MarkedPassage, MarkedPassage]:
        of_a, of_b = self._elsewhere(tuple(whole[0]), tuple(whole[1]))
        return (
            MarkedPassage(a, self.marked("a", a.paragraph), of_a),
            MarkedPassage(b, self.marked("b", b.paragraph), of_b),
        )

    def _said_elsewhere(
        self, a: tuple[str, ...], b: tuple[str, ...]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of some paragraphs of either text that the other's have or have a word for."""
        stems_a, stems_b = self._stems("a", a), self._stems("b", b)
        of_a, of_b = said_in(stems_a, stems_b), said_in(stems_b, stems_a)
        alike_a, alike_b = self._alike("a", a), self._alike("b", b)
        return of_a | _answered(alike_a, alike_b), of_b | _answered(alike_b, alike_a)

    def marked(self, side: str, paragraph: str) -> MarkedText:
        """A paragraph of one text with its words marked."""
        key = side, paragraph
        if key not in self._marked:
            text = self._documents[side].paragraph(paragraph).text
            self._marked[key] = self._markers[side](text)
        return self._marked[key]

    def completed(self, place: Place, side: str, most: int) -> Place:
        """A place with what follows up to the end of its clause, if it is so many letters."""
        text = self.marked(side, place.paragraph).text
        return Place(place.paragraph, place.start, clause_end(text, place.start, place.end, most))

    def words(self, place: Place, side: str) -> list[MarkedWord]:
        """The words that begin at a place of one text."""
        words = self.marked(side, place.paragraph).words
        return [w for w in words if place.start <= w.start < place.end]

    def _stems(self, side: str, paragraphs: Iterable[str]) -> list[str]:
        return [w.stem for p in paragraphs for w in self.marked(side, p).words]

    def _alike(self, side: str, paragraphs: Iterable[str]) -> dict[str, frozenset[str]]:
        """The stems of some paragraphs that are words for the same as others, with their groups."""
        return {
            word.stem: groups
            for marked in (self.marked(side, p) for p in paragraphs)
            for word in marked.words
            if (groups := words_for_the_same(marked.text[word.start : word.end].casefold()))
        }


def _shared(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    both = math.sqrt(sum(a.values()) * sum(b.values()))
    return sum(worth for stem, worth in a.items() if stem in b) / both if both else 0.0


def _answered(mine: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> set[str]:
    """The stems to which the other side has a word for the same."""
    said = frozenset(group for groups in theirs.values() for group in groups)
    return {stem for stem, groups in mine.items() if groups & said}


@lru_cache(maxsize=65536)
def words_for_the_same(word: str) -> frozenset[str]:
    """The groups of words for the same, and the steps of ladders, that a single word is of."""
    return frozenset(
        entry.ladder if entry.kind == "same" else f"{entry.ladder} {entry.step}"
        for phrase, entry in load_lexicon().starting_with(word)
        if len(phrase) == 1 and entry.kind in ("same", "verb")
    )


def overlap(one: Place, other: Place) -> bool:
    """Whether two places share a character."""
    same = one.paragraph == other.paragraph
    return same and one.start < other.end and other.start < one.end


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
        start = _begin(text, start, place)
        end = _end(text, start, place, end)
    return Place(place.paragraph, start, end)


def _begin(text: str, start: int, place: Place) -> int:
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
