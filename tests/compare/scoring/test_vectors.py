"""What the encoder is asked for: paragraphs without enumerations, and the clauses in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import WordEncoder, moscow_paragraphs

from scodiff.compare.scoring.background import vector_background
from scodiff.compare.scoring.classifier import features, profile, profile_for
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.scoring.vectors import ALONE, IN_CONTEXT, ClauseReading, encode_both
from scodiff.compare.text.clauses import spans_without_enumerations, without_enumerations
from scodiff.embeddings.encoder import ModelInfo, Vectors
from scodiff.embeddings.models import open_encoder

STATES = ["China", "the Russian Federation", "Kazakhstan", "the Kyrgyz Republic"]
LIST = ", ".join(STATES[:3]) + " and " + STATES[3]


@given(st.lists(st.sampled_from([LIST, "trade", "China", "and so on"]), max_size=9), st.data())
def test_a_passage_is_found_again_without_the_enumerations(
    pieces: list[str], data: st.DataObject
) -> None:
    text = "; ".join(["They met", *pieces, "in peace"])
    borders = [0, *(k for k, c in enumerate(text) if c == ";"), len(text)]
    start = data.draw(st.sampled_from(borders[:-1]))
    end = data.draw(st.sampled_from([b for b in borders if b > start]))
    ((s, e),) = spans_without_enumerations(text, [(start, end)])
    assert without_enumerations(text)[s:e] == without_enumerations(text[start:end])


def test_a_passage_that_cuts_an_enumeration_takes_in_the_word_for_it() -> None:
    text = f"Today {LIST} met."
    inside = text.index("Kazakhstan")
    left, right = spans_without_enumerations(text, [(0, inside), (inside, len(text))])
    short = without_enumerations(text)
    assert short == "Today states met."
    assert (short[slice(*left)], short[slice(*right)]) == ("Today states", "states met.")


def test_the_spans_of_a_side_are_its_clauses() -> None:
    found = prepare(moscow_paragraphs(), "en")
    clauses = iter(found.clauses)
    for text, spans in zip(found.texts, found.spans, strict=True):
        for start, end in spans:
            assert text[start:end] == next(clauses).text
    assert next(clauses, None) is None


class OnlyTexts:
    """An encoder that cannot read passages, by the name of the model that scodiff knows."""

    def __init__(self, info: ModelInfo) -> None:
        self.info = info

    def encode(self, texts: Sequence[str]) -> Vectors:
        return WordEncoder().encode(texts)


def test_clauses_are_read_in_context_only_where_they_can_be() -> None:
    known = open_encoder()
    assert profile_for(known) == profile("minilm")
    assert profile_for(known).reading is IN_CONTEXT
    # The weights for clauses in context do not fit those that were encoded alone.
    assert profile_for(OnlyTexts(known.info)) == profile("any-model")
    assert profile_for(WordEncoder()) == profile("any-model")
    assert profile_for(known, same_language=False) == profile("semantic")
    assert profile_for(None) == profile("literal")
    sides = prepare(["They met in peace."], "en"), prepare(["They met."], "en")
    with pytest.raises(TypeError, match="cannot read passages"):
        encode_both(*sides, OnlyTexts(known.info), IN_CONTEXT)


def test_what_a_clause_says_alone_is_without_its_paragraph() -> None:
    a = prepare(moscow_paragraphs()[:20], "en")
    alone, _ = encode_both(a, a, WordEncoder(), ALONE)
    read, _ = encode_both(a, a, WordEncoder(), IN_CONTEXT)
    np.testing.assert_array_equal(alone.own(), alone.clauses)
    paragraph = np.repeat(read.paragraphs, read.groups.sizes(), axis=0)
    with_context = (read.shown * paragraph).sum(axis=1)
    without = (read.own() * paragraph).sum(axis=1)
    assert (without <= with_context + 1e-5).all()
    assert without.mean() < with_context.mean() - 0.1
    np.testing.assert_allclose(np.linalg.norm(read.own(), axis=1), 1, atol=1e-5)
    some = np.array([0, 3, len(read.shown) - 1])
    np.testing.assert_array_equal(read.own(some), read.own()[some])


@pytest.mark.parametrize("reading", [ALONE, IN_CONTEXT])
def test_what_all_have_in_common_is_taken_away(reading: ClauseReading) -> None:
    draw = np.random.default_rng(1)
    rows = draw.standard_normal((50, 16)).astype(np.float32) + 2
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    centred = vector_background(rows, rows[:0], reading).centre(rows)
    assert (centred @ centred.T).mean() < (rows @ rows.T).mean() / 2
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("reading", [ALONE, IN_CONTEXT])
def test_readers_are_shown_how_near_paragraphs_are_with_the_states_that_they_name(
    reading: ClauseReading,
) -> None:
    frame = "The leaders of {} have met by the lake and agreed on a common road over the pass."
    six = "Kazakhstan, China, Kyrgyzstan, Russia, Tajikistan and Uzbekistan"
    turned_round = "Uzbekistan, Tajikistan, Russia, Kyrgyzstan, China and Kazakhstan"
    others = "Iran, India and Belarus"
    rest = moscow_paragraphs()[10:16]
    a = prepare([frame.format(six), *rest], "en")
    same, replaced = (
        features(
            a, prepare([frame.format(names), *rest], "en"), WordEncoder(), reading=reading
        ).cosine_of((0, 0))
        for names in (turned_round, others)
    )
    assert same == pytest.approx(1, abs=1e-5)
    assert replaced is not None
    assert replaced < 0.95
