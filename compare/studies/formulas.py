"""The recurring formulas of a collection: what its documents say in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2, sqrt

from scodiff.compare.phrases.documents import DocumentList
from scodiff.compare.phrases.history import events
from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import SearchedDocument
from scodiff.compare.phrases.occurrences import occurrence_at
from scodiff.compare.phrases.rungs.variants import is_known_formula
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import stem
from scodiff.compare.studies.model import Formula, Formulas, FormulaSettings
from scodiff.compare.studies.phrasehood import core, is_name, is_whole, meaning
from scodiff.compare.text.names import load_names
from scodiff.corpus import VERSION

CONTEXT = 60
LEAST_MEANING = 2  # words of meaning that a formula has
LONG = 6  # words of meaning; longer ones are passages rather than formulas
KNOWN = 2.0  # how much more a phrase is a formula that the file of names knows as one


@dataclass(frozen=True, slots=True)
class _Found:
    """A repeat, as places in the streams: pairs of document number and word."""

    length: int
    places: tuple[tuple[int, int], ...]
    spread: int


def find_formulas(index: SearchIndex, settings: FormulaSettings | None = None) -> Formulas:
    """The formulas that stand in enough declarations (editions of one are counted once).

    A formula stays inside a sentence, and is a whole phrase (see ``phrasehood``). One that lies
    inside a longer one is listed by itself only if enough declarations have it outside of that.
    """
    settings = settings or FormulaSettings()
    listed = index.documents
    streams = [index.stream(document.id) for document in listed]
    groups = _groups(listed)
    repeats = _phrases(_repeats(streams, groups, settings), streams, groups, settings)
    kept, nested = _fold(repeats, streams, groups, settings)
    documents = listed.searched(" ".join(streams[0].forms[:50]) if streams else "")
    background = _Background(streams)
    formulas = [
        _formula(found, nested.get(i, ()), streams, documents, background)
        for i, found in enumerate(kept)
    ]
    scores = [
        background.score(streams[d].forms[w : w + found.length], found.spread)
        for found, (d, w) in ((found, found.places[0]) for found in kept)
    ]
    ranked = _ranked(formulas, scores)
    return Formulas(documents, tuple(ranked[: settings.most]), len(ranked), settings, VERSION)


def _groups(listed: DocumentList) -> list[int]:
    """The number of the declaration that each document is an edition of."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(listed.counted_as[d.id], len(numbers)) for d in listed]


def _repeats(
    streams: Sequence[Stream], groups: Sequence[int], settings: FormulaSettings
) -> list[_Found]:
    import numpy as np

    from scodiff.compare.studies.repeats import maximal_repeats

    vocabulary: dict[str, int] = {}
    symbols: list[int] = []
    origin: list[tuple[int, int]] = []
    for document, stream in enumerate(streams):
        for begin, end in _sentences(stream):
            for word in range(begin, end):
                symbols.append(vocabulary.setdefault(stream.forms[word], len(vocabulary)))
                origin.append((document, word))
            symbols.append(-1)
            origin.append((document, -1))
    # Each sentence ends with a number that no other place has.
    unique = len(vocabulary)
    for i, symbol in enumerate(symbols):
        if symbol < 0:
            symbols[i] = unique = unique + 1
    repeats = maximal_repeats(
        np.array(symbols, dtype=np.int64),
        [groups[document] for document, _ in origin],
        settings.least_words,
        settings.least_documents,
    )
    return [
        _Found(repeat.length, tuple(origin[p] for p in repeat.places), repeat.groups.bit_count())
        for repeat in repeats
    ]


def _phrases(
    repeats: Sequence[_Found],
    streams: Sequence[Stream],
    groups: Sequence[int],
    settings: FormulaSettings,
) -> list[_Found]:
    """Of the repeats those that are whole phrases, without the words of grammar at their ends."""
    places: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for repeat in repeats:
        document, word = repeat.places[0]
        forms = streams[document].forms[word : word + repeat.length]
        first, last = core(forms)
        if len(meaning(forms)) >= LEAST_MEANING and last - first >= settings.least_words:
            found = places.setdefault(tuple(forms[first:last]), set())
            found |= {(d, w + first) for d, w in repeat.places}
    phrases = []
    for forms, at in places.items():
        where = [(streams[d], w) for d, w in at]
        if not is_name(forms) and is_whole(where, len(forms)):
            spread = len({groups[d] for d, _ in at})
            phrases.append(_Found(len(forms), tuple(sorted(at)), spread))
    return phrases


def _sentences(stream: Stream) -> list[tuple[int, int]]:
    """The sentences of all citable paragraphs, as ranges of words."""
    from bisect import bisect_left

    from scodiff.compare.text.sentences import sentence_spans

    found = []
    for place, offset, text in stream.paragraphs():
        for start, end in sentence_spans(text) if place.n is not None else ():
            words = (bisect_left(stream.starts, offset + at) for at in (start, end))
            found.append((next(words), next(words)))
    return found


