"""An index of texts in files, kept as it was made: whole, under the digests of its texts."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scodiff.compare.phrases.index import INDEX_VERSION, PhraseIndex
from scodiff.compare.phrases.stream import Stream, Words, stream_of
from scodiff.corpus.model import Document, as_data, from_data
from scodiff.corpus.readings import keep_sealed, load_sealed

_FORMAT = f"{INDEX_VERSION}.2"
_TABLE = """create table kept_document (
  id text primary key, data text not null, starts blob not null, ends blob not null)
  without rowid"""
_HEAD = "create table kept_index (state text not null, told text not null)"
_WORDS = """select data, forms, starts, ends
  from kept_document join phrase_document using (id) join phrase_text on phrase_text.rowid = row
  where id = ?"""


@dataclass(frozen=True, slots=True)
class KeptIndex:
    """An index, and what has to be told whenever it is used."""

    index: PhraseIndex
    told: tuple[str, ...]


def state_of(keys: Iterable[str]) -> str:
    """The digest of all that an index of texts is made of: their readings, and its form."""
    return hashlib.sha256("\n".join([_FORMAT, *keys]).encode("utf-8")).hexdigest()


def load_index(place: Path, state: str) -> KeptIndex | None:
    """The index that was kept in a file, if it is of that state and not a bit of it is changed."""
    body = load_sealed(place)
    if body is None:
        return None
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(body)
    known, told = connection.execute("select state, told from kept_index").fetchone()
    if known != state:
        return None
    index = PhraseIndex(connection, partial(_kept_stream, connection))
    return KeptIndex(index, tuple(json.loads(told)))


def make_index(
    place: Path, state: str, documents: Sequence[Document], told: Sequence[str]
) -> PhraseIndex:
    """Index some documents, all of different ids, and keep the index with what has to be told."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(_TABLE)
    connection.execute(_HEAD)
    connection.execute("insert into kept_index values (?, ?)", (state, json.dumps(list(told))))
    streams = {document.id: stream_of(document) for document in documents}
    connection.executemany("insert into kept_document values (?, ?, ?, ?)", _rows(streams))
    index = PhraseIndex(connection, streams.__getitem__)
    index.synchronise(dict.fromkeys(streams, ""))
    keep_sealed(place, connection.serialize())
    return index


def _rows(streams: Mapping[str, Stream]) -> Iterator[tuple[str | bytes, ...]]:
    for name, stream in streams.items():
        document = json.dumps([as_data(stream.document), stream.document.source_text])
        yield (name, document, stream.starts.tobytes(), stream.ends.tobytes())


def _kept_stream(connection: sqlite3.Connection, name: str) -> Stream:
    """The words of a document as they were when it was indexed."""
    data, forms, *places = connection.execute(_WORDS, (name,)).fetchone()
    starts, ends = (array("I", place) for place in places)
    return stream_of(from_data(*json.loads(data)), Words(tuple(forms.split()), starts, ends))
