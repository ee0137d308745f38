"""A collection in a folder: the SQLite file ``collection.sqlite3``, ``originals``, ``records``."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copymode

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.interface import Aside, Salvaged, Session, Texts
from scodiff.corpus.store.location import DATABASE, ORIGINALS
from scodiff.corpus.store.records import Record, digest_in, record_in_database
from scodiff.corpus.store.rows import DamagedRowError, insert
from scodiff.corpus.store.sqlite.files import KeptFiles, folder_troubles_said, unfinished_name
from scodiff.corpus.store.sqlite.replacing import copy_aside, held, refill, replace_database
from scodiff.corpus.store.sqlite.salvage import salvage
from scodiff.corpus.store.sqlite.schema import errors_said, made, opened, transaction


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """The collection in a folder, which need not exist."""

    folder: Path

    @property
    def place(self) -> Path:
        """The folder."""
        return self.folder

    @property
    def database(self) -> Path:
        """The SQLite file; it need not exist."""
        return self.folder / DATABASE

    @property
    def originals(self) -> Path:
        """The folder of original files; it need not exist."""
        return self.folder / ORIGINALS

    @property
    def kept(self) -> KeptFiles:
        """The originals and records."""
        return KeptFiles(self.folder)

    def shown_original(self, name: str) -> str:
        """The path of an original."""
        return str(self.originals / name)

    def exists(self) -> bool:
        """Whether there is a database; raises CorpusError where there was one and it is lost."""
        with folder_troubles_said(self.folder, self.folder):
            # Looked for twice: another process may be making it meanwhile.
            if self.database.is_file():
                return True
            if self.database.exists():
                raise damaged("no access", self.folder, name=self.database)
            if self.kept.names() and not self.database.exists():
                raise damaged("lost database", self.folder, name=self.database)
        return False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in autocommit mode on what is there."""
        with opened(self.database) as connection:
            yield Session(connection, self.kept)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in a transaction: other writers wait, and all is written or nothing."""
        self.kept.sweep()
        with self._locked() as connection:
            yield Session(connection, self.kept)

    def remove(self, document_id: str) -> None:
        """Remove a text; its original and record stay where another text uses them."""
        kept = self.kept
        with self._locked() as connection:
            row = connection.execute(
                "SELECT sha256, original FROM documents WHERE id = ?", (document_id,)
            ).fetchone()
            if row is None:
                raise CorpusError(f"{document_id} is gone: another process has removed it.")
            sha256, original = row
            record = kept.record(sha256)
            if record is None:
                with suppress(DamagedRowError):
                    record = record_in_database(connection, document_id)
            connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            used = "SELECT 1 FROM documents WHERE original = ?"
            if connection.execute(used, (original,)).fetchone() is None:
                self._forget(connection, sha256, original, record)

    def _forget(
        self, connection: sqlite3.Connection, sha256: str, original: str, record: Record | None
    ) -> None:
        """Commit the removal of a text, and delete its original and its record.

        The record is marked first: whatever happens from here on, a rebuild does not bring
        the text back. The lock is given back with the commit, and taken again to delete: the
        same file may have been added meanwhile.
        """
        kept = self.kept
        kept.names()  # A folder that cannot be read is said before anything is done.
        if record is not None:
            kept.write_record(replace(record, removed=True))
        try:
            connection.execute("COMMIT")
        except BaseException:
            if record is not None:
                kept.write_record(record)
            raise
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)).fetchone():
            return
        if digest_in(original) == sha256:
            kept.delete(original)
        kept.delete_record(sha256)

    def damage(self, session: Session) -> list[str]:
        """What SQLite's own check of the file says."""
        self.kept.names()  # A folder that cannot be read is not one without originals.
        found = session.rows.execute("PRAGMA integrity_check(5)").fetchall()
        return [answer for (answer,) in found if answer != "ok"]

    @contextmanager
    def replacing(self) -> Iterator[_FileReplacement]:
        """Hold the old database, whatever its state, until a new one is put in its place."""
        if not (self.kept.names() or os.path.lexists(self.database)):
            raise CorpusError(f"there is neither a database nor an original in {self.folder}.")
        self.kept.sweep()
        troubles = folder_troubles_said(self.folder, self.folder)
        database = self.database.resolve()
        with errors_said(self.database), troubles, held(database) as connection:
            yield _FileReplacement(self, connection, salvage(connection))

    @contextmanager
    def _locked(self) -> Iterator[sqlite3.Connection]:
        while True:
            before = self._identity()
            if not self.exists():
                _make_folder(self.folder)
            with opened(self.database, create=True) as connection, transaction(connection):
                # A rebuild may have put another file in its place while this one waited.
                if before == self._identity():
                    yield connection
                    return

    def _identity(self) -> tuple[int, int] | None:
        with folder_troubles_said(self.folder, self.database):
            found = self.database.stat() if self.database.exists() else None
        return (found.st_dev, found.st_ino) if found else None


@dataclass(frozen=True, slots=True)
class _FileReplacement:
    """The old database, locked; ``connection`` is None where it is no database at all."""

    store: SqliteStore
    connection: sqlite3.Connection | None
    old: Salvaged

    @property
    def kept(self) -> KeptFiles:
        """The originals and records."""
        return self.store.kept

    def put(self, texts: Texts) -> Aside | None:
        """Put a database of these texts in the place of the old one."""
        if self.connection and self.old.sound:
            # Others may wait for this very file: it is filled anew in one transaction.
            aside = copy_aside(self.store.folder, self.connection)
            refill(self.connection, texts)
            return aside
        return self._exchange(texts)

    def _exchange(self, texts: Texts) -> Path:
        """Put a new file in the place of what is no sound database."""
        database = self.store.database.resolve()
        unfinished = unfinished_name(database.parent)
        try:
            with made(unfinished) as connection:
                for document, record in texts:
                    insert(connection, document, record.provenance)
            copymode(database, unfinished)
            return replace_database(self.store.folder, unfinished)
        finally:
            unfinished.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(
            f"the collection's folder {folder} cannot be made ({error.strerror}): choose another "
            "with --collection."
        ) from None
