"""Paraphrases: the passages nearest to the phrase in meaning, by a model's vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.model import Occurrence, PhraseSettings
from scodiff.compare.phrases.occurrences import occurrence_at
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.grammar import is_grammar
from scodiff.compare.phrases.stream import Stream, sentences_of
from scodiff.embeddings.encoder import Encoder

# The least cosine that is called a paraphrase, by model, as benchmarks/evaluate/phrases.py
# finds it: on development texts at most one in twenty phrases without a counterpart is given one,
# and nine in ten sentence pairs above it are at least roughly equivalent to human readers.
THRESHOLDS = {"minilm": 0.78}
UNCALIBRATED = 0.80
# Sentences whose parts are looked at too: a short phrase is seldom near a whole long sentence.
_LOOKED_INTO = 20
# Words of meaning from which on a phrase is as good as a sentence, on which the threshold is
# calibrated.
_LONG = 8
_WINDOW_MARGIN, _SHORTEST_WINDOW = 2, 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a run of words in one: ``[start, end)`` of the stream's text."""

    stream: Stream
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its characters."""
        return self.stream.text[self.start : self.end]


def paraphrases(
    query: Query,
    index: SearchIndex,
    documents: Sequence[str],
    taken: Sequence[Occurrence],
    encoder: Encoder,
    settings: PhraseSettings,
) -> list[Occurrence]:
    """The passages whose cosine with the phrase reaches the threshold, outside of ``taken``.

    At most ``settings.most_paraphrases``, the nearest ones. Those of a short phrase are open: its
    vector says too little of it.
    """
    least = threshold(encoder.info.name, settings)
    long = sum(not is_grammar(form) for form in query.forms) >= _LONG
    found: list[Occurrence] = []
    sentences = _likely_sentences(query.text, index, documents, encoder)
    for score, passage in nearest(query.text, sentences, encoder):
        if score < least or len(found) == settings.most_paraphrases:
            break
        occurrence = occurrence_at(
            passage.stream,
            passage.start,
            passage.end,
            "paraphrase",
            settings.context,
            score=score,
            certainty="likely" if long else "open",
        )
        if not any(_overlap(occurrence, other) for other in (*taken, *found)):
            found.append(occurrence)
    return found


def threshold(model: str, settings: PhraseSettings) -> float:
    """The least cosine of a paraphrase: as set, or as calibrated for the model."""
    if settings.paraphrase_threshold is not None:
        return settings.paraphrase_threshold
    return THRESHOLDS.get(model, UNCALIBRATED)


def nearest(
    text: str, sentences: Sequence[Passage], encoder: Encoder
) -> list[tuple[float, Passage]]:
    """Passages in order of their cosine with ``text``, the nearest first.

    The sentences, and of the twenty nearest ones also the runs of about as many words.
    """
    if not sentences:
        return []
    ranked = _ranked(text, sentences, encoder)
    size = max(_SHORTEST_WINDOW, len(text.split()) + _WINDOW_MARGIN)
    inside = [
        window for _, sentence in ranked[:_LOOKED_INTO] for window in _windows(sentence, size)
    ]
    if inside:
        ranked = sorted([*ranked, *_ranked(text, inside, encoder)], key=lambda pair: -pair[0])
    return ranked


def _ranked(
    text: str, passages: Sequence[Passage], encoder: Encoder
) -> list[tuple[float, Passage]]:
    vectors = encoder.encode([text, *(passage.text for passage in passages)])
    scores = vectors[1:] @ vectors[0]
    order = np.argsort(-scores, kind="stable")
    return [(round(float(scores[i]), 6), passages[i]) for i in order]


def _likely_sentences(
    text: str, index: SearchIndex, documents: Sequence[str], encoder: Encoder
) -> list[Passage]:
    """Sentences of some documents, in order: those that may be nearest, or else all."""
    near = index.nearest_sentences(text, documents, encoder)
    if near is None:
        return all_sentences(map(index.stream, documents))
    order = {name: number for number, name in enumerate(documents)}
    inside = [sentence for sentence in near if sentence.document in order]
    inside.sort(key=lambda sentence: (order[sentence.document], sentence.start))
    return [Passage(index.stream(s.document), s.start, s.end) for s in inside]


def all_sentences(streams: Iterable[Stream]) -> list[Passage]:
    """The sentences of some texts, in order."""
    return [Passage(stream, *span) for stream in streams for span in sentences_of(stream)]


def _windows(sentence: Passage, size: int) -> Iterable[Passage]:
    """Runs of ``size`` words, a third of their length apart."""
    stream = sentence.stream
    words = [
        word for word in range(stream.words) if sentence.start <= stream.starts[word] < sentence.end
    ]
    if len(words) <= size * 3 // 2:
        return
    for at in range(0, len(words) - size + 1, max(1, size // 3)):
        yield Passage(stream, stream.starts[words[at]], stream.ends[words[at + size - 1]])


def _overlap(a: Occurrence, b: Occurrence) -> bool:
    return a.document == b.document and a.source[0] < b.source[1] and b.source[0] < a.source[1]
