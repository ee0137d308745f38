"""The index of a collection on a PostgreSQL server: its full-text index short-lists phrases.

Beside the tables of an index of words it has for every run of a thousand words a ``tsvector`` of
their forms and pairs of forms, under a GIN index. A phrase stands only where all its pairs do; that
it stands there is seen in the text, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from scodiff.compare.phrases.indexes.addresses import Addresses
from scodiff.compare.phrases.indexes.asked import SentencePlace
from scodiff.compare.phrases.indexes.kept_text import KeptTextRow, kept_text
from scodiff.compare.phrases.indexes.passage_vectors import PassageVectors
from scodiff.compare.phrases.indexes.tables import (
    DamagedIndexError,
    DocumentRow,
    WordTables,
    whole_text,
)
from scodiff.compare.phrases.indexes.vector_table import OpenedRows
from scodiff.compare.phrases.indexes.word_index import WordIndex
from scodiff.compare.phrases.stream import Stream, StreamText
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.store.rows import Rows

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder

_RUN = 1000  # words
# So many words of a phrase are looked for: each run holds as many of the next one.
_ASKED = 12
# Runs that are read word by word, a millisecond each.
_MOST_RUNS = 100
_MOST_TEXTS = 64  # that are read at once
_LONGEST = 500  # characters of a lexeme: the server takes less than 2 KiB
_SCHEMA = (
    "create table words_run (number integer not null, run integer not null, "
    "lexemes tsvector not null, primary key (number, run))",
    "create index on words_run using gin (lexemes)",
)


class ServerTables(WordTables):
    """The tables of an index of words on a server."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows, blob="bytea", clustered="")

    def make(self) -> None:
        """Make the tables. Call this in a transaction."""
        super().make()
        for statement in _SCHEMA:
            self._rows.execute(statement)

    def drop(self) -> None:
        """Drop what there is of the tables. Call this in a transaction."""
        super().drop()
        self._rows.execute("drop table if exists words_run")

    def documents(self) -> list[DocumentRow]:
        """All documents, in order of their numbers, once they are as they were written."""
        found = super().documents()
        (runs,) = self._rows.execute("select count(*) from words_run").fetchone()
        if runs != sum(_runs(row.words) for row in found):
            raise DamagedIndexError
        return found

    def add_forms(self, document: DocumentRow, forms: Sequence[str]) -> None:
        """Write the lexemes of a document."""
        self._rows.executemany(
            "insert into words_run values (?, ?, array_to_tsvector(?))",
            (
                (document.number, run, _lexemes(forms[run * _RUN : (run + 1) * _RUN + _ASKED]))
                for run in range(_runs(document.words))
            ),
        )

    def remove(self, numbers: Iterable[int]) -> None:
        """Delete documents, and their lexemes."""
        gone = list(numbers)
        super().remove(gone)
        for number in gone:
            self._rows.execute("delete from words_run where number = ?", (number,))

    def runs_with(self, phrases: Iterable[Sequence[str]], most: int) -> list[tuple[int, int]]:
        """The runs, each with its document's number, in which one of some phrases may begin.

        The phrases are given as their forms. At most so many runs, in order.
        """
        queries = [
            " & ".join(map(_quoted, _lexemes(forms[:_ASKED], alone=len(forms) == 1)))
            for forms in phrases
        ]
        # The server takes the lexemes for as quick to read as the rows, and reads all of them then.
        self._rows.execute("set local enable_seqscan = off")
        found = self._rows.execute(
            f"select number, run from words_run where lexemes @@ ?::tsquery limit {most}",
            (" | ".join(f"({query})" for query in queries),),
        )
        return sorted(found.fetchall())

    def texts(self, numbers: Sequence[int]) -> dict[int, KeptTextRow]:
        """The texts of some documents by number; raises DamagedIndexError as ``text`` does."""
        fields = ", ".join(KeptTextRow._fields)
        found = self._rows.execute(
            f"select number, {fields}, seal from words_text where number = any(?)", (list(numbers),)
        )
        return {number: whole_text(number, row) for number, *row in found.fetchall()}


