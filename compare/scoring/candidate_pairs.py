"""The pairs of paragraphs that are scored: all of them, or candidates where they are many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scodiff.compare.scoring.arrays import FloatArray, IndexArray, distinct

# Sums of float32 differ by less when they are taken in another order: of B with A, say.
ROUNDING = np.float32(1e-6)

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class CandidatePairs:
    """Pairs of paragraphs in order of A, then of B; every paragraph stands in one or more.

    ``rows`` and ``columns`` are the paragraphs' indices, ``shape`` how many each text has.
    What is known of the pairs comes in arrays of the same length. ``by_column`` has the
    places of the pairs in order of B, then of A; pairs of row ``i`` stand at
    ``row_ends[i]`` to ``row_ends[i + 1]``, those of column ``j`` at ``column_ends[j]`` to
    ``column_ends[j + 1]`` of ``by_column``.
    """

    rows: IndexArray
    columns: IndexArray
    shape: tuple[int, int]
    by_column: IndexArray
    row_ends: IndexArray
    column_ends: IndexArray

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, paragraph: int, side: int) -> IndexArray:
        """The places of the pairs of a paragraph of A (side 0) or B (side 1), in order."""
        if side == 0:
            return np.arange(self.row_ends[paragraph], self.row_ends[paragraph + 1])
        return self.by_column[self.column_ends[paragraph] : self.column_ends[paragraph + 1]]

    def place(self, edge: Edge) -> int | None:
        """Where a pair stands, or None where it is not among the pairs."""
        start, end = self.row_ends[edge[0]], self.row_ends[edge[0] + 1]
        place = int(start + np.searchsorted(self.columns[start:end], edge[1]))
        return place if place < end and self.columns[place] == edge[1] else None

    def best(self, values: FloatArray, side: int) -> FloatArray:
        """The greatest value of each paragraph of A (side 0) or B (side 1); none without pairs."""
        if not len(self):
            return values
        if side == 0:
            return np.asarray(np.maximum.reduceat(values, self.row_ends[:-1]))
        return np.asarray(np.maximum.reduceat(values[self.by_column], self.column_ends[:-1]))

    def ranks(self, values: FloatArray) -> FloatArray:
        """(rank in row x rank in column)^-1/2: 1 for mutual best, towards 0 further down."""
        row, column = self.places_in_lines(values)
        return np.asarray(1 / np.sqrt(row * column), dtype=np.float32)

    def places_in_lines(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The rank of each pair in its row, and in its column: 1 for the best."""
        best_first = np.argsort(-values, kind="stable")
        return (
            _competition_rank(values, self.rows, self.row_ends, best_first),
            _competition_rank(values, self.columns, self.column_ends, best_first),
        )


def _competition_rank(
    values: FloatArray, lines: IndexArray, ends: IndexArray, best_first: IndexArray
) -> FloatArray:
    """Each value's place in its line from 1; values equal but for rounding share the better."""
    # Numpy sorts numbers of 16 bits in linear time.
    small = lines.astype(np.uint16 if len(ends) < 2**16 else np.uint32)
    order = best_first[np.argsort(small[best_first], kind="stable")]
    ordered, line = values[order], lines[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (ordered[:-1] - ordered[1:] > ROUNDING) | (line[1:] != line[:-1])
    first = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    ranks = np.empty(len(order), dtype=np.float32)
    ranks[order] = first - ends[line] + 1
    return ranks


def all_pairs(count_a: int, count_b: int) -> CandidatePairs:
    """Every paragraph of A with every one of B."""
    every = np.arange(count_a * count_b, dtype=np.intp).reshape(count_a, count_b)
    return CandidatePairs(
        np.repeat(np.arange(count_a), count_b),
        np.tile(np.arange(count_b), count_a),
        (count_a, count_b),
        every.T.ravel(),
        np.arange(count_a + 1) * count_b,
        np.arange(count_b + 1) * count_a,
    )


def some_pairs(rows: IndexArray, columns: IndexArray, shape: tuple[int, int]) -> CandidatePairs:
    """The given pairs, each once; every paragraph must stand in at least one."""
    rows, columns = np.divmod(distinct(rows * shape[1] + columns), shape[1])
    return CandidatePairs(
        rows,
        columns,
        shape,
        np.argsort(columns, kind="stable"),
        _ends(rows, shape[0]),
        _ends(columns, shape[1]),
    )


def _ends(lines: IndexArray, count: int) -> npt.NDArray[np.intp]:
    return np.concatenate([[0], np.cumsum(np.bincount(lines, minlength=count))])
