"""An encoder that computes each text once, and then never again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from scodiff.embeddings.cache import text_key
from scodiff.embeddings.encoder import Encoder, ModelInfo, Vectors
from scodiff.embeddings.errors import EmbeddingError

_NORM_TOLERANCE = 1e-3


class Store(Protocol):
    """Where vectors are kept between runs."""

    def load(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors known for ``keys``."""
        ...

    def store(self, entries: dict[bytes, Vectors]) -> None:
        """Adds vectors."""
        ...


class CachedEncoder:
    """Gives the vectors of ``store`` where it has them, and asks ``encoder`` for the others."""

    def __init__(self, encoder: Encoder, store: Store) -> None:
        self._encoder = encoder
        self._store = store

    @cached_property
    def info(self) -> ModelInfo:
        """The identity of the encoder behind the cache."""
        return self._encoder.info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        A text that occurs more than once is encoded once. Raises ``ValueError`` for a text
        without any character but white space: it has no meaning that a vector could stand for.
        Raises :class:`EmbeddingError` if the encoder fails or gives anything but unit vectors.
        """
        for index, text in enumerate(texts):
            if not text.strip():
                raise ValueError(f"text {index} is empty: it has no meaning to encode")
        if not texts:
            return np.empty((0, self.info.dimension), dtype=np.float32)
        keys = [text_key(text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        vectors = self._store.load(list(by_key))
        missing = {key: text for key, text in by_key.items() if key not in vectors}
        if missing:
            vectors |= self._compute(missing)
        return np.stack([vectors[key] for key in keys])

    def _compute(self, missing: dict[bytes, str]) -> dict[bytes, Vectors]:
        fresh = self._encoder.encode(list(missing.values()))
        norms = np.linalg.norm(fresh, axis=1)
        if fresh.shape[1] != self.info.dimension or not (abs(norms - 1) < _NORM_TOLERANCE).all():
            raise EmbeddingError(
                f"the model {self.info.name} gave vectors that are not unit vectors of length "
                f"{self.info.dimension}; its files may be damaged (scodiff models check)"
            )
        computed = dict(zip(missing, fresh, strict=True))
        self._store.store(computed)
        return computed
