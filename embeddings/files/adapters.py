"""A model made of another by a small change of its weights that comes with scodiff.

The change of each matrix is the product of two thin ones (Hu et al. 2021, "LoRA", section
4.1). Both hold small whole numbers, so that their product is exact, and the sum with the
weights the same to the last bit, on every machine: the digest of the result is recorded.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scodiff.embeddings.cache.location import private_folder
from scodiff.embeddings.cache.locks import exclusive
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.registry import ModelCard, made_folder

Int8Matrix = npt.NDArray[np.int8]
_LEFT, _RIGHT, _EXPONENT = ".left", ".right", ".exponent"
_HEADER_SIZE = 8


class LowRankChange(NamedTuple):
    """What is added to a matrix: ``left @ right * 2 ** exponent``.

    ``left`` has the shape ``(rows, rank)`` and ``right`` ``(rank, columns)``.
    """

    left: Int8Matrix
    right: Int8Matrix
    exponent: int

    def matrix(self) -> npt.NDArray[np.float32]:
        """The product, shape ``(rows, columns)``, exact up to a rank of 1,000."""
        product = self.left.astype(np.float64) @ self.right.astype(np.float64)
        return np.asarray(np.ldexp(product, self.exponent), dtype=np.float32)


def adapt(card: ModelCard, base: Path) -> Path:
    """The folder of an adapted model, made in the cache if it is not there.

    ``base`` is the folder of the model that it is made of. Where the cache cannot be used, the
    model is made for this process alone. Raises :class:`EmbeddingError` if the base is not the
    official one, or if there is no room; nothing is left behind then.
    """
    if card.adapter is None:
        raise ValueError(f"{card.name} is no adapted model")
    try:
        return _made(card, base)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EmbeddingError(f"{card.title} cannot be made of {base}: {error}") from error


def _made(card: ModelCard, base: Path) -> Path:
    folder = made_folder(card)
    try:
        # The libraries that read models take no other name.
        str(folder).encode("utf-8")
        private_folder(folder.parent)
        with exclusive(folder.with_suffix(".lock"), f"making {card.name}"):
            if not folder.is_dir():
                _fill(folder, card, base)
    except (OSError, UnicodeEncodeError):
        folder = _passing_folder() / card.name
        if not folder.is_dir():
            _fill(folder, card, base)
    return folder


@cache
def _passing_folder() -> Path:
    """A folder that goes when the process ends."""
    folder = tempfile.mkdtemp(prefix="scodiff-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _fill(folder: Path, card: ModelCard, base: Path) -> None:
    """Write the recorded files into a folder that is not there yet: all of them, or none."""
    temporary = folder.with_suffix(f".{secrets.token_hex(4)}.tmp")
    try:
        for name, expected in card.sha256.items():
            content = _content(card, base, name)
            _refuse_unrecorded(card, name, hashlib.sha256(content).hexdigest(), expected)
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            (temporary / name).write_bytes(content)
        temporary.replace(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _content(card: ModelCard, base: Path, name: str) -> bytes:
    """A file of the base; with the change added, if it holds the weights."""
    content = (base / name).read_bytes()
    if card.adapter is None or name != card.weights:
        return content
    return adapted_weights(content, read_changes(Path(__file__).with_name(card.adapter.file)))


def _refuse_unrecorded(card: ModelCard, name: str, actual: str, expected: str) -> None:
    if actual != expected:
        again = f"install {card.adapter.base if card.adapter else card.name} again"
        raise EmbeddingError(
            f"{name} of {card.title} would not be the official file (its SHA-256 is {actual}, "
            f"not {expected}); {again} with: {card.install}"
        )


def adapted_weights(weights: bytes, changes: Mapping[str, LowRankChange]) -> bytes:
    """The content of a safetensors file, with each change added to the matrix of its name.

    Nothing else in the file is touched: https://github.com/huggingface/safetensors, "Format".
    Raises ``ValueError`` or ``KeyError`` if the file does not hold the matrices.
    """
    data = bytearray(weights)
    start = _HEADER_SIZE + int.from_bytes(data[:_HEADER_SIZE], "little")
    header = json.loads(data[_HEADER_SIZE:start])
    for name, change in changes.items():
        matrix = _matrix(data, start, header[name])
        matrix += change.matrix()
    return bytes(data)


def _matrix(data: bytearray, start: int, entry: Mapping[str, Any]) -> npt.NDArray[np.float32]:
    """A matrix where it lies in the file."""
    begin, end = entry["data_offsets"]
    if entry["dtype"] != "F32":
        raise ValueError(f"weights of the type {entry['dtype']}, not F32")
    place = memoryview(data)[start + begin : start + end]
    return np.frombuffer(place, dtype="<f4").reshape(entry["shape"])


def read_changes(path: Path) -> dict[str, LowRankChange]:
    """The changes in a file, by the name of the matrix. Raises ``OSError`` or ``ValueError``."""
    # Opened here, as numpy leaves the file of a damaged archive open.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        names = [key.removesuffix(_LEFT) for key in arrays if key.endswith(_LEFT)]
        return {name: _read_change(arrays, name) for name in names}


def _read_change(arrays: Mapping[str, Any], name: str) -> LowRankChange:
    left, right, exponent = (arrays[name + part] for part in (_LEFT, _RIGHT, _EXPONENT))
    return LowRankChange(left, right, int(exponent))


def write_changes(
    path: Path, changes: Mapping[str, LowRankChange], beside: Mapping[str, Any] | None = None
) -> None:
    """Writes changes so that :func:`read_changes` finds them, and arrays ``beside`` them.

    Raises ``OSError``.
    """
    arrays: dict[str, Any] = dict(beside or {})
    for name, change in changes.items():
        arrays[name + _LEFT] = change.left
        arrays[name + _RIGHT] = change.right
        arrays[name + _EXPONENT] = np.int8(change.exponent)
    np.savez_compressed(path, **arrays)
