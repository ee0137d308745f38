"""A table of vectors on a server, by documents: pgvector finds the nearest in it.

Its HNSW index (Malkov and Yashunin 2018) is approximate, and so it short-lists alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.rows import Rows

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Vectors

Opened = Callable[[], AbstractContextManager[Rows]]


class OpenedRows(NamedTuple):
    """What opens the rows of a server, each time in a transaction of its own.

    ``writing`` waits for other writers, and they for it; ``beside`` writes what concerns no other.
    """

    reading: Opened
    writing: Opened
    beside: Opened


class FoundVector(NamedTuple):
    """A vector of a document, of what ``starts`` and ``ends`` say, and its cosine with another."""

    document: str
    starts: int
    ends: int
    cosine: float


# Candidates that HNSW finds (``ef_search``), the nearest first.
LOOKED_AT = 400
# Kilobytes that the server may at least use while the index is made. Where the index does not fit
# into them, making it becomes many times slower: the server's own setting counts where it is more.
_BUILDING = 512 * 1024
#: What is kept of a document: of each vector where it begins, where it ends, and itself.
Made = Sequence[tuple[int, int, "Vectors"]]


class VectorTable:
    """A table of unit vectors, each of a part of a document; a second one says of which documents.

    Documents are told apart by their ids, and known by a key that changes when they do.
    """

    def __init__(self, opened: OpenedRows, name: str, dimension: int) -> None:
        self._opened = opened
        self._name = name
        self._dimension = dimension

    def known(self) -> dict[str, str] | None:
        """The key of each document whose vectors are there; None without a table."""
        with self._opened.reading() as rows:
            if not _is_there(rows, f"{self._name}_of"):
                return None
            return dict(rows.execute(f"select document, key from {self._name}_of").fetchall())

    def is_indexed(self) -> bool:
        """Whether there is an HNSW index."""
        with self._opened.reading() as rows:
            return _is_there(rows, f"{self._name}_near")

    def lacking(self, keys: Mapping[str, str], at_a_time: int) -> Iterator[list[str]]:
        """The documents whose vectors are missing, some at a time; those of others are deleted.

        The table is made where there is none.
        """
        known = self.known()
        if known is None:
            with self._opened.writing() as rows:
                _make(rows, self._name, self._dimension)
            known = {}
        gone = [name for name, key in known.items() if keys.get(name) != key]
        missing = [name for name, key in keys.items() if known.get(name) != key]
        if gone:
            with self._opened.writing() as rows:
                _forget(rows, self._name, gone)
        for at in range(0, len(missing), at_a_time):
            yield missing[at : at + at_a_time]

    def keep(self, made: Mapping[str, Made], keys: Mapping[str, str]) -> None:
        """Write the vectors of documents that no other process has written meanwhile."""
        with self._opened.writing() as rows:
            _keep(rows, self._name, made, keys)

    def index(self) -> None:
        """Make the HNSW index where there is none: several times faster than it grows.

        Those who write texts do not wait for it, and one who finds it being made goes without.
        """
        if self.is_indexed():
            return
        try:
            with self._opened.beside() as rows:
                _index(rows, self._name)
        except CorpusError:
            # Workers beside the first one share memory, of which a container often has too little.
            with self._opened.beside() as rows:
                rows.execute("set local max_parallel_maintenance_workers = 0")
                _index(rows, self._name)

    def nearest(self, vector: Vectors) -> list[FoundVector]:
        """Vectors that the index finds nearest to one, the nearest first."""
        with self._opened.reading() as rows:
            rows.execute(f"set local hnsw.ef_search = {LOOKED_AT}")
            found = rows.execute(
                f"select document, starts, ends, vector <=> ? as distance from {self._name} "
                f"order by distance limit {LOOKED_AT}",
                (_said(vector),),
            )
            return [FoundVector(name, a, b, 1 - far) for name, a, b, far in found.fetchall()]

    def nearest_of(self, vector: Vectors, documents: Sequence[str], most: int) -> list[FoundVector]:
        """Without the index: so many of some documents, every vector of which is compared."""
        with self._opened.reading() as rows:
            rows.execute("set local enable_indexscan = off")
            found = rows.execute(
                f"select document, starts, ends, vector <=> ? as distance from {self._name} "
                f"where document = any(?) order by distance limit {most}",
                (_said(vector), list(documents)),
            )
            return [FoundVector(name, a, b, 1 - far) for name, a, b, far in found.fetchall()]


def _said(vector: Vectors) -> str:
    """A vector as pgvector reads it, of whichever of its types a column is."""
    return f"[{','.join(map(str, vector.tolist()))}]"


def _is_there(rows: Rows, name: str) -> bool:
    """Whether there is a table or an index of that name."""
    return bool(rows.execute("select to_regclass(?) is not null", (name,)).fetchone()[0])


def _make(rows: Rows, table: str, dimension: int) -> None:
    # Half the room, from pgvector 0.7 on; for a short list it is as good.
    halves = rows.execute("select to_regtype('halfvec') is not null").fetchone()[0]
    kind = "halfvec" if halves else "vector"
    for statement in (
        f"create table if not exists {table}_of (document text primary key, key text not null)",
        f"create table if not exists {table} (document text not null, starts integer not null, "
        f"ends integer not null, vector {kind}({dimension}) not null)",
        f"create index if not exists {table}_document on {table} (document)",
    ):
        rows.execute(statement)


def _kind(rows: Rows, table: str) -> str:
    """The type of the vectors in a table."""
    query = "select atttypid::regtype::text from pg_attribute where attrelid = ?::regclass "
    return str(rows.execute(f"{query}and attname = 'vector'", (table,)).fetchone()[0])


def _index(rows: Rows, table: str) -> None:
    """Make the HNSW index, unless another process does."""
    lock = "select pg_try_advisory_xact_lock(hashtext(?))"
    if not rows.execute(lock, (table,)).fetchone()[0]:
        return
    rows.execute(
        "select set_config('maintenance_work_mem', greatest(setting::bigint, ?)::text, true) "
        "from pg_settings where name = 'maintenance_work_mem'",
        (_BUILDING,),
    )
    kind = _kind(rows, table)
    rows.execute(
        f"create index if not exists {table}_near on {table} using hnsw (vector {kind}_cosine_ops)"
    )


def _forget(rows: Rows, table: str, names: Sequence[str]) -> None:
    for name in (table, f"{table}_of"):
        rows.execute(f"delete from {name} where document = any(?)", (list(names),))


def _keep(
    rows: Rows,
    table: str,
    made: Mapping[str, Made],
    keys: Mapping[str, str],
) -> None:
    """Write the vectors of documents that no other process has written meanwhile."""
    kind = _kind(rows, table)
    for name, vectors in made.items():
        kept = rows.execute(f"select key from {table}_of where document = ?", (name,)).fetchone()
        if kept == (keys[name],):
            continue
        _forget(rows, table, [name])
        rows.execute(f"insert into {table}_of values (?, ?)", (name, keys[name]))
        columns = [row[0] for row in vectors], [row[1] for row in vectors]
        said = [_said(row[2]) for row in vectors]
        rows.execute(
            f"insert into {table} select ?, starts, ends, said::{kind} "
            "from unnest(?::integer[], ?::integer[], ?::text[]) as made (starts, ends, said)",
            (name, *columns, said),
        )
