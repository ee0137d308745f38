"""The record of each addition: what outlives the database.

A record says of one original what a rebuild needs: the id, where the file came from, how it was
read. It is written in the transaction that adds the text.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from scodiff.corpus.model import Document
from scodiff.corpus.store.rows import (
    DamagedRowError,
    Provenance,
    Rows,
    document_digest,
    load_provenance,
)

_SEAL = "record_sha256"
_ORIGINAL = re.compile(r"(?P<sha256>[0-9a-f]{64})(?:\.\w{1,16})?")


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


def digest_in(name: str) -> str | None:
    """The SHA-256 that the name of an original says; None where it is no such name."""
    match = _ORIGINAL.fullmatch(name)
    return match["sha256"] if match else None


def record_of(document: Document, provenance: Provenance) -> Record:
    """The record of a document that is about to be added."""
    provenance = replace(provenance, id=document.id, reader=document.source.reader)
    source = document.source
    return Record(provenance, source.name, source.edition, document_digest(document))


def record_in_database(rows: Rows, document_id: str) -> Record:
    """What the database says of an addition.

    Raises DamagedRowError where it says what was never written, or has no such text.
    """
    row = rows.execute(
        "SELECT source_name, edition, digest FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    found = load_provenance(rows, document_id)
    if row is None or not found or not all(isinstance(row[i], str) for i in (0, 2)):
        raise DamagedRowError(document_id)
    return Record(found[0], *row)


def sealed(record: Record) -> bytes:
    """A record as it is kept: JSON with a digest of what it says."""
    data = asdict(record)
    data[_SEAL] = _seal(data)
    shown = json.dumps(data, ensure_ascii=False, indent=1)
    return f"{shown}\n".encode()


def unsealed(kept: bytes, sha256: str) -> Record | None:
    """The record of an original from what was kept; None where it is not what was written."""
    try:
        data = json.loads(kept)
        seal = data.pop(_SEAL)
        record = Record(**{**data, "provenance": Provenance(**data["provenance"])})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    provenance = record.provenance
    ours = provenance.sha256 == sha256 == digest_in(provenance.original)
    return record if ours and seal == _seal(data) else None


def _seal(data: dict[str, Any]) -> str:
    plain = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
