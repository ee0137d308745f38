"""Stretches of two passages, set against each other: how much each two tell as one slot."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scodiff.compare.answer.excerpts import ADDS, Excerpt, every_stretch
from scodiff.compare.answer.marks import MarkedText, ordinals, weighed
from scodiff.compare.model import Place

# No stretch is longer, in letters.
LONGEST = 140
# Two stretches are one slot if so many of their words of content are common to both, and that
# share of their worth: of less it is not known, and with more nothing differs.
LEAST_COMMON = 2
LEAST_SHARE, MOST_SHARE = 0.25, 0.95
# What is left of two stretches with nothing in common; with more in common, more is left.
APART_LEAVES = 0.4
# The least worth of the words of two stretches that the other passage lacks; where all of them
# are of one side, so much of the rest must be common.
LEAST_OWN = 2.5
LEAST_SHARE_OF_ONE = 0.5
_AROUND = 6  # words
# What is left of two stretches of which each has as much of its own as the other: one word for
# another is often the same in other words, and what one has more than the other is not.
REPLACED_LEAVES = 0.5
_ADDS = np.array(list(ADDS.values()))
CONTENT = 0.6  # a word of so much worth is a word of content


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage of one text, and the stems that count as said in the other one."""

    place: Place
    marked: MarkedText
    elsewhere: frozenset[str]


@dataclass(frozen=True, slots=True)
class PassageStretches:
    """Stretches of a passage: their stems, and what their own words are worth.

    ``plain`` is what each tells without the groups that add, of which ``groups`` counts the words.
    ``stems``, ``before`` and ``after`` say of each stretch and each stem of the two passages
    whether it stands there, or shortly before or after it.
    """

    at: list[Excerpt]
    stems: NDArray[np.float64]
    own: NDArray[np.float64]
    plain: NDArray[np.float64]
    groups: NDArray[np.int_]
    before: NDArray[np.float64]
    after: NDArray[np.float64]

    def within(self, place: Place, shown: Place | None, most: int) -> NDArray[np.int_]:
        """The numbers of those of ``most`` letters that meet a place and have certain words."""
        found = [
            number
            for number, at in enumerate(self.at)
            if at.start < place.end
            and place.start < at.end <= at.start + most
            and (shown is None or at.start <= shown.start < shown.end <= at.end)
        ]
        return np.array(found, dtype=int)


@dataclass(frozen=True, slots=True)
class StretchPairs:
    """Every stretch of A (rows) with every one of B: arrays of one shape.

    ``told`` is how much the two tell, 0 where they are no slot; ``common`` the share of their
    worth that is common to both; ``news`` is what they tell where what both name in other words is
    no news, and ``differ`` says whether enough differs.
    """

    a: PassageStretches
    b: PassageStretches
    told: NDArray[np.float64]
    news: NDArray[np.float64]
    common: NDArray[np.float64]
    differ: NDArray[np.bool_]


def stretches_of(passage: MarkedPassage, numbers: Mapping[str, int]) -> PassageStretches:
    """The stretches of a passage that are set against those of the other one."""
    words = passage.marked.words
    found = list(every_stretch(weighed(passage.marked, passage.elsewhere), LONGEST))
    begins = [word.start for word in words]
    upto = np.zeros((len(words) + 1, len(numbers)), dtype=np.int32)
    own = np.zeros(len(numbers))
    for number, word in enumerate(words):
        upto[number + 1] = upto[number]
        upto[number + 1, numbers[word.stem]] += 1
        if not (word.stem in passage.elsewhere or _counts(word.stem)):
            own[numbers[word.stem]] = word.worth
    marked = weighed(passage.marked, passage.elsewhere)
    groups = np.zeros((len(words) + 1, len(ADDS)), dtype=int)
    for k, group in enumerate(ADDS):
        for number in marked.groups[group]:
            groups[number + 1, k] = 1
    groups = groups.cumsum(axis=0)
    first = np.array([bisect_left(begins, s.start) for s in found], dtype=int)
    last = np.array([bisect_left(begins, s.end) for s in found], dtype=int)
    stems = (upto[last] > upto[first]).astype(float)
    counts = groups[last] - groups[first]
    return PassageStretches(
        found,
        stems,
        stems @ own,
        np.array([s.score for s in found]) / _of_groups(counts),
        counts,
        (upto[first] > upto[np.maximum(first - _AROUND, 0)]).astype(float),
        (upto[np.minimum(last + _AROUND, len(words))] > upto[last]).astype(float),
    )


def _of_groups(counts: NDArray[np.int_]) -> NDArray[np.float64]:
    """What so many words of each group that adds (along the last axis) come to."""
    return np.asarray(np.prod(1 + _ADDS * (1 - 0.5**counts), axis=-1))


def _counts(stem: str) -> bool:
    return stem[0].isdigit() or stem in ordinals()


def stretch_pairs(
    a: PassageStretches, b: PassageStretches, worths: NDArray[np.float64]
) -> StretchPairs:
    """Every two stretches of two passages set against each other."""
    common = (a.stems * worths) @ b.stems.T
    whole = np.sqrt(np.outer(a.stems @ worths, b.stems @ worths))
    share = common / np.maximum(whole, 1e-9)
    count = (a.stems * (worths >= CONTENT)) @ b.stems.T
    own = a.own[:, None] + b.own[None]
    around = (a.before @ b.before.T + a.after @ b.after.T) / (2 * _AROUND)
    slot = (count >= LEAST_COMMON) & (share >= LEAST_SHARE) & (share <= MOST_SHARE)
    of_both = np.minimum(a.own[:, None], b.own[None]) > 0
    told = np.add.outer([s.score for s in a.at], [s.score for s in b.at])
    news = np.add.outer(a.plain, b.plain) * _of_groups(np.abs(a.groups[:, None] - b.groups[None]))
    more = np.abs(a.own[:, None] - b.own[None]) / np.maximum(own, 1e-9)
    news *= REPLACED_LEAVES + (1 - REPLACED_LEAVES) * more
    return StretchPairs(
        a,
        b,
        slot * told * np.minimum(1.0, APART_LEAVES + share) * (1 + around),
        news * np.minimum(1.0, APART_LEAVES + share),
        share,
        (own >= LEAST_OWN) & (of_both | (share >= LEAST_SHARE_OF_ONE)),
    )
