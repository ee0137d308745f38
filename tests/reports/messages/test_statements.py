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
from scodiff.compare.model import Comparison, Link, Relation, Shift
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.figures import answer, persisted
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.link_words import tally
from scodiff.reports.messages.mentions import Mention, plain
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import statements

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
    found = statements(messages(language), comparison)
    return {s.topic: plain(s.sentence, comparison) for s in found}


# ---- English ----------------------------------------------------------------------------


def test_of_one_paragraph_no_figures_are_told() -> None:
    same, gone = told(compared(ONE, ONE)), told(compared(ONE, FISH))
    assert same["persistence"] == "The one paragraph of a persists word for word."
    assert same["novelty"] == "The one paragraph of b is not new."
    assert same["meaning against wording"] == "The one linked passage keeps words and meaning."
    assert gone["persistence"] == "The one paragraph of a has no counterpart in b."
    assert gone["novelty"] == "The one paragraph of b is new."


def test_what_there_is_none_of_is_said_in_words_or_not_at_all() -> None:
    same = told(compared(f"{ONE}\n\n{LONG}", f"{ONE}\n\n{LONG}"))
    assert same["persistence"].startswith("Of the 2 paragraphs of a, 2 persist word for word (100%")
    assert same["persistence"].endswith("words).")
    assert same["novelty"] == "Of the 2 paragraphs of b, none is new."
    assert same["meaning against wording"] == "Of 2 linked passages, 2 keep words and meaning."
    gone = told(compared(f"{ONE}\n\n{LONG}", FISH))["persistence"]
    assert gone.startswith("Of the 2 paragraphs of a, none persists (0%")
    assert gone.endswith("; 2 have no counterpart in b.")


def test_no_passage_kept_most_where_all_kept_the_same() -> None:
    other = LONG.replace("parties", "members").replace("town", "city")
    assert "best kept" not in told(compared(f"{ONE}\n\n{LONG}", f"{ONE}\n\n{LONG}"))
    changed = compared(f"{LONG}\n\n{FISH}", f"{LONG}\n\n{FISH.replace('lake', 'river')}")
    text = told(changed)["best kept"]
    assert text.startswith("The longest passage that kept all of its wording is ¶1 → ¶1 (")
    text = told(compared(f"{LONG}\n\n{ONE}", f"{other}\n\n{ONE}"))["best kept"]
    assert text.startswith("The passage that kept most of its wording is ¶1 → ¶1 (9")


def test_they_rest_on_paragraphs_and_name_their_denominators() -> None:
    comparison = illustration()
    words, side = told(comparison), comparison.summary.a
    assert f"Of the {side.total_paragraphs} paragraphs" in words["persistence"]
    assert f"{side.paragraphs['disappeared']} have no counterpart" in words["persistence"]
    assert f"{side.total_words:,} words" in words["persistence"]
    ids = [{p.id for p in d.citable} for d in (comparison.a, comparison.b)]
    for statement in statements(messages(), comparison):
        assert set(statement.a) <= ids[0]
        assert set(statement.b) <= ids[1]
    assert all(text.endswith((".", "”")) for text in words.values())


def test_what_keeps_its_words_and_not_its_meaning_comes_first() -> None:
    turned = [link for link in illustration().links if link.quarter == "turned"]
    first = statements(messages(), illustration())[0]
    assert turned
    assert first.topic == "turned"
    assert set(first.a) == {p for link in turned for p in link.a}


# ---- every language ---------------------------------------------------------------------


def made(
    *relations: Relation, shifts: Sequence[Shift] = (), moved: int = 0, turned: int = 0
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
    here, there = statements(t, comparison), statements(english, comparison)
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
        names = [answer(m, side, letter, "X") + persisted(m, side) for m in (t, english)]
        if side.total_paragraphs > 1:  # of one paragraph English has the word
            assert figures(names[0]) == figures(names[1]), names
    assert figures(tally(t, comparison)) == figures(tally(english, comparison))


@pytest.mark.parametrize("language", available())
def test_no_placeholder_is_left_and_every_number_has_its_form(language: str) -> None:
    for comparison in COMPARISONS.values():
        for text in told(comparison, language).values():
            assert not set("{}") & set(text)
    if language == "ru":
        assert "21 из 21 связанного фрагмента стоит" in told(COMPARISONS["21"], "ru")["moved"]
        assert "42 сдвига позиции в 1 из 21" in told(COMPARISONS["21"], "ru")["shifts"]
        assert "5 фрагментов из 10" in told(COMPARISONS["fives"], "ru")["turned"]


@pytest.mark.parametrize("language", available())
def test_pages_link_the_paragraphs_that_a_sentence_mentions(language: str) -> None:
    comparison = illustration()
    page = parse(render(comparison, "html", language)).by_class("plain")[0]
    linked = [a.attributes["href"] for a in page.by_tag("a")]
    mentions = [
        piece
        for s in statements(messages(), comparison)
        for piece in s.sentence
        if isinstance(piece, Mention)
    ]
    assert linked == [f"#{s}-{p}" for m in mentions for s in "ab" for p in getattr(m, s)]


def test_a_number_sign_in_a_quoted_text_is_no_link() -> None:
    strange = Shift("modality", "weakened", "must ¶1", "should <b>")
    page = render(made("changed", "changed", shifts=[strange]), "html")
    (item,) = [e for e in parse(page).by_class("plain")[0].by_tag("li") if "must ¶1" in e.text]
    assert "“must ¶1” became “should <b>” (¶1 → ¶1)" in item.text
    assert len(item.by_tag("a")) == 2


def test_json_has_them_in_english() -> None:
    data = json.loads(render(example(), "json", "ru"))
    assert {s["topic"]: s["text"] for s in data["in_plain_words"]} == told(example())
