"""SHA-256 of model files: what a model is known by, and what it is checked against."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scodiff.embeddings.cache.location import private_folder
from scodiff.embeddings.errors import EmbeddingError

_WEIGHT_ENDINGS = frozenset({".safetensors", ".bin", ".pt", ".npz"})
_SETTING_ENDINGS = frozenset({".json", ".txt", ".model", ".py"})
# Copies of the weights for other engines, which are not the ones that are run.
_OTHER_ENGINES = frozenset({"onnx", "openvino", "coreml"})
# A file changed again within the clock's resolution would keep its time stamp.
_SETTLED_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests of a model: of its weights, and of the settings and vocabulary beside them."""

    weights: str
    settings: str


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's contents, in hexadecimal. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def combined(digests: Mapping[str, str]) -> str:
    """One digest for several files: a single file's own, else that of the sorted list of them.

    So the digest of a model with one file of weights is what ``sha256sum`` says of that file.
    """
    if len(digests) == 1:
        return next(iter(digests.values()))
    listing = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(listing.encode()).hexdigest()


def fingerprint(digests: Mapping[str, str]) -> Fingerprint:
    """The fingerprint of a model from the digests of its files, by path inside its folder."""
    weights = {name: d for name, d in digests.items() if _is_weights(name)}
    settings = {name: d for name, d in digests.items() if not _is_weights(name)}
    return Fingerprint(combined(weights), combined(settings))


def folder_digests(folder: Path, memory: DigestMemory | None = None) -> dict[str, str]:
    """The digest of every file in a model's folder that decides its vectors.

    With a ``memory``, files that have not changed are not read again. Raises
    :class:`EmbeddingError` if the folder is no sentence-transformers model.
    """
    names = _model_files(folder)
    if "modules.json" not in names:
        raise EmbeddingError(
            f"{folder} is not the folder of a sentence-transformers model: it has no modules.json"
        )
    if not any(_is_weights(name) for name in names):
        raise EmbeddingError(
            f"{folder} has no model weights (*.safetensors or *.bin); download the model again"
        )
    try:
        if memory is not None:
            return memory.digests(folder, names)
        return {name: file_sha256(folder / name) for name in names}
    except OSError as error:
        raise EmbeddingError(f"the model in {folder} cannot be read: {error}") from error


def _is_weights(name: str) -> bool:
    return Path(name).suffix in _WEIGHT_ENDINGS


def _model_files(folder: Path) -> list[str]:
    names = []
    for path in folder.rglob("*"):
        inner = path.relative_to(folder)
        if _OTHER_ENGINES.intersection(inner.parts[:-1]) or inner.parts[0].startswith("."):
            continue
        if path.suffix in _WEIGHT_ENDINGS | _SETTING_ENDINGS and path.is_file():
            names.append(inner.as_posix())
    if any(name.endswith(".safetensors") for name in names):
        # The old formats may lie beside it; sentence-transformers prefers this one.
        names = [n for n in names if n.endswith(".safetensors") or not _is_weights(n)]
    return sorted(names)


class DigestMemory:
    """Remembers the digests of files by path, size and time of change, in one JSON file.

    It only saves time in finding cached vectors: whoever runs a model hashes its files anew.
    Where it cannot be read or written, nothing is remembered.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def digests(self, folder: Path, names: Iterable[str]) -> dict[str, str]:
        """The digests of the named files of ``folder``. Raises ``OSError``."""
        remembered = self._read()
        learnt: dict[str, str] = {}
        found = {}
        for name in names:
            path = (folder / name).resolve()
            status = path.stat()
            stamp = f"{path}|{status.st_size}|{status.st_mtime_ns}"
            digest = remembered.get(stamp)
            if digest is None:
                digest = file_sha256(path)
                if time.time_ns() - status.st_mtime_ns > _SETTLED_NANOSECONDS:
                    learnt[stamp] = digest
            found[name] = digest
        if learnt:
            self._write(remembered | learnt)
        return found

    def _read(self) -> dict[str, str]:
        try:
            private_folder(self._path.parent)
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(data, dict):
            return {}
        return {k: v for k, v in data.items() if isinstance(v, str) and len(v) == 64}

    def _write(self, digests: Mapping[str, str]) -> None:
        temporary = self._path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        try:
            private_folder(self._path.parent)
            temporary.write_text(json.dumps(digests, indent=0, sort_keys=True), encoding="utf-8")
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
