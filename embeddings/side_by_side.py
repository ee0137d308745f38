"""Several models at once: the vector of a text is all of theirs, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from scodiff.embeddings.digests import combined
from scodiff.embeddings.encoder import ModelInfo, Span, SpanEncoder, SpanVectors, Vectors


class SideBySideEncoder:
    """Encoders side by side, each of the same weight: a cosine is the mean of their cosines."""

    def __init__(self, name: str, encoders: Sequence[SpanEncoder]) -> None:
        self._name = name
        self._encoders = tuple(encoders)

    @cached_property
    def info(self) -> ModelInfo:
        """One identity for all: their lengths together, the languages that all of them cover."""
        infos = [encoder.info for encoder in self._encoders]
        covered = set(infos[0].languages).intersection(*(info.languages for info in infos))
        return ModelInfo(
            self._name,
            sum(info.dimension for info in infos),
            combined({info.name: info.sha256 for info in infos}),
            tuple(language for language in infos[0].languages if language in covered),
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises as the encoders do.
        """
        return self._joined([encoder.encode(texts) for encoder in self._encoders])

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> SpanVectors:
        """Vectors of texts and of the spans in each; see :class:`SpanEncoder`."""
        found = [encoder.encode_spans(texts, spans) for encoder in self._encoders]
        return SpanVectors(
            texts=self._joined([vectors.texts for vectors in found]),
            last=self._joined([vectors.last for vectors in found]),
            layers=self._joined([vectors.layers for vectors in found]),
        )

    def _joined(self, vectors: Sequence[Vectors]) -> Vectors:
        joined = np.concatenate(vectors, axis=1)
        joined *= np.float32(len(vectors) ** -0.5)
        return joined
