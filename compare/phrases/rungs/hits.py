"""Matches as runs of words in a document, and which of those that overlap counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scodiff.compare.phrases.model import Alteration, MatchType
from scodiff.compare.phrases.stream import Stream
from scodiff.corpus.joining import PARAGRAPH_BREAK


class Hit(NamedTuple):
    """A match in a stream: the words ``[first, last)``.

    A verbatim one has ``head`` and ``tail`` more characters before and after them.
    ``alterations`` are given where they do not follow from the words' order, ``entry`` where the
    file of names says that it is a variant: the name of that entry; ``reordered`` says that the
    words of meaning stand in another order.
    """

    match: MatchType
    stream: Stream
    first: int
    last: int
    head: int = 0
    tail: int = 0
    alterations: tuple[Alteration, ...] = ()
    entry: str | None = None
    reordered: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the stream's text."""
        return self.stream.starts[self.first] - self.head

    @property
    def end(self) -> int:
        """Where it ends in the stream's text."""
        return self.stream.ends[self.last - 1] + self.tail


class Taken:
    """The words that matches have: a weaker match is looked for only among the others."""

    def __init__(self, hits: Iterable[Hit] = ()) -> None:
        self._words: dict[str, bytearray] = {}
        self._runs: list[tuple[str, int, int]] = []
        for hit in hits:
            self.take(hit)

    def __iter__(self) -> Iterator[tuple[str, int, int]]:
        """The runs of words that were taken: document, first word, and the one after the last."""
        return iter(self._runs)

    def take(self, hit: Hit) -> None:
        """Take the words of a match."""
        name = hit.stream.name
        words = self._words.get(name)
        if words is None:
            words = self._words[name] = bytearray(hit.stream.words)
        words[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
        self._runs.append((name, hit.first, hit.last))

    def has(self, document: str, word: int) -> bool:
        """Whether a match has a word of a document."""
        words = self._words.get(document)
        return words is not None and words[word] == 1

    def is_free(self, stream: Stream, first: int, last: int) -> bool:
        """Whether nobody has any of the words ``[first, last)``."""
        words = self._words.get(stream.name)
        return words is None or words.find(1, first, last) < 0


def in_one_paragraph(stream: Stream, first: int, last: int) -> bool:
    """Whether the words ``[first, last)`` stand in one paragraph."""
    if last - first == 1:
        return True
    return PARAGRAPH_BREAK not in stream.text[stream.starts[first] : stream.ends[last - 1]]


def fewest_words(hits: Sequence[Hit]) -> list[Hit]:
    """Of overlapping matches the shortest, then the first."""
    return without_overlaps(sorted(hits, key=lambda hit: (hit.last - hit.first, hit.first)))


def without_overlaps(hits: Iterable[Hit]) -> list[Hit]:
    """The matches that share no word with one before them."""
    taken, kept = Taken(), []
    for hit in hits:
        if taken.is_free(hit.stream, hit.first, hit.last):
            taken.take(hit)
            kept.append(hit)
    return kept
