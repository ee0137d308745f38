"""What is told first: quotations that stand in their texts, nothing open, figures that agree."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import SHARED, certain, compared, document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.answer import checked, faults, sound_answer
from scodiff.compare.answer.answer import LONGEST, answer_of
from scodiff.compare.answer.check import quoted
from scodiff.compare.answer.model import names_of
from scodiff.compare.model import Comparison, Link, Place, Shift
from scodiff.reports.formats.markdown_report import render
from scodiff.reports.messages.messages import messages

COURTESY = (
    "The heads of state thank the hosts for their hospitality and the results of the meeting."
)
STAND = "The heads of state categorically oppose any deployment of weapons in outer space."
DRUGS = "The member states oppose attempts to legalise narcotic drugs for non-medical purposes."
BANK = "The member states agreed to establish a development bank headquartered in the lake city."
SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
invented = st.lists(
    st.one_of(st.sampled_from(moscow_paragraphs()), st.text(min_size=1, max_size=200)).filter(
        lambda text: bool(text.strip()) and "\n" not in text and "\r" not in text
    ),
    max_size=8,
)


def told(comparison: Comparison, name: str) -> list[str]:
    """The quotations of one list."""
    document = comparison.a if name in ("gone", "dropped", "perhaps_gone") else comparison.b
    return [quoted(document, place) or "" for place in getattr(answer_of(comparison), name)]


def test_positions_come_before_courtesies() -> None:
    gone = told(certain(compared(f"{SHARED}\n\n{COURTESY}\n\n{STAND}", SHARED)), "gone")
    assert gone[0] == "categorically oppose any deployment of weapons in outer space"


def test_a_quotation_keeps_the_word_that_turns_its_meaning() -> None:
    (new,) = told(certain(compared(SHARED, f"{SHARED}\n\n{DRUGS}")), "new")
    assert new.startswith("oppose attempts to legalise narcotic drugs")


def test_what_is_open_is_told_as_open_only() -> None:
    comparison = compared(SHARED, f"{SHARED}\n\n{BANK}")
    links = tuple(link if link.a else replace(link, certainty="open") for link in comparison.links)
    answer = answer_of(replace(comparison, links=links))
    assert not answer.new
    assert [place.paragraph for place in answer.perhaps_new]


def test_quotations_keep_within_their_room() -> None:
    many = "\n\n".join(
        f"The member states oppose {word} weapons and reject every claim to {word} lakes."
        for word in ("amber", "birch", "cedar", "dune", "ember", "fern", "grove", "heath", "inlet")
    )
    comparison = certain(
        compared(SHARED, f"{SHARED}\n\n{many}\n\n{many.replace('lakes', 'isles')}")
    )
    assert sound_answer(comparison).new
    for language in ("en", "ru", "zh"):
        heading = f"\n## {messages(language)('page.comparison')}"
        opening, found, _ = render(comparison, language).decode().partition(heading)
        assert found
        assert len(opening) <= LONGEST


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_no_language_is_needed(language: str) -> None:
    answer = sound_answer(certain(compared(SHARED, BANK, language)))
    assert answer.a is not None


@SOME
@given(invented, invented)
def test_nothing_is_told_that_the_texts_do_not_bear_out(a: list[str], b: list[str]) -> None:
    comparison = compare(document(a, "a"), document(b, "b"))
    assert faults(comparison) == []
    assert sound_answer(comparison) == answer_of(comparison)


# ---- what is not borne out is left out, and logged -------------------------------------


def with_shift(shift: Shift) -> Comparison:
    """A comparison whose first linked passage has that shift."""
    comparison = certain(compared(SHARED, SHARED.replace("shall share", "may share")))
    links: list[Link] = []
    for link in comparison.links:
        first = bool(link.a and link.b) and not any(known.shifts for known in links)
        links.append(replace(link, shifts=(shift,) if first else ()))
    return replace(comparison, links=tuple(links))


@pytest.mark.parametrize(
    "shift",
    [
        Shift("modality", "weakened", "shall must", "may"),
        Shift("modality", "weakened", "shall", "may", place_a=Place("p1", 0, 5)),
        Shift("modality", "weakened", "shall", "may", place_a=Place("p99", 0, 5)),
        Shift("modality", "weakened", "shall", "may", place_a=Place("p1", 0, 9999)),
    ],
)
def test_a_shift_that_is_misquoted_is_left_out(
    shift: Shift, caplog: pytest.LogCaptureFixture
) -> None:
    comparison = with_shift(shift)
    assert faults(comparison)
    with caplog.at_level(logging.WARNING):
        assert not any(link.shifts for link in checked(comparison).links)
    assert "left out of the report" in caplog.text


def test_a_shift_is_no_surer_than_its_link() -> None:
    comparison = with_shift(Shift("modality", "weakened", "shall", "may", "sure"))
    assert faults(comparison) == []
    links = tuple(replace(link, certainty="likely") for link in comparison.links)
    (fault,) = faults(replace(comparison, links=links))[:1]
    assert "is called sure" in fault


def test_no_figure_is_told_where_two_contradict_each_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    comparison = certain(compared(SHARED, SHARED))
    side = comparison.summary.a
    wrong = replace(side, paragraphs={**side.paragraphs, "new": 3})
    summary = replace(comparison.summary, a=wrong)
    with caplog.at_level(logging.WARNING):
        answer = sound_answer(replace(comparison, summary=summary))
    assert answer.a is None
    assert answer.b is None
    assert "counts other paragraphs" in caplog.text


LONG_A = "2031-05-04-joint-statement-of-the-harbour-masters"
LONG_B = "2032-06-01-joint-statement-of-the-harbour-masters-2"


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (("2031-narva", "2032-bergen"), ("2031-narva", "2032-bergen")),
        ((LONG_A, LONG_B), ("2031-05-04", "2032-06-01")),
        ((LONG_A, "2032-bergen"), ("2031-05-04", "2032-bergen")),
        ((LONG_A, "2031-05-04"), ("2031-05-04-joint…", "2031-05-04")),
        ((LONG_A, LONG_A), (f"{LONG_A} (A)", f"{LONG_A} (B)")),
        ((f"{LONG_A}-1", f"{LONG_A}-2"), (f"{LONG_A}-1", f"{LONG_A}-2")),
        (("draft", "draft"), ("draft (A)", "draft (B)")),
    ],
)
def test_two_texts_have_names_that_are_short_and_tell_them_apart(
    ids: tuple[str, str], names: tuple[str, str]
) -> None:
    a, b = (document([STAND], name) for name in ids)
    assert names_of(a, b) == names


def test_texts_of_one_name_are_told_apart_in_the_answer() -> None:
    comparison = compare(document([STAND, DRUGS], "draft"), document([STAND, BANK], "draft"))
    told = render(comparison, "en").decode()
    assert "Of the 2 paragraphs of draft (A), 1 lives on in draft (B)" in told
