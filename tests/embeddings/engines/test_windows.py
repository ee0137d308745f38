"""Windows over long texts: every piece is read, and words stay whole."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.embeddings.engines.tokenizing import fixed_batches
from scodiff.embeddings.engines.windows import piece_ranges, pool, step_for


def words_of(lengths: list[int]) -> list[int | None]:
    """The word number of each piece, for words of these lengths."""
    return [word for word, length in enumerate(lengths) for _ in range(length)]


@given(st.lists(st.integers(1, 12), max_size=80), st.integers(1, 40), st.data())
def test_windows_cover_everything(lengths: list[int], size: int, data: st.DataObject) -> None:
    step = data.draw(st.integers(1, size))
    words = words_of(lengths)
    windows = piece_ranges(words, size, step)
    assert {p for start, end in windows for p in range(start, end)} == set(range(len(words)))
    assert all(1 <= end - start <= size for start, end in windows)
    for before, after in itertools.pairwise(windows):
        assert before[0] < after[0] <= min(before[0] + step, before[1])
        assert before[1] < after[1]


@given(st.lists(st.integers(1, 12), max_size=80), st.integers(40, 70))
def test_words_shorter_than_the_overlap_stay_whole(lengths: list[int], size: int) -> None:
    words = words_of(lengths)
    for window in piece_ranges(words, size, size - 12):
        for cut in window:
            assert cut in (0, len(words)) or words[cut] != words[cut - 1]


def test_the_default_model_has_windows_of_254_pieces_200_apart() -> None:
    assert step_for(254) == 200
    windows = piece_ranges(list(range(600)), 254, 200)
    assert windows == [(0, 254), (200, 454), (400, 600)]


@pytest.mark.parametrize("step", [0, 11])
def test_a_step_that_would_lose_pieces_is_refused(step: int) -> None:
    with pytest.raises(ValueError, match="step"):
        piece_ranges([0, 1, 2], 10, step)


def test_pooling_weighs_by_length() -> None:
    vectors = np.eye(3, dtype=np.float32)[:2]
    pooled = pool(vectors, [3, 4])
    assert pooled.dtype == np.float32
    np.testing.assert_allclose(pooled, [0.6, 0.8, 0.0], rtol=1e-6)


@given(st.lists(st.integers(1, 100), max_size=60), st.integers(1, 600))
def test_batches_hold_every_text_in_a_shape_that_follows_from_its_length(
    lengths: list[int], budget: int
) -> None:
    batches = fixed_batches(lengths, budget)
    assert {index for batch in batches for index in batch} == set(range(len(lengths)))
    shapes: dict[int, set[int]] = {}
    for batch in batches:
        (length,) = {lengths[index] for index in batch}
        shapes.setdefault(length, set()).add(len(batch))
        assert len(batch) == 1 or length * len(batch) <= budget
    assert all(len(sizes) == 1 for sizes in shapes.values())
