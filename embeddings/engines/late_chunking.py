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

from scodiff.embeddings.encoder import Offsets, ProgressCallback, SpanVectors, Vectors
from scodiff.embeddings.engines.engine import Engine, WindowedTexts, each_window
from scodiff.embeddings.engines.windows import Window

#: How many of a model's last layers are read.
LAYERS = 3


@dataclass(frozen=True, slots=True)
class BatchOutput:
    """What a model makes of a batch of ``b`` texts of ``t`` word pieces.

    ``vectors`` (``(b, d)``) are the texts' unit vectors, ``layers`` (``(b, t, LAYERS, d)``)
    those of their word pieces, the last layer last. ``offsets`` says for each text where in
    it each piece stands; the model's special pieces stand nowhere, ``(0, 0)``.
    """

    vectors: Vectors
    layers: Vectors
    offsets: Sequence[Sequence[Offsets]]


class SpanEngine(Engine, Protocol):
    """An engine that also says what it makes of each word piece."""

    @property
    def reads_spans(self) -> bool:
        """Whether its model gives vectors of word pieces; else ``forward_pieces`` fails."""
        ...

    def forward_pieces(self, batch: Sequence[str]) -> BatchOutput:
        """What the model makes of the texts of one batch; called from several threads."""
        ...


class _Passages(NamedTuple):
    """The vector of a window, and of each of its text's spans the pieces' sum and number."""

    vector: Vectors
    sums: Vectors
    counts: npt.NDArray[np.int64]


def run_span_engine(
    engine: SpanEngine,
    texts: Sequence[str],
    spans: Sequence[Sequence[Offsets]],
    progress: ProgressCallback | None = None,
) -> SpanVectors:
    """Vectors of ``texts`` and of the ``spans`` in each; there must be at least one text.

    A span in which the model finds no word piece of its own has the vectors of the whole text.
    """

    def read(batch: Sequence[Window], owners: Sequence[int]) -> list[_Passages]:
        """The passages of each window of a batch."""
        output = engine.forward_pieces([window.text for window in batch])
        return [
            _passages(output, row, window.start, [(0, len(texts[owner])), *spans[owner]])
            for row, (window, owner) in enumerate(zip(batch, owners, strict=True))
        ]

    windowed = WindowedTexts(engine, texts)
    found = each_window(engine, windowed, read, progress)
    vectors = windowed.pool(np.stack([passages.vector for passages in found]))
    of_texts: list[list[_Passages]] = [[] for _ in texts]
    for owner, passages in zip(windowed.owners, found, strict=True):
        of_texts[owner].append(passages)
    means = np.concatenate([_means(windows) for windows in of_texts])
    units = means / np.linalg.norm(means, axis=2, keepdims=True)
    mixed = units.sum(axis=1)
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    last = units[:, -1]
    return SpanVectors(vectors, last.astype(np.float32), mixed.astype(np.float32))


def _passages(output: BatchOutput, row: int, start: int, spans: Sequence[Offsets]) -> _Passages:
    """The pieces of each span that stand in one window, which begins at ``start``.

    Each span is summed by itself: its last bits must not depend on the other spans.
    """
    layers, offsets = output.layers[row], np.array(output.offsets[row])
    first, last = offsets[:, 0] + start, offsets[:, 1] + start
    special = offsets[:, 0] == offsets[:, 1]
    sums = np.zeros((len(spans), *layers.shape[1:]), dtype=np.float32)
    counts = np.zeros(len(spans), dtype=np.int64)
    for number, (begin, end) in enumerate(spans):
        pieces = np.flatnonzero((first < end) & (last > begin) & ~special)
        counts[number] = len(pieces)
        sums[number] = layers[pieces].sum(axis=0)
    return _Passages(output.vectors[row], sums, counts)


def _means(windows: Sequence[_Passages]) -> npt.NDArray[np.float64]:
    """The mean piece of each span, shape ``(spans, LAYERS, d)``.

    The first of the spans is the whole text, which stands in for those without a piece.
    """
    sums = np.stack([passages.sums for passages in windows]).sum(axis=0, dtype=np.float64)
    counts = np.stack([passages.counts for passages in windows]).sum(axis=0)
    if not counts[0]:
        sums[0], counts[0] = windows[0].vector, 1
    empty = counts == 0
    sums[empty], counts[empty] = sums[0], counts[0]
    return np.asarray(sums[1:] / counts[1:, None, None])
