"""The tables of an index of words, in the database of a collection.

Plain SQL with question marks, so that any database will do. Every row that a search relies on is
sealed: by its own checksum, or by the digest of all of them in ``words_meta``.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scodiff.compare.phrases.indexes.kept_text import KeptTextRow

if TYPE_CHECKING:
    # Only for the types: it imports what makes rows of documents.
    from scodiff.corpus.store.rows import FoundRows, Rows

VERSION = "6"
_SCHEMA = (
    "create table words_meta (name text primary key, value text not null)",
    "create table words_document (number integer primary key, id text not null unique, "
    "key text not null, base bigint not null, words integer not null, date text, place text, "
    "title text not null, language text not null)",
    "create table words_text (number integer primary key, text {blob} not null, "
    "bounds {blob} not null, offsets {blob} not null, places {blob} not null, "
    "shifts {blob} not null, seal bigint not null)",
    "create table words_segment (number integer primary key, documents integer not null, "
    "until bigint not null, stems {blob} not null, forms {blob} not null, "
    "compounds {blob} not null, seal bigint not null)",
    "create table words_posting (segment integer not null, stem bigint not null, "
    "places {blob} not null, primary key (segment, stem)){clustered}",
)
TABLES = ("words_posting", "words_segment", "words_text", "words_document", "words_meta")
# Those of an older index, which this one takes the place of.
_OLDER = [f"phrase_{n}" for n in ("place", "vocabulary", "text", "document", "compound", "meta")]
_AT_A_TIME = 500  # what a statement asks for; databases bound the number of question marks


class DamagedIndexError(Exception):
    """The index holds what was never written to it, or lacks something."""


class DocumentRow(NamedTuple):
    """What is known of a document without reading it.

    Its words have the addresses from ``base`` on; ``key`` is the digest of what was indexed.
    """

    number: int
    id: str
    key: str
    base: int
    words: int
    date: str | None
    place: str | None
    title: str
    language: str


class SegmentRow(NamedTuple):
    """What documents added at one time have: sorted stems (uint32), forms and compounds (lines).

    Their words have addresses before ``until``.
    """

    number: int
    documents: int
    until: int
    stems: bytes
    forms: bytes
    compounds: bytes


class WordTables:
    """The rows of an index of words."""

    def __init__(
        self, rows: Rows, *, blob: str = "blob", clustered: str = " without rowid"
    ) -> None:
        self._rows = rows
        self._types = {"blob": blob, "clustered": clustered}

    def make(self) -> None:
        """Make the tables. Call this in a transaction."""
        for statement in _SCHEMA:
            self._rows.execute(statement.format(**self._types))

    def drop(self) -> None:
        """Drop what there is of the tables. Call this in a transaction."""
        for table in (*TABLES, *_OLDER):
            self._rows.execute(f"drop table if exists {table}")

    def documents(self) -> list[DocumentRow]:
        """All documents, in order of their numbers, once they are as they were written."""
        order = "order by number"
        found = self._rows.execute(
            f"select {', '.join(DocumentRow._fields)} from words_document {order}"
        )
        documents = [DocumentRow(*row) for row in found.fetchall()]
        known = dict(self._rows.execute("select name, value from words_meta").fetchall())
        if known != {"version": VERSION, "digest": self._digest(documents)}:
            raise DamagedIndexError
        return documents

    def seal(self) -> None:
        """Record what the tables hold. Call this at the end of a transaction that writes."""
        found = self._rows.execute(
            f"select {', '.join(DocumentRow._fields)} from words_document order by number"
        )
        digest = self._digest([DocumentRow(*row) for row in found.fetchall()])
        self._rows.execute("delete from words_meta")
        for pair in (("version", VERSION), ("digest", digest)):
            self._rows.execute("insert into words_meta (name, value) values (?, ?)", pair)

    def _digest(self, documents: Sequence[DocumentRow]) -> str:
        segments = self._rows.execute(
            "select number, documents, until, seal from words_segment order by number"
        )
        held = repr([tuple(documents), [tuple(row) for row in segments.fetchall()]])
        return hashlib.blake2b(held.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def add(self, document: DocumentRow, text: KeptTextRow) -> None:
        """Write a document."""
        marks = ", ".join("?" * len(document))
        fields = ", ".join(DocumentRow._fields)
        self._rows.execute(f"insert into words_document ({fields}) values ({marks})", document)
        self._rows.execute(
            f"insert into words_text (number, {', '.join(KeptTextRow._fields)}, seal) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            (document.number, *text, _seal(document.number, text)),
        )

    def add_forms(self, document: DocumentRow, forms: Sequence[str]) -> None:
        """Write what is kept of the forms of a document's words beside their places: nothing."""

    def remove(self, numbers: Iterable[int]) -> None:
        """Delete documents; the places of their words stay, and belong to nobody."""
        for number in numbers:
            for table in ("words_document", "words_text"):
                self._rows.execute(f"delete from {table} where number = ?", (number,))

    def text(self, number: int) -> KeptTextRow:
        """The text of a document; raises DamagedIndexError where it is not as it was written."""
        row = self._rows.execute(
            f"select {', '.join(KeptTextRow._fields)}, seal from words_text where number = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise DamagedIndexError
        return whole_text(number, row)

    def segments(self) -> list[SegmentRow]:
        """All segments, in order; raises DamagedIndexError where one is not as it was written."""
        fields = ", ".join(SegmentRow._fields)
        found = []
        for *plain, seal in self._rows.execute(
            f"select {fields}, seal from words_segment order by number"
        ).fetchall():
            row = SegmentRow(*plain[:3], *map(bytes, plain[3:]))
            if _seal(row.number, row[3:]) != seal:
                raise DamagedIndexError
            found.append(row)
        return found

    def add_segment(self, segment: SegmentRow, postings: Mapping[int, bytes]) -> None:
        """Write a segment and the places of its stems."""
        fields = ", ".join(SegmentRow._fields)
        self._rows.execute(
            f"insert into words_segment ({fields}, seal) values (?, ?, ?, ?, ?, ?, ?)",
            (*segment, _seal(segment.number, segment[3:])),
        )
        self._rows.executemany(
            "insert into words_posting (segment, stem, places) values (?, ?, ?)",
            (
                (segment.number, stem, _sealed(segment.number, stem, places))
                for stem, places in postings.items()
            ),
        )

    def remove_segments(self, numbers: Iterable[int]) -> None:
        """Delete segments and their places."""
        for number in numbers:
            self._rows.execute("delete from words_posting where segment = ?", (number,))
            self._rows.execute("delete from words_segment where number = ?", (number,))

    def postings(self, segment: int, stems: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The places of some stems in a segment; raises DamagedIndexError where one is damaged."""
        for at in range(0, len(stems), _AT_A_TIME):
            some = stems[at : at + _AT_A_TIME]
            marks = ", ".join("?" * len(some))
            yield from self._opened(
                segment,
                self._rows.execute(
                    "select stem, places from words_posting "
                    f"where segment = ? and stem in ({marks})",
                    (segment, *some),
                ),
            )

    def all_postings(self, segment: int) -> Iterator[tuple[int, bytes]]:
        """The places of all stems in a segment; raises DamagedIndexError likewise."""
        query = "select stem, places from words_posting where segment = ?"
        yield from self._opened(segment, self._rows.execute(query, (segment,)))

    def _opened(self, segment: int, found: FoundRows) -> Iterator[tuple[int, bytes]]:
        for stem, sealed in found.fetchall():
            places = bytes(sealed)[:-4]
            if _sealed(segment, stem, places) != bytes(sealed):
                raise DamagedIndexError
            yield stem, places


def whole_text(number: int, row: Sequence[Any]) -> KeptTextRow:
    """The text in a row, the last field of which is its seal; raises DamagedIndexError likewise."""
    text = KeptTextRow(*map(bytes, row[:-1]))
    if _seal(number, text) != row[-1]:
        raise DamagedIndexError
    return text


def _seal(number: int, parts: Iterable[bytes]) -> int:
    seal = number
    for part in parts:
        seal = zlib.crc32(part, seal)
    return seal


def _sealed(segment: int, stem: int, places: bytes) -> bytes:
    seal = zlib.crc32(places, stem ^ segment)
    return places + seal.to_bytes(4, "little")
