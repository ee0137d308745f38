"""Several models at once: the vector of a text is all of theirs, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scodiff.embeddings.encoder import Encoder, ModelInfo, Span, SpanEncoder, SpanVectors, Vectors
from scodiff.embeddings.files.digests import combined
from scodiff.embeddings.registry import common_languages


class Member(NamedTuple):
    """An encoder, and how much its cosine weighs beside those of the others."""

    encoder: Encoder
    weight: float


class EnsembleEncoder:
    """Encoders side by side: a cosine is the mean of their cosines, by their weights."""

    def __init__(self, name: str, members: Sequence[Member]) -> None:
        self._name = name
        self._encoders = [member.encoder for member in members]
        self._weights = [member.weight for member in members]

    @cached_property
    def info(self) -> ModelInfo:
        """One identity for all: their lengths together, the languages that all of them cover."""
        infos = [encoder.info for encoder in self._encoders]
        digests = {
            f"{info.name} {weight}": info.sha256
            for info, weight in zip(infos, self._weights, strict=True)
        }
        return ModelInfo(
            self._name,
            sum(info.dimension for info in infos),
            combined(digests),
            common_languages([info.languages for info in infos]),
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises as the encoders do.
        """
        return self._joined([encoder.encode(texts) for encoder in self._encoders])

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> SpanVectors:
        """Vectors of texts and of the spans in each; see :class:`SpanEncoder`.

        An encoder that cannot read a span where it stands encodes it as a text of its own.
        """
        found = [_spans(encoder, texts, spans) for encoder in self._encoders]
        return SpanVectors(
            texts=self._joined([vectors.texts for vectors in found]),
            last=self._joined([vectors.last for vectors in found]),
            layers=self._joined([vectors.layers for vectors in found]),
        )

    def _joined(self, vectors: Sequence[Vectors]) -> Vectors:
        shares = np.sqrt(np.array(self._weights) / sum(self._weights)).astype(np.float32)
        parts = [share * part for share, part in zip(shares, vectors, strict=True)]
        return np.concatenate(parts, axis=1)


def _spans(encoder: Encoder, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> SpanVectors:
    if isinstance(encoder, SpanEncoder):
        return encoder.encode_spans(texts, spans)
    passages = [
        text[start:end] for text, inside in zip(texts, spans, strict=True) for start, end in inside
    ]
    vectors = encoder.encode([*texts, *passages])
    alone = vectors[len(texts) :]
    return SpanVectors(vectors[: len(texts)], alone, alone)
