"""The evidence for pairs of paragraphs, one named array a feature.

Each score is also given as a rank: whether a pair is the best of its row and of its
column says more, from one pair of texts to another, than the score's own height.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, RowGroups, dense_table
from scodiff.compare.scoring.background import (
    AS_READ,
    OWN,
    VectorBackground,
    genre_clauses,
    vector_background,
)
from scodiff.compare.scoring.candidate_pairs import CandidatePairs, Edge, all_pairs
from scodiff.compare.scoring.lexical import (
    LexicalEvidence,
    MakeTable,
    lexical_evidence,
    lexical_scores,
)
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.compare.scoring.score_blocks import TIE, AllBlocks, ClausePairs, MakeBlocks, nearest_in
from scodiff.compare.scoring.semantic import (
    AllNeighbours,
    CentredVectors,
    Neighbours,
    centred,
    semantic_scores,
)
from scodiff.compare.scoring.terms import term_weights, vocabulary
from scodiff.compare.scoring.vectors import (
    ALONE,
    ClauseReading,
    TextVectors,
    VectorPair,
    encode_both,
)
from scodiff.embeddings.encoder import Encoder, ModelInfo

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
# Evidence that a paragraph has a counterpart at all, and not for pairs.
OWN_CLAUSE = "own_clause"
RANK = ":rank"


class ClauseScores(Protocol):
    """How well clauses answer to each other."""

    def best(self, edges: Sequence[Edge]) -> list[tuple[int, int]]:
        """For each pair of paragraphs, its two clauses (by their number) that answer best."""
        ...

    def nearest(self, edges: Sequence[Edge]) -> ClausePairs:
        """Each clause of either text with the other's that answers best.

        Of each of these pairs of paragraphs, and, where all clauses are scored, of the whole text.
        """
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """All features of two texts; each of ``values`` has one figure for each of ``pairs``.

    ``cosine`` is the plain cosine of the paragraphs without enumerations of states, and
    ``vectors`` are both sides'; both are None without a model. ``weights`` are the terms'.
    """

    pairs: CandidatePairs
    values: dict[str, FloatArray]
    weights: Mapping[str, float]
    clauses: ClauseScores
    cosine: FloatArray | None = None
    vectors: tuple[TextVectors, TextVectors] | None = None

    def cosine_of(self, edge: Edge) -> float | None:
        """The plain cosine of two paragraphs as they stand, whether or not among the pairs."""
        if self.vectors is None or self.cosine is None:
            return None
        (i, j), (a, b) = edge, self.vectors
        place = self.pairs.place(edge)
        if place is not None and i not in a.whole and j not in b.whole:
            return float(self.cosine[place])
        return float(a.as_it_stands(i) @ b.as_it_stands(j))

    def clause_cosine_of(self, clause_a: int, clause_b: int) -> float | None:
        """The plain cosine of two clauses."""
        if self.vectors is None:
            return None
        return float(self.vectors[0].shown[clause_a] @ self.vectors[1].shown[clause_b])


def all_features(
    a: PreparedText, b: PreparedText, encoder: Encoder | None, reading: ClauseReading
) -> Features:
    """Every feature of all pairs of paragraphs; see ``classifier.features``."""
    evidence = gather(a, b, encoder, dense_table, reading)
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


def no_features(a: PreparedText, b: PreparedText) -> Features:
    """The features of two texts of which one has no paragraphs."""
    nothing = np.zeros((0, 0), dtype=np.float32)
    pairs = all_pairs(len(a.texts), len(b.texts))
    return Features(pairs, {}, {}, _ClauseMatrix(nothing, a.groups, b.groups))


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """What the scores of any pairs are computed from."""

    lexical: LexicalEvidence
    weights: Mapping[str, float]
    semantic: tuple[CentredVectors, CentredVectors] | None

    @property
    def plain(self) -> VectorPair | None:
        """The vectors as the model gave them."""
        return self.semantic and (self.semantic[0].plain, self.semantic[1].plain)


def gather(
    a: PreparedText,
    b: PreparedText,
    encoder: Encoder | None,
    table: MakeTable,
    reading: ClauseReading,
) -> TextEvidence:
    """Weigh the terms of both sides, and encode and centre their texts."""
    weights = term_weights(a.terms, b.terms)
    known = vocabulary(a.terms, b.terms, weights)
    lexical = lexical_evidence(a, b, known, table)
    if encoder is None:
        return TextEvidence(lexical, weights, None)
    both = list(encode_both(a, b, encoder, reading))
    return TextEvidence(lexical, weights, _centred(both, encoder.info))


def _centred(both: list[TextVectors], model: ModelInfo) -> tuple[CentredVectors, CentredVectors]:
    """Take from the vectors what those of both texts, and of the genre, have in common.

    The list is emptied: of long texts the clauses are the largest tables, and each is let go
    of as soon as it is centred.
    """
    reading = both[0].reading
    genre = genre_clauses(model, reading)

    def background_of(sampled: Sequence[FloatArray], kind: int) -> VectorBackground:
        """The background of these clauses and the genre's of the same kind."""
        return vector_background(np.concatenate(sampled), genre[:, kind], reading)

    as_read = background_of([v.clauses[v.sample] for v in both], AS_READ)
    own = None
    if reading is not ALONE:
        own = background_of([v.own(v.sample) for v in both], OWN)
    return centred(both.pop(0), as_read, own), centred(both.pop(0), as_read, own)


