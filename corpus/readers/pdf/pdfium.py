"""PDF files through PDFium, where pypdfium2 is installed: for files that pypdf cannot read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from scodiff.corpus.readers.pdf.directions import is_rtl_letter
from scodiff.corpus.readers.pdf.fragments import Page
from scodiff.corpus.readers.pdf.glyphs import Glyph, fragments_of

_LEVEL = 0.01
# PDFium itself sees where spaces are.
_NO_GAP = 10.0
_LINE_HYPHEN = 2
_REPLACEMENT = "\ufffd"


def pages_by_pdfium(data: bytes, most_pages: int) -> tuple[list[Page], str] | None:
    """The pages and PDFium's name; None where it is not installed.

    Raises whatever PDFium raises for a file that it cannot read either.
    """
    try:
        import pypdfium2
    except ImportError:
        return None
    file = pypdfium2.PdfDocument(data)
    try:
        pages = [_page(file[number], pypdfium2.raw) for number in range(min(len(file), most_pages))]
    finally:
        file.close()
    return pages, f"pypdfium2 {version('pypdfium2')}"


def _page(page: Any, raw: Any) -> Page:
    _, bottom, _, top = page.get_mediabox()
    text = page.get_textpage()
    try:
        fragments = tuple(fragments_of(list(_glyphs(text, raw))))
    finally:
        text.close()
        page.close()
    return Page(float(bottom), float(top), fragments)


def _glyphs(text: Any, raw: Any) -> Iterator[Glyph]:
    """The characters in the order of the file; spaces that PDFium makes up stand after one."""
    before: Glyph | None = None
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        character = "-" if code == _LINE_HYPHEN else _character(code)
        if not character.isspace():
            before = _placed(character, text, index, raw)
            yield before
        elif before is not None and character not in "\r\n":
            beside = -0.1 if is_rtl_letter(before.text) else before.width
            x = before.x + beside * math.cos(before.angle)
            y = before.y + beside * math.sin(before.angle)
            yield replace(before, text=" ", x=x, y=y, width=0.0)


def _placed(character: str, text: Any, index: int, raw: Any) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    matrix = raw.FS_MATRIX()
    scale, angle = 1.0, 0.0
    if raw.FPDFText_GetMatrix(text, index, matrix):
        scale, angle = math.hypot(matrix.c, matrix.d), math.atan2(matrix.b, matrix.a)
    size = raw.FPDFText_GetFontSize(text, index) * scale or 1.0
    if abs(angle) < _LEVEL:
        width = right.value - x.value
    else:
        width = max(right.value - left.value, top.value - bottom.value)
    return Glyph(character, x.value, y.value, max(0.0, width), size, angle, _NO_GAP, False)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _REPLACEMENT
