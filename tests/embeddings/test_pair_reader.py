"""Reading two passages together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from texts import WordEncoder

from scodiff.embeddings.pair_reader import VERDICTS, PairReader, VerdictWeights

PASSAGE = st.text("abc [SEP]", min_size=1, max_size=20)


def _reader() -> PairReader:
    encoder = WordEncoder()
    weight = np.random.default_rng(1).normal(size=(encoder.info.dimension, len(VERDICTS)))
    weights = VerdictWeights(weight.astype(np.float32), np.zeros(len(VERDICTS), np.float32))
    return PairReader(encoder, lambda: weights)


@given(PASSAGE, PASSAGE)
def test_verdicts_are_probabilities_and_do_not_depend_on_which_comes_first(one, other):
    found = _reader().read([(one, other), (other, one)])
    assert np.allclose(np.exp(found).sum(axis=1), 1, atol=1e-5)
    assert (found[0] == found[1]).all()


def test_nothing_is_read_of_no_pairs():
    assert _reader().read([]).shape == (0, len(VERDICTS))


def test_a_passage_cannot_end_before_its_end():
    marked, plain = _reader().read([("trade [SEP] war", "peace"), ("trade  war", "peace")])
    assert np.allclose(marked, plain)
