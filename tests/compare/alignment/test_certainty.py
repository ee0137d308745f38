"""What is sure, likely and open; and every comparison keeps what certainty promises."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import document

from scodiff.compare import compare
from scodiff.compare.alignment.certainty import of_link, of_lone, of_part
from scodiff.compare.model import CERTAINTIES, PERSISTED, RELATIONS, Comparison
from scodiff.compare.settings import CERTAINTY_THRESHOLDS, Settings

KNOWN = Settings(
    link=0.4,
    sure_link=0.9,
    likely_link=0.6,
    sure_alone=0.95,
    likely_alone=0.7,
    sure_part=0.8,
    likely_part=0.5,
)
SENTENCES = (
    "The Member States reaffirm their commitment to the principles of the Charter.",
    "The Member States affirm that they are committed to the goals of the Charter.",
    "Cooperation in the fight against terrorism will be deepened every year.",
    "The fight against drug trafficking needs cooperation of all bodies concerned.",
    "A bank of development is to be founded before the next meeting.",
    "They welcomed the opening of the centre in Tashkent and thanked the hosts.",
)
texts = st.lists(st.sampled_from(SENTENCES), max_size=6, unique=True)


@pytest.mark.parametrize(("probability", "found"), [(0.9, "sure"), (0.6, "likely"), (0.59, "open")])
def test_a_link_is_as_sure_as_its_probability(probability: float, found: str) -> None:
    assert of_link(probability, KNOWN) == found


def test_neighbours_alone_make_no_link_sure() -> None:
    assert of_link(0.99, KNOWN, by_neighbours=True) == "likely"
    assert of_link(0.5, KNOWN, by_neighbours=True) == "open"


@pytest.mark.parametrize(
    ("alone", "best", "found"),
    [(0.95, 0.1, "sure"), (0.7, 0.1, "likely"), (0.69, 0.1, "open"), (0.99, 0.4, "open")],
)
def test_no_counterpart_is_sure_unless_one_is_likely_enough_for_a_link(
    alone: float, best: float, found: str
) -> None:
    assert of_lone(alone, best, KNOWN) == found


def test_nothing_is_gone_whose_counterpart_is_more_probable_than_that_there_is_none() -> None:
    lenient = replace(KNOWN, likely_alone=0.3)
    assert of_lone(0.31, 0.3, lenient) == "likely"
    assert of_lone(0.31, 0.32, lenient) == "open"


def test_a_threshold_that_was_not_measured_is_reached_by_nothing() -> None:
    assert of_part(1.0, Settings()) == of_link(1.0, Settings()) == "open"
    assert of_part(0.8, KNOWN) == "sure"


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_more_probable_is_never_the_less_sure(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for graded in (of_link, of_part, lambda p, s: of_lone(p, 0.0, s)):
        assert CERTAINTIES.index(graded(high, KNOWN)) <= CERTAINTIES.index(graded(low, KNOWN))


def compared(a: list[str], b: list[str], **thresholds: float) -> Comparison:
    """What words alone make of two texts."""
    return compare(document(a), document(b), settings=Settings(**thresholds))  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.sampled_from([0.0, 0.5, 1.01]))
def test_every_paragraph_is_in_one_link_and_candidates_are_of_the_other_text(
    a: list[str], b: list[str], least: float
) -> None:
    found = compared(a, b, likely_link=least, likely_alone=least)
    for side, doc, other in (("a", found.a, found.b), ("b", found.b, found.a)):
        held = Counter(p for link in found.links for p in getattr(link, side))
        assert held == Counter(p.id for p in doc.citable)
        for link in found.links:
            if link.candidates and getattr(link, side):
                assert {c.id for c in link.candidates} <= {p.id for p in other.citable}
    for link in found.links:
        values = [c.probability for c in link.candidates]
        assert values == sorted(values, reverse=True)
        assert len(values) <= 5
        assert not link.candidates or (link.is_open and not link.pairs)
        if link.is_open and not link.pairs and found.a.citable and found.b.citable:
            assert link.candidates
        if link.relation in PERSISTED:
            assert not link.is_open


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_the_summary_counts_what_is_open(a: list[str], b: list[str]) -> None:
    found = compared(a, b, likely_alone=0.9, likely_link=0.9)
    for side, summary in (("a", found.summary.a), ("b", found.summary.b)):
        for relation in RELATIONS:
            here = [k for k in found.links if k.relation == relation and k.is_open]
            assert summary.open_paragraphs[relation] == sum(len(getattr(k, side)) for k in here)
            assert summary.open_paragraphs[relation] <= summary.paragraphs[relation]
            assert summary.open_words[relation] <= summary.words[relation] + 1e-9


def test_the_same_letters_and_a_reader_are_sure_whatever_the_thresholds() -> None:
    found = compared(list(SENTENCES[:3]), list(SENTENCES[:3]), sure_link=1.01, likely_link=1.01)
    assert {(k.relation, k.certainty) for k in found.links} == {("identical", "sure")}


def test_what_is_open_makes_nothing_else_move() -> None:
    turned = [SENTENCES[2], SENTENCES[4], SENTENCES[5]]
    found = compared(
        [SENTENCES[0], *turned],
        [*turned, SENTENCES[1]],
        link=0.01,
        sure_link=1.01,
        likely_link=1.01,
    )
    assert any(link.is_open and link.pairs for link in found.links)
    assert not any(link.moved for link in found.links if not link.is_open)


def test_the_thresholds_that_were_used_are_recorded() -> None:
    found = compared(["They met."], ["They met in Moscow."], sure_link=0.77)
    recorded = {name: getattr(found.settings, name) for name in CERTAINTY_THRESHOLDS}
    assert recorded["sure_link"] == 0.77
    assert all(0 < value <= 1 for value in recorded.values())
