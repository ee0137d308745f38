"""Formats that are known and not read: what each is called, and the way out."""

from __future__ import annotations

import re
from typing import NamedTuple

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.formats import SNIFFED, Format

_SAVE = "open it in the program that shows it, and save it as a Word file (.docx) or as text (.txt)"
_UNPACK = "unpack it, and give the file that is in it"
_GIVE = "give the text itself, as .docx or .txt"
_TYPESET = "typeset it, and give the PDF"
_RECOGNISE = "run character recognition on it, and save the text as a Word file (.docx)"


class RefusedFormat(NamedTuple):
    """A format that is not read: how its files begin, and the endings of their names."""

    called: str
    opening: bytes
    endings: tuple[str, ...]
    way_out: str


# An e-mail begins with the fields that only mail programs write.
_MAIL = (
    rb"(?i)(?:[a-z][a-z0-9-]{0,60}: [^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,40}){0,60}"
    rb"(?:MIME-Version|Message-ID|Received|Return-Path|Content-Transfer-Encoding|X-Mailer): "
)
_PICTURES = (
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF.{4}WEBP|.{4}ftyp(?:heic|avif|mif1)"
)
REFUSED = (
    RefusedFormat(
        "a web archive", rb"(?i)From: <Saved by|MIME-Version:", (".mht", ".mhtml"), _SAVE
    ),
    RefusedFormat("an e-mail", _MAIL, (".eml", ".emlx", ".msg"), _SAVE),
    RefusedFormat(
        "an old Word file (.doc), or one closed by a password",
        rb"\xd0\xcf\x11\xe0",
        (),
        _SAVE,
    ),
    RefusedFormat(
        "a file of another word processor",
        rb"\xffWPC",
        (".pages", ".wps", ".wpd", ".hwp", ".hwpx"),
        _SAVE,
    ),
    RefusedFormat("a PostScript file", rb"%!PS", (".ps", ".eps"), "convert it to a PDF"),
    RefusedFormat("a LaTeX file", rb"(?:%[^\n]*+\s)*+\s*+\\documentclass", (".tex",), _TYPESET),
    RefusedFormat("a presentation", rb"(?!)", (".pptx", ".ppsx", ".ppt", ".odp", ".key"), _SAVE),
    RefusedFormat("a table", rb"(?!)", (".xlsx", ".xls", ".ods", ".csv", ".tsv"), _SAVE),
    RefusedFormat(
        "JSON",
        rb"(?:\xef\xbb\xbf)?\s*+(?:\{\s*+[\"}]|\[\s*+[{\[\"])",
        (".json", ".jsonl", ".geojson"),
        "give the text that it was made of as .docx or .txt, or of a report of scodiff's in TEI "
        "one text, as FILE.xml#a",
    ),
    RefusedFormat("a file of settings", rb"(?!)", (".toml", ".yaml", ".yml", ".ini"), _GIVE),
    RefusedFormat(
        "an archive",
        rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!|BZh[1-9]|\xfd7zXZ",
        (".zip", ".gz", ".7z", ".rar", ".tar"),
        _UNPACK,
    ),
    RefusedFormat(
        "a picture",
        _PICTURES,
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"),
        _RECOGNISE,
    ),
    RefusedFormat("a scan (DjVu)", rb"AT&TFORM", (".djvu",), _RECOGNISE),
    RefusedFormat("a Kindle book", rb"(?s).{60}BOOKMOBI", (".mobi", ".azw3"), _SAVE),
    RefusedFormat("XML of a kind that is not known", rb"(?:\xef\xbb\xbf)?\s*+<\?xml\s", (), _SAVE),
)


# What lies in the archive of another Office program's file.
_OFFICE = (("ppt/", "a presentation"), ("xl/", "a table"))
_TYPES = "[Content_Types].xml"


def refuse_other_archives(format_: Format, data: bytes, shown: str) -> None:
    """Raise CorpusError for a whole zip archive that is no file of the format it is named after."""
    if not format_.zip_member:
        return
    from scodiff.corpus.readers.office.archive import member_names

    members = member_names(data)
    if not members:
        return
    office = next((c for at, c in _OFFICE if any(name.startswith(at) for name in members)), None)
    if office is not None:
        raise CorpusError(f"{shown} is {office}, which is not read: {_SAVE}.")
    if members.isdisjoint((format_.zip_member, _TYPES)):
        raise CorpusError(
            f"{shown} is a zip archive and not {format_.called}, whatever its name says: {_UNPACK}."
        )


def refuse_other_formats(data: bytes, name: str, shown: str, *, known: bool = False) -> None:
    """Raise CorpusError for a file that is of another format than those that are read.

    ``known`` says that its name or its content has told a format, so that only what the file
    begins with counts against it; ``shown`` is how messages call the file.
    """
    start = data[:SNIFFED]
    for format_ in REFUSED:
        is_xml = format_ is REFUSED[-1] and known
        named = not known and name.lower().endswith(format_.endings) and bool(format_.endings)
        if named or (not is_xml and re.match(format_.opening, start)):
            raise CorpusError(f"{shown} is {format_.called}, which is not read: {format_.way_out}.")
