"""Literal evidence: rare words, word pairs and windows that two passages share.

Words are compared as stems, and weighted by their inverse document frequency in a
background of the genre, less for those that stand in many paragraphs of the two texts
themselves: what every paragraph says tells no paragraph from another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scodiff.compare.background import document_frequencies
from scodiff.compare.groups import Groups, block_max
from scodiff.compare.tokens import words

Matrix = npt.NDArray[np.float32]

WINDOW, STRIDE = 24, 8
# Added to the weight of what could be shared, so that two short passages with one common
# word do not count as the same; in units of IDF.
WINDOW_DAMPING, CLAUSE_DAMPING = 5.0, 8.0
COMMON_SHARE, COMMON_FLOOR = 0.6, 0.1

_FUNCTION_WORDS = frozenset(
    """
    the of and to in a for on that by with as is are be at an its their it this from which have
    has was were or not will they these those such also between within under into other all more
    than been being our we us
    """.split()  # noqa: SIM905 - a word list reads better without quotation marks
)


def stemmer(language: str) -> Callable[[list[str]], list[str]]:
    """The Snowball stemmer of a language; where there is none, words stay as they are."""
    import Stemmer

    name = {"en": "english", "ru": "russian"}.get(language.split("-")[0])
    if name is None:
        return lambda words: words
    stem: Callable[[list[str]], list[str]] = Stemmer.Stemmer(name).stemWords
    return stem


@dataclass(frozen=True, slots=True)
class Terms:
    """The stems of a document's paragraphs and of its clauses, in order."""

    paragraphs: tuple[tuple[str, ...], ...]
    clauses: tuple[tuple[str, ...], ...]


def terms_of(paragraphs: Sequence[str], clauses: Sequence[str], language: str) -> Terms:
    """Stems of all texts; ``language`` is a BCP 47 tag."""
    stem = stemmer(language)

    def stems(text: str) -> tuple[str, ...]:
        return tuple(stem([w.removesuffix("'s") for w in words(text)]))

    return Terms(tuple(map(stems, paragraphs)), tuple(map(stems, clauses)))


def term_weights(a: Terms, b: Terms) -> dict[str, float]:
    """IDF in the genre, discounted for words common in the two texts; 0 for function words."""
    total, frequencies = document_frequencies()
    unseen = 0.85 * math.log(total + 1)
    here: Counter[str] = Counter(t for p in a.paragraphs + b.paragraphs for t in set(p))
    size = len(a.paragraphs) + len(b.paragraphs)
    weights = {}
    for term, count in here.items():
        if term in _FUNCTION_WORDS:
            continue
        seen = frequencies.get(term)
        idf = unseen if seen is None else math.log((total + 1) / (seen + 1))
        weights[term] = idf * max(COMMON_FLOOR, 1 - count / (COMMON_SHARE * size))
    return weights


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of all paragraphs of A (rows) with all of B (columns), and of the clauses.

    ``tfidf`` is a cosine in [0, 1]; ``window`` the share of the best window of 24 words
    found in the other paragraph, in [0, 1); ``pairs`` the logarithm of the shared word
    pairs' weight, from 0; ``overlap`` the best two clauses' shared weight as a share of
    the lighter one's, in [0, 1). ``clause_cosine`` has a row for each clause of A and a
    column for each of B.
    """

    tfidf: Matrix
    window: Matrix
    pairs: Matrix
    overlap: Matrix
    clause_cosine: Matrix


def lexical_scores(a: Terms, b: Terms, groups_a: Groups, groups_b: Groups) -> LexicalScores:
    """Score all paragraphs and clauses of A against all of B."""
    weights = term_weights(a, b)
    cosine, overlap = _clauses(a.clauses, b.clauses, weights)
    return LexicalScores(
        _tfidf(a.paragraphs, b.paragraphs, weights),
        np.maximum(
            _windows(a.paragraphs, b.paragraphs, weights),
            _windows(b.paragraphs, a.paragraphs, weights).T,
        ),
        _pairs(a.paragraphs, b.paragraphs, weights),
        block_max(overlap, groups_a, groups_b),
        cosine,
    )


def _incidence(
    rows: Sequence[Iterable[str]], columns: Mapping[str, int], value: Mapping[str, float]
) -> Matrix:
    """One row a text, one column a term: the term's value where the text has it."""
    matrix = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for i, terms in enumerate(rows):
        found = [(column, value[t]) for t in terms if (column := columns.get(t)) is not None]
        if found:
            places, values = zip(*found, strict=True)
            matrix[i, list(places)] = values
    return matrix


