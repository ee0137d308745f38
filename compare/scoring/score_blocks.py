"""Scores of clauses gathered in blocks, one block a pair of paragraphs.

A feature of two paragraphs is computed from the scores of all their clauses. ``AllBlocks``
holds the blocks of all pairs as one matrix; ``ChosenBlocks`` those of chosen pairs one after
another in a flat array: where a matrix of all clauses with all clauses would not fit, what is
computed grows with the number of chosen pairs alone. The formulas (``lexical``, ``semantic``)
are the same for both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, HalfArray, IndexArray, RowGroups, Table

# Scores that differ by less are equal but for rounding, which no choice may depend on.
TIE = np.float32(1e-5)
# The numbers of a clause of A and of one of B, and how well they answer to each other.
ClausePairs = dict[tuple[int, int], float]
# Entries of gathered sparse rows that are multiplied at a time.
_GATHERED_ROWS = 50_000


class ScoreBlocks(Protocol):
    """The scores of the clauses (rows) of A with those of B, in blocks of a paragraph pair.

    What ``products``, ``shared``, ``of_a`` and ``of_b`` give has one layout, and arithmetic
    on it is element by element; the other methods make one figure a block of it.
    """

    def products(self, a: Table, b: Table) -> FloatArray:
        """Dot products of the rows of two tables."""
        ...

    def shared(self, a: Table, b: Table, *weights: FloatArray) -> list[FloatArray]:
        """The weight of the columns that two rows share, for each array of weights.

        Both tables hold ones and zeros.
        """
        ...

    def of_a(self, values: FloatArray) -> FloatArray:
        """A value of each row of A, to be combined with the scores."""
        ...

    def of_b(self, values: FloatArray) -> FloatArray:
        """A value of each row of B, to be combined with the scores."""
        ...

    def max(self, scores: FloatArray) -> FloatArray:
        """The greatest score of each block."""
        ...

    def soft_max(self, scores: FloatArray, sharpness: float) -> FloatArray:
        """Log-sum-exp of each block: near its maximum, and higher where several are high."""
        ...

    def coverage_a(self, scores: FloatArray, weights: FloatArray) -> FloatArray:
        """How well each block's rows are covered: their best scores, averaged by weight."""
        ...

    def coverage_b(self, scores: FloatArray, weights: FloatArray) -> FloatArray:
        """How well each block's columns are covered."""
        ...


MakeBlocks = Callable[[RowGroups, RowGroups], ScoreBlocks]


@dataclass(frozen=True, slots=True)
class AllBlocks:
    """The blocks of all pairs: scores have the shape (rows of A, rows of B)."""

    a: RowGroups
    b: RowGroups

    def products(self, a: Table, b: Table) -> FloatArray:
        """Dot products of every row of A with every row of B."""
        if a.dtype == np.float16:  # which numpy would multiply one by one
            a, b = a.astype(np.float32), b.astype(np.float32)
        return np.asarray(a @ b.T, dtype=np.float32)

    def shared(self, a: Table, b: Table, *weights: FloatArray) -> list[FloatArray]:
        """The weight of the columns that every row of A shares with every row of B."""
        return [np.asarray((a * weight) @ b.T, dtype=np.float32) for weight in weights]

    def of_a(self, values: FloatArray) -> FloatArray:
        """The values as a column, one a row of A."""
        return values[:, None]

    def of_b(self, values: FloatArray) -> FloatArray:
        """The values as a row, one a row of B."""
        return values[None]

    def max(self, scores: FloatArray) -> FloatArray:
        """The greatest score of each block, shape (paragraphs of A, paragraphs of B)."""
        best = np.maximum.reduceat(scores, self.b.starts, axis=1)
        return np.asarray(np.maximum.reduceat(best, self.a.starts, axis=0))

    def soft_max(self, scores: FloatArray, sharpness: float) -> FloatArray:
        """Log-sum-exp of each block, shape (paragraphs of A, paragraphs of B)."""
        best = self.max(scores)
        # From each block's maximum, so that no power is too great for single precision.
        powers = best.repeat(self.a.sizes(), axis=0).repeat(self.b.sizes(), axis=1)
        np.subtract(scores, powers, out=powers)
        powers *= np.float32(sharpness)
        np.exp(powers, out=powers)
        lines = np.add.reduceat(powers, self.b.starts, axis=1)
        total = np.add.reduceat(lines, self.a.starts, axis=0)
        return np.asarray(best + np.log(total) / sharpness, dtype=np.float32)

    def coverage_a(self, scores: FloatArray, weights: FloatArray) -> FloatArray:
        """The rows' best scores in each block, averaged by weight."""
        return _coverage(scores, weights, self.a, self.b)

    def coverage_b(self, scores: FloatArray, weights: FloatArray) -> FloatArray:
        """The columns' best scores in each block, averaged by weight."""
        return _coverage(scores.T, weights, self.b, self.a).T


