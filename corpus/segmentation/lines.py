"""Layout lines: the printed lines of a source text, each with its place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "title", "heading", "item", "row",
    "page number", "running head", "footnote", "note mark", "caption",
    "watermark", "line number", "publication line",
]  # fmt: skip
SET_ASIDE: frozenset[Role] = frozenset(
    (
        "page number", "running head", "footnote", "note mark", "caption",
        "watermark", "line number", "publication line",
    )
)  # fmt: skip

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TAB_STOP = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    ``start`` and ``end`` bound its characters without the white space around them, as
    code points of the source text. ``indent`` is the white space before them in columns,
    ``blanks`` the number of blank lines above, ``page_break`` whether a form feed stands
    above. ``text`` is ``source[start:end]``.

    A file whose format has paragraphs says more: ``begins`` whether the line opens one
    (None: the format does not say), ``role`` what it is, ``joint`` what stands between it
    and the line before where that is known (a space, or nothing). A reader that sees the page
    says how much ``room`` is left between the line and the right margin, in thousandths of
    the type size.
    """

    start: int
    end: int
    indent: int
    blanks: int
    page_break: bool
    text: str
    begins: bool | None = None
    role: Role | None = None
    joint: str | None = None
    room: int | None = None


def split_lines(source: str, most: int | None = None) -> list[Line]:
    """The lines of ``source`` that are not blank, in order; only the first ``most``.

    Every character of the source that is not white space (``str.isspace``) stands in
    exactly one of them. Line ends are LF, CRLF, CR and the rarer marks of Unicode.
    """
    lines: list[Line] = []
    start, blanks, page_break = 0, 0, False
    for end, after, mark in _line_ends(source):
        raw = source[start:end]
        body = raw.lstrip()
        if body:
            first = end - len(body)
            text = body.rstrip()
            indent = _columns(source[start:first])
            lines.append(Line(first, first + len(text), indent, blanks, page_break, text))
            blanks, page_break = 0, False
        else:
            blanks += 1
        page_break = page_break or mark == "\f"
        start = after
        if len(lines) == most:
            break
    return lines


def _line_ends(source: str) -> Iterator[tuple[int, int, str]]:
    for match in _LINE_END.finditer(source):
        yield match.start(), match.end(), match.group()
    yield len(source), len(source), ""


def _columns(space: str) -> int:
    if "\t" not in space:
        return len(space)
    return len(space.expandtabs(_TAB_STOP))
