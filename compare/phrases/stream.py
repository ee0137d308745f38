"""A document as one stream of words, each with its place in the text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import NamedTuple

from scodiff.compare.phrases.words import DASHES, word_form, word_tokens
from scodiff.corpus.model import PARAGRAPH_BREAK, Document, Paragraph


class Stream(NamedTuple):
    """The text of a document without page numbers and running heads, and its words.

    ``line`` holds the words' forms between single spaces, with one at either end: the fast
    search of ``str.find`` is then a search for whole words. ``starts`` and ``ends`` are the
    words' ranges in ``text``, ``offsets`` where each of ``paragraphs`` begins there.
    """

    document: Document
    text: str
    forms: tuple[str, ...]
    line: str
    starts: array[int]
    ends: array[int]
    paragraphs: tuple[Paragraph, ...]
    offsets: tuple[int, ...]

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


# The forms of the words of a text, and where each begins and ends in it.
Words = tuple[tuple[str, ...], "array[int]", "array[int]"]


def stream_of(document: Document, words: Words | None = None) -> Stream:
    """The words of a document in order, titles and signatures too, page furniture left out.

    ``words`` are those of the stream of the same document where they were kept.
    """
    paragraphs = tuple(p for p in document.paragraphs if p.kind != "furniture")
    offsets, at = [], 0
    for paragraph in paragraphs:
        offsets.append(at)
        at += len(paragraph.text) + len(PARAGRAPH_BREAK)
    text = PARAGRAPH_BREAK.join(p.text for p in paragraphs)
    forms, starts, ends = words or _words(text)
    line = f" {' '.join(forms)} "
    return Stream(document, text, forms, line, starts, ends, paragraphs, tuple(offsets))


def _words(text: str) -> Words:
    forms, starts, ends, at = [], array("I"), array("I"), 0
    for token in word_tokens(text):
        end = at + len(token)
        if form := word_form(token):
            forms.append(form)
            starts.append(at)
            ends.append(end)
        at = end
    return tuple(forms), starts, ends
