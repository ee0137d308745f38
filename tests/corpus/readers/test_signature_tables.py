"""PDF pages by their measures: tables of signatories, margins, running heads, spaced-out titles."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scodiff.corpus.model import Paragraph
from scodiff.corpus.readers.formats import extract
from scodiff.corpus.segmentation.segmenter import segment

pytest.importorskip("reportlab", reason="the pages are set by reportlab (the extra [test])")

LANDS = ["Arania", "Belmark", "Corvia", "Elmar", "Farland", "Ilar", "Gardia", "Hollin", "Jarl"]
NAMES = [
    "Anna Poe", "Berta Loe", "Carl Moe", "Dora Roe", "Emil Voe", "Fanny Zoe", "Gert Coe",
    "Hanna Noe", "Ivo Toe",
]  # fmt: skip
BODY = [
    "The Heads of the Parties reviewed the work that has been done since the catalogue was agreed "
    "upon, and instruct the wardens to go on with it before the winter closes the passes.",
    "They reaffirm that disputes about the lending of globes shall be settled by negotiation, and "
    "that no Party will divert mules upstream without the written consent of its neighbours.",
    "The ministers are to present a common tariff for the carriage of books before the end of the "
    "year, and to open two further passes to the trade in maps that are true.",
    "The next meeting will be held in the city of Highford, which takes the chair of the union.",
]
OFFICES = ["President of the Republic of {}", "Prime Minister of the Federation of {}"]
TITLED = [OFFICES[at % 2].format(land) for at, land in enumerate(LANDS)]
TITLE = "LAKESIDE DECLARATION"
Form = str
FORMS: tuple[Form, ...] = ("cells", "offices above", "across", "names across", "listed", "below")


def signed(form: Form, count: int, columns: int, width: float, alignment: int) -> bytes:
    """A page with signatories; narrow columns break the lines of their cells."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate, Spacer, Table

    plain = ParagraphStyle("plain", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
    close = ParagraphStyle("close", parent=plain, spaceAfter=0)
    close.alignment = alignment
    offices = [Text(office, close) for office in TITLED[:count]]
    names = [Text(name, close) for name in NAMES[:count]]
    pairs = list(zip(offices, names, strict=True))
    story: list[Any] = [Text("Declaration of the Mountain Library Union", plain)]
    story += [*(Text(text, plain) for text in BODY), Spacer(1, 20)]
    if form == "across":
        story.append(Table([list(pair) for pair in pairs], colWidths=[width, 150]))
    elif form == "names across":
        story.append(Table([[name, office] for office, name in pairs], colWidths=[150, width]))
    elif form == "listed":
        listed = [f"{name}, {office}" for office, name in zip(TITLED, NAMES, strict=True)]
        story += [Text(line, close) for line in listed[:count]]
    elif form == "below":
        story += [text for office, name in pairs for text in (name, office)]
    else:
        rows: list[list[Any]] = []
        for at in range(0, count, columns):
            row: Sequence[Any] = pairs[at : at + columns]
            rest: list[Any] = [""] * (columns - len(row))
            if form == "cells":
                rows.append([[office, Spacer(1, 16), name] for office, name in row] + rest)
            else:
                rows += [[o for o, _ in row] + rest, [n for _, n in row] + rest]
        story.append(Table(rows, colWidths=[width] * columns))
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=(595, 1400), invariant=1).build(story)
    return out.getvalue()


def read(data: bytes) -> tuple[Paragraph, ...]:
    found = extract("pdf", data, "x.pdf")
    return segment(found.lines, pages_seen=found.pages_seen).paragraphs


@settings(phases=[Phase.generate], max_examples=40, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    count=st.integers(2, 9),
    columns=st.integers(2, 3),
    width=st.sampled_from([80.0, 110.0, 150.0]),
    alignment=st.sampled_from([0, 4]),
)
def test_each_name_stays_with_its_office(
    form: Form, count: int, columns: int, width: float, alignment: int
) -> None:
    paragraphs = read(signed(form, count, columns, width, alignment))
    assert [p.text for p in paragraphs if p.citable] == BODY
    signatures = [p.text for p in paragraphs if p.kind == "signature"]
    assert len(signatures) == count
    for office, name in zip(TITLED[:count], NAMES[:count], strict=True):
        (own,) = (text for text in signatures if name in text)
        assert office in own


