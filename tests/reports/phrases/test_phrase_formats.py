"""The formats: schemas, nothing lost, nothing taken for markup, the same bytes each time."""

from __future__ import annotations

import csv
import json
import os
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from phrase_texts import HARBOUR, WORDS_ONLY, declaration
from rich.cells import cell_len
from rich.console import Console

from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.search import search_phrase
from scodiff.compare.studies.formulas import find_formulas
from scodiff.compare.studies.lineage import follow_formula, follow_paragraph
from scodiff.compare.studies.matrix import all_against_all
from scodiff.compare.studies.model import FormulaSettings
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.corpus.model import Document
from scodiff.reports.formats.formats import (
    FindingsKind,
    formats_for,
    render,
)
from scodiff.reports.phrases import lines, terminal
from scodiff.reports.phrases.json_report import schema
from scodiff.reports.phrases.wording import answer

if TYPE_CHECKING:
    from scodiff.reports.formats.formats import Findings

GOLDEN = Path(__file__).parents[2] / "golden"
KINDS: tuple[FindingsKind, ...] = ("phrase", "lineage", "matrix", "formulas")
FORMATS = [row.name for row in formats_for("phrase")]
# Markup, a formula of a spreadsheet, an escape sequence and a control that turns text round.
HOSTILE = "=open <b>sea</b> *lanes* | &amp; \x1b[31m \u202e] {{ 7 * 7 }}"


def findings(kind: FindingsKind, documents: tuple[Document, ...] = HARBOUR) -> Findings:
    """What each command would find in some documents."""
    index = PhraseIndex.of(documents)
    if kind == "phrase":
        return search_phrase("protect the lighthouse keepers", index, WORDS_ONLY)
    if kind == "formulas":
        return find_formulas(index, FormulaSettings(2, 2))
    pairs = PairwiseComparisons(documents, None)
    if kind == "matrix":
        return all_against_all(pairs, documents[0].id)
    return follow_paragraph(documents[1], documents[1].citable[-1], pairs)


