"""The comparisons of all documents with each other, each made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scodiff.compare.linking import LinkedTexts
from scodiff.compare.model import Comparison
from scodiff.compare.phrases.documents import (
    DocumentList,
    IndexedDocument,
    chronological,
    date_of,
)
from scodiff.compare.pipeline import compare, link
from scodiff.compare.reading.of_concern import Concern
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import Document, Paragraph

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

    def link(
        self, document: Document, paragraph: Paragraph, other: Document, most: int | None = None
    ) -> tuple[LinkedTexts, bool]:
        """A paragraph's document linked with another (see ``link_about``)."""
        found = link_about(document, paragraph, other, self.encoder, most)
        if self._progress:
            self._progress()
        return found

    def compare(self, one: Document, other: Document) -> tuple[Comparison, bool]:
        """The comparison of two documents, the older first, and whether ``one`` is that."""
        first = order_of(one) < order_of(other)
        a, b = (one, other) if first else (other, one)
        if (a.id, b.id) not in self._made:
            self._made[a.id, b.id] = compare(a, b, self.encoder)
            if self._progress:
                self._progress()
        return self._made[a.id, b.id], first


def link_about(
    document: Document,
    paragraph: Paragraph,
    other: Document,
    encoder: Encoder | None,
    most: int | None = None,
) -> tuple[LinkedTexts, bool]:
    """The links of two documents, the older first, and whether that is the paragraph's.

    ``most`` bounds how many pairs are read on the paragraph's account; without it all likely ones
    are, as ``compare`` does.
    """
    first = order_of(document) < order_of(other)
    a, b = (document, other) if first else (other, document)
    concern = None
    if most is not None:
        concern = Concern(0 if first else 1, document.citable.index(paragraph), most)
    return link(a, b, encoder, concern), first


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
