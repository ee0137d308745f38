"""What moved is what stands outside the heaviest chain."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from scodiff.compare.alignment.order import distances, heaviest_chain

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


def test_what_moved_is_as_far_as_the_links_that_it_passed() -> None:
    assert distances([1, 2, 3, 0], [10, 10, 10, 10]) == [0, 0, 0, -3]
    assert distances([3, 0, 1, 2], [10, 10, 10, 10]) == [3, 0, 0, 0]
    assert distances([1, 0], [9, 10]) == [1, 0]
    # What stands between them without a link is not passed, and what moved itself is not either.
    assert distances([40, 3, 7, 60], [9, 10, 10, 10]) == [2, 0, 0, 0]
    assert distances([50, 40, 3, 60], [5, 5, 20, 20]) == [1, 1, 0, 0]


@given(weighted)
def test_from_the_other_side_the_same_links_are_passed(case: tuple[list[int], list[int]]) -> None:
    positions, weights = case
    there = distances(positions, weights)
    back = sorted(range(len(positions)), key=positions.__getitem__)
    # Where the heaviest chain is the only one, it is that of both sides.
    chains = {
        subset
        for size in range(8)
        for subset in combinations(range(7), size)
        if all(positions[i] < positions[j] for i, j in pairwise(subset))
    }
    heaviest = sorted((sum(weights[k] for k in chain) for chain in chains), reverse=True)
    assume(heaviest[0] > heaviest[1])
    assert distances(back, [weights[k] for k in back]) == [-there[k] for k in back]
    assert {k for k in range(7) if not there[k]} == set(heaviest_chain(positions, weights))


def test_no_links_no_moves() -> None:
    assert heaviest_chain([], []) == []
    assert distances([], []) == []
