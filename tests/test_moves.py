"""What moved is what stands outside the heaviest chain."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.moves import distances, heaviest_chain

weighted = st.permutations(range(7)).flatmap(
    lambda order: st.tuples(
        st.just(list(order)), st.lists(st.integers(1, 9), min_size=7, max_size=7)
    )
)


@given(weighted)
def test_the_chain_is_increasing_and_no_chain_is_heavier(case: tuple[list[int], list[int]]) -> None:
    positions, weights = case
    chain = heaviest_chain(positions, weights)
    assert all(positions[i] < positions[j] for i, j in pairwise(chain))
    best = max(
        sum(weights[k] for k in subset)
        for size in range(1, 8)
        for subset in combinations(range(7), size)
        if all(positions[i] < positions[j] for i, j in pairwise(subset))
    )
    assert sum(weights[k] for k in chain) == best


def test_one_paragraph_that_travelled_is_the_one_that_moved() -> None:
    assert distances([1, 2, 3, 0], [10, 10, 10, 10]) == [0, 0, 0, -4]
    assert distances([3, 0, 1, 2], [10, 10, 10, 10]) == [4, 0, 0, 0]


def test_no_links_no_moves() -> None:
    assert heaviest_chain([], []) == []
    assert distances([], []) == []
