"""Documents made for tests, and an encoder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np

from scodiff.compare import compare
from scodiff.compare.model import Comparison
from scodiff.compare.text.tokens import words
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document, Paragraph, Source, Span
from scodiff.corpus.reader import read
from scodiff.embeddings.encoder import ModelInfo, SpanVectors, Vectors

DIMENSION = 64
SHARED = (
    "The member states reaffirm that all nations of the region depend on clean water and shall "
    "share what they know of it with each other every year.\n\n"
    "It was decided that the secretariat publish a yearly account of every budget line."
)


def document(paragraphs: Sequence[str], name: str = "made") -> Document:
    """A document with these body paragraphs and nothing else."""
    text = "\n\n".join(paragraphs)
    made = []
    position = 0
    for n, paragraph in enumerate(paragraphs, 1):
        span = Span(position, position + len(paragraph))
        made.append(Paragraph(f"p{n}", n, None, None, "body", paragraph, (span,)))
        position = span.end + 2
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(f"{name}.txt", digest, digest, "made")
    return Document(name, name, None, None, "en", source, text, tuple(made))


@lru_cache(maxsize=1)
def moscow_paragraphs() -> tuple[str, ...]:
    """The citable paragraphs of the 2003 declaration."""
    return tuple(p.text for p in resolve("2003-moscow").citable)


class WordEncoder:
    """A text's vector is the sum of a fixed random vector for each of its words."""

    info = ModelInfo("words", DIMENSION, "0" * 64)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), 64)``."""
        rows = np.array([self._sum(text) for text in texts], dtype=np.float64)
        norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return np.asarray(rows / norms, dtype=np.float32)

    def _sum(self, text: str) -> np.ndarray:
        return sum((_vector(word) for word in words(text)), np.full(DIMENSION, 1e-3))

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> SpanVectors:
        """A span has its own words' vector and, half as heavy, that of its whole text."""
        whole = self.encode(texts)
        inside = [
            (self.encode([text[slice(*span)]])[0], row)
            for text, row, of_text in zip(texts, whole, spans, strict=True)
            for span in of_text
        ]
        rows = np.array([own + row / 2 for own, row in inside], dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return SpanVectors(whole, rows, rows)


@cache
def _vector(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSION)


def compared(a: str, b: str, language: str = "en") -> Comparison:
    """Two texts, compared by their wording."""
    one, other = (
        read(text.encode(), name=f"{name}.txt", language=language)
        for name, text in (("a", a), ("b", b))
    )
    return compare(one, other)


def certain(comparison: Comparison) -> Comparison:
    """The same with every link sure."""
    links = tuple(replace(link, certainty="sure") for link in comparison.links)
    none = dict.fromkeys(comparison.summary.a.open_paragraphs, 0)
    sides = {
        side: replace(
            getattr(comparison.summary, side), open_paragraphs=none, open_words=dict(none)
        )
        for side in ("a", "b")
    }
    return replace(comparison, links=links, summary=replace(comparison.summary, **sides))
