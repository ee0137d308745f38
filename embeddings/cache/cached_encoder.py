"""An encoder that computes each text once, and then never again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from scodiff.embeddings.cache.vector_cache import span_key, text_key
from scodiff.embeddings.encoder import (
    Encoder,
    ModelInfo,
    Offsets,
    SpanEncoder,
    SpanVectors,
    Vectors,
)
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
        _refuse_blank(texts)
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
        return self._keep(list(missing), fresh)

    def _keep(self, keys: Sequence[bytes], fresh: Vectors) -> dict[bytes, Vectors]:
        """Store new vectors, if they are what vectors have to be."""
        norms = np.linalg.norm(fresh, axis=1)
        if fresh.shape[1] != self.info.dimension or not (abs(norms - 1) < _NORM_TOLERANCE).all():
            raise EmbeddingError(
                f"the model {self.info.name} gave vectors that are not unit vectors of length "
                f"{self.info.dimension}; its files may be damaged (scodiff models check)"
            )
        computed = dict(zip(keys, fresh, strict=True))
        self._store.store(computed)
        return computed


class CachedSpanEncoder(CachedEncoder):
    """The same for an encoder that also reads passages where they stand."""

    def __init__(self, encoder: SpanEncoder, store: Store) -> None:
        super().__init__(encoder, store)
        self._span_encoder = encoder

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """Vectors of the texts, and of the spans of each; see :class:`SpanEncoder`.

        Raises as :meth:`encode` does, and ``ValueError`` for a span that is not in its text.
        """
        _refuse_blank(texts)
        wanted = [_keyed(text, inside) for text, inside in zip(texts, spans, strict=True)]
        vectors = self._store.load([key for text in wanted for key in text.keys])
        missing = [text for text in dict.fromkeys(wanted) if not vectors.keys() >= set(text.keys)]
        if missing:
            vectors |= self._read(missing)

        def stacked(keys: Iterable[bytes]) -> Vectors:
            """The vectors of these keys, one a row."""
            rows = [vectors[key] for key in keys]
            return np.stack(rows) if rows else np.empty((0, self.info.dimension), np.float32)

        return SpanVectors(
            stacked(text.own for text in wanted),
            stacked(key for text in wanted for key in text.last),
            stacked(key for text in wanted for key in text.layers),
        )

    def _read(self, missing: Sequence[_KeyedText]) -> dict[bytes, Vectors]:
        texts = [text.text for text in missing]
        found = self._span_encoder.encode_spans(texts, [text.spans for text in missing])
        keys = [text.own for text in missing]
        keys += [key for text in missing for key in text.last]
        keys += [key for text in missing for key in text.layers]
        return self._keep(keys, np.concatenate([found.texts, found.last, found.layers]))


@dataclass(frozen=True, slots=True)
class _KeyedText:
    """A text and its spans, and the keys of their vectors: the text's, the spans' two each."""

    text: str
    spans: tuple[Offsets, ...]
    own: bytes
    last: tuple[bytes, ...]
    layers: tuple[bytes, ...]

    @property
    def keys(self) -> tuple[bytes, ...]:
        """All of them."""
        return (self.own, *self.last, *self.layers)


def _keyed(text: str, spans: Sequence[Offsets]) -> _KeyedText:
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{start}–{end} is no passage of a text of {len(text)}")
    own = text_key(text)
    last, layers = (tuple(span_key(own, s, part) for s in spans) for part in ("last", "layers"))
    return _KeyedText(text, tuple(spans), own, last, layers)


def _refuse_blank(texts: Sequence[str]) -> None:
    for index, text in enumerate(texts):
        if not text.strip():
            raise ValueError(f"text {index} is empty: it has no meaning to encode")
