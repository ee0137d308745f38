"""Why two passages were linked: what is said of runners-up and of translators."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_example import example

from scodiff.compare.model import Comparison, Link, RunnerUp, Shift
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.citation import citations
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.link_words import tally
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.why import reasons


def told(comparison: Comparison, link: Link, term: str, language: str = "en") -> str:
    """What is said of a link under one heading."""
    t = messages(language)
    cite = citations(t, comparison.a, comparison.b)
    name = t(f"why.{term}")
    return " ".join(r.words for r in reasons(t, comparison, link, cite) if r.term == name)


def lone(comparison: Comparison, place: int, rival: RunnerUp) -> tuple[Comparison, Link]:
    """The comparison with a threshold, and a one-sided link of it with a rival."""
    link = replace(comparison.links[place], runner_up=rival, confidence=0.13)
    links = (*comparison.links[:place], link, *comparison.links[place + 1 :])
    settings = replace(comparison.settings, link=0.35)
    return replace(comparison, links=links, settings=settings), link


def test_what_was_too_unlikely_for_a_link_is_said_to_be() -> None:
    comparison, link = lone(example(), 4, RunnerUp("p6", "p9", 0.34))
    words = told(comparison, link, "runner_up")
    assert words.endswith("is 34% likely: too little for a link.")


@pytest.mark.parametrize(
    ("place", "rival", "expected"),
    [
        (4, RunnerUp("p6", "p9", 0.89), "{b} ¶7 already answers to {a} ¶7 and {a} ¶8 and"),
        (0, RunnerUp("p2", "p2", 0.35), "{a} ¶1 already answers to {b} ¶2 and could not"),
    ],
)
def test_what_was_likely_enough_was_linked_with_something_else(
    place: int, rival: RunnerUp, expected: str
) -> None:
    comparison, link = lone(example(), place, rival)
    words = told(comparison, link, "runner_up")
    assert expected.format(a=comparison.a.id, b=comparison.b.id) in words
    assert "too little" not in words
    assert "margin" not in words


def test_what_answers_to_nothing_is_said_to_be_taken_by_nothing() -> None:
    comparison, link = lone(example(), 4, RunnerUp("p6", "p10", 0.89))
    words = told(comparison, link, "runner_up")
    assert "89% likely; the other links left no place for it" in words


@pytest.mark.parametrize("language", available())
def test_the_reason_names_all_three_in_every_language(language: str) -> None:
    comparison, link = lone(example(), 4, RunnerUp("p6", "p9", 0.89))
    words = told(comparison, link, "runner_up", language)
    for number in (4, 7, 8):
        assert f"¶{number}" in words


def test_a_shift_that_no_translator_makes_is_not_put_down_to_them() -> None:
    comparison = example()
    place = next(k for k, link in enumerate(comparison.links) if link.relation == "changed")
    said = {}
    for beyond in (True, False):
        turned = Shift("polarity", "different", "support", "oppose")
        link = replace(comparison.links[place], beyond_noise=beyond, shifts=(turned,))
        links = (*comparison.links[:place], link, *comparison.links[place + 1 :])
        found = replace(comparison, links=links)
        said[beyond] = told(found, link, "noise"), tally(messages("en"), found)
    assert "may be the translators'" in said[False][0]
    assert "1 linked passage differs no more than two translations" in said[False][1]
    assert said[True][0] == "These passages differ as two translations of one text do not."
    assert "translations" not in said[True][1]


def test_the_names_of_texts_are_escaped_once() -> None:
    comparison, _ = lone(example(), 4, RunnerUp("p6", "p9", 0.89))
    named = replace(
        comparison,
        a=replace(comparison.a, id="<a>", title="A < B & C"),
        b=replace(comparison.b, id="b&c", title="A < B & C"),
    )
    page = render(named, "html").decode()
    assert "b&amp;c ¶7 already answers to &lt;a&gt; ¶7 and &lt;a&gt; ¶8 and" in page
    assert "&amp;lt;" not in page
    assert "&amp;amp;" not in page
