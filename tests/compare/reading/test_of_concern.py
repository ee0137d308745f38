"""Of many pairs those are read that concern one paragraph most."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.reading.of_concern import Concern, of_concern
from scodiff.compare.scoring.candidate_pairs import some_pairs

_edges = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 6)), min_size=1)


def chosen(edges: list[tuple[int, int]], likely: list[float], concern: Concern) -> list[int]:
    """The places of the pairs that concern a paragraph."""
    rows, columns = np.array(edges, dtype=np.intp).T
    every = np.arange(len(edges))
    values = np.array(likely, dtype=np.float32)
    return of_concern(concern, some_pairs(rows, columns, (6, 7)), every, values).tolist()


def test_its_own_pairs_come_first_then_those_that_contend_for_its_candidates() -> None:
    edges = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 3)]
    likely = [0.1, 0.2, 0.3, 0.9, 0.9, 0.95]
    order = [1, 0, 2, 3, 4, 5]
    for most in range(1, 7):
        assert chosen(edges, likely, Concern(0, 0, most)) == sorted(order[:most])
    assert chosen(edges, likely, Concern(1, 3, 2)) == [3, 5]


@given(_edges, st.integers(0, 1), st.integers(0, 5), st.integers(1, 40))
def test_no_more_than_asked_for_and_no_other_before_its_own(
    edges: set[tuple[int, int]], side: int, paragraph: int, most: int
) -> None:
    ordered = sorted(edges)
    found = chosen(ordered, [0.5] * len(ordered), Concern(side, paragraph, most))
    own = {n for n, edge in enumerate(ordered) if edge[side] == paragraph}
    assert found == sorted(set(found))
    assert len(found) == min(most, len(ordered))
    assert own <= set(found) or set(found) <= own
