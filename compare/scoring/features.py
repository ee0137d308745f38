"""The evidence for pairs of paragraphs, one named array a feature.

Each score is also given as a rank: whether a pair is the best of its row and of its
column says more, from one pair of texts to another, than the score's own height.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scodiff.compare.scoring.background import (
    AS_READ,
    OWN,
    VectorBackground,
    genre_clauses,
    vector_background,
)
from scodiff.compare.scoring.blocks import (
    AllBlocks,
    Groups,
    MakeBlocks,
    Matrix,
    dense_table,
    singles,
)
from scodiff.compare.scoring.lexical import (
    LexicalEvidence,
    MakeTable,
    lexical_evidence,
    lexical_scores,
    term_weights,
    vocabulary,
)
from scodiff.compare.scoring.pairs import Edge, Pairs, all_pairs
from scodiff.compare.scoring.prepared import Side
from scodiff.compare.scoring.reading import ALONE, Reading
from scodiff.compare.scoring.semantic import (
    AllNeighbours,
    Centred,
    Neighbours,
    centred,
    semantic_scores,
)
from scodiff.compare.scoring.vectors import Both, Vectors, encode_sides
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
# Above so many pairs of paragraphs only candidates are scored. That is quicker from 40,000
# pairs on (benchmarks/evaluate/scale.py), but exact ranks are worth the second that they cost here.
MOST_PAIRS = 250_000


class ClauseScores(Protocol):
    """How well clauses answer to each other."""

    def best(self, edges: Sequence[Edge]) -> list[tuple[int, int]]:
        """For each pair of paragraphs, its two clauses (by their number) that answer best."""
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """All features of two texts; each of ``values`` has one figure for each of ``pairs``.

    ``cosine`` is the plain cosine of the paragraphs without enumerations of states, and
    ``vectors`` are both sides'; both are None without a model. ``weights`` are the terms'.
    """

    pairs: Pairs
    values: dict[str, Matrix]
    weights: Mapping[str, float]
    clauses: ClauseScores
    cosine: Matrix | None = None
    vectors: tuple[Vectors, Vectors] | None = None

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


def features(
    a: Side,
    b: Side,
    encoder: Encoder | None,
    *,
    reading: Reading = ALONE,
    most_pairs: int = MOST_PAIRS,
) -> Features:
    """Every feature of the pairs; without an encoder, the literal ones only.

    ``reading`` says how clauses are turned into vectors; in context, only a ``SpanEncoder``
    can. Up to ``most_pairs`` all pairs of paragraphs are scored, beyond it candidates (see
    ``candidates``). Both sides must have at least one paragraph.
    """
    if len(a.texts) * len(b.texts) > most_pairs:
        from scodiff.compare.scoring.candidates import candidate_features

        return candidate_features(a, b, encoder, reading)
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the scores of any pairs are computed from."""

    lexical: LexicalEvidence
    weights: Mapping[str, float]
    semantic: tuple[Centred, Centred] | None

    @property
    def plain(self) -> Both | None:
        """The vectors as the model gave them."""
        return self.semantic and (self.semantic[0].plain, self.semantic[1].plain)


def gather(
    a: Side, b: Side, encoder: Encoder | None, table: MakeTable, reading: Reading
) -> Evidence:
    """Weigh the terms of both sides, and encode and centre their texts."""
    weights = term_weights(a.terms, b.terms)
    known = vocabulary(a.terms, b.terms, weights)
    lexical = lexical_evidence(a.terms, b.terms, a.groups, b.groups, known, table)
    if encoder is None:
        return Evidence(lexical, weights, None)
    both = list(encode_sides(a, b, encoder, reading))
    return Evidence(lexical, weights, _centred(both, encoder.info))


def _centred(both: list[Vectors], model: ModelInfo) -> tuple[Centred, Centred]:
    """Take from the vectors what those of both texts, and of the genre, have in common.

    The list is emptied: of long texts the clauses are the largest tables, and each is let go
    of as soon as it is centred.
    """
    reading = both[0].reading
    genre = genre_clauses(model, reading)

    def background_of(sampled: Sequence[Matrix], kind: int) -> VectorBackground:
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
    semantic = semantic_scores(
        a,
        b,
        literal.clause_cosine,
        (evidence.lexical.a.clause_weights, evidence.lexical.b.clause_weights),
        neighbours,
        blocks(singles(len(a.paragraphs)), singles(len(b.paragraphs))),
        blocks(a.plain.groups, b.plain.groups),
    )
    values |= {name: getattr(semantic, name) for name in (*SEMANTIC, OWN_CLAUSE)}
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
