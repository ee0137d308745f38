"""Which stretch of a paragraph is worth quoting: a clause that tells much in few words."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from scodiff.compare.answer.bounds import (
    CLAUSE_ENDS,
    PHRASE_ENDS,
    acts,
    finite_verbs,
    is_whole,
    says_something,
    starts,
    verbs,
)
from scodiff.compare.answer.marks import MarkedText
from scodiff.compare.answer.vocabulary import WordGroup
from scodiff.compare.text.sentences import sentence_spans

# How long a quotation is, in characters; a Han character counts as two and a half.
LEAST, MOST = 30, 130
_HAN_WIDTH = 2.5
_HAN = re.compile(r"[\u3400-\u9fff]")

# How much a group of words adds to a clause (the more of them the less each; a state that the
# other text names nowhere adds twice), what is left of it for each word of routine in its sentence
# (two at most count), what ending with a clause and beginning with the verb add, and what is left
# where the quotation would leave out a word that turns its meaning.
ADDS: dict[WordGroup, float] = {
    "position": 1.6,
    "creation": 1.0,
    "stake": 1.0,
    "state": 0.4,
    "new_state": 0.8,
}
ROUTINE_LEAVES = 0.5
WHOLE_CLAUSE = 1.1
WITH_THE_VERB = 1.2
WITHOUT_SUBJECT = 0.9
CUT_OFF_LEAVES = 0.2
# What is left of a quotation that names a subject and says nothing of it.
SAYS_NOTHING_LEAVES = 0.3

_BRACKETS = re.compile(r"\([^()]*\d[^()]*\)")  # where and when: "(Tashkent, 20 April 2022)"
# "(Tashkent, 20 April 2022)": a meeting or a paper of a certain day, which is seldom news.
_OF_A_DAY = re.compile(r"\([^()]*\d{4}[^()]*\)")
OF_A_DAY_LEAVES = 0.7
_LONGEST = 4000  # letters of a sentence that is quoted from: of a longer one it is too much work
_CLAUSE_MARK = re.compile(r"[,;.，；。]")
_SUBJECT = re.compile(r"(?:it|they|this|these|there|which|он|они|это)\s", re.IGNORECASE)
_REACH = 80  # letters: so far "against" and its like govern what follows


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch ``[start, end)`` of a paragraph and how much it tells for its length."""

    start: int
    end: int
    score: float


# What share of a stretch, given as a range of word numbers, may be told; 0 forbids it.
Share = Callable[[int, int], float]


def best_stretches(marked: MarkedText, share: Share, most: int = 2) -> list[Excerpt]:
    """The stretches that tell most, best first, none overlapping another.

    ``share`` says how much of the words from one number up to another counts, in [0, 1].
    """
    paragraph = _Paragraph(marked)
    found = sorted(paragraph.stretches(), key=lambda s: (-s.score, s.start, s.end))
    chosen: list[Excerpt] = []
    for stretch in found:
        if len(chosen) == most:
            break
        if any(stretch.start < c.end and c.start < stretch.end for c in chosen):
            continue
        if paragraph.is_whole(stretch) and share(*paragraph.words(stretch)):
            chosen.append(stretch)
    return chosen


def every_stretch(marked: MarkedText, most: int) -> Iterator[Excerpt]:
    """All stretches of a paragraph, of ``most`` letters, that cut no bracket and no name.

    Those that tell most come first.
    """
    paragraph = _Paragraph(marked)
    found = sorted(paragraph.stretches(most), key=lambda s: (-s.score, s.start, s.end))
    return filter(paragraph.is_whole, found)


def tells(marked: MarkedText, start: int, end: int) -> float:
    """How much a given stretch of a paragraph tells for its length."""
    paragraph = _Paragraph(marked)
    return paragraph.score(paragraph.at(start), paragraph.at(end))


