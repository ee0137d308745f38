"""Pieces of text with their place on a page, and the printed lines that they form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from scodiff.corpus.segmentation.lines import Role

_SAME_BASELINE = 0.45
_SMALL = 0.8
_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡]{1,3})\]?")
_WORD_GAP = 0.12
_WIDENED = 0.3
_CELL_GAP = 2.2


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text; ``x`` and ``y`` are the start of its baseline in points from below left.

    ``size`` is the height of the type in points, ``right`` where the text ends without the
    white space after it.
    """

    x: float
    y: float
    size: float
    text: str
    right: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its lower and upper edge, and its fragments in the order of the file."""

    bottom: float
    top: float
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line, or the part of one that stands in one column.

    ``pieces`` are its texts, each with the role that sets it aside (a footnote's mark) and
    whether a space stands before it.
    """

    x: float
    y: float
    size: float
    right: float
    pieces: tuple[tuple[str, Role | None, bool], ...]

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(f"{' ' if spaced else ''}{text}" for text, _, spaced in self.pieces)


def printed_lines(fragments: Iterable[Fragment]) -> list[Printed]:
    """The printed lines of a page from top to bottom, separated where a wide gap stands."""
    lines: list[Printed] = []
    for row in _rows(fragments):
        part: list[Fragment] = []
        for fragment in row:
            if part and _gap(part[-1], fragment) > _CELL_GAP * max(fragment.size, 1.0):
                lines.append(_printed(part))
                part = []
            part.append(fragment)
        lines.append(_printed(part))
    return lines


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


def _printed(part: Sequence[Fragment]) -> Printed:
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
    # The line's own size is that of most of it: an initial may be larger.
    most = max(part, key=lambda f: len(f.text))
    return Printed(part[0].x, most.y, most.size, part[-1].right, tuple(pieces))


def _role(fragment: Fragment, base: Fragment) -> Role | None:
    """A small raised number is the mark of a footnote."""
    raised = fragment.y - base.y > 0.1 * base.size
    small = fragment.size < _SMALL * base.size
    return "note mark" if small and raised and _MARK.fullmatch(fragment.text.strip()) else None


def _is_spaced(before: Fragment, fragment: Fragment, role: Role | None) -> bool:
    if before.text[-1:].isspace() or fragment.text[:1].isspace():
        return True
    # pypdf writes most spaces that it sees into the text; between fragments the gap decides.
    return role is None and _gap(before, fragment) > _WORD_GAP * fragment.size


def _gap(before: Fragment, fragment: Fragment) -> float:
    """The room between two fragments, less what justified spaces may have taken of it."""
    inner = before.text.strip().count(" ")
    return fragment.x - before.right - _WIDENED * inner * before.size
