"""The collection: the shipped summit texts, and those that the user has added.

Its store keeps them: a folder with a SQLite file, or a PostgreSQL database. The shipped texts are
part of every collection without being written to it; the invented illustration is not a summit's
text and so no part of it. Reading makes nothing, so that a collection need not exist to be asked.
``adding.add`` adds texts to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Unpack

from scodiff.corpus.corrections.correction_file import those_for
from scodiff.corpus.corrections.corrections import DESCRIBED, Corrections
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.shipped import shipped, shipped_document, shipped_summits
from scodiff.corpus.sources import well_formed
from scodiff.corpus.store.interface import CollectionStore
from scodiff.corpus.store.location import Address, Location, place_of
from scodiff.corpus.store.originals import original_bytes
from scodiff.corpus.store.rows import (
    Provenance,
    document_digest,
    load_documents,
    load_provenance,
    stored_digests,
)
from scodiff.corpus.store.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from scodiff.corpus.reader import ReadOptions
    from scodiff.corpus.segmentation.segmenter import ParagraphMode


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection in its store; ``Collection.open`` finds the user's own."""

    store: CollectionStore

    @classmethod
    def open(cls, place: str | Location | None = None) -> Collection:
        """The collection at a place, in SCODIFF_COLLECTION, or in the user's data folder."""
        place = place_of(place)
        return cls(_on_server(place) if isinstance(place, Address) else SqliteStore(place))

    @property
    def place(self) -> Location:
        """The folder, or the address of the server."""
        return self.store.place

    def exists(self) -> bool:
        """Whether there is a database; raises CorpusError where there was one and it is lost."""
        return self.store.exists()

    def documents(self) -> tuple[Document, ...]:
        """All summit texts, shipped and added, in order of date, then id; undated ones last."""
        found = [shipped_document(text_id) for text_id in shipped_summits()]
        if self.exists():
            with self.store.reading() as session:
                found += load_documents(session.rows)
        return tuple(sorted(found, key=lambda d: (d.date or "9999", d.id)))

    def documents_of(self, ids: Sequence[str]) -> list[Document]:
        """The documents of some ids, in their order; raises CorpusError where one is of none."""
        found = {name: shipped_document(name) for name in ids if name in shipped_summits()}
        own = [well_formed(name) for name in ids if name not in found]
        if own and self.exists():
            with self.store.reading() as session:
                found |= {held.id: held for held in load_documents(session.rows, own)}
        return [found.get(name) or self.document(name) for name in ids]

    def document(self, document_id: str) -> Document:
        """The document of that id; raises CorpusError where there is none."""
        document_id = well_formed(document_id)
        if document_id in shipped_summits():
            return shipped_document(document_id)
        if self.exists():
            with self.store.reading() as session:
                if found := load_documents(session.rows, [document_id]):
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
        with self.store.reading() as session:
            return load_provenance(session.rows)

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
        self.store.remove(document_id)

    def digests(self) -> dict[str, str]:
        """For each document a digest of all that it is, by id: what an index is built from."""
        found = {text_id: _shipped_digest(text_id) for text_id in shipped_summits()}
        if self.exists():
            with self.store.reading() as session:
                found |= stored_digests(session.rows)
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
        from scodiff.corpus.reader import read

        mode: ParagraphMode = options.get("paragraphs", "auto")
        with self.store.reading() as session:
            data = original_bytes(session.kept, added, self.place)
        fresh = read(
            data,
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


def _on_server(address: Address) -> CollectionStore:
    try:
        from scodiff.corpus.store.postgres.store import PostgresStore
    except ImportError as error:
        missing = error.name or "libpq"
        raise CorpusError(
            f"a collection on a server needs packages that are not installed ({missing}): pip "
            "install 'scodiff[postgres]'."
        ) from None
    return PostgresStore(address)


@cache
def _shipped_digest(text_id: str) -> str:
    return document_digest(shipped_document(text_id))
