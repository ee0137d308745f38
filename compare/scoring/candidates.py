"""Long texts: find the pairs of paragraphs that may answer to each other, and score those.

A pair is a candidate where either of its paragraphs is among the nearest of the other, by
their vectors or by their rare words, where both are the same to the letter, or where the two
before or the two after are each other's nearest. Candidates are searched for by stretches;
what follows grows with their number, and no matrix of all paragraphs or clauses is ever held.
Two things differ from shorter texts: ranks are ranks among candidates, and a clause's
neighbours are those in a sample of the other text, of the size that the weights were learned
with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from scodiff.compare.scoring.arrays import (
    FloatArray,
    IndexArray,
    RowGroups,
    Table,
    singles,
    sparse_table,
)
from scodiff.compare.scoring.candidate_pairs import Edge, some_pairs
from scodiff.compare.scoring.features import (
    Features,
    PairScores,
    TextEvidence,
    gather,
    pair_scores,
    with_ranks,
)
from scodiff.compare.scoring.identical import identical_pairs
from scodiff.compare.scoring.lexical import LexicalEvidence, LexicalRows
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.compare.scoring.score_blocks import AllBlocks, ChosenBlocks, ClausePairs
from scodiff.compare.scoring.semantic import (
    NEAREST_IN_TEXT,
    NEAREST_PARAGRAPHS,
    CentredVectors,
    KnownNeighbours,
    joint_of,
    margin_of,
    nearest_mean,
    stretches,
)
from scodiff.compare.scoring.vectors import ClauseReading
from scodiff.embeddings.encoder import Encoder

# Nearest paragraphs that are a paragraph's candidates, an equal number by each kind of
# evidence; ranks among fewer would flatter them.
NEAREST = 32
# Pairs of clauses that are scored at a time.
_SCORED = 300_000


def candidate_features(
    a: PreparedText, b: PreparedText, encoder: Encoder | None, reading: ClauseReading
) -> Features:
    """Every feature of the candidate pairs of two texts; see ``classifier.features``."""
    evidence = gather(a, b, encoder, sparse_table, reading)
    count = NEAREST if evidence.semantic is None else NEAREST // 2
    found = [_Nearest.by(evidence.lexical.a.tfidf, evidence.lexical.b.tfidf, count)]
    neighbours = None
    if evidence.semantic is not None:
        centred_a, centred_b = evidence.semantic
        found.append(_Nearest.by(centred_a.paragraphs, centred_b.paragraphs, count))
        neighbours = _neighbours(evidence.lexical, centred_a, centred_b, found[-1])
    edges = [*(edges for nearest in found for edges in nearest.edges()), _identical_edges(a, b)]
    shape = len(a.texts), len(b.texts)
    rows, columns = np.concatenate(
        [*edges, *(_beside(nearest.mutual(), shape) for nearest in found)], axis=1
    )
    pairs = some_pairs(rows, columns, shape)
    scorer = _CandidateScorer(evidence, neighbours)
    scores = scorer.score(pairs.rows, pairs.columns)
    return Features(
        pairs,
        with_ranks(scores.values, pairs, a, b),
        evidence.weights,
        scorer,
        scores.cosine,
        evidence.plain,
    )


def _identical_edges(a: PreparedText, b: PreparedText) -> IndexArray:
    return np.array(identical_pairs(a.texts, b.texts), dtype=np.intp).reshape(-1, 2).T


@dataclass(frozen=True, slots=True)
class _Nearest:
    """The nearest of each paragraph in the other text, and the mean score of the first few.

    ``of_a`` holds for each paragraph of A indices of paragraphs of B, the nearest last;
    ``of_b`` the reverse.
    """

    of_a: IndexArray
    of_b: IndexArray
    means: tuple[FloatArray, FloatArray]

    @classmethod
    def by(cls, a: Table, b: Table, count: int) -> _Nearest:
        """The ``count`` nearest by the dot product of rows."""
        of_a, means_a = _nearest(a, b, count)
        of_b, means_b = _nearest(b, a, count)
        return cls(of_a, of_b, (means_a, means_b))

    def edges(self) -> list[IndexArray]:
        """All pairs, as arrays of A's indices above B's."""
        return [
            np.stack([np.repeat(np.arange(len(self.of_a)), self.of_a.shape[1]), self.of_a.ravel()]),
            np.stack([self.of_b.ravel(), np.repeat(np.arange(len(self.of_b)), self.of_b.shape[1])]),
        ]

    def mutual(self) -> IndexArray:
        """The pairs that are each other's nearest."""
        nearest = self.of_a[:, -1]
        rows = np.flatnonzero(self.of_b[nearest, -1] == np.arange(len(nearest)))
        return np.stack([rows, nearest[rows]])


def _beside(edges: IndexArray, shape: tuple[int, int]) -> IndexArray:
    """The pairs just before and just after the given ones."""
    beside = np.concatenate([edges - 1, edges + 1], axis=1)
    inside = (beside >= 0).all(axis=0) & (beside[0] < shape[0]) & (beside[1] < shape[1])
    return beside[:, inside]


def _nearest(a: Table, b: Table, count: int) -> tuple[IndexArray, FloatArray]:
    """For each row of ``a`` the nearest of ``b``, and the mean score of the nearest few."""
    count = min(count, b.shape[0])
    found, means = [], []
    for start, stop in stretches(a.shape[0], b.shape[0]):
        scores = _products(a[start:stop], b)
        # A copy, lest each slice keep the whole of what was partitioned.
        places = np.argpartition(scores, scores.shape[1] - count, axis=1)[:, -count:].copy()
        best = np.take_along_axis(scores, places, axis=1)
        order = np.argsort(best, axis=1, kind="stable")
        found.append(np.take_along_axis(places, order, axis=1))
        means.append(nearest_mean(best, NEAREST_PARAGRAPHS))
    return np.concatenate(found), np.concatenate(means)


