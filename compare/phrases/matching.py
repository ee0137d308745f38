"""The matches that need no model: verbatim, normalised, inflected, near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.model import Alteration, MatchType, PhraseSettings
from scodiff.compare.phrases.query import Query, Spelling, spellings
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import inflected, misspelt, stem, symbols
from scodiff.corpus.model import PARAGRAPH_BREAK

MOST_EDITS = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A match in a stream: the words ``[first, last)``, and ``[start, end)`` of its text."""

    match: MatchType
    stream: Stream
    first: int
    last: int
    start: int
    end: int


def matches(query: Query, index: PhraseIndex, settings: PhraseSettings) -> list[Hit]:
    """Every match of these four types; where two overlap, the stronger one."""
    same = _with_symbols(query, same_words(query, index))
    if settings.rungs == "same-words":
        return same
    weaker = _with_symbols(
        query,
        (
            *inflections(query, index, settings.words_between),
            *near(query, index, settings.words_per_edit),
        ),
    )
    return [*same, *_without_overlaps(weaker, same)]


def same_words(query: Query, index: PhraseIndex) -> list[Hit]:
    """Where the words of the phrase stand in order, whatever is editorial about them."""
    ways = spellings(query, index.compounds)
    hits = []
    for name in index.with_phrases(way.line for way in ways):
        stream = index.stream(name)
        places = sorted({place for way in ways for place in _places(way, stream)})
        hits += [_same(query, stream, first, last) for first, last in places]
    return hits


def _with_symbols(query: Query, hits: Iterable[Hit]) -> list[Hit]:
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


def _places(way: Spelling, stream: Stream) -> Iterator[tuple[int, int]]:
    for first in stream.find(way.line):
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
        return Hit("normalised", stream, first, last, start, end)
    return Hit("verbatim", stream, first, last, start - len(query.head), end + len(query.tail))


def inflections(query: Query, index: PhraseIndex, between: int) -> list[Hit]:
    """Where inflections of the words stand in order, with a few words between them."""
    between = min(between, len(query.forms) - 1)
    hits = []
    for name in index.with_stems([stem(form) for form in query.forms], between):
        stream = index.stream(name)
        for first in _first_words(query.forms[0], index.variants(name), stream):
            last = _follow(query.forms, stream, first, between)
            if last is not None and _in_one_paragraph(stream, first, last):
                hits.append(_hit("inflected", stream, first, last))
    return _fewest_words(hits)


def _first_words(form: str, variants: Mapping[str, set[str]], stream: Stream) -> list[int]:
    """The places of all inflections of a word."""
    alike = (other for other in variants.get(stem(form), ()) if inflected(form, other))
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


