"""The collection: the shipped summit texts, and those that the user has added.

One folder holds one SQLite file (``collection.sqlite3``) and the original files beside it
(``originals``). The shipped texts are part of every collection without being written to
it; the invented illustration is not a summit's text and so no part of it. Reading makes no
file, so that a collection need not exist to be asked.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scodiff.corpus.catalogue import summit
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.library import shipped, shipped_document
from scodiff.corpus.model import Document
from scodiff.corpus.naming import check_id, free_id
from scodiff.corpus.reader import load, read
from scodiff.corpus.recognition import Recognised, TextKind, recognise
from scodiff.corpus.segmentation.segmenter import Mode

if TYPE_CHECKING:
    import sqlite3

DATABASE, ORIGINALS = "collection.sqlite3", "originals"

_HELD = ("id", "kind", "origin", "original", "size", "added", "sha256", "reader")
_HELD_JSON = ("settings", "headers")


@dataclass(frozen=True, slots=True)
class Held:
    """Where a document of the collection came from.

    ``origin`` is a file name or an address, ``original`` the name of the file kept in
    ``originals``, ``size`` its length in bytes, ``added`` the time (ISO 8601, UTC),
    ``settings`` the options it was read with, ``headers`` what a server said of it.
    """

    id: str
    kind: TextKind
    origin: str
    original: str
    size: int
    added: str
    sha256: str
    reader: str
    settings: dict[str, Any]
    headers: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an addition.

    ``outcome``: ``added``; ``same bytes`` (this very file is held already) or ``same
    text`` (its words are, from another file), both of which change nothing. ``document``
    is the one that is held, ``recognised`` what it is.
    """

    document: Document
    outcome: Literal["added", "same bytes", "same text"]
    recognised: Recognised


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

    def documents(self) -> tuple[Document, ...]:
        """All summit texts, shipped and added, in order of date, then id; undated ones last."""
        held: list[Document] = []
        if self.database.exists():
            from scodiff.corpus.store.rows import load as load_rows

            with self.connection(create=False) as connection:
                held = load_rows(connection)
        ours = [shipped_document(text_id) for text_id in shipped_summits()]
        return tuple(sorted([*ours, *held], key=lambda d: (d.date or "9999", d.id)))

    def document(self, document_id: str) -> Document:
        """The document of that id; raises CorpusError where there is none."""
        if document_id in shipped_summits():
            return shipped_document(document_id)
        if self.database.exists():
            from scodiff.corpus.store.rows import load as load_rows

            with self.connection(create=False) as connection:
                if found := load_rows(connection, [document_id]):
                    return found[0]
        raise CorpusError(
            f"No text of the collection is called {document_id!r}: `scodiff corpus list` shows "
            "what is held."
        )

    def reread(self, document_id: str, /, **options: Any) -> Document:
        """A document with other settings than those it was added with.

        ``options`` are those of ``reader.read`` that are not None. Titles, dates and
        languages are put in place of the recorded ones; paragraphs parted otherwise are
        read anew from the original.
        """
        given = {key: value for key, value in options.items() if value is not None}
        document = self.document(document_id)
        given.pop("encoding", None)  # how the original is read was settled when it came in
        parting = given.pop("paragraphs", "auto")
        held = next((h for h in self.held() if h.id == document_id), None)
        if held is not None and parting not in ("auto", held.settings["paragraphs"]):
            fresh = read(
                load(self.originals / held.original),
                name=document.source.name,
                paragraphs=parting,
                encoding=held.settings.get("encoding"),
            )
            document = replace(document, paragraphs=fresh.paragraphs, ledger=fresh.ledger)
        name = given.pop("name", None)
        source = replace(document.source, name=name) if name else document.source
        new_id = given.pop("document_id", document_id)
        return replace(document, id=new_id, source=source, **given)

    def ids(self) -> tuple[str, ...]:
        """The ids of all documents, shipped and added, sorted."""
        return tuple(sorted([*shipped_summits(), *(held.id for held in self.held())]))

    def held(self) -> tuple[Held, ...]:
        """Where each added document came from, in order of id."""
        if not self.database.exists():
            return ()
        with self.connection(create=False) as connection:
            rows = connection.execute(
                f"SELECT {', '.join(_HELD + _HELD_JSON)} FROM documents ORDER BY id"
            ).fetchall()
        return tuple(_held(row) for row in rows)

    def add(
        self,
        source: Path | bytes,
        *,
        name: str | None = None,
        origin: str | None = None,
        headers: dict[str, str] | None = None,
        document_id: str | None = None,
        date: str | None = None,
        title: str | None = None,
        language: str | None = None,
        edition: str | None = None,
        paragraphs: Mode = "auto",
        encoding: str | None = None,
        duplicate: bool = False,
        vet: Callable[[Document], None] | None = None,
    ) -> Added:
        """Read a text and keep it with its original bytes.

        ``name`` is the file's name (needed for bytes), ``origin`` the address it was
        fetched from, ``encoding`` how a plain text that is not UTF-8 is encoded (guessed
        where it is None, which the ledger says). ``duplicate`` holds a text although its
        words are held already.
        ``vet`` sees the text before it is kept, and may raise CorpusError.
        Raises CorpusError, and changes nothing, where the text cannot be read or its id is
        another text's.
        """
        if document_id is not None:
            check_id(document_id)
        data = load(source) if isinstance(source, Path) else source
        name = name or (source.name if isinstance(source, Path) else "text")
        if same := self._with_bytes(hashlib.sha256(data).hexdigest()):
            return Added(same, "same bytes", recognise(same))
        settings = {"date": date, "title": title, "language": language, "paragraphs": paragraphs}
        settings |= {"encoding": encoding} if encoding else {}
        document = read(data, name=name, **settings)  # type: ignore[arg-type]
        document = replace(document, source=replace(document.source, edition=edition))
        if vet is not None:
            vet(document)
        recognised = recognise(document)
        if document_id is None and recognised.is_declaration and not recognised.doubts:
            # A file called "download" holds what its text says.
            document = replace(document, id=recognised.summit_id or document.id)
        known = {
            "kind": recognised.kind,
            "settings": json.dumps(settings, ensure_ascii=False),
            "origin": origin or name,
            "headers": json.dumps(headers, ensure_ascii=False) if headers else None,
        }
        return self._write(document, data, known, document_id, duplicate)

    def remove(self, document_id: str) -> None:
        """Remove an added document and its original; raises CorpusError where there is none."""
        if document_id in shipped():
            raise CorpusError(f"{document_id} is shipped with scodiff and cannot be removed.")
        self.document(document_id)
        from scodiff.corpus.store.schema import transaction

        with self.connection() as connection:
            with transaction(connection):
                connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            self._sweep(connection)

    @contextmanager
    def connection(self, *, create: bool = True) -> Iterator[sqlite3.Connection]:
        """A connection to the database in autocommit mode; made if absent and ``create``.

        Use ``store.schema.transaction`` for what must be written together. Other modules
        may keep tables of their own here, named after themselves, and record in
        ``indexes`` the ``fingerprint`` that they were built from.
        """
        from scodiff.corpus.store.schema import opened

        if create:
            _make_folder(self.folder)
        with opened(self.database, create=create) as connection:
            yield connection

    def digests(self) -> dict[str, str]:
        """For each document a digest of all that it is, by id: what an index is built from."""
        found = {text_id: _shipped_digest(text_id) for text_id in shipped_summits()}
        if self.database.exists():
            with self.connection(create=False) as connection:
                found |= dict(connection.execute("SELECT id, digest FROM documents"))
        return dict(sorted(found.items()))

    def fingerprint(self) -> str:
        """A digest of all documents: an index built under another one is stale."""
        lines = [f"{document_id} {digest}" for document_id, digest in self.digests().items()]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _with_bytes(self, digest: str) -> Document | None:
        for text_id in shipped_summits():
            document = shipped_document(text_id)
            if document.source.sha256 == digest:
                return document
        if not self.database.exists():
            return None
        with self.connection(create=False) as connection:
            return _find(connection, "sha256", digest)

    def _write(
        self,
        document: Document,
        data: bytes,
        known: dict[str, Any],
        wanted: str | None,
        duplicate: bool,
    ) -> Added:
        from scodiff.corpus.store.originals import keep
        from scodiff.corpus.store.rows import insert
        from scodiff.corpus.store.schema import transaction

        with self.connection() as connection:
            with transaction(connection):
                # Asked again under the lock: another process may have added it meanwhile.
                if same := _find(connection, "sha256", document.source.sha256):
                    return Added(same, "same bytes", recognise(same))
                if not duplicate and (same := self._with_words(connection, document)):
                    return Added(same, "same text", recognise(same))
                taken = {row[0] for row in connection.execute("SELECT id FROM documents")}
                document_id = free_id(document, wanted, taken | set(shipped()))
                document = replace(document, id=document_id)
                suffix = Path(document.source.name).suffix.lower()
                original = keep(self.originals, data, document.source.sha256, suffix)
                insert(
                    connection,
                    document,
                    {**known, "original": original, "size": len(data), "added": _now()},
                )
            self._sweep(connection)
        return Added(document, "added", recognise(document))

    def _with_words(self, connection: sqlite3.Connection, document: Document) -> Document | None:
        from scodiff.corpus.store.rows import words_digest

        words = words_digest(document)
        for text_id in shipped_summits():
            if _shipped_words(text_id) == words:
                return shipped_document(text_id)
        return _find(connection, "words_sha256", words)

    def _sweep(self, connection: sqlite3.Connection) -> None:
        """Delete the originals that no document has, under the lock that keeps adders away."""
        from scodiff.corpus.store.originals import sweep
        from scodiff.corpus.store.schema import transaction

        with transaction(connection):
            sweep(self.originals, _known_originals(connection))


