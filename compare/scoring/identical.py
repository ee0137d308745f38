"""Paragraphs that are the same to the letter, and which copy answers to which.

Lists of states are left out before, as everywhere where paragraphs are aligned: who signs does
not decide what a paragraph answers to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from scodiff.compare.scoring.candidate_pairs import Edge

# Pairs of copies of one text that are weighed; of more, the first goes with the first.
MOST_PAIRS = 10_000


def any_edge(_: Edge) -> bool:
    """Allow every pair."""
    return True


def identical_pairs(
    a: Sequence[str],
    b: Sequence[str],
    anchors: Iterable[Edge] = (),
    allowed: Callable[[Edge], bool] = any_edge,
) -> list[Edge]:
    """Pairs of texts that are the same to the letter, each text in one pair at most.

    Of the copies of a repeated text, those answer to each other that have the same
    neighbours, and then those that stand at the same place among the ``anchors``: pairs
    that are known already, to which texts that stand once on each side are added.
    """
    places = _places(a, b)
    once = [(i, j) for (i, *more_a), (j, *more_b) in places if not (more_a or more_b)]
    several = [(of_a, of_b) for of_a, of_b in places if len(of_a) > 1 or len(of_b) > 1]
    found = [edge for edge in once if allowed(edge)]
    copies_a = {i for of_a, _ in several for i in of_a}
    copies_b = {j for _, of_b in several for j in of_b}
    known = {i: j for i, j in anchors if i not in copies_a and j not in copies_b}
    order = _Order.by((known | dict(found)).items())
    for of_a, of_b in several:
        found += _matched(a, b, of_a, of_b, order, allowed)
    return sorted(found)


def _places(a: Sequence[str], b: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """Where each text that both sides have stands in A, and where in B."""
    of_a: defaultdict[str, list[int]] = defaultdict(list)
    of_b: defaultdict[str, list[int]] = defaultdict(list)
    for texts, of_text in ((a, of_a), (b, of_b)):
        for place, text in enumerate(texts):
            of_text[text].append(place)
    return [(places, of_b[text]) for text, places in of_a.items() if text in of_b]


@dataclass(frozen=True, slots=True)
class _Order:
    """Where the anchors stand in each text."""

    a: list[int]
    b: list[int]

    @classmethod
    def by(cls, anchors: Iterable[Edge]) -> _Order:
        """The order that some pairs give."""
        anchors = list(anchors)
        return cls(sorted(i for i, _ in anchors), sorted(j for _, j in anchors))

    def apart(self, edge: Edge) -> int:
        """By how many anchors the places of two texts differ."""
        return abs(bisect_left(self.a, edge[0]) - bisect_left(self.b, edge[1]))


def _matched(
    a: Sequence[str],
    b: Sequence[str],
    of_a: Sequence[int],
    of_b: Sequence[int],
    order: _Order,
    allowed: Callable[[Edge], bool],
) -> list[Edge]:
    """Pairs of the copies of one text, the best first until one side has no more."""
    if len(of_a) * len(of_b) > MOST_PAIRS:
        return [edge for edge in zip(of_a, of_b, strict=False) if allowed(edge)]

    def rank(edge: Edge) -> tuple[int, int, float, int]:
        """The less, the better the two copies fit."""
        apart = abs(edge[0] / len(a) - edge[1] / len(b))
        return -_same_neighbours(a, b, edge), order.apart(edge), apart, edge[0] + edge[1]

    found: dict[int, int] = {}
    for i, j in sorted(filter(allowed, product(of_a, of_b)), key=rank):
        if i not in found and j not in found.values():
            found[i] = j
    return list(found.items())


def _same_neighbours(a: Sequence[str], b: Sequence[str], edge: Edge) -> int:
    """How many of the two neighbours are the same to the letter; a text's end is no neighbour."""
    i, j = edge
    before = i > 0 and j > 0 and a[i - 1] == b[j - 1]
    after = i + 1 < len(a) and j + 1 < len(b) and a[i + 1] == b[j + 1]
    return before + after
