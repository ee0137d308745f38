"""The Word report: accept all and it is B, reject all and it is A, move by move."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report_docx import W, body, resolved
from report_example import assemble, document, example, link

from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document
from scodiff.reports.formats import render
from scodiff.reports.visible import visible

words = st.lists(st.sampled_from(["the", "SCO", "peace", "must", "may", "\n"]), max_size=5)
texts = st.lists(words.map(" ".join), min_size=1, max_size=7)


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


@st.composite
def alignments(draw: st.DrawFn, a: Document, b: Document) -> list[object]:
    """Any parting of both texts into links, moved or not, in A's order."""
    free_a, free_b = [p.id for p in a.citable], [p.id for p in b.citable]
    free_b = draw(st.permutations(free_b))
    found = []
    while free_a and free_b and draw(st.booleans()):
        take_a = draw(st.integers(1, min(2, len(free_a))))
        take_b = draw(st.integers(1, min(2, len(free_b))))
        ids_a, free_a = free_a[:take_a], free_a[take_a:]
        ids_b, free_b = sorted(free_b[:take_b], key=lambda p: int(p[1:])), free_b[take_b:]
        moved = draw(st.booleans())
        found.append(link(a, b, "changed", " ".join(ids_a), " ".join(ids_b), moved=moved))
    found += [link(a, b, "disappeared", p, "") for p in free_a]
    found += [link(a, b, "new", "", p) for p in free_b]
    return found


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


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">Sub Resolve(source, choice, target)
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden"
 hidden(0).Value = True
 text = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
 dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
 dispatcher.executeDispatch(text.CurrentController.Frame, ".uno:" &amp; choice, "", 0, Array())
 Dim saved(0) As New com.sun.star.beans.PropertyValue
 saved(0).Name = "FilterName"
 saved(0).Value = "Text"
 text.storeToURL(target, saved())
 text.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>
"""


def converted(office: str, folder: Path, choice: str) -> list[str]:
    """The paragraphs that LibreOffice has after all changes are resolved."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    source, target = (folder / "r.docx").as_uri(), (folder / "r.txt").as_uri()

    def start(argument: str) -> None:
        command = [office, "--headless", "--norestore", profile, argument]
        home = {**os.environ, "HOME": str(folder)}
        subprocess.run(command, check=False, timeout=120, capture_output=True, env=home)

    start("--terminate_after_init")  # the first start makes the profile and runs no macro
    basic = folder / "profile" / "user" / "basic" / "Standard"
    (basic / "Module1.xba").write_text(MACRO)
    (basic / "script.xlb").write_text(LIBRARY)
    start(f'macro:///Standard.Module1.Resolve("{source}","{choice}","{target}")')
    text = (folder / "r.txt").read_text(encoding="utf-8-sig")
    return text.removesuffix("\n").split("\n")


def test_the_xml_is_what_the_standard_orders() -> None:
    inside = body(render(example(), "docx"))
    assert [etree.QName(e).localname for e in inside][-1] == "sectPr"
    for paragraph in inside.findall(f"{W}p"):
        assert paragraph[0].tag == f"{W}pPr"
