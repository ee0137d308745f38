"""Inflections of the words, in order, with a few words between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import MatchType
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.grammar import is_grammar
from scodiff.compare.phrases.rungs.hits import Hit, fewest_words, hit_of, in_one_paragraph
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import inflected, stem


def inflections(query: Query, index: PhraseIndex, between: int) -> list[Hit]:
    """Where inflections of the words stand in order, with a few words between them."""
    between = min(between, len(query.forms) - 1)
    hits = []
    for name in index.with_stems([stem(form) for form in query.forms], between):
        stream = index.stream(name)
        for first in _first_words(query.forms[0], index.initials(name), stream):
            last = _follow(query.forms, stream, first, between)
            if last is not None and in_one_paragraph(stream, first, last):
                hits.append(hit_of(_kind(query, stream, first, last), stream, first, last))
    return fewest_words(hits)


def _kind(query: Query, stream: Stream, first: int, last: int) -> MatchType:
    """Inflected, unless the words are the same and only words of grammar stand between."""
    words = stream.forms[first:last]
    between = Counter(words) - Counter(query.forms)
    inflected = sum(between.values()) > len(words) - len(query.forms)
    return "function-words" if all(map(is_grammar, between)) and not inflected else "inflected"


def _first_words(form: str, initials: Mapping[str, Sequence[str]], stream: Stream) -> list[int]:
    """The places of all inflections of a word."""
    alike = (other for other in initials.get(form[0], ()) if inflected(form, other))
    return sorted(place for other in alike for place in stream.find(other))


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
