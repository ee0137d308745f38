"""Word pieces: how many a text has, and those of a batch of texts as a model takes them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SURROGATES = re.compile("[\ud800-\udfff]")


def whole_tokenizer(definition: str) -> Tokenizer:
    """The tokenizer that ``definition`` (JSON) describes, cutting off and filling up nothing.

    The definition may say otherwise: MiniLM's carries a limit and a padding of 128 pieces.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(definition)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def readable(text: str) -> str:
    """``text`` without halves of surrogate pairs: they are no characters to a tokenizer."""
    return _SURROGATES.sub("\ufffd", text)


def count_pieces(tokenizer: Tokenizer, text: str, *, special: bool = True) -> int:
    """The length of a text in word pieces, the model's special ones included or not."""
    return len(tokenizer.encode(text, add_special_tokens=special))


class TokenizedBatch(NamedTuple):
    """The word pieces of ``b`` texts, filled up to the longest.

    ``ids`` and ``mask`` have the shape ``(b, pieces)``; ``offsets`` say for each text where
    in it each piece stands, ``(0, 0)`` for the model's special pieces.
    """

    ids: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]
    offsets: list[list[tuple[int, int]]]


def tokenize_batch(tokenizer: Tokenizer, texts: Sequence[str]) -> TokenizedBatch:
    """The word pieces of texts, by a tokenizer of :func:`whole_tokenizer`."""
    encodings = [tokenizer.encode(text) for text in texts]
    shape = (len(encodings), max(len(encoding) for encoding in encodings))
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    return TokenizedBatch(ids, mask, [encoding.offsets for encoding in encodings])


def fixed_batches(lengths: Sequence[int], budget: int = 96) -> list[list[int]]:
    """Indexes of texts, given their ``lengths`` in pieces, longest first, in full batches.

    The last bits of a vector may depend on the shape of the batch it is computed in. So all
    texts of a batch have the same length, which spares padding too, and how many they are
    follows from that length and the ``budget`` in pieces; a batch that is not full is filled
    up with its own last text. On a processor, batches pay for short texts only.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        groups[length].append(index)
    batches = []
    for length, group in sorted(groups.items(), reverse=True):
        size = max(1, budget // length)
        filled = group + group[-1:] * (-len(group) % size)
        batches += [filled[start : start + size] for start in range(0, len(group), size)]
    return batches
