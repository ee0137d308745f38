"""Which pairs are read."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.reading.short_list import LEAST, NEAR, short_list
from scodiff.compare.scoring.candidate_pairs import all_pairs

SHAPES = st.tuples(st.integers(1, 25), st.integers(1, 25))


def _scores(shape: tuple[int, int], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@given(SHAPES, st.integers(0, 999))
def test_a_few_for_each_paragraph_and_for_every_one_its_best(shape, seed):
    scores = _scores(shape, seed)
    pairs = all_pairs(*shape)
    places = short_list(pairs, np.ones(len(pairs), np.float32), [scores.ravel()])
    found = set(zip(pairs.rows[places], pairs.columns[places], strict=True))
    assert set(zip(range(shape[0]), scores.argmax(axis=1), strict=True)) <= found
    assert set(zip(scores.argmax(axis=0), range(shape[1]), strict=True)) <= found
    assert len(places) <= (2 * NEAR + 1) * sum(shape)


@given(SHAPES, st.integers(0, 999))
def test_what_is_hopeless_is_not_read(shape, seed):
    scores = _scores(shape, seed)
    pairs = all_pairs(*shape)
    chances = np.random.default_rng(seed).random(len(pairs)).astype(np.float32) / 100
    assert (chances[short_list(pairs, chances, [scores.ravel()])] >= LEAST).all()


@given(SHAPES, st.integers(0, 999))
def test_the_same_pairs_whichever_text_comes_first(shape, seed):
    one, other = (_scores(shape, seed + k) for k in (0, 1000))

    def listed(*orders: np.ndarray) -> set[tuple[int, int]]:
        """The pairs that are read."""
        pairs = all_pairs(*orders[0].shape)
        sure = np.ones(len(pairs), np.float32)
        places = short_list(pairs, sure, [order.ravel() for order in orders])
        return set(zip(pairs.rows[places], pairs.columns[places], strict=True))

    assert listed(one, other) == {(i, j) for j, i in listed(one.T.copy(), other.T.copy())}
