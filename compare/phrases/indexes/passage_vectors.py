"""The vectors of all sentences of a collection, kept on its server: pgvector finds the nearest.

Its HNSW index (Malkov and Yashunin 2018) is approximate, and so it short-lists alone: what is
called near is ranked by the model's own vectors, as where no vectors are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, NamedTuple

from scodiff.compare.phrases.indexes.asked import SentencePlace
from scodiff.compare.phrases.stream import Stream, sentences_of
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.rows import Rows

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder, Vectors

Opened = Callable[[], AbstractContextManager[Rows]]


class OpenedRows(NamedTuple):
    """What opens the rows of a server, each time in a transaction of its own.

    ``writing`` waits for other writers, and they for it; ``beside`` writes what concerns no other.
    """

    reading: Opened
    writing: Opened
    beside: Opened


# Sentences that are short-listed, and candidates that HNSW finds meanwhile (``ef_search``): there
# are enough of the documents wanted among these unless few documents are.
SHORT_LIST, LOOKED_AT = 200, 400
# Kilobytes that the server may at least use while the index is made. Where the index does not fit
# into them, making it becomes many times slower: the server's own setting counts where it is more.
_BUILDING = 512 * 1024
_AT_A_TIME = 16  # documents whose vectors are written while other writers wait


class PassageVectors:
    """The tables of vectors, one for each model; ``keys`` are the digests of the documents."""

    def __init__(
        self,
        opened: OpenedRows,
        keys: Mapping[str, str],
        stream: Callable[[str], Stream],
    ) -> None:
        self._opened = opened
        self._keys = keys
        self._stream = stream

    def near(self, text: str, documents: Sequence[str], encoder: Encoder) -> list[SentencePlace]:
        """The sentences of some documents that may be nearest to a text.

        Vectors that are not there yet are made and kept. Where they cannot be, all sentences of
        these documents are among the answers. Raises CorpusError.
        """
        table = _table(encoder)
        with self._opened.reading() as rows:
            known, indexed = _known(rows, table) or {}, _is_there(rows, f"{table}_near")
        if not indexed or known != self._keys:
            with suppress(CorpusError):
                # Who may only read keeps nothing, and others may be at work on the table.
                self.keep(encoder)
                self.index(encoder)
            with self._opened.reading() as rows:
                known = _known(rows, table) or {}
        kept = [name for name in documents if known.get(name) == self._keys[name]]
        rest = sorted(set(documents).difference(kept))
        return [
            *(self._listed(text, kept, encoder) if kept else ()),
            *(
                SentencePlace(name, *span)
                for name in rest
                for span in sentences_of(self._stream(name))
            ),
        ]

    def _listed(self, text: str, documents: Sequence[str], encoder: Encoder) -> list[SentencePlace]:
        """The nearest sentences that the index finds, the nearest first."""
        vector = _said(encoder.encode([text])[0])
        with self._opened.reading() as rows:
            rows.execute(f"set local hnsw.ef_search = {LOOKED_AT}")
            held = rows.execute(
                f"select document, starts, ends from {_table(encoder)} "
                f"order by vector <=> ? limit {LOOKED_AT}",
                (vector,),
            ).fetchall()
        wanted = set(documents)
        found = [SentencePlace(*row) for row in held if row[0] in wanted][:SHORT_LIST]
        # The index knows nothing of the documents that are wanted.
        enough = len(found) >= min(SHORT_LIST, len(held))
        return found if enough else self.exact(text, documents, encoder)

    def exact(self, text: str, documents: Sequence[str], encoder: Encoder) -> list[SentencePlace]:
        """The same without the index: every vector of these documents is compared."""
        vector = _said(encoder.encode([text])[0])
        with self._opened.reading() as rows:
            rows.execute("set local enable_indexscan = off")
            found = rows.execute(
                f"select document, starts, ends from {_table(encoder)} "
                f"where document = any(?) order by vector <=> ? limit {SHORT_LIST}",
                (list(documents), vector),
            ).fetchall()
        return [SentencePlace(*row) for row in found]

    def keep(self, encoder: Encoder) -> None:
        """Make the table hold the vectors of just these documents."""
        table = _table(encoder)
        with self._opened.reading() as rows:
            known = _known(rows, table)
        if known is None:
            with self._opened.writing() as rows:
                _make(rows, table, encoder.info.dimension)
            known = {}
        gone = [name for name, key in known.items() if self._keys.get(name) != key]
        missing = [name for name, key in self._keys.items() if known.get(name) != key]
        if gone:
            with self._opened.writing() as rows:
                _forget(rows, table, gone)
        for at in range(0, len(missing), _AT_A_TIME):
            made = {name: self._made(name, encoder) for name in missing[at : at + _AT_A_TIME]}
            with self._opened.writing() as rows:
                _keep(rows, table, made, self._keys)

    def index(self, encoder: Encoder) -> None:
        """Make the HNSW index where there is none: several times faster than it grows.

        Those who write texts do not wait for it, and one who finds it being made goes without.
        """
        table = _table(encoder)
        with self._opened.reading() as rows:
            if _is_there(rows, f"{table}_near"):
                return
        try:
            with self._opened.beside() as rows:
                _index(rows, table)
        except CorpusError:
            # Workers beside the first one share memory, of which a container often has too little.
            with self._opened.beside() as rows:
                rows.execute("set local max_parallel_maintenance_workers = 0")
                _index(rows, table)

    def _made(self, name: str, encoder: Encoder) -> list[tuple[int, int, str]]:
        stream = self._stream(name)
        spans = list(sentences_of(stream))
        if not spans:
            return []
        vectors = encoder.encode([stream.text[start:end] for start, end in spans])
        return [(*span, _said(v)) for span, v in zip(spans, vectors, strict=True)]


def _table(encoder: Encoder) -> str:
    return f"passage_{encoder.info.sha256[:16]}"


def _said(vector: Vectors) -> str:
    """A vector as pgvector reads it, of whichever of its types a column is."""
    return f"[{','.join(map(str, vector.tolist()))}]"


def _known(rows: Rows, table: str) -> dict[str, str] | None:
    """The digest of each document whose vectors are there; None without a table."""
    if not _is_there(rows, f"{table}_of"):
        return None
    return dict(rows.execute(f"select document, key from {table}_of").fetchall())


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
    made: Mapping[str, Sequence[tuple[int, int, str]]],
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
        columns = tuple([row[n] for row in vectors] for n in range(3))
        rows.execute(
            f"insert into {table} select ?, starts, ends, said::{kind} "
            "from unnest(?::integer[], ?::integer[], ?::text[]) as made (starts, ends, said)",
            (name, *columns),
        )
