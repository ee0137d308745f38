"""Which format a file has, by its content first and its name second, and its reader."""

from __future__ import annotations

import re
from pathlib import Path

from scodiff.corpus.decode import decode
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.segmentation.lines import split_lines

PLAIN = "plain"

_LARGEST = {"pdf": 100 * 2**20, "docx": 100 * 2**20, "html": 20 * 2**20, "markdown": 8 * 2**20}
_LARGEST_PLAIN = 32 * 2**20
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<body)",
    re.IGNORECASE | re.DOTALL,
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_BY_NAME = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_SNIFFED = 4096


def format_of(data: bytes, name: str) -> str:
    """``pdf``, ``docx``, ``html``, ``markdown`` or ``plain``.

    A file with the signature of a PDF or Word file, or that begins like a web page, is one
    whatever it is called.
    """
    start = data[:_SNIFFED]
    if b"%PDF-" in start[:1024] and not name.lower().endswith((".txt", ".md")):
        return "pdf"
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        from scodiff.corpus.readers.archive import is_word_file

        if is_word_file(data) or name.lower().endswith(".docx"):
            return "docx"
    if _MARKUP.match(start):
        return "html"
    return _BY_NAME.get(Path(name).suffix.lower(), PLAIN)


def check_size(data: bytes, kind: str, shown: str) -> None:
    """Raise CorpusError where a file is larger than any declaration."""
    largest = _LARGEST.get(kind, _LARGEST_PLAIN)
    if len(data) > largest:
        raise CorpusError(
            f"{shown} has {len(data) // 2**20} MiB, and no declaration is so long (the most that "
            f"is read is {largest // 2**20} MiB): save the text alone."
        )


def extract(kind: str, data: bytes, shown: str) -> Extract:
    """Read in this process; see ``child.extract_in_child`` for files one does not know."""
    match kind:
        case "pdf":
            from scodiff.corpus.readers.pdf.pdf import extract_pdf

            return extract_pdf(data, shown)
        case "docx":
            from scodiff.corpus.readers.docx import extract_docx

            return extract_docx(data, shown)
        case "html":
            from scodiff.corpus.readers.html import extract_html

            return extract_html(_markup(data, shown), shown)
        case "markdown":
            from scodiff.corpus.readers.markdown import extract_markdown

            found = extract_markdown(decode(data, shown).text)
            if not found.text:
                raise CorpusError(f"{shown} is empty: it holds no text to read.")
            return found
        case _:
            return extract_plain(data, shown)


def extract_plain(data: bytes, shown: str, encoding: str | None = None) -> Extract:
    """A plain text file: the file decoded, and nothing else altered."""
    decoded = decode(data, shown, encoding)
    reader = "plain text 1" if decoded.encoding == "utf-8" else f"plain text 1 ({decoded.encoding})"
    return Extract(decoded.text, tuple(split_lines(decoded.text)), reader, decoded.ledger)


def _markup(data: bytes, shown: str) -> str:
    """The page decoded: as UTF-8, as it says itself, or by a guess."""
    declared = _META_CHARSET.search(data[:_SNIFFED])
    return decode(data, shown, declared[1].decode("ascii") if declared else None).text
