"""Every quoted string of every format stands in its source, and the answer keeps its length."""

from __future__ import annotations

import csv
import html
import io
import json
import logging
import os
import random
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from report_page import parse
from report_tei import N
from rich.console import Console
from texts import document, moscow_paragraphs

from scodiff.compare import compare
from scodiff.compare.answer import faults
from scodiff.compare.model import Comparison
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.reports.formats.formats import render
from scodiff.reports.formats.terminal import print_summary
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.mentions import Quotation
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import news
from scodiff.reports.verification import as_quoted, misquotations, stands_in

MOST = 6000  # characters of the Markdown before the comparison begins
HEADING = "\n## {}\n"
SAMPLED = 6  # pairs of the shared series; SCODIFF_ALL_PAIRS compares them all
ITEM = re.compile(r"^(?:- | · |· )“(?P<a>.+)” \((?:[^()]* )?¶+[\d, ]+\)(?P<rest>.*)$")
BECAME = re.compile(r"^ became “(.+)” \(¶\d+\)")
SHIFT = re.compile(
    r"^(?:“(?P<a>.*)” (?:→|reads|left out;) “(?P<b>.*)”(?:; meaning not judged| put in)?"
    r"|“(?P<one>.*)” (?:left out|put in))$"
)
NEAR = re.compile(
    r"^perhaps on one matter, and no more is claimed: “(.*)” \(¶\d+\); “(.*)” \(¶\d+\)$"
)


def in_items(lines: Sequence[str]) -> Iterator[str]:
    """The quotations of the answer's lists, printed one item a line."""
    for line in lines:
        if match := ITEM.match(line.rstrip()):
            first, rest = match["a"], match["rest"]
            if "” (¶" in first:  # both sides of a change
                first, _, second = first.partition("” (¶")
                yield second.partition("“")[2]
            yield first
            if became := BECAME.match(rest):
                yield became[1]


def in_shift(words: str) -> Iterator[str]:
    """The quotations of a shift as ``kind, direction: “a” → “b”``."""
    yield from in_change(words.partition(": ")[2])


def in_change(words: str) -> Iterator[str]:
    """The quotations of a change: ``“a” → “b”``, ``“a” reads “b”``, ``“a” left out``."""
    match = SHIFT.match(words) or NEAR.match(words)
    assert match, words
    yield from (quote for quote in match.groups() if quote)


def in_html(comparison: Comparison) -> Iterator[str]:
    page = parse(render(comparison, "html"))
    yield from (e.text for e in page.by_class("quoted"))
    yield from (e.text for e in page.by_tag("q"))
    for listed in page.by_class("shifts"):
        for item in listed.by_tag("li"):
            in_words = in_change if "not-judged" in item.classes else in_shift
            yield from in_words(item.text)


def in_markdown(comparison: Comparison) -> Iterator[str]:
    text = render(comparison, "markdown").decode("utf-8")
    lines = [html.unescape(re.sub(r"\\(.)", r"\1", line)) for line in text.split("\n")]
    yield from in_items(lines)
    for line in lines:
        if line.startswith("- Shift: "):
            yield from in_shift(line.removeprefix("- Shift: "))
        if line.startswith("- Other words: "):
            yield from in_change(line.removeprefix("- Other words: "))


def on_terminal(comparison: Comparison) -> Iterator[str]:
    out = StringIO()
    print_summary(comparison, Console(file=out, width=9000, color_system=None))
    lines = out.getvalue().splitlines()
    yield from in_items(lines)
    for line in lines:
        if line.startswith("    · “"):
            yield from in_change(line.removeprefix("    · ").rstrip())


def in_json(comparison: Comparison) -> Iterator[str]:
    data = json.loads(render(comparison, "json"))
    yield from in_items([f"- {words['text']}" for words in data["in_plain_words"]])
    for link in data["links"]:
        told = [*link["shifts"], *link["differences"]]
        yield from (s[side] for s in told for side in "ab" if s[side])
        for difference in link["differences"]:
            for side in "ab":
                assert bool(difference[side]) == bool(difference["places"][side])


def in_csv(comparison: Comparison) -> Iterator[str]:
    rows = csv.DictReader(io.StringIO(render(comparison, "csv").decode("utf-8-sig")))
    for row, link in zip(rows, comparison.links, strict=True):
        for shift in link.shifts:
            assert as_quoted(f"{shift.a} → {shift.b}") in as_quoted(row["shifts"])
            yield from filter(None, (shift.a, shift.b))


