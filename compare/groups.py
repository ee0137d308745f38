"""Clause scores gathered by the paragraphs that the clauses stand in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Groups:
    """Which rows belong together: ``starts`` holds each group's first row, in order.

    Groups follow each other without gaps, and none is empty.
    """

    starts: tuple[int, ...]
    size: int


def block_max(scores: Matrix, rows: Groups, columns: Groups) -> Matrix:
    """The greatest score of each block, shape ``(row groups, column groups)``."""
    best = np.maximum.reduceat(scores, columns.starts, axis=1)
    return np.asarray(np.maximum.reduceat(best, rows.starts, axis=0))


def block_soft_max(scores: Matrix, rows: Groups, columns: Groups, sharpness: float) -> Matrix:
    """Log-sum-exp of each block: near its maximum, and higher where several are high."""
    powers = np.exp(sharpness * scores)
    total = np.add.reduceat(np.add.reduceat(powers, columns.starts, axis=1), rows.starts, axis=0)
    return np.asarray(np.log(total) / sharpness, dtype=np.float32)


def block_coverage(scores: Matrix, weights: Matrix, rows: Groups, columns: Groups) -> Matrix:
    """How well each row group is covered: its rows' best scores, averaged by weight."""
    best = np.maximum.reduceat(scores, columns.starts, axis=1)
    total = np.add.reduceat(best * weights[:, None], rows.starts, axis=0)
    return np.asarray(total / np.add.reduceat(weights, rows.starts)[:, None], dtype=np.float32)
