"""Maximal repeated sequences, by a suffix array."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sequence of ``length`` that stands at each of ``places``; ``groups`` is a bit set."""

    length: int
    places: tuple[int, ...]
    groups: int


def suffix_array(symbols: Integers) -> Integers:
    """The order of all suffixes, by prefix doubling (Manber and Myers 1993).

    ``symbols`` has shape ``(n,)`` and no negative entry.
    """
    rank = np.unique(symbols, return_inverse=True)[1].astype(np.int64)
    size, step = len(symbols), 1
    while True:
        following = np.full(size, -1, dtype=np.int64)
        following[: max(0, size - step)] = rank[step:]
        order = np.lexsort((following, rank))
        pairs = np.stack([rank[order], following[order]])
        changed = np.any(pairs[:, 1:] != pairs[:, :-1], axis=0)
        rank = np.empty(size, dtype=np.int64)
        rank[order] = np.concatenate([[0], np.cumsum(changed)])
        if rank[order[-1]] == size - 1:
            return order.astype(np.int64)
        step *= 2


def common_prefixes(symbols: Sequence[int], order: Sequence[int]) -> list[int]:
    """The length of the prefix each suffix shares with the one before it (Kasai et al. 2001)."""
    size = len(symbols)
    rank = [0] * size
    for i, suffix in enumerate(order):
        rank[suffix] = i
    shared, length = [0] * size, 0
    for suffix in range(size):
        if rank[suffix] == 0:
            length = 0
            continue
        other = order[rank[suffix] - 1]
        end = size - max(suffix, other)
        while length < end and symbols[suffix + length] == symbols[other + length]:
            length += 1
        shared[rank[suffix]] = length
        length = max(0, length - 1)
    return shared


def maximal_repeats(
    symbols: Integers, groups: Sequence[int], least_length: int, least_groups: int
) -> Iterator[Repeat]:
    """All sequences that stand in enough groups and that no word can be added to.

    ``symbols`` are the words as numbers, with a number of its own wherever no sequence may
    run on; ``groups`` says to which document each belongs. A sequence is maximal if it is
    not always followed, and not always preceded, by the same word. The intervals of the
    suffix array are found bottom-up (Abouelhoda, Kurtz and Ohlebusch 2004, section 4).
    """
    if not len(symbols):
        return
    order = suffix_array(symbols).tolist()
    words = symbols.tolist()
    shared = common_prefixes(words, order)
    before = [words[i - 1] if i else -1 for i in order]
    bits = [1 << groups[i] for i in order]
    # An open interval: its length, its left end, its documents, the word before (None: several).
    stack: list[tuple[int, int, int, int | None]] = [(0, 0, 0, None)]
    for i in range(1, len(order) + 1):
        length = shared[i] if i < len(order) else 0
        left, mask, preceding = i - 1, bits[i - 1], before[i - 1]
        while stack[-1][0] > length:
            top, left, top_mask, top_preceding = stack.pop()
            mask |= top_mask
            preceding = preceding if top_preceding == preceding else None
            if top >= least_length and mask.bit_count() >= least_groups and preceding is None:
                yield Repeat(top, tuple(sorted(order[left:i])), mask)
        if stack[-1][0] == length:
            top, start, top_mask, top_preceding = stack.pop()
            same = preceding if top_preceding == preceding and length else None
            stack.append((length, start, top_mask | mask, same))
        else:
            stack.append((length, left, mask, preceding))
