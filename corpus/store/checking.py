"""Checking a collection: everything is hashed again, and what is wrong is said with its remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.damage import DamageKind, remedy, wrong
from scodiff.corpus.store.errors import DATABASE_ERRORS
from scodiff.corpus.store.originals import (
    digest_in,
    kept_names,
    set_aside,
    sweep_unfinished,
)
from scodiff.corpus.store.records import (
    Record,
    has_original,
    load_record,
    load_records,
    read_again,
    record_in_database,
    record_path,
    write_record,
)
from scodiff.corpus.store.rows import DamagedRowError, insert, load_documents
from scodiff.corpus.store.schema import transaction

_MENDABLE: frozenset[DamageKind] = frozenset(("damaged text", "damaged record", "stray"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: of what, what is wrong, and how to mend it."""

    trouble: DamageKind
    name: str
    wrong: str
    remedy: str

    @property
    def mendable(self) -> bool:
        """Whether ``mend`` can mend it, and nothing is to be decided."""
        return self.trouble in _MENDABLE


@dataclass(frozen=True, slots=True)
class Mended:
    """What ``mend`` left as it was, and the folder of the files that it set aside, if any."""

    left: tuple[Finding, ...]
    aside: Path | None


def check(collection: Collection) -> tuple[Finding, ...]:
    """All that is wrong with a collection; nothing is changed.

    Raises CorpusError where the database cannot be opened at all.
    """
    if not collection.exists():
        return ()
    kept_names(collection.folder)  # A folder that cannot be read is not one without originals.
    with collection.connection(create=False) as connection:
        try:
            broken = _broken(connection)
            texts = [] if broken else _texts_of(connection)
        except DATABASE_ERRORS as error:
            broken, texts = [str(error)], []
        if broken:
            return tuple(_database(collection, error) for error in broken)
        return (*_texts(connection, texts, collection), *_unnamed(texts, collection))


def mend(collection: Collection, findings: tuple[Finding, ...]) -> Mended:
    """Mend what can be, and delete nothing.

    Damaged texts are read again from whole originals, missing records are written, files
    that no text names are set aside. Raises CorpusError.
    """
    sweep_unfinished(collection.folder)
    left = [finding for finding in findings if not finding.mendable]
    with collection.connection() as connection:
        for finding in findings:
            if finding.trouble == "damaged text":
                with transaction(connection):
                    reread(connection, collection, finding.name)
            if finding.trouble == "damaged record":
                with transaction(connection):
                    write_record(collection.folder, record_in_database(connection, finding.name))
        with transaction(connection):
            # Looked for again under the lock: other adders wait meanwhile.
            unnamed = _unnamed(_texts_of(connection), collection)
            strays = [finding for finding in unnamed if finding.trouble == "stray"]
            aside = set_aside_originals(collection, [finding.name for finding in strays])
    return Mended(tuple(left), aside)


def set_aside_originals(
    collection: Collection, names: list[str], aside: Path | None = None
) -> Path | None:
    """Move originals, each with its record, into a dated folder (a new one without ``aside``).

    Returns that folder; None where there is nothing to move. Raises CorpusError.
    """
    files = [collection.originals / name for name in names]
    digests = [digest for name in names if (digest := digest_in(name))]
    files += [record_path(collection.folder, digest) for digest in digests]
    return set_aside(collection.folder, files, aside)


def reread(connection: sqlite3.Connection, collection: Collection, document_id: str) -> None:
    """Put what the reader makes of the original in the place of a damaged text.

    Call this inside a transaction. Raises CorpusError where the original cannot be read.
    """
    row = connection.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise CorpusError(f"{document_id} is gone: another process has removed it.")
    record = load_record(collection.folder, row[0])
    record = record or record_in_database(connection, document_id)
    document = read_again(collection.folder, record)
    connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    insert(connection, document, record.provenance)


def _broken(connection: sqlite3.Connection) -> list[str]:
    answers = [answer for (answer,) in connection.execute("PRAGMA integrity_check(5)")]
    return [answer for answer in answers if answer != "ok"]


def _database(collection: Collection, error: str) -> Finding:
    name = collection.database.name
    said = wrong("damaged database", name=name, error=error)
    advice = remedy("damaged database", collection.folder)
    return Finding("damaged database", name, said, advice)


def _texts_of(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The id and the SHA-256 of every text."""
    return connection.execute("SELECT id, sha256 FROM documents ORDER BY id").fetchall()


def _texts(
    connection: sqlite3.Connection, texts: list[tuple[str, str]], collection: Collection
) -> Iterator[Finding]:
    for document_id, sha256 in texts:
        record = load_record(collection.folder, sha256)
        said = _said(connection, document_id)
        whole = said is not None and _is_whole(connection, document_id)
        known = record or said
        if known is None:
            yield _database(collection, f"{document_id} is not as it was written")
            continue
        yield from _text(collection, known, whole=whole)
        if whole and (record is None or record.removed):
            yield _finding(collection, "damaged record", known)
        elif whole and record != said:
            yield _finding(collection, "changed record", known)


def _said(connection: sqlite3.Connection, document_id: str) -> Record | None:
    try:
        return record_in_database(connection, document_id)
    except (*DATABASE_ERRORS, DamagedRowError):
        return None


def _is_whole(connection: sqlite3.Connection, document_id: str) -> bool:
    try:
        return len(load_documents(connection, [document_id])) == 1
    except (*DATABASE_ERRORS, DamagedRowError):
        return False


def _text(collection: Collection, known: Record, *, whole: bool) -> Iterator[Finding]:
    there = has_original(collection.folder, known.provenance)
    if not whole:
        yield _finding(
            collection, "damaged text" if there else "damaged text without original", known
        )
    elif not there:
        exists = (collection.originals / known.provenance.original).exists()
        yield _finding(collection, "damaged original" if exists else "missing original", known)


def _unnamed(texts: list[tuple[str, str]], collection: Collection) -> Iterator[Finding]:
    """The originals that no text of the database has, and records without either."""
    named = {sha256 for _, sha256 in texts}
    records = load_records(collection.folder)
    living = {sha256: record for sha256, record in records.items() if not record.removed}
    originals = kept_names(collection.folder)
    for name in originals:
        digest = digest_in(name)
        if digest in named:
            continue
        if digest in living and living[digest].provenance.original == name:
            yield _finding(collection, "lost text", living[digest])
        else:
            said = wrong("stray", name=name)
            advice = remedy("stray", collection.folder)
            yield Finding("stray", name, said, advice)
    there = {digest_in(name) for name in originals}
    for sha256 in living.keys() - named - there:
        yield _finding(collection, "missing original", living[sha256])


def _finding(collection: Collection, kind: DamageKind, record: Record) -> Finding:
    added = record.provenance
    path = record_path(collection.folder, added.sha256)
    ours = kind in ("changed record", "damaged record")
    file = path.name if ours else added.original
    said = wrong(kind, name=added.id, file=file)
    advice = remedy(kind, collection.folder, origin=added.origin)
    return Finding(kind, added.id, said, advice)
