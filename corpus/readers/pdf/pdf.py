"""PDF files: their text with its place on the page, through pypdf."""

from __future__ import annotations

import logging
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import LedgerEntry, Span
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.pdf.content import content_of
from scodiff.corpus.readers.pdf.faces import Face
from scodiff.corpus.readers.pdf.fragments import Page
from scodiff.corpus.readers.pdf.glyphs import fragments_of
from scodiff.corpus.readers.pdf.pages import lay_out
from scodiff.corpus.readers.pdf.pdfium import pages_by_pdfium
from scodiff.corpus.readers.pdf.strokes import struck_out

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_PAGES = 2_000
_MOST_FRAGMENTS = 2_000_000
_FEWEST_LETTERS = 8
_MOST_UNKNOWN = 0.02
# What pypdf raises for encryption that it cannot undo by itself.
_ENCRYPTED = (
    "DependencyError",
    "NotImplementedError",
    "FileNotDecryptedError",
    "WrongPasswordError",
)


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
    found = lay_out(pages, f"pdf 3 ({reader})")
    if not _has_text(found, pages):
        raise CorpusError(
            f"{shown} has {len(pages)} page{'s' if len(pages) != 1 else ''} and no text layer, as "
            "a scan has: run character recognition on it first, for example `ocrmypdf "
            "--force-ocr in.pdf out.pdf`, and give the result."
        )
    if _is_garbled(pages):
        note = "many characters have no known meaning: the file's fonts do not say which they are"
        suspicion = LedgerEntry("suspect", Span(0, len(found.text)), note)
        return replace(found, ledger=(suspicion, *found.ledger))
    return found


def _has_text(found: Extract, pages: list[Page]) -> bool:
    """Whether there is text beside what was set aside, and beside stamps on pictures of pages."""
    letters = sum(c.isalpha() for line in found.lines if line.role is None for c in line.text)
    stamped = sum(page.letters for page in pages if page.is_scan)
    return letters - stamped >= _FEWEST_LETTERS


def _is_garbled(pages: list[Page]) -> bool:
    """Whether the fonts do not say which characters their glyphs are."""
    characters = [c for page in pages for f in page.fragments for c in f.text if not c.isspace()]
    # Replacement and private-use characters, and controls: codes without a meaning.
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in characters)
    return unknown > _MOST_UNKNOWN * max(1, len(characters))


def _second_attempt(data: bytes, shown: str, trouble: str) -> tuple[list[Page], str]:
    """What PDFium makes of a file that pypdf fails on; raises CorpusError."""
    wants_password = False
    try:
        found = pages_by_pdfium(data, _MOST_PAGES)
    except Exception as error:
        found, wants_password = None, "password" in str(error).lower()
    if found is None and (wants_password or trouble in _ENCRYPTED):
        raise CorpusError(_closed(shown))
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
        raise CorpusError(_closed(shown))
    return file


def _closed(shown: str) -> str:
    return (
        f"{shown} is closed by a password: open it in a PDF viewer with the password, print it to "
        "a new PDF without one, and give that."
    )


def _pages(file: PdfReader, shown: str) -> list[Page]:
    if len(file.pages) > _MOST_PAGES:
        raise CorpusError(
            f"{shown} has {len(file.pages)} pages, and no declaration is so long: save the pages "
            "of the text alone."
        )
    pages: list[Page] = []
    faces: dict[int, Face] = {}
    total = 0
    for page in file.pages:
        found = content_of(page, file, faces)
        glyphs, struck = struck_out(found.glyphs, found.strokes.lines)
        fragments = tuple(fragments_of(glyphs))
        total += len(fragments)
        if total > _MOST_FRAGMENTS:
            raise CorpusError(f"{shown} holds too many pieces of text to be a declaration.")
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        area = max(1.0, (right - left) * (top - bottom))
        out = " ".join(fragment.text.strip() for fragment in fragments_of(struck))
        pages.append(Page(bottom, top, fragments, found.pictures / area, left, right, out))
    return pages
