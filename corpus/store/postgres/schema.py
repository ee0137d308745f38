"""The tables of a collection on a server: all in the schema ``scodiff`` of the database."""

from __future__ import annotations

import re

import psycopg
from psycopg import sql

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.tables import Types, text_tables

SCHEMA, SCHEMA_VERSION = "scodiff", 1
_OLDEST_EXTENSION = (0, 5)  # the first with HNSW
TEXT_TABLES = ("documents", "paragraphs", "ledger")

# The collation makes the server order texts by code points, as SQLite and Python do.
_TEXTS = (
    *text_tables(Types(key='TEXT COLLATE "C"', size="BIGINT")),
    # Without names: those of tables that were set aside are taken.
    "CREATE INDEX ON documents (words_sha256)",
    "CREATE INDEX ON documents (original)",
    "CREATE INDEX ON documents (id, digest)",
)
_KEPT = """
CREATE TABLE originals (
    name TEXT COLLATE "C" PRIMARY KEY,
    data BYTEA NOT NULL,
    kept TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE records (sha256 TEXT COLLATE "C" PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE set_aside (
    aside TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    data BYTEA NOT NULL
);
CREATE TABLE indexes (name TEXT PRIMARY KEY, version TEXT NOT NULL, fingerprint TEXT NOT NULL);
CREATE TABLE format (version INTEGER NOT NULL)
"""


def state(connection: psycopg.Connection, address: Address) -> int:
    """The version of the tables, 0 where there are none yet; use it inside a transaction.

    Sets what names of tables mean, to the end of the transaction. Raises CorpusError where the
    tables are lost or of a newer scodiff.
    """
    known = _tables(connection)
    if not known:
        return 0
    _find_names(connection)
    if "format" not in known:
        raise damaged("foreign database", address, name=f"the schema {SCHEMA} of {address}")
    row = connection.execute("SELECT version FROM format").fetchone()
    version = int(row[0]) if row else 0
    if version > SCHEMA_VERSION:
        said = {"name": address, "found": version, "known": SCHEMA_VERSION}
        raise damaged("newer database", address, **said)
    return version


def lacks_texts(connection: psycopg.Connection) -> bool:
    """Whether the tables of the texts are lost."""
    return not set(TEXT_TABLES) <= _tables(connection)


def make(connection: psycopg.Connection, address: Address) -> None:
    """Make the schema and its tables, inside a transaction; raises CorpusError."""
    (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
    if encoding != "UTF8":
        raise CorpusError(
            f"the database of {address} is in {encoding}, which cannot hold all texts: make one "
            "in UTF-8 (createdb --encoding=UTF8 --template=template0)."
        )
    _make_extension(connection, address)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    _find_names(connection)
    for statement in _KEPT.split(";"):
        connection.execute(statement.encode())
    make_texts(connection)
    connection.execute("INSERT INTO format VALUES (%s)", (SCHEMA_VERSION,))


def make_texts(connection: psycopg.Connection) -> None:
    """Make the tables of the texts alone."""
    for statement in _TEXTS:
        connection.execute(statement.encode())


def _tables(connection: psycopg.Connection) -> set[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (SCHEMA,))
    return {name for (name,) in found}


def _find_names(connection: psycopg.Connection) -> None:
    """Let names mean our tables, and the types of pgvector wherever it was put."""
    where = (
        "SELECT nspname FROM pg_extension JOIN pg_namespace ON extnamespace = pg_namespace.oid "
        "WHERE extname = 'vector'"
    )
    row = connection.execute(where).fetchone()
    path = [SCHEMA, *(row or ())]
    names = sql.SQL(", ").join(map(sql.Identifier, path))
    connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(names))


def _make_extension(connection: psycopg.Connection, address: Address) -> None:
    there = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
    if found := connection.execute(there).fetchone():
        if tuple(map(int, re.findall(r"\d+", found[0])[:2])) < _OLDEST_EXTENSION:
            raise CorpusError(
                f"the database of {address} has pgvector {found[0]}, which is too old: ask the "
                'administrator for 0.5 or newer, and for "ALTER EXTENSION vector UPDATE" there.'
            )
        return
    try:
        with connection.transaction():
            connection.execute("CREATE EXTENSION vector")
    except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported):
        raise CorpusError(
            f"the server of {address} has no extension pgvector: ask its administrator to install "
            "it (the package postgresql-NN-pgvector, or https://github.com/pgvector/pgvector)."
        ) from None
    except psycopg.errors.InsufficientPrivilege:
        raise CorpusError(
            f"the database of {address} lacks the extension pgvector, and its user may not make "
            'it: ask the administrator for "CREATE EXTENSION vector" in that database.'
        ) from None
