"""Exporting a model for ONNX Runtime: by torch, once, and compared with it before it is used."""

from __future__ import annotations

import io
import logging
import secrets
import shutil
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.embeddings.cache.location import private_folder
from scodiff.embeddings.cache.locks import exclusive
from scodiff.embeddings.encoder import Vectors
from scodiff.embeddings.engines.late_chunking import LAYERS
from scodiff.embeddings.engines.onnx_engine import OnnxEngine
from scodiff.embeddings.engines.torch_engine import TorchEngine, changes_texts, open_torch_engine
from scodiff.embeddings.errors import CacheWarning, EmbeddingError, FastPathError
from scodiff.embeddings.files.digests import file_sha256
from scodiff.embeddings.files.exported import (
    EXACT,
    FORMAT,
    INT8,
    MODEL_FILE,
    OUTPUTS,
    TOKENIZER_FILE,
    ExportRecord,
    exported_folder,
    fast_path_installed,
    refusal_note,
    releases,
    sound_record,
    was_refused,
    write_record,
)
from scodiff.embeddings.files.model_source import ModelSource

#: The least cosine between a vector of the prepared model and torch's of the same text.
LEAST_COSINE = 0.9999
_OPSET = 17

# Of many lengths, in several scripts; the last is longer than any window.
_TRIALS = [
    "a",
    "The Member States",
    "The SCO member states believe that no country can be safe alone.",
    "Государства-члены и их народы",
    "上海合作组织成员国",
    "1. 29 May 2003; (ii) “quoted” – and so on: £5, 30 % …",
    "the peaceful settlement of disputes between states " * 9,
    "on trade, transport, culture, science and education " * 60,
]


def open_onnx_engine(source: ModelSource, precision: str = EXACT) -> OnnxEngine:
    """Loads the export of a model, which is made now if it is not there.

    Raises as :func:`prepare` does, and :class:`EmbeddingError` for an int8 one that is not there.
    """
    of = source.fingerprint()
    with ThreadPoolExecutor(1) as worker:
        checking = worker.submit(sound_record, of, precision)
        # The files are read while the runtime is; each takes as long as the other.
        with suppress(ImportError):
            import_module("onnxruntime")
        record = checking.result()
    if record is None and precision == INT8:
        raise EmbeddingError(_unprepared(source.name))
    return OnnxEngine(exported_folder(of, precision), record or prepare(source))


def _unprepared(name: str) -> str:
    plain = name.removesuffix(f"-{INT8}")
    if not fast_path_installed():
        return f'{name} needs ONNX Runtime; install it with: pip install "scodiff[fast]"'
    return f"{name} must be prepared once, with: scodiff models prepare --int8 {plain}"


def prepare(source: ModelSource) -> ExportRecord:
    """Exports a sentence-transformers model to ONNX in the cache, unless it is there already.

    The export is used only if it gives torch's vectors, to a cosine of ``LEAST_COSINE``.
    Raises :class:`FastPathError` if the model, the libraries or the disk do not allow it, and
    :class:`EmbeddingError` if the model's files are not the recorded ones.
    """
    return prepared_once(source, EXACT, lambda folder: _make(source, folder))


def prepared_once(
    source: ModelSource, precision: str, make: Callable[[Path], ExportRecord]
) -> ExportRecord:
    """The record of a prepared model, which one process makes while the others wait for it."""
    of = source.fingerprint()
    folder = exported_folder(of, precision)
    refused = was_refused(of)
    try:
        private_folder(folder.parent)
        with exclusive(folder.with_suffix(".lock"), f"preparing {source.name} for ONNX Runtime"):
            if record := sound_record(of, precision):
                return record
            if was_refused(of) and not refused:
                raise FastPathError("another process has just found that it cannot be prepared")
            return make(folder)
    except OSError as error:
        warnings.warn(
            f"the model is not prepared for the next run, as the cache cannot be used: {error}",
            CacheWarning,
            stacklevel=3,
        )
        raise FastPathError(f"{folder} cannot be written: {error}") from error


def _make(source: ModelSource, folder: Path) -> ExportRecord:
    of = source.fingerprint()
    if not fast_path_installed():
        raise FastPathError('ONNX Runtime is not installed (pip install "scodiff[fast]")')
    engine = open_torch_engine(source)
    try:
        with new_folder(folder) as temporary:
            _export(engine, temporary)
            made_of = ExportRecord(
                FORMAT, EXACT, of.weights, of.settings, source.dimension, engine.limit, {}
            )
            record = recorded(temporary, EXACT, made_of)
            _compare(engine, OnnxEngine(temporary, record))
    except FastPathError:
        with suppress(OSError):
            refusal_note(of).write_text(releases(), encoding="utf-8")
        raise
    return record