def _fold(
    repeats: Sequence[_Found],
    streams: Sequence[Stream],
    groups: Sequence[int],
    settings: FormulaSettings,
) -> tuple[list[_Found], dict[int, tuple[str, ...]]]:
    """The formulas that stand by themselves, and those nested in each."""
    ordered = sorted(repeats, key=lambda r: (-r.length, -r.spread, r.places))
    # For each word: where the formulas end that begin at or before it, and which one it is.
    reach = [[(0, -1)] * stream.words for stream in streams]
    kept: list[_Found] = []
    nested: dict[int, list[str]] = {}
    for repeat in ordered:
        holders = [reach[d][w] for d, w in repeat.places]
        outside = {
            groups[d]
            for (d, w), (end, _) in zip(repeat.places, holders, strict=True)
            if end < w + repeat.length
        }
        if len(outside) >= settings.least_documents:
            _occupy(repeat, len(kept), reach)
            kept.append(repeat)
            continue
        holder = next(h for end, h in holders if h >= 0)
        nested.setdefault(holder, []).append(_text(repeat, streams))
    return kept, {holder: tuple(dict.fromkeys(texts)) for holder, texts in nested.items()}


def _occupy(repeat: _Found, number: int, reach: list[list[tuple[int, int]]]) -> None:
    for document, word in repeat.places:
        end = word + repeat.length
        ends = reach[document]
        for at in range(word, end):
            if ends[at][0] < end:
                ends[at] = (end, number)


def _text(found: _Found, streams: Sequence[Stream]) -> str:
    """The formula as its first place writes it."""
    document, word = found.places[0]
    stream = streams[document]
    return stream.text[stream.starts[word] : stream.ends[word + found.length - 1]]


def _formula(
    found: _Found,
    nested: tuple[str, ...],
    streams: Sequence[Stream],
    documents: Sequence[SearchedDocument],
    background: _Background,
) -> Formula:
    occurrences = [
        occurrence_at(
            streams[d],
            streams[d].starts[w],
            streams[d].ends[w + found.length - 1],
            "normalised",
            CONTEXT,
        )
        for d, w in found.places
    ]
    document, word = found.places[0]
    return Formula(
        text=_text(found, streams),
        words=found.length,
        spread=found.spread,
        count=len(found.places),
        keyness=background.keyness(streams[document].forms[word : word + found.length]),
        rank=0.0,
        first=occurrences[0],
        last=occurrences[-1],
        history=events(documents, occurrences),
        nested=nested,
    )


class _Background:
    """How common words are in the collection and in international texts at large."""

    def __init__(self, streams: Sequence[Stream]) -> None:
        from scodiff.compare.scoring.background_words import document_frequencies

        self._passages, self._common = document_frequencies()
        self._own: Counter[str] = Counter()
        self._paragraphs = 0
        for stream in streams:
            edges = [*stream.layout.offsets[1:], len(stream.text) + 1]
            stems: set[str] = set()
            paragraph = 0
            for form, start in zip(stream.forms, stream.starts, strict=True):
                while start >= edges[paragraph]:
                    self._close(stems)
                    stems, paragraph = set(), paragraph + 1
                stems.add(stem(form))
            self._close(stems)

    def _close(self, stems: set[str]) -> None:
        self._own.update(stems)
        self._paragraphs += 1

    def score(self, forms: Sequence[str], spread: int) -> float:
        """How much of a formula a phrase is.

        By how much its words tell one paragraph of these texts from another, how many there are,
        how many declarations have it, and whether it is one by the file of names.
        """
        words = meaning(forms)
        telling = sum(log2((self._paragraphs + 1) / (self._own[stem(w)] + 1)) for w in words)
        known = KNOWN if is_known_formula(" ".join(forms), load_names()) else 1.0
        return telling / len(words) * sqrt(min(len(words), LONG)) * log2(1 + spread) * known

    def keyness(self, forms: Sequence[str]) -> float | None:
        """The mean log ratio of the words, None where they are not in Latin letters."""
        stems = [stem(form) for form in forms if form.isascii() and form.isalpha()]
        if not stems:
            return None
        ratios = [
            log2(
                ((self._own[s] + 0.5) / (self._paragraphs + 1))
                / ((self._common.get(s, 0) + 0.5) / (self._passages + 1))
            )
            for s in stems
        ]
        return sum(ratios) / len(ratios)


def _ranked(formulas: Sequence[Formula], scores: Sequence[float]) -> list[Formula]:
    """By their scores, the highest first; the rank is the place in that order."""
    order = sorted(
        range(len(formulas)), key=lambda i: (-scores[i], -formulas[i].words, formulas[i].text)
    )
    return [replace(formulas[i], rank=float(rank)) for rank, i in enumerate(order, 1)]
