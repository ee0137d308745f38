"""Statements that one side of a passage makes and the other does not, wherever they stand.

A passage that was written anew differs in edits so long that their two sides are no one slot.
There the statements of either side are looked for on the whole other side: one of which hardly a
word stands there, in any form or by another word for the same, was dropped or added. But a
passage may be in other words from beginning to end. So another sentence of it, or the rest of the
same, has to be answered; and the words that the other side has of its own may say the same: as
many as they are, so many are left aside.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    LONGEST_QUOTED,
    NOTHING,
    FoundShift,
    SideWords,
    Word,
    WordRange,
    shortened,
    stem,
)
from scodiff.compare.shifts.numbers.runs import is_number
from scodiff.compare.shifts.remainder import SPEAKERS
from scodiff.compare.shifts.synonyms import answered_by_synonyms

LEAST_CONTENT = 5  # words of a statement that say something
MOST_ANSWERED = 0.34  # of them, that stand on the other side
IN_COMMON = 0.2  # of the shorter of two statements, that may be one in other words
MOSTLY = 0.5  # of the words of a sentence, that stand on the other side, for it to be answered
OTHER_WORDS = 1.5  # times its words, that a statement may have in other words
_JOINING = frozenset(
    """and as including which while with by thus but where who whose that to in through on after
    before because since until if unless although though despite when for under""".split()  # noqa: SIM905
)
_LAST = frozenset(["and", "or"])  # before the last of a list
_LISTED = 4  # words of a thing in a list
ALIKE = 5  # letters that forms of one word have in common (innovation, innovative)


class _Statement(NamedTuple):
    """The words ``[start, end)`` of a statement, what they say, and most of it in which edit."""

    start: int
    end: int
    says: frozenset[str]
    own: int
    edit: int


@dataclass(frozen=True, slots=True)
class _OwnWords:
    """The changed words of a side that the other has nowhere, and its statements of such."""

    side: SideWords
    places: frozenset[int]
    statements: Sequence[_Statement]

    def within(self, edit: int) -> int:
        """How many of the words stand in one edit."""
        return len(self.places.intersection(range(*self.side.range_of.get(edit, NOTHING))))


def statement_shifts(
    a: SideWords, b: SideWords, told: Sequence[FoundShift]
) -> Iterator[FoundShift]:
    """The statements that were dropped, in the order of A, and those added, in that of B.

    What is ``told`` already of a passage is left to that.
    """
    own_a, own_b = _own_words(a, b), _own_words(b, a)
    for words in _runs(_beyond(own_a, own_b), [finding.a for finding in told]):
        yield FoundShift("scope", "narrowed", shortened(a, words), NOTHING)
    for words in _runs(_beyond(own_b, own_a), [finding.b for finding in told]):
        yield FoundShift("scope", "widened", NOTHING, shortened(b, words))


def _beyond(mine: _OwnWords, others: _OwnWords) -> list[_Statement]:
    """The statements of a side that what the other says of its own cannot be in other words."""
    free = {s.edit: others.within(s.edit) for s in mine.statements}
    found = []
    for statement in sorted(mine.statements, key=_answered_most):
        if any(_in_common(statement, other) for other in others.statements):
            continue
        if OTHER_WORDS * free[statement.edit] >= statement.own:
            free[statement.edit] -= statement.own
            continue
        found.append(statement)
    return sorted(found)


def _answered_most(statement: _Statement) -> float:
    return statement.own / len(statement.says)


def _runs(statements: Sequence[_Statement], told: Sequence[WordRange]) -> list[WordRange]:
    """Where statements stand of which nothing is told, those that follow each other as one."""
    found: list[WordRange] = []
    for start, end, *_ in statements:
        if any(low < end and start < high for low, high in told):
            continue
        if found and found[-1][1] == start and end - found[-1][0] <= LONGEST_QUOTED:
            start = found.pop()[0]
        found.append((start, end))
    return found


def _in_common(one: _Statement, other: _Statement) -> bool:
    least = min(len(one.says), len(other.says))
    return len(one.says & other.says) >= IN_COMMON * least


def _own_words(side: SideWords, other: SideWords) -> _OwnWords:
    there = {stem(word.bare)[:ALIKE] for word in other.words}
    same = answered_by_synonyms(side, other)
    places = frozenset(
        k
        for k, word in enumerate(side.words)
        if word.changed and k not in same and _tells(word) and stem(word.bare)[:ALIKE] not in there
    )
    return _OwnWords(side, places, list(_statements(side, places)))


def _statements(side: SideWords, own: frozenset[int]) -> Iterator[_Statement]:
    """The statements of a side most of whose words are its own."""
    sentences = list(_sentences(side))
    for start, end in _pieces(side):
        places = telling(side, range(start, end))
        mine = own.intersection(places)
        if len(places) < LEAST_CONTENT or len(mine) < (1 - MOST_ANSWERED) * len(places):
            continue
        rests = (
            [k for k in telling(side, range(*sentence)) if not start <= k < end]
            for sentence in sentences
        )
        if any(_is_answered(rest, own) for rest in rests):
            edit, _ = Counter(side.words[k].edit for k in sorted(mine)).most_common(1)[0]
            says = frozenset(stem(side.words[k].bare) for k in places)
            yield _Statement(start, end, says, len(mine), edit)


def _is_answered(places: Sequence[int], own: frozenset[int]) -> bool:
    """Whether the other side has most of some words, and they are enough to say something."""
    return len(places) >= LEAST_CONTENT and len(own.intersection(places)) <= (
        (1 - MOSTLY) * len(places)
    )


def telling(side: SideWords, places: range) -> list[int]:
    """The places of the words among some that say something."""
    return [k for k in places if _tells(side.words[k])]


def _sentences(side: SideWords) -> Iterator[WordRange]:
    opening = [k for k, word in enumerate(side.words) if word.opens_sentence or not k]
    return itertools.pairwise([*opening, len(side.words)])


def _tells(word: Word) -> bool:
    return word.form not in FUNCTION_WORDS and word.form not in SPEAKERS and not is_number(word)


def _pieces(side: SideWords) -> Iterator[WordRange]:
    """The statements of a side: its sentences, cut where a clause is joined to another."""
    verbs = {match.start for match in side.matches if match.of("verb")}
    start, told = 0, 0
    for k, word in enumerate(side.words):
        cut = k > start and _begins(word, side.words, k, verbs)
        if cut and (told >= LEAST_CONTENT or word.opens_sentence):
            yield start, k
            start, told = k, 0
        told += _tells(word)
    if start < len(side.words):
        yield start, len(side.words)


def _begins(word: Word, words: Sequence[Word], k: int, verbs: set[int]) -> bool:
    """Whether a statement begins with a word."""
    if word.opens_sentence or word.mark[:1] in {";", ":"} or "\n" in word.mark:
        return True
    if word.mark[:1] == ",":
        lists = any(other.mark[:1] == "," for other in words[max(0, k - _LISTED) : k])
        return not (lists and word.form in _LAST) and (
            word.form in _JOINING or word.form.endswith("ing")
        )
    return word.form == "and" and k + 1 in verbs