def _coverage(
    scores: FloatArray, weights: FloatArray, rows: RowGroups, columns: RowGroups
) -> FloatArray:
    best = np.maximum.reduceat(scores, columns.starts, axis=1)
    total = np.add.reduceat(best * weights[:, None], rows.starts, axis=0)
    return np.asarray(total / np.add.reduceat(weights, rows.starts)[:, None], dtype=np.float32)


class ChosenBlocks:
    """The blocks of pairs, in the order of ``rows``, which must not fall.

    Scores are flat: pair by pair, in each the rows of A, for each of them the rows of B.
    """

    def __init__(self, rows: IndexArray, columns: IndexArray, a: RowGroups, b: RowGroups) -> None:
        self._rows = rows
        self._size_a, self._size_b = a.sizes()[rows], b.sizes()[columns]
        counts = self._size_a * self._size_b
        self.starts = np.cumsum(counts) - counts
        self._pair = np.repeat(np.arange(len(rows)), counts)
        place = np.arange(len(self._pair)) - self.starts[self._pair]
        self._left, self._right = np.divmod(place, self._size_b[self._pair])
        self.a = a.starts[rows][self._pair] + self._left
        self.b = b.starts[columns][self._pair] + self._right

    def products(self, a: Table, b: Table) -> FloatArray:
        """Dot products of the rows that meet in the chosen blocks, flat."""
        if isinstance(a, np.ndarray):
            return self._dense_products(a, b)
        found = [a[left].multiply(b[right]).sum(axis=1) for left, right in self._stretches()]
        return np.concatenate(found).astype(np.float32)

    def _dense_products(self, a: FloatArray | HalfArray, b: FloatArray | HalfArray) -> FloatArray:
        """One small matrix product for each paragraph of A and all that is paired with it."""
        first = np.flatnonzero(np.diff(self._rows, prepend=-1))
        ends = np.append(first[1:], len(self._rows))
        flat_ends = np.append(self.starts, len(self._pair))
        found = np.empty(len(self._pair), dtype=np.float32)
        for start, end in zip(first.tolist(), ends.tolist(), strict=True):
            low, high = flat_ends[start], flat_ends[end]
            count = int(self._size_a[start])
            begin = int(self.a[low])
            # The rows of B that the first row of A meets are those that all of them meet.
            columns = self.b[low:high][self._left[low:high] == 0]
            # In single precision, whatever the tables are in: numpy has no product of halves.
            rows = a[begin : begin + count].astype(np.float32, copy=False)
            product = rows @ b[columns].astype(np.float32, copy=False).T
            sizes = self._size_b[start:end]
            offset = np.repeat(np.cumsum(sizes) - sizes, sizes * count)
            found[low:high] = product[self._left[low:high], offset + self._right[low:high]]
        return found

    def shared(self, a: Table, b: Table, *weights: FloatArray) -> list[FloatArray]:
        """The weight of the columns that two rows share, for the rows that meet, flat."""
        found: list[list[FloatArray]] = [[] for _ in weights]
        for left, right in self._stretches():
            common = a[left].multiply(b[right]).tocsr()
            for parts, weight in zip(found, weights, strict=True):
                parts.append(common @ weight)
        return [np.concatenate(parts).astype(np.float32) for parts in found]

    def _stretches(self) -> list[tuple[IndexArray, IndexArray]]:
        cuts = range(0, len(self.a), _GATHERED_ROWS)
        return [(self.a[k : k + _GATHERED_ROWS], self.b[k : k + _GATHERED_ROWS]) for k in cuts]

    def of_a(self, values: FloatArray) -> FloatArray:
        """The value of the row of A, for each score."""
        return values[self.a]

    def of_b(self, values: FloatArray) -> FloatArray:
        """The value of the row of B, for each score."""
        return values[self.b]

    def max(self, scores: FloatArray) -> FloatArray:
        """The greatest score of each chosen pair."""
        return np.asarray(np.maximum.reduceat(scores, self.starts))

    def soft_max(self, scores: FloatArray, sharpness: float) -> FloatArray:
        """Log-sum-exp of each chosen pair."""
        best = self.max(scores)
        powers = np.exp(sharpness * (scores - best[self._pair]))
        total = np.add.reduceat(powers, self.starts)
        return np.asarray(best + np.log(total) / sharpness, dtype=np.float32)

    def coverage_a(self, scores: FloatArray, weights: FloatArray) -> FloatArray:
        """The best scores of A's rows in each chosen pair, averaged by weight."""
        lines = np.flatnonzero(self._right == 0)
        return _coverage_in_turn(scores, lines, weights[self.a[lines]], self._size_a)

    def coverage_b(self, scores: FloatArray, weights: FloatArray) -> FloatArray:
        """The best scores of B's rows in each chosen pair, averaged by weight."""
        order = self._transposed
        lines = np.flatnonzero(self._left[order] == 0)
        return _coverage_in_turn(scores[order], lines, weights[self.b[order[lines]]], self._size_b)

    @cached_property
    def _transposed(self) -> IndexArray:
        """Where in the flat array the rows of B stand that follow each other in each block."""
        order = np.empty(len(self._pair), dtype=np.intp)
        place = self._right * self._size_a[self._pair] + self._left
        order[self.starts[self._pair] + place] = np.arange(len(order))
        return order

    def best(self, scores: FloatArray) -> list[tuple[int, int]]:
        """The row of A and the row of B that score best in each block, the first of equals."""
        near = np.flatnonzero(scores >= self.max(scores)[self._pair] - TIE)
        order = near[np.searchsorted(near, self.starts)]
        return list(zip(self.a[order].tolist(), self.b[order].tolist(), strict=True))

    def nearest(self, scores: FloatArray) -> ClausePairs:
        """The best of each row of A, and of each of B, within each block."""
        found: ClausePairs = {}
        for start, rows, columns in zip(self.starts, self._size_a, self._size_b, strict=True):
            block = scores[start : start + rows * columns].reshape(rows, columns)
            found |= nearest_in(block, self.a[start], self.b[start])
        return found


def nearest_in(block: FloatArray, row: int, column: int) -> ClausePairs:
    """The best of each row and each column of a block that begins at ``row``, ``column``."""
    of_rows, of_columns = (
        (block >= block.max(axis=axis, keepdims=True) - TIE).argmax(axis=axis) for axis in (1, 0)
    )
    found = [*enumerate(of_rows), *((i, j) for j, i in enumerate(of_columns))]
    return {(int(row + i), int(column + j)): float(block[i, j]) for i, j in found}


def _coverage_in_turn(
    scores: FloatArray, lines: IndexArray, weights: FloatArray, sizes: IndexArray
) -> FloatArray:
    """Each block's lines' best scores, averaged; ``sizes`` counts the lines of each block."""
    starts = np.cumsum(sizes) - sizes
    total = np.add.reduceat(np.maximum.reduceat(scores, lines) * weights, starts)
    return np.asarray(total / np.add.reduceat(weights, starts), dtype=np.float32)
