"""Clause scores gathered by the paragraphs that the clauses stand in.

A feature of two paragraphs is computed from the scores of all their clauses, a block of
them a pair of paragraphs. ``AllBlocks`` holds the blocks of all pairs as one matrix;
``scodiff.compare.scoring.some_blocks`` holds those of chosen pairs one after another. The formulas
(``lexical``, ``semantic``) are the same for both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Half = npt.NDArray[np.float16]
Indices = npt.NDArray[np.intp]
# One row a text, one column a term: a dense matrix, or a sparse one of scipy.
Table = Any


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which rows belong together: ``starts`` holds each group's first row, in order.

    Groups follow each other without gaps, and none is empty.
    """

    starts: Indices
    size: int

    def sizes(self) -> Indices:
        """How many rows each group has."""
        return np.diff(self.starts, append=self.size)

    def members(self, group: int) -> range:
        """The rows of one group."""
        last = group + 1 == len(self.starts)
        return range(int(self.starts[group]), self.size if last else int(self.starts[group + 1]))


def groups(starts: list[int] | tuple[int, ...], size: int) -> Groups:
    """Groups of ``size`` rows in all that begin at the given rows."""
    return Groups(np.asarray(starts, dtype=np.intp), size)


def singles(size: int) -> Groups:
    """Groups of one row each."""
    return Groups(np.arange(size, dtype=np.intp), size)


class Blocks(Protocol):
    """The scores of the clauses (rows) of A with those of B, in blocks of a paragraph pair.

    What ``products``, ``shared``, ``of_a`` and ``of_b`` give has one layout, and arithmetic
    on it is element by element; the other methods make one figure a block of it.
    """

    def products(self, a: Table, b: Table) -> Matrix:
        """Dot products of the rows of two tables."""
        ...

    def shared(self, a: Table, b: Table, *weights: Matrix) -> list[Matrix]:
        """The weight of the columns that two rows share, for each array of weights.

        Both tables hold ones and zeros.
        """
        ...

    def of_a(self, values: Matrix) -> Matrix:
        """A value of each row of A, to be combined with the scores."""
        ...

    def of_b(self, values: Matrix) -> Matrix:
        """A value of each row of B, to be combined with the scores."""
        ...

    def max(self, scores: Matrix) -> Matrix:
        """The greatest score of each block."""
        ...

    def soft_max(self, scores: Matrix, sharpness: float) -> Matrix:
        """Log-sum-exp of each block: near its maximum, and higher where several are high."""
        ...

    def coverage_a(self, scores: Matrix, weights: Matrix) -> Matrix:
        """How well each block's rows are covered: their best scores, averaged by weight."""
        ...

    def coverage_b(self, scores: Matrix, weights: Matrix) -> Matrix:
        """How well each block's columns are covered."""
        ...


MakeBlocks = Callable[[Groups, Groups], Blocks]


@dataclass(frozen=True, slots=True)
class AllBlocks:
    """The blocks of all pairs: scores have the shape (rows of A, rows of B)."""

    a: Groups
    b: Groups

    def products(self, a: Table, b: Table) -> Matrix:
        """See ``Blocks``."""
        if a.dtype == np.float16:  # which numpy would multiply one by one
            a, b = a.astype(np.float32), b.astype(np.float32)
        return np.asarray(a @ b.T, dtype=np.float32)

    def shared(self, a: Table, b: Table, *weights: Matrix) -> list[Matrix]:
        """See ``Blocks``."""
        return [np.asarray((a * weight) @ b.T, dtype=np.float32) for weight in weights]

    def of_a(self, values: Matrix) -> Matrix:
        """See ``Blocks``."""
        return values[:, None]

    def of_b(self, values: Matrix) -> Matrix:
        """See ``Blocks``."""
        return values[None]

    def max(self, scores: Matrix) -> Matrix:
        """See ``Blocks``."""
        best = np.maximum.reduceat(scores, self.b.starts, axis=1)
        return np.asarray(np.maximum.reduceat(best, self.a.starts, axis=0))

    def soft_max(self, scores: Matrix, sharpness: float) -> Matrix:
        """See ``Blocks``."""
        powers = np.exp(sharpness * scores)
        lines = np.add.reduceat(powers, self.b.starts, axis=1)
        total = np.add.reduceat(lines, self.a.starts, axis=0)
        return np.asarray(np.log(total) / sharpness, dtype=np.float32)

    def coverage_a(self, scores: Matrix, weights: Matrix) -> Matrix:
        """See ``Blocks``."""
        return _coverage(scores, weights, self.a, self.b)

    def coverage_b(self, scores: Matrix, weights: Matrix) -> Matrix:
        """See ``Blocks``."""
        return _coverage(scores.T, weights, self.b, self.a).T


def _coverage(scores: Matrix, weights: Matrix, rows: Groups, columns: Groups) -> Matrix:
    best = np.maximum.reduceat(scores, columns.starts, axis=1)
    total = np.add.reduceat(best * weights[:, None], rows.starts, axis=0)
    return np.asarray(total / np.add.reduceat(weights, rows.starts)[:, None], dtype=np.float32)


def dense_table(rows: Indices, columns: Indices, values: Matrix, shape: tuple[int, int]) -> Matrix:
    """A matrix with these values at these places, and zeros elsewhere."""
    table = np.zeros(shape, dtype=np.float32)
    table[rows, columns] = values
    return table


def make_unit(rows: Matrix) -> Matrix:
    """The rows themselves, each made a unit vector in place; one without length stays so.

    Their norms are summed without the table of squares that ``numpy.linalg.norm`` makes.
    """
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.maximum(norms, np.float32(1e-9))[:, None]
    return rows
