"""Markdown: its paragraphs and lists, without the marks; front matter as metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scodiff.corpus.datelines import first_date
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder
from scodiff.corpus.readers.plain import decode
from scodiff.corpus.segmentation.lines import Role

if TYPE_CHECKING:
    from markdown_it.token import Token

READER = "markdown 1"

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<body>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_ENTRY = re.compile(r"(?P<key>[A-Za-z_-]+):[ \t]*(?P<value>.*)")
_CONTINUED = re.compile(r"\s*\\?\r?\n[ \t]+\\?\s*(?!-[ \t])")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def extract(data: bytes, shown: str) -> Extract:
    """The text of a Markdown file (CommonMark, with tables).

    ``shown`` is how messages call the file. Raises CorpusError where it holds no text.
    """
    from markdown_it import MarkdownIt

    known, body = _front_matter(decode(data, shown).text)
    parser = MarkdownIt("commonmark").enable("table")
    builder = TextBuilder()
    _write(builder, parser.parse(body))
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
    # A value goes on over lines that are indented, after a backslash or without one.
    unfolded = _CONTINUED.sub(" ", match["body"])
    entries = (_ENTRY.fullmatch(line.strip()) for line in unfolded.splitlines())
    known = {e["key"].lower(): e["value"].strip().strip("\"'") for e in entries if e}
    return known, markup[match.end() :]


def _write(builder: TextBuilder, tokens: list[Token]) -> None:
    labels: list[str] = []
    heading = False
    row: list[str] | None = None
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = True
            case "heading_close":
                heading = False
            case "list_item_open":
                labels.append(f"{token.info}{token.markup}" if token.info else "")
            case "list_item_close":
                labels.pop()
            case "tr_open":
                row = []
            case "tr_close":
                builder.block([Piece("\t".join(text for text in row or [] if text))], "row")
                row = None
            case "hr":
                builder.block([Piece("***")])
            case "inline" if row is not None:
                row.append(_inline(token).strip())
            case "inline" | "fence" | "code_block" | "html_block":
                text = _inline(token) if token.type == "inline" else token.content
                role: Role | None = "heading" if heading else "item" if labels else None
                label = labels[-1] if labels else ""
                if label:
                    labels[-1] = ""
                    text = f"{label} {text}"
                builder.block([Piece(text)], role, wrapped=token.type == "inline")


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
        elif child.type in ("text", "code_inline", "text_special", "html_inline"):
            parts.append("" if child.type == "html_inline" else child.content)
    return "".join(parts)
