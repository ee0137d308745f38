"""The collection's database: its tables, and opening it safely.

A rollback journal rather than a write-ahead log: the collection stays one file that can be
copied, opened by other tools and read from a read-only disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scodiff.corpus.store.damage import DamageKind, damaged
from scodiff.corpus.store.errors import DATABASE_ERRORS
from scodiff.corpus.store.rows import DamagedRowError
from scodiff.corpus.store.sqlite.files import KeptFiles
from scodiff.corpus.store.tables import Types, text_tables

SCHEMA_VERSION = 1
APPLICATION_ID = 0x53434F44
_PATIENCE_SECONDS = 60.0
_KINDS: dict[int | None, DamageKind] = {
    sqlite3.SQLITE_FULL: "full disk",
    sqlite3.SQLITE_BUSY: "locked database",
    sqlite3.SQLITE_LOCKED: "locked database",
    sqlite3.SQLITE_READONLY: "no access",
    sqlite3.SQLITE_READONLY_DBMOVED: "replaced database",
    sqlite3.SQLITE_CANTOPEN: "no access",
    sqlite3.SQLITE_PERM: "no access",
    sqlite3.SQLITE_AUTH: "no access",
    sqlite3.SQLITE_IOERR: "failing disk",
}

_TABLES = (
    *text_tables(Types(key="TEXT", size="INTEGER", clustered=" WITHOUT ROWID")),
    "CREATE INDEX documents_by_words ON documents (words_sha256)",
    "CREATE INDEX documents_by_digest ON documents (id, digest)",
    "CREATE TABLE indexes (name TEXT PRIMARY KEY, version TEXT NOT NULL, "
    "fingerprint TEXT NOT NULL) WITHOUT ROWID",
)


@contextmanager
def opened(database: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection in autocommit mode, closed at the end.

    With ``create`` the file and its tables are made if they are absent. Raises CorpusError
    where the file is none of ours, damaged, lost, made by a newer scodiff, or not writable.
    """
    with errors_said(database):
        connection = _connect(database, create)
        try:
            if _state(connection, database) == 0 and not create:
                # Another process is about to make the tables: so far there is nothing. But
                # originals come after the tables: where they were first, the tables are lost.
                if KeptFiles(database.parent).names() and _state(connection, database) == 0:
                    raise damaged("lost database", database.parent, name=database)
                connection.close()
                connection = sqlite3.connect(":memory:", isolation_level=None)
                make_tables(connection)
            _prepare(connection, database, create)
            yield connection
        finally:
            connection.close()


@contextmanager
def made(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a new database in an empty file, which belongs to no collection yet.

    All is in one transaction. Raises sqlite3.Error.
    """
    connection = _connect(database, create=True)
    try:
        with transaction(connection):
            make_tables(connection)
            yield connection
    finally:
        connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is written, or nothing; other writers wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def errors_said(database: Path) -> Iterator[None]:
    """SQLite's errors, and rows that are not ours, as sentences that say what to do."""
    try:
        yield
    except DamagedRowError as error:
        raise damaged("damaged row", database.parent, name=error) from error
    except DATABASE_ERRORS as error:
        code = getattr(error, "sqlite_errorcode", None)
        kind = _KINDS.get(code) or _KINDS.get((code or 0) & 0xFF, "damaged database")
        said = {"name": database, "error": str(error), "seconds": f"{_PATIENCE_SECONDS:.0f}"}
        raise damaged(kind, database.parent, **said) from error


def _connect(database: Path, create: bool) -> sqlite3.Connection:
    address = database.resolve().as_uri()
    modes = ("rwc",) if create else ("rw", "ro")
    for mode in modes:
        try:
            return _try(f"{address}?mode={mode}")
        except sqlite3.OperationalError:
            if mode == modes[-1]:
                raise
    raise AssertionError("one of the modes is the last")


def _try(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # The first statement that reads the file shows whether it can be opened.
        connection.execute("PRAGMA schema_version").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, database: Path, create: bool) -> None:
    if create and _state(connection, database) == 0:
        with transaction(connection):
            # Another process may have made the tables while this one waited.
            if _state(connection, database) == 0:
                if KeptFiles(database.parent).names():
                    raise damaged("lost database", database.parent, name=database)
                make_tables(connection)


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether there is anything in the database."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(tables)


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database. Call this inside a transaction."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _state(connection: sqlite3.Connection, database: Path) -> int:
    """The schema's version, 0 where there are no tables yet."""
    # The tables first: where they are there, whoever made them has written the rest, too.
    if not has_tables(connection):
        return 0
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise damaged("foreign database", database.parent, name=database)
    if version > SCHEMA_VERSION:
        said = {"name": database, "found": version, "known": SCHEMA_VERSION}
        raise damaged("newer database", database.parent, **said)
    if version < 1:
        error = "its format is not said"
        raise damaged("damaged database", database.parent, name=database, error=error)
    return int(version)
