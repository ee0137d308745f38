"""Columns: which lines of a page are read before which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from scodiff.corpus.readers.pdf.directions import is_rtl
from scodiff.corpus.readers.pdf.fragments import Fragment, Printed, PrintedRow, printed_lines
from scodiff.corpus.readers.pdf.signature_tables import without_signature_table
from scodiff.corpus.segmentation.marks import line_end, line_start
from scodiff.corpus.segmentation.signatures import is_signature_line

_TOLERANCE = 2.0
_FEWEST_LINES = 4
_LEAST_SHARE = 0.12
_LEAST_WIDTH = 0.2
_MOST_CROSSING = 0.25
_MOST_COLUMNS = 4
# Sentences that go on below, on the left of a gutter with hardly a line on its right.
_FEWEST_WRAPPED = 4
_APART = 1.0
_FEWEST_MEASURED = 6


def gutters(pages: Sequence[Sequence[Fragment]]) -> frozenset[float]:
    """Where the second columns of pages begin; of pages read from the right, mirrored."""
    read = (_as_read(page) for page in pages)
    found = (_gutter(page) or _beside_wrapped(page) for page in read)
    return frozenset(gutter for gutter in found if gutter is not None)


def stands_in_left_column(
    lines: Sequence[Printed], others: Sequence[Fragment], known: frozenset[float]
) -> bool:
    """Whether lines end before a gutter beyond which others stand: a column is read after them."""
    return any(
        all(line.right <= x for line in lines) and any(f.x >= x - _TOLERANCE for f in others)
        for x in known
    )


def columns(
    fragments: Sequence[Fragment], known: frozenset[float] = frozenset()
) -> list[list[Printed]]:
    """The printed lines of a page in the order of reading, one list for each stretch.

    A stretch is a column, or lines that run over all columns. Within one, lines go down.
    ``known`` are the gutters of other pages, for a page with too few lines to show its own.
    """
    seen = _as_read(fragments)
    printed = {id(read): own for read, own in zip(seen, fragments, strict=True)}
    stretches: list[list[Printed]] = []
    for part in _parts(seen, known):
        rest, signed = without_signature_table([printed[id(read)] for read in part])
        stretches += [printed_lines(rest), signed]
    return _merged([stretch for stretch in stretches if stretch])


def number_columns(
    page: Sequence[PrintedRow], before: Sequence[PrintedRow], gutters_: Collection[float]
) -> None:
    """Number the columns of a page on from those of the pages before, where pages have more.

    What stands in a table of signatories, or runs over a gutter, is in none.
    """
    number = max((row.column or 0 for row in before), default=0)
    for row in page:
        number += row.page_break and bool(gutters_)
        crosses = any(row.line.x < x - 2 < row.line.right - 2 for x in gutters_)
        backward = is_rtl(row.line.text)  # lines end on the left
        row.column = None if row.line.cell or crosses or backward else number


def measure_room(rows: Sequence[PrintedRow]) -> None:
    """Set how much room the lines of text leave before the right margin of their column.

    The margin is where the longest lines of a column end; a line that alone runs farther is
    beyond it. Pages of one column share their margin.
    """
    columns: dict[int, list[PrintedRow]] = {}
    for row in rows:
        if row.role is None and row.column is not None:
            columns.setdefault(row.column, []).append(row)
    for column in columns.values():
        ends = sorted((row.line.right for row in column), reverse=True)
        size = median(row.line.size for row in column)
        margin = next((a for a, b in pairwise(ends) if a - b < size), None)
        if margin is None or len(column) < _FEWEST_MEASURED:
            continue
        for row in column:
            row.room = max(0, round(1000 * (margin - row.line.right) / max(row.line.size, 1.0)))


def _as_read(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments of a page, those of a page that is read from the right mirrored."""
    backward = sum(len(f.text) for f in fragments if f.signs)
    if 2 * backward <= sum(len(f.text) for f in fragments):
        return list(fragments)
    return [replace(f, x=-f.right, right=-f.x) for f in fragments]


def _parts(fragments: Sequence[Fragment], known: frozenset[float]) -> Iterator[Sequence[Fragment]]:
    """The fragments of each stretch, in the order of reading."""
    gutter = _gutter(fragments) or _known_gutter(fragments, known) or _beside_wrapped(fragments)
    if gutter is None:
        yield fragments
        return
    bands: list[tuple[list[Fragment], list[Fragment], list[Fragment]]] = [([], [], [])]
    for row in _rows(fragments):
        across = [f for f in row if _crosses(f, gutter)]
        if across:
            bands.append((row, [], []))
            continue
        for fragment in row:
            bands[-1][2 if fragment.x >= gutter - _TOLERANCE else 1].append(fragment)
    for across, left, right in bands:
        yield across
        yield left
        if right:
            # The cells of a table are no columns of the page.
            kept = {id(f) for f in without_signature_table(right)[0]}
            yield from _parts([f for f in right if id(f) in kept], known - {gutter})
            yield [f for f in right if id(f) not in kept]


