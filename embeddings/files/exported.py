"""Models prepared for ONNX Runtime: where they lie in the cache, and whether to trust them.

A prepared model is a folder with the computation (``model.onnx``), the tokenizer and a
record that says of which weights it was made and what the SHA-256 of both files is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from scodiff.embeddings.cache.location import cache_root
from scodiff.embeddings.files.digests import Fingerprint, file_sha256

MODEL_FILE, TOKENIZER_FILE, RECORD_FILE = "model.onnx", "tokenizer.json", "record.json"
#: What the computation gives: the texts' vectors and, where the model has them, the pieces'.
OUTPUTS = ("vector", "layers")
#: Changes with the way models are prepared, so that none outlives it.
FORMAT = "onnx-2"
EXACT, INT8 = "exact", "int8"


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What a prepared model was made of, and what came out.

    ``limit`` is the number of word pieces that it reads at once, special ones included;
    ``sha256`` maps the names of its files to their digests.
    """

    format: str
    precision: str
    weights: str
    settings: str
    dimension: int
    limit: int | None
    sha256: Mapping[str, str]


def exported_folder(of: Fingerprint, precision: str = EXACT) -> Path:
    """Where the prepared model of these weights and settings lies, or will lie."""
    identity = f"{FORMAT}\n{precision}\n{of.weights}\n{of.settings}"
    return cache_root() / "models" / f"onnx-{hashlib.sha256(identity.encode()).hexdigest()[:24]}"


def sound_record(of: Fingerprint, precision: str = EXACT) -> ExportRecord | None:
    """The record of the prepared model, every byte of its files checked; else ``None``."""
    folder = exported_folder(of, precision)
    try:
        record = ExportRecord(**json.loads((folder / RECORD_FILE).read_text(encoding="utf-8")))
        made_of = (record.format, record.precision, record.weights, record.settings)
        if made_of != (FORMAT, precision, of.weights, of.settings):
            return None
        if record.sha256.keys() != {MODEL_FILE, TOKENIZER_FILE}:
            return None
        if any(file_sha256(folder / name) != digest for name, digest in record.sha256.items()):
            return None
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return record


def write_record(folder: Path, record: ExportRecord) -> None:
    """Writes a record beside the files it is of. Raises ``OSError``."""
    text = json.dumps(asdict(record), indent=2, sort_keys=True)
    (folder / RECORD_FILE).write_text(text, encoding="utf-8")


def fast_path_installed() -> bool:
    """Whether the packages that prepare and run models for ONNX Runtime are here."""
    return all(importlib.util.find_spec(name) for name in ("onnxruntime", "onnx", "tokenizers"))


def refusal_note(of: Fingerprint) -> Path:
    """The file that keeps, for a model that cannot be prepared, the releases that refused it."""
    return exported_folder(of).with_suffix(".refused")


def was_refused(of: Fingerprint) -> bool:
    """Whether these releases of the libraries have refused to prepare the model before."""
    try:
        return refusal_note(of).read_text(encoding="utf-8") == releases()
    except (OSError, ValueError):
        return False


def releases() -> str:
    """The releases of all that takes part in preparing a model."""
    names = ("torch", "transformers", "sentence-transformers", "onnx", "onnxruntime")
    return "\n".join([FORMAT, *(f"{name} {_version(name)}" for name in names)])


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
