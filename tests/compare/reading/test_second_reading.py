"""What the likely pairs say when they are read, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import WordEncoder, document

from scodiff.compare import compare
from scodiff.compare.reading.of_concern import Concern
from scodiff.compare.reading.second_reading import read_again, weights_for
from scodiff.compare.reading.short_list import NEAR
from scodiff.compare.scoring.classifier import score
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.embeddings.encoder import ModelInfo
from scodiff.embeddings.models import open_reader
from scodiff.embeddings.pair_reader import ComparingEncoder
from scodiff.embeddings.registry import load_registry

SHIPPED = load_registry().models["minilm-statements"].sha256["model.safetensors"]
YES = np.log(np.array([0.97, 0.01, 0.01, 0.01], dtype=np.float32))
NO = np.log(np.array([0.01, 0.01, 0.97, 0.01], dtype=np.float32))
OLD = (
    "The member states reaffirm the central coordinating role of the United Nations in the world.",
    "The heads of state agreed to establish a joint fund for the protection of the river basin.",
    "The parties note the part of young people in dialogue among the cultures of the region.",
)
NEW = (
    "The member states reaffirm the central coordinating role of the African Union in the world.",
    "The heads of state agreed to establish a joint fund for the protection of the river basin.",
    "The parties welcome the opening of a new railway between the ports of the two neighbours.",
)


class Answers:
    """A reader that gives the same verdict on all pairs that it is asked about."""

    def __init__(self, verdict: np.ndarray, language: str = "en") -> None:
        self.verdict = verdict
        self.info = ModelInfo("answers", 384, SHIPPED, (language,))
        self.asked: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """The verdict, once for each pair."""
        self.asked += pairs
        return np.tile(self.verdict, (len(pairs), 1))


def _scores(old: Sequence[str] = OLD, new: Sequence[str] = NEW):
    return score(prepare(old, "en"), prepare(new, "en"), WordEncoder())


def test_the_weights_were_fitted_for_the_reader_that_is_shipped():
    assert weights_for(SHIPPED) is not None
    assert weights_for("0" * 64) is None


def test_the_reader_makes_a_pair_more_likely_or_less():
    first = _scores()
    yes, no = (read_again(first, Answers(verdict)) for verdict in (YES, NO))
    assert yes.probability((0, 0)) > no.probability((0, 0))
    assert no.denied((0, 0))
    assert not yes.denied((0, 0))


def test_what_is_equal_is_not_read_and_answers_to_itself():
    reader = Answers(NO)
    found = read_again(_scores(), reader)
    assert (OLD[1], NEW[1]) not in reader.asked
    assert found.probability((1, 1)) > 0.9


def test_on_one_paragraphs_account_its_own_pairs_are_read_first():
    first, reader = _scores(), Answers(NO)
    found = read_again(first, reader, concern=Concern(0, 0, 1))
    assert reader.asked == [(OLD[0], NEW[0])]
    assert found.denied((0, 0))
    assert found.probability((2, 2)) == first.probability((2, 2))


def test_a_reader_without_weights_has_no_say():
    reader = Answers(NO)
    reader.info = replace(reader.info, sha256="0" * 64)
    first = _scores()
    assert read_again(first, reader) is first


@given(st.lists(st.sampled_from([*OLD, *NEW]), min_size=1, max_size=6), st.booleans())
def test_probabilities_stay_probabilities_and_every_paragraph_has_one(texts, verdict):
    found = read_again(_scores(texts), Answers(YES if verdict else NO))
    for values in (found.link, found.counterpart_a, found.counterpart_b):
        assert ((values >= 0) & (values <= 1)).all()
    assert len(found.counterpart_a) == len(texts)
    assert found.verdicts is not None
    assert (found.verdicts.read | (found.verdicts.same == 0)).all()


@pytest.fixture
def comparing() -> Callable[[Answers], ComparingEncoder]:
    """An encoder with a reader."""
    return lambda reader: ComparingEncoder(WordEncoder(), reader)  # type: ignore[arg-type]


def test_a_comparison_names_the_reader_that_had_a_say(comparing):
    a, b = document(OLD, "old"), document(NEW, "new")
    found = compare(a, b, comparing(Answers(NO)))
    assert found.reader is not None
    assert found.reader.name == "answers"
    assert compare(a, b, WordEncoder()).reader is None


def test_a_sentence_with_another_number_is_the_same_one_a_year_later(comparing):
    agenda = (
        "The Assembly decides to include in the provisional agenda of its {} session, under the "
        "item that is entitled “Rivers and lakes”, the sub-item that is entitled “The {}”."
    )
    found = [
        compare(
            document([OLD[1], agenda.format("seventieth", "Volga"), OLD[2]], "old"),
            document([OLD[1], agenda.format(*new), OLD[2]], "new"),
            comparing(Answers(NO)),
        )
        for new in (("eightieth", "Volga"), ("next regular special emergency", "river Ob"))
    ]
    later, elsewhere = ([link.relation for link in result.links] for result in found)
    assert later == ["identical", "changed", "identical"]
    assert sorted(elsewhere) == ["disappeared", "identical", "identical", "new"]


def test_a_reader_is_not_asked_about_languages_that_it_does_not_know(comparing):
    a, b = document(OLD, "old"), document(NEW, "new")
    reader = Answers(YES, "de")
    assert compare(a, b, comparing(reader)).reader is None
    assert reader.asked == []


def test_the_reader_is_asked_about_a_few_pairs_for_each_paragraph(comparing):
    words = [f"word{n}" for n in range(400)]
    draw = np.random.default_rng(7)
    texts = [" ".join(draw.choice(words, 12)) + "." for _ in range(60)]
    reader = Answers(NO)
    compare(document(texts, "a"), document(texts[::-1], "b"), comparing(reader))
    assert len(reader.asked) <= 2 * 2 * (2 * NEAR + 1) * len(texts)
    assert reader.asked


@pytest.mark.slow
def test_the_shipped_reader_tells_a_statement_from_its_like():
    reader = open_reader("minilm-statements")
    restated = (
        "Member states stress once again that the United Nations must remain the world's main "
        "coordinator."
    )
    verdicts = np.exp(reader.read([(OLD[0], restated), (OLD[0], NEW[0])]))
    assert verdicts[0, :2].sum() > 0.5
    assert verdicts[1, :2].sum() < 0.5
