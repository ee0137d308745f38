"""Cutting texts into what a model can read whole, and sharing that out in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from scodiff.embeddings.windows import split_windows, step_for

# On a processor, batches pay for short texts only.
_SHORT_PIECES = 48
_SHORT_BATCH = 4


class Slice(NamedTuple):
    """A part of a text and its length in word pieces."""

    text: str
    pieces: int


def slice_text(tokenizer: Any, text: str, limit: int, size: int) -> list[Slice]:
    """Parts of ``text`` that together hold all of it, each at most ``size`` word pieces.

    With the model's special pieces, no part exceeds ``limit``, which is what the model can
    read. The tokenizer must be a fast one of transformers.
    """
    pieces = tokenizer(
        text, add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
    )
    offsets, words = pieces["offset_mapping"], pieces.word_ids()
    if len(words) <= size:
        return [Slice(text, max(1, len(words)))]
    while True:
        windows = split_windows(words, size, step_for(size))
        parts = [Slice(text[offsets[w.start][0] : offsets[w.end - 1][1]], len(w)) for w in windows]
        if size < 2 or all(count_pieces(tokenizer, part.text) <= limit for part in parts):
            return parts
        # A cut inside a very long word may have made one piece more of it.
        size -= max(1, size // 20)


def count_pieces(tokenizer: Any, text: str) -> int:
    """The length of a text in word pieces, the model's special ones included."""
    return len(tokenizer(text, truncation=False, verbose=False)["input_ids"])


def make_batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indexes of slices, given their ``lengths`` in pieces, longest first.

    The last bits of a vector depend on the shape of the batch it is computed in. So all slices
    of a batch have the same length, which spares padding too, and how many they are follows
    from that length; a batch that is not full is filled up with its own last slice.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        groups[length].append(index)
    batches = []
    for length in sorted(groups, reverse=True):
        group = groups[length]
        size = _SHORT_BATCH if length <= _SHORT_PIECES else 1
        group += group[-1:] * (-len(group) % size)
        batches += [group[start : start + size] for start in range(0, len(group), size)]
    return batches
