"""Pages set by reportlab in layouts drawn at random, to be read again; nothing else is needed.

Each layout sets a stretch of a text under its title, with what stands around texts: running
heads, page numbers, stamps and watermarks, numbers of lines, and signatories in many forms.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

HEADS = ("", "Mountain Library Union", "MLU/DOC/2031/{page}", "{chapter}", "{chapter}, page {page}")
CHAPTERS = (
    "Globes and maps",
    "The lending of mules",
    "Reading rooms",
    "Of the wardens",
    "Accounts",
)
FEET = ("", "{page}", "- {page} -", "Page {page} of 9", "Lakeside, the reading room")
STAMPS = ("", "", "", "DRAFT", "CONFIDENTIAL COPY")
FORMS = ("stacked", "beside", "cells", "names first", "dotted")
OFFICES = ("President of the Republic of {}", "For the Republic of {}", "Prime Minister of {}")
LANDS = ("Arania", "Belmark", "Corvia", "Elmar", "Farland", "Ilar", "Gardia", "Hollin", "Jarl")
NAMES = ("Anna Poe", "Berta Loe", "Carl Moe", "Dora Roe", "Emil Voe", "Fanny Zoe", "Gert Coe",
         "Hanna Noe", "Ivo Toe")  # fmt: skip
_PAGES = ((595.3, 841.9), (612.0, 792.0))
_SIDE, _FOOT, _GUTTER = 72.0, 26.0, 18.0


@dataclass(frozen=True)
class MadeLayout:
    """How a text is set, and from which of its paragraphs on. Lengths are in points.

    ``above`` is how far the running head stands from the top edge, ``turned`` the angle of
    the stamp in degrees, ``numbered`` each how many-th line is numbered (0: none).
    """

    page: tuple[float, float]
    margin: float
    size: float
    leading: float
    gap: float
    indent: float
    justified: bool
    head: str
    head_size: float
    above: float
    foot: str
    stamp: str
    turned: float
    numbered: int
    form: str
    signatories: int
    first: int
    count: int
    columns: int = 1


def drawn(seed: int, paragraphs: int, *, columns: int = 1) -> MadeLayout:
    """A layout for a text of so many paragraphs; one seed gives one layout."""
    r = random.Random(seed)
    size = r.choice((9.0, 10.0, 11.0, 12.0, 14.0))
    gap = r.choice((0.0, 0.3, 0.6, 1.0)) * size
    count = r.randint(4, paragraphs)
    return MadeLayout(
        page=r.choice(_PAGES),
        margin=r.choice((60.0, 72.0, 90.0)),
        size=size,
        leading=size * r.choice((1.15, 1.25, 1.5)),
        gap=gap,
        indent=r.choice((0.0, 18.0)) if gap else 18.0,
        justified=r.random() < 0.5,
        head=r.choice(HEADS),
        head_size=r.choice((8.0, 9.0, size)),
        above=r.choice((30.0, 36.0, 42.0)),
        foot=r.choice(FEET),
        stamp=r.choice(STAMPS),
        turned=r.choice((45.0, 30.0, 0.0)),
        numbered=r.choice((0, 0, 0, 0, 1, 5)),
        form=r.choice(FORMS),
        signatories=r.randint(0, len(NAMES)),
        first=r.randint(0, paragraphs - count),
        count=count,
        columns=columns,
    )


def around(layout: MadeLayout, pages: int) -> list[str]:
    """What stands around the text on so many pages, numbers of lines aside."""
    said = [layout.head, layout.foot, layout.stamp]
    return [_said(text, page) for page in range(1, pages + 1) for text in said if text]


def _said(text: str, page: int) -> str:
    return text.format(page=page, chapter=CHAPTERS[page % len(CHAPTERS)])


def signed(layout: MadeLayout) -> list[tuple[str, str]]:
    """The office and the name of each signatory."""
    office = OFFICES[layout.first % len(OFFICES)]
    pairs = zip(LANDS, NAMES, strict=True)
    return [(office.format(land), name) for land, name in pairs][: layout.signatories]


def set_pages(layout: MadeLayout, title: str, texts: Sequence[str]) -> bytes:
    """The PDF file of a title and the texts below it."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=layout.size,
                          leading=layout.leading, spaceAfter=layout.gap,
                          firstLineIndent=layout.indent)  # fmt: skip
    body.alignment = 4 if layout.justified else 0
    head = ParagraphStyle("head", parent=body, fontName="Times-Bold", fontSize=layout.size + 3,
                          leading=1.2 * (layout.size + 3), spaceAfter=12, firstLineIndent=0,
                          alignment=1)  # fmt: skip
    story: list[Any] = [Paragraph(escape(title), head)]
    story += [Paragraph(escape(text), body) for text in texts]
    story += [Spacer(1, 2 * layout.size), *_signatures(layout, body)]
    width, height = layout.page
    place = layout.margin, height - 2 * layout.margin
    measure = (width - 2 * _SIDE - _GUTTER * (layout.columns - 1)) / layout.columns
    frames = [
        Frame(_SIDE + (measure + _GUTTER) * at, place[0], measure, place[1], 6, 6, 6, 6)
        for at in range(layout.columns)
    ]

    def decorate(canvas: Any, document: Any) -> None:
        _decorate(canvas, layout, document.page)

    out = BytesIO()
    template = BaseDocTemplate(out, pagesize=layout.page, invariant=1)
    template.addPageTemplates([PageTemplate(frames=frames, onPage=decorate)])
    template.build(story)
    return out.getvalue()


def _signatures(layout: MadeLayout, body: Any) -> list[Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Spacer, Table

    close = ParagraphStyle("close", parent=body, firstLineIndent=0, spaceAfter=2, alignment=0)
    pairs = [(Paragraph(o, close), Paragraph(n, close)) for o, n in signed(layout)]
    if not pairs:
        return []
    if layout.form == "dotted":
        return [Paragraph(f"{o} ................ {n}", close) for o, n in signed(layout)]
    if layout.form == "beside":
        return [Table([list(pair) for pair in pairs], colWidths=_widths(layout, 240, 160))]
    if layout.form == "cells":
        cells: list[Any] = [[office, Spacer(1, 20), name] for office, name in pairs]
        rows = [cells[at : at + 2] for at in range(0, len(cells), 2)]
        return [
            Table(
                [row + [""] * (2 - len(row)) for row in rows], colWidths=_widths(layout, 220, 220)
            )
        ]
    order = [pair[::-1] if layout.form == "names first" else pair for pair in pairs]
    return [part for pair in order for part in (*pair, Spacer(1, layout.size))]


def _widths(layout: MadeLayout, *widths: float) -> list[float]:
    return [width / layout.columns for width in widths]


def _decorate(canvas: Any, layout: MadeLayout, page: int) -> None:
    width, height = layout.page
    canvas.setFont("Times-Roman", layout.head_size)
    canvas.drawCentredString(width / 2, height - layout.above, _said(layout.head, page))
    canvas.drawCentredString(width / 2, _FOOT, _said(layout.foot, page))
    canvas.setFont("Helvetica", 7)
    line, y = 1, height - layout.margin - layout.size
    while layout.numbered and y > layout.margin:
        if line % layout.numbered == 0:
            canvas.drawRightString(_SIDE - 20, y, str(line))
        line, y = line + 1, y - layout.leading
    canvas.saveState()
    canvas.setFont("Helvetica-Bold", 56)
    canvas.setFillGray(0.85)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(layout.turned)
    canvas.drawCentredString(0, 0, layout.stamp)
    canvas.restoreState()
