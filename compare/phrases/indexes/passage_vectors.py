"""The vectors of all sentences of a collection, kept on its server: pgvector finds the nearest.

Its HNSW index (Malkov and Yashunin 2018) is approximate, and so it short-lists alone: what is
called near is ranked by the model's own vectors, as where no vectors are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from scodiff.compare.phrases.indexes.asked import SentencePlace
from scodiff.compare.phrases.stream import Stream, sentences_of
from scodiff.corpus.store.rows import Rows

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder

Opened = Callable[[], AbstractContextManager[Rows]]
# Sentences that are short-listed, and candidates that HNSW keeps meanwhile (``ef_search``).
SHORT_LIST, LOOKED_AT = 200, 400
_BUILDING = "512MB"  # what the server may use while the index is made
_AT_A_TIME = 16  # documents whose vectors are written while other writers wait


class PassageVectors:
    """The tables of vectors, one for each model; ``keys`` are the digests of the documents."""

    def __init__(
        self,
        reading: Opened,
        writing: Opened,
        keys: Mapping[str, str],
        stream: Callable[[str], Stream],
    ) -> None:
        self._reading, self._writing = reading, writing
        self._keys = keys
        self._stream = stream

    def near(self, text: str, documents: Sequence[str], encoder: Encoder) -> list[SentencePlace]:
        """The sentences of some documents that are nearest to a text, the nearest first.

        Vectors that are not there yet are made and kept. Raises CorpusError where they cannot be.
        """
        from pgvector import Vector

        table = f"passage_{encoder.info.sha256[:16]}"
        self._keep_up(table, encoder)
        vector = Vector(encoder.encode([text])[0]).to_text()
        with self._reading() as rows:
            rows.execute(f"set local hnsw.ef_search = {LOOKED_AT}")
            found = rows.execute(
                f"select document, starts, ends from {table} "
                f"order by vector <=> ?::vector limit {SHORT_LIST}",
                (vector,),
            ).fetchall()
            wanted = set(documents)
            if any(document not in wanted for document, _, _ in found):
                # The index knows nothing of the documents wanted: every row of theirs is compared.
                rows.execute("set local enable_indexscan = off")
                found = rows.execute(
                    f"select document, starts, ends from {table} where document = any(?) "
                    f"order by vector <=> ?::vector limit {SHORT_LIST}",
                    (list(documents), vector),
                ).fetchall()
        return [SentencePlace(*row) for row in found]

    def _keep_up(self, table: str, encoder: Encoder) -> None:
        """Make the table hold the vectors of just these documents."""
        with self._reading() as rows:
            known, indexed = _known(rows, table), _is_there(rows, f"{table}_near")
        if known is None:
            with self._writing() as rows:
                _make(rows, table, encoder.info.dimension)
            known = {}
        gone = [name for name, key in known.items() if self._keys.get(name) != key]
        missing = [name for name, key in self._keys.items() if known.get(name) != key]
        if gone:
            with self._writing() as rows:
                _forget(rows, table, gone)
        for at in range(0, len(missing), _AT_A_TIME):
            made = {name: self._made(name, encoder) for name in missing[at : at + _AT_A_TIME]}
            with self._writing() as rows:
                _keep(rows, table, made, self._keys)
        if not indexed:
            # An index of what is there is made several times faster than it grows.
            with self._writing() as rows:
                _index(rows, table)

    def _made(self, name: str, encoder: Encoder) -> list[tuple[int, int, str]]:
        from pgvector import Vector

        stream = self._stream(name)
        spans = list(sentences_of(stream))
        if not spans:
            return []
        vectors = encoder.encode([stream.text[start:end] for start, end in spans])
        return [(*span, Vector(v).to_text()) for span, v in zip(spans, vectors, strict=True)]


def _known(rows: Rows, table: str) -> dict[str, str] | None:
    """The digest of each document whose vectors are there; None without a table."""
    if not _is_there(rows, f"{table}_of"):
        return None
    return dict(rows.execute(f"select document, key from {table}_of").fetchall())


def _is_there(rows: Rows, name: str) -> bool:
    """Whether there is a table or an index of that name."""
    return bool(rows.execute("select to_regclass(?) is not null", (name,)).fetchone()[0])


def _make(rows: Rows, table: str, dimension: int) -> None:
    for statement in (
        f"create table if not exists {table}_of (document text primary key, key text not null)",
        f"create table if not exists {table} (document text not null, starts integer not null, "
        f"ends integer not null, vector vector({dimension}) not null)",
        f"create index if not exists {table}_document on {table} (document)",
    ):
        rows.execute(statement)


def _index(rows: Rows, table: str) -> None:
    """Make the HNSW index."""
    rows.execute(f"set local maintenance_work_mem = '{_BUILDING}'")
    rows.execute(
        f"create index if not exists {table}_near on {table} using hnsw (vector vector_cosine_ops)"
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
    for name, vectors in made.items():
        kept = rows.execute(f"select key from {table}_of where document = ?", (name,)).fetchone()
        if kept == (keys[name],):
            continue
        _forget(rows, table, [name])
        rows.execute(f"insert into {table}_of values (?, ?)", (name, keys[name]))
        rows.executemany(
            f"insert into {table} values (?, ?, ?, ?::vector)",
            ((name, *vector) for vector in vectors),
        )
