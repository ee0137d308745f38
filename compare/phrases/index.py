"""An index of words and stems in SQLite (FTS5): which documents may hold a phrase.

It only short-lists: every match is verified in the document's own text, by offsets. One
row stands for one document, so that a phrase is found across any boundary inside it.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from scodiff.compare.phrases.documents import DocumentList, IndexedDocument, date_of
from scodiff.compare.phrases.indexes.by_document import DocumentSearch
from scodiff.compare.phrases.stream import Stream, compounds_of, stream_of
from scodiff.compare.phrases.words import stem
from scodiff.corpus.model import Document
from scodiff.corpus.store.errors import DATABASE_ERRORS

INDEX_VERSION = "3"
_KEPT_STREAMS = 2000
Load = Callable[[str], Document | Stream]
# Of FTS5's tokenizers "ascii" alone leaves every character beyond ASCII as it is; a form
# holds no ASCII character but letters, digits and these.
_SCHEMA = """
create table phrase_document (
  row integer primary key, id text not null unique, key text not null, words integer not null,
  date text, place text, title text not null, language text not null);
create table phrase_compound (solid text not null, parts text not null,
  primary key (solid, parts)) without rowid;
create table phrase_meta (name text primary key, value text not null);
create virtual table phrase_text using fts5(
  forms, stems, tokenize = "ascii tokenchars '''_.,:;-/'");
