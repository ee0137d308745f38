"""Scores: how much two sentences, or two paragraphs, look like each other.

Two kinds of evidence are kept apart and then joined: *semantic*, the cosine of their
embeddings, and *literal*, the cosine of their TF-IDF vectors over words and word pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scodiff.compare.tokens import words

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ScoreMatrix:
    """Scores of every text of A (rows) with every text of B (columns).

    ``semantic`` in [-1, 1] or None without a model; ``literal`` and ``joint`` in [0, 1].
    """

    semantic: Matrix | None
    literal: Matrix
    joint: Matrix


def score(
    texts_a: Sequence[str],
    texts_b: Sequence[str],
    vectors_a: Matrix | None,
    vectors_b: Matrix | None,
    semantic_weight: float,
) -> ScoreMatrix:
    """Score all texts of A against all of B.

    ``vectors_*`` are unit vectors of shape ``(n, d)``; without them the literal score
    stands alone.
    """
    literal = tfidf_similarity(texts_a, texts_b)
    if vectors_a is None or vectors_b is None:
        return ScoreMatrix(None, literal, literal)
    semantic = np.asarray(vectors_a @ vectors_b.T, dtype=np.float32)
    joint = semantic_weight * np.maximum(semantic, 0) + (1 - semantic_weight) * literal
    return ScoreMatrix(semantic, literal, np.asarray(joint, dtype=np.float32))


def tfidf_similarity(texts_a: Sequence[str], texts_b: Sequence[str]) -> Matrix:
    """Cosine of TF-IDF vectors over words and word pairs, shape ``(len(a), len(b))``.

    Term frequency is dampened (1 + log), inverse document frequency smoothed
    (Salton & Buckley 1988, weights ``ltc``), both taken over all the texts given.
    """
    counts_a, counts_b = [_ngrams(t) for t in texts_a], [_ngrams(t) for t in texts_b]
    frequency = Counter(term for counts in counts_a + counts_b for term in counts)
    size = len(counts_a) + len(counts_b)
    idf = {term: float(np.log((1 + size) / (1 + df))) + 1 for term, df in frequency.items()}
    in_b = {term for counts in counts_b for term in counts}
    shared = {t: i for i, t in enumerate(sorted({t for c in counts_a for t in c if t in in_b}))}
    cosine = _weights(counts_a, idf, shared) @ _weights(counts_b, idf, shared).T
    return np.asarray(np.clip(cosine, 0, 1), dtype=np.float32)


def _ngrams(text: str) -> Counter[str]:
    unigrams = words(text)
    counts = Counter(unigrams)
    counts.update(f"{first} {second}" for first, second in pairwise(unigrams))
    return counts


def _weights(rows: list[Counter[str]], idf: dict[str, float], columns: dict[str, int]) -> Matrix:
    """Unit TF-IDF rows, of which only the columns that both sides share are kept."""
    matrix = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for i, counts in enumerate(rows):
        weights = {t: (1 + float(np.log(c)) if c > 1 else 1.0) * idf[t] for t, c in counts.items()}
        norm = sum(w * w for w in weights.values()) ** 0.5 or 1.0
        for term, weight in weights.items():
            column = columns.get(term)
            if column is not None:
                matrix[i, column] = weight / norm
    return matrix
