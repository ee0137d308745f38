"""The collection: the shipped summit texts, and those that the user has added.

One folder holds one SQLite file (``collection.sqlite3``) and beside it the original files
(``originals``) and the records of their additions (``records``), from which
``rebuilding.rebuild`` makes the file anew. The shipped texts are part of every collection
without being written to it; the invented illustration is not a summit's text and so no part of
it. Reading makes no file, so that a collection need not exist to be asked. ``adding.add`` adds
texts to it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Unpack

from scodiff.corpus.corrections.correction_file import those_for
from scodiff.corpus.corrections.corrections import DESCRIBED, Corrections
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import ReadOptions, read
from scodiff.corpus.segmentation.segmenter import ParagraphMode
from scodiff.corpus.shipped import shipped, shipped_document, shipped_summits
from scodiff.corpus.sources import well_formed
from scodiff.corpus.store.damage import damaged
from scodiff.corpus.store.location import DATABASE, ORIGINALS, default_folder
from scodiff.corpus.store.originals import (
    delete_original,
    digest_in,
    folder_troubles_said,
    kept_names,
)
from scodiff.corpus.store.records import (
    Record,
    delete_record,
    load_record,
    original_bytes,
    record_in_database,
    write_record,
)
from scodiff.corpus.store.rows import (
    DamagedRowError,
    Provenance,
    document_digest,
    load_documents,
    load_provenance,
    stored_digests,
)
from scodiff.corpus.store.schema import opened, transaction


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection in a folder; ``Collection.open`` finds the user's own."""

    folder: Path

    @classmethod
    def open(cls, folder: Path | None = None) -> Collection:
        """The collection in ``folder``, in SCODIFF_COLLECTION, or in the user's data folder."""
        return cls(folder or default_folder())

    @property
    def database(self) -> Path:
        """The SQLite file; it need not exist."""
        return self.folder / DATABASE

    @property
    def originals(self) -> Path:
        """The folder of original files; it need not exist."""
        return self.folder / ORIGINALS

    def exists(self) -> bool:
        """Whether there is a database; raises CorpusError where there was one and it is lost."""
        with folder_troubles_said(self.folder, self.folder):
            # Looked for twice: another process may be making it meanwhile.
            if self.database.is_file():
                return True
            if self.database.exists():
                raise damaged("no access", self.folder, name=self.database)
            if kept_names(self.folder) and not self.database.exists():
                raise damaged("lost database", self.folder, name=self.database)
        return False

    def documents(self) -> tuple[Document, ...]:
        """All summit texts, shipped and added, in order of date, then id; undated ones last."""
        found = [shipped_document(text_id) for text_id in shipped_summits()]
        if self.exists():
            with self.connection(create=False) as connection:
                found += load_documents(connection)
        return tuple(sorted(found, key=lambda d: (d.date or "9999", d.id)))

    def document(self, document_id: str) -> Document:
        """The document of that id; raises CorpusError where there is none."""
        document_id = well_formed(document_id)
        if document_id in shipped_summits():
            return shipped_document(document_id)
        if self.exists():
            with self.connection(create=False) as connection:
                if found := load_documents(connection, [document_id]):
                    return found[0]
        raise CorpusError(
            f"No text of the collection is called {document_id!r}: `scodiff corpus list` shows "
            "what is held."
        )

    def reread(self, document_id: str, /, **options: Unpack[ReadOptions]) -> Document:
        """A document with other options than those it was added with (see ``reader.read``).

        Its title, date and language are replaced by those given. Paragraphs are read anew
        from the original where they are to be told apart otherwise. Raises CorpusError.
        """
        document = self.document(document_id)
        mode = options.get("paragraphs", "auto")
        corrections = those_for(document.source, options.get("boundaries") or {}, None)
        added = self.provenance_of(document.id)
        otherwise = added and mode not in ("auto", added.settings["paragraphs"])
        if added is not None and (otherwise or corrections):
            document = self._segmented_anew(document, added, options, corrections)
        name = options.get("name") or document.source.name
        given: dict[str, Any] = {
            "id": options.get("document_id"),
            "title": options.get("title"),
            "date": options.get("date"),
            "language": options.get("language"),
        }
        return replace(
            document,
            source=replace(document.source, name=name),
            **{field: value for field, value in given.items() if value is not None},
        )

    def ids(self) -> tuple[str, ...]:
        """The ids of all documents, shipped and added, sorted."""
        return tuple(sorted([*shipped_summits(), *(added.id for added in self.provenance())]))

    def provenance(self) -> tuple[Provenance, ...]:
        """Where each added document came from, in order of id; shipped ones have none."""
        if not self.exists():
            return ()
        with self.connection(create=False) as connection:
            return load_provenance(connection)

    def provenance_of(self, document_id: str) -> Provenance | None:
        """Where an added document came from; None where it is shipped or absent."""
        return next((added for added in self.provenance() if added.id == document_id), None)

    def remove(self, document_id: str) -> None:
        """Remove an added document and its original; raises CorpusError where there is none.

        The original stays where another text uses it.
        """
        document_id = well_formed(document_id)
        if document_id in shipped():
            raise CorpusError(f"{document_id} is shipped with scodiff and cannot be removed.")
        if document_id not in self.digests():
            self.document(document_id)
        with self.writing() as connection:
            row = connection.execute(
                "SELECT sha256, original FROM documents WHERE id = ?", (document_id,)
            ).fetchone()
            if row is None:
                raise CorpusError(f"{document_id} is gone: another process has removed it.")
            sha256, original = row
            record = load_record(self.folder, sha256)
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
        kept_names(self.folder)  # A folder that cannot be read is said before anything is done.
        if record is not None:
            write_record(self.folder, replace(record, removed=True))
        try:
            connection.execute("COMMIT")
        except BaseException:
            if record is not None:
                write_record(self.folder, record)
            raise
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)).fetchone():
            return
        if digest_in(original) == sha256:
            delete_original(self.folder, original)
        delete_record(self.folder, sha256)

    @contextmanager
    def connection(self, *, create: bool = True) -> Iterator[sqlite3.Connection]:
        """A connection to the database in autocommit mode; made if absent and ``create``.

        Use ``store.schema.transaction`` for what must be written together. Other modules
        may keep tables of their own here, named after themselves, and record in
        ``indexes`` the ``fingerprint`` that they were built from.
        """
        if create and not self.exists():
            _make_folder(self.folder)
        with opened(self.database, create=create) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction: other writers wait, and all is written or nothing."""
        while True:
            before = self._identity()
            with self.connection() as connection, transaction(connection):
                # A rebuild may have put another file in its place while this one waited.
                if before == self._identity():
                    yield connection
                    return

    def _identity(self) -> tuple[int, int] | None:
        with folder_troubles_said(self.folder, self.database):
            found = self.database.stat() if self.database.exists() else None
        return (found.st_dev, found.st_ino) if found else None

    def digests(self) -> dict[str, str]:
        """For each document a digest of all that it is, by id: what an index is built from."""
        found = {text_id: _shipped_digest(text_id) for text_id in shipped_summits()}
        if self.exists():
            with self.connection(create=False) as connection:
                found |= stored_digests(connection)
        return dict(sorted(found.items()))

    def fingerprint(self) -> str:
        """A digest of all documents: an index built under another one is stale."""
        lines = [f"{document_id} {digest}" for document_id, digest in self.digests().items()]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _segmented_anew(
        self,
        document: Document,
        added: Provenance,
        options: ReadOptions,
        corrections: Corrections | None,
    ) -> Document:
        mode: ParagraphMode = options.get("paragraphs", "auto")
        fresh = read(
            original_bytes(self.folder, added),
            name=document.source.name,
            paragraphs=added.settings["paragraphs"] if mode == "auto" else mode,
            encoding=added.settings.get("encoding"),
            boundaries=options.get("boundaries")
            if corrections
            else added.settings.get("boundaries"),
        )
        said = {name: getattr(corrections, name, None) for name in DESCRIBED}
        return replace(
            document,
            paragraphs=fresh.paragraphs,
            ledger=fresh.ledger,
            **{name: value for name, value in said.items() if value},
        )


@cache
def _shipped_digest(text_id: str) -> str:
    return document_digest(shipped_document(text_id))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(
            f"the collection's folder {folder} cannot be made ({error.strerror}): choose another "
            "with --collection."
        ) from None
