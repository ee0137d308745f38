"""Two stretches of passages that answer to each other: the same slot, in other words.

Sentences are paired first. Of either the stretches are sought that tell most in words which the
other passage lacks; of these the two that have most of their other words in common are the same
slot of the statement.
Nothing is said here of what the difference means.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from scodiff.compare.answer.excerpts import Excerpt, every_stretch
from scodiff.compare.answer.marks import MarkedText, MarkedWord, Marker, ordinals, weighed
from scodiff.compare.model import Comparison, Place
from scodiff.compare.shifts.lexicon import load_lexicon
from scodiff.compare.text.sentences import sentence_spans

# How long either quotation of a pair is, in letters.
MOST = 125
# So many stretches of a passage, those that tell most, are set against those of the other.
_MOST_SET = 28
# Two stretches are one slot if so many of their words of content are common to both, and that
# share of them: of less it is not known, and with more nothing differs.
LEAST_COMMON = 2
LEAST_SHARE, MOST_SHARE = 0.3, 0.9
# What is left of two stretches with nothing in common; with more in common, more is left.
APART_LEAVES = 0.4
# The least worth of the words of a stretch that the other passage lacks.
LEAST_OWN = 2.5
# Two sentences answer to each other if they share so much of what they are worth, and two stretches
# are one slot.
LEAST_OF_A_SENTENCE = 0.2
LEAST_WORTH_IN_COMMON = 0.22
_CONTENT = 0.6  # a word of so much worth is a word of content

Shown = tuple[Place | None, Place | None]  # what must stand in the stretches of A and of B


@dataclass(frozen=True, slots=True)
class SameSlot:
    """A stretch of either text, how much the two tell, and what share of their worth is common."""

    a: Place
    b: Place
    score: float
    common: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch with the number of its words of content and, as bits, those both passages have."""

    at: Excerpt
    sentence: int
    content: int
    shared: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage of one text, and the stems that count as said in the other one."""

    place: Place
    marked: MarkedText
    elsewhere: frozenset[str]


class SlotFinder:
    """Finds in two passages the stretches that are one slot and differ."""

    def __init__(self, comparison: Comparison) -> None:
        self._documents = {"a": comparison.a, "b": comparison.b}
        self._markers = {s: Marker(d.language, ()) for s, d in self._documents.items()}
        self._marked: dict[tuple[str, str], MarkedText] = {}

    def slots(
        self,
        a: Place,
        b: Place,
        whole: tuple[Sequence[str], Sequence[str]],
        *,
        same: bool = True,
    ) -> Iterator[SameSlot]:
        """The slots of two passages that tell most, the best first, none overlapping another.

        ``whole`` are the paragraphs in which a word must be lacking to be the other text's own.
        With ``same`` the two stand in sentences that answer to each other.
        """
        taken: list[SameSlot] = []
        for slot in self._found(a, b, whole, (None, None), same=same):
            if any(overlap(slot.a, t.a) or overlap(slot.b, t.b) for t in taken):
                continue
            common = _shared(self._worth(slot.a, "a"), self._worth(slot.b, "b"))
            if common >= LEAST_WORTH_IN_COMMON:
                taken.append(slot)
                yield replace(slot, common=common)

    def in_common(self, pair: tuple[Place, Place]) -> float:
        """What share of their worth two passages have in common."""
        return _shared(self._worth(pair[0], "a"), self._worth(pair[1], "b"))

    def slot_of(
        self, a: Place, b: Place, whole: tuple[Sequence[str], Sequence[str]], shown: Shown
    ) -> SameSlot | None:
        """The slot that tells most of those in which certain words stand; None where none does."""
        return next(iter(self._found(a, b, whole, shown, same=False)), None)

    def _found(
        self,
        a: Place,
        b: Place,
        whole: tuple[Sequence[str], Sequence[str]],
        shown: Shown,
        *,
        same: bool,
    ) -> list[SameSlot]:
        in_a, in_b = self._passages(a, b, whole)
        both = {w.stem for w in in_a.marked.words} & {w.stem for w in in_b.marked.words}
        numbers = {stem: k for k, stem in enumerate(sorted(both))}
        of_a, of_b = _stretches(in_a, numbers, shown[0]), _stretches(in_b, numbers, shown[1])
        answering = _answering(in_a.marked, in_b.marked) if same else None
        found = [
            slot
            for x, y in product(of_a, of_b)
            if answering is None or answering.get(x.sentence) == y.sentence
            if (slot := _slot(x, y, a, b))
        ]
        return sorted(found, key=lambda s: (-s.score, s.a.start, s.b.start, s.a.end, s.b.end))

    def _passages(
        self, a: Place, b: Place, whole: tuple[Sequence[str], Sequence[str]]
    ) -> tuple[_Passage, _Passage]:
        stems_a, stems_b = self._stems("a", whole[0]), self._stems("b", whole[1])
        alike_a, alike_b = self._alike("a", whole[0]), self._alike("b", whole[1])
        return (
            _Passage(a, self.marked("a", a.paragraph), stems_b | _answered(alike_a, alike_b)),
            _Passage(b, self.marked("b", b.paragraph), stems_a | _answered(alike_b, alike_a)),
        )

    def marked(self, side: str, paragraph: str) -> MarkedText:
        """A paragraph of one text with its words marked."""
        key = side, paragraph
        if key not in self._marked:
            text = self._documents[side].paragraph(paragraph).text
            self._marked[key] = self._markers[side](text)
        return self._marked[key]

    def words(self, place: Place, side: str) -> list[MarkedWord]:
        """The words that begin at a place of one text."""
        words = self.marked(side, place.paragraph).words
        return [w for w in words if place.start <= w.start < place.end]

    def _worth(self, place: Place, side: str) -> dict[str, float]:
        return {w.stem: w.worth for w in self.words(place, side)}

    def _stems(self, side: str, paragraphs: Iterable[str]) -> frozenset[str]:
        return frozenset(w.stem for p in paragraphs for w in self.marked(side, p).words)

    def _alike(self, side: str, paragraphs: Iterable[str]) -> dict[str, frozenset[str]]:
        """The stems of some paragraphs that are words for the same as others, with their groups."""
        return {
            word.stem: groups
            for marked in (self.marked(side, p) for p in paragraphs)
            for word in marked.words
            if (groups := words_for_the_same(marked.text[word.start : word.end].casefold()))
        }


def _answering(a: MarkedText, b: MarkedText) -> dict[int, int]:
    """Which sentence of B answers to which of A: those that share most, seen from both sides."""
    of_a, of_b = _sentences(a), _sentences(b)
    shared = [[_shared(x, y) for y in of_b] for x in of_a]
    best_of_b = [max(range(len(of_a)), key=lambda i: shared[i][j]) for j in range(len(of_b))]
    found = {}
    for i, row in enumerate(shared):
        j = max(range(len(row)), key=row.__getitem__)
        if best_of_b[j] == i and row[j] >= LEAST_OF_A_SENTENCE:
            found[i] = j
    return found


def _sentences(marked: MarkedText) -> list[dict[str, float]]:
    """What the words of each sentence are worth, by stem."""
    starts = [start for start, _ in sentence_spans(marked.text)]
    found: list[dict[str, float]] = [{} for _ in starts]
    for word in marked.words:
        found[max(bisect_right(starts, word.start) - 1, 0)][word.stem] = word.worth
    return found


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


def _stretches(
    passage: _Passage, numbers: Mapping[str, int], shown: Place | None
) -> list[_Stretch]:
    """The stretches of a passage that are set against those of the other one."""
    found = []
    starts = [start for start, _ in sentence_spans(passage.marked.text)]
    for at in _inside(passage, shown):
        words = [
            w for w in passage.marked.words if at.start <= w.start < at.end and w.worth >= _CONTENT
        ]
        own = sum(
            w.worth
            for w in words
            if w.stem not in passage.elsewhere and not (w.stem[0].isdigit() or w.stem in ordinals())
        )
        if shown or own >= LEAST_OWN:
            bits = {1 << numbers[w.stem] for w in words if w.stem in numbers}
            sentence = bisect_right(starts, at.start) - 1
            found.append(_Stretch(at, sentence, len({w.stem for w in words}), sum(bits)))
        if len(found) == _MOST_SET:
            break
    return found


def _inside(passage: _Passage, shown: Place | None) -> Iterator[Excerpt]:
    """The stretches of a passage that tell most in words which the other one lacks come first."""
    marked, place = passage.marked, passage.place
    for at in every_stretch(weighed(marked, passage.elsewhere), MOST):
        if shown and not at.start <= shown.start < shown.end <= at.end:
            continue
        if at.start < place.end and place.start < at.end:
            yield at


def _slot(a: _Stretch, b: _Stretch, in_a: Place, in_b: Place) -> SameSlot | None:
    common = (a.shared & b.shared).bit_count()
    if common < LEAST_COMMON:
        return None
    share = 2 * common / (a.content + b.content)
    if not LEAST_SHARE <= share <= MOST_SHARE:
        return None
    return SameSlot(
        Place(in_a.paragraph, a.at.start, a.at.end),
        Place(in_b.paragraph, b.at.start, b.at.end),
        (a.at.score + b.at.score) * min(1.0, APART_LEAVES + share),
        share,
    )
