"""The sentence-transformers encoder: torch is imported when the first text is encoded."""

from __future__ import annotations

import copy
import math
import os
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.embeddings.encoder import ModelInfo, Vectors
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.slices import Slice, count_pieces, make_batches, slice_text
from scodiff.embeddings.sources import ModelSource
from scodiff.embeddings.windows import pool

Progress = Callable[[int, int], None]

_MOST_THREADS = 4
_SURROGATES = re.compile("[\ud800-\udfff]")


class TransformerEncoder:
    """A sentence-transformers model on the processor, whose vectors depend on their texts alone.

    The shape of a batch follows from the length of its texts (:func:`make_batches`), so the
    company a text comes in changes no bit of its vector. Several batches are computed at once,
    each by one thread, so the number of threads changes nothing either.
    """

    def __init__(self, source: ModelSource, progress: Progress | None = None) -> None:
        self._source = source
        self._progress = progress
        self._model: Any = None
        self._tokenizer: Any = None

    @property
    def info(self) -> ModelInfo:
        """The model's identity, known without loading its weights."""
        source = self._source
        return ModelInfo(
            source.name, source.dimension, source.fingerprint().weights, source.languages
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises :class:`EmbeddingError` if the model's files are not the recorded ones or cannot
        be run.
        """
        if not texts:
            return np.empty((0, self.info.dimension), dtype=np.float32)
        if self._model is None:
            self._load()
        slices = [self._slices(text) for text in texts]
        owners = [index for index, parts in enumerate(slices) for _ in parts]
        vectors = self._encode_slices([part for parts in slices for part in parts], owners)
        ends = np.cumsum([len(parts) for parts in slices])
        return np.stack(
            [
                pool(vectors[end - len(parts) : end], [part.pieces for part in parts])
                for end, parts in zip(ends, slices, strict=True)
            ]
        )

    def _encode_slices(self, slices: list[Slice], owners: list[int]) -> Vectors:
        """A vector for each slice; ``owners`` says which text it is of, to count those done."""
        out = np.empty((len(slices), self.info.dimension), dtype=np.float32)
        batches = make_batches([part.pieces for part in slices])
        waiting = Counter(owners)
        texts, done = len(waiting), 0
        with _one_thread_each(), ThreadPoolExecutor(thread_count()) as workers:
            jobs = ([slices[index].text for index in batch] for batch in batches)
            for batch, vectors in zip(batches, workers.map(self._forward, jobs), strict=True):
                out[batch] = vectors
                for owner in (owners[index] for index in set(batch)):
                    waiting[owner] -= 1
                    done += waiting[owner] == 0
                if self._progress is not None:
                    self._progress(done, texts)
        return out

    def _load(self) -> None:
        self._model = load_model(self._source.verified_folder(), self.info.dimension)
        # The model's own cuts at its limit; to count beyond that takes another.
        self._tokenizer = copy.deepcopy(self._model.tokenizer)

    def _forward(self, batch: list[str]) -> Vectors:
        vectors: Vectors = self._model.encode(
            batch, batch_size=len(batch), show_progress_bar=False, normalize_embeddings=True
        )
        return vectors

    def _slices(self, text: str) -> list[Slice]:
        # Half of a surrogate pair is no character, and tokenizers refuse it.
        text = _SURROGATES.sub("\ufffd", text)
        limit = self._model.max_seq_length
        if not _is_limited(self._model):
            return [Slice(text, len(text))]
        prompt = self._model.prompts.get(self._model.default_prompt_name) or ""
        size = limit - count_pieces(self._tokenizer, prompt)
        return slice_text(self._tokenizer, text, limit, size)


def _is_limited(model: Any) -> bool:
    """Whether the model reads only so many word pieces of a text."""
    return model.max_seq_length is not None and model.max_seq_length != math.inf


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


@contextmanager
def _one_thread_each() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def load_model(folder: Path, dimension: int) -> Any:
    """The ``SentenceTransformer`` in ``folder``, whose files are to be verified already.

    Nothing is looked up on a hub, and no code of the model's own is run. Raises
    :class:`EmbeddingError` if it cannot be loaded or gives vectors of another ``dimension``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise EmbeddingError(
                f"sentence-transformers cannot be imported ({error}); "
                "install it with: pip install sentence-transformers"
            ) from error
        quieten: Callable[[], None] = transformers_logging.disable_progress_bar
        quieten()
        try:
            model = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, trust_remote_code=False
            )
        except Exception as error:  # every layer below has exceptions of its own
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise EmbeddingError(f"the model in {folder} cannot be loaded: {reason}") from error
    actual = model.encode(["a"], show_progress_bar=False).shape[1]
    if _is_limited(model) and not getattr(model.tokenizer, "is_fast", False):
        raise EmbeddingError(
            f"the model in {folder} reads {model.max_seq_length} word pieces of a text only, and "
            "its tokenizer does not say where to cut; use a model with a fast tokenizer"
        )
    if actual != dimension:
        raise EmbeddingError(
            f"the model in {folder} gives vectors of length {actual}, "
            f"but its settings say {dimension}"
        )
    return model
