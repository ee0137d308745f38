"""The CSV report: a row a link, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_example import GAP, assemble, document, example, link

from scodiff.compare.model import Comparison, RunnerUp
from scodiff.reports.formats.csv_report import COLUMNS
from scodiff.reports.formats.formats import render


def rows(comparison: Comparison) -> list[dict[str, str]]:
    text = render(comparison, "csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def one(text: str) -> dict[str, str]:
    a, b = document("a", (("body", text),)), document("b", (("body", "."),))
    (row,) = rows(assemble(a, b, (link(a, b, "changed", "p1", "p1"),)))
    return row


def test_a_row_for_each_link_with_every_column() -> None:
    comparison = example()
    found = rows(comparison)
    assert [row["relation"] for row in found] == [x.relation for x in comparison.links]
    assert all(tuple(row) == COLUMNS for row in found)


def test_a_long_id_is_not_shortened_in_data() -> None:
    name = "2031-05-04-joint-statement-of-the-harbour-masters"
    a, b = document(name, (("body", "One."),)), document("b", (("body", "Two."),))
    comparison = assemble(a, b, (link(a, b, "changed", "p1", "p1"),))
    assert rows(comparison)[0]["a"] == f"{name} ¶1"


def test_texts_and_evidence_are_there() -> None:
    comparison = example()
    row = rows(comparison)[2]
    assert row["text_b"] == GAP.join(comparison.b.paragraph(p).text for p in ("p6", "p7"))
    assert (row["a"], row["b"]) == ("2003-moscow ¶2", "invented-lake ¶4; invented-lake ¶5")
    assert (row["moved"], row["distance"], row["split"]) == ("true", "1", "true")
    assert (row["confidence"], row["runner_up_score"], row["margin"]) == ("0.55", "0.41", "0.14")
    assert row["shifts"] == "modality strengthened: is necessary → shall"
    assert row["section_b"] == "On the dialogue of cultures"


def test_only_like_probabilities_have_a_margin() -> None:
    comparison = example()
    gone = replace(comparison.links[4], runner_up=RunnerUp("p6", "p9", 0.89), confidence=0.13)
    row = rows(replace(comparison, links=(*comparison.links[:4], gone, *comparison.links[5:])))[4]
    assert (row["confidence"], row["runner_up_score"], row["margin"]) == ("0.13", "0.89", "")


def test_lines_end_as_the_standard_says_and_spreadsheets_see_utf_8() -> None:
    data = render(example(), "csv")
    assert data.startswith(b"\xef\xbb\xbflink,")
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "＝"])
def test_no_text_becomes_a_formula(sign: str) -> None:
    text = f"{sign}cmd|' /C calc'!A0"
    assert one(text)["text_a"] == f"'{text}"


@given(st.text())
def test_no_cell_of_text_begins_as_a_formula(text: str) -> None:
    assert not one(text or ".")["text_a"].lstrip(" ").startswith(("=", "+", "-", "@"))


def test_an_ordinary_text_is_left_alone() -> None:
    text = 'He said: "peace, at last" – 2 = 2.\nNext line.'
    assert one(text)["text_a"] == text
