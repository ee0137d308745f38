"""Readings kept: what a file was read as, found again by the digest of its bytes.

A reading is one JSON file, named by a digest of all that it depends on: the file's bytes and
name, the options, the reader's corrections, and the reader itself (this package's files and
the libraries beside it). It carries a digest of its own; one that is damaged, or cannot be
written, is no loss: the file is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scodiff.corpus.corrections.beside import beside
from scodiff.corpus.model import Document, as_data, from_data
from scodiff.corpus.sources import read_bytes

_FORMAT = "1"
_ENDING = ".reading"


class Readings:
    """The readings kept in a folder, which belongs to the user alone; without one, none are."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self, path: Path, boundaries: Mapping[str, str] | None = None) -> Document:
        """The document that ``reader.read`` makes of a file, kept or made anew.

        Raises CorpusError as ``read`` does.
        """
        data = read_bytes(path)
        kept = self._place(path, data, boundaries)
        if kept is not None and (document := _load(kept)) is not None:
            return document
        from scodiff.corpus.reader import read

        document = read(path, boundaries=boundaries)
        whole = document.source.sha256 == hashlib.sha256(data).hexdigest()
        if kept is not None and whole:  # else it was changed between the two
            _keep(kept, document)
        return document

    def _place(self, path: Path, data: bytes, boundaries: Mapping[str, str] | None) -> Path | None:
        if self._folder is None:
            return None
        own, corrections = beside(path), ""
        if own:
            from scodiff.corpus.corrections.correction_file import read_correction_file

            corrections = f"{own.name}\0{read_correction_file(own)}"
        parts = [
            _FORMAT,
            _reader(),
            hashlib.sha256(data).hexdigest(),
            path.name,
            json.dumps(dict(boundaries or {}), sort_keys=True),
            corrections,
        ]
        written = "\0\0".join(parts).encode("utf-8", "surrogateescape")
        return self._folder / f"{hashlib.sha256(written).hexdigest()}{_ENDING}"


def _load(path: Path) -> Document | None:
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
        if seal.decode("ascii") != hashlib.sha256(body).hexdigest():
            return None
        written = json.loads(body)
        return from_data(written["document"], written["text"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep(path: Path, document: Document) -> None:
    """Write a reading whole or not at all."""
    written = {"document": as_data(document), "text": document.source_text}
    body = json.dumps(written, separators=(",", ":")).encode("ascii")
    try:
        descriptor, unfinished = tempfile.mkstemp(suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
    except OSError:
        return


@cache
def _reader() -> str:
    """A digest of the reader: its files (one holds its version), and the libraries beside it."""
    own = Path(__file__).parent
    files = sorted(own.rglob("*.py")) + sorted(own.glob("*.toml"))
    libraries = [Path(entry) for entry in sys.path if entry.endswith("-packages")]
    said = [sys.version]
    for path in (*files, *libraries):
        try:
            status = path.stat()
        except OSError:
            continue
        said.append(f"{path}\0{status.st_size}\0{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogateescape")).hexdigest()
