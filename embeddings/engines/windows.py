"""Windows over texts that are longer than a model can read at once.

A transformer that reads at most *n* word pieces drops the rest silently. Such a text is read
in overlapping windows, and its vector is the mean of theirs, weighted by length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scodiff.embeddings.encoder import Vectors

#: Changes whenever the way from text to vector does, so that no cache outlives its scheme.
SCHEME = "windows-4"

# 54 of 254 pieces: about 45 words, so that most sentences stand whole in some window.
_OVERLAP = 54 / 254


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces ``start`` to ``end`` (half-open) of a text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def step_for(size: int) -> int:
    """How far windows of ``size`` pieces are apart: 200 for the 254 of a 256-piece model."""
    return max(1, size - round(size * _OVERLAP))


def split_windows(words: Sequence[int | None], size: int, step: int) -> list[Window]:
    """Windows of at most ``size`` pieces that together cover every piece.

    ``words`` gives for each piece the number of the word it belongs to; windows start and end
    between words wherever a word is not itself longer than a window. Starts are at most
    ``step`` pieces apart. Raises ``ValueError`` unless ``1 <= step <= size``.
    """
    if not 1 <= step <= size:
        raise ValueError(f"step must lie between 1 and the window size, {size}: {step}")
    total = len(words)
    windows: list[Window] = []
    start = end = 0
    while end < total:
        end = _word_boundary(words, end, min(start + size, total))
        windows.append(Window(start, end))
        start = _word_boundary(words, start, min(start + step, end))
    return windows


def _word_boundary(words: Sequence[int | None], after: int, limit: int) -> int:
    """The last boundary between words in ``(after, limit]``, or ``limit`` if there is none."""
    if limit == len(words):
        return limit
    for position in range(limit, after, -1):
        if words[position] is None or words[position] != words[position - 1]:
            return position
    return limit


def pool(vectors: Vectors, lengths: Sequence[int]) -> Vectors:
    """The unit vector of the mean of ``vectors`` (shape ``(n, d)``) weighted by ``lengths``."""
    weights = np.asarray(lengths, dtype=np.float64)
    mean = weights @ vectors.astype(np.float64)
    unit: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit
