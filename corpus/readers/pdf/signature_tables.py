"""Tables of signatories at the end of a page: each signatory's lines follow each other.

Read line by line, a table says first who all the offices are and then all the names; read
column by column, it does so where offices stand on the left and names on the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from scodiff.corpus.datelines import dateline
from scodiff.corpus.readers.pdf.fragments import Fragment, Printed, printed_line
from scodiff.corpus.segmentation.signatures import (
    are_signatories,
    is_signature_line,
    names_office,
)

_BETWEEN_CELLS = 0.6
_FEWEST_ROWS = 2
_LEVEL = 2.0
_LEADING = 1.5
_SPACE = re.compile(r"\s")


class _Cell:
    """The part of a printed line that stands in one cell."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self.fragments = fragments
        self.line = printed_line(fragments)
        self.text = self.line.text
        self.x, self.right, self.y = fragments[0].x, fragments[-1].right, self.line.y


def without_signature_table(
    fragments: Sequence[Fragment],
) -> tuple[list[Fragment], list[Printed]]:
    """The fragments of a page before such a table, and its lines in the order of reading.

    The table is the last of the page, a place and date below it aside; there are no lines
    where there is none.
    """
    rows = list(_table_rows(fragments))
    columns = _columns(rows)
    texts = [cell.text for column in columns or rows for cell in column]
    if len(rows) < _FEWEST_ROWS or not are_signatories(texts):
        return list(fragments), []
    ordered = _by_signatory(columns) if len(columns) > 1 else _in_rows(rows)
    if ordered is None:
        return list(fragments), []
    taken = {id(f) for cell in ordered for f in cell.fragments}
    return [f for f in fragments if id(f) not in taken], [
        replace(cell.line, cell=True) for cell in ordered
    ]


def _table_rows(fragments: Sequence[Fragment]) -> Iterator[list[_Cell]]:
    """The last rows of a page whose cells could be signatories', from the first with two."""
    found: list[list[_Cell]] = []
    for row in reversed(_rows(fragments)):
        if any(f.signs for f in row):
            break
        cells = _cells(row)
        if not found and len(cells) == 1 and dateline(cells[0].text):
            continue
        if not all(is_signature_line(cell.text) for cell in cells):
            break
        found.append(cells)
    first = next((n for n in reversed(range(len(found))) if len(found[n]) > 1), -1)
    while first + 1 < len(found) and _goes_on(found[first + 1][0], found[first]):
        first += 1
    yield from reversed(found[: first + 1])


def _goes_on(above: _Cell, row: Sequence[_Cell]) -> bool:
    """Whether a line alone is the first of a cell that the row below goes on with."""
    size = above.line.size
    return above.y - row[0].y < _LEADING * size and any(abs(above.x - c.x) < 1 for c in row)


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x)):
        if rows and abs(rows[-1][0].y - fragment.y) <= _LEVEL:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows


def _cells(row: Sequence[Fragment]) -> list[_Cell]:
    row = sorted((f for f in row if f.text.strip()), key=lambda f: f.x)
    parts: list[list[Fragment]] = []
    for fragment in row:
        before = parts[-1][-1] if parts else None
        if before is None or fragment.x - before.right > _BETWEEN_CELLS * fragment.size:
            parts.append([])
        parts[-1].append(fragment)
    return [_Cell(part) for part in parts]


def _columns(rows: Sequence[Sequence[_Cell]]) -> list[list[_Cell]]:
    """The cells of each column, downwards, from the left; none where a line runs over two."""
    columns: list[list[_Cell]] = []
    reach = float("-inf")
    for cell in sorted((cell for row in rows for cell in row), key=lambda cell: cell.x):
        if cell.x >= reach:
            columns.append([])
        columns[-1].append(cell)
        reach = max(reach, cell.right)
    before = {id(cell): last for row in rows for last, cell in pairwise(row)}
    parted: list[list[_Cell]] = []
    for column in columns:
        if parted and all(_is_spread(before.get(id(cell)), cell) for cell in column):
            parted[-1] += column
        else:
            parted.append(column)
    joined = [_joined(column) for column in parted]
    return [column for column in joined if column] if all(joined) else []


def _is_spread(before: _Cell | None, cell: _Cell) -> bool:
    """Whether a word may stand apart from the one before it only to fill a line."""
    return before is not None and not any(map(_SPACE.search, (before.text, cell.text)))


def _joined(column: Sequence[_Cell]) -> list[_Cell]:
    """The cells of a column, words that are spread over a line as one; none for other two."""
    cells: list[_Cell] = []
    for cell in sorted(column, key=lambda cell: (-cell.y, cell.x)):
        last = cells[-1] if cells else None
        if last is None or last.y - cell.y > _LEVEL:
            cells.append(cell)
        elif all(len(f.text.split()) == 1 for f in (last.fragments[-1], *cell.fragments)):
            cells[-1] = _Cell([*last.fragments, *cell.fragments])
        else:
            return []
    return cells


def _by_signatory(columns: Sequence[Sequence[_Cell]]) -> list[_Cell] | None:
    """The cells in the order of the signatories; None where that cannot be told."""
    with_office = [column for column in columns if any(names_office(c.text) for c in column)]
    if len(with_office) == len(columns):
        groups = [_groups(column) for column in columns]
        most = max(map(len, groups))
        return [c for n in range(most) for own in groups if n < len(own) for c in own[n]]
    if len(columns) == 2 and len(with_office) == 1:
        return _across(columns, with_office[0])
    return None


def _in_rows(rows: Sequence[Sequence[_Cell]]) -> list[_Cell] | None:
    """The cells of rows with an office and a name each, at whatever place the name begins."""
    if not rows or any(
        len(row) != 2 or sum(names_office(cell.text) for cell in row) != 1 for row in rows
    ):
        return None
    return [cell for row in rows for cell in row]


def _groups(column: Sequence[_Cell]) -> list[list[_Cell]]:
    """The lines of each signatory in one column, whose office stands first, or the name."""
    starts = [number for number, cell in enumerate(column) if names_office(cell.text)]
    if starts[0] > 0:
        starts = [max(0, number - 1) for number in starts]
    starts[0] = 0
    return [list(column[a:b]) for a, b in pairwise([*starts, len(column)])]


def _across(columns: Sequence[Sequence[_Cell]], offices: Sequence[_Cell]) -> list[_Cell]:
    """Each office with the lines that stand beside it, those on the left first."""
    starts = [cell.y + _LEVEL for cell in offices if names_office(cell.text)]
    ends = [*starts[1:], float("-inf")]
    starts[0] = float("inf")
    return [
        cell
        for start, end in zip(starts, ends, strict=True)
        for column in columns
        for cell in column
        if end < cell.y <= start
    ]