def _merged(stretches: Sequence[list[Printed]]) -> list[list[Printed]]:
    """Stretches that follow each other downwards as one: no column ends between them."""
    merged: list[list[Printed]] = []
    for stretch in stretches:
        if merged and stretch[0].y < merged[-1][-1].y:
            merged[-1] += stretch
        else:
            merged.append(list(stretch))
    return merged


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Where a right column begins, or None.

    Its lines begin at one place; the column on its left is no mere column of list numbers,
    and hardly a line crosses.
    """
    if not fragments:
        return None
    left = min(f.x for f in fragments)
    right = max(f.right for f in fragments)
    starts = Counter(round(f.x / _TOLERANCE) for f in fragments)
    rows = len(_rows(fragments))
    enough = max(_FEWEST_LINES, _LEAST_SHARE * rows)
    # What stands farther to the right is parted once the columns before it are.
    for place in sorted(place for place, _ in starts.most_common(_MOST_COLUMNS * 3)):
        x = place * _TOLERANCE
        inside = [f for f in fragments if abs(f.x - x) <= _TOLERANCE]
        if len(inside) < enough or x - left < _LEAST_WIDTH * (right - left):
            continue
        low, high = min(f.y for f in inside), max(f.y for f in inside)
        beside = [f for f in fragments if low <= f.y <= high and f.x < x - _TOLERANCE]
        if not beside:
            continue
        crossing = sum(_crosses(f, x) for f in beside)
        glued = sum(any(_touches(b, f) for b in beside) for f in inside)
        if crossing <= _MOST_CROSSING * len(inside) and glued <= _MOST_CROSSING * len(inside):
            return _edge(fragments, x, beside)
    return None


def _edge(fragments: Sequence[Fragment], x: float, beside: Sequence[Fragment]) -> float:
    """Where a column begins, of which most lines may be indented: its cells, or its list.

    What begins in the room between it and the lines beside it is its own.
    """
    reach = max((f.right for f in beside if not _crosses(f, x)), default=x)
    return min((f.x for f in fragments if reach < f.x and _crosses(f, x)), default=x)


def _known_gutter(fragments: Sequence[Fragment], known: frozenset[float]) -> float | None:
    """A gutter of other pages that no line of this one crosses, though some stand beyond it."""
    for x in sorted(known):
        beyond = any(abs(f.x - x) <= _TOLERANCE for f in fragments)
        if beyond and not any(_crosses(f, x) for f in fragments):
            return x
    return None


def _beside_wrapped(fragments: Sequence[Fragment]) -> float | None:
    """Where a right column of any length begins, beside prose that is wrapped before it.

    Text that runs over the whole page would have been wrapped farther to the right.
    """
    if not fragments:
        return None
    rows = _rows(fragments)
    left = min(f.x for f in fragments)
    least = _LEAST_WIDTH * (max(f.right for f in fragments) - left)
    starts = Counter(
        round(fragment.x / _TOLERANCE)
        for row in rows
        for before, fragment in zip((left, *(f.right for f in row)), row, strict=False)
        if fragment.x - before > _APART * fragment.size
    )
    places = sorted(place * _TOLERANCE for place, _ in starts.most_common(_MOST_COLUMNS * 3))
    return next((x for x in places if x - left >= least and _is_beside_prose(rows, x)), None)


def _is_beside_prose(rows: Sequence[Sequence[Fragment]], x: float) -> bool:
    """Whether lines on the right of a place stand beside prose that ends on its left."""
    beside, above, wrapped = 0, "", 0
    for row in rows:
        left = [f for f in row if f.x < x - _TOLERANCE]
        right = row[len(left) :]
        if any(_crosses(f, x) for f in left) or (left and right and _touches(left[-1], right[0])):
            beside, above, wrapped = 0, "", 0
            continue
        beside += bool(right)
        if left:
            text = "".join(f.text for f in left).strip()
            in_sentence = line_end(above) == "open" and line_start(text or " ") == "lower"
            wrapped += above != "" and in_sentence and not is_signature_line(above)
            above = text
        if beside and wrapped >= _FEWEST_WRAPPED:
            return True
    return False


def _crosses(fragment: Fragment, x: float) -> bool:
    return fragment.x < x - _TOLERANCE and fragment.right > x


def _touches(before: Fragment, fragment: Fragment) -> bool:
    """Whether one fragment goes on with the other's text, after no more than a space."""
    return abs(before.y - fragment.y) <= 1 and abs(fragment.x - before.right) < 0.6 * fragment.size


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x)):
        if rows and abs(rows[-1][0].y - fragment.y) <= _TOLERANCE:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows
