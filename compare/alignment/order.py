"""Which links moved: those outside the heaviest increasing chain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def heaviest_chain(positions: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Indices of the increasing subsequence of ``positions`` of the greatest weight.

    O(n log n) by a Fenwick tree over the ranks (the weighted form of Fredman 1975).
    Of equally heavy chains the one that ends first is taken.
    """
    ranks = sorted(set(positions))
    best: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    previous: list[int] = []
    top = (0, -1)
    for index, (position, weight) in enumerate(zip(positions, weights, strict=True)):
        rank = bisect_left(ranks, position) + 1
        before = _best_below(best, rank - 1)
        previous.append(before[1])
        here = (before[0] + weight, index)
        if here[0] > top[0]:
            top = here
        _raise(best, rank, here)
    chain = []
    index = top[1]
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def _best_below(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    found = (0, -1)
    while rank > 0:
        if tree[rank][0] > found[0]:
            found = tree[rank]
        rank -= rank & -rank
    return found


def _raise(tree: list[tuple[int, int]], rank: int, value: tuple[int, int]) -> None:
    while rank < len(tree):
        if value[0] > tree[rank][0]:
            tree[rank] = value
        rank += rank & -rank


def distances(positions: Sequence[int], weights: Sequence[int]) -> list[int]:
    """How many links of the chain each link has passed; 0 for the chain itself.

    ``positions`` are the links' places in B, in A's order; the figure is negative for what
    went towards the beginning. Seen from B, the same links are passed the other way.
    """
    chain = heaviest_chain(positions, weights)
    places = [positions[index] for index in chain]
    result = []
    for index, position in enumerate(positions):
        # In the chain, both counts are the same.
        result.append(bisect_left(places, position) - bisect_left(chain, index))
    return result
