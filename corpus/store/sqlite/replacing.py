"""Putting a new database in the place of a collection's old one, which is set aside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile, rmtree

from scodiff.corpus.store.errors import DATABASE_ERRORS
from scodiff.corpus.store.interface import Texts
from scodiff.corpus.store.location import DATABASE
from scodiff.corpus.store.rows import insert
from scodiff.corpus.store.sqlite.files import new_aside, sync_folder, write_whole
from scodiff.corpus.store.sqlite.schema import has_tables, make_tables

_BESIDE = ("-journal", "-wal", "-shm")


@contextmanager
def held(database: Path) -> Iterator[sqlite3.Connection | None]:
    """The old database, locked against other writers; None where it is no database at all.

    Raises sqlite3.OperationalError where another process does not give the lock.
    """
    while True:
        if not database.exists():
            # Others are to wait for this one, too: the lock needs a file.
            database.touch()
        before = database.stat()
        connection = sqlite3.connect(database, timeout=60.0, isolation_level=None)
        try:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except DATABASE_ERRORS as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                    raise
                connection.close()
                yield None
                return
            now = database.stat()
            if (now.st_dev, now.st_ino) == (before.st_dev, before.st_ino):
                yield connection
                return
        finally:
            connection.close()


def copy_aside(folder: Path, connection: sqlite3.Connection) -> Path | None:
    """Copy a sound database into a dated folder; None where there is nothing in it."""
    if not has_tables(connection):
        return None
    aside = new_aside(folder)
    try:
        # Reading the file itself would give up the lock on it, as POSIX has it.
        write_whole(aside / DATABASE, connection.serialize())
    except BaseException:
        rmtree(aside, ignore_errors=True)
        raise
    return aside


def refill(connection: sqlite3.Connection, texts: Texts) -> None:
    """Put these texts in the place of all others, and end the transaction."""
    if not has_tables(connection):
        make_tables(connection)
    for table in ("ledger", "paragraphs", "documents"):
        connection.execute(f"DELETE FROM {table}")
    for document, record in texts:
        insert(connection, document, record.provenance)
    connection.execute("COMMIT")


def replace_database(folder: Path, unfinished: Path) -> Path:
    """Copy what is no sound database aside, and put a new one in its place in one step."""
    database = (folder / DATABASE).resolve()
    aside = new_aside(folder)
    try:
        for ending in ("", *_BESIDE):
            old, copy = Path(f"{database}{ending}"), aside / f"{DATABASE}{ending}"
            if old.exists():
                copyfile(old, copy)
                with copy.open("rb+") as file:
                    os.fsync(file.fileno())
        sync_folder(aside)
    except BaseException:
        rmtree(aside, ignore_errors=True)
        raise
    # A journal of the old database must not be played back into the new one.
    for ending in _BESIDE:
        Path(f"{database}{ending}").unlink(missing_ok=True)
    unfinished.replace(database)
    sync_folder(database.parent)
    return aside
