"""The evidence for pairs of paragraphs, one named array a feature.

Each score is also given as a rank: whether a pair is the best of its row and of its
column says more, from one pair of texts to another, than the score's own height.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scodiff.compare.background import vector_background
from scodiff.compare.clauses import Units, split_units, without_enumerations
from scodiff.compare.groups import (
    AllBlocks,
    Groups,
    MakeBlocks,
    Matrix,
    dense_table,
    groups,
    singles,
)
from scodiff.compare.lexical import (
    LexicalEvidence,
    MakeTable,
    Terms,
    lexical_evidence,
    lexical_scores,
    term_weights,
    terms_of,
    vocabulary,
)
from scodiff.compare.pairs import Edge, Pairs, all_pairs
from scodiff.compare.semantic import (
    AllNeighbours,
    Centred,
    Neighbours,
    Vectors,
    centred,
    semantic_scores,
)
from scodiff.embeddings.encoder import Encoder

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
# Above so many pairs of paragraphs only candidates are scored. That is quicker from 40,000
# pairs on (benchmarks/scale.py), but exact ranks are worth the second that they cost here.
MOST_PAIRS = 250_000
# Clauses of a text among which neighbours are looked for: all that any declaration has.
SAMPLE = 2048


@dataclass(frozen=True, slots=True)
class Side:
    """A document as the scorer sees it."""

    texts: tuple[str, ...]
    units: Units
    terms: Terms
    groups: Groups


class ClauseScores(Protocol):
    """How well clauses answer to each other."""

    def best(self, edges: Sequence[Edge]) -> list[tuple[int, int]]:
        """For each pair of paragraphs, its two clauses (by their number) that answer best."""
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """All features of two texts; each of ``values`` has one figure for each of ``pairs``.

    ``cosine`` is the plain cosine of the paragraphs and ``clause_vectors`` are both sides'
    clauses as unit vectors; both are None without a model. ``weights`` are the terms'.
    """

    pairs: Pairs
    values: dict[str, Matrix]
    weights: Mapping[str, float]
    clauses: ClauseScores
    cosine: Matrix | None = None
    vectors: tuple[Vectors, Vectors] | None = None

    def cosine_of(self, edge: Edge) -> float | None:
        """The plain cosine of two paragraphs, whether or not they are among the pairs."""
        if self.vectors is None or self.cosine is None:
            return None
        place = self.pairs.place(edge)
        if place is not None:
            return float(self.cosine[place])
        a, b = self.vectors
        return float(a.paragraphs[edge[0]] @ b.paragraphs[edge[1]])

    def clause_cosine_of(self, clause_a: int, clause_b: int) -> float | None:
        """The plain cosine of two clauses."""
        if self.vectors is None:
            return None
        return float(self.vectors[0].clauses[clause_a] @ self.vectors[1].clauses[clause_b])


def side(paragraphs: Sequence[str], language: str) -> Side:
    """Split, stem and count the paragraphs of a document."""
    units = split_units(paragraphs)
    texts = tuple(without_enumerations(text) for text in paragraphs)
    terms = terms_of(texts, [clause.text for clause in units.clauses], language)
    return Side(texts, units, terms, groups(units.starts, len(units.clauses)))


def features(
    a: Side, b: Side, encoder: Encoder | None, *, most_pairs: int = MOST_PAIRS
) -> Features:
    """Every feature of the pairs; without an encoder, the literal ones only.

    Up to ``most_pairs`` all pairs of paragraphs are scored, beyond it candidates (see
    ``candidates``). Both sides must have at least one paragraph.
    """
    if len(a.texts) * len(b.texts) > most_pairs:
        from scodiff.compare.candidates import candidate_features

        return candidate_features(a, b, encoder)
    evidence = gather(a, b, encoder, dense_table)
    scores = pair_scores(evidence, AllBlocks, AllNeighbours())
    pairs = all_pairs(len(a.texts), len(b.texts))
    return Features(
        pairs,
        with_ranks({name: v.ravel() for name, v in scores.values.items()}, pairs, a, b),
        evidence.weights,
        _ClauseMatrix(scores.clauses, a.groups, b.groups),
        None if scores.cosine is None else scores.cosine.ravel(),
        evidence.plain,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the scores of any pairs are computed from."""

    lexical: LexicalEvidence
    weights: Mapping[str, float]
    semantic: tuple[Centred, Centred] | None

    @property
    def plain(self) -> tuple[Vectors, Vectors] | None:
        """The vectors as the model gave them."""
        return self.semantic and (self.semantic[0].plain, self.semantic[1].plain)


