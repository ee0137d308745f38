"""The engine that runs an exported model by ONNX Runtime, without torch or transformers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.embeddings.encoder import Vectors
from scodiff.embeddings.engines.late_chunking import BatchOutput
from scodiff.embeddings.engines.tokenizing import (
    TokenizedBatch,
    count_pieces,
    fixed_batches,
    readable,
    tokenize_batch,
    whole_tokenizer,
)
from scodiff.embeddings.engines.windows import Window, split_text
from scodiff.embeddings.errors import FastPathError
from scodiff.embeddings.files.exported import (
    INT8,
    MODEL_FILE,
    OUTPUTS,
    TOKENIZER_FILE,
    ExportRecord,
)


class OnnxEngine:
    """A loaded export of a model; raises :class:`FastPathError` if it cannot be loaded."""

    def __init__(self, folder: Path, record: ExportRecord) -> None:
        try:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            # Several batches are computed at once instead, each by one thread.
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
            )
            definition = (folder / TOKENIZER_FILE).read_text(encoding="utf-8")
            self._tokenizer = whole_tokenizer(definition)
        except Exception as error:  # the runtime and the tokenizer have exceptions of their own
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise FastPathError(f"ONNX Runtime cannot load the model: {reason}") from error
        self._limit = record.limit
        # int8 scales each batch by its own range: there no text may have company.
        self._alone = record.precision == INT8

    def windows(self, text: str) -> list[Window]:
        """Parts of a text that the model can read whole, together all of it."""
        text = readable(text)
        if self._limit is None:
            return [Window(text, max(1, count_pieces(self._tokenizer, text, special=False)))]
        size = self._limit - count_pieces(self._tokenizer, "")
        return split_text(self._tokenizer, text, self._limit, size)

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        """Batches of one shape for one length."""
        return fixed_batches(lengths, 1) if self._alone else fixed_batches(lengths)

    def one_thread_each(self) -> AbstractContextManager[None]:
        """Nothing is to be held: the session was opened with one thread for each batch."""
        return nullcontext()

    @property
    def reads_spans(self) -> bool:
        """Whether the model gives vectors of word pieces."""
        return len(self._session.get_outputs()) == len(OUTPUTS)

    def forward(self, batch: Sequence[str]) -> Vectors:
        """Unit vectors of the texts of one batch."""
        (vectors,) = self._run(OUTPUTS[:1], tokenize_batch(self._tokenizer, batch))
        return _unit(vectors)

    def forward_pieces(self, batch: Sequence[str]) -> BatchOutput:
        """The vectors of the texts of one batch, and of their word pieces."""
        pieces = tokenize_batch(self._tokenizer, batch)
        vectors, layers = self._run(OUTPUTS, pieces)
        return BatchOutput(_unit(vectors), layers, pieces.offsets)

    def _run(self, outputs: Sequence[str], pieces: TokenizedBatch) -> list[Any]:
        inputs = {"input_ids": pieces.ids, "attention_mask": pieces.mask}
        found: list[Any] = self._session.run(list(outputs), inputs)
        return found


def _unit(vectors: Any) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / norms, dtype=np.float32)
