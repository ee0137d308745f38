"""The reports of real declarations: every block to the letter, every output valid."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from report_docx import resolved
from report_page import parse
from report_tei import witness

from scodiff.compare import compare
from scodiff.compare.model import Comparison
from scodiff.corpus.library import resolve
from scodiff.reports.formats.formats import render
from scodiff.reports.formats.json_report import schema
from scodiff.reports.visible import visible

LATER = ("2019-bishkek.en.txt", "2022-samarkand.en.txt", "2023-new-delhi.en.txt")


@cache
def compared(name: str) -> Comparison:
    """2003 with a later text, by wording alone: reports do not depend on the model."""
    return compare(resolve("2003-moscow"), resolve(name), None)


def check(comparison: Comparison) -> None:
    jsonschema.validate(
        json.loads(render(comparison, "json")), schema(), cls=jsonschema.Draft202012Validator
    )
    tree = parse(render(comparison, "html"))
    shown = {e.attributes["id"]: e for e in tree.walk() if "id" in e.attributes}
    for side, document in (("a", comparison.a), ("b", comparison.b)):
        for paragraph in document.paragraphs:
            element = shown[f"{side}-{paragraph.id}"]
            text = element if "matter" in element.classes else element.by_class("text")[0]
            assert text.text == visible(paragraph.text)
    both = [[visible(p.text) for p in d.paragraphs] for d in (comparison.a, comparison.b)]
    word = render(comparison, "docx")
    assert [resolved(word, "reject"), resolved(word, "accept")] == both
    root = etree.fromstring(render(comparison, "tei"))
    assert [witness(root, side) for side in "AB"] == both


def test_the_illustration_is_shown_whole_and_said_to_be_invented() -> None:
    comparison = compared("illustration")
    check(comparison)
    assert comparison.b.notice
    assert comparison.b.notice in render(comparison, "html").decode()


@pytest.mark.parametrize("name", LATER)
def test_a_real_declaration_is_shown_whole(name: str, data_dir: Path) -> None:
    path = data_dir / "sco" / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the real declarations here")
    check(compared(str(path)))
    assert len(render(compared(str(path)), "html")) < 1_500_000
