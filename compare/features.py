"""The evidence for every pair of paragraphs, one named matrix a feature.

Each score is also given as a rank: whether a pair is the best of its row and of its
column says more, from one pair of texts to another, than the score's own height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scodiff.compare.background import vector_background
from scodiff.compare.clauses import Units, split_units, without_enumerations
from scodiff.compare.groups import Groups
from scodiff.compare.lexical import (
    Terms,
    lexical_scores,
    term_weights,
    terms_of,
)
from scodiff.compare.semantic import Vectors, semantic_scores
from scodiff.embeddings.encoder import Encoder

Matrix = npt.NDArray[np.float32]

LITERAL = ("tfidf", "window", "pairs", "overlap")
SEMANTIC = (
    "paragraph",
    "clause",
    "margin",
    "soft_margin",
    "joint",
    "joint_margin",
    "cover_more",
    "cover_less",
)
RANK = ":rank"


@dataclass(frozen=True, slots=True)
class Side:
    """A document as the scorer sees it."""

    texts: tuple[str, ...]
    units: Units
    terms: Terms
    groups: Groups


@dataclass(frozen=True, slots=True)
class Features:
    """All features of two texts, each of shape ``(paragraphs of A, paragraphs of B)``.

    ``clauses`` scores each clause of A (rows) with each of B (columns). ``cosine`` is the
    plain cosine of the paragraphs and ``clause_vectors`` are both sides' clauses as unit
    vectors; both are None without a model.
    """

    values: dict[str, Matrix]
    clauses: Matrix
    cosine: Matrix | None = None
    clause_vectors: tuple[Matrix, Matrix] | None = None


def side(paragraphs: Sequence[str], language: str) -> Side:
    """Split, stem and count the paragraphs of a document."""
    units = split_units(paragraphs)
    texts = tuple(without_enumerations(text) for text in paragraphs)
    terms = terms_of(texts, [clause.text for clause in units.clauses], language)
    return Side(texts, units, terms, Groups(units.starts, len(units.clauses)))


def features(a: Side, b: Side, encoder: Encoder | None) -> Features:
    """Every feature of every pair; without an encoder, the literal ones only.

    Both sides must have at least one paragraph.
    """
    literal = lexical_scores(a.terms, b.terms, a.groups, b.groups)
    values = {name: getattr(literal, name) for name in LITERAL}
    if encoder is None:
        return Features(_with_ranks(values, a, b), literal.clause_cosine)
    vectors_a, vectors_b = _vectors(a, b, encoder)
    background = vector_background(
        np.concatenate([vectors_a.clauses, vectors_b.clauses]), encoder.info.sha256
    )
    semantic = semantic_scores(vectors_a, vectors_b, literal.clause_cosine, background)
    values |= {name: getattr(semantic, name) for name in SEMANTIC}
    return Features(
        _with_ranks(values, a, b),
        semantic.clauses,
        semantic.cosine,
        (vectors_a.clauses, vectors_b.clauses),
    )


def _with_ranks(values: dict[str, Matrix], a: Side, b: Side) -> dict[str, Matrix]:
    ranks = {name + RANK: rank(scores) for name, scores in values.items()}
    return values | ranks | {"shorter": _log_shorter(a.terms, b.terms)}


def rank(scores: Matrix) -> Matrix:
    """(rank in row x rank in column)^-1/2: 1 for mutual best, towards 0 further down."""
    row = _competition_rank(scores)
    column = _competition_rank(scores.T).T
    return np.asarray(1 / np.sqrt(row * column), dtype=np.float32)


def _competition_rank(scores: Matrix) -> Matrix:
    """Each score's place in its row from 1; equal scores share the better place."""
    order = np.sort(scores, axis=1)
    ranks = np.empty_like(scores)
    for i, row in enumerate(order):
        ranks[i] = len(row) - np.searchsorted(row, scores[i], side="right") + 1
    return ranks


def _log_shorter(a: Terms, b: Terms) -> Matrix:
    size_a = np.array([len(p) for p in a.paragraphs], dtype=np.float32)
    size_b = np.array([len(p) for p in b.paragraphs], dtype=np.float32)
    return np.asarray(np.log1p(np.minimum(size_a[:, None], size_b[None])), dtype=np.float32)


def _vectors(a: Side, b: Side, encoder: Encoder) -> tuple[Vectors, Vectors]:
    """Encode the paragraphs and clauses of both sides, in one go."""
    groups = [
        a.texts,
        b.texts,
        [clause.text for clause in a.units.clauses],
        [clause.text for clause in b.units.clauses],
    ]
    encoded = encoder.encode([text for group in groups for text in group])
    ends = np.cumsum([len(group) for group in groups])[:-1]
    paragraphs_a, paragraphs_b, clauses_a, clauses_b = np.split(encoded, ends)
    weights = term_weights(a.terms, b.terms)
    return (
        Vectors(paragraphs_a, clauses_a, _clause_weights(a.terms, weights), a.groups),
        Vectors(paragraphs_b, clauses_b, _clause_weights(b.terms, weights), b.groups),
    )


def _clause_weights(terms: Terms, weights: dict[str, float]) -> Matrix:
    """A clause weighs as its rare words do, and never nothing."""
    return np.array(
        [1 + sum(weights.get(t, 0.0) for t in clause) for clause in terms.clauses],
        dtype=np.float32,
    )