def telling(marked: MarkedText) -> Callable[[int, int], float]:
    """For stretches of a paragraph how much each tells, as a quotation that stands alone.

    What is cut off from a word that turns its meaning, says nothing of what it names or stands
    among words of routine tells less.
    """
    paragraph = _Paragraph(marked)
    sentences = sentence_spans(marked.text)
    acting = {s: sorted(verbs(marked.text, s, e)) for s, e in sentences}

    def tells_of(start: int, end: int) -> float:
        """What the stretch from one letter up to another tells."""
        s, e = next(((s, e) for s, e in sentences if s <= start < e), (start, end))
        score = paragraph.score(paragraph.at(start), paragraph.at(end)) * paragraph.routine(s, e)
        return score * paragraph.stands_alone(s, e, start, end, acting.get(s, ()))

    return tells_of


def routine(marked: MarkedText, start: int) -> float:
    """What is left of a stretch for the words of routine in the sentence that it begins in."""
    paragraph = _Paragraph(marked)
    sentences = ((s, e) for s, e in sentence_spans(marked.text) if s <= start < e)
    return next((paragraph.routine(s, e) for s, e in sentences), 1.0)


def promises(marked: MarkedText) -> float:
    """How much a stretch of a paragraph may tell, at a glance: to choose what is read closely."""
    worth = sum(word.worth for word in marked.words)
    length = max(width(marked.text), 1.0)
    score = _density(worth * min(1.0, MOST / length), min(length, MOST))
    for group, adds in ADDS.items():
        score *= 1 + adds * (1 - 0.5 ** len(marked.groups[group]))
    return score


def width(text: str) -> float:
    """The length of a text as a reader sees it, in letters."""
    if text.isascii():
        return len(text)
    return len(text) + (_HAN_WIDTH - 1) * len(_HAN.findall(text))


def _density(worth: float, letters: float) -> float:
    """What words come to, the more of them the less each, for the room that they take."""
    return 15 * math.pow(worth, 0.7) / math.pow(letters, 0.6)


class _Bound(NamedTuple):
    """A place in a paragraph, with all that is summed up to it."""

    at: int
    word: int
    width: float
    worth: float
    counts: tuple[int, ...]  # of the groups that add