def _products(a: Table, b: Table) -> FloatArray:
    """The dot products of all rows; of sparse tables, without a sparse table of them."""
    if isinstance(a, np.ndarray):
        return np.asarray(a @ b.T, dtype=np.float32)
    return np.ascontiguousarray((b @ a.toarray().T).T)


def _neighbours(
    lexical: LexicalEvidence, a: CentredVectors, b: CentredVectors, paragraphs: _Nearest
) -> KnownNeighbours:
    """The neighbours of all paragraphs, and of all clauses in a sample of the other text."""
    text = _in_text(a, b), _in_text(b, a)
    weights = lexical.weights**2
    joint = (
        _in_joint((a, b), text, (lexical.a, lexical.b), weights),
        _in_joint((b, a), text[::-1], (lexical.b, lexical.a), weights),
    )
    return KnownNeighbours(paragraphs.means, text, joint)


def _in_text(a: CentredVectors, b: CentredVectors) -> FloatArray:
    """The mean cosine of each clause of ``a`` with its nearest in the sample of ``b``."""
    sample = b.clauses[b.plain.sample]
    cuts = stretches(len(a.clauses), len(sample))
    found = [nearest_mean(a.clauses[s:e] @ sample.T, NEAREST_IN_TEXT) for s, e in cuts]
    return np.concatenate(found)


def _in_joint(
    vectors: tuple[CentredVectors, CentredVectors],
    text: tuple[FloatArray, FloatArray],
    lexical: tuple[LexicalRows, LexicalRows],
    weights: FloatArray,
) -> FloatArray:
    """The mean joint score of each clause of the first with the sample of the second."""
    (a, b), (words_a, words_b) = vectors, lexical
    blocks = AllBlocks(singles(0), singles(0))
    sample = b.plain.sample
    vectors_b, near_b, text_b = b.clauses[sample], b.near[sample], text[1][sample]
    table_b, norm_b = words_b.clauses[sample].multiply(weights[None]).tocsr(), words_b.clause_norm
    found = []
    for start, stop in stretches(len(a.clauses), len(sample)):
        here = slice(start, stop)
        cosine = a.clauses[here] @ vectors_b.T
        margin = margin_of(cosine, (a.near[here], near_b), (text[0][here], text_b), blocks)
        norms = np.outer(words_a.clause_norm[here], norm_b[sample])
        shared = (words_a.clauses[here] @ table_b.T).toarray()
        wording = shared / np.maximum(np.float32(1e-6), norms)
        found.append(nearest_mean(joint_of(margin, wording), NEAREST_IN_TEXT))
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class _CandidateScorer:
    """Scores pairs of paragraphs, so many at a time that their clauses can be held."""

    evidence: TextEvidence
    neighbours: KnownNeighbours | None

    def score(self, rows: IndexArray, columns: IndexArray) -> PairScores:
        """The scores of pairs in order of A; their clauses' are left out."""
        parts = [self._score(rows[s:e], columns[s:e]) for s, e in self._cuts(rows, columns)]
        values = {
            name: np.concatenate([part.values[name] for part in parts]) for name in parts[0].values
        }
        cosines = [part.cosine for part in parts if part.cosine is not None]
        nothing = np.zeros(0, dtype=np.float32)
        return PairScores(values, nothing, np.concatenate(cosines) if cosines else None)

    def best(self, edges: Sequence[Edge]) -> list[tuple[int, int]]:
        """For each pair of paragraphs, its two clauses that answer best, the first of equals."""
        order = sorted(range(len(edges)), key=edges.__getitem__)
        rows, columns = np.array([edges[k] for k in order], dtype=np.intp).reshape(-1, 2).T
        found: list[tuple[int, int]] = []
        for s, e in self._cuts(rows, columns):
            blocks = ChosenBlocks(rows[s:e], columns[s:e], *self._groups())
            found += blocks.best(self._score(rows[s:e], columns[s:e]).clauses)
        in_order = dict(zip(order, found, strict=True))
        return [in_order[k] for k in range(len(edges))]

    def nearest(self, edges: Sequence[Edge]) -> ClausePairs:
        """Each clause of these pairs of paragraphs with the other's that answers best."""
        rows, columns = np.array(sorted(edges), dtype=np.intp).reshape(-1, 2).T
        found: ClausePairs = {}
        for s, e in self._cuts(rows, columns):
            blocks = ChosenBlocks(rows[s:e], columns[s:e], *self._groups())
            found |= blocks.nearest(self._score(rows[s:e], columns[s:e]).clauses)
        return found

    def _score(self, rows: IndexArray, columns: IndexArray) -> PairScores:
        return pair_scores(self.evidence, partial(ChosenBlocks, rows, columns), self.neighbours)

    def _groups(self) -> tuple[RowGroups, RowGroups]:
        return self.evidence.lexical.a.clause_groups, self.evidence.lexical.b.clause_groups

    def _cuts(self, rows: IndexArray, columns: IndexArray) -> list[tuple[int, int]]:
        """Ranges of pairs of about the same number of clauses' pairs."""
        a, b = self._groups()
        total = np.cumsum(a.sizes()[rows] * b.sizes()[columns])
        ends = np.flatnonzero(np.diff(total // _SCORED)) + 1
        cuts = [0, *ends.tolist(), len(rows)]
        return [(s, e) for s, e in pairwise(cuts) if s < e]
