"""The index of the user's collection, kept in the collection's own database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import cast

from scodiff.compare.phrases.index import INDEX_VERSION, PhraseIndex
from scodiff.compare.phrases.stream import Stream, stream_of
from scodiff.corpus.model import Document
from scodiff.corpus.shipped import shipped_document, shipped_summits
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.rows import document_digest, load_documents

NAME = "phrases"


@contextmanager
def open_collection_index(
    collection: Collection,
    told: Callable[[int], None] | None = None,
    streams: MutableMapping[str, Stream] | None = None,
) -> Iterator[PhraseIndex]:
    """An index of all documents of a collection, up to date.

    Texts added, changed or removed since are indexed first (``told`` gets their number), and
    an index that is damaged is built anew. Without a database, or with one that cannot be
    written, the index is made in memory. ``streams`` holds the words of documents by their
    digests, for one who opens the index again and again. Raises CorpusError where the
    collection itself cannot be read.
    """
    if not collection.exists():
        yield PhraseIndex.of(collection.documents())
        return
    if isinstance(collection.place, Address):
        yield PhraseIndex.of(collection.documents())
        return
    with collection.store.reading() as session:
        connection = cast(sqlite3.Connection, session.rows)
        digests = _digests(connection)
        load = _loader(connection)
        index = PhraseIndex(
            connection, load if streams is None else _remembering(load, digests, streams)
        )
        try:
            changed = index.synchronise(digests)
        except sqlite3.OperationalError:
            # Read-only, locked, or a full disk: nothing that a reader need wait for.
            index = PhraseIndex.of(collection.documents())
        else:
            if changed:
                _record(connection, collection.fingerprint())
                if told:
                    told(changed)
        yield index


def _digests(connection: sqlite3.Connection) -> dict[str, str]:
    """The digest of each document, shipped ones too."""
    ours = {name: document_digest(shipped_document(name)) for name in shipped_summits()}
    return ours | dict(connection.execute("select id, digest from documents"))


def _loader(connection: sqlite3.Connection) -> Callable[[str], Document]:
    def load(name: str) -> Document:
        """A document, shipped or added."""
        if name in shipped_summits():
            return shipped_document(name)
        return load_documents(connection, [name])[0]

    return load


def _remembering(
    load: Callable[[str], Document],
    digests: Mapping[str, str],
    streams: MutableMapping[str, Stream],
) -> Callable[[str], Stream]:
    def known(name: str) -> Stream:
        """The words of a document, as they were read before where it has not changed."""
        digest = digests[name]
        found = streams.get(digest)
        if found is None:
            found = streams[digest] = stream_of(load(name))
        return found

    return known


def _record(connection: sqlite3.Connection, fingerprint: str) -> None:
    """Tell the collection what the index was built from."""
    connection.execute(
        "insert or replace into indexes (name, version, fingerprint) values (?, ?, ?)",
        (NAME, INDEX_VERSION, fingerprint),
    )
