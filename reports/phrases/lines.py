"""Lines of styled text, and where they are printed: a terminal, or paper without colours.

Rich draws on a terminal. Into a file or a pipe go the same lines without it, whose import
alone takes as long as half of a search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

# The pieces of a line: each a text and its style, as rich names styles.
Styled = Sequence[tuple[str, str]]

GAP = 2  # columns between the cells of a grid
# Characters of one column each, of which nearly all that is printed consists; rich knows of all.
_NARROW = re.compile("[ -~\xa0-\u02ff\u0370-\u0482\u2010-\u2027\u25a0-\u25fc]*")


class Paper:
    """A stream without colours, of so many columns."""

    def __init__(self, stream: TextIO, width: int) -> None:
        self.width = width
        self._stream = stream

    def write(self, text: str) -> None:
        """Write a line."""
        self._stream.write(f"{text.rstrip()}\n")


def put(printer: Console | Paper, line: Styled = (), *, wrap: bool = True) -> None:
    """Print a line; one that is too long is wrapped between words, or runs on."""
    if not isinstance(printer, Paper):
        from rich.text import Text

        whole = Text.assemble(*line, end="\n")
        if wrap:
            printer.print(whole)
        else:
            printer.print(whole, no_wrap=True, overflow="ignore", crop=False)
        return
    text = "".join(text for text, _ in line)
    for part in _wrapped(text, printer.width) if wrap else [text]:
        printer.write(part)


def columns(text: str) -> int:
    """How many columns a text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fitted(text: str, room: int) -> str:
    """A text cut off, or filled up with blanks, to so many columns."""
    if _NARROW.fullmatch(text):
        return text[:room].ljust(room)
    from rich.cells import set_cell_size

    return set_cell_size(text, room)


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, none longer than ``width`` unless one of its words is."""
    if columns(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def clipped(line: Styled, width: int) -> list[tuple[str, str]]:
    """A line cut off after so many columns."""
    kept, room = [], width
    for text, style in line:
        taken = columns(text)
        if taken > room:
            kept.append((fitted(text, max(room, 0)), style))
            break
        kept.append((text, style))
        room -= taken
    return kept


def grid(rows: Sequence[Styled], width: int) -> list[Styled]:
    """Rows of cells as lines, the cells of a column below each other.

    The widest column gives way where they do not all fit, its cells ending in "…".
    """
    widths = [max(map(columns, texts)) for texts in zip(*map(_texts, rows), strict=True)]
    over = sum(widths) + GAP * (len(widths) - 1) - width
    if over > 0:
        widest = widths.index(max(widths))
        widths[widest] = max(widths[widest] - over, 1)
    return [_row(row, widths) for row in rows]


def _texts(row: Styled) -> list[str]:
    return [text for text, _ in row]


def _row(row: Styled, widths: Sequence[int]) -> Styled:
    pieces = []
    for at, ((text, style), room) in enumerate(zip(row, widths, strict=True)):
        shown = text if columns(text) <= room else fitted(text, room - 1) + "…"
        last = at == len(widths) - 1
        pieces.append((shown if last else fitted(shown, room + GAP), style))
    return pieces
