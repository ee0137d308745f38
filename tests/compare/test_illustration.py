"""The recorded links of the illustration are what the two texts show."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.evaluate import demo
from benchmarks.lib.illustration import reported_links, true_links
from scodiff.compare import compare
from scodiff.corpus import library
from scodiff.corpus.model import Document

MOSCOW_PARAGRAPHS = 35


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    record = files("scodiff.corpus.texts").joinpath("illustration.links.toml")
    return tomllib.loads(record.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def moscow() -> Document:
    return library.resolve("2003-moscow")


@pytest.fixture(scope="module")
def illustration() -> Document:
    return library.resolve("illustration")


def _text(document: Document, numbers: list[int]) -> str:
    return "\n\n".join(document.citable[n - 1].text for n in numbers)


def _editorially_neutral(text: str) -> str:
    """The letters that remain when spelling variants, case and punctuation do not count."""
    text = text.casefold().replace("organisation", "organization").replace("favour", "favor")
    return re.sub(r"[\W_]+", "", text)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _share_kept(a: str, b: str) -> float:
    """The share of the longer side's words that the other side has as well."""
    left, right = _words(a), _words(b)
    return (left & right).total() / max(left.total(), right.total())


def test_it_says_that_it_is_invented(illustration: Document) -> None:
    assert "invented" in illustration.title.casefold()
    assert illustration.notice
    assert "invented" in illustration.notice.casefold()
    assert illustration.date == "2030-01-01"
    assert illustration.place == "Illustration"


def test_paragraphs_are_those_that_blank_lines_show(illustration: Document) -> None:
    blocks = illustration.source_text.strip().split("\n\n")[1:-1]
    assert [p.text for p in illustration.citable] == [" ".join(b.split()) for b in blocks]


def test_links_name_every_paragraph_exactly_once(
    truth: dict[str, Any], moscow: Document, illustration: Document
) -> None:
    a = Counter(n for link in truth["links"] for n in link["a"]) + Counter(truth["disappeared"])
    b = Counter(n for link in truth["links"] for n in link["b"]) + Counter(truth["new"])
    assert len(moscow.citable) == MOSCOW_PARAGRAPHS
    assert a == Counter(range(1, MOSCOW_PARAGRAPHS + 1))
    assert b == Counter(range(1, len(illustration.citable) + 1))


def test_every_kind_of_link_occurs(truth: dict[str, Any]) -> None:
    links = truth["links"]
    relations = {link["relation"] for link in links}
    assert relations == {"identical", "editorial", "changed", "reformulated"}
    assert truth["disappeared"]
    assert truth["new"]
    assert any(link["moved"] for link in links)
    assert any(len(link["b"]) > 1 for link in links)
    assert any(len(link["a"]) > 1 for link in links)


def test_relations_are_what_the_wording_shows(
    truth: dict[str, Any], moscow: Document, illustration: Document
) -> None:
    for link in truth["links"]:
        a, b = _text(moscow, link["a"]), _text(illustration, link["b"])
        same_letters = _editorially_neutral(a) == _editorially_neutral(b)
        kept = _share_kept(a, b)
        match link["relation"]:
            case "identical":
                assert a == b, link
            case "editorial":
                assert a != b, link
                assert same_letters, link
            case "changed":
                assert not same_letters, link
                assert kept > 0.4, (link, kept)
            case "reformulated":
                assert kept < 0.4, (link, kept)


def test_moved_links_are_the_fewest_whose_absence_leaves_order(truth: dict[str, Any]) -> None:
    links = sorted(truth["links"], key=lambda link: link["a"][0])
    staying = [link["b"] for link in links if not link["moved"]]
    assert all(before[-1] < after[0] for before, after in pairwise(staying))
    starts = [link["b"][0] for link in links]
    longest: list[int] = []
    for i, start in enumerate(starts):
        longest.append(1 + max((longest[j] for j in range(i) if starts[j] < start), default=0))
    assert max(longest) == len(staying)


def test_what_persisted_is_found_even_by_words_alone(
    truth: dict[str, Any], moscow: Document, illustration: Document
) -> None:
    """No model is needed to see that the words are the same, wherever they went."""
    number_a = {p.id: p.n for p in moscow.paragraphs}
    number_b = {p.id: p.n for p in illustration.paragraphs}
    persisted = {"identical", "editorial"}
    found = [
        ([number_a[i] for i in link.a], [number_b[i] for i in link.b], link.relation, link.moved)
        for link in compare(moscow, illustration).links
        if link.relation in persisted
    ]
    assert found == [
        (link["a"], link["b"], link["relation"], link["moved"])
        for link in truth["links"]
        if link["relation"] in persisted
    ]


def _report(links: list[tuple[list[int], list[int], str, bool]]) -> dict[str, Any]:
    """As much of a comparison's JSON as is counted, from links by number."""
    return {
        "a": {"paragraphs": [{"id": f"p{n}", "n": n} for n in range(1, 36)]},
        "b": {"paragraphs": [{"id": f"p{n}", "n": n} for n in range(1, 31)]},
        "links": [
            {
                "a": [f"p{n}" for n in a],
                "b": [f"p{n}" for n in b],
                "relation": relation,
                "moved": moved,
                "pairs": [{"a": f"p{m}", "b": f"p{n}"} for m in a for n in b],
            }
            for a, b, relation, moved in links
        ],
    }


def test_the_count_sees_what_is_found_missed_and_false() -> None:
    truth = true_links()
    assert demo.summary(truth, truth)[0].endswith("22 of 22")
    found = reported_links(_report([([18], [8], "identical", True), ([34], [10], "changed", True)]))
    lines = demo.summary(truth, found)
    counts = [re.findall(r"\d+", line) for line in lines[:6]]
    assert counts == [
        ["2", "22"],
        ["1", "2"],
        ["2", "26"],
        ["0"],
        ["1", "4", "1"],
        ["0", "17", "0"],
    ]
    found = reported_links(_report([([18], [9], "changed", False), ([], [8], "new", False)]))
    lines = demo.summary(truth, found)
    assert "false: ¶18 → ¶9" in lines
    assert re.findall(r"\d+", lines[3]) == ["1"]
    assert re.findall(r"\d+", lines[5]) == ["0", "17", "1"]
