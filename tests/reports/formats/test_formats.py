"""The table of output formats, and all that asks it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
from report_example import example

from scodiff.reports.errors import ReportError
from scodiff.reports.formats.formats import (
    OUTPUT_FORMATS,
    FindingsKind,
    OutputFormat,
    check_format,
    format_of,
    formats_for,
    names_in_words,
    render,
)

ROWS = list(OUTPUT_FORMATS.values())
STUDIES = [kind for kind in get_args(FindingsKind) if kind not in ("comparison", "synopsis")]
DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_modules_named_can_write_what_the_table_says(row: OutputFormat) -> None:
    assert callable(import_module(f"scodiff.reports.{row.comparisons}").render)
    if row.studies:
        module = import_module(f"scodiff.reports.{row.studies}")
        assert all(callable(getattr(module, kind)) for kind in STUDIES)
    if row.synopses:
        assert callable(import_module(f"scodiff.reports.{row.synopses}").render)


def test_no_two_formats_share_an_ending() -> None:
    endings = [ending for row in ROWS for ending in row.endings]
    assert len(endings) == len(set(endings))
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_documentation_has_a_line_for_every_format(row: OutputFormat) -> None:
    assert f"| `{row.name}` | `{row.endings[0]}`" in (DOCS / "reports.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("r.html", "html"), ("r.HTM", "html"), ("folder.json/r.json", "json")],
)
def test_the_ending_says_the_format(name: str, expected: str) -> None:
    assert format_of(name) == expected


@pytest.mark.parametrize("name", ["r", "r.exe", ".html", "html"])
def test_an_unknown_ending_lists_the_known_ones(name: str) -> None:
    with pytest.raises(ReportError, match=r"\.html, \.htm, \.json"):
        format_of(name)


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(ReportError, match="html, json"):
        render(example(), "papyrus")


def test_studies_have_fewer_formats_than_comparisons() -> None:
    assert {row.name for row in formats_for("lineage")} < set(OUTPUT_FORMATS)
    assert names_in_words("lineage") == "html, json, csv, markdown or text"
    assert format_of("r.docx") == check_format("docx") == "docx"
    with pytest.raises(ReportError, match=r"html, json, csv, markdown, text$"):
        check_format("docx", "phrase")
    with pytest.raises(ReportError, match="end the name"):
        format_of("r.docx", "phrase")
