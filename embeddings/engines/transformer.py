"""The sentence-transformers encoder: torch is imported when the first text is encoded."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.embeddings.encoder import ModelInfo, Span, SpanVectors, Vectors
from scodiff.embeddings.engines.running import Progress, run_engine
from scodiff.embeddings.engines.slices import (
    Slice,
    count_pieces,
    encode_batch,
    fixed_batches,
    readable,
    slice_text,
    whole_tokenizer,
)
from scodiff.embeddings.engines.spans import LAYERS, Reading, no_spans, run_span_engine
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.sources import ModelSource

# How near the mean of the word pieces must come to the vector of a text.
_MEAN_POOLED = 0.99999


class TransformerEncoder:
    """A sentence-transformers model on the processor, whose vectors depend on their texts alone.

    The shape of a batch follows from the length of its texts (:func:`fixed_batches`), so the
    company a text comes in changes no bit of its vector. Several batches are computed at once,
    each by one thread, so the number of threads changes nothing either.
    """

    def __init__(self, source: ModelSource, progress: Progress | None = None) -> None:
        self._source = source
        self._progress = progress
        self._engine: TorchEngine | None = None

    @property
    def info(self) -> ModelInfo:
        """The model's identity, known without loading its weights."""
        return source_info(self._source)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises :class:`EmbeddingError` if the model's files are not the recorded ones or cannot
        be run.
        """
        if not texts:
            return np.empty((0, self._source.dimension), dtype=np.float32)
        engine = self._opened()
        with _one_thread_each():
            return run_engine(engine, texts, self._progress)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> SpanVectors:
        """Vectors of texts and of the spans in each; see :class:`SpanEncoder`.

        Raises as :meth:`encode` does, and :class:`EmbeddingError` if the model's architecture
        does not give vectors of word pieces. There must be at least one text.
        """
        engine = self._opened()
        if not engine.reads_spans:
            raise EmbeddingError(no_spans(self._source.name))
        with _one_thread_each():
            return run_span_engine(engine, texts, spans, self._progress)

    def _opened(self) -> TorchEngine:
        if self._engine is None:
            folder = self._source.verified_folder()
            self._engine = TorchEngine(load_model(folder, self._source.dimension))
        return self._engine


def source_info(source: ModelSource) -> ModelInfo:
    """The identity of a model, whatever engine runs it."""
    weights = source.fingerprint().weights
    return ModelInfo(source.name, source.dimension, weights, source.languages)


class TorchEngine:
    """A loaded ``SentenceTransformer`` as it is run, by torch."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.limit: int | None = None
        self.prompt = ""
        if _is_limited(model):
            self.limit = int(model.max_seq_length)
            self.prompt = model.prompts.get(model.default_prompt_name) or ""
            self.definition: str = model.tokenizer.backend_tokenizer.to_str()
            self._tokenizer = whole_tokenizer(self.definition)
        self.reads_spans = self._is_mean_pooled()

    def slices(self, text: str) -> list[Slice]:
        """Parts of a text that the model can read whole, together all of it."""
        text = readable(text)
        if self.limit is None:
            return [Slice(text, max(1, len(text)))]
        size = self.limit - count_pieces(self._tokenizer, self.prompt)
        return slice_text(self._tokenizer, text, self.limit, size)

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        """Batches of one shape for one length."""
        return fixed_batches(lengths)

    def forward(self, batch: Sequence[str]) -> Vectors:
        """Unit vectors of the texts of one batch."""
        if self.reads_spans:
            return self.read(batch).vectors
        vectors: Vectors = self.model.encode(
            list(batch), batch_size=len(batch), show_progress_bar=False, normalize_embeddings=True
        )
        return vectors

    def read(self, batch: Sequence[str]) -> Reading:
        """The vectors of the texts of one batch, and of their word pieces."""
        import torch

        pieces = encode_batch(self._tokenizer, batch)
        ids, mask = torch.from_numpy(pieces.ids), torch.from_numpy(pieces.mask)
        with torch.inference_mode():
            features = self.model({"input_ids": ids, "attention_mask": mask})
            vectors = torch.nn.functional.normalize(features["sentence_embedding"])
            layers = torch.stack(features["all_layer_embeddings"][-LAYERS:], dim=2)
        return Reading(vectors.numpy(), layers.numpy(), pieces.offsets)

    def _is_mean_pooled(self) -> bool:
        """Whether the vector of a text is the mean of those of its word pieces, and no more."""
        config: Any = getattr(getattr(self.model[0], "auto_model", None), "config", None)
        plain = self.limit is not None and not self.prompt and not changes_texts(self.model)
        if not plain or not hasattr(config, "output_hidden_states"):
            return False
        config.output_hidden_states = True
        try:
            reading = self.read(["the vector of a text"])
        except (KeyError, TypeError, RuntimeError):
            config.output_hidden_states = False
            return False
        mean = reading.layers[0, :, -1].mean(axis=0)
        return bool(reading.vectors[0] @ mean >= _MEAN_POOLED * np.linalg.norm(mean))


def changes_texts(model: Any) -> bool:
    """Whether a model changes its texts before the tokenizer sees them."""
    return bool(getattr(model[0], "do_lower_case", False))


def _is_limited(model: Any) -> bool:
    """Whether the model reads only so many word pieces of a text."""
    return model.max_seq_length is not None and model.max_seq_length != math.inf


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
