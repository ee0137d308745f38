"""The sentence-transformers encoder: torch is imported when the first text is encoded."""

from __future__ import annotations

import copy
import os
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scodiff.embeddings.encoder import ModelInfo, Vectors
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.sources import ModelSource
from scodiff.embeddings.windows import pool, split_windows, step_for

Progress = Callable[[int, int], None]

_MOST_THREADS = 4
_SURROGATES = re.compile("[\ud800-\udfff]")


class Slices(NamedTuple):
    """The parts of a text that a model can read whole, and their lengths in word pieces."""

    texts: list[str]
    lengths: list[int]


class TransformerEncoder:
    """A sentence-transformers model on the processor, every text in a pass of its own.

    Padding a batch changes the last bits of a vector with its company. A pass for each text
    makes a vector depend on its text alone, and on a processor costs no speed: several texts
    are encoded at once, each by one thread, so the number of threads changes nothing either.
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
        out = np.empty((len(texts), self.info.dimension), dtype=np.float32)
        if not texts:
            return out
        if self._model is None:
            self._load()
        # Longest first, so that no long text is left to one thread at the end.
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        with _one_thread_each(), ThreadPoolExecutor(thread_count()) as workers:
            # Cut up here and not by the workers: a tokenizer's state is not safe among threads.
            parts = [self._slices(texts[i]) for i in order]
            vectors = workers.map(self._encode_parts, parts)
            for done, (index, vector) in enumerate(zip(order, vectors, strict=True), start=1):
                out[index] = vector
                if self._progress is not None:
                    self._progress(done, len(texts))
        return out

    def _load(self) -> None:
        self._model = load_model(self._source.verified_folder(), self.info.dimension)
        # The model's own cuts at its limit; to count beyond that takes another.
        self._tokenizer = copy.deepcopy(self._model.tokenizer)

    def _encode_parts(self, parts: Slices) -> Vectors:
        vectors = np.concatenate([self._forward(text) for text in parts.texts])
        return pool(vectors, parts.lengths)

    def _forward(self, text: str) -> Vectors:
        vectors: Vectors = self._model.encode(
            [text], batch_size=1, show_progress_bar=False, normalize_embeddings=True
        )
        return vectors

    def _slices(self, text: str) -> Slices:
        # Half of a surrogate pair is no character, and tokenizers refuse it.
        text = _SURROGATES.sub("\ufffd", text)
        limit = self._model.max_seq_length
        if limit is None or not getattr(self._tokenizer, "is_fast", False):
            return Slices([text], [1])
        prompt = self._model.prompts.get(self._model.default_prompt_name) or ""
        return slice_text(self._tokenizer, text, limit, limit - _count(self._tokenizer, prompt))


def slice_text(tokenizer: Any, text: str, limit: int, size: int) -> Slices:
    """Parts of ``text`` that together hold all of it, each at most ``size`` word pieces.

    A part with the model's special pieces never exceeds ``limit``, what the model can read.
    """
    pieces = tokenizer(
        text, add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
    )
    offsets, words = pieces["offset_mapping"], pieces.word_ids()
    if len(words) <= size:
        return Slices([text], [1])
    while True:
        windows = split_windows(words, size, step_for(size))
        parts = [text[offsets[w.start][0] : offsets[w.end - 1][1]] for w in windows]
        if size < 2 or all(_count(tokenizer, part) <= limit for part in parts):
            return Slices(parts, [len(window) for window in windows])
        # A cut inside a very long word may have made one piece more of it.
        size -= max(1, size // 20)


def _count(tokenizer: Any, text: str) -> int:
    """The length of a text in word pieces, the model's special ones included."""
    return len(tokenizer(text, truncation=False, verbose=False)["input_ids"])


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
    if actual != dimension:
        raise EmbeddingError(
            f"the model in {folder} gives vectors of length {actual}, "
            f"but its settings say {dimension}"
        )
    return model