def test_a_table_of_prose_is_no_table_of_signatories() -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate, Table

    plain = ParagraphStyle("plain", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
    out = BytesIO()
    rows = [["The President of the union", "opens two further passes."], ["It", "snows."]]
    table = Table([[Text(cell, plain) for cell in row] for row in rows], colWidths=[150, 150])
    SimpleDocTemplate(out, invariant=1).build([*(Text(text, plain) for text in BODY), table])
    assert not [p for p in read(out.getvalue()) if p.kind == "signature"]


def test_numbers_of_ruled_paper_are_no_text() -> None:
    """The numbers go down the margin evenly, and no line of the text stands beside its own."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate

    def ruled(canvas: Any, _: object) -> None:
        canvas.setFont("Helvetica", 7)
        for number in range(1, 31):
            canvas.drawRightString(52, 760 - 17.3 * number, str(number))

    plain = ParagraphStyle("plain", fontName="Times-Roman", fontSize=12, leading=14, spaceAfter=9)
    out = BytesIO()
    template = SimpleDocTemplate(out, invariant=1)
    template.build([Text(text, plain) for text in BODY], onFirstPage=ruled)
    paragraphs = read(out.getvalue())
    assert [p.text for p in paragraphs if p.kind != "furniture"] == BODY


@pytest.mark.parametrize("alignment", [0, 4])
def test_the_width_of_the_page_tells_a_wrap_from_an_end(alignment: int) -> None:
    """No blank lines: first lines are indented, and sentences end where lines are full."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate

    plain = ParagraphStyle(
        "plain", fontName="Times-Roman", fontSize=11, leading=14, firstLineIndent=20
    )
    plain.alignment = alignment
    texts = [" ".join(BODY[at:] + BODY[:at]) for at in range(4)] + BODY
    out = BytesIO()
    SimpleDocTemplate(out, invariant=1).build([Text(text, plain) for text in texts])
    assert [p.text for p in read(out.getvalue()) if p.kind != "title"] == texts


@pytest.mark.parametrize("size", [8, 11])
def test_a_running_head_above_the_title_of_a_single_page_is_no_title(size: int) -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate

    def head(canvas: Any, _: object) -> None:
        canvas.setFont("Times-Roman", size)
        canvas.drawCentredString(298, 810, "Library Union LU/2031/7")

    plain = ParagraphStyle("plain", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
    out = BytesIO()
    story = [Text(text, plain) for text in ("Declaration of the Mountain Union", *BODY)]
    SimpleDocTemplate(out, pagesize=(595, 842), invariant=1).build(story, onFirstPage=head)
    found = [(p.kind, p.text) for p in read(out.getvalue())]
    assert found[:2] == [
        ("furniture", "Library Union LU/2031/7"), ("title", "Declaration of the Mountain Union"),
    ]  # fmt: skip


@pytest.mark.parametrize("place", [36, 45])
def test_running_heads_may_be_set_like_the_text_and_differ(place: int) -> None:
    """A text in double spacing has few lines a page, and its own gaps are wide."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import SimpleDocTemplate

    heads = ["General part", "Of globes and mules", "The next meeting"]

    def head(canvas: Any, template: Any) -> None:
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(78, 842 - place, heads[template.page - 1])
        canvas.drawString(290, 40, str(template.page))

    plain = ParagraphStyle("plain", fontName="Times-Roman", fontSize=11, leading=22, spaceAfter=6)
    texts = [*(f"{text} {other}" for text in BODY for other in BODY if text != other), *BODY][3:]
    out = BytesIO()
    template = SimpleDocTemplate(out, pagesize=(595, 842), invariant=1)
    template.build([Text(text, plain) for text in texts], onFirstPage=head, onLaterPages=head)
    paragraphs = read(out.getvalue())
    assert [p.text for p in paragraphs if p.kind != "furniture"] == texts


def test_names_may_stand_at_other_places_in_each_row() -> None:
    """So tabs set them, which lead to the next stop behind each office."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont("Times-Roman", 11)
    for at, text in enumerate(line for body in BODY for line in (body[:85], body[85:])):
        canvas.drawString(72, 780 - 16 * at, text)
    pairs = list(zip([*TITLED[:3], "Emir of Ilar"], NAMES, strict=False))
    for at, (office, name) in enumerate(pairs):
        stop = 72 + 36 * (2 + canvas.stringWidth(office, "Times-Roman", 11) // 36)
        canvas.drawString(72, 600 - 20 * at, office)
        canvas.drawString(stop, 600 - 20 * at, name)
    canvas.save()
    signatures = [p.text for p in read(out.getvalue()) if p.kind == "signature"]
    assert signatures == [" ".join(pair) for pair in pairs]


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


@pytest.mark.parametrize("spaced", [0.0, 1.0, 2.0, 3.5, 5.0])
def test_a_title_may_be_spaced_out(spaced: float) -> None:
    out, canvas = new_page()
    write(canvas, 72, 770, TITLE, 14, spaced)
    for at, text in enumerate(BODY):
        write(canvas, 72, 720 - 20 * at, text[:80].rpartition(" ")[0] + ".")
    canvas.save()
    assert read(out.getvalue())[0].text == TITLE


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
    assert [p.text for p in read(out.getvalue())] == texts


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
    canvas.save()
    found = read(out.getvalue())
    assert [p.text for p in found if p.citable] == texts