def recorded(folder: Path, precision: str, made_of: ExportRecord) -> ExportRecord:
    """Writes the record of the files in a folder; their model is as ``made_of`` says."""
    digests = {name: file_sha256(folder / name) for name in (MODEL_FILE, TOKENIZER_FILE)}
    record = ExportRecord(
        FORMAT,
        precision,
        made_of.weights,
        made_of.settings,
        made_of.dimension,
        made_of.limit,
        digests,
    )
    write_record(folder, record)
    return record


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder that takes the place of ``folder`` when all went well, and goes otherwise."""
    temporary = folder.with_suffix(f".{secrets.token_hex(4)}.tmp")
    try:
        temporary.mkdir(mode=0o700)
        yield temporary
        # A damaged one may be in the way.
        shutil.rmtree(folder, ignore_errors=True)
        temporary.replace(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _export(engine: TorchEngine, folder: Path) -> None:
    """Writes the computation from word pieces to the vector, and the tokenizer."""
    if engine.limit is None or engine.prompt:
        raise FastPathError("a model without word pieces, or with a prompt, is run by torch alone")
    if changes_texts(engine.model):
        raise FastPathError("a model that changes texts before its tokenizer is run by torch alone")
    import torch

    ids = torch.randint(5, 100, (2, 7))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    axes = {0: "text", 1: "piece"}
    outputs = OUTPUTS if engine.reads_spans else OUTPUTS[:1]
    with silence(), _plain_attention(engine.model), torch.no_grad():
        try:
            torch.onnx.export(
                _Whole(engine),
                (ids, mask),
                str(folder / MODEL_FILE),
                input_names=["input_ids", "attention_mask"],
                output_names=list(outputs),
                dynamic_axes={
                    "input_ids": axes,
                    "attention_mask": axes,
                    **dict(zip(outputs, ({0: "text"}, axes), strict=False)),
                },
                opset_version=_OPSET,
                # The newer exporter takes six times as long, and no better a computation comes out.
                dynamo=False,
            )
        except OSError:
            raise
        except Exception as error:  # every operation of every model may be the one that fails
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise FastPathError(f"the model cannot be exported to ONNX: {reason}") from error
    (folder / TOKENIZER_FILE).write_text(engine.definition, encoding="utf-8")


def _Whole(engine: TorchEngine) -> Any:  # noqa: N802 - it makes a module, whose class needs torch
    """All modules of a sentence-transformers model as one, from word pieces to ``OUTPUTS``."""
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = engine.model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            """The text's vector and, where they are there, the layers."""
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            found = self.model(features)
            if not engine.reads_spans:
                return found["sentence_embedding"]
            layers = torch.stack(found["all_layer_embeddings"][-LAYERS:], dim=2)
            return found["sentence_embedding"], layers

    return Whole().eval()


@contextmanager
def _plain_attention(model: Any) -> Iterator[None]:
    """Attention written out, which ONNX Runtime computes some 4 % faster than the fused one."""
    inner = getattr(model[0], "auto_model", None)
    choose = getattr(inner, "set_attn_implementation", None)
    before = getattr(getattr(inner, "config", None), "_attn_implementation", None)
    if choose is None or before is None:
        yield
        return
    choose("eager")
    try:
        yield
    finally:
        choose(before)


@contextmanager
def silence() -> Iterator[None]:
    """Keeps the exporters' advice to developers away from users."""
    noise = io.StringIO()
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), redirect_stdout(noise), redirect_stderr(noise):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)


def _compare(reference: TorchEngine, prepared: OnnxEngine) -> None:
    """Raise :class:`FastPathError` unless both read the trial texts alike."""
    for text in _TRIALS:
        parts = [part.text for part in reference.windows(text)]
        if parts != [part.text for part in prepared.windows(text)]:
            raise FastPathError("the exported tokenizer differs from the model's own")
        for part in parts:
            pairs = [(reference.forward([part]), prepared.forward([part]))]
            if reference.reads_spans:
                outputs = reference.forward_pieces([part]), prepared.forward_pieces([part])
                pairs.append((outputs[0].layers, outputs[1].layers))
            if not all(_alike(expected, actual) for expected, actual in pairs):
                raise FastPathError("the exported model gives other vectors than torch")


def _alike(expected: Vectors, actual: Vectors) -> bool:
    norms = np.linalg.norm(expected) * np.linalg.norm(actual)
    return bool(np.vdot(expected, actual) >= LEAST_COSINE * norms)