@dataclass(frozen=True, slots=True)
class PairScores:
    """The raw scores of the pairs that some blocks stand for; see ``Features``."""

    values: dict[str, FloatArray]
    clauses: FloatArray
    cosine: FloatArray | None


def pair_scores(
    evidence: TextEvidence, blocks: MakeBlocks, neighbours: Neighbours | None
) -> PairScores:
    """All scores but ranks; ``neighbours`` is not asked for where there are no vectors."""
    literal = lexical_scores(evidence.lexical, blocks)
    values: dict[str, FloatArray] = {name: getattr(literal, name) for name in LITERAL}
    if evidence.semantic is None or neighbours is None:
        return PairScores(values, literal.clause_cosine, None)
    a, b = evidence.semantic
    semantic = semantic_scores(
        a,
        b,
        literal.clause_cosine,
        (evidence.lexical.a.clause_weights, evidence.lexical.b.clause_weights),
        neighbours,
        blocks,
    )
    values |= {name: getattr(semantic, name) for name in (*SEMANTIC, OWN_CLAUSE)}
    return PairScores(values, semantic.clauses, semantic.cosine)


def with_ranks(
    values: dict[str, FloatArray], pairs: CandidatePairs, a: PreparedText, b: PreparedText
) -> dict[str, FloatArray]:
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

    scores: FloatArray
    a: RowGroups
    b: RowGroups

    def best(self, edges: Sequence[Edge]) -> list[tuple[int, int]]:
        """For each pair of paragraphs, its two clauses that answer best, the first of equals."""
        return [self._best(*edge) for edge in edges]

    def nearest(self, edges: Sequence[Edge]) -> ClausePairs:
        """The best of all clauses for each clause, and the best within each pair of paragraphs."""
        found: ClausePairs = {}
        if self.scores.size:
            found |= nearest_in(self.scores, 0, 0)
        for i, j in edges:
            found |= nearest_in(self._block(i, j), self.a.starts[i], self.b.starts[j])
        return found

    def _block(self, i: int, j: int) -> FloatArray:
        rows, columns = self.a.members(i), self.b.members(j)
        return self.scores[rows.start : rows.stop, columns.start : columns.stop]

    def _best(self, i: int, j: int) -> tuple[int, int]:
        rows, columns, block = self.a.members(i), self.b.members(j), self._block(i, j)
        row, column = divmod(int(np.argmax(block >= block.max() - TIE)), block.shape[1])
        return rows[row], columns[column]