class _Paragraph:
    """Scores stretches of one paragraph, by sums over its words."""

    def __init__(self, marked: MarkedText) -> None:
        self._text = text = marked.text
        self._starts = [word.start for word in marked.words]
        bracketed = [match.span() for match in _BRACKETS.finditer(text)]
        worths = (
            0.0 if any(a <= word.start < b for a, b in bracketed) else word.worth
            for word in marked.words
        )
        self._worths = list(accumulate(worths, initial=0.0))
        self._groups = marked.groups
        self._adding = [marked.groups[group] for group in ADDS]
        self._han = [] if text.isascii() else [match.start() for match in _HAN.finditer(text)]

    def at(self, offset: int) -> _Bound:
        """What is summed up to an offset of the text."""
        word = bisect_left(self._starts, offset)
        letters = offset + (_HAN_WIDTH - 1) * bisect_left(self._han, offset)
        counts = tuple(bisect_left(numbers, word) for numbers in self._adding)
        return _Bound(offset, word, letters, self._worths[word], counts)

    def score(self, first: _Bound, last: _Bound) -> float:
        """What the stretch between two bounds tells."""
        letters = max(last.width - first.width, 1.0)
        score = _density(max(last.worth - first.worth, 0.0), letters)
        for adds, before, upto in zip(ADDS.values(), first.counts, last.counts, strict=True):
            if upto > before:
                score *= 1 + adds * (1 - 0.5 ** (upto - before))
        return score

    def stretches(self, most: int = MOST) -> Iterator[Excerpt]:
        """All stretches between a place to begin and a place to end, within each sentence."""
        for start, end in sentence_spans(self._text):
            if end - start > _LONGEST:
                continue
            firsts, ends = self._bounds(start, end)
            widths = [last.width for last, _ in ends]
            around = self.routine(start, end)
            acting = sorted(verbs(self._text, start, end))
            for first, begins in firsts:
                turned = CUT_OFF_LEAVES if self._turned_before(start, first.at) else 1.0
                low = bisect_left(widths, first.width + LEAST)
                for last, ending in ends[low : bisect_right(widths, first.width + most)]:
                    if last.at - first.at >= LEAST:
                        weight = (
                            begins
                            * ending
                            * turned
                            * self._says(first.at, last.at, acting)
                            * math.sqrt(around * self.routine(first.at, last.at))
                        )
                        yield Excerpt(first.at, last.at, self.score(first, last) * weight)

    def routine(self, start: int, end: int) -> float:
        """What is left of a sentence for its words of routine."""
        dated = _OF_A_DAY.search(self._text, start, end)
        left = float(ROUTINE_LEAVES ** min(self._count("routine", start, end), 2))
        return left * OF_A_DAY_LEAVES if dated else left

    def words(self, stretch: Excerpt) -> tuple[int, int]:
        """The numbers of a stretch's first word and of the word after its last."""
        return bisect_left(self._starts, stretch.start), bisect_left(self._starts, stretch.end)

    def is_whole(self, stretch: Excerpt) -> bool:
        """Whether no bracket and no name is cut through."""
        return is_whole(self._text, stretch.start, stretch.end)

    def _bounds(
        self, start: int, end: int
    ) -> tuple[list[tuple[_Bound, float]], list[tuple[_Bound, float]]]:
        """Where a quotation of a sentence may begin and end, in order, and what each is worth."""
        text = self._text
        acting = dict.fromkeys(verbs(text, start, end), WITH_THE_VERB)
        others = set(starts(text, start, end)) - set(acting)
        lacking = set(finite_verbs(text, start, end)) - set(acting)
        acting |= dict.fromkeys(lacking, WITHOUT_SUBJECT)
        acting |= {f: WITH_THE_VERB if acts(text, f) else 1.0 for f in others}
        stop = end - 1 if text[end - 1] in ".;。；" else end
        clauses = {stop, *(m.start() for m in CLAUSE_ENDS.finditer(text, start, stop))}
        phrases = {m.start() for m in PHRASE_ENDS.finditer(text, start, stop)} - clauses
        begins = [(self.at(first), worth) for first, worth in sorted(acting.items())]
        ends = [(self.at(e), WHOLE_CLAUSE * self._kept_after(e, end)) for e in sorted(clauses)]
        ends += [(self.at(e), self._kept_after(e, end)) for e in phrases]
        return begins, sorted(ends)

    def stands_alone(
        self, sentence: int, stop: int, start: int, end: int, acting: Sequence[int]
    ) -> float:
        """What is left of a stretch of a sentence for what is cut off before and after it."""
        left = CUT_OFF_LEAVES if self._turned_before(sentence, start) else 1.0
        return left * self._says(start, end, acting) * self._kept_after(end, stop)

    def _says(self, start: int, end: int, acting: Sequence[int]) -> float:
        """What is left where nothing is said of what the stretch names."""
        return 1.0 if says_something(self._text, start, end, acting) else SAYS_NOTHING_LEAVES

    def _turned_before(self, sentence: int, start: int) -> bool:
        """Whether a word that turns the meaning of what begins here stands before it."""
        begins = max(sentence, self._text.rfind(";", sentence, start) + 1)
        if self._count("turning", begins, start):
            return True
        near = max(begins, start - _REACH)
        own = acts(self._text, start) or _SUBJECT.match(self._text, start)
        return not own and bool(self._count("against", near, start))

    def _kept_after(self, stop: int, sentence: int) -> float:
        """What is left where a word that turns the meaning ends the clause that is cut here."""
        mark = _CLAUSE_MARK.search(self._text, stop, sentence)
        turned = self._count("turning", stop, mark.start() if mark else sentence)
        return CUT_OFF_LEAVES if turned else 1.0

    def _count(self, group: WordGroup, start: int, end: int) -> int:
        numbers = self._groups[group]
        if not numbers:
            return 0
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return bisect_left(numbers, last) - bisect_left(numbers, first)
