"""PDF files through PDFium, where pypdfium2 is installed: for files that pypdf cannot read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from scodiff.corpus.readers.pdf.fragments import Fragment, Page

_JUMP = 1.0
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
        fragments = tuple(_fragments(text, raw))
    finally:
        text.close()
        page.close()
    return Page(float(bottom), float(top), fragments)


def _fragments(text: Any, raw: Any) -> Iterator[Fragment]:
    """Runs of characters on one baseline in one size, in the order of the file."""
    run: list[str] = []
    x = y = size = right = 0.0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        character = "-" if code == _LINE_HYPHEN else _character(code)
        if character.isspace():
            # PDFium makes up spaces where it sees a gap; they have no place of their own.
            if run and character not in "\r\n":
                run.append(" ")
            continue
        here_x, here_y, here_size, here_right = _place(text, index, raw)
        near = abs(here_y - y) < 0.1 * size and abs(here_size - size) < 0.1 * size
        if run and not (near and -0.5 * size < here_x - right < _JUMP * size):
            yield Fragment(x, y, size, "".join(run), right)
            run = []
        if not run:
            x, y, size = here_x, here_y, here_size
        run.append(character)
        right = here_right
    if run:
        yield Fragment(x, y, size, "".join(run), right)


def _place(text: Any, index: int, raw: Any) -> tuple[float, float, float, float]:
    """A character's baseline origin, size and right edge in points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    edges = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(text, index, *edges)
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text, index, matrix):
        scale = math.hypot(matrix.c, matrix.d)
    size = raw.FPDFText_GetFontSize(text, index) * scale
    return x.value, y.value, size or 1.0, edges[1].value


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _REPLACEMENT
