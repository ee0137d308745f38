"""Markdown: its paragraphs and lists, without the marks; front matter as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from scodiff.corpus.datelines import first_date
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder
from scodiff.corpus.readers.plain import decode
from scodiff.corpus.segmentation.lines import Role

if TYPE_CHECKING:
    from markdown_it.token import Token

READER = "markdown 3"

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<body>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_ENTRY = re.compile(r"(?P<key>[A-Za-z_-]+):[ \t]*+(?P<value>.*)")
_HEX = r"[\dA-Fa-f]"
_ESCAPE = re.compile(rf"\\(?:x(?P<byte>{_HEX}{{2}})|u(?P<code>{_HEX}{{4}})|(?P<letter>.))")
_ITEM = re.compile(r"-[ \t]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:")
_REFERENCE = re.compile(r"\[\^[^\]\s\[]{1,60}\](?!:)")
_UNIT = re.compile(r"(?:\b[kcm]?m|\d)$")
# To CommonMark a line of no-break spaces is text, and parts no paragraphs.
_BLANK_LINE = re.compile(r"^[^\S\r\n]++(?=\r?$)", re.MULTILINE)
_OWN_MARK = re.compile(r"^( {0,3})(?=\[\^)", re.MULTILINE)
_MARK = re.compile(r"\s*(?:\d{1,3}|[*†‡]|[a-z])\s*")
_LEFT = re.compile(r"\*\*|~~|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_SHOWN = 60
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def extract(data: bytes, shown: str) -> Extract:
    """The text of a Markdown file (CommonMark, with tables).

    ``shown`` is how messages call the file. Raises CorpusError where it holds no text.
    """
    from markdown_it import MarkdownIt

    known, body = _front_matter(decode(data, shown).text)
    body = _BLANK_LINE.sub("", body)
    parser = MarkdownIt("commonmark").enable("table")
    builder = TextBuilder()
    writer = _Writer(builder)
    # A note of one word would be read as the address of a link, and be lost.
    for token in parser.parse(_OWN_MARK.sub(r"\1\\", body)):
        writer.write(token)
    if known:
        builder.note("set-aside", f"front matter left out: {', '.join(known)}", 0)
    date, language = known.get("date", ""), known.get("language", known.get("lang", ""))
    iso = _ISO_DATE.match(date)
    found = builder.finish(
        READER,
        title=known.get("title"),
        date=iso.group() if iso else first_date(date),
        language=language if _TAG.fullmatch(language) else None,
    )
    if not found.text:
        raise CorpusError(f"{shown} is empty: it holds no text to read.")
    return found


def _front_matter(markup: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(markup)
    if match is None:
        return {}, markup
    entries = (_ENTRY.fullmatch(line) for line in _unfolded(match["body"]))
    known = {e["key"].lower(): _value(e["value"].strip()) for e in entries if e}
    return known, markup[match.end() :]


def _value(said: str) -> str:
    """A value of front matter without its quotation marks and what YAML escapes within them."""
    mark = said[:1]
    if len(said) < 2 or mark not in ('"', "'") or not said.endswith(mark):
        return said
    value = said[1:-1]
    return value.replace("''", "'") if mark == "'" else _ESCAPE.sub(_unescaped, value)


def _unescaped(escape: re.Match[str]) -> str:
    """The character that an escape of YAML stands for; of the rarer ones itself."""
    if code := escape["byte"] or escape["code"]:
        return chr(int(code, 16))
    return " " if escape["letter"] in "_nt" else escape["letter"]


def _unfolded(body: str) -> Iterator[str]:
    """The entries of front matter, one a line.

    A value goes on over lines that are indented, after a backslash or without one.
    """
    parts: list[str] = []
    for line in body.splitlines():
        text = line.strip()
        goes_on = line[:1] in (" ", "\t") and not _ITEM.match(text)
        if parts and not goes_on and text:
            yield " ".join(parts)
            parts = []
        if parts:
            text = text.removeprefix("\\").lstrip()
        if text:
            parts.append(text.removesuffix("\\").rstrip())
    yield " ".join(parts)


class _Writer:
    """Writes the tokens of a Markdown text as blocks."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._labels: list[str] = []
        self._heading = False
        self._row: list[str] | None = None

    def write(self, token: Token) -> None:
        """Write one token, in the order of the text."""
        match token.type:
            case "heading_open" | "heading_close":
                self._heading = token.nesting > 0
            case "list_item_open":
                self._labels.append(f"{token.info}{token.markup}" if token.info else "")
            case "list_item_close":
                self._labels.pop()
            case "tr_open":
                self._row = []
            case "tr_close":
                self._end_row()
            case "hr":
                self._builder.block([Piece("***")])
            case "inline" | "fence" | "code_block" | "html_block":
                self._block(token)

    def _end_row(self) -> None:
        cells = (text for text in self._row or () if text)
        self._builder.block([Piece("\t".join(cells))], "row")
        self._row = None

    def _block(self, token: Token) -> None:
        is_inline = token.type == "inline"
        for markup in (token, *(token.children or ())):
            if markup.type.startswith("html"):
                self._say_comments(markup.content)
        pieces = _pieces(token) if is_inline else [Piece(_markup(token))]
        text = "".join(piece.text for piece in pieces)
        if is_inline and self._row is not None:
            self._row.append(text.strip())
            return
        if _LEFT.search(text):
            self._builder.note("repair", "marks of emphasis left out that open and close nothing")
            pieces = [Piece(_LEFT.sub("", piece.text), piece.role) for piece in pieces]
        role: Role | None = "heading" if self._heading else "item" if self._labels else None
        role = "footnote" if _NOTE.match(text) else role
        label = self._labels[-1] if self._labels else ""
        if label:
            # The number belongs to the first paragraph of the item.
            self._labels[-1] = ""
            pieces = [Piece(f"{label} "), *pieces]
        self._builder.block(pieces, role, wrapped=is_inline)

    def _say_comments(self, markup: str) -> None:
        for comment in _COMMENT.findall(markup):
            shown = " ".join(comment.split())
            self._builder.note("set-aside", f"comment left out: {shown[:_SHOWN]}")


def _markup(token: Token) -> str:
    """Code as it stands; of HTML the text."""
    if token.type != "html_block":
        return token.content
    return unescape(_TAGS.sub("", _COMMENT.sub("", token.content)))


def _pieces(token: Token) -> list[Piece]:
    """The text of a paragraph, and the marks of its footnotes apart from it."""
    parts: list[tuple[str, bool]] = []
    raised = False
    for child in token.children or ():
        if child.type == "html_inline":
            tag = child.content.lower()
            raised = tag.startswith("<sup") or (raised and not tag.startswith("</sup"))
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(("\n", False))
        elif child.type in ("text", "code_inline", "text_special", "image"):
            before = parts[-1][0] if parts else ""
            note = raised and bool(_MARK.fullmatch(child.content)) and not _UNIT.search(before)
            parts.append((child.content, note))
    pieces: list[Piece] = []
    for is_note, group in groupby(parts, key=itemgetter(1)):
        text = "".join(part for part, _ in group)
        pieces += [Piece(text, "note mark")] if is_note else _parted(text)
    return pieces


def _parted(text: str) -> list[Piece]:
    """A text parted at the marks of its footnotes (``[^1]``); a note's own mark stays."""
    pieces: list[Piece] = []
    at = 0
    for mark in _REFERENCE.finditer(text):
        pieces += [Piece(text[at : mark.start()]), Piece(mark.group(), "note mark")]
        at = mark.end()
    return [*pieces, Piece(text[at:])]
