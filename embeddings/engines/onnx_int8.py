"""Making a prepared model smaller and faster, at some cost of exactness."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scodiff.embeddings.engines.onnx_export import (
    new_folder,
    prepare,
    prepared_once,
    recorded,
    silence,
)
from scodiff.embeddings.files.exported import (
    INT8,
    MODEL_FILE,
    TOKENIZER_FILE,
    ExportRecord,
    exported_folder,
)
from scodiff.embeddings.files.model_source import ModelSource


def prepare_int8(source: ModelSource) -> ExportRecord:
    """Makes an int8 version of a prepared model, which is faster and less exact.

    Raises as :func:`prepare` does.
    """
    exact = prepare(source)
    original = exported_folder(source.fingerprint())
    return prepared_once(source, INT8, lambda folder: _make_int8(exact, original, folder))


def _make_int8(exact: ExportRecord, original: Path, folder: Path) -> ExportRecord:
    with new_folder(folder) as temporary, silence(), _random_names():
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(
            original / MODEL_FILE,
            temporary / MODEL_FILE,
            per_channel=True,
            weight_type=QuantType.QInt8,
        )
        shutil.copyfile(original / TOKENIZER_FILE, temporary / TOKENIZER_FILE)
        return recorded(temporary, INT8, exact)


@contextmanager
def _random_names() -> Iterator[None]:
    """Keeps onnx from naming a passing file after the network card, which takes a socket."""
    before = uuid.uuid1
    vars(uuid)["uuid1"] = lambda *_: uuid.uuid4()
    try:
        yield
    finally:
        vars(uuid)["uuid1"] = before
