"""The words themselves, whatever is editorial about them: verbatim and normalised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.query import Query, Spelling, spellings
from scodiff.compare.phrases.rungs.hits import Hit
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import symbols


def same_words(query: Query, index: SearchIndex) -> list[Hit]:
    """Where the words of the phrase stand in order, whatever is editorial about them."""
    ways = spellings(query, index.compounds)
    bare = not (query.head or query.tail)
    verbatim = index.written_so(query.raw, query.between) if bare else None
    hits = []
    for stream, found in index.standing([way.line for way in ways]):
        places = sorted({place for way in ways for place in _places(way, stream, found[way.line])})
        if verbatim is None:
            hits += [_same(query, stream, first, last) for first, last in places]
        else:
            here = verbatim.get(stream.name, frozenset())
            hits += [
                Hit("verbatim" if first in here else "normalised", stream, first, last)
                for first, last in places
            ]
    return hits


def with_symbols(query: Query, hits: Iterable[Hit]) -> list[Hit]:
    """The matches that have the signs of the phrase too: "5 %" is not "5"."""
    head, core, tail = map(symbols, (query.head, query.core, query.tail))
    if not (head or core or tail):
        return list(hits)
    return [hit for hit in hits if _has_symbols(head, core, tail, hit)]


def _has_symbols(head: str, core: str, tail: str, hit: Hit) -> bool:
    stream, text = hit.stream, hit.stream.text
    first, end = stream.starts[hit.first], stream.ends[hit.last - 1]
    before = text[stream.ends[hit.first - 1] if hit.first else 0 : first]
    after = text[end : stream.starts[hit.last] if hit.last < stream.words else len(text)]
    inside = iter(symbols(text[first:end]))
    return (
        "".join(before.split()).endswith(head)
        and "".join(after.split()).startswith(tail)
        and all(symbol in inside for symbol in core)
    )


def _places(way: Spelling, stream: Stream, found: Sequence[int]) -> Iterator[tuple[int, int]]:
    for first in found:
        if all(_alone(stream, first + word) for word in way.dashes):
            yield first, first + len(way.forms)


def _alone(stream: Stream, word: int) -> bool:
    """Whether two words are joined by a dash, and to no third: "to-day", not "day-to-day"."""
    before = word > 0 and stream.joined(word - 1)
    after = word + 2 < stream.words and stream.joined(word + 1)
    return stream.joined(word) and not (before or after)


def _same(query: Query, stream: Stream, first: int, last: int) -> Hit:
    """Verbatim if the characters are the same too, also those around the words."""
    start, end = stream.starts[first], stream.ends[last - 1]
    verbatim = (
        stream.text[start:end] == query.core
        and stream.text.endswith(query.head, 0, start)
        and stream.text.startswith(query.tail, end)
    )
    if not verbatim:
        return Hit("normalised", stream, first, last)
    return Hit("verbatim", stream, first, last, len(query.head), len(query.tail))
