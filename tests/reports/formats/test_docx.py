"""The Word report: accept all and it is B, reject all and it is A, move by move."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report_docx import W, alignments, body, converted, resolved, texts
from report_example import assemble, document, example, link

from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document
from scodiff.reports.formats.formats import render
from scodiff.reports.visible import visible


def blocks(text: Document) -> list[str]:
    return [visible(paragraph.text) for paragraph in text.paragraphs]


def check(comparison: Comparison) -> None:
    data = render(comparison, "docx")
    assert resolved(data, "accept") == blocks(comparison.b)
    assert resolved(data, "reject") == blocks(comparison.a)


def test_accepting_gives_b_and_rejecting_gives_a() -> None:
    check(example())


@given(texts, texts, st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_was_linked_both_texts_can_be_had_again(
    left: list[str], right: list[str], data: st.DataObject
) -> None:
    kinds = st.sampled_from(["body", "body", "body", "title", "furniture"])
    a, b = (
        document(name, [(data.draw(kinds), text) for text in side])
        for name, side in (("a", left), ("b", right))
    )
    check(assemble(a, b, tuple(data.draw(alignments(a, b)))))


def test_a_move_is_one_move_with_two_named_ends() -> None:
    inside = body(render(example(), "docx"))
    names = {
        end: [e.get(f"{W}name") for e in inside.iter(f"{W}move{end}RangeStart")]
        for end in ("From", "To")
    }
    assert sorted(names["From"]) == sorted(names["To"])
    assert names["From"]
    for end in ("From", "To"):
        opened = [e.get(f"{W}id") for e in inside.iter(f"{W}move{end}RangeStart")]
        closed = [e.get(f"{W}id") for e in inside.iter(f"{W}move{end}RangeEnd")]
        assert opened == closed


def test_what_was_edited_in_a_moved_passage_is_tracked_where_it_stands_now() -> None:
    inside = body(render(example(), "docx"))
    within = [e for e in inside.iter(f"{W}moveTo") if e.find(f"{W}del") is not None]
    assert within


def test_revisions_have_ids_of_their_own_and_an_author() -> None:
    inside = body(render(example(), "docx"))
    kinds = {f"{W}{k}" for k in ("ins", "del", "moveFrom", "moveTo")}
    found = [e for e in inside.iter() if e.tag in kinds]
    ids = [e.get(f"{W}id") for e in found]
    assert len(ids) == len(set(ids))
    assert {e.get(f"{W}author") for e in found} == {"scodiff"}


def test_same_comparison_same_bytes_and_no_clock() -> None:
    data = render(example(), "docx")
    assert data == render(example(), "docx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("seconds", [-86_400.0, 0.0, 4_400_000_000.0])
def test_a_clock_that_no_archive_can_say_changes_nothing(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Archives know the years from 1980 to 2107."""
    expected = render(example(), "docx")
    monkeypatch.setattr("time.time", lambda: seconds)
    assert render(example(), "docx") == expected


def test_control_characters_do_not_spoil_the_file() -> None:
    a = document("a", (("body", "bell \x07 and \ud800 <w:p> & \u202e"), ("title", "one\ntwo")))
    b = document("b", (("body", "bell"),))
    check(assemble(a, b, (link(a, b, "changed", "p1", "p1"),)))


def test_an_empty_text_is_no_trouble() -> None:
    a, b = document("a", (("body", "One."),)), document("b", (("body", "Two."),))
    nothing = replace(b, paragraphs=())
    data = render(assemble(a, nothing, (link(a, b, "disappeared", "p1", ""),)), "docx")
    assert resolved(data, "accept") == [""]
    assert resolved(data, "reject") == ["One."]


@pytest.mark.slow
@pytest.mark.parametrize("choice", ["AcceptAllTrackedChanges", "RejectAllTrackedChanges"])
def test_libreoffice_reads_the_same_texts(choice: str, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    comparison = example()
    (tmp_path / "r.docx").write_bytes(render(comparison, "docx"))
    text = converted(office, tmp_path, choice)
    expected = comparison.b if choice.startswith("Accept") else comparison.a
    assert text == blocks(expected)


def test_the_xml_is_what_the_standard_orders() -> None:
    inside = body(render(example(), "docx"))
    assert [etree.QName(e).localname for e in inside][-1] == "sectPr"
    for paragraph in inside.findall(f"{W}p"):
        assert paragraph[0].tag == f"{W}pPr"
