"""What a comparison says in plain words: the same figures and paragraphs in every language."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from report_example import assemble, document, example, link
from report_page import parse

from scodiff.compare import compare
from scodiff.compare.model import Certainty, Comparison, Link, Relation, Shift
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.figures import persisted
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.link_words import tally
from scodiff.reports.messages.mentions import Mention, plain
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import news

ONE = "The parties agree to meet each year."
LONG = (
    f"{ONE[:-1]} in the town where they met for the first time, and to tell all of their "
    "peoples of it."
)
FISH = "Fish from the northern lake is sold on Mondays at the market of the town."


def compared(a: str, b: str) -> Comparison:
    """The comparison of two texts by their wording."""
    return compare(*(read(x.encode(), name=f"{n}.txt") for n, x in (("a", a), ("b", b))))


@cache
def illustration() -> Comparison:
    """The two texts that come with the program, by their wording."""
    return compare(resolve("2003-moscow"), resolve("illustration"))


def told(comparison: Comparison, language: str = "en") -> dict[str, str]:
    """The plain words of a comparison, by topic."""
    found = news(messages(language), comparison).statements
    return {s.topic: plain(s.sentence, comparison) for s in found}


# ---- English ----------------------------------------------------------------------------


def test_what_lives_on_is_told_from_both_sides_with_its_denominators() -> None:
    same = told(compared(f"{ONE}\n\n{LONG}", f"{ONE}\n\n{LONG}"))
    assert same["lives"].startswith("Of the 2 paragraphs of a, 2 live on in b, with 100% of its ")
    assert same["lives"].endswith("words: 2 word for word (100%).")
    assert same["origin"].startswith("Of the 2 paragraphs of b, 2 come from a")
    assert "alone" not in same


def test_that_nothing_lives_on_is_said_in_words() -> None:
    gone = told(compared(ONE, FISH))
    assert gone["lives"] == "Of the 1 paragraph of a, none is known to live on in b."
    assert gone["origin"] == "Of the 1 paragraph of b, none is known to come from a."


def test_what_is_open_counts_for_nothing_and_is_said() -> None:
    doubtful = made("changed", "disappeared", "new", certainty="open")
    words = told(doubtful)
    assert "none is known to live on" in words["lives"]
    assert "alone" not in words
    assert words["open"].startswith("A counterpart is possible, and nothing is claimed: in 2 para")
    assert not {"changes", "gone", "new"} & words.keys()


def test_statements_rest_on_paragraphs_of_the_texts() -> None:
    comparison = illustration()
    ids = [{p.id for p in d.citable} for d in (comparison.a, comparison.b)]
    for statement in news(messages(), comparison).statements:
        assert set(statement.a) <= ids[0]
        assert set(statement.b) <= ids[1]


# ---- every language ---------------------------------------------------------------------


def made(
    *relations: Relation,
    shifts: Sequence[Shift] = (),
    moved: int = 0,
    turned: int = 0,
    certainty: Certainty = "sure",
) -> Comparison:
    """A comparison of paragraphs of these relations; the first linked one has the shifts."""
    a = document("a", tuple(("body", LONG) for r in relations if r != "new"))
    b = document("b", tuple(("body", LONG) for r in relations if r != "disappeared"))
    left, right = iter(a.paragraphs), iter(b.paragraphs)
    links: list[Link] = []
    for relation in relations:
        ends = ["" if relation == "new" else next(left).id]
        ends += ["" if relation == "disappeared" else next(right).id]
        linked = all(ends)
        found = link(a, b, relation, *ends, literal=len(links) / 100 if linked else None)
        found = replace(found, certainty=certainty)
        number = sum(bool(k.a and k.b) for k in links)
        if linked:
            found = replace(
                found,
                quarter="turned" if number < turned else "kept",
                moved=number < moved,
                shifts=tuple(shifts) if number == 0 else (),
            )
        links.append(found)
    return assemble(a, b, tuple(links))


MODAL = Shift("modality", "weakened", "must", "should")
ADDED = Shift("degree", "strengthened", "", "firmly")
NUMBER = Shift("quantity", "different", "eight", "nine")
COMPARISONS = {
    "the example": example(),
    "a paragraph": compared(ONE, ONE),
    "a paragraph gone": compared(ONE, FISH),
    "one of each": made("identical", "editorial", "changed", "reformulated", "disappeared", "new"),
    "twos": made(*2 * ["identical", "changed", "disappeared", "new"], shifts=2 * [MODAL], moved=2),
    "fives": made(*5 * ["editorial", "changed", "new"], shifts=5 * [MODAL, NUMBER], turned=5),
    "21": made(*21 * ["changed", "disappeared"], shifts=21 * [MODAL, ADDED, NUMBER], moved=21),
    "a shift": made("changed", shifts=[ADDED], turned=1),
    "a number": made("changed", "changed", shifts=[NUMBER]),
}


def figures(text: str) -> Counter[str]:
    """The numbers of a text, whatever sets their thousands apart."""
    return Counter(re.findall(r"\d+", re.sub(r"(?<=\d)[,\u00a0](?=\d{3})", "", text)))


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("comparison", [*COMPARISONS.values(), None], ids=[*COMPARISONS, "ours"])
def test_every_language_gives_the_same_figures(
    language: str, comparison: Comparison | None
) -> None:
    comparison = comparison or illustration()
    t, english = messages(language), messages()
    here, there = (news(m, comparison).statements for m in (t, english))
    assert [(s.topic, s.a, s.b) for s in here] == [(s.topic, s.a, s.b) for s in there]
    for ours, original in zip(here, there, strict=True):
        mentioned = [
            [piece for piece in s.sentence if isinstance(piece, Mention)] for s in (ours, original)
        ]
        assert mentioned[0] == mentioned[1]
        words = [plain(s.sentence, comparison) for s in (ours, original)]
        assert figures(words[0]) == figures(words[1]), words
    for letter in "ab":
        side = getattr(comparison.summary, letter)
        names = [persisted(m, side, "X") for m in (t, english)]
        assert figures(names[0]) == figures(names[1]), names
    assert figures(tally(t, comparison)) == figures(tally(english, comparison))


@pytest.mark.parametrize("language", available())
def test_no_placeholder_is_left_and_every_number_has_its_form(language: str) -> None:
    for comparison in COMPARISONS.values():
        for text in told(comparison, language).values():
            assert not set("{}") & set(text)


@pytest.mark.parametrize("language", available())
def test_pages_link_the_paragraphs_that_a_sentence_mentions(language: str) -> None:
    comparison = illustration()
    (section,) = [
        e
        for e in parse(render(comparison, "html", language)).walk()
        if e.attributes.get("id") == "answer"
    ]
    linked = [a.attributes["href"] for a in section.by_tag("a")]
    mentions = [
        piece
        for s in news(messages(), comparison).statements
        for piece in s.sentence
        if isinstance(piece, Mention)
    ]
    assert linked == [f"#{s}-{p}" for m in mentions for s in "ab" for p in getattr(m, s)]


def test_json_has_them_in_english() -> None:
    data = json.loads(render(example(), "json", "ru"))
    assert {s["topic"]: s["text"] for s in data["in_plain_words"]} == told(example())