create virtual table phrase_vocabulary using fts5vocab(phrase_text, col);
create virtual table phrase_place using fts5vocab(phrase_text, instance)
"""
_RELIED_ON = (
    "select * from phrase_document order by row",
    "select * from phrase_compound order by solid, parts",
    "select id, block from phrase_text_data order by id",
    "select * from phrase_text_idx order by segid, term",
    "select * from phrase_text_config order by k",
)
_SIGNS_OF_DAMAGE = ("no such", "malformed", "vtable constructor failed", "SQL logic error")
_SHADOWS = ("data", "idx", "content", "docsize", "config")
_TABLES = [f"phrase_{n}" for n in ("place", "vocabulary", "text", "document", "compound", "meta")]


class PhraseIndex(DocumentSearch):
    """The words of some documents; ``load`` gives a document by its id, or what is kept of it."""

    def __init__(self, connection: sqlite3.Connection, load: Load) -> None:
        self._connection = connection
        self._load = load
        super().__init__()
        self._streams: OrderedDict[str, Stream] = OrderedDict()

    @classmethod
    def of(cls, documents: Iterable[Document]) -> PhraseIndex:
        """An index in memory, of documents in memory; raises ValueError if two have one id."""
        given = list(documents)
        by_id = {document.id: document for document in given}
        if len(by_id) != len(given):
            raise ValueError("two documents have one id")
        connection = sqlite3.connect(":memory:", isolation_level=None)
        index = cls(connection, by_id.__getitem__)
        weakref.finalize(index, connection.close)
        index.synchronise(dict.fromkeys(by_id, ""))
        return index

    def synchronise(self, keys: Mapping[str, str]) -> int:
        """Make the index hold just these documents, each as its key (a digest) says.

        Documents that are new or changed are read, those that have gone are removed, and an
        index that is damaged or of another version is built anew. Returns how many
        documents were read. Raises sqlite3.OperationalError where the database is locked or
        cannot be written.
        """
        try:
            return self._synchronise(keys)
        except sqlite3.OperationalError as error:
            if not str(error).startswith(_SIGNS_OF_DAMAGE):
                raise
        except DATABASE_ERRORS:
            pass
        self.rebuild()
        return self._synchronise(keys)

    def rebuild(self) -> None:
        """Drop what the index holds; the next synchronisation reads all documents."""
        with self._transaction():
            for table in _TABLES:
                _drop(self._connection, table)

    def _synchronise(self, keys: Mapping[str, str]) -> int:
        if self._whole() and self._indexed() == keys:
            return 0
        with self._transaction():
            if not self._whole():
                self._make_tables()
            # Another process may have added what was missing while this one waited.
            indexed = self._indexed()
            for name in [name for name, key in indexed.items() if keys.get(name) != key]:
                self._remove(name)
            missing = [name for name, key in keys.items() if indexed.get(name) != key]
            for name in missing:
                self._add(name, keys[name])
            # FTS5 keeps what was added in memory until a savepoint.
            self._connection.execute("savepoint phrases")
            self._connection.execute("release phrases")
            self._set("digest", self._digest())
        for known in ("vocabulary", "documents"):
            self.__dict__.pop(known, None)
        return len(missing)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
            self._connection.execute("commit")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            raise

    def _whole(self) -> bool:
        """Whether there is an index of this version with not a bit changed since."""
        there = "select 1 from sqlite_master where name = 'phrase_meta'"
        if self._connection.execute(there).fetchone() is None:
            return False
        known = dict(self._connection.execute("select name, value from phrase_meta"))
        return known == {"version": INDEX_VERSION, "digest": self._digest()}

    def _digest(self) -> str:
        """A digest of all that the searches rely on."""
        import hashlib

        digest = hashlib.blake2b(digest_size=16)
        for query in _RELIED_ON:
            for row in self._connection.execute(query):
                for value in row:
                    digest.update(value if isinstance(value, bytes) else repr(value).encode())
        return digest.hexdigest()

    def _indexed(self) -> dict[str, str]:
        """The key of each document."""
        return dict(self._connection.execute("select id, key from phrase_document"))

    def _make_tables(self) -> None:
        for table in _TABLES:
            _drop(self._connection, table)
        for statement in _SCHEMA.split(";\n"):
            self._connection.execute(statement)
        self._set("version", INDEX_VERSION)

    def _set(self, name: str, value: str) -> None:
        self._connection.execute(
            "insert or replace into phrase_meta (name, value) values (?, ?)", (name, value)
        )

    def _remove(self, name: str) -> None:
        (row,) = self._connection.execute(
            "select row from phrase_document where id = ?", (name,)
        ).fetchone()
        self._connection.execute("delete from phrase_text where rowid = ?", (row,))
        self._connection.execute("delete from phrase_document where row = ?", (row,))
        self._streams.pop(name, None)
        self._initials.pop(name, None)

    def _add(self, name: str, key: str) -> None:
        stream = self.stream(name)
        document = stream.document
        known = (document.place, document.title, document.language)
        cursor = self._connection.execute(
            "insert into phrase_document (id, key, words, date, place, title, language) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            (name, key, stream.words, date_of(document), *known),
        )
        self._connection.execute(
            "insert into phrase_text (rowid, forms, stems) values (?, ?, ?)",
            (cursor.lastrowid, stream.line, " ".join(map(stem, stream.forms))),
        )
        self._connection.executemany(
            "insert or ignore into phrase_compound values (?, ?)", compounds_of(stream)
        )

    def stream(self, name: str) -> Stream:
        """The words of a document, read again only where many others were read since."""
        if name in self._streams:
            self._streams.move_to_end(name)
            return self._streams[name]
        loaded = self._load(name)
        self._streams[name] = stream = loaded if isinstance(loaded, Stream) else stream_of(loaded)
        if len(self._streams) > _KEPT_STREAMS:
            oldest, _ = self._streams.popitem(last=False)
            self._initials.pop(oldest, None)
        return stream

    @cached_property
    def documents(self) -> DocumentList:
        """The documents indexed, in order of date (undated last), then of id."""
        rows = self._connection.execute(
            "select id, date, place, title, language, words from phrase_document"
        )
        return DocumentList([IndexedDocument(*row) for row in rows])

    def with_phrases(self, lines: Iterable[str]) -> list[str]:
        """The documents that have one of some phrases, given as forms joined by spaces."""
        return self._match("forms : (" + " OR ".join(map(_quoted, lines)) + ")")

    def with_stems(self, stems: Sequence[str], between: int) -> list[str]:
        """The documents that have all the stems close together, in whatever order."""
        if len(stems) == 1:
            return self._match(f"stems : {_quoted(stems[0])}")
        near = " ".join(map(_quoted, stems))
        return self._match(f"stems : NEAR({near}, {len(stems) + between})")

    def _match(self, expression: str) -> list[str]:
        rows = self._connection.execute(
            "select id from phrase_text join phrase_document on row = phrase_text.rowid "
            "where phrase_text match ? order by row",
            (expression,),
        )
        return [name for (name,) in rows]

    def places(self, stems: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Where words of some stems stand: row of the document, number of the word, stem."""
        query = "select doc, offset, term from phrase_place where term = ? and col = 'stems'"
        for wanted in stems:
            yield from self._connection.execute(query, (wanted,))

    def name_of(self, row: int) -> str:
        """The id of the document in a row."""
        found = self._connection.execute("select id from phrase_document where row = ?", (row,))
        return str(found.fetchone()[0])

    def compounds(self, forms: Sequence[str]) -> dict[str, list[str]]:
        """The hyphenated spellings that the documents have of some solid forms."""
        found: dict[str, list[str]] = {}
        for form in dict.fromkeys(forms):
            for (parts,) in self._connection.execute(
                "select parts from phrase_compound where solid = ? order by parts", (form,)
            ):
                found.setdefault(form, []).append(parts)
        return found

    @cached_property
    def vocabulary(self) -> dict[str, list[str]]:
        """The forms that begin, and those that end, with two letters (``ab*``, ``*ab``)."""
        found: dict[str, list[str]] = {}
        for (form,) in self._connection.execute(
            "select term from phrase_vocabulary where col = 'forms'"
        ):
            found.setdefault(f"{form[:2]}*", []).append(form)
            found.setdefault(f"*{form[-2:]}", []).append(form)
        return found


def _quoted(line: str) -> str:
    escaped = line.replace('"', '""')
    return f'"{escaped}"'


def _drop(connection: sqlite3.Connection, table: str) -> None:
    """Drop a table, also one so damaged that its module will not open it."""
    try:
        connection.execute(f"drop table if exists {table}")
    except DATABASE_ERRORS:
        connection.execute("pragma writable_schema = on")
        connection.execute("delete from sqlite_master where name = ?", (table,))
        connection.execute("pragma writable_schema = reset")
    for part in _SHADOWS if table == "phrase_text" else ():
        connection.execute(f"drop table if exists {table}_{part}")