def default_folder() -> Path:
    """``SCODIFF_COLLECTION`` if that is set, else a folder in the user's data folder."""
    if chosen := os.environ.get("SCODIFF_COLLECTION"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("scodiff", appauthor=False) / "collection"


def shipped_summits() -> tuple[str, ...]:
    """The shipped texts that a summit adopted; the invented illustration is not among them."""
    return tuple(text_id for text_id in shipped() if summit(text_id))


def _held(row: tuple[Any, ...]) -> Held:
    plain = dict(zip(_HELD, row, strict=False))
    settings, headers = row[len(_HELD) :]
    return Held(
        **plain,
        settings=json.loads(settings),
        headers=json.loads(headers) if headers else None,
    )


def _find(connection: sqlite3.Connection, column: str, value: str) -> Document | None:
    from scodiff.corpus.store.rows import load as load_rows

    row = connection.execute(
        f"SELECT id FROM documents WHERE {column} = ? ORDER BY id", (value,)
    ).fetchone()
    return load_rows(connection, [row[0]])[0] if row else None


def _known_originals(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT original FROM documents")}


@cache
def _shipped_digest(text_id: str) -> str:
    from scodiff.corpus.store.rows import document_digest

    return document_digest(shipped_document(text_id))


@cache
def _shipped_words(text_id: str) -> str:
    from scodiff.corpus.store.rows import words_digest

    return words_digest(shipped_document(text_id))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(
            f"the collection's folder {folder} cannot be made ({error.strerror}): choose another "
            "with --collection."
        ) from None


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")