class ServerIndex(WordIndex):
    """An index of words that asks the server where phrases may stand, and what is near.

    ``opened`` opens its rows.
    """

    def __init__(
        self,
        tables: ServerTables,
        load: Callable[[str], Document],
        heal: Callable[[], object],
        texts: MutableMapping[str, StreamText] | None,
        indexed: list[DocumentRow] | None,
        opened: OpenedRows,
    ) -> None:
        super().__init__(tables, load, heal, texts, indexed)
        self._server = tables
        self._opened = opened
        self._coming: dict[str, int] = {}
        self._at_a_time = 1

    @property
    def vectors(self) -> PassageVectors:
        """The vectors of the sentences of all documents."""
        keys = {row.id: row.key for row in self._documents}
        return PassageVectors(self._opened, keys, self.stream)

    def nearest_sentences(
        self, text: str, documents: Sequence[str], encoder: Encoder
    ) -> list[SentencePlace] | None:
        """Those that pgvector finds, once the vectors of all sentences are kept."""
        try:
            return self.vectors.near(text, documents, encoder)
        except CorpusError:
            # Who may only read cannot keep what is missing.
            return None

    def standing(self, lines: Sequence[str]) -> Iterator[tuple[Stream, dict[str, list[int]]]]:
        """Where phrases stand, given as forms joined by spaces: the places of each, in order.

        What stands in very many runs is told by the places of its words, which are read at once.
        """
        phrases = {line: tuple(line.split(" ")) for line in lines}
        runs = self._healed(lambda: self._server.runs_with(phrases.values(), _MOST_RUNS + 1))
        if len(runs) > _MOST_RUNS:
            yield from super().standing(lines)
            return
        names = {row.number: row.id for row in self._documents}
        self._expect(names[number] for number, _ in runs)
        for document, some in groupby(runs, key=itemgetter(0)):
            stream = self.stream(names[document])
            numbers = [run for _, run in some]
            yield (
                stream,
                {
                    line: [place for run in numbers for place in _places(stream, run, forms)]
                    for line, forms in phrases.items()
                },
            )

    def _by_document(self, addresses: Addresses) -> Iterator[tuple[str, list[int]]]:
        """The numbers of the words at some addresses, by document, whose texts may be asked for."""
        found = list(super()._by_document(addresses))
        self._expect(name for name, _ in found)
        return iter(found)

    def _expect(self, names: Iterable[str]) -> None:
        """Texts that may be asked for, in this order."""
        once = dict.fromkeys(names)
        self._coming, self._at_a_time = {name: at for at, name in enumerate(once)}, 1

    def _text(self, name: str) -> StreamText:
        """The text of a document, read with those that may be asked for next.

        One the first time, then twice as many each time: every answer of the server takes its time.
        """
        if self._numbers[name].key not in self._texts:
            at = self._coming.get(name, len(self._coming)) + 1
            after = islice(self._coming, at, at + self._at_a_time - 1)
            wanted = [name, *(n for n in after if self._numbers[n].key not in self._texts)]
            self._at_a_time = min(2 * self._at_a_time, _MOST_TEXTS)
            self._healed(lambda: self._read_texts(wanted))
        return super()._text(name)

    def _read_texts(self, names: Sequence[str]) -> None:
        rows = [self._numbers[name] for name in names]
        found = self._server.texts([row.number for row in rows])
        for row in rows:
            if row.number not in found:
                raise DamagedIndexError
            self._texts[row.key] = kept_text(found[row.number])


def _places(stream: Stream, run: int, forms: Sequence[str]) -> list[int]:
    """Where a phrase begins in a run."""
    first, size = run * _RUN, len(forms)
    there = stream.forms[first : first + _RUN + size - 1]
    ends = len(there) - size + 1
    return [first + at for at in range(ends) if there[at : at + size] == forms]


def _runs(words: int) -> int:
    return -(-words // _RUN)


def _lexemes(forms: Sequence[str], *, alone: bool = True) -> list[str]:
    """The pairs of forms that follow each other, and the forms themselves where they are asked."""
    pairs = {f"{a} {b}" for a, b in pairwise(forms)}
    found = pairs | set(forms) if alone else pairs
    return sorted(lexeme[:_LONGEST] for lexeme in found)


def _quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