def gather(a: Side, b: Side, encoder: Encoder | None, table: MakeTable) -> Evidence:
    """Weigh the terms of both sides, and encode and centre their texts."""
    weights = term_weights(a.terms, b.terms)
    known = vocabulary(a.terms, b.terms, weights)
    lexical = lexical_evidence(a.terms, b.terms, a.groups, b.groups, known, table)
    if encoder is None:
        return Evidence(lexical, weights, None)
    vectors_a, vectors_b = _vectors(a, b, lexical, encoder)
    background = vector_background(
        np.concatenate([v.clauses[v.sample] for v in (vectors_a, vectors_b)]),
        encoder.info.sha256,
    )
    semantic = centred(vectors_a, background), centred(vectors_b, background)
    return Evidence(lexical, weights, semantic)


@dataclass(frozen=True, slots=True)
class PairScores:
    """The raw scores of the pairs that some blocks stand for; see ``Features``."""

    values: dict[str, Matrix]
    clauses: Matrix
    cosine: Matrix | None


def pair_scores(
    evidence: Evidence, blocks: MakeBlocks, neighbours: Neighbours | None
) -> PairScores:
    """All scores but ranks; ``neighbours`` is not asked for where there are no vectors."""
    literal = lexical_scores(evidence.lexical, blocks)
    values: dict[str, Matrix] = {name: getattr(literal, name) for name in LITERAL}
    if evidence.semantic is None or neighbours is None:
        return PairScores(values, literal.clause_cosine, None)
    a, b = evidence.semantic
    paragraphs = blocks(singles(len(a.paragraphs)), singles(len(b.paragraphs)))
    semantic = semantic_scores(
        a,
        b,
        literal.clause_cosine,
        neighbours,
        paragraphs,
        blocks(a.plain.groups, b.plain.groups),
    )
    values |= {name: getattr(semantic, name) for name in SEMANTIC}
    return PairScores(values, semantic.clauses, semantic.cosine)


def with_ranks(values: dict[str, Matrix], pairs: Pairs, a: Side, b: Side) -> dict[str, Matrix]:
    """The scores, the rank of each, and the length of the pairs' shorter paragraphs."""
    size_a, size_b = (
        np.array([len(p) for p in terms.paragraphs], dtype=np.float32)
        for terms in (a.terms, b.terms)
    )
    shorter = np.log1p(np.minimum(size_a[pairs.rows], size_b[pairs.columns]))
    ranks = {name + RANK: pairs.ranks(scores) for name, scores in values.items()}
    return values | ranks | {"shorter": np.asarray(shorter, dtype=np.float32)}


@dataclass(frozen=True, slots=True)
class _ClauseMatrix:
    """The scores of all clauses of A (rows) with all of B (columns)."""

    scores: Matrix
    a: Groups
    b: Groups

    def best(self, edges: Sequence[Edge]) -> list[tuple[int, int]]:
        """See ``ClauseScores``."""
        return [self._best(*edge) for edge in edges]

    def _best(self, i: int, j: int) -> tuple[int, int]:
        rows, columns = self.a.members(i), self.b.members(j)
        block = self.scores[rows.start : rows.stop, columns.start : columns.stop]
        row, column = np.unravel_index(int(block.argmax()), block.shape)
        return rows[int(row)], columns[int(column)]


def _vectors(
    a: Side, b: Side, lexical: LexicalEvidence, encoder: Encoder
) -> tuple[Vectors, Vectors]:
    """Encode the paragraphs and clauses of both sides, in one go."""
    parts = [
        a.texts,
        b.texts,
        [clause.text for clause in a.units.clauses],
        [clause.text for clause in b.units.clauses],
    ]
    encoded = encoder.encode([text for part in parts for text in part])
    ends = np.cumsum([len(part) for part in parts])[:-1]
    paragraphs_a, paragraphs_b, clauses_a, clauses_b = np.split(encoded, ends)
    weights_a, weights_b = lexical.a.clause_weights, lexical.b.clause_weights
    return (
        Vectors(paragraphs_a, clauses_a, weights_a, a.groups, _sample(clauses_a)),
        Vectors(paragraphs_b, clauses_b, weights_b, b.groups, _sample(clauses_b)),
    )


def _sample(clauses: Matrix) -> np.ndarray:
    """Clauses at even distances, all of them where they are few."""
    count = min(len(clauses), SAMPLE)
    return np.arange(count) * len(clauses) // count
