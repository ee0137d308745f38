"""Arrays of the scores, and tables of what texts have: rows in groups, dense or sparse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
HalfArray = npt.NDArray[np.float16]
IndexArray = npt.NDArray[np.intp]
# One row a text, one column a term: a dense matrix, or a sparse one of scipy.
Table = Any


@dataclass(frozen=True, slots=True, eq=False)
class RowGroups:
    """Which rows belong together: ``starts`` holds each group's first row, in order.

    Groups follow each other without gaps, and none is empty.
    """

    starts: IndexArray
    size: int

    def sizes(self) -> IndexArray:
        """How many rows each group has."""
        return np.diff(self.starts, append=self.size)

    def members(self, group: int) -> range:
        """The rows of one group."""
        last = group + 1 == len(self.starts)
        return range(int(self.starts[group]), self.size if last else int(self.starts[group + 1]))


def groups(starts: list[int] | tuple[int, ...], size: int) -> RowGroups:
    """Groups of ``size`` rows in all that begin at the given rows."""
    return RowGroups(np.asarray(starts, dtype=np.intp), size)


def singles(size: int) -> RowGroups:
    """Groups of one row each."""
    return RowGroups(np.arange(size, dtype=np.intp), size)


def dense_table(
    rows: IndexArray, columns: IndexArray, values: FloatArray, shape: tuple[int, int]
) -> FloatArray:
    """A matrix with these values at these places, and zeros elsewhere."""
    table = np.zeros(shape, dtype=np.float32)
    table[rows, columns] = values
    return table


def make_unit(rows: FloatArray) -> FloatArray:
    """The rows themselves, each made a unit vector in place; one without length stays so.

    Their norms are summed without the table of squares that ``numpy.linalg.norm`` makes.
    """
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.maximum(norms, np.float32(1e-9))[:, None]
    return rows


def sparse_table(
    rows: IndexArray, columns: IndexArray, values: FloatArray, shape: tuple[int, int]
) -> Table:
    """A sparse matrix with these values at these places."""
    from scipy.sparse import csr_array

    return csr_array((values.astype(np.float32), (rows, columns)), shape=shape)


def distinct(numbers: IndexArray) -> IndexArray:
    """The distinct numbers, in order.

    As ``np.unique``, which loads ``numpy.ma`` the first time: that takes longer than all
    else that is done with the numbers of two declarations.
    """
    ordered = np.sort(numbers, axis=None)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def places_among(
    known: IndexArray, numbers: IndexArray
) -> tuple[IndexArray, npt.NDArray[np.bool_]]:
    """Where each number stands among the ``known``, which are in order, and whether it does."""
    if not len(known):
        return np.zeros(len(numbers), dtype=np.intp), np.zeros(len(numbers), dtype=bool)
    places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return places, known[places] == numbers
