"""The fast path: ONNX Runtime runs a prepared model; neither torch nor transformers is imported."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from typing import Any

import numpy as np

from scodiff.embeddings.encoder import ModelInfo, Span, SpanVectors, Vectors
from scodiff.embeddings.engines.running import Progress, run_engine
from scodiff.embeddings.engines.slices import (
    Batch,
    Slice,
    count_pieces,
    encode_batch,
    fixed_batches,
    readable,
    slice_text,
    whole_tokenizer,
)
from scodiff.embeddings.engines.spans import Reading, no_spans, run_span_engine
from scodiff.embeddings.engines.transformer import source_info
from scodiff.embeddings.errors import EmbeddingError, FastPathError
from scodiff.embeddings.files.prepared import (
    EXACT,
    INT8,
    MODEL_FILE,
    OUTPUTS,
    TOKENIZER_FILE,
    Record,
    fast_path_installed,
    prepared_folder,
    sound_record,
)
from scodiff.embeddings.files.sources import ModelSource


class OnnxEncoder:
    """A prepared model on the processor; one that is not prepared is, at the first text.

    The model is known by the digest of its own weights, whatever they were prepared for.
    """

    def __init__(
        self, source: ModelSource, progress: Progress | None = None, precision: str = EXACT
    ) -> None:
        self._source = source
        self._progress = progress
        self._precision = precision
        self._engine: OnnxEngine | None = None

    @property
    def info(self) -> ModelInfo:
        """The model's identity, known without loading anything."""
        return source_info(self._source)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises :class:`FastPathError` if the model can be neither found prepared nor prepared
        now, and :class:`EmbeddingError` if its files are not the recorded ones.
        """
        if not texts:
            return np.empty((0, self._source.dimension), dtype=np.float32)
        return run_engine(self._opened(), texts, self._progress)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> SpanVectors:
        """Vectors of texts and of the spans in each; see :class:`SpanEncoder`.

        Raises as :meth:`encode` does, and :class:`EmbeddingError` if the model's architecture
        does not give vectors of word pieces. There must be at least one text.
        """
        engine = self._opened()
        if not engine.reads_spans:
            raise EmbeddingError(no_spans(self._source.name))
        return run_span_engine(engine, texts, spans, self._progress)

    def _opened(self) -> OnnxEngine:
        if self._engine is None:
            self._engine = self._open()
        return self._engine

    def _open(self) -> OnnxEngine:
        of = self._source.fingerprint()
        with ThreadPoolExecutor(1) as worker:
            checking = worker.submit(sound_record, of, self._precision)
            # The files are read while the runtime is; each takes as long as the other.
            with suppress(ImportError):
                import_module("onnxruntime")
            record = checking.result()
        if record is None:
            if self._precision == INT8:
                raise EmbeddingError(_unprepared(self._source.name))
            from scodiff.embeddings.engines.onnx_export import prepare

            record = prepare(self._source)
        return OnnxEngine(prepared_folder(of, self._precision), record)


def _unprepared(name: str) -> str:
    plain = name.removesuffix(f"-{INT8}")
    if not fast_path_installed():
        return f'{name} needs ONNX Runtime; install it with: pip install "scodiff[fast]"'
    return f"{name} must be prepared once, with: scodiff models prepare --int8 {plain}"


class OnnxEngine:
    """A prepared model as it is run, by ONNX Runtime."""

    def __init__(self, folder: Any, record: Record) -> None:
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

    def slices(self, text: str) -> list[Slice]:
        """Parts of a text that the model can read whole, together all of it."""
        text = readable(text)
        if self._limit is None:
            return [Slice(text, max(1, count_pieces(self._tokenizer, text, special=False)))]
        size = self._limit - count_pieces(self._tokenizer, "")
        return slice_text(self._tokenizer, text, self._limit, size)

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        """Batches of one shape for one length."""
        return fixed_batches(lengths, 1) if self._alone else fixed_batches(lengths)

    @property
    def reads_spans(self) -> bool:
        """Whether the model gives vectors of word pieces."""
        return len(self._session.get_outputs()) == len(OUTPUTS)

    def forward(self, batch: Sequence[str]) -> Vectors:
        """Unit vectors of the texts of one batch."""
        (vectors,) = self._run(OUTPUTS[:1], encode_batch(self._tokenizer, batch))
        return _unit(vectors)

    def read(self, batch: Sequence[str]) -> Reading:
        """The vectors of the texts of one batch, and of their word pieces."""
        pieces = encode_batch(self._tokenizer, batch)
        vectors, layers = self._run(OUTPUTS, pieces)
        return Reading(_unit(vectors), layers, pieces.offsets)

    def _run(self, outputs: Sequence[str], pieces: Batch) -> list[Any]:
        inputs = {"input_ids": pieces.ids, "attention_mask": pieces.mask}
        found: list[Any] = self._session.run(list(outputs), inputs)
        return found


def _unit(vectors: Any) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / norms, dtype=np.float32)
