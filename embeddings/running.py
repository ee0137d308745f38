"""Running a model over texts: slices, batches, threads, and one vector for each text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from scodiff.embeddings.encoder import Vectors
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.slices import Slice
from scodiff.embeddings.windows import pool

Progress = Callable[[int, int], None]

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


def run_engine(
    engine: Engine, texts: Sequence[str], dimension: int, progress: Progress | None
) -> Vectors:
    """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

    ``progress(done, total)``, in texts, is called after each batch.
    """
    slices = [engine.slices(text) for text in texts]
    owners = [index for index, parts in enumerate(slices) for _ in parts]
    flat = [part for parts in slices for part in parts]
    vectors = _encode_slices(engine, flat, owners, dimension, progress)
    ends = np.cumsum([len(parts) for parts in slices])
    return np.stack(
        [
            pool(vectors[end - len(parts) : end], [part.pieces for part in parts])
            for end, parts in zip(ends, slices, strict=True)
        ]
    )


def _encode_slices(
    engine: Engine,
    slices: list[Slice],
    owners: list[int],
    dimension: int,
    progress: Progress | None,
) -> Vectors:
    """A vector for each slice; ``owners`` says which text it is of, to count those done."""
    out = np.empty((len(slices), dimension), dtype=np.float32)
    batches = engine.batches([part.pieces for part in slices])
    waiting = Counter(owners)
    texts, done = len(waiting), 0
    with ThreadPoolExecutor(thread_count()) as workers:
        jobs = ([slices[index].text for index in batch] for batch in batches)
        for batch, vectors in zip(batches, workers.map(engine.forward, jobs), strict=True):
            out[batch] = vectors
            for owner in (owners[index] for index in set(batch)):
                waiting[owner] -= 1
                done += waiting[owner] == 0
            if progress is not None:
                progress(done, texts)
    return out


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
