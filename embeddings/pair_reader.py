"""Reading two passages together: do they make the same statement, or treat the same matter?

An encoder reads each text by itself, and texts that treat one matter come near each other
whatever they say of it. A reader of pairs sees both at once (a cross-encoder: Nogueira & Cho 2019,
"Passage Re-ranking with BERT", section 3). It is an encoder too: of the pair as one text,
from whose vector the verdict is a linear one, so that it runs and is cached as encoders are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from scodiff.embeddings.encoder import (
    Encoder,
    ModelInfo,
    Offsets,
    SpanEncoder,
    SpanVectors,
    Vectors,
)

SEPARATOR = "[SEP]"
#: By how much the unit vector of a pair is longer where verdicts are learned: what the square root
#: of the dimension gives its numbers the size of one.
SCALE = 19.6
#: The columns of what is read: the same statement; a statement that one contains of the other's;
#: another statement on the same matter; nothing in common.
VERDICTS = ("same", "contained", "matter", "nothing")


class VerdictWeights(NamedTuple):
    """A linear layer: ``weight`` has the shape ``(dimension, 4)``, ``bias`` ``(4,)``."""

    weight: Vectors
    bias: Vectors


@cache
def verdict_weights(path: Path) -> VerdictWeights:
    """The verdict weights that come with the change of a reader's weights, in its file."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return VerdictWeights(arrays["verdict.weight"], arrays["verdict.bias"])


class PairReader:
    """Says of two passages, each of some hundred word pieces at most, how they stand together."""

    def __init__(self, encoder: Encoder, verdicts: Callable[[], VerdictWeights]) -> None:
        self._encoder = encoder
        self._read_verdicts = verdicts

    @cached_property
    def info(self) -> ModelInfo:
        """The identity of the model."""
        return self._encoder.info

    def read(self, pairs: Sequence[tuple[str, str]]) -> Vectors:
        """Log-probabilities of the ``VERDICTS``, shape ``(len(pairs), 4)``.

        Which of the two is given first makes no difference.
        """
        if not pairs:
            return np.empty((0, len(VERDICTS)), dtype=np.float32)
        vectors = self._encoder.encode([_as_one_text(*pair) for pair in pairs])
        weight, bias = self._read_verdicts()
        scores = vectors @ weight + bias
        highest = scores.max(axis=1, keepdims=True)
        total = np.log(np.exp(scores - highest).sum(axis=1, keepdims=True)) + highest
        return np.asarray(scores - total, dtype=np.float32)


def _as_one_text(one: str, other: str) -> str:
    first, second = sorted((one, other), key=lambda text: (len(text), text))
    return f"{_plain(first)} {SEPARATOR} {_plain(second)}"


def _plain(text: str) -> str:
    """A passage that does not end before its end."""
    return text.replace(SEPARATOR, "")


@dataclass(frozen=True)
class ComparingEncoder:
    """An encoder, and the reader that tells apart what it takes for alike."""

    encoder: SpanEncoder
    reader: PairReader

    @property
    def info(self) -> ModelInfo:
        """The identity of the encoder."""
        return self.encoder.info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, as :class:`Encoder` has it."""
        return self.encoder.encode(texts)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """Vectors of texts and their spans, as :class:`SpanEncoder` has it."""
        return self.encoder.encode_spans(texts, spans)
