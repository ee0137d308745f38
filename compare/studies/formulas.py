"""The recurring formulas of a collection: what its documents say in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log2, sqrt

import numpy as np

from scodiff.compare.jobs.running import WayOfWorking
from scodiff.compare.phrases.documents import DocumentList
from scodiff.compare.phrases.history import events
from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import SearchedDocument
from scodiff.compare.phrases.occurrences import occurrence_at
from scodiff.compare.phrases.rungs.variants import is_known_formula
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.phrases.words import stem
from scodiff.compare.studies.formula_pieces import Repeat, marks_of, meaning, repeats_of
from scodiff.compare.studies.model import Formula, Formulas, FormulaSettings
from scodiff.compare.studies.repeats import WordIds, WordMarks
from scodiff.compare.text.names import load_names
from scodiff.corpus import VERSION

CONTEXT = 60
LONG = 6  # words of meaning; longer ones are passages rather than formulas
KNOWN = 2.0  # how much more a phrase is a formula that the file of names knows as one


def find_formulas(
    index: SearchIndex, settings: FormulaSettings | None = None, way: WayOfWorking | None = None
) -> Formulas:
    """The formulas that stand in enough declarations (editions of one are counted once).

    A formula has two words or more, stays inside a sentence, and is a whole phrase (see
    ``formula_pieces``). One that lies inside a longer one is listed by itself only if enough
    declarations have it outside of that. ``way`` says who looks for them, and where what was found
    is kept: raises JobError where not all could be looked for.
    """
    settings, way = settings or FormulaSettings(), way or WayOfWorking()
    listed = index.documents
    streams = [index.stream(document.id) for document in listed]
    groups = _groups(listed)
    marks = marks_of(streams, way)
    repeats = repeats_of(streams, marks, groups, settings, way)
    kept, nested = _fold(repeats, streams, groups, settings)
    background = _Background(marks)
    ranked = _ranked(kept, streams, background, settings.most)
    documents = listed.searched(" ".join(streams[0].forms[:50]) if streams else "")
    formulas = [
        _formula(rank, kept[n], nested.get(n, ()), streams, documents, background)
        for rank, n in enumerate(ranked, 1)
    ]
    return Formulas(documents, tuple(formulas), len(kept), settings, VERSION)


def _ranked(
    kept: Sequence[Repeat], streams: Sequence[Stream], background: _Background, most: int
) -> list[int]:
    """The numbers of so many of the formulas, the best first.

    Whether the file of names knows one takes as long as all else: it is asked where it matters.
    """
    forms = [_forms(one, streams) for one in kept]
    scores = [background.score(own, one.spread) for own, one in zip(forms, kept, strict=True)]
    least = sorted(scores)[-most:][0] if scores else 0.0
    rated = {n: score for n, score in enumerate(scores) if KNOWN * score >= least}
    for n in rated:
        if is_known_formula(" ".join(forms[n]), load_names()):
            rated[n] *= KNOWN
    return sorted(rated, key=lambda n: (-rated[n], -kept[n].length, _text(kept[n], streams)))[:most]


def _groups(listed: DocumentList) -> list[int]:
    """The number of the declaration that each document is an edition of."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(listed.counted_as[d.id], len(numbers)) for d in listed]


def _fold(
    repeats: Sequence[Repeat],
    streams: Sequence[Stream],
    groups: Sequence[int],
    settings: FormulaSettings,
) -> tuple[list[Repeat], dict[int, list[Repeat]]]:
    """The formulas that stand by themselves, and those nested in each."""
    ordered = sorted(repeats, key=lambda r: (-r.length, -r.spread, r.places))
    # For each word: where the formulas end that begin at or before it, and which one it is.
    reach = [(np.zeros(s.words, np.int32), np.full(s.words, -1, np.int32)) for s in streams]
    kept: list[Repeat] = []
    nested: dict[int, list[Repeat]] = {}
    for repeat in ordered:
        outside = {groups[d] for d, w in repeat.places if reach[d][0][w] < w + repeat.length}
        if len(outside) >= settings.least_documents:
            _occupy(repeat, len(kept), reach)
            kept.append(repeat)
            continue
        holder = next(h for d, w in repeat.places if (h := int(reach[d][1][w])) >= 0)
        nested.setdefault(holder, []).append(repeat)
    return kept, nested


def _occupy(repeat: Repeat, number: int, reach: Sequence[tuple[WordIds, WordIds]]) -> None:
    for document, word in repeat.places:
        end = word + repeat.length
        ends, holders = (of[word:end] for of in reach[document])
        further = ends < end
        ends[further], holders[further] = end, number


def _text(found: Repeat, streams: Sequence[Stream]) -> str:
    """The formula as its first place writes it."""
    document, word = found.places[0]
    stream = streams[document]
    return stream.text[stream.starts[word] : stream.ends[word + found.length - 1]]


def _forms(found: Repeat, streams: Sequence[Stream]) -> Sequence[str]:
    """The forms of its words."""
    document, word = found.places[0]
    return streams[document].forms[word : word + found.length]


def _formula(
    rank: int,
    found: Repeat,
    nested: Sequence[Repeat],
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
    return Formula(
        text=_text(found, streams),
        words=found.length,
        spread=found.spread,
        count=len(found.places),
        keyness=background.keyness(_forms(found, streams)),
        rank=float(rank),
        first=occurrences[0],
        last=occurrences[-1],
        history=events(documents, occurrences),
        nested=tuple(dict.fromkeys(_text(one, streams) for one in nested)),
    )


class _Background:
    """How common words are in the collection and in international texts at large."""

    def __init__(self, marks: Sequence[WordMarks]) -> None:
        from scodiff.compare.scoring.background_words import document_frequencies

        self._passages, self._common = document_frequencies()
        self._own: Counter[str] = Counter()
        for own in marks:
            self._own.update(own.stems)
        self._paragraphs = sum(own.paragraphs for own in marks)

    def score(self, forms: Sequence[str], spread: int) -> float:
        """How much of a formula a phrase is.

        By how much its words tell one paragraph of these texts from another, how many there are,
        and how many declarations have it.
        """
        words = meaning(forms)
        telling = sum(log2((self._paragraphs + 1) / (self._own[stem(w)] + 1)) for w in words)
        return telling / len(words) * sqrt(min(len(words), LONG)) * log2(1 + spread)

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
