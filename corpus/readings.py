"""Readings kept: what a file was read as, found again by the digest of its bytes.

A reading is one JSON file, named by a digest of all that it depends on: the file's bytes and
name, the options, the reader's corrections, and the reader itself (this package's files and
the libraries beside it). It carries a digest of its own; one that is damaged, or cannot be
written, is no loss: the file is read again. That a file was refused is kept likewise, but
for its path, which the refusal names, unless it was the time or the memory that ran out.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from scodiff.corpus.corrections.beside import beside
from scodiff.corpus.errors import CorpusError, ExhaustedError
from scodiff.corpus.files import files_below
from scodiff.corpus.sources import read_bytes

if TYPE_CHECKING:
    from scodiff.corpus.model import Document
    from scodiff.corpus.reader import ReadOptions

_FORMAT = "2"
_ENDING = ".reading"
_SEAL = 65  # bytes of the line that holds the digest


class Readings:
    """The readings kept in a folder, which belongs to the user alone; without one, none are."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self, path: Path, **options: Unpack[ReadOptions]) -> Document:
        """The document that ``reader.read`` makes of a file, kept or made anew.

        Raises CorpusError as ``read`` does.
        """
        data = read_bytes(path)
        if self._folder is None:
            return _read(path, options)
        key = _key(path, data, options)
        refused = hashlib.sha256(f"{key}\0{path}".encode("utf-8", "surrogateescape")).hexdigest()
        places = [self._folder / f"{name}{_ENDING}" for name in (key, refused)]
        for place in places:
            if (known := _load(place)) is not None:
                return _document(known)
        try:
            document = _read(path, options)
        except ExhaustedError:
            raise
        except CorpusError as error:
            if path.exists():
                keep_sealed(places[1], _as_json({"refused": str(error)}))
            raise
        if document.source.sha256 == hashlib.sha256(data).hexdigest():  # else changed meanwhile
            from scodiff.corpus.model import as_data

            made = {"document": as_data(document), "text": document.source_text}
            keep_sealed(places[0], _as_json(made))
        return document

    def key(self, path: Path) -> str:
        """A digest of all that the reading of a file depends on; raises CorpusError."""
        return _key(path, read_bytes(path), {})


def _read(path: Path, options: ReadOptions) -> Document:
    # With what is kept at hand nothing of the reader is needed.
    from scodiff.corpus.reader import read

    return read(path, **options)


def _key(path: Path, data: bytes, options: ReadOptions) -> str:
    import json

    own, corrections = beside(path), ""
    if own:
        from scodiff.corpus.corrections.correction_file import read_correction_file

        corrections = f"{own.name}\0{read_correction_file(own)}"
    given = {name: value for name, value in options.items() if value is not None}
    parts = [
        _FORMAT,
        reader_digest(),
        hashlib.sha256(data).hexdigest(),
        path.name,
        json.dumps(given, sort_keys=True),
        corrections,
    ]
    written = "\0\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.sha256(written).hexdigest()


def _load(place: Path) -> dict[str, Any] | None:
    """What was kept of a reading; None where nothing was, or it is damaged."""
    import json

    body = load_sealed(place)
    if body is None:
        return None
    try:
        known: dict[str, Any] = json.loads(bytes(body))
        if "refused" not in known:
            from scodiff.corpus.model import from_data

            known["document"] = from_data(known["document"], known["text"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return known


def _document(known: dict[str, Any]) -> Document:
    if "refused" in known:
        raise CorpusError(known["refused"])
    document: Document = known["document"]
    return document


def _as_json(made: dict[str, Any]) -> bytes:
    import json

    return json.dumps(made, separators=(",", ":")).encode("ascii")


def load_sealed(place: Path) -> memoryview | None:
    """What ``keep_sealed`` wrote; None where there is none, or not a bit of it may be trusted."""
    try:
        written = place.read_bytes()
    except OSError:
        return None
    body = memoryview(written)[_SEAL:]  # no copy: an index has megabytes
    return body if written[:_SEAL] == _seal(body) else None


def keep_sealed(place: Path, body: bytes) -> None:
    """Write a file with a digest of its own, whole or not at all; no error where it cannot be."""
    import tempfile

    try:
        descriptor, unfinished = tempfile.mkstemp(suffix=".tmp", dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(_seal(body) + body)
            Path(unfinished).replace(place)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
    except OSError:
        return


def _seal(body: bytes | memoryview) -> bytes:
    """The line before what is kept."""
    return hashlib.sha256(body).hexdigest().encode() + b"\n"


@cache
def reader_digest() -> str:
    """A digest of the reader: its files (one holds its version), and the libraries beside it."""
    own = os.path.dirname(__file__)  # noqa: PTH120 - as fast as the rest
    files = (path for path in files_below(own) if path.endswith((".py", ".toml")))
    libraries = (entry for entry in sys.path if entry.endswith("-packages"))
    said = [sys.version]
    for path in (*files, *libraries):
        try:
            status = os.stat(path)  # noqa: PTH116 - a third of the time of Path's own
        except OSError:
            continue
        said.append(f"{path}\0{status.st_size}\0{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogateescape")).hexdigest()
