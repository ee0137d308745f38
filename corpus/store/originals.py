"""The original files, kept under the digests of their bytes; none is ever deleted unasked."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.location import ORIGINALS, RECORDS, moment

_UNFINISHED = ".unfinished"
_ORIGINAL = re.compile(r"(?P<sha256>[0-9a-f]{64})(?:\.\w{1,16})?")
_TEMPORARY = re.compile(rf"tmp\w{{8}}{re.escape(_UNFINISHED)}(?:-journal)?")
# No writer runs so long. What is younger, or of the future, may be somebody's.
_SECONDS_OF_A_WRITER = 24 * 3600.0


def original_name(digest: str, source_name: str) -> str:
    """What the original of a file is called: its SHA-256, with the ending of its name."""
    named = f"{digest}{Path(source_name).suffix.lower()}"
    return named if _ORIGINAL.fullmatch(named) else digest


def digest_in(name: str) -> str | None:
    """The SHA-256 that a file name of an original says; None where it is no such name."""
    match = _ORIGINAL.fullmatch(name)
    return match["sha256"] if match else None


def keep(folder: Path, data: bytes, name: str) -> None:
    """Write an original durably into the originals of a collection.

    The file appears whole or not at all; another one of its name is set aside. Raises
    CorpusError.
    """
    target = folder / ORIGINALS / name
    with folder_troubles_said(folder, target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_whole(target, hashlib.sha256(data).hexdigest()):
            return
        if os.path.lexists(target):
            set_aside(folder, [target])
        write_whole(target, data)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file durably; it appears whole or not at all, in the place of an older one."""
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
    sync_folder(target.parent)


def unfinished_name(folder: Path) -> Path:
    """The name of a new temporary file in the folder, which is swept if it is left behind."""
    descriptor, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=folder)
    os.close(descriptor)
    return Path(name)


def is_whole(path: Path, digest: str) -> bool:
    """Whether the file is there and its bytes have that SHA-256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def kept_names(folder: Path) -> list[str]:
    """The names of all files among a collection's originals that are ours, sorted.

    Raises CorpusError where the folder is there and cannot be read.
    """
    originals = folder / ORIGINALS
    with folder_troubles_said(folder, originals):
        try:
            names = [path.name for path in originals.iterdir()]
        except FileNotFoundError:
            return []
    return sorted(name for name in names if _ORIGINAL.fullmatch(name))


def delete_original(folder: Path, name: str) -> None:
    """Delete the original of a text that the user has removed. Raises CorpusError."""
    path = folder / ORIGINALS / name
    with folder_troubles_said(folder, path), suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def set_aside(folder: Path, files: Iterable[Path], aside: Path | None = None) -> Path | None:
    """Move those of some files that are there into a dated folder of the collection.

    There they stand as they stood, and so it is a collection's folder itself. Returns the
    folder, a new one without ``aside``; None where nothing was there and no folder was given.
    Raises CorpusError.
    """
    there = [path for path in files if os.path.lexists(path)]
    with folder_troubles_said(folder, folder):
        if there:
            aside = aside or new_aside(folder)
            for path in there:
                place = aside / path.parent.name
                place.mkdir(exist_ok=True)
                path.rename(place / path.name)
                sync_folder(place)
                sync_folder(path.parent)
    return aside


def new_aside(folder: Path) -> Path:
    """A new folder for what is set aside: ``set-aside-2026-11-27``, then ``…-2``, and so on.

    Each folder is new, and so nothing in it is ever overwritten.
    """
    today = f"set-aside-{moment().date().isoformat()}"
    for number in count(1):
        aside = folder / (today if number == 1 else f"{today}-{number}")
        try:
            aside.mkdir()
        except FileExistsError:
            continue
        return aside
    raise AssertionError("there is always another number")


def sweep_unfinished(folder: Path) -> None:
    """Delete the temporary files that interrupted writers of the collection left long ago."""
    now = time.time()
    for part in (folder, folder / ORIGINALS, folder / RECORDS):
        for path in _temporaries(part):
            try:
                if now - path.lstat().st_mtime > _SECONDS_OF_A_WRITER:
                    path.unlink()
            except OSError:
                # Another process sweeps, too; and a leftover does no harm.
                continue


def _temporaries(folder: Path) -> Iterator[Path]:
    try:
        yield from [path for path in folder.iterdir() if _TEMPORARY.fullmatch(path.name)]
    except OSError:
        return


@contextmanager
def folder_troubles_said(folder: Path, name: Path) -> Iterator[None]:
    """The system's errors as a sentence on a collection's folder or file ``name``."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise damaged("unreadable folder", folder, name=name, error=why) from None


def sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