def in_tei(comparison: Comparison) -> Iterator[str]:
    root = etree.fromstring(render(comparison, "tei"))
    for feature in root.iterfind(".//t:f", N):
        if re.fullmatch(r"shift\d+", feature.get("name", "")):
            words = "".join(feature.itertext()).partition(": ")[2].strip()
            known = [s for k in comparison.links for s in k.shifts]
            shift = next(s for s in known if as_quoted(f"{s.a} → {s.b}") == as_quoted(words))
            yield from filter(None, (shift.a, shift.b))


QUOTED_IN = {
    "html": in_html,
    "markdown": in_markdown,
    "terminal": on_terminal,
    "json": in_json,
    "csv": in_csv,
    "tei": in_tei,
}


def check(comparison: Comparison) -> None:
    texts = [as_quoted(p.text) for d in (comparison.a, comparison.b) for p in d.paragraphs]
    assert faults(comparison) == []
    for name, quoted_in in QUOTED_IN.items():
        wrong = [q for q in quoted_in(comparison) if not stands_in(as_quoted(q), texts)]
        assert wrong == [], name
    for name in ("html", "json"):
        both = (comparison.a, comparison.b)
        assert misquotations(name, render(comparison, name), both) == []
    check_answer(comparison)


def check_answer(comparison: Comparison) -> None:
    """The same quotations in every language, each in the text that it is said to be of."""
    quoted = []
    for language in available():
        t = messages(language)
        told = news(t, comparison)
        beside = (sentence for found in told.in_links.values() for sentence in found)
        found = [
            piece
            for sentence in (*(s.sentence for s in told.statements), *beside)
            for piece in sentence
            if isinstance(piece, Quotation)
        ]
        quoted.append(found)
        text = render(comparison, "markdown", language).decode("utf-8")
        opening, begins, _ = text.partition(HEADING.format(t("page.comparison")))
        assert begins
        assert len(opening) <= MOST, (language, len(opening))
    assert quoted.count(quoted[0]) == len(quoted)
    for piece in quoted[0]:
        side: Document = getattr(comparison, piece.side)
        assert any(piece.text in p.text for p in side.citable)


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Texts of one series that follow each other, and the declarations with each other."""
    found = list(pairwise(sorted((folder / "sco").glob("*.en.txt"))))
    for series in sorted(p for p in (folder / "series").rglob("*") if p.is_dir()):
        texts = sorted([*series.glob("*.txt"), *series.glob("*.md")])
        found += pairwise(texts)
    return found


@pytest.mark.parametrize("number", range(SAMPLED))
def test_of_real_texts_nothing_is_misquoted(
    number: int, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    known = pairs(data_dir)
    chosen = random.Random(17).sample(known, min(SAMPLED, len(known)))
    if os.environ.get("SCODIFF_ALL_PAIRS"):
        chosen = known
    with caplog.at_level(logging.WARNING, "scodiff.compare.answer"):
        for a, b in chosen[number::SAMPLED]:
            check(compare(resolve(str(a)), resolve(str(b))))
    assert caplog.text == ""


@pytest.mark.parametrize("name", ["2022-samarkand.en.txt", "2023-new-delhi.en.txt"])
def test_of_distant_declarations_nothing_is_misquoted(name: str, data_dir: Path) -> None:
    path = data_dir / "sco" / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the real texts")
    check(compare(resolve("2003-moscow"), resolve(str(path))))


invented = st.lists(
    st.one_of(
        st.sampled_from(moscow_paragraphs()),
        st.sampled_from(moscow_paragraphs()).map(lambda text: text.replace("must", "may")),
        st.text(min_size=1, max_size=120),
    ).filter(lambda text: bool(text.strip()) and "\n" not in text and "\r" not in text),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(invented, invented)
def test_of_invented_texts_nothing_is_misquoted(a: list[str], b: list[str]) -> None:
    comparison = compare(document(a, "a"), document(b, "b"))
    assert faults(comparison) == []
    for name in ("html", "json"):
        both = (comparison.a, comparison.b)
        assert misquotations(name, render(comparison, name), both) == []
    check_answer(comparison)


def test_a_quotation_is_contiguous_or_joined_by_an_ellipsis() -> None:
    texts = ["General Assembly and the International Law Commission"]
    assert stands_in("International Law Commission", texts)
    assert stands_in("General Assembly … Law Commission", texts)
    assert not stands_in("General Assembly Commission", texts)
    assert not stands_in("Law Commission … General Assembly", texts)


def test_a_misquotation_is_found_in_a_report() -> None:
    comparison = compare(
        document(["The parties shall meet.", "We oppose any arms race in outer space at all."]),
        document(["The parties shall meet."]),
    )
    page = render(comparison, "html").replace(b"any arms race", b"every arms race")
    found = misquotations("html", page, (comparison.a, comparison.b))
    assert any("every arms race" in words for words in found)
