"""Putting a new database in the place of a collection's old one, which is set aside."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile, rmtree

from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.location import DATABASE
from scodiff.corpus.store.originals import new_aside, sync_folder, write_whole
from scodiff.corpus.store.rows import DATABASE_ERRORS

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


def replace_database(
    collection: Collection, unfinished: Path, sound: sqlite3.Connection | None
) -> Path | None:
    """Copy the old database aside, and put the new one in its place in one step."""
    database = collection.database.resolve()
    aside = None
    if database.stat().st_size:
        aside = new_aside(collection.folder)
    try:
        if aside:
            _copy_aside(database, aside, sound)
    except BaseException:
        if aside:
            rmtree(aside, ignore_errors=True)
        raise
    # A journal of the old database must not be played back into the new one.
    for ending in _BESIDE:
        Path(f"{database}{ending}").unlink(missing_ok=True)
    if os.name == "nt" and sound:
        sound.close()
    unfinished.replace(database)
    sync_folder(database.parent)
    return aside


def _copy_aside(database: Path, aside: Path, sound: sqlite3.Connection | None) -> None:
    if sound:
        # Reading the file itself would give up the lock on it, as POSIX has it.
        write_whole(aside / DATABASE, sound.serialize())
        return
    for ending in ("", *_BESIDE):
        old = Path(f"{database}{ending}")
        if old.exists():
            copyfile(old, aside / f"{DATABASE}{ending}")
            with (aside / f"{DATABASE}{ending}").open("rb+") as file:
                os.fsync(file.fileno())
    sync_folder(aside)
