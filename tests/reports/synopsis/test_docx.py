"""The Word table of a synopsis: every version whole, its changes marked, on landscape paper."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from examples.synopsis_example import synopsis_example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from patience import PATIENCE
from report_docx import W, body
from texts import document, moscow_paragraphs

from scodiff.compare.synopsis.build import build_synopsis
from scodiff.compare.synopsis.model import Synopsis
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.languages import available
from scodiff.reports.visible import visible


def made(synopsis: Synopsis, language: str = "en") -> bytes:
    return render(synopsis, "docx", language, kind="synopsis")


def text_of(element: etree._Element, *, struck: bool = False) -> str:
    """The text of a cell or paragraph, without what is struck through."""
    runs = element.iter(f"{W}r")
    return "".join(
        t.text or ""
        for run in runs
        if struck or run.find(f"{W}rPr/{W}strike") is None
        for t in run.findall(f"{W}t")
    )


def check(synopsis: Synopsis) -> None:
    """Each cell holds the paragraphs of its version, numbered, in their own characters."""
    lines = body(made(synopsis)).findall(f".//{W}tr")
    for row, line in zip(synopsis.in_order(), lines[1:], strict=True):
        first, *cells = line.findall(f"{W}tc")
        assert text_of(first).startswith(f"{row.number} ")
        for standing, cell in zip(row.standings, cells, strict=True):
            held = synopsis.document(standing.document)
            told = [text_of(p) for p in cell.findall(f"{W}p")]
            for name in standing.paragraphs:
                paragraph = held.paragraph(name)
                assert f"¶{paragraph.n} {visible(paragraph.text)}" in told


def test_the_example_is_whole() -> None:
    check(synopsis_example())


changed = st.sampled_from(moscow_paragraphs()[:10]).flatmap(
    lambda text: st.sampled_from([text, text.replace("the", "those"), text.split(". ")[0]])
)
declarations = st.lists(st.lists(changed, min_size=1, max_size=6), min_size=2, max_size=4)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations)
def test_of_invented_texts_it_is_whole(written: list[list[str]]) -> None:
    check(build_synopsis([document(p, f"text-{n}") for n, p in enumerate(written)]))


def test_what_changed_is_marked() -> None:
    inside = body(made(synopsis_example()))
    runs = list(inside.iter(f"{W}r"))
    struck = [text_of(r, struck=True) for r in runs if r.find(f".//{W}strike") is not None]
    lined = [text_of(r) for r in runs if r.find(f".//{W}u[@{W}val='single']") is not None]
    assert "They" in struck
    assert "The Member States must" in lined
    assert "the heads of state signed the respective agreement" in text_of(inside)


def test_the_paper_lies_on_its_side_and_the_head_is_repeated() -> None:
    inside = body(made(synopsis_example()))
    size = inside.find(f"{W}sectPr/{W}pgSz")
    assert size.get(f"{W}orient") == "landscape"
    assert int(size.get(f"{W}w")) > int(size.get(f"{W}h"))
    assert inside.find(f".//{W}tr/{W}trPr/{W}tblHeader") is not None


@pytest.mark.parametrize("language", available())
def test_every_cell_ends_in_a_paragraph(language: str) -> None:
    for cell in body(made(synopsis_example(), language)).iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


@pytest.mark.slow
def test_libreoffice_reads_it(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    (tmp_path / "s.docx").write_bytes(made(synopsis_example()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "txt:Text", "--outdir", tmp_path]
    subprocess.run(
        [*command, tmp_path / "s.docx"], check=True, capture_output=True, timeout=PATIENCE
    )
    text = (tmp_path / "s.txt").read_text(encoding="utf-8-sig")
    for held in synopsis_example().documents:
        assert held.id in text
    assert "The Member States met again by the lake." in text
