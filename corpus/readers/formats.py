"""The table of input formats: what each is called, how it is known, and which module reads it.

Everything that has to know of formats asks this table. It imports no reader, so that it
costs nothing to ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from scodiff.corpus.errors import CorpusError

if TYPE_CHECKING:
    from scodiff.corpus.readers.extract import Extract

# So many bytes of a file's beginning tell its format.
SNIFFED = 4096
_PDF_WITHIN = 1024
_MIB = 2**20


class Format(NamedTuple):
    """One input format.

    ``kind`` is its short name, ``called`` its name in sentences. ``endings`` are those of
    file names, with the usual one first; ``media_types`` what servers call it. ``reader``
    names the module that reads it, with a function ``extract(data, shown)`` that gives an
    ``Extract``. ``largest`` is the most bytes that are read.

    A file that begins with ``opening`` (a regular expression) is of this format whatever it
    is called; of a zipped format only if the archive holds ``zip_member``. Otherwise the
    name decides, but for a format that is ``binary``: a file that merely has its name is
    tried as a plain text.
    """

    kind: str
    called: str
    endings: tuple[str, ...]
    media_types: tuple[str, ...]
    reader: str
    largest: int
    opening: bytes = b""
    binary: bool = False
    zip_member: str = ""


PLAIN = Format(
    "plain",
    "a plain text",
    (".txt", ".text"),
    ("text/plain",),
    "scodiff.corpus.readers.plain",
    16 * _MIB,
)
MARKDOWN = Format(
    "markdown",
    "a Markdown file",
    (".md", ".markdown"),
    ("text/markdown",),
    "scodiff.corpus.readers.markdown",
    8 * _MIB,
)
HTML = Format(
    "html",
    "a web page",
    (".html", ".htm", ".xhtml"),
    ("text/html", "application/xhtml+xml"),
    "scodiff.corpus.readers.web.html",
    20 * _MIB,
    opening=rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?>.*?-->)\s*+)*+"
    rb"(?:<!doctype\s+html|<html|<head|<body)",
)
PDF = Format(
    "pdf",
    "a PDF",
    (".pdf",),
    ("application/pdf",),
    "scodiff.corpus.readers.pdf.pdf",
    100 * _MIB,
    opening=b"%PDF-",
    binary=True,
)
DOCX = Format(
    "docx",
    "a Word file",
    (".docx",),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    "scodiff.corpus.readers.office.docx",
    100 * _MIB,
    opening=rb"PK\x03\x04",
    binary=True,
    zip_member="word/document.xml",
)
ODT = Format(
    "odt",
    "an OpenDocument text",
    (".odt", ".ott"),
    ("application/vnd.oasis.opendocument.text",),
    "scodiff.corpus.readers.office.opendocument",
    100 * _MIB,
    opening=rb"PK\x03\x04",
    binary=True,
    zip_member="content.xml",
)
EPUB = Format(
    "epub",
    "an EPUB book",
    (".epub",),
    ("application/epub+zip",),
    "scodiff.corpus.readers.web.epub",
    100 * _MIB,
    opening=rb"PK\x03\x04",
    binary=True,
    zip_member="META-INF/container.xml",
)
RTF = Format(
    "rtf",
    "an RTF file",
    (".rtf",),
    ("application/rtf", "text/rtf"),
    "scodiff.corpus.readers.office.rtf",
    64 * _MIB,
    opening=rb"\{\\rtf",
    binary=True,
)
# A report of scodiff's own, of which one text is read: FILE#a or FILE#b.
TEI = Format(
    "tei",
    "a TEI report",
    (".xml", ".xml#a", ".xml#b"),
    ("application/tei+xml",),
    "scodiff.corpus.readers.web.tei",
    64 * _MIB,
    opening=rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?<TEI[\s>]",
)
FORMATS = (PLAIN, MARKDOWN, HTML, TEI, PDF, RTF, EPUB, ODT, DOCX)

ENDINGS = tuple(ending for format_ in FORMATS for ending in format_.endings)
# Files in a folder of texts that are none; all others are tried.
_NEVER_TEXTS = (".tsv", ".csv", ".json", ".toml", ".py", ".css", ".js", ".xml", ".svg")


def input_endings() -> str:
    """The usual ending of each format, as help texts list them: ".txt, .md, …"."""
    return ", ".join(format_.endings[0] for format_ in FORMATS if format_ is not TEI)


def may_be_text(name: str) -> bool:
    """Whether a file found in a folder is worth an attempt at reading, by its name."""
    return not name.lower().endswith(_NEVER_TEXTS)


def named_format(name: str) -> Format | None:
    """The format that a file's name says it has, or None."""
    return next((f for f in FORMATS if name.lower().endswith(f.endings)), None)


def format_of(data: bytes, name: str) -> Format:
    """The format of a file: by its content first, and by its name where that says nothing."""
    return _first(data, name, lambda format_, named: _holds_member(format_, data, named))


def format_beginning(start: bytes, name: str) -> Format:
    """The largest format that a file may have which begins so (with its first ``SNIFFED`` bytes).

    Which members a zip archive holds is told at its end, and so does not count here.
    """
    return _first(start, name, lambda format_, named: True)


def _first(data: bytes, name: str, holds: Callable[[Format, Format | None], bool]) -> Format:
    named = named_format(name)
    start = data[:SNIFFED]
    # The binary formats, which come last in the table, show the surest signs.
    for format_ in reversed(FORMATS):
        if _begins_like(format_, start, named) and holds(format_, named):
            return format_
    return named if named and not named.binary else PLAIN


def extract(kind: str, data: bytes, shown: str) -> Extract:
    """What the reader of the format ``kind`` makes of a file, in this process.

    ``sandbox.extract_in_child`` does the same for files that one does not trust. Raises
    CorpusError for what the reader refuses.
    """
    format_ = next(f for f in FORMATS if f.kind == kind)
    found: Extract = import_module(format_.reader).extract(data, shown)
    return found


def check_size(format_: Format, data: bytes, shown: str) -> None:
    """Raise CorpusError where a file is larger than any declaration."""
    if len(data) > format_.largest:
        raise CorpusError(
            f"{shown} has more than {format_.largest // _MIB} MiB, the most that is read of "
            f"{format_.called}, and no declaration is so long: save the text alone."
        )


def _begins_like(format_: Format, start: bytes, named: Format | None) -> bool:
    if format_.opening and re.match(format_.opening, start):
        return True
    # Some bytes may stand before a PDF's signature; but a text may speak of one.
    is_text = named is not None and not named.binary
    return format_ is PDF and not is_text and PDF.opening in start[:_PDF_WITHIN]


def _holds_member(format_: Format, data: bytes, named: Format | None) -> bool:
    if not format_.zip_member:
        return True
    from scodiff.corpus.readers.office.archive import has_member

    if format_ is not named:
        return has_member(data, format_.zip_member)
    # Damaged, it is still what it is called, unless it is another.
    others = (f.zip_member for f in FORMATS if f.zip_member and f is not named)
    return not any(has_member(data, member) for member in others)
