"""The encoder for sentence-transformers models, whichever engine runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from scodiff.embeddings.encoder import ModelInfo, Offsets, ProgressCallback, SpanVectors, Vectors
from scodiff.embeddings.engines.engine import run_engine
from scodiff.embeddings.engines.late_chunking import SpanEngine, run_span_engine
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.model_source import ModelSource, source_info


class TransformerEncoder:
    """A sentence-transformers model on the processor, whose vectors depend on their texts alone.

    Its engine is opened at the first text. The shape of a batch follows from the length of its
    texts, so the company a text comes in changes no bit of its vector. Several batches are
    computed at once, each by one thread, so the number of threads changes nothing either.
    """

    def __init__(
        self,
        source: ModelSource,
        open_engine: Callable[[ModelSource], SpanEngine],
        progress: ProgressCallback | None = None,
    ) -> None:
        self._source = source
        self._open_engine = open_engine
        self._progress = progress
        self._engine: SpanEngine | None = None

    @property
    def info(self) -> ModelInfo:
        """The model's identity, that of its own weights; known without loading anything."""
        return source_info(self._source)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises :class:`EmbeddingError` if the model's files are not the recorded ones or cannot
        be run; :class:`~scodiff.embeddings.errors.FastPathError`, which is one, if they can be
        run by another engine.
        """
        if not texts:
            return np.empty((0, self._source.dimension), dtype=np.float32)
        return run_engine(self._opened(), texts, self._progress)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """Vectors of at least one text, and of the spans of each, read in their text.

        Raises as :meth:`encode` does, and :class:`EmbeddingError` if the model's architecture
        does not give vectors of word pieces.
        """
        engine = self._opened()
        if not engine.reads_spans:
            raise EmbeddingError(
                f"the model {self._source.name} gives no vectors of word pieces, so passages must "
                "be encoded alone"
            )
        return run_span_engine(engine, texts, spans, self._progress)

    def _opened(self) -> SpanEngine:
        if self._engine is None:
            self._engine = self._open_engine(self._source)
        return self._engine
