"""Inflections of the words, in order, with a few words between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import MatchType
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.grammar import is_grammar
from scodiff.compare.phrases.rungs.hits import Hit, Taken, fewest_words, in_one_paragraph
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import inflected


def inflections(query: Query, index: SearchIndex, between: int, taken: Taken) -> list[Hit]:
    """Where inflections of the words stand in order, with a few words between them."""
    between = min(between, len(query.forms) - 1)
    hits = []
    for stream, beginnings in index.beginnings(query.forms, between, taken):
        for first in beginnings:
            last = _follow(query.forms, stream, first, between)
            if last is None or not taken.is_free(stream, first, last):
                continue
            if in_one_paragraph(stream, first, last):
                hits.append(Hit(_kind(query, stream, first, last), stream, first, last))
    return fewest_words(hits)


def _kind(query: Query, stream: Stream, first: int, last: int) -> MatchType:
    """Inflected, unless the words are the same and only words of grammar stand between."""
    words = stream.forms[first:last]
    between = Counter(words) - Counter(query.forms)
    inflected = sum(between.values()) > len(words) - len(query.forms)
    return "function-words" if all(map(is_grammar, between)) and not inflected else "inflected"


def _follow(forms: Sequence[str], stream: Stream, first: int, between: int) -> int | None:
    """The end of the shortest match of all words that begins at ``first``, or None.

    The words between are those beyond the number of the phrase's own, so that taking the
    nearest place for each word leaves most room for the rest.
    """
    place = first
    for number, form in enumerate(forms[1:], 1):
        farthest = min(first + number + between, stream.words - 1)
        following = range(place + 1, farthest + 1)
        place = next((p for p in following if inflected(form, stream.forms[p])), -1)
        if place < 0:
            return None
    return place + 1
