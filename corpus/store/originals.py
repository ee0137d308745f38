"""The original files, kept under the digests of their bytes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Container, Iterator
from pathlib import Path

from scodiff.corpus.errors import CorpusError

_UNFINISHED = ".unfinished"
_OURS = re.compile(rf"[0-9a-f]{{64}}(?:\.\w+)?|\w+{re.escape(_UNFINISHED)}")


def keep(folder: Path, data: bytes, digest: str, name: str) -> None:
    """Write the bytes durably under that name.

    The file appears whole or not at all. Call this inside the transaction that records
    the name, so that nobody deletes it before. Raises CorpusError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not is_whole(folder / name, digest):
            _write(folder / name, data)
    except OSError as error:
        raise CorpusError(
            f"the original cannot be kept in {folder} ({error.strerror}): the collection is as it "
            "was; make room or mend the permissions, and repeat."
        ) from None


def _write(target: Path, data: bytes) -> None:
    descriptor, unfinished = tempfile.mkstemp(suffix=_UNFINISHED, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def is_whole(path: Path, digest: str) -> bool:
    """Whether the file is there and its bytes have that SHA-256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def strays(folder: Path, known: Container[str]) -> Iterator[Path]:
    """Files of ours that no document names: what an interrupted run left."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in known and _OURS.fullmatch(path.name):
                yield path


def delete_strays(folder: Path, known: Container[str]) -> None:
    """Delete the strays. Call this inside a transaction: other adders wait meanwhile."""
    for path in strays(folder, known):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
