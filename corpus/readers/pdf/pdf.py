"""PDF files: their text with its place on the page, through pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import LedgerEntry, Span
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.pdf.fragments import Fragment, Page
from scodiff.corpus.readers.pdf.pages import lay_out
from scodiff.corpus.readers.pdf.pdfium import pages_by_pdfium
from scodiff.corpus.readers.pdf.widths import Widths

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 2_000
_MOST_FRAGMENTS = 2_000_000
_FEWEST_LETTERS = 8
_MOST_UNKNOWN = 0.02
_SOFT_HYPHEN = ("\u00ad", b"\xfe\xff\x00\xad", b"\xef\xbb\xbf\xc2\xad")


def extract(data: bytes, shown: str) -> Extract:
    """The text of a PDF; ``shown`` is how messages call the file.

    Raises CorpusError where the file is damaged, closed by a password, too large, or a scan
    without a text layer.
    """
    import pypdf

    # What pypdf mends in a damaged file is no news for the reader of a declaration.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = f"pypdf {pypdf.__version__}"
    try:
        file = _open(data, shown)
        pages = _pages(file, shown)
        if _is_garbled(pages):
            pages, reader = pages_by_pdfium(data, _MOST_PAGES) or (pages, reader)
    except CorpusError:
        raise
    except (MemoryError, RecursionError):
        raise CorpusError(
            f"{shown} is built in a way that takes too much memory to read: print it to a new PDF."
        ) from None
    except Exception as error:
        # A damaged file makes pypdf fail in any of its parts.
        pages, reader = _second_attempt(data, shown, type(error).__name__)
    letters = sum(c.isalpha() for page in pages for f in page.fragments for c in f.text)
    if letters < _FEWEST_LETTERS:
        raise CorpusError(
            f"{shown} has {len(pages)} page{'s' if len(pages) != 1 else ''} and no text layer, as "
            "a scan has: run character recognition on it first, for example `ocrmypdf in.pdf "
            "out.pdf`, and give the result."
        )
    found = lay_out(pages, f"pdf 1 ({reader})")
    if _is_garbled(pages):
        note = "many characters have no known meaning: the file's fonts do not say which they are"
        suspicion = LedgerEntry("suspect", Span(0, len(found.text)), note)
        return replace(found, ledger=(suspicion, *found.ledger))
    return found


def _is_garbled(pages: list[Page]) -> bool:
    """Whether the fonts do not say which characters their glyphs are."""
    characters = [c for page in pages for f in page.fragments for c in f.text if not c.isspace()]
    # Replacement and private-use characters, and controls: codes without a meaning.
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in characters)
    return unknown > _MOST_UNKNOWN * max(1, len(characters))


def _second_attempt(data: bytes, shown: str, trouble: str) -> tuple[list[Page], str]:
    """What PDFium makes of a file that pypdf fails on; raises CorpusError."""
    try:
        found = pages_by_pdfium(data, _MOST_PAGES)
    except Exception:
        found = None
    if found is None:
        raise CorpusError(
            f"{shown} is damaged and cannot be read as a PDF ({trouble}): open it in a PDF viewer "
            "and print it to a new PDF."
        )
    return found


def _open(data: bytes, shown: str) -> PdfReader:
    from pypdf import PdfReader

    file = PdfReader(BytesIO(data), strict=False)
    if file.is_encrypted and not file.decrypt(""):
        raise CorpusError(f"{shown} is closed by a password: save it without one.")
    return file


def _pages(file: PdfReader, shown: str) -> list[Page]:
    if len(file.pages) > _MOST_PAGES:
        raise CorpusError(
            f"{shown} has {len(file.pages)} pages, and no declaration is so long: save the pages "
            "of the text alone."
        )
    pages: list[Page] = []
    widths = Widths()
    total = 0
    for page in file.pages:
        fragments = tuple(_fragments(page, widths))
        total += len(fragments)
        if total > _MOST_FRAGMENTS:
            raise CorpusError(f"{shown} holds too many pieces of text to be a declaration.")
        box = page.mediabox
        pages.append(Page(float(box.bottom), float(box.top), fragments))
    return pages


def _fragments(page: PageObject, widths: Widths) -> Iterator[Fragment]:
    """The page's pieces of text, each on one line in one font, in the order of the file."""
    found: list[Fragment] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        """Note a piece of text with its place and size on the page."""
        if text.strip():
            # The text's origin and scale on the page: text space, then user space.
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            height = abs(size) * (tm[2] ** 2 + tm[3] ** 2) ** 0.5 * (cm[2] ** 2 + cm[3] ** 2) ** 0.5
            scale = abs(size) * (tm[0] ** 2 + tm[1] ** 2) ** 0.5 * (cm[0] ** 2 + cm[1] ** 2) ** 0.5
            for number, line in enumerate(filter(str.strip, text.split("\n"))):
                right = x + scale * widths.of(line.rstrip(), font)
                found.append(Fragment(x, y - 1.2 * number * height, height or 1.0, line, right))

    page.extract_text(
        visitor_text=visit, visitor_operand_before=_SoftHyphens().hide, orientations=(0, 180)
    )
    if not found:
        # A page that is turned: its text alone, in the order of the file.
        for number, line in enumerate(page.extract_text().splitlines()):
            if line.strip():
                found.append(Fragment(0.0, -14.0 * number, 12.0, line.strip(), 500.0))
    yield from found


class _SoftHyphens:
    """Hides the glyphs that stand for soft hyphens inside lines.

    Chromium shows such a hyphen as a space of no width, and says what it means beside it
    (``/ActualText``, ISO 32000-1, 14.9.4), which pypdf does not read.
    """

    def __init__(self) -> None:
        self._hidden: list[bool] = []

    def hide(self, operator: bytes, operands: list[Any], _cm: Any, _tm: Any) -> None:
        """Empty the operands of a text-showing operator inside such a mark."""
        if operator in (b"BDC", b"BMC"):
            self._hidden.append(operator == b"BDC" and _means_soft_hyphen(operands))
        elif operator == b"EMC" and self._hidden:
            self._hidden.pop()
        elif operator in (b"Tj", b"TJ") and any(self._hidden):
            operands.clear()


def _means_soft_hyphen(operands: list[Any]) -> bool:
    properties = operands[-1] if operands else None
    return isinstance(properties, dict) and properties.get("/ActualText") in _SOFT_HYPHEN
