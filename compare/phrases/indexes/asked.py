"""What a search asks of an index: where a phrase may stand, to be verified in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from scodiff.compare.phrases.documents import DocumentList
    from scodiff.compare.phrases.rungs.hits import Taken
    from scodiff.compare.phrases.stream import Stream
    from scodiff.embeddings.encoder import Encoder


#: The stems of words in a row.
Stems = tuple[str, ...]


class Neighbourhood(NamedTuple):
    """Words that are looked for close together, by their stems.

    ``slots`` gives for stems that stand in a row the numbers of the slots that they may fill,
    ``weights`` what each slot weighs; in at most ``longest`` words slots of the weight ``least``
    are filled.
    """

    slots: Mapping[Stems, frozenset[int]]
    weights: Sequence[float]
    longest: int
    least: float


class NearPhrase(NamedTuple):
    """A phrase that may differ in ``edits`` words, and its ``pieces`` with their places in it.

    One of the pieces is always intact. ``heads`` and ``tails`` are the forms that may stand for
    its first and its last word.
    """

    pieces: Sequence[tuple[int, Sequence[str]]]
    words: int
    edits: int
    heads: Sequence[str]
    tails: Sequence[str]


class SentencePlace(NamedTuple):
    """A sentence of a document: ``[start, end)`` of its stream's text."""

    document: str
    start: int
    end: int


class SearchIndex(Protocol):
    """Answers in which documents, and where in them, something may stand.

    All that stands is among the answers, but for words that are ``taken``; whether an answer is
    right is for the asker to verify in the stream.
    """

    @property
    def documents(self) -> DocumentList:
        """The documents indexed, in order of date (undated last), then of id."""
        ...

    def stream(self, name: str) -> Stream:
        """The words of a document."""
        ...

    def nearest_sentences(
        self, text: str, documents: Sequence[str], encoder: Encoder
    ) -> list[SentencePlace] | None:
        """Of some documents the sentences that may be nearest to a text in meaning.

        None where no vectors are kept: any sentence may be then.
        """
        ...

    def compounds(self, forms: Sequence[str]) -> dict[str, list[str]]:
        """The hyphenated spellings that the documents have of some solid forms."""
        ...

    def alike(self, form: str) -> list[str]:
        """The forms in the documents that may be a slip away from one, sorted."""
        ...

    def standing(self, lines: Sequence[str]) -> Iterator[tuple[Stream, dict[str, list[int]]]]:
        """Where phrases stand, given as forms joined by spaces: the places of each, in order."""
        ...

    def written_so(
        self, words: Sequence[str], between: Sequence[str]
    ) -> Mapping[str, Set[int]] | None:
        """By document where words begin that are written just so, with just that between them.

        None where the texts alone can tell.
        """
        ...

    def beginnings(
        self, forms: Sequence[str], between: int, taken: Taken
    ) -> Iterator[tuple[Stream, list[int]]]:
        """Where inflections of all forms may begin, in order, with some words between them."""
        ...

    def around_pieces(self, phrase: NearPhrase, taken: Taken) -> Iterator[tuple[Stream, list[int]]]:
        """Where a phrase would begin of which a piece stands intact, in order."""
        ...

    def close_together(
        self, wanted: Neighbourhood, taken: Taken
    ) -> Iterator[tuple[str, list[tuple[int, Stems]]]]:
        """By document rows of words that are close enough together, in order: where each begins."""
        ...
