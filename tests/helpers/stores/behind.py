"""What tests do to a collection behind its back, wherever it is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.sqlite.store import SqliteStore


def on_server(collection: Collection) -> bool:
    """Whether the collection is one on a server."""
    return isinstance(collection.place, Address)


def in_folder(collection: Collection) -> SqliteStore:
    """The store of a collection that is kept in a folder."""
    assert isinstance(collection.store, SqliteStore)
    return collection.store


def execute(
    collection: Collection, statement: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Execute a statement with ``?`` for values, and return what it finds."""
    with _database(collection) as connection:
        if on_server(collection):
            statement = statement.replace("?", "%s")
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def originals(collection: Collection) -> dict[str, bytes]:
    """The originals by name."""
    if on_server(collection):
        return dict(execute(collection, "SELECT name, data FROM originals"))
    return _files(in_folder(collection).originals)


def put_original(collection: Collection, name: str, data: bytes | None) -> None:
    """Put other bytes in the place of an original; None takes it away."""
    if not on_server(collection):
        _put(in_folder(collection).originals / name, data)
    elif data is None:
        execute(collection, "DELETE FROM originals WHERE name = ?", (name,))
    else:
        execute(
            collection,
            "INSERT INTO originals (name, data) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET data = excluded.data",
            (name, data),
        )


def records(collection: Collection) -> dict[str, bytes]:
    """The records by the SHA-256 of the original."""
    if on_server(collection):
        return dict(execute(collection, "SELECT sha256, data FROM records"))
    found = _files(in_folder(collection).folder / "records")
    return {name.removesuffix(".json"): data for name, data in found.items()}


def put_record(collection: Collection, sha256: str, data: bytes | None) -> None:
    """Put other bytes in the place of a record; None takes it away."""
    if not on_server(collection):
        _put(in_folder(collection).folder / "records" / f"{sha256}.json", data)
    elif data is None:
        execute(collection, "DELETE FROM records WHERE sha256 = ?", (sha256,))
    else:
        execute(collection, "UPDATE records SET data = ? WHERE sha256 = ?", (data, sha256))


def set_aside(collection: Collection) -> dict[str, bytes]:
    """The originals that were set aside, by name."""
    if on_server(collection):
        found = "SELECT name, data FROM set_aside WHERE kind = 'originals'"
        return dict(execute(collection, found))
    folders = sorted(in_folder(collection).folder.glob("set-aside-*/originals"))
    return {name: data for folder in folders for name, data in _files(folder).items()}


def lose_tables(collection: Collection) -> None:
    """Take the database away, as far as it holds texts."""
    if not on_server(collection):
        in_folder(collection).database.unlink()
        return
    for table in ("ledger", "paragraphs", "documents"):
        execute(collection, f"DROP TABLE {table}")


@contextmanager
def _database(collection: Collection) -> Iterator[Any]:
    if not on_server(collection):
        connection = sqlite3.connect(in_folder(collection).database, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
        return
    import psycopg

    options = "-c search_path=scodiff,public"
    assert isinstance(collection.place, Address)
    with psycopg.connect(collection.place.url, autocommit=True, options=options) as server:
        yield server


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
