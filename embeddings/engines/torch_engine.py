"""The engine that runs a model by torch, which is imported when the model is opened."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.embeddings.encoder import Vectors
from scodiff.embeddings.engines.late_chunking import LAYERS, BatchOutput
from scodiff.embeddings.engines.tokenizing import (
    count_pieces,
    fixed_batches,
    readable,
    tokenize_batch,
    whole_tokenizer,
)
from scodiff.embeddings.engines.windows import Window, split_text
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.model_source import ModelSource

# How near the mean of the word pieces must come to the vector of a text.
_MEAN_POOLED = 0.99999


def open_torch_engine(source: ModelSource) -> TorchEngine:
    """Loads a model, each of its files checked; raises :class:`EmbeddingError`."""
    return TorchEngine(load_model(source.verified_folder(), source.dimension))


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

    def windows(self, text: str) -> list[Window]:
        """Parts of a text that the model can read whole, together all of it."""
        text = readable(text)
        if self.limit is None:
            return [Window(text, max(1, len(text)))]
        size = self.limit - count_pieces(self._tokenizer, self.prompt)
        return split_text(self._tokenizer, text, self.limit, size)

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        """Batches of one shape for one length."""
        return fixed_batches(lengths)

    @contextmanager
    def one_thread_each(self) -> Iterator[None]:
        """Torch computes with one thread while this is held."""
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(before)

    def forward(self, batch: Sequence[str]) -> Vectors:
        """Unit vectors of the texts of one batch."""
        if self.reads_spans:
            return self.forward_pieces(batch).vectors
        vectors: Vectors = self.model.encode(
            list(batch), batch_size=len(batch), show_progress_bar=False, normalize_embeddings=True
        )
        return vectors

    def forward_pieces(self, batch: Sequence[str]) -> BatchOutput:
        """The vectors of the texts of one batch, and of their word pieces."""
        import torch

        pieces = tokenize_batch(self._tokenizer, batch)
        ids, mask = torch.from_numpy(pieces.ids), torch.from_numpy(pieces.mask)
        with torch.inference_mode():
            features = self.model({"input_ids": ids, "attention_mask": mask})
            vectors = torch.nn.functional.normalize(features["sentence_embedding"])
            layers = torch.stack(features["all_layer_embeddings"][-LAYERS:], dim=2)
        return BatchOutput(vectors.numpy(), layers.numpy(), pieces.offsets)

    def _is_mean_pooled(self) -> bool:
        """Whether the vector of a text is the mean of those of its word pieces, and no more."""
        config: Any = getattr(getattr(self.model[0], "auto_model", None), "config", None)
        plain = self.limit is not None and not self.prompt and not changes_texts(self.model)
        if not plain or not hasattr(config, "output_hidden_states"):
            return False
        config.output_hidden_states = True
        try:
            output = self.forward_pieces(["the vector of a text"])
        except (KeyError, TypeError, RuntimeError):
            config.output_hidden_states = False
            return False
        mean = output.layers[0, :, -1].mean(axis=0)
        return bool(output.vectors[0] @ mean >= _MEAN_POOLED * np.linalg.norm(mean))


def changes_texts(model: Any) -> bool:
    """Whether a model changes its texts before the tokenizer sees them."""
    return bool(getattr(model[0], "do_lower_case", False))


def _is_limited(model: Any) -> bool:
    """Whether the model reads only so many word pieces of a text."""
    return model.max_seq_length is not None and model.max_seq_length != math.inf


@contextmanager
def _offline() -> Iterator[None]:
    """The hub's library refuses to reach out while this is held.

    A model's settings may name other files of a hub, and not every release of every library
    that takes part passes ``local_files_only`` on.
    """
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


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
            with _offline():
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
