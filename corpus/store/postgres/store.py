"""A collection on a PostgreSQL server: every session is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.errors import DamagedDatabaseError
from scodiff.corpus.store.interface import Aside, Salvaged, Session, Texts
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.postgres import schema
from scodiff.corpus.store.postgres.connecting import connected
from scodiff.corpus.store.postgres.kept import KeptRows, new_aside
from scodiff.corpus.store.postgres.troubles import LOCK_SECONDS, error_said, errors_said, is_damage
from scodiff.corpus.store.records import digest_in, record_in_database
from scodiff.corpus.store.rows import DamagedRowError, FoundRows, insert, load_documents

# Writers wait for one another at this number, which means the collection of a database.
_LOCK = 0x53434F44
_SNAPSHOT = b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
# A writer that waited for the lock must see what the one before has written.
_LATEST = b"SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE"


@dataclass(frozen=True, slots=True)
class PostgresRows:
    """A connection to a server, asked in SQL with ``?`` for values."""

    connection: psycopg.Connection
    address: Address

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> FoundRows:
        """Execute one statement; raises DamagedDatabaseError, or CorpusError."""
        try:
            return self.connection.execute(_marked(statement), values)
        except psycopg.Error as error:
            if is_damage(error):
                raise DamagedDatabaseError(" ".join(str(error).split())) from error
            raise error_said(self.address, error) from error

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> None:
        """Execute a statement once for each of some rows of values."""
        with self.connection.cursor() as cursor:
            cursor.executemany(_marked(statement), values)


def _marked(statement: str) -> bytes:
    """The statement with psycopg's marks for values."""
    return statement.replace("%", "%%").replace("?", "%s").encode()


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """The collection in a database, which need not have any tables yet."""

    address: Address

    @property
    def place(self) -> Address:
        """The address, as text without its password."""
        return self.address

    def shown_original(self, name: str) -> str:
        """Where an original is: a row of a table."""
        return f"{name}, in the table {schema.SCHEMA}.originals of {self.address}"

    def exists(self) -> bool:
        """Whether there are tables; raises CorpusError where there were and they are lost."""
        with self._transaction(snapshot=True) as connection:
            return self._is_made(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on the collection as it is at one moment."""
        with self._transaction(snapshot=True) as connection:
            if not self._is_made(connection):
                raise damaged("lost database", self.address, name=self.address)

            def renew() -> None:
                """End the transaction, and begin another one in its place."""
                for statement in (b"ROLLBACK", b"BEGIN", _SNAPSHOT):
                    connection.execute(statement)
                self._is_made(connection)

            rows = PostgresRows(connection, self.address)
            yield Session(rows, KeptRows(connection), renew)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in a transaction: other writers wait, and all is written or nothing."""
        with self._locked() as connection:
            if not self._is_made(connection):
                schema.make(connection, self.address)
            yield Session(PostgresRows(connection, self.address), KeptRows(connection))

    @contextmanager
    def beside(self) -> Iterator[Session]:
        """A session in a transaction that keeps no writer waiting: not for what texts are in."""
        with self._transaction(snapshot=False) as connection:
            if not self._is_made(connection):
                raise damaged("lost database", self.address, name=self.address)
            yield Session(PostgresRows(connection, self.address), KeptRows(connection))

    def remove(self, document_id: str) -> None:
        """Remove a text; its original and record stay where another text uses them."""
        with self.writing() as session:
            deleted = "DELETE FROM documents WHERE id = ? RETURNING sha256, original"
            row = session.rows.execute(deleted, (document_id,)).fetchone()
            if row is None:
                raise CorpusError(f"{document_id} is gone: another process has removed it.")
            sha256, original = row
            used = "SELECT 1 FROM documents WHERE original = ?"
            if session.rows.execute(used, (original,)).fetchone() is None:
                if digest_in(original) == sha256:
                    session.rows.execute("DELETE FROM originals WHERE name = ?", (original,))
                session.rows.execute("DELETE FROM records WHERE sha256 = ?", (sha256,))

    def damage(self, session: Session) -> list[str]:
        """What the server says when every row is read."""
        for table in (*schema.TEXT_TABLES, "originals", "records"):
            session.rows.execute(f"SELECT count(*), sum(length({table}::text)) FROM {table}")
        return []

    @contextmanager
    def replacing(self) -> Iterator[_RowReplacement]:
        """Hold the old rows against other writers until new ones are put."""
        with self._locked() as connection:
            made = schema.state(connection, self.address) > 0
            if not made:
                raise CorpusError(f"there is neither a collection nor an original in {self.place}.")
            rows = PostgresRows(connection, self.address)
            yield _RowReplacement(connection, self.address, _salvage(rows))

    def _is_made(self, connection: psycopg.Connection) -> bool:
        if schema.state(connection, self.address) == 0:
            return False
        if schema.lacks_texts(connection):
            raise damaged("lost database", self.address, name=self.address)
        return True

    @contextmanager
    def _locked(self) -> Iterator[psycopg.Connection]:
        with self._transaction(snapshot=False) as connection:
            connection.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'".encode())
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            yield connection

    @contextmanager
    def _transaction(self, *, snapshot: bool) -> Iterator[psycopg.Connection]:
        """A transaction: one that only reads, all at one moment, or one that writes."""
        with (
            connected(self.address) as connection,
            errors_said(self.address),
            connection.transaction(),
        ):
            connection.execute(_SNAPSHOT if snapshot else _LATEST)
            yield connection


@dataclass(frozen=True, slots=True)
class _RowReplacement:
    """The old rows, locked against other writers."""

    connection: psycopg.Connection
    address: Address
    old: Salvaged

    @property
    def kept(self) -> KeptRows:
        """The originals and records."""
        return KeptRows(self.connection)

    def put(self, texts: Texts) -> Aside | None:
        """Give the old tables other names, and fill new ones, in the transaction."""
        aside = new_aside(self.connection)
        moved = False
        for table in schema.TEXT_TABLES:
            there = self.connection.execute("SELECT to_regclass(%s)", (table,)).fetchone()
            if there and there[0]:
                named = sql.Identifier(f"{table}-{aside}")
                renamed = sql.SQL("ALTER TABLE {} RENAME TO {}")
                self.connection.execute(renamed.format(sql.Identifier(table), named))
                moved = True
        schema.make_texts(self.connection)
        rows = PostgresRows(self.connection, self.address)
        for document, record in texts:
            insert(rows, document, record.provenance)
        return aside if moved else None


def _salvage(rows: PostgresRows) -> Salvaged:
    """What can still be read of the old rows, text by text."""
    found, connection = Salvaged(sound=True), rows.connection
    if schema.lacks_texts(connection):
        return Salvaged()
    for document_id in _ids(connection, found):
        try:
            with connection.transaction():
                record = record_in_database(rows, document_id)
                found.records[record.provenance.sha256] = record
                (document,) = load_documents(rows, [document_id])
                found.documents[record.provenance.sha256] = document
        except (DamagedDatabaseError, DamagedRowError):
            found.sound = False
    return found


def _ids(connection: psycopg.Connection, found: Salvaged) -> list[str]:
    try:
        with connection.transaction():
            return [name for (name,) in connection.execute("SELECT id FROM documents ORDER BY id")]
    except psycopg.Error as error:
        if not is_damage(error):
            raise
        found.sound = False
        return []
