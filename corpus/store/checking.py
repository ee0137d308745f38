"""Checking a collection: everything is hashed again, and what is wrong is said with its remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read, read_bytes
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.originals import is_whole, strays
from scodiff.corpus.store.rows import Provenance, document_digest, insert, load_documents
from scodiff.corpus.store.schema import transaction

Trouble = Literal["damaged database", "damaged text", "damaged original", "stray", "stale index"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: of what, what is wrong, and how to mend it.

    ``mendable``: whether ``mend`` can.
    """

    trouble: Trouble
    name: str
    wrong: str
    remedy: str
    mendable: bool


def check(collection: Collection) -> tuple[Finding, ...]:
    """All that is wrong with a collection; nothing is changed.

    Raises CorpusError where the database cannot be opened at all.
    """
    if not collection.database.exists():
        return tuple(_strays(collection, set()))
    with collection.connection(create=False) as connection:
        found = list(_database(connection, collection))
        if found:
            return tuple(found)
        added = collection.provenance()
        found += _texts(connection, added, collection)
        found += _originals(collection, added)
        found += _indexes(connection, collection)
    return (*found, *_strays(collection, {one.original for one in added}))


def mend(collection: Collection, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Mend what can be: damaged texts are read again from whole originals, strays deleted.

    Returns what could not be mended.
    """
    with collection.connection() as connection:
        for finding in findings:
            if finding.trouble == "damaged text" and finding.mendable:
                with transaction(connection):
                    _reread(connection, collection, finding.name)
        collection.delete_strays(connection)
    return tuple(finding for finding in findings if not finding.mendable)


def _database(connection: sqlite3.Connection, collection: Collection) -> Iterator[Finding]:
    for (answer,) in connection.execute("PRAGMA integrity_check(5)").fetchall():
        if answer != "ok":
            yield Finding(
                "damaged database",
                collection.database.name,
                f"SQLite finds it damaged: {answer}",
                "restore it from a copy, or move it aside and add the texts again from 'originals'",
                mendable=False,
            )


def _texts(
    connection: sqlite3.Connection, added: tuple[Provenance, ...], collection: Collection
) -> Iterator[Finding]:
    recorded = dict(connection.execute("SELECT id, digest FROM documents"))
    for one in added:
        try:
            (document,) = load_documents(connection, [one.id])
            whole = document_digest(document) == recorded[one.id]
        except (ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            can = is_whole(collection.originals / one.original, one.sha256)
            remedy = "scodiff corpus check --mend reads it again from its original"
            otherwise = f"scodiff corpus remove {one.id}, and add the file again"
            wrong = "its text or paragraphs are not those that were added"
            yield Finding("damaged text", one.id, wrong, remedy if can else otherwise, can)


def _originals(collection: Collection, added: tuple[Provenance, ...]) -> Iterator[Finding]:
    for one in added:
        path = collection.originals / one.original
        if is_whole(path, one.sha256):
            continue
        wrong = "its original is damaged" if path.exists() else "its original is missing"
        yield Finding(
            "damaged original",
            one.id,
            f"{wrong} ({path.name})",
            f"put {one.origin} back as {path}, or scodiff corpus remove {one.id} and add it again",
            mendable=False,
        )


def _indexes(connection: sqlite3.Connection, collection: Collection) -> Iterator[Finding]:
    now = collection.fingerprint()
    for name, fingerprint in connection.execute("SELECT name, fingerprint FROM indexes"):
        if fingerprint != now:
            yield Finding(
                "stale index",
                name,
                "it was built before the last change of the collection",
                "nothing to do: the next search builds it anew",
                mendable=False,
            )


def _strays(collection: Collection, known: set[str]) -> Iterator[Finding]:
    for path in strays(collection.originals, known):
        wrong = "no text of the collection has this file, as after an interrupted run"
        yield Finding("stray", path.name, wrong, "scodiff corpus check --mend deletes it", True)


def _reread(connection: sqlite3.Connection, collection: Collection, document_id: str) -> None:
    """Put what the reader makes of the original in the place of a damaged text."""
    row = connection.execute(
        "SELECT source_name, edition FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    added = collection.provenance_of(document_id)
    if row is None or added is None:
        raise CorpusError(f"{document_id} is gone: another process has removed it.")
    document = _as_added(collection, added, *row)
    connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    insert(connection, document, added)


def _as_added(
    collection: Collection, added: Provenance, name: str, edition: str | None
) -> Document:
    data = read_bytes(collection.originals / added.original)
    document = read(data, name=name, document_id=added.id, **added.settings)
    return replace(document, source=replace(document.source, edition=edition))