def _shared(
    a: Iterable[Iterable[str]], b: Iterable[Iterable[str]], known: Iterable[str]
) -> dict[str, int]:
    """Columns for the terms that both sides have and that weigh anything."""
    both = {t for row in a for t in row} & {t for row in b for t in row} & set(known)
    return {term: column for column, term in enumerate(sorted(both))}


def _mass(rows: Sequence[Iterable[str]], weights: Mapping[str, float]) -> Matrix:
    return np.array([sum(weights.get(t, 0.0) for t in row) for row in rows], dtype=np.float32)


def _tfidf(
    a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], weights: Mapping[str, float]
) -> Matrix:
    columns = _shared(a, b, weights)
    return np.asarray(_tfidf_rows(a, columns, weights) @ _tfidf_rows(b, columns, weights).T)


def _tfidf_rows(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], weights: Mapping[str, float]
) -> Matrix:
    matrix = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for i, terms in enumerate(rows):
        values = {t: (1 + math.log(c)) * weights.get(t, 0.0) for t, c in Counter(terms).items()}
        norm = math.sqrt(sum(v * v for v in values.values())) or 1.0
        for term, value in values.items():
            if (column := columns.get(term)) is not None:
                matrix[i, column] = value / norm
    return matrix


def _windows(
    a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], weights: Mapping[str, float]
) -> Matrix:
    """The best window of each paragraph of A in each paragraph of B."""
    windows: list[frozenset[str]] = []
    starts: list[int] = []
    for terms in a:
        starts.append(len(windows))
        last = max(1, len(terms) - WINDOW + STRIDE)
        windows += [frozenset(terms[k : k + WINDOW]) for k in range(0, last, STRIDE)]
    sets = [frozenset(terms) for terms in b]
    columns = _shared(windows, sets, weights)
    shared = _incidence(windows, columns, weights) @ _incidence(sets, columns, _Ones()).T
    share = shared / (_mass(windows, weights)[:, None] + WINDOW_DAMPING)
    return np.asarray(np.maximum.reduceat(share, starts, axis=0))


def _pairs(
    a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], weights: Mapping[str, float]
) -> Matrix:
    def pairs_of(terms: Sequence[str]) -> frozenset[str]:
        content = [t for t in terms if t in weights]
        return frozenset(f"{first} {second}" for first, second in pairwise(content))

    pairs_a, pairs_b = [pairs_of(t) for t in a], [pairs_of(t) for t in b]
    known = {p for pairs in pairs_a for p in pairs} & {p for pairs in pairs_b for p in pairs}
    value = {pair: sum(weights[t] for t in pair.split(" ")) for pair in known}
    columns = _shared(pairs_a, pairs_b, known)
    shared = _incidence(pairs_a, columns, value) @ _incidence(pairs_b, columns, _Ones()).T
    return np.asarray(np.log1p(shared), dtype=np.float32)


def _clauses(
    a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], weights: Mapping[str, float]
) -> tuple[Matrix, Matrix]:
    """Cosine and damped overlap of all clauses."""
    sets_a, sets_b = [frozenset(t) for t in a], [frozenset(t) for t in b]
    columns = _shared(sets_a, sets_b, weights)
    squared = {t: w * w for t, w in weights.items()}
    norm_a, norm_b = np.sqrt(_mass(sets_a, squared)), np.sqrt(_mass(sets_b, squared))
    dot = _incidence(sets_a, columns, squared) @ (present := _incidence(sets_b, columns, _Ones())).T
    cosine = dot / np.maximum(1e-6, norm_a[:, None] * norm_b[None])
    shared = _incidence(sets_a, columns, weights) @ present.T
    lighter = np.minimum(_mass(sets_a, weights)[:, None], _mass(sets_b, weights)[None])
    overlap = shared / (lighter + CLAUSE_DAMPING)
    return np.asarray(cosine, np.float32), np.asarray(overlap, np.float32)


class _Ones(dict[str, float]):
    """A mapping in which every term weighs 1."""

    def __missing__(self, key: str) -> float:
        return 1.0
