"""Semantic evidence: how near the vectors of two passages are, and nearer than to others.

A cosine by itself says little in a genre where everything resembles everything. What
counts is the *margin*: how much nearer two clauses are to each other than each is to its
neighbours, in the other text and in the genre at large (a cross-domain similarity local
scaling after Conneau et al. 2018, section 2.3, with two neighbourhoods).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, HalfArray, IndexArray, singles
from scodiff.compare.scoring.background import VectorBackground
from scodiff.compare.scoring.score_blocks import MakeBlocks, ScoreBlocks
from scodiff.compare.scoring.vectors import TextVectors

NEAREST_IN_BACKGROUND, NEAREST_IN_TEXT, NEAREST_PARAGRAPHS = 10, 8, 5
# How much a clause's wording counts beside its margin, and how sharply the best of
# several clauses stands out.
WORDING_WEIGHT, SHARPNESS, JOINT_SHARPNESS = 0.5, 20.0, 12.0
# Scores that are held at a time while neighbours are looked for.
_HELD = 4_000_000


@dataclass(frozen=True, slots=True)
class SemanticScores:
    """Scores of pairs of paragraphs.

    ``cosine`` is the plain cosine of the paragraphs.
    ``paragraph`` is a centred cosine less the two neighbourhoods' means; ``clause`` the
    best centred cosine of two clauses; ``margin`` and ``soft_margin`` the best margin and
    the log-sum-exp of all; ``joint`` and ``joint_margin`` the same for margin and wording
    together; ``cover_more`` and ``cover_less`` the average best margin of one side's
    clauses, for the better and the worse covered side; ``own_clause`` is ``clause`` without
    the paragraphs' context. ``clauses`` has the joint score of
    each clause of A with each of B, in the layout of the blocks.
    """

    cosine: FloatArray
    paragraph: FloatArray
    clause: FloatArray
    margin: FloatArray
    soft_margin: FloatArray
    joint: FloatArray
    joint_margin: FloatArray
    cover_more: FloatArray
    cover_less: FloatArray
    own_clause: FloatArray
    clauses: FloatArray


@dataclass(frozen=True, slots=True)
class CentredVectors:
    """The same vectors without what all have in common (``VectorBackground``).

    ``own`` are the clauses without their paragraphs' context (``TextVectors.own``), in half
    precision, of which no score shows anything; where that context was never there they are
    the clauses themselves. ``near`` is each clause's mean cosine with its nearest in the
    background.
    """

    plain: TextVectors
    paragraphs: FloatArray
    clauses: FloatArray
    own: FloatArray | HalfArray
    near: FloatArray


class Neighbours(Protocol):
    """The mean score of the nearest in the other text, for each row of A and each of B."""

    def of_paragraphs(self, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """By the centred cosine of the paragraphs."""
        ...

    def of_clauses(self, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """By the centred cosine of the clauses."""
        ...

    def of_joint(self, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """By the joint score of the clauses."""
        ...


class AllNeighbours:
    """Neighbours among all rows of the other text, whose scores are given as a matrix."""

    def of_paragraphs(self, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Means over the five nearest paragraphs, of rows and of columns."""
        return _both_ways(scores, NEAREST_PARAGRAPHS)

    def of_clauses(self, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Means over the eight nearest clauses, of rows and of columns."""
        return _both_ways(scores, NEAREST_IN_TEXT)

    of_joint = of_clauses


def _both_ways(scores: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    return nearest_mean(scores, count), nearest_mean(scores.T, count)


@dataclass(frozen=True, slots=True)
class KnownNeighbours:
    """Neighbours that were looked for beforehand, in a sample of the other text."""

    paragraphs: tuple[FloatArray, FloatArray]
    clauses: tuple[FloatArray, FloatArray]
    joint: tuple[FloatArray, FloatArray]

    def of_paragraphs(self, _: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The means that were found for the paragraphs."""
        return self.paragraphs

    def of_clauses(self, _: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The means that were found for the clauses."""
        return self.clauses

    def of_joint(self, _: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The means that were found for the clauses by their joint score."""
        return self.joint


def centred(
    vectors: TextVectors, background: VectorBackground, own_background: VectorBackground | None
) -> CentredVectors:
    """Take from vectors what all have in common, and find their nearest in the background.

    ``own_background`` is that of the clauses' own vectors, where they differ from the others.
    """
    own = None
    if own_background is not None:
        own = own_background.centre(vectors.own()).astype(np.float16)
    clauses = background.centre(vectors.clauses)
    # The clauses as they were read are not needed again, and long texts have many.
    plain = replace(vectors, clauses=vectors.shown)
    paragraphs = background.centre(vectors.paragraphs)
    near = _near(clauses, vectors.sample, background)
    return CentredVectors(plain, paragraphs, clauses, clauses if own is None else own, near)


def _near(clauses: FloatArray, sample: IndexArray, background: VectorBackground) -> FloatArray:
    """The mean cosine of each clause with its nearest in the background.

    The background holds the sampled clauses, and so each of these finds itself there; the
    others are given themselves for a neighbour, lest the sample stand apart.
    """
    itself = np.ones((len(clauses), 1), dtype=np.float32)
    itself[sample] = -2
    missing = len(sample) < len(clauses)
    means = []
    for start, stop in stretches(len(clauses), len(background.clauses)):
        scores = clauses[start:stop] @ background.clauses.T
        if missing:
            scores = np.concatenate([scores, itself[start:stop]], axis=1)
        means.append(nearest_mean(scores, NEAREST_IN_BACKGROUND))
    return np.concatenate(means)


def stretches(rows: int, width: int) -> list[tuple[int, int]]:
    """Ranges of rows so short that scores of that width for all of one can be held."""
    step = max(1, _HELD // max(1, width))
    return [(start, min(rows, start + step)) for start in range(0, rows, step)]


def margin_of(
    cosine: FloatArray,
    background: tuple[FloatArray, FloatArray],
    text: tuple[FloatArray, FloatArray],
    blocks: ScoreBlocks,
) -> FloatArray:
    """Cosines of clauses less the mean of their four neighbourhoods.

    ``background`` and ``text`` have the neighbourhoods of A's clauses and of B's.
    """
    neighbours = blocks.of_a(background[0]) + blocks.of_b(background[1])
    neighbours = neighbours + blocks.of_a(text[0]) + blocks.of_b(text[1])
    return np.asarray(cosine - neighbours / np.float32(4), dtype=np.float32)


def joint_of(margin: FloatArray, wording: FloatArray) -> FloatArray:
    """Margin and literal cosine together."""
    return margin + np.float32(WORDING_WEIGHT) * wording


def semantic_scores(
    a: CentredVectors,
    b: CentredVectors,
    wording: FloatArray,
    weights: tuple[FloatArray, FloatArray],
    neighbours: Neighbours,
    blocks: MakeBlocks,
) -> SemanticScores:
    """Score the pairs of paragraphs that ``blocks`` gives.

    ``wording`` is the clauses' literal cosine, in the layout of the blocks, and ``weights``
    are how much each clause of A, and of B, counts in its paragraph.
    """
    paragraphs = blocks(singles(len(a.paragraphs)), singles(len(b.paragraphs)))
    clauses = blocks(a.plain.groups, b.plain.groups)
    cosine = clauses.products(a.clauses, b.clauses)
    margin = margin_of(cosine, (a.near, b.near), neighbours.of_clauses(cosine), clauses)
    joint = joint_of(margin, wording)
    centred_cosine = paragraphs.products(a.paragraphs, b.paragraphs)
    near = neighbours.of_paragraphs(centred_cosine)
    cover_a = clauses.coverage_a(margin, weights[0])
    cover_b = clauses.coverage_b(margin, weights[1])
    return SemanticScores(
        cosine=paragraphs.products(a.plain.paragraphs, b.plain.paragraphs),
        paragraph=_less(centred_cosine, near, 2, paragraphs),
        clause=clauses.max(cosine),
        margin=clauses.max(margin),
        soft_margin=clauses.soft_max(margin, SHARPNESS),
        joint=clauses.soft_max(joint, JOINT_SHARPNESS),
        joint_margin=clauses.max(_less(joint, neighbours.of_joint(joint), 4, clauses)),
        cover_more=np.maximum(cover_a, cover_b),
        cover_less=np.minimum(cover_a, cover_b),
        own_clause=clauses.max(cosine if a.own is a.clauses else clauses.products(a.own, b.own)),
        clauses=joint,
    )


def nearest_mean(scores: FloatArray, count: int) -> FloatArray:
    """The mean of each row's ``count`` greatest scores (of all, where it has fewer)."""
    count = min(count, scores.shape[1])
    if count == 0:
        return np.zeros(len(scores), dtype=np.float32)
    top = np.partition(scores, scores.shape[1] - count, axis=1)[:, -count:]
    return np.asarray(np.sort(top, axis=1).mean(axis=1), dtype=np.float32)


def _less(
    scores: FloatArray, near: tuple[FloatArray, FloatArray], share: int, blocks: ScoreBlocks
) -> FloatArray:
    neighbours = blocks.of_a(near[0]) + blocks.of_b(near[1])
    return np.asarray(scores - neighbours / np.float32(share), dtype=np.float32)
