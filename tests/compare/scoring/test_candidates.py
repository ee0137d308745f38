"""Long texts, of which candidates are scored: the same links, in bounded memory."""

from __future__ import annotations

import random
import tracemalloc
from functools import partial
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import WordEncoder, document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.model import Comparison
from scodiff.compare.scoring import candidates, features, semantic
from scodiff.compare.scoring import classifier as scorer
from scodiff.compare.scoring import vectors as encoding
from scodiff.compare.scoring.arrays import RowGroups, dense_table, groups, sparse_table
from scodiff.compare.scoring.candidate_pairs import all_pairs, some_pairs
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.scoring.score_blocks import AllBlocks, ChosenBlocks
from scodiff.compare.scoring.vectors import ALONE, IN_CONTEXT, ClauseReading

ENCODER = WordEncoder()
SURE = 0.6
SOME = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
MATRICES = partial(scorer.features, most_pairs=10**9)
CANDIDATES = partial(scorer.features, most_pairs=0)
VOCABULARY = sorted({word for text in moscow_paragraphs() for word in text.split()})


def invented(seed: int, count: int = 70) -> tuple[list[str], list[str]]:
    """Texts of words in no order; of A's paragraphs B keeps three in four, moved and reworded."""
    draw = random.Random(seed)

    def fresh() -> str:
        return " ".join(draw.choices(VOCABULARY, k=draw.randrange(12, 60))) + "."

    def reworded(text: str) -> str:
        return " ".join(draw.choice(VOCABULARY) if draw.random() < 0.2 else w for w in text.split())

    a = [fresh() for _ in range(count)]
    b = [reworded(text) if draw.random() < 0.75 else fresh() for text in a]
    places = draw.sample(range(count), count // 5)
    for place, other in zip(places, places[1:] + places[:1], strict=True):
        b[place], b[other] = b[other], b[place]
    return a, b


def threshold_of(comparison: Comparison) -> float:
    assert comparison.settings.link is not None
    return comparison.settings.link


def compared(scored: object, a: list[str], b: list[str], encoder: WordEncoder | None) -> Comparison:
    with patch.object(scorer, "features", scored):
        return compare(document(a), document(b), encoder)


@pytest.mark.parametrize("encoder", [ENCODER, None], ids=["vectors", "words"])
@given(st.integers(0, 10**6))
@SOME
def test_candidates_give_the_links_that_all_pairs_give(
    encoder: WordEncoder | None, seed: int
) -> None:
    a, b = invented(seed)
    whole, some = (compared(scored, a, b, encoder) for scored in (MATRICES, CANDIDATES))
    sure = [link for link in whole.links if link.pairs and link.confidence >= SURE]
    assert len(sure) > len(a) / 3
    # What is near the threshold may fall to either side: ranks, and the sum of probabilities that
    # the threshold comes from, are of candidates.
    assert {(k.a, k.b, k.relation) for k in sure} <= {(k.a, k.b, k.relation) for k in some.links}
    confidence = {(k.a, k.b): k.confidence for k in whole.links}
    close = [k for k in whole.links if k.pairs and abs(k.confidence - threshold_of(whole)) < 0.05]
    near_a, near_b = ({p for k in close for p in k.a}, {p for k in close for p in k.b})
    for link in some.links:
        if near_a.intersection(link.a) or near_b.intersection(link.b):
            continue
        known = confidence.get((link.a, link.b))
        assert known == pytest.approx(link.confidence, abs=0.2) if known else link.confidence < SURE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (["alpha beta gamma"], ["omicron rho sigma"]),
        (["***", "—"], ["***", "?", "x"]),
        (["of the and"] * 3, ["of the and"] * 2),
        ([moscow_paragraphs()[0]] * 40, [*[moscow_paragraphs()[0]] * 50, "***"]),
    ],
    ids=["no word in common", "no words", "function words", "one paragraph many times"],
)
@pytest.mark.parametrize("encoder", [ENCODER, None], ids=["vectors", "words"])
def test_odd_texts_give_the_same_links(
    encoder: WordEncoder | None, a: list[str], b: list[str]
) -> None:
    whole, some = (compared(scored, a, b, encoder) for scored in (MATRICES, CANDIDATES))
    assert [(k.a, k.b, k.relation) for k in whole.links] == [
        (k.a, k.b, k.relation) for k in some.links
    ]


def test_candidates_find_splits_and_parts_in_the_declaration() -> None:
    a = list(moscow_paragraphs())
    first, second = a[30][: a[30].index(". ") + 1], a[30][a[30].index(". ") + 2 :]
    b = [*a[:10], f"{a[10]} {a[11]}", *a[12:30], first, second, *a[31:], a[3]]
    with patch.object(candidates, "NEAREST", 12):
        whole, some = (compared(scored, a, b, ENCODER) for scored in (MATRICES, CANDIDATES))
    assert [(k.a, k.b, k.relation) for k in whole.links] == [
        (k.a, k.b, k.relation) for k in some.links
    ]
    assert any(k.merged for k in some.links)
    assert {(p.a, p.b, p.a_start, p.b_start) for p in whole.parts} == {
        (p.a, p.b, p.a_start, p.b_start) for p in some.parts
    }


