"""The answers of an index that knows which documents have some words: their texts say where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from scodiff.compare.phrases.indexes.asked import NearPhrase, Neighbourhood, SentencePlace
from scodiff.compare.phrases.rungs.hits import Taken
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import inflected, misspelt, stem

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder


class DocumentSearch(ABC):
    """Answers as ``SearchIndex`` does, by the words of each document that may have something."""

    def __init__(self) -> None:
        self._initials: dict[str, dict[str, list[str]]] = {}

    @abstractmethod
    def stream(self, name: str) -> Stream:
        """The words of a document."""

    @abstractmethod
    def with_phrases(self, lines: Iterable[str]) -> list[str]:
        """The documents that have one of some phrases, given as forms joined by spaces."""

    @abstractmethod
    def with_stems(self, stems: Sequence[str], between: int) -> list[str]:
        """The documents that have all the stems close together, in whatever order."""

    @abstractmethod
    def places(self, stems: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Where words of some stems stand: row of the document, number of the word, stem."""

    @abstractmethod
    def name_of(self, row: int) -> str:
        """The id of the document in a row."""

    @property
    @abstractmethod
    def vocabulary(self) -> Mapping[str, Sequence[str]]:
        """The forms that begin, and those that end, with two letters (``ab*``, ``*ab``)."""

    def nearest_sentences(
        self, text: str, documents: Sequence[str], encoder: Encoder
    ) -> list[SentencePlace] | None:
        """None: no vectors are kept."""
        return None

    def alike(self, form: str) -> list[str]:
        """The forms in the documents that are a slip away from one, sorted.

        The beginning or the end is then intact.
        """
        if len(form) < 4:
            return []
        known = self.vocabulary
        candidates = {*known.get(f"{form[:2]}*", []), *known.get(f"*{form[-2:]}", [])}
        return sorted(other for other in candidates if misspelt(form, other))

    def standing(self, lines: Sequence[str]) -> Iterator[tuple[Stream, dict[str, list[int]]]]:
        """Where phrases stand, given as forms joined by spaces: the places of each, in order."""
        for name in self.with_phrases(lines):
            stream = self.stream(name)
            yield stream, {line: stream.find(line) for line in lines}

    def beginnings(
        self, forms: Sequence[str], between: int, taken: Taken
    ) -> Iterator[tuple[Stream, list[int]]]:
        """Where inflections of all forms may begin, in order, with some words between them."""
        for name in self.with_stems([stem(form) for form in forms], between):
            stream = self.stream(name)
            begun = self._initial_forms(name).get(forms[0][0], ())
            alike = (other for other in begun if inflected(forms[0], other))
            yield stream, sorted(place for other in alike for place in stream.find(other))

    def around_pieces(self, phrase: NearPhrase, taken: Taken) -> Iterator[tuple[Stream, list[int]]]:
        """Where a phrase would begin of which a piece stands intact, in order."""
        lines = [(offset, " ".join(piece)) for offset, piece in phrase.pieces]
        for name in self.with_phrases(line for _, line in lines):
            stream = self.stream(name)
            found = {place - offset for offset, line in lines for place in stream.find(line)}
            yield stream, sorted(found)

    def close_together(
        self, wanted: Neighbourhood, taken: Taken
    ) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """By document words that may be close enough together, in order, with their stems."""
        places = sorted(self.places(wanted.slots))
        for row, found in groupby(places, key=itemgetter(0)):
            yield self.name_of(row), [(offset, key) for _, offset, key in found]

    def _initial_forms(self, name: str) -> dict[str, list[str]]:
        """The forms of a document by their first letter, which no inflection changes."""
        if name not in self._initials:
            found = self._initials[name] = {}
            for form in set(self.stream(name).forms):
                found.setdefault(form[0], []).append(form)
        return self._initials[name]
