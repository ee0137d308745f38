"""Which stretch of a paragraph is worth quoting: a clause that tells much in few words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scodiff.compare.answer.marks import MarkedText
from scodiff.compare.answer.vocabulary import WordGroup
from scodiff.compare.text.clauses import after_actor
from scodiff.compare.text.sentences import sentence_spans

# How long a quotation is, in characters; a Han character counts as two and a half.
LEAST, MOST = 30, 115
_HAN_WIDTH = 2.5
_HAN = re.compile(r"[\u3400-\u9fff]")

# How much a group of words adds to a clause (the more of them the less each), what is left of
# it for each word of routine in its sentence (two at most count), what ending with a clause adds,
# and what is left where the quotation would leave out a word that turns its meaning.
ADDS: dict[WordGroup, float] = {"position": 1.6, "creation": 1.0, "stake": 0.8}
ROUTINE_LEAVES = 0.5
WHOLE_CLAUSE = 1.1
CUT_OFF_LEAVES = 0.2

_STARTS = re.compile(
    r"[,;:，；：、]\s*(?:(?:and|but|while|including|in particular|as well as|а также|включая|и)\s+)?"
    r"|\s[–—-]\s|\s(?:and|as well as|including|in particular|that|что|и)\s+"
)
_CLAUSE_ENDS = re.compile(
    r"[,;:.)，；：。、]|\s+(?=(?:and|as well as|including|in order|which|while|based|thus|и)\b)"
)
_PHRASE_ENDS = re.compile(
    r"\s+(?=(?:in|on|for|to|with|by|from|between|at|under|through|as|that|those|в|на|по|для|с)\b)"
)
_BRACKETS = re.compile(r"\([^()]*\d[^()]*\)")  # where and when: "(Tashkent, 20 April 2022)"
_CLAUSE_MARK = re.compile(r"[,;.，；。]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch ``[start, end)`` of a paragraph and how much it tells for its length."""

    start: int
    end: int
    score: float


# What share of a stretch, given as a range of word numbers, may be told; 0 forbids it.
Share = Callable[[int, int], float]


def best_stretches(marked: MarkedText, share: Share, most: int = 2) -> list[Stretch]:
    """The stretches that tell most, best first, none overlapping another.

    ``share`` says how much of the words from one number up to another counts, in [0, 1].
    """
    scorer = _Scorer(marked)
    found = sorted(
        (stretch for stretch in _stretches(marked, scorer, share) if stretch.score > 0),
        key=lambda s: (-s.score, s.start, s.end),
    )
    chosen: list[Stretch] = []
    for stretch in found:
        if len(chosen) == most:
            break
        if all(stretch.end <= c.start or stretch.start >= c.end for c in chosen):
            chosen.append(stretch)
    return chosen


def width(text: str) -> float:
    """The length of a text as a reader sees it, in letters."""
    return len(text) + (_HAN_WIDTH - 1) * len(_HAN.findall(text))


def _stretches(marked: MarkedText, scorer: _Scorer, share: Share) -> Iterator[Stretch]:
    text = marked.text
    for start, end in sentence_spans(text):
        firsts, ends = _bounds(text, start, end)
        routine = min(scorer.count("routine", start, end), 2)
        for first in firsts:
            for last, whole in ends:
                if LEAST <= last - first and LEAST <= width(text[first:last]) <= MOST:
                    score = scorer.score(first, last, share)
                    score *= ROUTINE_LEAVES**routine * (WHOLE_CLAUSE if whole else 1.0)
                    if score and scorer.cuts_off((start, end), first, last):
                        score *= CUT_OFF_LEAVES
                    yield Stretch(first, last, score)


def _bounds(text: str, start: int, end: int) -> tuple[list[int], list[tuple[int, bool]]]:
    """Where a quotation of a sentence may begin and end; the ends of clauses are marked."""
    firsts = {after_actor(text, start, end), *(m.end() for m in _STARTS.finditer(text, start, end))}
    stop = end - 1 if text[end - 1] in ".;。；" else end
    clauses = {stop, *(m.start() for m in _CLAUSE_ENDS.finditer(text, start, stop))}
    phrases = {m.start() for m in _PHRASE_ENDS.finditer(text, start, stop)} - clauses
    ends = [(place, True) for place in clauses] + [(place, False) for place in phrases]
    return sorted(firsts), sorted(ends)


class _Scorer:
    """Scores stretches of one paragraph, by sums over its words."""

    def __init__(self, marked: MarkedText) -> None:
        self._text = marked.text
        self._starts = [word.start for word in marked.words]
        bracketed = [match.span() for match in _BRACKETS.finditer(marked.text)]
        self._sums = list(
            accumulate(
                (
                    0.0 if any(a <= word.start < b for a, b in bracketed) else word.worth
                    for word in marked.words
                ),
                initial=0.0,
            )
        )
        self._groups = marked.groups

    def score(self, start: int, end: int, share: Share) -> float:
        """What a stretch tells: its words, the more of them the less each, for its length."""
        first, last = self._words(start, end)
        told = (self._sums[last] - self._sums[first]) * share(first, last)
        score = 10 * max(told, 0.0) ** 0.8 / max(width(self._text[start:end]), 1.0) ** 0.5
        for group, worth in ADDS.items():
            score *= 1 + worth * (1 - 0.5 ** _between(self._groups[group], first, last))
        return score

    def count(self, group: WordGroup, start: int, end: int) -> int:
        """How many words of a group stand in a stretch."""
        return _between(self._groups[group], *self._words(start, end))

    def cuts_off(self, sentence: tuple[int, int], start: int, end: int) -> bool:
        """Whether a word that turns the meaning stands before the stretch, or ends its clause."""
        begins = max(sentence[0], self._text.rfind(";", sentence[0], start) + 1)
        if self.count("turning", begins, start) or self.count("against", begins, start):
            return True
        mark = _CLAUSE_MARK.search(self._text, end, sentence[1])
        return self.count("turning", end, mark.start() if mark else sentence[1]) > 0

    def _words(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)


def _between(numbers: Sequence[int], first: int, last: int) -> int:
    return bisect_left(numbers, last) - bisect_left(numbers, first)