@pytest.mark.parametrize(
    ("encoder", "reading"),
    [(ENCODER, ALONE), (ENCODER, IN_CONTEXT), (None, ALONE)],
    ids=["vectors", "vectors in context", "words"],
)
def test_where_all_pairs_are_candidates_the_evidence_is_the_same(
    encoder: WordEncoder | None, reading: ClauseReading
) -> None:
    a, b = (prepare(text, "en") for text in invented(1, count=25))
    with patch.object(candidates, "NEAREST", 50), patch.object(candidates, "_SCORED", 100):
        whole, some = (of(a, b, encoder, reading=reading) for of in (MATRICES, CANDIDATES))
        edges = [(3, 3), (24, 0), (0, 24), (3, 4)]
        assert whole.clauses.best(edges) == some.clauses.best(edges)
        all_best, best = whole.clauses.nearest(edges), some.clauses.nearest(edges)
        assert {pair: all_best[pair] for pair in best} == pytest.approx(best, abs=1e-4)
    assert whole.values.keys() == some.values.keys()
    for name, values in whole.values.items():
        if not name.endswith(features.RANK):
            assert some.values[name] == pytest.approx(values, abs=1e-4), name


def grouped(draw: st.DrawFn) -> RowGroups:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    return groups([0, *np.cumsum(sizes)[:-1].tolist()], sum(sizes))


@st.composite
def blocks(draw: st.DrawFn) -> tuple[RowGroups, RowGroups, int]:
    return grouped(draw), grouped(draw), draw(st.integers(0, 1000))


@given(blocks())
@SOME
def test_chosen_blocks_and_all_blocks_agree(case: tuple[RowGroups, RowGroups, int]) -> None:
    a, b, seed = case
    random_numbers = np.random.default_rng(seed)
    pairs = all_pairs(len(a.starts), len(b.starts))
    whole, some = AllBlocks(a, b), ChosenBlocks(pairs.rows, pairs.columns, a, b)
    rows_a, rows_b = (
        random_numbers.standard_normal((g.size, 3)).astype(np.float32) for g in (a, b)
    )
    weight_a, weight_b = (random_numbers.random(g.size).astype(np.float32) + 0.1 for g in (a, b))
    scores, flat = whole.products(rows_a, rows_b), some.products(rows_a, rows_b)
    assert flat == pytest.approx(scores[some.a, some.b], abs=1e-5)
    for figure, other in (
        (whole.max(scores), some.max(flat)),
        (whole.soft_max(scores, 9.0), some.soft_max(flat, 9.0)),
        (whole.coverage_a(scores, weight_a), some.coverage_a(flat, weight_a)),
        (whole.coverage_b(scores, weight_b), some.coverage_b(flat, weight_b)),
    ):
        assert other == pytest.approx(figure.ravel(), abs=1e-4)


def test_a_soft_maximum_of_great_scores_is_no_infinity() -> None:
    a, b = groups([0, 2], 3), groups([0, 1], 3)
    pairs = all_pairs(2, 2)
    scores = np.float32([[40, -40, 0], [40, -40, 0], [-3, 90, 90]])
    whole, some = AllBlocks(a, b), ChosenBlocks(pairs.rows, pairs.columns, a, b)
    two = np.log(2) / 9
    expected = pytest.approx([40 + two, two, -3, 90 + two])
    assert whole.soft_max(scores, 9.0).ravel() == expected
    assert some.soft_max(scores[some.a, some.b], 9.0) == expected


@given(blocks())
@SOME
def test_shared_weights_agree_in_dense_and_in_sparse_tables(
    case: tuple[RowGroups, RowGroups, int],
) -> None:
    a, b, seed = case
    random_numbers = np.random.default_rng(seed)
    pairs = all_pairs(len(a.starts), len(b.starts))
    some = ChosenBlocks(pairs.rows, pairs.columns, a, b)
    weights = random_numbers.random(7).astype(np.float32)
    found = []
    for table, chosen in ((dense_table, AllBlocks(a, b)), (sparse_table, some)):
        random_numbers = np.random.default_rng(seed)
        tables = []
        for g in (a, b):
            rows, columns = np.nonzero(random_numbers.random((g.size, 7)) < 0.4)
            ones = np.ones(len(rows), dtype=np.float32)
            tables.append(table(rows, columns, ones, (g.size, 7)))
        found.append(chosen.shared(*tables, weights)[0])
    assert found[1] == pytest.approx(found[0][some.a, some.b], abs=1e-5)


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 6))), st.integers(0, 99))
@SOME
def test_pairs_know_their_places_rivals_and_ranks(more: set[tuple[int, int]], seed: int) -> None:
    edges = sorted(more | {(i, i) for i in range(6)} | {(5, 6)})
    pairs = some_pairs(*np.array(edges, dtype=np.intp).T, (6, 7))
    assert list(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)) == edges
    assert [pairs.place(edge) for edge in edges] == list(range(len(edges)))
    assert pairs.place((0, 6)) == (edges.index((0, 6)) if (0, 6) in edges else None)
    values = np.random.default_rng(seed).integers(0, 4, len(edges)).astype(np.float32)
    ranks = pairs.ranks(values)
    for k, (i, j) in enumerate(edges):
        row = [values[n] for n, edge in enumerate(edges) if edge[0] == i]
        column = [values[n] for n, edge in enumerate(edges) if edge[1] == j]
        places = [1 + sum(v > values[k] for v in line) for line in (row, column)]
        assert ranks[k] == pytest.approx((places[0] * places[1]) ** -0.5)
        assert pairs.best(values, 0)[i] == max(row)
        assert pairs.best(values, 1)[j] == max(column)


@pytest.mark.slow
def test_twice_the_paragraphs_take_twice_the_memory() -> None:
    peaks = []
    with (
        patch.object(semantic, "_HELD", 50_000),
        patch.object(candidates, "_SCORED", 20_000),
        patch.object(encoding, "SAMPLE", 100),
    ):
        for count in (300, 600):
            a, b = (prepare(text, "en") for text in invented(1, count))
            CANDIDATES(a, b, None)  # what is loaded once is loaded now
            tracemalloc.start()
            CANDIDATES(a, b, ENCODER)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 2.5 * peaks[0]
