"""Literal evidence: rare words, word pairs and windows that two passages share.

Words are compared as stems and weighted (``terms``). The scores of all pairs, and those of
candidates only, come from the same formulas over other tables and blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scodiff.compare.scoring.arrays import (
    FloatArray,
    IndexArray,
    RowGroups,
    Table,
    dense_table,
    distinct,
    groups,
    places_among,
    singles,
)
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.compare.scoring.score_blocks import MakeBlocks
from scodiff.compare.scoring.terms import Terms, Vocabulary, term_weights, vocabulary

WINDOW, STRIDE = 24, 8
# Added to the weight of what could be shared, so that two short passages with one common
# word do not count as the same; in units of IDF.
WINDOW_DAMPING, CLAUSE_DAMPING = 5.0, 8.0

MakeTable = Callable[[IndexArray, IndexArray, FloatArray, tuple[int, int]], Table]


@dataclass(frozen=True, slots=True)
class LexicalRows:
    """What the literal scores of a text are computed from.

    Tables have a column for each shared term (``pairs``: for each shared pair of words) and
    hold ones, but for ``tfidf``, whose rows are parts of unit vectors. Masses and norms are
    over all terms of the row. ``clause_weights``: a clause weighs as its rare words do, each
    as often as it stands there, and never nothing.
    """

    tfidf: Table
    words: Table
    pairs: Table
    windows: Table
    window_groups: RowGroups
    window_mass: FloatArray
    clauses: Table
    clause_mass: FloatArray
    clause_norm: FloatArray
    clause_weights: FloatArray
    clause_groups: RowGroups


@dataclass(frozen=True, slots=True)
class LexicalEvidence:
    """Both texts' rows, and the weights of the columns of their tables."""

    a: LexicalRows
    b: LexicalRows
    weights: FloatArray
    pair_weights: FloatArray


