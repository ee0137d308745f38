"""A document as one stream of words, each with its place in the text."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol, overload

from scodiff.compare.phrases.documents import date_of
from scodiff.compare.phrases.query import solid_form
from scodiff.compare.phrases.words import DASH_INSIDE, DASHES, word_form, word_tokens
from scodiff.corpus.joining import PARAGRAPH_BREAK

if TYPE_CHECKING:
    # Only for the types: a text that is kept is searched without them.
    from scodiff.corpus.model import Document, Paragraph, Span

INK = re.compile(r"\S+")


class Words(NamedTuple):
    """The forms of the words of a text, and where each begins and ends in it."""

    forms: Sequence[str]
    starts: array[int]
    ends: array[int]


class CitedPlace(NamedTuple):
    """What a quotation cites: a paragraph by its id, and by its ordinal and section if it has."""

    id: str
    n: int | None
    section: str | None


class TextLayout(Protocol):
    """The paragraphs of a text, in order, and where the text stands in its source.

    ``offsets`` says where each paragraph begins in the text, ``places`` what each is.
    """

    offsets: Sequence[int]
    places: Sequence[CitedPlace]

    def source_range(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The range of the source text behind ``[start, end)`` of the text."""
        ...


class StreamText(NamedTuple):
    """The text of a stream, its words and its paragraphs."""

    text: str
    words: Words
    layout: TextLayout


class Stream:
    """The text of a document without page numbers and running heads, and its words.

    It has so many ``words``. Its text is read (``read``) only where it is asked for, and the
    document itself (``load``) only where more is needed than its words and their places.
    """

    def __init__(
        self,
        name: str,
        date: str | None,
        words: int,
        read: Callable[[], StreamText],
        load: Callable[[], Document],
    ) -> None:
        self.name, self.date, self.words = name, date, words
        self._read, self._load = read, load

    @cached_property
    def _body(self) -> StreamText:
        return self._read()

    @cached_property
    def text(self) -> str:
        """Its characters."""
        return self._body.text

    @cached_property
    def forms(self) -> Sequence[str]:
        """The forms of its words."""
        return self._body.words.forms

    @cached_property
    def starts(self) -> array[int]:
        """Where each word begins in the text."""
        return self._body.words.starts

    @cached_property
    def ends(self) -> array[int]:
        """Where each word ends in the text."""
        return self._body.words.ends

    @cached_property
    def layout(self) -> TextLayout:
        """Its paragraphs."""
        return self._body.layout

    @cached_property
    def document(self) -> Document:
        """The document itself."""
        return self._load()

    @cached_property
    def line(self) -> str:
        """The words' forms between single spaces, with one at either end.

        The fast search of ``str.find`` is then a search for whole words.
        """
        return f" {' '.join(self.forms)} "

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

    def word_at(self, offset: int) -> int:
        """The number of the word in which an offset of the text lies, or after which it does."""
        return bisect_right(self.starts, offset) - 1

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph in which an offset of the text lies."""
        return bisect_right(self.layout.offsets, offset) - 1

    def paragraph_range(self, number: int) -> tuple[int, int]:
        """Where a paragraph begins and ends in the text."""
        offsets = self.layout.offsets
        if number + 1 == len(offsets):
            return offsets[number], len(self.text)
        return offsets[number], offsets[number + 1] - len(PARAGRAPH_BREAK)

    def paragraphs(self) -> Iterator[tuple[CitedPlace, int, str]]:
        """Each paragraph: what it is, where it begins in the text, and its own text."""
        for number, place in enumerate(self.layout.places):
            start, end = self.paragraph_range(number)
            yield place, start, self.text[start:end]


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


class _Laid:
    """The layout of a document at hand."""

    def __init__(self, document: Document, paragraphs: Sequence[Paragraph]) -> None:
        self._document, self._paragraphs = document, paragraphs
        self.places: Sequence[CitedPlace] = [CitedPlace(p.id, p.n, p.section) for p in paragraphs]
        lengths = [len(p.text) + len(PARAGRAPH_BREAK) for p in paragraphs]
        self.offsets: Sequence[int] = [*accumulate(lengths[:-1], initial=0)] if lengths else []

    def source_range(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The range of the source text behind ``[start, end)`` of the text.

        Line wrapping undone adds and takes away white space only, so that the characters that
        are none correspond one to one.
        """
        first = bisect_right(self.offsets, start) - 1
        last = bisect_right(self.offsets, max(start, end - 1)) - 1
        spans = [s for paragraph in self._paragraphs[first : last + 1] for s in paragraph.spans]
        before = _characters(text[self.offsets[first] : start])
        inside = max(1, _characters(text[start:end]))
        source = self._document.source_text
        return _nth(source, spans, before), _nth(source, spans, before + inside - 1) + 1


def printed(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs that are searched: titles and signatures too, page furniture left out."""
    return tuple(p for p in document.paragraphs if p.kind != "furniture")


def stream_of(document: Document, words: Words | None = None) -> Stream:
    """The words of a document in order, titles and signatures too, page furniture left out.

    ``words`` are those of the stream of the same document where they were kept.
    """
    paragraphs = printed(document)
    text = PARAGRAPH_BREAK.join(p.text for p in paragraphs)
    found = words or _words(text)
    body = StreamText(text, found, _Laid(document, paragraphs))
    return Stream(document.id, date_of(document), len(found.starts), lambda: body, lambda: document)


def sentences_of(stream: Stream) -> Iterator[tuple[int, int]]:
    """The sentences of a text that hold a letter, as ranges of the stream's text."""
    # Only here: who looks for words has no use for them.
    from scodiff.compare.text.sentences import sentence_spans

    for _, offset, text in stream.paragraphs():
        for start, end in sentence_spans(text):
            if any(c.isalpha() for c in text[start:end]):
                yield offset + start, offset + end


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


def compounds_of(stream: Stream) -> set[tuple[str, str]]:
    """The pairs of words that a dash joins, with the solid form of each."""
    found = set()
    text, ends, starts, forms = stream.text, stream.ends, stream.starts, stream.forms
    for match in DASH_INSIDE.finditer(text):
        word = bisect_left(ends, match.start())
        if word + 1 < len(starts) and stream.joined(word):
            left, right = text[starts[word] : ends[word]], text[starts[word + 1] : ends[word + 1]]
            if solid := solid_form(left, right):
                found.add((solid, f"{forms[word]} {forms[word + 1]}"))
    return found


def _characters(text: str) -> int:
    """How many are not white space."""
    return sum(map(len, text.split()))


def _nth(text: str, spans: Sequence[Span], number: int) -> int:
    """Where the character with that number (from 0) stands, white space not counted."""
    for span in spans:
        for run in INK.finditer(text, span.start, span.end):
            length = run.end() - run.start()
            if number < length:
                return run.start() + number
            number -= length
    raise ValueError("the paragraph's text has other characters than its spans")
