"""The phrase with a word replaced, left out, put in, or misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scodiff.compare.phrases.indexes.asked import NearPhrase, SearchIndex
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.hits import Hit, Taken, fewest_words, in_one_paragraph
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import misspelt

MOST_EDITS = 10


def near(query: Query, index: SearchIndex, words_per_edit: int, taken: Taken) -> list[Hit]:
    """Where the phrase stands with a word replaced, left out, put in, or misspelt."""
    if len(query.forms) < words_per_edit:
        return _misspellings(query, index, taken)
    edits = min(len(query.forms) // words_per_edit, MOST_EDITS)
    heads, tails = ([form, *index.alike(form)] for form in (query.forms[0], query.forms[-1]))
    phrase = NearPhrase(_pieces(query.forms, edits + 1), len(query.forms), edits, heads, tails)
    hits = []
    for stream, starts in index.around_pieces(phrase, taken):
        for start in starts:
            found = _nearest(query.forms, stream, start, edits)
            if found and taken.is_free(stream, *found):
                hits.append(Hit("near", stream, *found))
    return fewest_words([hit for hit in hits if in_one_paragraph(hit.stream, hit.first, hit.last)])


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


def _misspellings(query: Query, index: SearchIndex, taken: Taken) -> list[Hit]:
    """Where a short phrase stands with one of its words misspelt."""
    lines = []
    for place, form in enumerate(query.forms):
        for other in index.alike(form):
            lines.append(" ".join((*query.forms[:place], other, *query.forms[place + 1 :])))
    if not lines:
        return []
    hits = []
    for stream, found in index.standing(lines):
        for first in sorted({place for places in found.values() for place in places}):
            last = first + len(query.forms)
            if taken.is_free(stream, first, last):
                hits.append(Hit("near", stream, first, last))
    return [hit for hit in hits if in_one_paragraph(hit.stream, hit.first, hit.last)]
