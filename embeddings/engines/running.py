"""Running a model over texts: slices, batches, threads, and one vector for each text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

import numpy as np

from scodiff.embeddings.encoder import Vectors
from scodiff.embeddings.engines.slices import Slice
from scodiff.embeddings.engines.windows import pool
from scodiff.embeddings.errors import EmbeddingError

Progress = Callable[[int, int], None]
T = TypeVar("T")

_MOST_THREADS = 4


class Engine(Protocol):
    """What computes vectors of texts that a model can read whole."""

    def slices(self, text: str) -> list[Slice]:
        """Parts of a text that the model can read whole, together all of it."""
        ...

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        """Indexes of slices of these lengths, shared out in batches; each occurs in one."""
        ...

    def forward(self, batch: Sequence[str]) -> Vectors:
        """Unit vectors of the texts of one batch; called from several threads at once."""
        ...


def run_engine(engine: Engine, texts: Sequence[str], progress: Progress | None) -> Vectors:
    """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

    There must be at least one text. ``progress(done, total)``, in texts, is called after
    each batch.
    """

    def vectors_of(batch: Sequence[Slice], _: Sequence[int]) -> list[Vectors]:
        """The vectors of a batch."""
        return list(engine.forward([part.text for part in batch]))

    sliced = Sliced([engine.slices(text) for text in texts])
    return sliced.pool(np.stack(each_slice(engine, sliced, vectors_of, progress)))


class Sliced:
    """Texts cut into slices: ``flat`` has all, ``owners`` the number of each one's text."""

    def __init__(self, slices: Sequence[list[Slice]]) -> None:
        self._slices = slices
        self.flat = [part for parts in slices for part in parts]
        self.owners = [index for index, parts in enumerate(slices) for _ in parts]

    def pool(self, vectors: Vectors) -> Vectors:
        """One vector for each text, from those of its slices."""
        ends = np.cumsum([len(parts) for parts in self._slices])
        return np.stack(
            [
                pool(vectors[end - len(parts) : end], [part.pieces for part in parts])
                for end, parts in zip(ends, self._slices, strict=True)
            ]
        )


def each_slice(
    engine: Engine,
    sliced: Sliced,
    work: Callable[[Sequence[Slice], Sequence[int]], Sequence[T]],
    progress: Progress | None,
) -> list[T]:
    """What ``work`` makes of each slice; it is given a batch and its texts' numbers."""
    batches = engine.batches([part.pieces for part in sliced.flat])
    waiting = Counter(sliced.owners)
    total, done = len(waiting), 0
    out: dict[int, T] = {}

    def run(batch: list[int]) -> Sequence[T]:
        """The work on one batch, given by its places."""
        return work([sliced.flat[i] for i in batch], [sliced.owners[i] for i in batch])

    with ThreadPoolExecutor(thread_count()) as workers:
        for batch, results in zip(batches, workers.map(run, batches), strict=True):
            out.update(zip(batch, results, strict=True))
            for owner in (sliced.owners[index] for index in set(batch)):
                waiting[owner] -= 1
                done += waiting[owner] == 0
            if progress is not None:
                progress(done, total)
    return [out[index] for index in range(len(sliced.flat))]


def thread_count() -> int:
    """How many texts are encoded at once: ``SCODIFF_THREADS``, or up to four processors."""
    chosen = os.environ.get("SCODIFF_THREADS", "")
    if chosen.isdecimal() and int(chosen) > 0:
        return int(chosen)
    if chosen:
        raise EmbeddingError(f"SCODIFF_THREADS must be a whole number above 0, not {chosen!r}")
    available = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return min(available, _MOST_THREADS)
