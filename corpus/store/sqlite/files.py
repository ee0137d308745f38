"""The originals and records of a collection as files; no original is ever deleted unasked."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.interface import Aside
from scodiff.corpus.store.location import ORIGINALS, RECORDS, moment
from scodiff.corpus.store.records import Record, digest_in, sealed, unsealed

_UNFINISHED = ".unfinished"
_TEMPORARY = re.compile(rf"tmp\w{{8}}{re.escape(_UNFINISHED)}(?:-journal)?")
# No writer runs so long. What is younger, or of the future, may be somebody's.
_SECONDS_OF_A_WRITER = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files of a collection's folder: ``originals/NAME`` and ``records/SHA256.json``."""

    folder: Path

    def names(self) -> list[str]:
        """The names of all files among the originals that are ours, sorted.

        Raises CorpusError where the folder is there and cannot be read.
        """
        originals = self.folder / ORIGINALS
        with folder_troubles_said(self.folder, originals):
            try:
                names = [path.name for path in originals.iterdir()]
            except FileNotFoundError:
                return []
        return sorted(name for name in names if digest_in(name))

    def data(self, name: str) -> bytes | None:
        """The bytes of an original, unchecked; None where it is not there or cannot be read."""
        try:
            return (self.folder / ORIGINALS / name).read_bytes()
        except OSError:
            return None

    def moment(self, name: str) -> datetime:
        """When an original was written, in UTC."""
        path = self.folder / ORIGINALS / name
        with folder_troubles_said(self.folder, path):
            return moment(path.stat().st_mtime)

    def keep(self, data: bytes, name: str) -> None:
        """Write an original durably; another one of its name is set aside.

        The file appears whole or not at all. Raises CorpusError.
        """
        target = self.folder / ORIGINALS / name
        with folder_troubles_said(self.folder, target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            if _has_bytes(target, data):
                return
            if os.path.lexists(target):
                _move_aside(self.folder, [target])
            write_whole(target, data)

    def delete(self, name: str) -> None:
        """Delete the original of a text that the user has removed. Raises CorpusError."""
        path = self.folder / ORIGINALS / name
        with folder_troubles_said(self.folder, path), suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)

    def record(self, sha256: str) -> Record | None:
        """The record of an original; None where there is none that is whole."""
        try:
            return unsealed(self._record_path(sha256).read_bytes(), sha256)
        except OSError:
            return None

    def records(self) -> dict[str, Record]:
        """All records that are whole, by SHA-256. Raises CorpusError."""
        path = self.folder / RECORDS
        with folder_troubles_said(self.folder, path):
            try:
                stems = sorted(file.stem for file in path.iterdir() if file.suffix == ".json")
            except FileNotFoundError:
                return {}
        found = {stem: self.record(stem) for stem in stems if digest_in(stem)}
        return {sha256: record for sha256, record in found.items() if record}

    def write_record(self, record: Record) -> None:
        """Write a record durably, whole or not at all. Raises CorpusError."""
        path = self._record_path(record.provenance.sha256)
        with folder_troubles_said(self.folder, path.parent):
            path.parent.mkdir(exist_ok=True)
            write_whole(path, sealed(record))

    def delete_record(self, sha256: str) -> None:
        """Delete the record of a text that was removed. Raises CorpusError."""
        path = self._record_path(sha256)
        with folder_troubles_said(self.folder, path):
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                sync_folder(path.parent)

    def set_aside(
        self, originals: Iterable[str], records: Iterable[str], aside: Aside | None = None
    ) -> Aside | None:
        """Move originals, each with its record, and records into a dated folder.

        Returns the folder, a new one without ``aside``; None where nothing was there and no
        folder was given. Raises CorpusError.
        """
        names = list(originals)
        digests = [digest for name in names if (digest := digest_in(name))]
        files = [self.folder / ORIGINALS / name for name in names]
        files += [self._record_path(digest) for digest in dict.fromkeys([*digests, *records])]
        return _move_aside(self.folder, files, Path(aside) if aside else None)

    def sweep(self) -> None:
        """Delete the temporary files that interrupted writers left long ago."""
        now = time.time()
        for part in (self.folder, self.folder / ORIGINALS, self.folder / RECORDS):
            for path in _temporaries(part):
                try:
                    if now - path.lstat().st_mtime > _SECONDS_OF_A_WRITER:
                        path.unlink()
                except OSError:
                    # Another process sweeps, too; and a leftover does no harm.
                    continue

    def _record_path(self, sha256: str) -> Path:
        return self.folder / RECORDS / f"{sha256}.json"


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


def _has_bytes(path: Path, data: bytes) -> bool:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return False
    return digest == hashlib.sha256(data).digest()


def _move_aside(folder: Path, files: Iterable[Path], aside: Path | None = None) -> Path | None:
    """Move those of some files that are there into a dated folder of the collection.

    There they stand as they stood, and so it is a collection's folder itself.
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


def _temporaries(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            # Of thousands of files hardly one is looked at twice.
            names = [entry.name for entry in entries if _UNFINISHED in entry.name]
        yield from (folder / name for name in names if _TEMPORARY.fullmatch(name))
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
