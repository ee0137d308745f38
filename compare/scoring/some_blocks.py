"""The blocks of chosen pairs of paragraphs, one after another in one flat array.

Where a matrix of all clauses with all clauses would not fit, what is computed grows with
the number of chosen pairs alone.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from scodiff.compare.scoring.blocks import Groups, Half, Indices, Matrix, Table

# Entries of gathered sparse rows that are multiplied at a time.
_GATHERED_ROWS = 50_000


class SomeBlocks:
    """The blocks of pairs, in the order of ``rows``, which must not fall.

    Scores are flat: pair by pair, in each the rows of A, for each of them the rows of B.
    """

    def __init__(self, rows: Indices, columns: Indices, a: Groups, b: Groups) -> None:
        self._rows = rows
        self._size_a, self._size_b = a.sizes()[rows], b.sizes()[columns]
        counts = self._size_a * self._size_b
        self.starts = np.cumsum(counts) - counts
        self._pair = np.repeat(np.arange(len(rows)), counts)
        place = np.arange(len(self._pair)) - self.starts[self._pair]
        self._left, self._right = np.divmod(place, self._size_b[self._pair])
        self.a = a.starts[rows][self._pair] + self._left
        self.b = b.starts[columns][self._pair] + self._right

    def products(self, a: Table, b: Table) -> Matrix:
        """See ``Blocks``."""
        if isinstance(a, np.ndarray):
            return self._dense_products(a, b)
        found = [a[left].multiply(b[right]).sum(axis=1) for left, right in self._stretches()]
        return np.concatenate(found).astype(np.float32)

    def _dense_products(self, a: Matrix | Half, b: Matrix | Half) -> Matrix:
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

    def shared(self, a: Table, b: Table, *weights: Matrix) -> list[Matrix]:
        """See ``Blocks``."""
        found: list[list[Matrix]] = [[] for _ in weights]
        for left, right in self._stretches():
            common = a[left].multiply(b[right]).tocsr()
            for parts, weight in zip(found, weights, strict=True):
                parts.append(common @ weight)
        return [np.concatenate(parts).astype(np.float32) for parts in found]

    def _stretches(self) -> list[tuple[Indices, Indices]]:
        cuts = range(0, len(self.a), _GATHERED_ROWS)
        return [(self.a[k : k + _GATHERED_ROWS], self.b[k : k + _GATHERED_ROWS]) for k in cuts]

    def of_a(self, values: Matrix) -> Matrix:
        """See ``Blocks``."""
        return values[self.a]

    def of_b(self, values: Matrix) -> Matrix:
        """See ``Blocks``."""
        return values[self.b]

    def max(self, scores: Matrix) -> Matrix:
        """See ``Blocks``."""
        return np.asarray(np.maximum.reduceat(scores, self.starts))

    def soft_max(self, scores: Matrix, sharpness: float) -> Matrix:
        """See ``Blocks``."""
        total = np.add.reduceat(np.exp(sharpness * scores), self.starts)
        return np.asarray(np.log(total) / sharpness, dtype=np.float32)

    def coverage_a(self, scores: Matrix, weights: Matrix) -> Matrix:
        """See ``Blocks``."""
        lines = np.flatnonzero(self._right == 0)
        return _coverage(scores, lines, weights[self.a[lines]], self._size_a)

    def coverage_b(self, scores: Matrix, weights: Matrix) -> Matrix:
        """See ``Blocks``."""
        order = self._transposed
        lines = np.flatnonzero(self._left[order] == 0)
        return _coverage(scores[order], lines, weights[self.b[order[lines]]], self._size_b)

    @cached_property
    def _transposed(self) -> Indices:
        """Where in the flat array the rows of B stand that follow each other in each block."""
        order = np.empty(len(self._pair), dtype=np.intp)
        place = self._right * self._size_a[self._pair] + self._left
        order[self.starts[self._pair] + place] = np.arange(len(order))
        return order

    def best(self, scores: Matrix) -> list[tuple[int, int]]:
        """The row of A and the row of B that score best in each block, the first of equals."""
        order = np.lexsort((np.arange(len(scores)), -scores, self._pair))[self.starts]
        return list(zip(self.a[order].tolist(), self.b[order].tolist(), strict=True))


def _coverage(scores: Matrix, lines: Indices, weights: Matrix, sizes: Indices) -> Matrix:
    """Each block's lines' best scores, averaged; ``sizes`` counts the lines of each block."""
    starts = np.cumsum(sizes) - sizes
    total = np.add.reduceat(np.maximum.reduceat(scores, lines) * weights, starts)
    return np.asarray(total / np.add.reduceat(weights, starts), dtype=np.float32)


def sparse_table(rows: Indices, columns: Indices, values: Matrix, shape: tuple[int, int]) -> Table:
    """A sparse matrix with these values at these places."""
    from scipy.sparse import csr_array

    return csr_array((values.astype(np.float32), (rows, columns)), shape=shape)
