"""Texts set on pages by reportlab, in many layouts, for the tests of the PDF reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

PAGES = {"A4": (595.3, 841.9), "Letter": (612.0, 792.0), "A5": (419.5, 595.3)}
PageEdge = Literal[
    "none",
    "number",
    "dashes",
    "page of",
    "head",
    "alternating",
    "foot and number",
    "roman",
    "tight head",
    "page head",
    "changing head",
    "symbol",
]
EDGES: tuple[PageEdge, ...] = (
    "none", "number", "dashes", "page of", "head", "alternating", "foot and number", "roman",
    "tight head", "page head", "changing head", "symbol",
)  # fmt: skip
Signing = Literal["rows", "grid", "stacked", "right", "names", "dotted"]
SIGNINGS: tuple[Signing, ...] = ("rows", "grid", "stacked", "right", "names", "dotted")


@dataclass(frozen=True)
class Layout:
    """How a text is set.

    ``numbers``: each how many-th line is numbered (0: none), on which side, and whether the
    count begins anew on each page. ``watermark``: its lines, its angle in degrees, its size.
    """

    page: str = "A4"
    font: str = "Times-Roman"
    size: float = 12.0
    leading: float = 1.25
    gap: float = 0.6
    indent: float = 0.0
    columns: int = 1
    edge: PageEdge = "none"
    signing: Signing = "rows"
    numbers: int = 0
    numbers_right: bool = False
    numbers_anew: bool = False
    watermark: tuple[str, ...] = ()
    angle: float = 45.0
    watermark_size: float = 60.0
    watermark_first: bool = False


@dataclass(frozen=True)
class Signatory:
    """One who signs: the office or party, and the name."""

    office: str
    name: str


class Press:
    """Sets one text."""

    def __init__(self, layout: Layout) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.layout = layout
        self.width, self.height = PAGES[layout.page]
        self.margin = 72.0 if layout.page != "A5" else 54.0
        self._out = BytesIO()
        self._canvas: Any = Canvas(self._out, pagesize=(self.width, self.height), invariant=1)
        self._page = 0
        self._column = 0
        self._line = 0
        self.y = 0.0
        self._begin_page()

    @property
    def _step(self) -> float:
        return self.layout.size * self.layout.leading

    @property
    def _column_width(self) -> float:
        gutter = 24.0 * (self.layout.columns - 1)
        return (self.width - 2 * self.margin - gutter) / self.layout.columns

    @property
    def _left(self) -> float:
        return self.margin + self._column * (self._column_width + 24.0)

    def title(self, text: str) -> None:
        """Set the title in larger type."""
        for line in self._wrapped(text, self.layout.size + 3, self._column_width):
            self._put(line, size=self.layout.size + 3)
        self.space(1.0)

    def paragraph(self, text: str) -> None:
        """Set a paragraph, over columns and pages as need be."""
        first = self.layout.indent
        for number, line in enumerate(self._wrapped(text, self.layout.size, self._column_width)):
            self._put(line, indent=first if number == 0 else 0.0)
        self.space(self.layout.gap)

    def sign(self, signatories: Sequence[Signatory]) -> None:
        """Set those who sign, in the way of the layout; below columns on a page of their own."""
        self.space(1.5)
        if self.layout.columns > 1:
            self._end_page()
            self._begin_page()
        way = self.layout.signing
        half = self.margin + (self.width - 2 * self.margin) * 0.58
        middle = self.width / 2 + 10
        if way == "grid":
            for left, right in zip(signatories[::2], [*signatories[1::2], None], strict=False):
                rows = [(left.office, right and right.office), ("_" * 18, right and "_" * 18),
                        (left.name, right and right.name)]  # fmt: skip
                self._room(len(rows) * self._step)
                for one, other in rows:
                    self._cells((self.margin, one), (middle, other or ""))
                self.space(1.0)
            return
        for signatory in signatories:
            self._room(3 * self._step)
            if way == "rows":
                self._cells((self.margin, signatory.office), (half, signatory.name))
            elif way == "dotted":
                self._cells((self.margin, f"{signatory.office} ............ {signatory.name}"))
            elif way == "names":
                self._cells((self.margin, signatory.name))
            else:
                x = half if way == "right" else self.margin
                self._cells((x, signatory.name))
                self._cells((x, signatory.office))
            self.space(0.6)

    def finish(self) -> bytes:
        """The file."""
        self._end_page()
        self._canvas.save()
        return self._out.getvalue()

    def space(self, lines: float) -> None:
        """Leave room."""
        self.y -= lines * self._step

    def _cells(self, *cells: tuple[float, str]) -> None:
        self._room(self._step)
        self._canvas.setFont(self.layout.font, min(self.layout.size, 11.0))
        for x, text in cells:
            if text:
                self._canvas.drawString(x, self.y, text)
        self._count_line()
        self.y -= self._step

    def _put(self, line: str, size: float = 0.0, indent: float = 0.0) -> None:
        self._room(self._step)
        self._canvas.setFont(self.layout.font, size or self.layout.size)
        self._canvas.drawString(self._left + indent, self.y, line)
        self._count_line()
        self.y -= self._step * (size or self.layout.size) / self.layout.size

    def _count_line(self) -> None:
        self._line += 1
        every = self.layout.numbers
        if not every or self._line % every:
            return
        self._canvas.setFont(self.layout.font, 9)
        if self.layout.numbers_right:
            self._canvas.drawString(self.width - self.margin + 14, self.y, str(self._line))
        else:
            self._canvas.drawRightString(self.margin - 12, self.y, str(self._line))

    def _room(self, need: float) -> None:
        if self.y - need >= self.margin - self._step:
            return
        if self._column + 1 < self.layout.columns:
            self._column += 1
            self.y = self.height - self.margin - self.layout.size
        else:
            self._end_page()
            self._begin_page()

    def _begin_page(self) -> None:
        self._page += 1
        self._column = 0
        self.y = self.height - self.margin - self.layout.size
        if self.layout.numbers_anew:
            self._line = 0
        if self.layout.watermark_first:
            self._stamp()

    def _end_page(self) -> None:
        if not self.layout.watermark_first:
            self._stamp()
        self._edges()
        self._canvas.showPage()

    def _stamp(self) -> None:
        layout, canvas = self.layout, self._canvas
        if not layout.watermark:
            return
        canvas.saveState()
        canvas.setFillGray(0.8)
        canvas.setFont("Helvetica-Bold", layout.watermark_size)
        canvas.translate(self.width / 2, self.height / 2)
        canvas.rotate(layout.angle)
        for number, line in enumerate(layout.watermark):
            canvas.drawCentredString(0, -number * 1.2 * layout.watermark_size, line)
        canvas.restoreState()

    def _edges(self) -> None:
        edge, canvas, page = self.layout.edge, self._canvas, self._page
        canvas.setFont(self.layout.font, 9)
        top, bottom, middle = self.height - 36, 34, self.width / 2
        if edge == "number":
            canvas.drawCentredString(middle, bottom, str(page))
        elif edge == "dashes":
            canvas.drawCentredString(middle, top, f"- {page} -")
        elif edge == "page of":
            canvas.drawRightString(self.width - self.margin, bottom, f"Page {page} of 9")
        elif edge == "head":
            canvas.drawString(self.margin, top, "Collected Papers of the Union, Volume 12")
            canvas.drawRightString(self.width - self.margin, top, str(page))
        elif edge == "alternating":
            even = page % 2 == 0
            head = "Papers of the Union" if even else "Declarations and Statements"
            canvas.drawString(self.margin if even else middle, top, head)
            canvas.drawString(middle, bottom, str(page))
        elif edge == "roman":
            canvas.drawCentredString(middle, bottom, ["i", "ii", "iii", "iv", "v", "vi"][page % 6])
        elif edge == "tight head":
            canvas.drawString(self.margin, self.height - self.margin + 8, "Papers of the Union")
        elif edge == "page head":
            canvas.drawRightString(self.width - self.margin, top, f"Page | {page}")
        elif edge == "changing head":
            heads = ["Preamble", "Security and Order", "Trade and Transport", "Culture", "Ends"]
            canvas.drawString(self.margin, top, heads[page % 5])
        elif edge == "symbol":
            canvas.drawString(self.margin, top, "A/78/1234")
            canvas.drawRightString(self.width - self.margin, bottom, f"{page}/12")
            canvas.drawString(self.margin, bottom, "31-04567")
        elif edge == "foot and number":
            canvas.drawString(self.margin, bottom, "For official use only")
            canvas.drawRightString(self.width - self.margin, bottom, f"{page}/9")

    def _wrapped(self, text: str, size: float, width: float) -> list[str]:
        from reportlab.lib.utils import simpleSplit

        if not self.layout.indent:
            return list(simpleSplit(text, self.layout.font, size, width))
        words, first = text.split(), ""
        measure = self._canvas.stringWidth
        while words and measure(f"{first} {words[0]}", self.layout.font, size) <= (
            width - self.layout.indent
        ):
            first = f"{first} {words.pop(0)}".strip()
        rest = simpleSplit(" ".join(words), self.layout.font, size, width) if words else []
        return [first, *rest]


def set_text(
    title: str, body: Sequence[str], signatories: Sequence[Signatory], layout: Layout
) -> bytes:
    """A text with its title and those who sign it, as a PDF."""
    press = Press(layout)
    press.title(title)
    for text in body:
        press.paragraph(text)
    if signatories:
        press.sign(signatories)
    return press.finish()
