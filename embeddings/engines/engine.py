"""Running a model over texts: windows, batches, threads, and one vector for each text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

import numpy as np

from scodiff.embeddings.encoder import ProgressCallback, Vectors
from scodiff.embeddings.engines.windows import Window, pool
from scodiff.embeddings.errors import EmbeddingError

T = TypeVar("T")

_MOST_THREADS = 4


class Engine(Protocol):
    """What computes vectors of texts that a model can read whole."""

    def windows(self, text: str) -> list[Window]:
        """Parts of a text that the model can read whole, together all of it."""
        ...

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        """Indexes of windows of these lengths, shared out in batches; each occurs in one."""
        ...

    def one_thread_each(self) -> AbstractContextManager[None]:
        """Held while batches are computed, several at once: each by one thread."""
        ...

    def forward(self, batch: Sequence[str]) -> Vectors:
        """Unit vectors of the texts of one batch; called from several threads at once."""
        ...


def run_engine(
    engine: Engine, texts: Sequence[str], progress: ProgressCallback | None = None
) -> Vectors:
    """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

    There must be at least one text. ``progress`` is called after each batch.
    """

    def vectors_of(batch: Sequence[Window], _: Sequence[int]) -> list[Vectors]:
        """The vectors of a batch."""
        return list(engine.forward([window.text for window in batch]))

    windowed = WindowedTexts(engine, texts)
    return windowed.pool(np.stack(each_window(engine, windowed, vectors_of, progress)))


class WindowedTexts:
    """Texts cut into windows: ``flat`` has all, ``owners`` the number of each one's text."""

    def __init__(self, engine: Engine, texts: Sequence[str]) -> None:
        self._windows = [engine.windows(text) for text in texts]
        self.flat = [window for windows in self._windows for window in windows]
        self.owners = [index for index, windows in enumerate(self._windows) for _ in windows]

    def pool(self, vectors: Vectors) -> Vectors:
        """One vector for each text, from those of its windows."""
        ends = np.cumsum([len(windows) for windows in self._windows])
        return np.stack(
            [
                pool(vectors[end - len(windows) : end], [window.pieces for window in windows])
                for end, windows in zip(ends, self._windows, strict=True)
            ]
        )


def each_window(
    engine: Engine,
    windowed: WindowedTexts,
    work: Callable[[Sequence[Window], Sequence[int]], Sequence[T]],
    progress: ProgressCallback | None,
) -> list[T]:
    """What ``work`` makes of each window; it is given a batch and its texts' numbers."""
    batches = engine.batches([window.pieces for window in windowed.flat])
    waiting = Counter(windowed.owners)
    total, done = len(waiting), 0
    out: dict[int, T] = {}

    def run(batch: list[int]) -> Sequence[T]:
        """The work on one batch, given by its places."""
        return work([windowed.flat[i] for i in batch], [windowed.owners[i] for i in batch])

    # Imported here: most runs find every vector in the cache, and need no threads.
    from concurrent.futures import ThreadPoolExecutor

    with engine.one_thread_each(), ThreadPoolExecutor(thread_count()) as workers:
        for batch, results in zip(batches, workers.map(run, batches), strict=True):
            out.update(zip(batch, results, strict=True))
            for owner in (windowed.owners[index] for index in set(batch)):
                waiting[owner] -= 1
                done += waiting[owner] == 0
            if progress is not None:
                progress(done, total)
    return [out[index] for index in range(len(windowed.flat))]


def thread_count() -> int:
    """How many texts are encoded at once: ``SCODIFF_THREADS``, or up to four processors.

    Raises :class:`EmbeddingError` if the variable is not a whole number above 0.
    """
    chosen = os.environ.get("SCODIFF_THREADS", "")
    if chosen.isdecimal() and int(chosen) > 0:
        return int(chosen)
    if chosen:
        raise EmbeddingError(f"SCODIFF_THREADS must be a whole number above 0, not {chosen!r}")
    available = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return min(available, _MOST_THREADS)
