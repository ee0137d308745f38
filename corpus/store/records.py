"""The record of each addition: a small file that outlives the database.

``records/SHA256.json`` says of one original what a rebuild needs: the id, where the file came
from, how it was read. It is written in the transaction that adds the text. A removal first
marks it as removed, so that no moment of a removal brings the text back.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.sources import read_bytes
from scodiff.corpus.store.damage import DamageKind, damaged
from scodiff.corpus.store.location import ORIGINALS, RECORDS
from scodiff.corpus.store.originals import (
    digest_in,
    folder_troubles_said,
    is_whole,
    sync_folder,
    write_whole,
)
from scodiff.corpus.store.rows import (
    DamagedRowError,
    Provenance,
    document_digest,
    load_provenance,
)

_SEAL = "record_sha256"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one addition; ``digest`` is that of the document (None: not known).

    ``source_name`` and ``edition`` are those of the document's source.
    """

    provenance: Provenance
    source_name: str
    edition: str | None
    digest: str | None
    removed: bool = False


def record_of(document: Document, provenance: Provenance) -> Record:
    """The record of a document that is about to be added."""
    provenance = replace(provenance, id=document.id, reader=document.source.reader)
    source = document.source
    return Record(provenance, source.name, source.edition, document_digest(document))


def record_in_database(connection: sqlite3.Connection, document_id: str) -> Record:
    """What the database says of an addition.

    Raises DamagedRowError where it says what was never written, or has no such text.
    """
    row = connection.execute(
        "SELECT source_name, edition, digest FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    found = load_provenance(connection, document_id)
    if row is None or not found or not all(isinstance(row[i], str) for i in (0, 2)):
        raise DamagedRowError(document_id)
    return Record(found[0], *row)


def record_path(folder: Path, sha256: str) -> Path:
    """Where the record of an original is kept in a collection."""
    return folder / RECORDS / f"{sha256}.json"


def write_record(folder: Path, record: Record) -> None:
    """Write a record durably, whole or not at all. Raises CorpusError."""
    path = record_path(folder, record.provenance.sha256)
    data = asdict(record)
    data[_SEAL] = _seal(data)
    shown = json.dumps(data, ensure_ascii=False, indent=1)
    with folder_troubles_said(folder, path.parent):
        path.parent.mkdir(exist_ok=True)
        write_whole(path, f"{shown}\n".encode())


def delete_record(folder: Path, sha256: str) -> None:
    """Delete the record of a text that was removed. Raises CorpusError."""
    path = record_path(folder, sha256)
    with folder_troubles_said(folder, path):
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)


def load_record(folder: Path, sha256: str) -> Record | None:
    """The record of an original; None where there is none that is whole."""
    try:
        data = json.loads(record_path(folder, sha256).read_bytes())
        seal = data.pop(_SEAL)
        record = Record(**{**data, "provenance": Provenance(**data["provenance"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    provenance = record.provenance
    ours = provenance.sha256 == sha256 == digest_in(provenance.original)
    return record if ours and seal == _seal(data) else None


def load_records(folder: Path) -> dict[str, Record]:
    """All records of a collection that are whole, by SHA-256. Raises CorpusError."""
    path = folder / RECORDS
    with folder_troubles_said(folder, path):
        try:
            stems = sorted(file.stem for file in path.iterdir() if file.suffix == ".json")
        except FileNotFoundError:
            return {}
    found = {stem: load_record(folder, stem) for stem in stems if digest_in(stem)}
    return {sha256: record for sha256, record in found.items() if record}


def has_original(folder: Path, provenance: Provenance) -> bool:
    """Whether the original is there with not a bit changed."""
    original = provenance.original
    named = digest_in(original) == provenance.sha256
    return named and is_whole(folder / ORIGINALS / original, provenance.sha256)


def original_bytes(folder: Path, added: Provenance) -> bytes:
    """The bytes of an original; raises CorpusError where they are not those that were added."""
    path = folder / ORIGINALS / added.original
    if not has_original(folder, added):
        kind: DamageKind = "damaged original" if path.exists() else "missing original"
        raise damaged(kind, folder, name=added.id, file=added.original, origin=added.origin)
    return read_bytes(path)


def read_again(folder: Path, record: Record) -> Document:
    """What the reader makes of the original, with the settings of the addition.

    Raises CorpusError where the original cannot be read.
    """
    added = record.provenance
    data = original_bytes(folder, added)
    document = read(data, name=record.source_name, document_id=added.id, **added.settings)
    return replace(document, source=replace(document.source, edition=record.edition))


def _seal(data: dict[str, Any]) -> str:
    plain = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
