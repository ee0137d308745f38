"""Passages read where they stand: a text is run through the model once for all of them.

Guenther et al. 2024, "Late Chunking", section 3. Beside the last layer, the last three are
kept: the more a layer has mixed a passage with what stands around it, the less it says of
the passage alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from scodiff.embeddings.encoder import Span, SpanVectors, Vectors
from scodiff.embeddings.engines.running import Engine, Progress, Sliced, each_slice
from scodiff.embeddings.engines.slices import Slice

#: How many of a model's last layers are read.
LAYERS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model makes of a batch of ``b`` texts of ``t`` word pieces.

    ``vectors`` (``(b, d)``) are the texts' unit vectors, ``layers`` (``(b, t, LAYERS, d)``)
    those of their word pieces, the last layer last. ``offsets`` says for each text where in
    it each piece stands; the model's special pieces stand nowhere, ``(0, 0)``.
    """

    vectors: Vectors
    layers: Vectors
    offsets: Sequence[Sequence[Span]]


class SpanEngine(Engine, Protocol):
    """An engine that also says what it makes of each word piece."""

    def read(self, batch: Sequence[str]) -> Reading:
        """What the model makes of the texts of one batch; called from several threads."""
        ...


def no_spans(name: str) -> str:
    """The sentence for a model that cannot be asked for passages."""
    return f"the model {name} gives no vectors of word pieces, so passages must be encoded alone"


class _Passages(NamedTuple):
    """The vector of a slice, and of each of its text's spans the pieces' sum and number."""

    vector: Vectors
    sums: Vectors
    counts: npt.NDArray[np.int64]


def run_span_engine(
    engine: SpanEngine,
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    progress: Progress | None,
) -> SpanVectors:
    """Vectors of ``texts`` and of the ``spans`` in each; there must be at least one text.

    A span in which the model finds no word piece of its own has the vectors of the whole text.
    """

    def read(batch: Sequence[Slice], owners: Sequence[int]) -> list[_Passages]:
        """The passages of each slice of a batch."""
        reading = engine.read([part.text for part in batch])
        return [
            _passages(reading, row, part.start, [(0, len(texts[owner])), *spans[owner]])
            for row, (part, owner) in enumerate(zip(batch, owners, strict=True))
        ]

    sliced = Sliced([engine.slices(text) for text in texts])
    found = each_slice(engine, sliced, read, progress)
    vectors = sliced.pool(np.stack([passages.vector for passages in found]))
    parts: list[list[_Passages]] = [[] for _ in texts]
    for owner, passages in zip(sliced.owners, found, strict=True):
        parts[owner].append(passages)
    means = np.concatenate([_means(of_text) for of_text in parts])
    units = means / np.linalg.norm(means, axis=2, keepdims=True)
    mixed = units.sum(axis=1)
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    last = units[:, -1]
    return SpanVectors(vectors, last.astype(np.float32), mixed.astype(np.float32))


def _passages(reading: Reading, row: int, start: int, spans: Sequence[Span]) -> _Passages:
    """The pieces of each span that stand in one slice, which begins at ``start``.

    Each span is summed by itself: its last bits must not depend on the other spans.
    """
    layers, offsets = reading.layers[row], np.array(reading.offsets[row])
    first, last = offsets[:, 0] + start, offsets[:, 1] + start
    special = offsets[:, 0] == offsets[:, 1]
    sums = np.zeros((len(spans), *layers.shape[1:]), dtype=np.float32)
    counts = np.zeros(len(spans), dtype=np.int64)
    for number, (begin, end) in enumerate(spans):
        pieces = np.flatnonzero((first < end) & (last > begin) & ~special)
        counts[number] = len(pieces)
        sums[number] = layers[pieces].sum(axis=0)
    return _Passages(reading.vectors[row], sums, counts)


def _means(slices: Sequence[_Passages]) -> npt.NDArray[np.float64]:
    """The mean piece of each span, shape ``(spans, LAYERS, d)``.

    The first of the spans is the whole text, which stands in for those without a piece.
    """
    sums = np.stack([passages.sums for passages in slices]).sum(axis=0, dtype=np.float64)
    counts = np.stack([passages.counts for passages in slices]).sum(axis=0)
    if not counts[0]:
        sums[0], counts[0] = slices[0].vector, 1
    empty = counts == 0
    sums[empty], counts[empty] = sums[0], counts[0]
    return np.asarray(sums[1:] / counts[1:, None, None])
