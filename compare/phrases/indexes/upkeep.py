"""Keeping an index of words up to date: what is new is added in segments, what is gone removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from scodiff.compare.phrases.indexes.kept_text import text_row
from scodiff.compare.phrases.indexes.segments import merged, segment_of, to_merge
from scodiff.compare.phrases.indexes.tables import DamagedIndexError, DocumentRow, WordTables
from scodiff.compare.phrases.stream import Stream, stream_of
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.store.errors import DATABASE_ERRORS

# What shows that an index is damaged, or that there is none yet.
DAMAGE = (DamagedIndexError, ValueError, TypeError, *DATABASE_ERRORS)
_AT_A_TIME = 128  # documents that are read, and written, in one go


class Upkeep:
    """Writes the tables of an index of words; ``writing`` opens them in a transaction."""

    def __init__(
        self,
        writing: Callable[[], AbstractContextManager[WordTables]],
        load: Callable[[Sequence[str]], Sequence[Document]],
    ) -> None:
        self._open = writing
        self._load = load

    def current(self, tables: WordTables, keys: Mapping[str, str]) -> list[DocumentRow] | None:
        """The documents of the index; None unless it holds just these, each as its key says."""
        try:
            found = tables.documents()
        except (CorpusError, *DAMAGE):
            return None
        return found if _difference(found, keys) == ([], []) else None

    def synchronise(self, keys: Mapping[str, str]) -> int:
        """Make the index hold just these documents; returns how many were read.

        Raises what ``writing`` raises where the database is locked or cannot be written.
        """
        try:
            return self._synchronise(keys)
        except DamagedIndexError:
            return self.heal(keys)

    def heal(self, keys: Mapping[str, str]) -> int:
        """Build the index anew."""
        with self._open() as tables:
            tables.drop()
            tables.make()
            tables.seal()
        return self._synchronise(keys)

    @contextmanager
    def _writing(self) -> Iterator[WordTables]:
        with self._open() as tables:
            try:
                yield tables
            except DAMAGE as error:
                raise DamagedIndexError from error

    def _synchronise(self, keys: Mapping[str, str]) -> int:
        with self._writing() as tables:
            missing, gone = _difference(tables.documents(), keys)
            if gone:
                tables.remove(row.number for row in gone)
                tables.seal()
        for at in range(0, len(missing), _AT_A_TIME):
            # Read before others have to wait.
            streams = [stream_of(d) for d in self._load(missing[at : at + _AT_A_TIME])]
            with self._writing() as tables:
                _add(tables, streams, keys)
        return len(missing)


def _add(tables: WordTables, streams: Sequence[Stream], keys: Mapping[str, str]) -> None:
    """Add those documents that no other process has added meanwhile."""
    documents, segments = tables.documents(), tables.segments()
    known = {row.id for row in documents}
    number = 1 + max((row.number for row in documents), default=0)
    base = 1 + max((segment.until for segment in segments), default=0)
    placed: list[tuple[int, Stream]] = []
    for stream in (stream for stream in streams if stream.name not in known):
        row = _row(number + len(placed), base, stream, keys)
        tables.add(row, text_row(stream))
        tables.add_forms(row, stream.forms)
        placed.append((base, stream))
        base += stream.words + 1
    if placed:
        fresh = 1 + max((segment.number for segment in segments), default=0)
        tables.add_segment(*segment_of(fresh, placed))
        _merge(tables)
        tables.seal()


def _merge(tables: WordTables) -> None:
    while some := to_merge(segments := tables.segments()):
        number = 1 + max(segment.number for segment in segments)
        postings = (tables.all_postings(segment.number) for segment in some)
        tables.add_segment(*merged(number, some, postings))
        tables.remove_segments(segment.number for segment in some)


def _difference(
    documents: Sequence[DocumentRow], keys: Mapping[str, str]
) -> tuple[list[str], list[DocumentRow]]:
    """The documents that are to be read, and the rows that are to go."""
    indexed = {row.id: row.key for row in documents}
    missing = [name for name, key in keys.items() if indexed.get(name) != key]
    return missing, [row for row in documents if keys.get(row.id) != row.key]


def _row(number: int, base: int, stream: Stream, keys: Mapping[str, str]) -> DocumentRow:
    document = stream.document
    about = (stream.date, document.place, document.title, document.language)
    return DocumentRow(number, document.id, keys[document.id], base, stream.words, *about)
