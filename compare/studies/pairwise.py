"""The comparisons of all documents with each other, each made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scodiff.compare.model import Comparison
from scodiff.compare.phrases.documents import (
    DocumentList,
    IndexedDocument,
    chronological,
    date_of,
)
from scodiff.compare.pipeline import compare
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import Document

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder


class PairwiseComparisons:
    """Some documents, and what became of each one's language in each later one.

    ``progress`` is called after each comparison. Texts in two languages are compared
    too, as far as the model reads both.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        encoder: Encoder | None,
        progress: Callable[[], None] | None = None,
    ) -> None:
        self.documents = tuple(sorted(documents, key=order_of))
        self.encoder = encoder
        self._progress = progress
        self._made: dict[tuple[str, str], Comparison] = {}

    @property
    def listed(self) -> DocumentList:
        """The documents as an index would know them; ``words`` are those of citable paragraphs."""
        return DocumentList(
            [
                IndexedDocument(
                    d.id,
                    date_of(d),
                    d.place,
                    d.title,
                    d.language,
                    sum(count_words(p.text) for p in d.citable),
                )
                for d in self.documents
            ]
        )

    def compare(self, one: Document, other: Document) -> tuple[Comparison, bool]:
        """The comparison of two documents, the older first, and whether ``one`` is that."""
        first = order_of(one) < order_of(other)
        a, b = (one, other) if first else (other, one)
        if (a.id, b.id) not in self._made:
            self._made[a.id, b.id] = compare(a, b, self.encoder)
            if self._progress:
                self._progress()
        return self._made[a.id, b.id], first


def of_language(
    documents: Sequence[Document], language: str
) -> tuple[list[Document], list[Document]]:
    """The documents in a language, and the others: words in two languages have no diff."""
    wanted = language.split("-")[0]
    alike = [d.language.split("-")[0] == wanted for d in documents]
    return (
        [d for d, same in zip(documents, alike, strict=True) if same],
        [d for d, same in zip(documents, alike, strict=True) if not same],
    )


def order_of(document: Document) -> tuple[bool, str, str]:
    """What documents are ordered by: their dates, then their names."""
    return chronological(date_of(document), document.id)
