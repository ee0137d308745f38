"""Pieces of text with their place on a page, and the printed lines that they form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from scodiff.corpus.readers.pdf.directions import is_rtl, logical
from scodiff.corpus.segmentation.lines import Role
from scodiff.corpus.segmentation.unwrap import is_ideograph

_SAME_BASELINE = 0.45
_SMALL = 0.8
_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡]{1,3}|[ivx]{1,4})\]?")
_WORD_GAP = 0.12
# From how much room on, in type sizes, Chinese characters stand apart on purpose.
_SPREAD = 1.0
_CELL_GAP = 2.2
_WIDEST_SPACE = 6.0
_MOSTLY_PICTURE = 0.5
_LONGEST_STAMP = 240


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text; ``x`` and ``y`` are the start of its baseline in points from below left.

    ``size`` is the height of the type in points, ``right`` where the text ends without the
    white space after it; ``angle`` the direction of its line in radians, ``watermark`` whether
    the file calls it one. ``signs`` are, of text with letters that are written from right to
    left, its characters as they are seen from left to right, one item for each glyph.
    """

    x: float
    y: float
    size: float
    text: str
    right: float
    angle: float = 0.0
    watermark: bool = False
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its edges in points, and its fragments in the order of the file.

    ``pictures`` is the area of the pictures drawn on it, as a share of the page's, ``struck``
    the text that is struck out on it, which the fragments lack.
    """

    bottom: float
    top: float
    fragments: tuple[Fragment, ...]
    pictures: float = 0.0
    left: float = 0.0
    right: float = 595.0
    struck: str = ""

    @property
    def letters(self) -> int:
        """How many letters stand on it."""
        return sum(c.isalpha() for fragment in self.fragments for c in fragment.text)

    @property
    def is_scan(self) -> bool:
        """Whether it is a picture of a page, with no more text than a stamp has."""
        return self.pictures >= _MOSTLY_PICTURE and self.letters <= _LONGEST_STAMP


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line, or the part of one that stands in one column.

    ``pieces`` are its texts, each with the role that sets it aside (a footnote's mark) and
    whether a space stands before it; ``cell`` says that it stands in a table of signatories.
    """

    x: float
    y: float
    size: float
    right: float
    pieces: tuple[tuple[str, Role | None, bool], ...]
    cell: bool = False

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(f"{' ' if spaced else ''}{text}" for text, _, spaced in self.pieces)


@dataclass(slots=True)
class PrintedRow:
    """A printed line in its place in the order of reading, and what the page says of it."""

    line: Printed
    role: Role | None
    page_break: bool
    blanks: int = 0
    indent: int = 0
    column: int | None = None
    begins: bool | None = None
    split_word: str | None = None
    room: int | None = None


def printed_lines(fragments: Iterable[Fragment]) -> list[Printed]:
    """The printed lines of a page from top to bottom, separated where a wide gap stands."""
    lines: list[Printed] = []
    for row in _rows(fragments):
        parts: list[list[Fragment]] = [[]]
        for fragment in row:
            if parts[-1] and _begins_cell(parts[-1][-1], fragment):
                parts.append([])
            parts[-1].append(fragment)
        if is_rtl("".join(f.text for f in row)):
            parts.reverse()
        lines += map(printed_line, parts)
    return lines


def _begins_cell(before: Fragment, fragment: Fragment) -> bool:
    """Whether a fragment stands too far from the one before it to be of the same sentence.

    A space that the file itself writes may be widened far, to fill a line.
    """
    most = _WIDEST_SPACE if before.text[-1:].isspace() else _CELL_GAP
    return _gap(before, fragment) > most * max(fragment.size, 1.0)


def body_size(lines: Sequence[Printed]) -> float:
    """The size in which most of the text is set."""
    sizes = [size for line in lines for size in [round(line.size, 1)] * len(line.text)]
    return median(sizes) if sizes else 1.0


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Fragments by baseline, from the top; raised and lowered ones with their line."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x)):
        home = next(
            (row for row in reversed(rows[-3:]) if _shares_line(_largest(row), fragment)), None
        )
        if home is None:
            rows.append([fragment])
        else:
            home.append(fragment)
    for row in rows:
        row.sort(key=lambda f: f.x)
    return sorted(rows, key=lambda row: -_largest(row).y)


def _largest(row: Sequence[Fragment]) -> Fragment:
    return max(row, key=lambda f: f.size)


def _shares_line(on: Fragment, fragment: Fragment) -> bool:
    return abs(on.y - fragment.y) <= _SAME_BASELINE * max(on.size, fragment.size)


def printed_line(part: Sequence[Fragment]) -> Printed:
    """Fragments of one baseline, from the left, as one line."""
    # The line's own size is that of most of it: an initial may be larger.
    most = max(part, key=lambda f: len(f.text))
    place = (part[0].x, most.y, most.size, part[-1].right)
    if any(fragment.signs for fragment in part):
        return Printed(*place, ((_read_backward(part), None, False),))
    base = _largest(part)
    pieces: list[tuple[str, Role | None, bool]] = []
    before: Fragment | None = None
    for fragment in part:
        role = _role(fragment, base)
        spaced = before is not None and _is_spaced(before, fragment, role)
        text = fragment.text.strip()
        if pieces and role == pieces[-1][1]:
            joined = f"{pieces[-1][0]}{' ' if spaced else ''}{text}"
            pieces[-1] = (joined, role, pieces[-1][2])
        else:
            pieces.append((text, role, spaced))
        before = fragment
    return Printed(*place, tuple(pieces))


def _read_backward(part: Sequence[Fragment]) -> str:
    """The text of a line that has letters written from right to left."""
    signs: list[str] = []
    before: Fragment | None = None
    for fragment in part:
        if before is not None and _is_spaced(before, fragment, None):
            signs.append(" ")
        signs += fragment.signs or fragment.text
        before = fragment
    return logical(signs)


def _role(fragment: Fragment, base: Fragment) -> Role | None:
    """A small raised number is the mark of a footnote."""
    raised = fragment.y - base.y > 0.1 * base.size
    small = fragment.size < _SMALL * base.size
    return "note mark" if small and raised and _MARK.fullmatch(fragment.text.strip()) else None


def is_spread(before: str, after: str) -> bool:
    """Whether room between two stretches of text is no space: Chinese is set without any.

    Programs part Chinese characters from each other to fill a line, and from numbers and Latin
    letters by a quarter of their size.
    """
    return is_ideograph(before[-1:]) or is_ideograph(after[:1])


def _is_spaced(before: Fragment, fragment: Fragment, role: Role | None) -> bool:
    if before.text[-1:].isspace() or fragment.text[:1].isspace():
        return True
    least = _SPREAD if is_spread(before.text, fragment.text) else _WORD_GAP
    return role is None and _gap(before, fragment) > least * fragment.size


def _gap(before: Fragment, fragment: Fragment) -> float:
    return fragment.x - before.right
