"""Vectors of a document's paragraphs and clauses, from whichever encoder there is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scodiff.compare.groups import Groups, Indices, Matrix, make_unit
from scodiff.compare.reading import ALONE, IN_CONTEXT, Reading
from scodiff.compare.sides import Side
from scodiff.embeddings.encoder import Encoder, SpanEncoder

# Clauses of a text among which neighbours are looked for: all that any declaration has.
SAMPLE = 2048
# How much of its paragraph's vector is taken from a clause's, to see what it says alone.
# Flat from .5 to .8 for both models that scodiff knows; less keeps too much in common.
CONTEXT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of a document's paragraphs and clauses.

    ``clauses`` are compared; ``shown`` are those whose plain cosine is shown to readers, in
    the space of the paragraphs. Both are the same for clauses that were read alone.
    ``sample`` says which clauses stand for all of them where neighbours are looked for.
    """

    paragraphs: Matrix
    clauses: Matrix
    shown: Matrix
    groups: Groups
    sample: Indices
    reading: Reading

    def own(self, rows: Indices | slice = slice(None)) -> Matrix:
        """The unit vectors of these clauses without what their paragraphs have put into them."""
        if self.reading is ALONE:
            return self.clauses[rows]
        of_clauses = np.repeat(np.arange(len(self.paragraphs)), self.groups.sizes())
        rest = self.paragraphs[of_clauses[rows]]
        rest *= np.float32(-CONTEXT_SHARE)
        rest += self.shown[rows]
        return make_unit(rest)


Both = tuple[Vectors, Vectors]


def encode_sides(a: Side, b: Side, encoder: Encoder, reading: Reading) -> Both:
    """Encode the paragraphs and clauses of both sides, in one go.

    Raises TypeError if they are to be read in context by an encoder that cannot do so.
    """
    return _alone(a, b, encoder) if reading is ALONE else _in_context(a, b, encoder)


def _in_context(a: Side, b: Side, encoder: Encoder) -> Both:
    if not isinstance(encoder, SpanEncoder):
        raise TypeError(f"{encoder.info.name} cannot read passages where they stand")
    found = encoder.encode_spans([*a.texts, *b.texts], [*a.spans, *b.spans])
    texts, clauses = len(a.texts), a.groups.size

    def vectors(side: Side, of_texts: slice, of_clauses: slice) -> Vectors:
        # A copy of this side's, so that it can be let go of before the other side's.
        paragraphs, read = found.texts[of_texts], found.layers[of_clauses].copy()
        shown = found.last[of_clauses]
        return Vectors(paragraphs, read, shown, side.groups, _sample(read), IN_CONTEXT)

    return (
        vectors(a, slice(None, texts), slice(None, clauses)),
        vectors(b, slice(texts, None), slice(clauses, None)),
    )


def _alone(a: Side, b: Side, encoder: Encoder) -> Both:
    parts = [a.texts, b.texts, _clauses(a), _clauses(b)]
    encoded = encoder.encode([text for part in parts for text in part])
    ends = np.cumsum([len(part) for part in parts])[:-1]
    paragraphs_a, paragraphs_b, clauses_a, clauses_b = np.split(encoded, ends)

    def vectors(side: Side, paragraphs: Matrix, clauses: Matrix) -> Vectors:
        return Vectors(paragraphs, clauses, clauses, side.groups, _sample(clauses), ALONE)

    return vectors(a, paragraphs_a, clauses_a), vectors(b, paragraphs_b, clauses_b)


def _clauses(side: Side) -> list[str]:
    return [clause.text for clause in side.units.clauses]


def _sample(clauses: Matrix) -> Indices:
    """Clauses at even distances, all of them where they are few."""
    count = min(len(clauses), SAMPLE)
    return np.arange(count) * len(clauses) // count
