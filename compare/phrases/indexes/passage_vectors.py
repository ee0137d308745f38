"""The vectors of all sentences of a collection, kept on its server, and the nearest among them.

pgvector's index is approximate, and so it short-lists alone: what is called near is ranked by the
model's own vectors, as where no vectors are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from scodiff.compare.phrases.indexes.asked import SentencePlace
from scodiff.compare.phrases.indexes.vector_table import Made, OpenedRows, VectorTable
from scodiff.compare.phrases.stream import Stream, sentences_of
from scodiff.corpus.errors import CorpusError

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder

# Sentences that are short-listed: there are enough of the documents wanted among those that the
# index looks at unless few documents are.
SHORT_LIST = 200
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
        table = self._table(encoder)
        known = table.known() or {}
        if known != self._keys or not table.is_indexed():
            with suppress(CorpusError):
                # Who may only read keeps nothing, and others may be at work on the table.
                self.keep(encoder)
                table.index()
            known = table.known() or {}
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
        held = self._table(encoder).nearest(encoder.encode([text])[0])
        wanted = set(documents)
        found = [SentencePlace(*one[:3]) for one in held if one.document in wanted][:SHORT_LIST]
        # The index knows nothing of the documents that are wanted.
        enough = len(found) >= min(SHORT_LIST, len(held))
        return found if enough else self.exact(text, documents, encoder)

    def exact(self, text: str, documents: Sequence[str], encoder: Encoder) -> list[SentencePlace]:
        """The same without the index: every vector of these documents is compared."""
        vector = encoder.encode([text])[0]
        found = self._table(encoder).nearest_of(vector, documents, SHORT_LIST)
        return [SentencePlace(*one[:3]) for one in found]

    def keep(self, encoder: Encoder) -> None:
        """Make the table hold the vectors of just these documents."""
        table = self._table(encoder)
        for some in table.lacking(self._keys, _AT_A_TIME):
            table.keep({name: self._made(name, encoder) for name in some}, self._keys)

    def index(self, encoder: Encoder) -> None:
        """Make the HNSW index where there is none."""
        self._table(encoder).index()

    def _made(self, name: str, encoder: Encoder) -> Made:
        stream = self._stream(name)
        spans = list(sentences_of(stream))
        if not spans:
            return []
        vectors = encoder.encode([stream.text[start:end] for start, end in spans])
        return [(*span, vector) for span, vector in zip(spans, vectors, strict=True)]

    def _table(self, encoder: Encoder) -> VectorTable:
        info = encoder.info
        return VectorTable(self._opened, f"passage_{info.sha256[:16]}", info.dimension)