def lexical_evidence(
    a: PreparedText, b: PreparedText, known: Vocabulary, table: MakeTable
) -> LexicalEvidence:
    """Prepare the literal scores of two texts, with tables made by ``table``."""
    numbered_a, numbered_b = (_numbered(t.terms.paragraphs, known) for t in (a, b))
    pairs_a, pairs_b = _word_pairs(numbered_a, known), _word_pairs(numbered_b, known)
    of_a = distinct(pairs_a.terms)
    _, shared = places_among(distinct(pairs_b.terms), of_a)
    both = of_a[shared]
    first, second = np.divmod(both, max(1, len(known.numbers)))
    return LexicalEvidence(
        _rows(a, numbered_a, _table(pairs_a, both, table), known, table),
        _rows(b, numbered_b, _table(pairs_b, both, table), known, table),
        known.weights[: known.shared].astype(np.float32),
        (known.weights[first] + known.weights[second]).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often each term stands in each row: parallel arrays, by row and then by term."""

    rows: IndexArray
    terms: IndexArray
    counts: IndexArray
    size: int

    def sums(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of each row's values, one value an entry."""
        return np.asarray(np.bincount(self.rows, values, self.size), dtype=np.float64)


def _numbered(rows: Iterable[Sequence[str]], known: Vocabulary) -> list[list[int]]:
    """The terms' numbers; -1 for what weighs nothing."""
    number = known.numbers.get
    return [[number(term, -1) for term in row] for row in rows]


def _count(rows: Sequence[Sequence[int]], width: int) -> _Counts:
    """Count the numbers of each row, leaving out the negative ones."""
    flat = np.array([number for row in rows for number in row], dtype=np.intp)
    places = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    width = max(1, width)
    keys, counts = np.unique((places * width + flat)[flat >= 0], return_counts=True)
    found, terms = np.divmod(keys, width)
    return _Counts(found, terms, counts, len(rows))


def _word_pairs(numbered: Sequence[Sequence[int]], known: Vocabulary) -> _Counts:
    """Two weighted words that follow each other, as one number."""
    width = len(known.numbers)
    pairs = []
    for row in numbered:
        content = [number for number in row if number >= 0]
        pairs.append([f * width + s for f, s in pairwise(content)])
    return _count(pairs, width * width)


def _table(counts: _Counts, columns: IndexArray, table: MakeTable) -> Table:
    """Ones where a row has one of the given terms, which are sorted."""
    places, kept = places_among(columns, counts.terms)
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    return table(counts.rows[kept], places[kept], ones, (counts.size, len(columns)))


def _rows(
    text: PreparedText,
    numbered: Sequence[Sequence[int]],
    pairs: Table,
    known: Vocabulary,
    table: MakeTable,
) -> LexicalRows:
    width = len(known.weights)
    shared = np.arange(known.shared)
    cut, starts = _windows(numbered)
    paragraphs, windows = _count(numbered, width), _count(cut, width)
    clauses = _count(_numbered(text.terms.clauses, known), width)
    clause_weights = known.weights[clauses.terms]
    return LexicalRows(
        tfidf=_tfidf(paragraphs, known, table),
        words=_table(paragraphs, shared, table),
        pairs=pairs,
        windows=_table(windows, shared, table),
        window_groups=groups(starts, len(cut)),
        window_mass=windows.sums(known.weights[windows.terms]).astype(np.float32),
        clauses=_table(clauses, shared, table),
        clause_mass=clauses.sums(clause_weights).astype(np.float32),
        clause_norm=np.sqrt(clauses.sums(clause_weights**2).astype(np.float32)),
        clause_weights=(1 + clauses.sums(clause_weights * clauses.counts)).astype(np.float32),
        clause_groups=text.groups,
    )


def _windows(numbered: Sequence[Sequence[int]]) -> tuple[list[Sequence[int]], list[int]]:
    """Every paragraph's windows, one paragraph after another, and where each begins."""
    windows: list[Sequence[int]] = []
    starts: list[int] = []
    for row in numbered:
        starts.append(len(windows))
        last = max(1, len(row) - WINDOW + STRIDE)
        windows += [row[k : k + WINDOW] for k in range(0, last, STRIDE)]
    return windows, starts


def _tfidf(counts: _Counts, known: Vocabulary, table: MakeTable) -> Table:
    """Unit vectors of the paragraphs' terms; the shared terms' columns of them."""
    values = (1 + np.log(counts.counts)) * known.weights[counts.terms]
    norms = np.sqrt(counts.sums(values**2))
    values = values / np.where(norms > 0, norms, 1)[counts.rows]
    kept = counts.terms < known.shared
    shape = (counts.size, known.shared)
    return table(counts.rows[kept], counts.terms[kept], values[kept].astype(np.float32), shape)


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of pairs of paragraphs, and of their clauses in the layout of the blocks.

    ``tfidf`` is a cosine in [0, 1]; ``window`` the share of the best window of 24 words
    found in the other paragraph, in [0, 1); ``pairs`` the logarithm of the shared word
    pairs' weight, from 0; ``overlap`` the best two clauses' shared weight as a share of
    the lighter one's, in [0, 1). ``clause_cosine`` is a cosine in [0, 1].
    """

    tfidf: FloatArray
    window: FloatArray
    pairs: FloatArray
    overlap: FloatArray
    clause_cosine: FloatArray


def tfidf_cosines(a: Terms, b: Terms) -> FloatArray:
    """The TF-IDF cosine of all paragraphs of A (rows) with all of B (columns)."""
    known = vocabulary(a, b, term_weights(a, b))
    rows_a, rows_b = (
        _tfidf(_count(_numbered(t.paragraphs, known), len(known.weights)), known, dense_table)
        for t in (a, b)
    )
    return np.asarray(rows_a @ rows_b.T, dtype=np.float32)


def lexical_scores(evidence: LexicalEvidence, blocks: MakeBlocks) -> LexicalScores:
    """Score the pairs of paragraphs, and of their clauses, that ``blocks`` gives."""
    a, b = evidence.a, evidence.b
    single_a, single_b = singles(len(a.window_groups.starts)), singles(len(b.window_groups.starts))
    paragraphs = blocks(single_a, single_b)
    clauses = blocks(a.clause_groups, b.clause_groups)
    from_a, from_b = blocks(a.window_groups, single_b), blocks(single_a, b.window_groups)
    in_b = from_a.shared(a.windows, b.words, evidence.weights)[0]
    in_a = from_b.shared(a.words, b.windows, evidence.weights)[0]
    shared, squared = clauses.shared(a.clauses, b.clauses, evidence.weights, evidence.weights**2)
    norms = clauses.of_a(a.clause_norm) * clauses.of_b(b.clause_norm)
    lighter = np.minimum(clauses.of_a(a.clause_mass), clauses.of_b(b.clause_mass))
    return LexicalScores(
        tfidf=paragraphs.products(a.tfidf, b.tfidf),
        window=np.maximum(
            from_a.max(_share(in_b, from_a.of_a(a.window_mass), WINDOW_DAMPING)),
            from_b.max(_share(in_a, from_b.of_b(b.window_mass), WINDOW_DAMPING)),
        ),
        pairs=np.log1p(paragraphs.shared(a.pairs, b.pairs, evidence.pair_weights)[0]),
        overlap=clauses.max(_share(shared, lighter, CLAUSE_DAMPING)),
        clause_cosine=squared / np.maximum(np.float32(1e-6), norms),
    )


def _share(shared: FloatArray, whole: FloatArray, damping: float) -> FloatArray:
    return np.asarray(shared / (whole + np.float32(damping)), dtype=np.float32)