def near(query: Query, index: PhraseIndex, words_per_edit: int) -> list[Hit]:
    """Where the phrase stands with a word replaced, left out, put in, or misspelt."""
    if len(query.forms) < words_per_edit:
        return _misspellings(query, index)
    edits = min(len(query.forms) // words_per_edit, MOST_EDITS)
    pieces = _pieces(query.forms, edits + 1)
    hits = []
    for name in index.with_phrases(" ".join(piece) for _, piece in pieces):
        stream = index.stream(name)
        starts = {
            place - offset for offset, piece in pieces for place in stream.find(" ".join(piece))
        }
        for start in sorted(starts):
            if found := _nearest(query.forms, stream, start, edits):
                hits.append(_hit("near", stream, *found))
    return _fewest_words(
        [hit for hit in hits if _in_one_paragraph(hit.stream, hit.first, hit.last)]
    )


def _pieces(forms: Sequence[str], number: int) -> list[tuple[int, Sequence[str]]]:
    """The phrase in ``number`` pieces and where each begins.

    So many pieces less one can be touched by as many edits: one piece is always intact
    (Wu and Manber 1992, section 4).
    """
    cuts = [len(forms) * i // number for i in range(number + 1)]
    return [(a, forms[a:b]) for a, b in pairwise(cuts)]


def _nearest(
    forms: Sequence[str], stream: Stream, expected: int, edits: int
) -> tuple[int, int] | None:
    """The words nearest to the phrase around an expected beginning, within ``edits``.

    They begin and end with the phrase's own first and last word (misspelt at most): a
    phrase without its beginning or its end is another phrase.
    """
    best: tuple[int, int, int] | None = None
    for first in range(max(0, expected - edits), min(expected + edits + 1, stream.words)):
        if not _alike(forms[0], stream.forms[first]):
            continue
        found = _edit_distance(forms, stream.forms[first : first + len(forms) + edits])
        if found and found[0] <= edits and (best is None or found[0] < best[0]):
            best = (found[0], first, first + found[1])
    return best[1:] if best else None


def _edit_distance(forms: Sequence[str], words: Sequence[str]) -> tuple[int, int] | None:
    """The least edits from the phrase to a beginning of ``words`` that ends with its last word.

    Levenshtein's distance over words; returns it with the length of that beginning.
    """
    row = list(range(len(words) + 1))
    for i, form in enumerate(forms, 1):
        above, row = row, [i]
        for j, word in enumerate(words, 1):
            replaced = above[j - 1] + (form != word)
            row.append(min(replaced, above[j] + 1, row[j - 1] + 1))
    ends = [j for j in range(1, len(words) + 1) if _alike(forms[-1], words[j - 1])]
    return min(((row[j], j) for j in ends), default=None)


def _alike(form: str, word: str) -> bool:
    return form == word or misspelt(form, word)


def _misspellings(query: Query, index: PhraseIndex) -> list[Hit]:
    """Where a short phrase stands with one of its words misspelt."""
    lines = []
    for place, form in enumerate(query.forms):
        for other in _similar(form, index):
            lines.append(" ".join((*query.forms[:place], other, *query.forms[place + 1 :])))
    if not lines:
        return []
    hits = []
    for name in index.with_phrases(lines):
        stream = index.stream(name)
        places = sorted({place for line in lines for place in stream.find(line)})
        hits += [_hit("near", stream, place, place + len(query.forms)) for place in places]
    return [hit for hit in hits if _in_one_paragraph(hit.stream, hit.first, hit.last)]


def _similar(form: str, index: PhraseIndex) -> list[str]:
    """The forms in the texts that are a slip away from one: beginning or end is then intact."""
    if len(form) < 4:
        return []
    known = index.vocabulary
    candidates = {*known.get(f"{form[:2]}*", []), *known.get(f"*{form[-2:]}", [])}
    return sorted(other for other in candidates if misspelt(form, other))


def alterations(query: Query, hit: Hit) -> tuple[Alteration, ...]:
    """The words left out, put in and replaced, as they are written on both sides."""
    if hit.match not in ("inflected", "near"):
        return ()
    from difflib import SequenceMatcher

    stream = hit.stream
    forms = stream.forms[hit.first : hit.last]
    matcher = SequenceMatcher(None, query.forms, forms, autojunk=False)
    return tuple(
        Alteration(
            " ".join(query.raw[a:b]),
            stream.text[stream.starts[hit.first + c] : stream.ends[hit.first + d - 1]]
            if d > c
            else "",
        )
        for operation, a, b, c, d in matcher.get_opcodes()
        if operation != "equal"
    )


def _hit(match: MatchType, stream: Stream, first: int, last: int) -> Hit:
    return Hit(match, stream, first, last, stream.starts[first], stream.ends[last - 1])


def _in_one_paragraph(stream: Stream, first: int, last: int) -> bool:
    return PARAGRAPH_BREAK not in stream.text[stream.starts[first] : stream.ends[last - 1]]


def _fewest_words(hits: Sequence[Hit]) -> list[Hit]:
    """Of overlapping matches the shortest, then the first."""
    return _without_overlaps(sorted(hits, key=lambda hit: (hit.last - hit.first, hit.first)))


def _without_overlaps(hits: Iterable[Hit], others: Iterable[Hit] = ()) -> list[Hit]:
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
