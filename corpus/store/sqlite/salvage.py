"""What can still be read of a collection's database, however damaged it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scodiff.corpus.store.errors import DATABASE_ERRORS
from scodiff.corpus.store.interface import Salvaged
from scodiff.corpus.store.records import record_in_database
from scodiff.corpus.store.rows import DamagedRowError, load_documents
from scodiff.corpus.store.sqlite.schema import APPLICATION_ID, SCHEMA_VERSION, has_tables

_SAID = {"application_id": APPLICATION_ID, "user_version": SCHEMA_VERSION}


def salvage(connection: sqlite3.Connection | None) -> Salvaged:
    """Read what can be read; None is no database at all. Raises nothing."""
    found = Salvaged()
    if connection is None:
        return found
    found.sound = _is_sound(connection)
    for document_id in _ids(connection):
        try:
            record = record_in_database(connection, document_id)
            found.records[record.provenance.sha256] = record
            (document,) = load_documents(connection, [document_id])
            found.documents[record.provenance.sha256] = document
        except (*DATABASE_ERRORS, DamagedRowError):
            found.sound = False
    return found


def _is_sound(connection: sqlite3.Connection) -> bool:
    try:
        answers = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if not has_tables(connection):
            return answers == [("ok",)]
        said = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _SAID]
        for table in ("documents", "paragraphs", "ledger", "indexes"):
            connection.execute(f"SELECT 1 FROM {table}").fetchone()
    except DATABASE_ERRORS:
        return False
    return answers == [("ok",)] and said == list(_SAID.values())


def _ids(connection: sqlite3.Connection) -> list[str]:
    """The ids that can be read: from the beginning to the first damage, and from the end."""
    found: dict[str, None] = {}
    for order in ("ASC", "DESC"):
        for value in _until_damage(connection, f"SELECT id FROM documents ORDER BY rowid {order}"):
            if isinstance(value, str):
                found[value] = None
    return list(found)


def _until_damage(connection: sqlite3.Connection, query: str) -> Iterator[object]:
    try:
        for (value,) in connection.execute(query):
            yield value
    except DATABASE_ERRORS:
        return