def hostile() -> tuple[Document, ...]:
    """Documents whose every part is an attempt to be more than text."""
    return tuple(
        declaration(
            f"{2005 + i}-=a&b<i>",
            f"{HOSTILE} protect the lighthouse keepers of the bay.\n\n{HOSTILE} and more, {i}.",
            f"{2005 + i}-01-01",
        )
        for i in range(3)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hard", [False, True])
def test_json_is_as_its_schema_says(kind: FindingsKind, hard: bool) -> None:
    found = findings(kind, hostile()) if hard else findings(kind)
    Draft202012Validator.check_schema(schema(kind))
    Draft202012Validator(schema(kind)).validate(json.loads(render(found, "json", kind=kind)))


def test_the_json_of_a_phrase_holds_what_the_contract_names() -> None:
    data = json.loads(render(findings("phrase"), "json", kind="phrase"))
    assert data["schema_version"] == 1
    assert data["query"] == "protect the lighthouse keepers"
    assert {"id", "date", "title"} <= set(data["documents"][0])
    assert data["missing_summits"] == []
    wanted = {"match", "document", "date", "paragraph", "n", "text", "context", "start", "end"}
    assert wanted <= set(data["first"])
    assert data["first"] == data["occurrences"][0]
    assert [(e["document"], e["state"], e["match"]) for e in data["history"]] == [
        ("2005-north", "appears", "verbatim"),
        ("2007-south", "altered", "inflected"),
        ("2009-east", "absent", None),
        ("2011-west", "absent", None),
    ]


def test_json_without_a_match_says_null() -> None:
    found = search_phrase("no such thing", PhraseIndex.of(HARBOUR), WORDS_ONLY)
    data = json.loads(render(found, "json", kind="phrase"))
    assert data["first"] is None
    Draft202012Validator(schema("phrase")).validate(data)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", FORMATS)
def test_the_same_findings_give_the_same_bytes(kind: FindingsKind, format: str) -> None:
    once = render(findings(kind), format, kind=kind)
    assert once == render(findings(kind), format, kind=kind)


@pytest.mark.parametrize(
    ("format", "name"),
    [
        ("csv", "phrase.csv"),
        ("markdown", "phrase.md"),
        ("json", "phrase.json"),
        ("html", "phrase.html"),
    ],
)
def test_the_report_is_the_golden_one(format: str, name: str) -> None:
    made = render(findings("phrase"), format, kind="phrase")
    made = re.sub(rb'(?<=scodiff )\d[\w.]+|(?<="version": ")[^"]+', b"VERSION", made)
    path = GOLDEN / name
    # As for the other golden files: write anew on request, and read the diff.
    if os.environ.get("SCODIFF_UPDATE_GOLDEN"):
        path.write_bytes(made)
    assert made == path.read_bytes()


class _Page(HTMLParser):
    """The text of a page, its tags, and whatever it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("src", "action", "data", "poster", "srcset", "style") or (
                name == "href" and not (value or "").startswith("#")
            ):
                self.loads.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append((value or "").removeprefix("#"))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_nothing_and_every_link_has_an_end(kind: FindingsKind) -> None:
    page = _Page()
    page.feed(render(findings(kind), "html", kind=kind).decode())
    assert page.loads == []
    assert "script" not in page.tags
    assert "svg" in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids)


@pytest.mark.parametrize("kind", KINDS)
def test_text_never_becomes_markup(kind: FindingsKind) -> None:
    made = render(findings(kind, hostile()), "html", kind=kind).decode()
    page = _Page()
    page.feed(made)
    assert "i" not in page.tags
    assert "{{ 7 * 7 }}" in "".join(page.text)
    assert "\x1b" not in made
    assert "\u202e" not in made


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_of_a_csv_is_a_formula(kind: FindingsKind) -> None:
    made = render(findings(kind, hostile()), "csv", kind=kind).decode()
    rows = list(csv.reader(StringIO(made, newline="")))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or re.fullmatch(r"-?\d+(\.\d+)?", cell)


def test_every_occurrence_stands_in_every_format() -> None:
    found = search_phrase("open sea lanes", PhraseIndex.of(HARBOUR), WORDS_ONLY)
    for format in FORMATS:
        made = render(found, format, kind="phrase").decode()
        for o in found.occurrences:
            assert o.text in made.replace("&#39;", "'")
            assert o.document in made


def test_markdown_escapes_its_signs() -> None:
    made = render(findings("phrase", hostile()), "markdown", kind="phrase").decode()
    assert "\\<b\\>sea" in made
    assert "\\*lanes\\* \\|" in made


@pytest.mark.parametrize("kind", KINDS)
def test_the_terminal_obeys_no_text(kind: FindingsKind) -> None:
    out = StringIO()
    console = Console(file=out, width=100, force_terminal=False, highlight=False)
    getattr(terminal, f"print_{kind}")(findings(kind, hostile()), console)
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert "[U+" in out.getvalue()


def test_the_terminal_shows_the_concordance_and_the_timeline() -> None:
    out = StringIO()
    found = search_phrase("open sea lanes", PhraseIndex.of(HARBOUR), WORDS_ONLY)
    terminal.print_phrase(found, Console(file=out, width=120, highlight=False))
    shown = out.getvalue()
    assert "◆●·○" in shown
    assert shown.count("open sea lanes") + shown.count("Open Sea Lanes") == 3
    assert "2005-north ¶2" in shown


def test_a_formula_followed_is_reported_in_every_format() -> None:
    index = PhraseIndex.of(HARBOUR)
    found = follow_formula(search_phrase("open sea lanes", index, WORDS_ONLY), index)
    for format in FORMATS:
        assert "open sea lanes" in render(found, format, kind="lineage").decode()


def test_the_answer_never_says_coined_and_counts_the_documents() -> None:
    said = answer(search_phrase("open sea lanes", PhraseIndex.of(HARBOUR), WORDS_ONLY))
    assert said[0] == "Earliest in these 4 documents: 2005-north ¶2, 1 June 2005 (verbatim)."
    assert "3 times in 3 documents" in said[1]
    assert "coin" not in " ".join(said)


def test_what_is_counted_as_narrow_is_so_by_the_tables_of_rich() -> None:
    narrow = [c for c in map(chr, range(0x11000)) if lines._NARROW.fullmatch(c)]
    assert {"a", "¶", "…", "“", "◆", "◐", "Ж"} <= set(narrow)
    assert [c for c in narrow if cell_len(c) != 1] == []
    assert lines.columns("上海") == 4
    assert lines.fitted("上海", 3) == "上 "
    assert (lines.fitted("abc", 2), lines.fitted("abc", 4)) == ("ab", "abc ")
