"""Semantic evidence: how near the vectors of two passages are, and nearer than to others.

A cosine by itself says little in a genre where everything resembles everything. What
counts is the *margin*: how much nearer two clauses are to each other than each is to its
neighbours, in the other text and in the genre at large (a cross-domain similarity local
scaling after Conneau et al. 2018, section 2.3, with two neighbourhoods).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scodiff.compare.background import VectorBackground
from scodiff.compare.groups import Groups, block_coverage, block_max, block_soft_max

Matrix = npt.NDArray[np.float32]

NEAREST_IN_BACKGROUND, NEAREST_IN_TEXT, NEAREST_PARAGRAPHS = 10, 8, 5
# How much a clause's wording counts beside its margin, and how sharply the best of
# several clauses stands out.
WORDING_WEIGHT, SHARPNESS, JOINT_SHARPNESS = 0.5, 20.0, 12.0


@dataclass(frozen=True, slots=True)
class SemanticScores:
    """Scores of all paragraphs of A (rows) with all of B (columns).

    ``cosine`` is the plain cosine of the paragraphs, the figure that readers are shown.
    ``paragraph`` is a centred cosine less the two neighbourhoods' means; ``clause`` the
    best centred cosine of two clauses; ``margin`` and ``soft_margin`` the best margin and
    the log-sum-exp of all; ``joint`` and ``joint_margin`` the same for margin and wording
    together; ``cover_more`` and ``cover_less`` the average best margin of one side's
    clauses, for the better and the worse covered side. ``clauses`` has the joint score of
    each clause of A (rows) with each of B (columns).
    """

    cosine: Matrix
    paragraph: Matrix
    clause: Matrix
    margin: Matrix
    soft_margin: Matrix
    joint: Matrix
    joint_margin: Matrix
    cover_more: Matrix
    cover_less: Matrix
    clauses: Matrix


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of a document's paragraphs and clauses, and the clauses' weights."""

    paragraphs: Matrix
    clauses: Matrix
    weights: Matrix
    groups: Groups


def semantic_scores(
    a: Vectors, b: Vectors, wording: Matrix, background: VectorBackground
) -> SemanticScores:
    """Score all paragraphs of A against all of B.

    ``wording`` is the clauses' literal cosine, a row for each clause of A and a column
    for each of B.
    """
    clauses_a, clauses_b = background.centre(a.clauses), background.centre(b.clauses)
    cosine = clauses_a @ clauses_b.T
    margin = cosine - (
        _neighbourhood(clauses_a, background)[:, None]
        + _neighbourhood(clauses_b, background)[None]
        + nearest_mean(cosine, NEAREST_IN_TEXT)[:, None]
        + nearest_mean(cosine.T, NEAREST_IN_TEXT)[None]
    ) / np.float32(4)
    joint = margin + np.float32(WORDING_WEIGHT) * wording
    paragraphs = background.centre(a.paragraphs) @ background.centre(b.paragraphs).T
    cover_a = block_coverage(margin, a.weights, a.groups, b.groups)
    cover_b = block_coverage(margin.T, b.weights, b.groups, a.groups).T
    return SemanticScores(
        cosine=a.paragraphs @ b.paragraphs.T,
        paragraph=_less_neighbours(paragraphs, NEAREST_PARAGRAPHS, 2),
        clause=block_max(cosine, a.groups, b.groups),
        margin=block_max(margin, a.groups, b.groups),
        soft_margin=block_soft_max(margin, a.groups, b.groups, SHARPNESS),
        joint=block_soft_max(joint, a.groups, b.groups, JOINT_SHARPNESS),
        joint_margin=block_max(_less_neighbours(joint, NEAREST_IN_TEXT, 4), a.groups, b.groups),
        cover_more=np.maximum(cover_a, cover_b),
        cover_less=np.minimum(cover_a, cover_b),
        clauses=joint,
    )


def nearest_mean(scores: Matrix, count: int) -> Matrix:
    """The mean of each row's ``count`` greatest scores (of all, where it has fewer)."""
    count = min(count, scores.shape[1])
    if count == 0:
        return np.zeros(len(scores), dtype=np.float32)
    top = np.partition(scores, scores.shape[1] - count, axis=1)[:, -count:]
    return np.asarray(np.sort(top, axis=1).mean(axis=1), dtype=np.float32)


def _neighbourhood(clauses: Matrix, background: VectorBackground) -> Matrix:
    return nearest_mean(clauses @ background.clauses.T, NEAREST_IN_BACKGROUND)


def _less_neighbours(scores: Matrix, count: int, share: int) -> Matrix:
    neighbours = nearest_mean(scores, count)[:, None] + nearest_mean(scores.T, count)[None]
    return np.asarray(scores - neighbours / np.float32(share), dtype=np.float32)
