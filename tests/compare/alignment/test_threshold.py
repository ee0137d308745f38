"""A pair is linked from the threshold that promises the best F1."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.compare.alignment.threshold import best_threshold, linked_from
from scodiff.compare.settings import Settings

PROBABILITIES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=7)


def expected_f1(probabilities: list[float], linked: list[bool]) -> float:
    """2 E[true links] over links said and links expected, which tends to F1 for many pairs."""
    hits = sum(p for p, said in zip(probabilities, linked, strict=True) if said)
    return 2 * hits / (sum(linked) + sum(probabilities))


@given(PROBABILITIES)
def test_no_other_choice_of_links_promises_a_better_f1(probabilities: list[float]) -> None:
    threshold = best_threshold(np.array(probabilities, dtype=np.float32), 0.0)
    chosen = expected_f1(probabilities, [p >= threshold for p in probabilities])
    choices = product([True, False], repeat=len(probabilities))
    best = max(expected_f1(probabilities, list(choice)) for choice in choices)
    assert chosen == pytest.approx(best, abs=0.002)


def test_where_little_is_certain_a_link_needs_less() -> None:
    certain = best_threshold(np.array([0.99, 0.98, 0.97, 0.01], dtype=np.float32), 0.1)
    doubtful = best_threshold(np.array([0.5, 0.4, 0.3, 0.2], dtype=np.float32), 0.1)
    assert doubtful < 0.35 < 0.45 < certain <= 0.5


def test_what_is_improbable_is_never_linked() -> None:
    assert best_threshold(np.full(1000, 0.01, dtype=np.float32), 0.25) == 0.25
    assert best_threshold(np.zeros(0, dtype=np.float32), 0.25) == 0.25


def test_before_the_texts_are_scored_there_is_no_threshold() -> None:
    assert linked_from(Settings(link=0.4)) == 0.4
    with pytest.raises(ValueError, match="not known"):
        linked_from(Settings())
