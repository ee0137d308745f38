"""A text as it is kept with the index: what a search quotes and cites, without the document."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

from scodiff.compare.phrases.stream import (
    INK,
    CitedPlace,
    FormsOfText,
    Stream,
    StreamText,
    Words,
    printed,
)

if TYPE_CHECKING:
    from scodiff.corpus.model import Paragraph

_KEPT_TEXTS = 2000


class KeptTextRow(NamedTuple):
    """A text (UTF-8) and its layout.

    ``bounds`` where its words begin and end (two arrays of uint32), ``offsets`` where its
    paragraphs begin, ``places`` what they are (lines of JSON), ``shifts`` where runs of
    characters begin in it and in its source (two arrays of uint32).
    """

    text: bytes
    bounds: bytes
    offsets: bytes
    places: bytes
    shifts: bytes


def text_row(stream: Stream) -> KeptTextRow:
    """What is kept of a stream, so that it need not be made from the document again."""
    offsets, places = stream.layout.offsets, stream.layout.places
    shifts = [
        (offset + at, source)
        for offset, paragraph in zip(offsets, printed(stream.document), strict=True)
        for at, source in _shifts(paragraph, stream.document.source_text)
    ]
    return KeptTextRow(
        stream.text.encode("utf-8", "surrogatepass"),
        stream.starts.tobytes() + stream.ends.tobytes(),
        array("I", offsets).tobytes(),
        "\n".join(json.dumps(place, separators=(",", ":")) for place in places).encode(),
        array("I", [at for at, _ in shifts]).tobytes()
        + array("I", [source for _, source in shifts]).tobytes(),
    )


def kept_text(row: KeptTextRow, forms: Sequence[str] | None = None) -> StreamText:
    """The text of the stream that ``text_row`` made a row of.

    ``forms`` are those of its words where they were kept, too; else they are read in the text.
    """
    text = row.text.decode("utf-8", "surrogatepass")
    starts, ends = _halves(row.bounds)
    words = Words(FormsOfText(text, starts, ends) if forms is None else forms, starts, ends)
    return StreamText(text, words, _Kept(row))


def _halves(data: bytes) -> tuple[array[int], array[int]]:
    half = len(data) // 2
    return array("I", data[:half]), array("I", data[half:])


def _shifts(paragraph: Paragraph, source: str) -> Iterator[tuple[int, int]]:
    """Where runs of characters begin that stand alike in the text and in the source.

    Line wrapping undone adds and takes away white space only, so that the characters that
    are none correspond one to one.
    """
    if len(paragraph.spans) == 1:
        span = paragraph.spans[0]
        if source[span.start : span.end].replace("\n", " ") == paragraph.text:
            yield 0, span.start
            return
    runs = (run.span() for s in paragraph.spans for run in INK.finditer(source, s.start, s.end))
    begin = end = 0
    shift: int | None = None
    for run in INK.finditer(paragraph.text):
        at = run.start()
        while at < run.end():
            if begin == end:
                begin, end = next(runs)
            if begin - at != shift:
                shift = begin - at
                yield at, begin
            step = min(end - begin, run.end() - at)
            begin, at = begin + step, at + step


class _Kept:
    """The layout as it was written, read as far as it is asked for."""

    def __init__(self, row: KeptTextRow) -> None:
        self.offsets: Sequence[int] = array("I", row.offsets)
        self.places: Sequence[CitedPlace] = _Places(row.places)
        self._row = row

    def source_range(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The range of the source text behind ``[start, end)`` of the text."""
        first = INK.search(text, start)
        if first is None:
            raise ValueError("there is no character from here on")
        last = max(start + len(text[start:end].rstrip()) - 1, first.start())
        runs = _halves(self._row.shifts)
        return _in_source(runs, first.start()), _in_source(runs, last) + 1


def _in_source(runs: tuple[array[int], array[int]], offset: int) -> int:
    begins, sources = runs
    number = bisect_right(begins, offset) - 1
    return sources[number] + offset - begins[number]


class _Places(Sequence[CitedPlace]):
    """The paragraphs' places, one line of JSON each."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.split(b"\n") if data else []

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, number: int) -> CitedPlace: ...

    @overload
    def __getitem__(self, number: slice) -> list[CitedPlace]: ...

    def __getitem__(self, number: int | slice) -> CitedPlace | list[CitedPlace]:
        """The place of a paragraph, or those of several."""
        if isinstance(number, slice):
            return [CitedPlace(*json.loads(line)) for line in self._lines[number]]
        return CitedPlace(*json.loads(self._lines[number]))


class LatestTexts(OrderedDict[str, StreamText]):
    """The texts of documents that were read last, by digest."""

    def __setitem__(self, key: str, text: StreamText) -> None:
        """Keep a text, and forget the one that was kept first where there are many."""
        super().__setitem__(key, text)
        if len(self) > _KEPT_TEXTS:
            self.popitem(last=False)
