"""Columns of PDF pages: short right ones, and tables of signatories inside one of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from scodiff.corpus.model import Paragraph
from scodiff.corpus.readers.formats import extract
from scodiff.corpus.segmentation.segmenter import segment

pytest.importorskip("reportlab", reason="the pages are set by reportlab (the extra [test])")

TITLE = "Declaration of the Mountain Library Union"
BODY = [
    "1. The Heads of the Parties met in Lakeside on 4 July 2031 and reviewed the work that has "
    "been done since the catalogue was agreed upon and the first globes were lent.",
    "2. The Parties reaffirm that disputes about the lending of globes shall be settled by "
    "negotiation, and that no Party will divert mules upstream without consent.",
    "3. They express deep concern at the trade in false maps across the eastern passes and "
    "instruct the wardens of the libraries to exchange what they know of it every month.",
    "4. Cooperation in transport remains a priority, and the ministers are to present a common "
    "tariff for the carriage of books before the end of 2032.",
    "5. The Parties note with satisfaction the growth of the exchange of readers, and support the "
    "proposal to establish a network of reading rooms.",
    "6. The next meeting will be held in 2033 in the city of Highford.",
]
SIGNED = [
    ("For the Republic of Arania", "J. Doe"), ("For the Kingdom of Belmark", "Aldo Poe"),
    ("For the Republic of Corvia", "Berta Loe"), ("For Farland", "A. B. Voe"),
]  # fmt: skip


def set_in_columns(
    body: list[str], size: float, rows: list[list[str]], height: float = 400
) -> bytes:
    """A page of two columns; a table with ``rows`` stands at the end of the text."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Spacer, Table
    from reportlab.platypus import Paragraph as Text

    plain = ParagraphStyle(
        "p", fontName="Times-Roman", fontSize=size, leading=1.2 * size, spaceAfter=size / 2
    )
    cell = ParagraphStyle("c", parent=plain, fontSize=8, leading=10, spaceAfter=0)
    head = ParagraphStyle("h", parent=plain, fontSize=size + 3, leading=size + 5)
    story: list[Any] = [Text(TITLE, head), *(Text(text, plain) for text in body)]
    if rows:
        cells = [[Text(text.replace("\n", "<br/>"), cell) for text in row] for row in rows]
        story += [Spacer(1, 10), Table(cells)]
    frames = [Frame(40 + 215 * n, 20, 200, height, 0, 0, 0, 0) for n in range(2)]
    out = BytesIO()
    page = BaseDocTemplate(out, pagesize=(500, height + 40), invariant=1)
    page.addPageTemplates([PageTemplate(frames=frames)])
    page.build(story)
    return out.getvalue()


def read(data: bytes) -> tuple[Paragraph, ...]:
    found = extract("pdf", data, "x.pdf")
    return segment(found.lines, pages_seen=found.pages_seen).paragraphs


@pytest.mark.parametrize("height", [200, 215, 230, 245, 260, 275, 290, 305])
@pytest.mark.parametrize("signed", [False, True])
def test_a_right_column_may_have_few_lines(height: float, signed: bool) -> None:
    """Of a table below them, which is indented, more lines begin at one place than of the text."""
    both = ["\n".join(pair) for pair in SIGNED]
    found = read(set_in_columns(BODY, 9, [both[:2], both[2:]] if signed else [], height))
    assert [p.text for p in found if p.citable] == BODY
    assert found[0].text == TITLE


@pytest.mark.parametrize("form", ["two a row", "across"])
@pytest.mark.parametrize("size", [8, 9, 10])
def test_signatories_sign_inside_one_column(form: str, size: float) -> None:
    both = [f"{office}\n{name}" for office, name in SIGNED]
    rows = [both[:2], both[2:]] if form == "two a row" else [list(pair) for pair in SIGNED]
    found = read(set_in_columns(BODY, size, rows, 330))
    assert [p.text for p in found if p.citable] == BODY
    assert [p.text for p in found if p.kind == "signature"] == [" ".join(pair) for pair in SIGNED]


@pytest.mark.parametrize("gap", [2.0, 3.0, 4.0])
def test_paragraphs_may_stand_hardly_apart(gap: float) -> None:
    """Half of them end in a full line, so that only the gap tells."""
    from reportlab.pdfgen.canvas import Canvas

    full = [BODY[n][3:].removesuffix(".") for n in (0, 2, 4)]
    body = [f"{text}, as {word} agreed." for text in full for word in ("was", "they", "all")]
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    y = 780.0
    for text in body:
        words = text.split()
        lines = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
        for line in lines:
            canvas.setFont("Times-Roman", 11)
            width = canvas.stringWidth(line, "Times-Roman", 11)
            stretch = 100 * 440 / width
            written = canvas.beginText(72, y)
            written.setHorizScale(stretch)
            written.textOut(line)
            canvas.drawText(written)
            y -= 13.5
        y -= gap
    canvas.save()
    assert [p.text for p in read(out.getvalue()) if p.citable] == body


@pytest.mark.parametrize("mark", ["", "1 ", "* "])
def test_a_note_in_small_type_is_a_note_whatever_its_mark(mark: str) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for page, number in enumerate((0, 3)):
        y = 780.0
        for text in BODY[number : number + 3]:
            words = text.split()
            for at in range(0, len(words), 13):
                canvas.setFont("Times-Roman", 11)
                canvas.drawString(72, y, " ".join(words[at : at + 13]))
                y -= 13.5
            y -= 8
        canvas.setFont("Times-Roman", 8.5)
        small = f"{mark}See the report of the wardens." if page == 0 else "Done in three copies."
        canvas.drawString(72, 90, small)
        canvas.showPage()
    canvas.save()
    # What ends the text may be set smaller without being a note.
    assert [p.text for p in read(out.getvalue()) if p.citable] == [*BODY, "Done in three copies."]
