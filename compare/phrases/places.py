"""Where a match stands: its paragraph, its range there and in the source, its context."""

from __future__ import annotations

from scodiff.compare.phrases.dates import date_of
from scodiff.compare.phrases.model import Alteration, Match, Occurrence
from scodiff.compare.phrases.stream import Stream, source_range


def place(
    stream: Stream,
    start: int,
    end: int,
    match: Match,
    context: int,
    alterations: tuple[Alteration, ...] = (),
    score: float | None = None,
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
        document=stream.document.id,
        date=date_of(stream.document),
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
