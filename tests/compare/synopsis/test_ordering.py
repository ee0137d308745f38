"""Rows follow the base; what it lacks stands where the other texts have it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.synopsis.ordering import order_for


@pytest.mark.parametrize(
    ("base", "texts", "order"),
    [
        (0, [[1, 2, 3], [1, 4, 3]], [1, 4, 2, 3]),  # after the row before it, in its text
        (0, [[1, 2], [5, 1, 2]], [5, 1, 2]),  # before the first that both have
        (0, [[1, 2], [3, 4]], [1, 2, 3, 4]),  # nothing in common: at the end
        (0, [[1, 2, 3, 6], [3, 4, 1, 2, 5]], [4, 1, 2, 5, 3, 6]),  # 3 has moved
        (0, [[1, 2], [1, 3, 2], [1, 4, 2]], [1, 3, 4, 2]),  # earlier texts first
        (0, [[1, 2], [1, 3, 5, 2], [1, 4, 5, 2]], [1, 3, 4, 5, 2]),  # and between theirs
        (1, [[1, 2, 3], [1, 3]], [1, 2, 3]),
    ],
)
def test_rows_stand_where_their_text_has_them(
    base: int, texts: list[list[int]], order: list[int]
) -> None:
    assert list(order_for(base, texts)) == order


rows = st.lists(st.integers(1, 12), max_size=10)


@given(st.lists(rows, min_size=1, max_size=5), st.data())
def test_every_row_stands_once_and_the_base_keeps_its_order(
    texts: list[list[int]], data: st.DataObject
) -> None:
    base = data.draw(st.integers(0, len(texts) - 1))
    order = order_for(base, texts)
    assert sorted(order) == sorted({row for text in texts for row in text})
    own = list(dict.fromkeys(texts[base]))
    assert [row for row in order if row in own] == own
