"""From a range of a document's words to an occurrence: paragraph, source range, context."""

from __future__ import annotations

from typing import Literal

from scodiff.compare.phrases.model import Alteration, MatchType, Occurrence, QuotedPlace
from scodiff.compare.phrases.stream import Stream


def occurrence_at(
    stream: Stream,
    start: int,
    end: int,
    match: MatchType,
    context: int,
    score: float | None = None,
    certainty: Literal["likely", "open"] | None = None,
) -> Occurrence:
    """The occurrence at ``[start, end)`` of the stream's text."""
    place = quoted_place(stream, start, end, context)
    word = stream.word_at(start)
    return Occurrence(
        match, stream.name, stream.date, word, place, score=score, certainty=certainty
    )


def quoted_place(
    stream: Stream,
    start: int,
    end: int,
    context: int,
    alterations: tuple[Alteration, ...] = (),
) -> QuotedPlace:
    """What is quoted and cited of ``[start, end)`` of the stream's text."""
    first = stream.paragraph_at(start)
    last = stream.paragraph_at(max(start, end - 1))
    place, (offset, _) = stream.layout.places[first], stream.paragraph_range(first)
    _, until = stream.paragraph_range(last)
    left, right = _context(stream.text, offset, start, end, until, context)
    return QuotedPlace(
        paragraph=place.id,
        n=place.n,
        text=stream.text[start:end],
        before=stream.text[left:start],
        after=stream.text[end:right],
        start=start - offset,
        end=end - offset,
        source=stream.layout.source_range(stream.text, start, end),
        section=place.section,
        alterations=alterations,
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
