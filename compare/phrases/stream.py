"""A document as one stream of words, each with its place in the text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from scodiff.compare.phrases.documents import date_of
from scodiff.compare.phrases.words import DASHES, word_form, word_tokens
from scodiff.corpus.model import PARAGRAPH_BREAK, Document, Paragraph


class Words(NamedTuple):
    """The forms of the words of a text, and where each begins and ends in it."""

    forms: Sequence[str]
    starts: array[int]
    ends: array[int]


class Stream:
    """The text of a document without page numbers and running heads, and its words.

    ``starts`` and ``ends`` are the words' ranges in ``text``. The document itself is asked for
    (``load``) only where more than that is needed; ``paragraphs`` likewise.
    """

    def __init__(
        self,
        name: str,
        date: str | None,
        text: str,
        words: Words,
        load: Callable[[], Document],
        paragraphs: Callable[[], tuple[Paragraph, ...]] | None = None,
    ) -> None:
        self.name, self.date, self.text = name, date, text
        self.forms, self.starts, self.ends = words
        self._load, self._paragraphs = load, paragraphs

    @cached_property
    def document(self) -> Document:
        """The document itself."""
        return self._load()

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs whose text this is."""
        return self._paragraphs() if self._paragraphs else printed(self.document)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each of the paragraphs begins in the text."""
        offsets, at = [], 0
        for paragraph in self.paragraphs:
            offsets.append(at)
            at += len(paragraph.text) + len(PARAGRAPH_BREAK)
        return tuple(offsets)

    @cached_property
    def line(self) -> str:
        """The words' forms between single spaces, with one at either end.

        The fast search of ``str.find`` is then a search for whole words.
        """
        return f" {' '.join(self.forms)} "

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self.starts)

    def find(self, line: str) -> list[int]:
        """The places (numbers of words) where the forms of ``line`` stand, joined by spaces."""
        needle, places = f" {line} ", []
        at = self.line.find(needle)
        word = previous = 0
        while at >= 0:
            word += self.line.count(" ", previous, at)
            places.append(word)
            previous = at
            at = self.line.find(needle, at + 1)
        return places

    def joined(self, word: int) -> bool:
        """Whether a word and the next one have a dash between them and nothing else."""
        between = self.text[self.ends[word] : self.starts[word + 1]]
        return len(between) == 1 and between in DASHES

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph in which an offset of the text lies."""
        return bisect_right(self.offsets, offset) - 1


class FormsOfText(Sequence[str]):
    """The forms of a text's words, each read from the text when it is asked for."""

    def __init__(self, text: str, starts: array[int], ends: array[int]) -> None:
        self._text, self._starts, self._ends = text, starts, ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...

    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        """The form of a word, or those of a run of words."""
        if isinstance(place, slice):
            pairs = zip(self._starts[place], self._ends[place], strict=True)
            return tuple(word_form(self._text[a:b]) or "" for a, b in pairs)
        return word_form(self._text[self._starts[place] : self._ends[place]]) or ""

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])


def printed(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs that are searched: titles and signatures too, page furniture left out."""
    return tuple(p for p in document.paragraphs if p.kind != "furniture")


def stream_of(document: Document, words: Words | None = None) -> Stream:
    """The words of a document in order, titles and signatures too, page furniture left out.

    ``words`` are those of the stream of the same document where they were kept.
    """
    text = PARAGRAPH_BREAK.join(p.text for p in printed(document))
    return Stream(
        document.id, date_of(document), text, words or _words(text), lambda: document
    )


def _words(text: str) -> Words:
    forms, starts, ends, at = [], array("I"), array("I"), 0
    for token in word_tokens(text):
        end = at + len(token)
        if form := word_form(token):
            forms.append(form)
            starts.append(at)
            ends.append(end)
        at = end
    return Words(tuple(forms), starts, ends)
