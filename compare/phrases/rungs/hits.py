"""Matches as runs of words in a document, and which of those that overlap counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scodiff.compare.phrases.model import Alteration, MatchType
from scodiff.compare.phrases.stream import Stream
from scodiff.corpus.model import PARAGRAPH_BREAK


class Hit(NamedTuple):
    """A match in a stream: the words ``[first, last)``, and ``[start, end)`` of its text.

    ``alterations`` are given where they do not follow from the words' order, ``entry`` where the
    file of names says that it is a variant: the name of that entry; ``reordered`` says that the
    words of meaning stand in another order.
    """

    match: MatchType
    stream: Stream
    first: int
    last: int
    start: int
    end: int
    alterations: tuple[Alteration, ...] = ()
    entry: str | None = None
    reordered: bool = False


def hit_of(match: MatchType, stream: Stream, first: int, last: int) -> Hit:
    """The match of the words ``[first, last)``."""
    return Hit(match, stream, first, last, stream.starts[first], stream.ends[last - 1])


def in_one_paragraph(stream: Stream, first: int, last: int) -> bool:
    """Whether the words ``[first, last)`` stand in one paragraph."""
    return PARAGRAPH_BREAK not in stream.text[stream.starts[first] : stream.ends[last - 1]]


def fewest_words(hits: Sequence[Hit]) -> list[Hit]:
    """Of overlapping matches the shortest, then the first."""
    return without_overlaps(sorted(hits, key=lambda hit: (hit.last - hit.first, hit.first)))


def without_overlaps(hits: Iterable[Hit], others: Iterable[Hit] = ()) -> list[Hit]:
    """The matches that share no word with one before them, nor with one of the ``others``."""
    taken: dict[str, bytearray] = {}
    for other in others:
        _take(other, taken)
    return [hit for hit in hits if _is_free(hit, taken) and _take(hit, taken)]


def _is_free(hit: Hit, taken: dict[str, bytearray]) -> bool:
    words = taken.get(hit.stream.document.id)
    return words is None or words.find(1, hit.first, hit.last) < 0


def _take(hit: Hit, taken: dict[str, bytearray]) -> bool:
    words = taken.setdefault(hit.stream.document.id, bytearray(hit.stream.words))
    words[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return True
