"""Windows over texts that are longer than a model can read at once.

A transformer that reads at most *n* word pieces drops the rest silently. Such a text is read
in overlapping windows, and its vector is the mean of theirs, weighted by length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scodiff.embeddings.encoder import Offsets, Vectors
from scodiff.embeddings.engines.tokenizing import count_pieces

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Changes whenever the way from text to vector does, so that no cache outlives its scheme.
SCHEME = "windows-4"

# 54 of 254 pieces: about 45 words, so that most sentences stand whole in some window.
_OVERLAP = 54 / 254


class Window(NamedTuple):
    """A part of a text, its length in word pieces, and where it starts in the text."""

    text: str
    pieces: int
    start: int = 0


def split_text(tokenizer: Tokenizer, text: str, limit: int, size: int) -> list[Window]:
    """Windows over ``text`` that together hold all of it, each of at most ``size`` word pieces.

    With the model's special pieces, no window exceeds ``limit``, which is what the model can
    read. The tokenizer is one of :func:`~scodiff.embeddings.engines.tokenizing.whole_tokenizer`.
    """
    pieces = tokenizer.encode(text, add_special_tokens=False)
    offsets, words = pieces.offsets, pieces.word_ids
    if len(words) <= size:
        return [Window(text, max(1, len(words)))]
    while True:
        ranges = piece_ranges(words, size, step_for(size))
        starts = [offsets[first][0] for first, _ in ranges]
        ends = [offsets[last - 1][1] for _, last in ranges]
        parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        # A cut inside a very long word may make one piece more of it, or one less.
        lengths = [max(1, count_pieces(tokenizer, part, special=False)) for part in parts]
        if size < 2 or max(count_pieces(tokenizer, part) for part in parts) <= limit:
            return [Window(*window) for window in zip(parts, lengths, starts, strict=True)]
        size -= max(1, size // 20)


def step_for(size: int) -> int:
    """How far windows of ``size`` pieces are apart: 200 for the 254 of a 256-piece model."""
    return max(1, size - round(size * _OVERLAP))


def piece_ranges(words: Sequence[int | None], size: int, step: int) -> list[Offsets]:
    """Half-open ranges of at most ``size`` pieces that together cover every piece.

    ``words`` gives for each piece the number of the word it belongs to; ranges start and end
    between words wherever a word is not itself longer than a range. Starts are at most
    ``step`` pieces apart. Raises ``ValueError`` unless ``1 <= step <= size``.
    """
    if not 1 <= step <= size:
        raise ValueError(f"step must lie between 1 and the window size, {size}: {step}")
    total = len(words)
    ranges: list[Offsets] = []
    start = end = 0
    while end < total:
        end = _word_boundary(words, end, min(start + size, total))
        ranges.append((start, end))
        start = _word_boundary(words, start, min(start + step, end))
    return ranges


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
