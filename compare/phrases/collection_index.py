"""The index of the user's collection, kept in the collection's own database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.shipped import shipped_key, shipped_summits
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.errors import DATABASE_ERRORS
from scodiff.corpus.store.interface import Session
from scodiff.corpus.store.location import Address
from scodiff.corpus.store.rows import Rows, stored_digests

if TYPE_CHECKING:
    from scodiff.compare.phrases.indexes.asked import SearchIndex
    from scodiff.compare.phrases.indexes.tables import DocumentRow, WordTables
    from scodiff.compare.phrases.indexes.upkeep import Upkeep
    from scodiff.compare.phrases.indexes.vector_table import OpenedRows
    from scodiff.compare.phrases.stream import StreamText
    from scodiff.corpus.store.postgres.store import PostgresStore


@contextmanager
def open_collection_index(
    collection: Collection,
    told: Callable[[int], None] | None = None,
    texts: MutableMapping[str, StreamText] | None = None,
) -> Iterator[SearchIndex]:
    """An index of all documents of a collection, up to date.

    Texts added, changed or removed since are indexed first (``told`` gets their number), and
    an index that is damaged is built anew. Without a database, or with one that cannot be
    written, the index is made in memory. ``texts`` holds those that were read by their
    digests, for one who opens the index again and again. Raises CorpusError where the
    collection itself cannot be read.
    """
    if not collection.exists():
        yield PhraseIndex.of(collection.documents())
        return
    upkeep = _upkeep(collection, {})
    with ExitStack() as opened:
        session = opened.enter_context(collection.store.reading())
        keys = _keys(session.rows)
        indexed = upkeep.current(_tables(collection, session.rows), keys)
        if indexed is None:
            opened.close()
            try:
                changed = upkeep.synchronise(keys)
            except (CorpusError, *DATABASE_ERRORS):
                # Read-only, locked, or a full disk: nothing that a reader need wait for.
                yield PhraseIndex.of(collection.documents())
                return
            if changed and told:
                told(changed)
            session = opened.enter_context(collection.store.reading())
            keys = _keys(session.rows)

        def heal() -> None:
            """Build the index anew, and read it from then on."""
            session.renew()  # What is being read is not dropped.
            upkeep.heal(keys)
            session.renew()

        yield _index(collection, session, heal, texts, indexed)


def known_by(collection: Collection) -> dict[str, str]:
    """What each document of a collection is known by, which changes when the document does."""
    if not collection.exists():
        return {}
    with collection.store.reading() as session:
        return _keys(session.rows)


def update_index(collection: Collection, at_hand: Mapping[str, Document]) -> None:
    """Index what was added to a collection, so that no search has to.

    ``at_hand`` are documents of the collection that need not be read. An index that cannot be
    written is left as it is: the next search sees to it.
    """
    if collection.exists():
        with suppress(CorpusError, *DATABASE_ERRORS):
            _update(collection, _upkeep(collection, at_hand))


def _upkeep(collection: Collection, at_hand: Mapping[str, Document]) -> Upkeep:
    from scodiff.compare.phrases.indexes.upkeep import Upkeep

    @contextmanager
    def writing() -> Iterator[WordTables]:
        """The tables, in a transaction."""
        with collection.store.writing() as session:
            yield _tables(collection, session.rows)

    def load(names: Sequence[str]) -> list[Document]:
        """Some documents, those that are not at hand read together."""
        read = collection.documents_of([name for name in names if name not in at_hand])
        return [*(at_hand[name] for name in names if name in at_hand), *read]

    return Upkeep(writing, load)


def _update(collection: Collection, upkeep: Upkeep) -> int:
    """Bring the index up to date; returns how many documents were read."""
    with collection.store.reading() as session:
        keys, tables = _keys(session.rows), _tables(collection, session.rows)
        if upkeep.current(tables, keys) is not None:
            return 0
    return upkeep.synchronise(keys)


def _tables(collection: Collection, rows: Rows) -> WordTables:
    """The tables of the index, for the kind of database that the rows are in."""
    # Only here: numpy takes as long to import as a small collection to search.
    from scodiff.compare.phrases.indexes.tables import WordTables

    if not isinstance(collection.place, Address):
        return WordTables(rows)
    from scodiff.compare.phrases.indexes.on_server import ServerTables

    return ServerTables(rows)


def _index(
    collection: Collection,
    session: Session,
    heal: Callable[[], None],
    texts: MutableMapping[str, StreamText] | None,
    indexed: list[DocumentRow] | None,
) -> SearchIndex:
    opened = rows_opened(collection)
    if opened is None:
        from scodiff.compare.phrases.indexes.word_index import WordIndex

        tables = _tables(collection, session.rows)
        return WordIndex(tables, collection.document, heal, texts, indexed)
    from scodiff.compare.phrases.indexes.on_server import ServerIndex, ServerTables

    on_server = ServerTables(session.rows)
    return ServerIndex(on_server, collection.document, heal, texts, indexed, opened)


def rows_opened(collection: Collection) -> OpenedRows | None:
    """What opens the rows of a collection on a server; None where it is in a folder."""
    if not isinstance(collection.place, Address):
        return None
    from scodiff.compare.phrases.indexes.vector_table import OpenedRows

    store = cast("PostgresStore", collection.store)
    return OpenedRows(*(partial(_rows, w) for w in (store.reading, store.writing, store.beside)))


@contextmanager
def _rows(opened: Callable[[], AbstractContextManager[Session]]) -> Iterator[Rows]:
    with opened() as session:
        yield session.rows


def _keys(rows: Rows) -> dict[str, str]:
    """What each document, shipped or added, is known by."""
    return {name: shipped_key(name) for name in shipped_summits()} | stored_digests(rows)
