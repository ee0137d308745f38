"""From a range of a document's words to an occurrence: paragraph, source range, context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from scodiff.compare.phrases.model import Alteration, MatchType, Occurrence
from scodiff.compare.phrases.stream import Stream
from scodiff.corpus.model import PARAGRAPH_BREAK, Document, Paragraph, Span

_INK = re.compile(r"\S+")


def occurrence_at(
    stream: Stream,
    start: int,
    end: int,
    match: MatchType,
    context: int,
    alterations: tuple[Alteration, ...] = (),
    score: float | None = None,
    entry: str | None = None,
    certainty: Literal["likely", "open"] | None = None,
) -> Occurrence:
    """The occurrence at ``[start, end)`` of the stream's text."""
    first = stream.paragraph_at(start)
    last = stream.paragraph_at(max(start, end - 1))
    paragraph, offset = stream.paragraphs[first], stream.offsets[first]
    until = stream.offsets[last] + len(stream.paragraphs[last].text)
    left, right = _context(stream.text, offset, start, end, until, context)
    touched = stream.paragraphs[first : last + 1]
    return Occurrence(
        match=match,
        document=stream.name,
        date=stream.date,
        paragraph=paragraph.id,
        n=paragraph.n,
        text=stream.text[start:end],
        before=stream.text[left:start],
        after=stream.text[end:right],
        start=start - offset,
        end=end - offset,
        source=source_range(stream.document, touched, start - offset, end - offset),
        section=paragraph.section,
        alterations=alterations,
        score=score,
        entry=entry,
        certainty=certainty,
    )


def _context(text: str, begin: int, start: int, end: int, until: int, size: int) -> tuple[int, int]:
    """The range of some characters on either side, cut between words and at the paragraph."""
    left, right = max(begin, start - size), min(until, end + size)
    if left > begin:
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else start
    if right < until:
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else end
    return left, right


def source_range(
    document: Document, paragraphs: tuple[Paragraph, ...], start: int, end: int
) -> tuple[int, int]:
    """The range of the source text behind ``[start, end)`` of the paragraphs' joined text.

    Line wrapping undone adds and takes away white space only, so that the characters that
    are none correspond one to one.
    """
    text = PARAGRAPH_BREAK.join(p.text for p in paragraphs)
    spans = [span for paragraph in paragraphs for span in paragraph.spans]
    before = _characters(text[:start])
    inside = max(1, _characters(text[start:end]))
    first = _nth(document.source_text, spans, before)
    return first, _nth(document.source_text, spans, before + inside - 1) + 1


def _characters(text: str) -> int:
    """How many are not white space."""
    return sum(map(len, text.split()))


def _nth(text: str, spans: Sequence[Span], number: int) -> int:
    """Where the character with that number (from 0) stands, white space not counted."""
    for span in spans:
        for run in _INK.finditer(text, span.start, span.end):
            length = run.end() - run.start()
            if number < length:
                return run.start() + number
            number -= length
    raise ValueError("the paragraph's text has other characters than its spans")
