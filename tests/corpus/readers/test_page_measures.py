"""What a page shows by its measures: titles spaced out, justified margins, lone page numbers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from scodiff.corpus.model import Paragraph
from scodiff.corpus.readers.formats import extract
from scodiff.corpus.segmentation.segmenter import segment

pytest.importorskip("reportlab", reason="the pages are set by reportlab (the extra [test])")

TITLE = "LAKESIDE DECLARATION"
BODY = [
    "The Heads of the Parties reviewed the work that has been done since the catalogue was agreed "
    "upon, and instruct the wardens to go on with it before the winter closes the passes.",
    "They reaffirm that disputes about the lending of globes shall be settled by negotiation, and "
    "that no Party will divert mules upstream without the written consent of its neighbours.",
    "The next meeting will be held in the city of Highford, which takes the chair of the union.",
]


def new_page() -> tuple[BytesIO, Any]:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    return out, Canvas(out, pagesize=(595, 842), invariant=1)


def write(canvas: Any, x: float, y: float, text: str, size: float = 11, spaced: float = 0) -> None:
    written = canvas.beginText(x, y)
    written.setFont("Times-Roman", size)
    written.setCharSpace(spaced)
    written.textOut(text)
    canvas.drawText(written)


def read(out: BytesIO, canvas: Any) -> list[Paragraph]:
    canvas.save()
    found = extract("pdf", out.getvalue(), "x.pdf")
    return list(segment(found.lines, pages_seen=found.pages_seen).paragraphs)


@pytest.mark.parametrize("spaced", [0.0, 1.0, 2.0, 3.5, 5.0])
def test_a_title_may_be_spaced_out(spaced: float) -> None:
    out, canvas = new_page()
    write(canvas, 72, 770, TITLE, 14, spaced)
    for at, text in enumerate(BODY):
        write(canvas, 72, 720 - 20 * at, text[:80].rpartition(" ")[0] + ".")
    assert read(out, canvas)[0].text == TITLE


def test_a_line_short_of_a_justified_margin_ends_its_paragraph() -> None:
    """No gap and no indent: last lines of all lengths, many of them short by less than a word."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate

    whole = " ".join(f"Notwithstanding all that, {text}" for text in BODY)
    texts = [whole[:end].rpartition(" ")[0].rstrip(",.") + "." for end in range(180, 430, 9)]
    plain = ParagraphStyle("plain", fontName="Times-Roman", fontSize=11, leading=14, alignment=4)
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=(595, 2400), invariant=1).build([Text(t, plain) for t in texts])
    found = extract("pdf", out.getvalue(), "x.pdf")
    paragraphs = segment(found.lines, pages_seen=found.pages_seen).paragraphs
    assert [p.text for p in paragraphs] == texts


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7", "7 / 9", "vii"])
@pytest.mark.parametrize("pages", [1, 2])
def test_a_page_number_alone_is_none_of_the_text(number: str, pages: int) -> None:
    out, canvas = new_page()
    texts = []
    for page in range(pages):
        for at, text in enumerate(BODY):
            texts.append(f"{page + 1}{at + 1}. {text[:76].rpartition(' ')[0]}.")
            write(canvas, 72, 770 - 24 * at, texts[-1])
        write(canvas, 290, 40, number.replace("7", str(page + 7)))
        canvas.showPage()
    found = read(out, canvas)
    assert [p.text for p in found if p.citable] == texts
