"""Vectors of a document's paragraphs and clauses, from whichever encoder there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, IndexArray, RowGroups, make_unit
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.embeddings.encoder import Encoder, SpanEncoder

# Clauses of a text among which neighbours are looked for: all that any declaration has.
SAMPLE = 2048
# How much of its paragraph's vector is taken from a clause's, to see what it says alone.
# Flat from .5 to .8 for both models that scodiff knows; less keeps too much in common.
CONTEXT_SHARE = 0.6


class ClauseReading(Enum):
    """How clauses are turned into vectors.

    ``IN_CONTEXT`` a clause is read where it stands: "this" and "such activities" mean what
    they mean there, and a paragraph is run through the model once for all its clauses. Only
    a ``SpanEncoder`` can do so. ``ALONE`` it is encoded as a text of its own, and owes
    nothing to what stands around it.
    """

    ALONE = "alone"
    IN_CONTEXT = "context"


ALONE, IN_CONTEXT = ClauseReading.ALONE, ClauseReading.IN_CONTEXT


@dataclass(frozen=True, slots=True)
class TextVectors:
    """Unit vectors of a document's paragraphs and clauses.

    ``clauses`` are compared; ``shown`` are those whose plain cosine is shown to readers, in
    the space of the paragraphs. Both are the same for clauses that were read alone.
    ``whole`` has the vectors of paragraphs as they stand, where ``paragraphs`` leaves out an
    enumeration of states: who is named plays no part in what answers to what, but readers are
    shown how near two paragraphs are with all that is in them.
    ``sample`` says which clauses stand for all of them where neighbours are looked for.
    """

    paragraphs: FloatArray
    clauses: FloatArray
    shown: FloatArray
    whole: Mapping[int, FloatArray]
    groups: RowGroups
    sample: IndexArray
    reading: ClauseReading

    def as_it_stands(self, paragraph: int) -> FloatArray:
        """The unit vector of a whole paragraph, shape ``(d,)``."""
        return self.whole.get(paragraph, self.paragraphs[paragraph])

    def own(self, rows: IndexArray | slice = slice(None)) -> FloatArray:
        """The unit vectors of these clauses without what their paragraphs have put into them."""
        if self.reading is ALONE:
            return self.clauses[rows]
        of_clauses = np.repeat(np.arange(len(self.paragraphs)), self.groups.sizes())
        rest = self.paragraphs[of_clauses[rows]]
        rest *= np.float32(-CONTEXT_SHARE)
        rest += self.shown[rows]
        return make_unit(rest)


VectorPair = tuple[TextVectors, TextVectors]


def encode_both(
    a: PreparedText, b: PreparedText, encoder: Encoder, reading: ClauseReading
) -> VectorPair:
    """Encode the paragraphs and clauses of both sides, in one go.

    Raises TypeError if they are to be read in context by an encoder that cannot do so.
    """
    return _alone(a, b, encoder) if reading is ALONE else _in_context(a, b, encoder)


def _in_context(a: PreparedText, b: PreparedText, encoder: Encoder) -> VectorPair:
    if not isinstance(encoder, SpanEncoder):
        raise TypeError(f"{encoder.info.name} cannot read passages where they stand")
    listing = [*a.whole.values(), *b.whole.values()]
    found = encoder.encode_spans(
        [*a.texts, *b.texts, *listing], [*a.spans, *b.spans, *[()] * len(listing)]
    )
    texts, clauses = len(a.texts), a.groups.size
    whole_a, whole_b = _whole(a, b, found.texts)

    def vectors(
        side: PreparedText, of_texts: slice, of_clauses: slice, whole: Mapping[int, FloatArray]
    ) -> TextVectors:
        """The vectors of one side."""
        # A copy of this side's, so that it can be let go of before the other side's.
        paragraphs, read = found.texts[of_texts], found.layers[of_clauses].copy()
        shown = found.last[of_clauses]
        return TextVectors(paragraphs, read, shown, whole, side.groups, _sample(read), IN_CONTEXT)

    return (
        vectors(a, slice(None, texts), slice(None, clauses), whole_a),
        vectors(b, slice(texts, texts + len(b.texts)), slice(clauses, None), whole_b),
    )


def _alone(a: PreparedText, b: PreparedText, encoder: Encoder) -> VectorPair:
    listing = [*a.whole.values(), *b.whole.values()]
    parts = [a.texts, b.texts, _clauses(a), _clauses(b), listing]
    encoded = encoder.encode([text for part in parts for text in part])
    ends = np.cumsum([len(part) for part in parts])[:-1]
    paragraphs_a, paragraphs_b, clauses_a, clauses_b, _ = np.split(encoded, ends)
    whole_a, whole_b = _whole(a, b, encoded)

    samples = _sample(clauses_a), _sample(clauses_b)
    return (
        TextVectors(paragraphs_a, clauses_a, clauses_a, whole_a, a.groups, samples[0], ALONE),
        TextVectors(paragraphs_b, clauses_b, clauses_b, whole_b, b.groups, samples[1], ALONE),
    )


def _whole(
    a: PreparedText, b: PreparedText, encoded: FloatArray
) -> tuple[dict[int, FloatArray], dict[int, FloatArray]]:
    """The last rows, those of the paragraphs with enumerations, by the paragraphs' numbers."""
    of_b = len(encoded) - len(b.whole)
    of_a = of_b - len(a.whole)
    rows_a, rows_b = encoded[of_a:of_b].copy(), encoded[of_b:].copy()
    return dict(zip(a.whole, rows_a, strict=True)), dict(zip(b.whole, rows_b, strict=True))


def _clauses(side: PreparedText) -> list[str]:
    return [clause.text for clause in side.clauses]


def _sample(clauses: FloatArray) -> IndexArray:
    """Clauses at even distances, all of them where they are few."""
    count = min(len(clauses), SAMPLE)
    return np.arange(count) * len(clauses) // count
