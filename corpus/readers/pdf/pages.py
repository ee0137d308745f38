"""From printed pages to lines of text, with what the layout says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from scodiff.corpus.model import LedgerAction, LedgerEntry, Span
from scodiff.corpus.readers.extract import Extract, left_out
from scodiff.corpus.readers.pdf.columns import (
    columns,
    gutters,
    measure_room,
    number_columns,
    stands_in_left_column,
)
from scodiff.corpus.readers.pdf.directions import letters_of
from scodiff.corpus.readers.pdf.edges import begins_note, edge_roles, footnotes_from
from scodiff.corpus.readers.pdf.fragments import Page, Printed, PrintedRow, printed_lines
from scodiff.corpus.readers.pdf.hyphens import Hyphens
from scodiff.corpus.readers.pdf.overlays import Layers, layers_of
from scodiff.corpus.readers.pdf.signature_tables import without_signature_table
from scodiff.corpus.readers.repairs import repair
from scodiff.corpus.segmentation.lines import Line, Role

# A distance of baselines that is a gap, and one that is where it returns in the document.
_BLANK_FROM, _GAP_FROM = 1.22, 1.07
_SAME_GAP, _FEWEST_GAPS, _LEAST_GAPS = 0.012, 3, 0.04
_OTHER_SIZE, _SURELY_OTHER_SIZE = 1.08, 1.15
_INDENT_UNIT = 0.5
_NEAR = 2.5


def lay_out(pages: Sequence[Page], reader: str) -> Extract:
    """The text of the pages in the order of reading, and its lines."""
    rows = _rows(pages)
    _mark_hyphens(rows)
    writer = _Writer()
    for row in rows:
        writer.write(row)
    return writer.finish(pages, reader)


def _rows(pages: Sequence[Page]) -> list[PrintedRow]:
    rows: list[PrintedRow] = []
    layers, body = layers_of(pages)
    roles = edge_roles([layer.page for layer in layers])
    inner = [
        [f for f in layer.page.fragments if not _at(edges, f.y)]
        for layer, edges in zip(layers, roles, strict=True)
    ]
    parted = [without_signature_table(text) for text in inner]
    known = gutters([text for text, _ in parted])
    for layer, edges, whole, (text, signed) in zip(layers, roles, inner, parted, strict=True):
        if signed and stands_in_left_column(signed, text, known):
            text, signed = whole, []
        stretches = columns(text, known) + ([signed] if signed else [])
        ends = [layer is layers[-1] and lines is stretches[-1] for lines in stretches]
        read = [list(_stretch(*pair, body)) for pair in zip(stretches, ends, strict=True)]
        page_rows = _page_rows(layer, edges, read)
        number_columns(page_rows, rows, known)
        if page_rows and rows:
            page_rows[0].page_break = True
        rows += page_rows
    _measure_gaps(rows)
    measure_room(rows)
    _join_headings(rows, body)
    return rows


def _page_rows(
    layer: Layers, edges: dict[float, Role], stretches: Sequence[list[PrintedRow]]
) -> list[PrintedRow]:
    """The rows of one page, from its head to its foot and what lies over it."""
    page = layer.page
    outer = [f for f in page.fragments if _at(edges, f.y)]
    around = [PrintedRow(line, _at(edges, line.y), False) for line in printed_lines(outer)]
    middle = page.bottom + (page.top - page.bottom) / 2
    rows = [row for row in around if row.line.y > middle]
    rows += [PrintedRow(line, "line number", False) for line in layer.numbers]
    for stretch in stretches:
        rows += stretch
    rows += [row for row in around if row.line.y <= middle]
    return rows + [PrintedRow(line, "watermark", False) for line in layer.watermarks]


def _at(edges: dict[float, Role], y: float) -> Role | None:
    return next((role for place, role in edges.items() if abs(place - y) < _NEAR), None)


def _stretch(lines: Sequence[Printed], last: bool, body: float) -> Iterator[PrintedRow]:
    """The lines of one column; the first opens a new column or page."""
    notes = footnotes_from(lines, body, last=last)
    left = _flush(lines[:notes])
    for index, line in enumerate(lines):
        note = index >= notes
        row = PrintedRow(line, "footnote" if note else None, page_break=index == 0)
        if line.cell:
            row.begins = True
        elif note:
            row.begins = begins_note(line)
        else:
            row.indent = max(0, round((line.x - left) / (_INDENT_UNIT * max(line.size, 1.0))))
        yield row


def _flush(lines: Sequence[Printed]) -> float:
    """Where most lines of a column begin; of equals the leftmost."""
    counts: dict[int, int] = {}
    for line in lines:
        counts[round(line.x)] = counts.get(round(line.x), 0) + 1
    return float(min(counts, key=lambda x: (-counts[x], x))) if counts else 0.0


def _measure_gaps(rows: Sequence[PrintedRow]) -> None:
    """Set how many blank lines stand above each row, from the distances of baselines."""
    steps = []
    for above, below in pairwise(rows):
        step = above.line.y - below.line.y
        if not below.page_break and 0 < step < 4 * below.line.size:
            steps.append(step / max(below.line.size, 1.0))
    # The lines of paragraphs are nearer to each other than paragraphs are.
    leading = median(sorted(steps)[: max(1, (len(steps) + 1) // 2 + 1)]) if steps else 1.2
    returning = _returning_gaps(steps, leading)
    for above, below in pairwise(rows):
        larger = max(above.line.size, below.line.size)
        smaller = max(min(above.line.size, below.line.size), 0.1)
        step = (above.line.y - below.line.y) / max(below.line.size, 1.0)
        if below.page_break:
            continue
        is_gap = any(abs(step - gap) <= _SAME_GAP * leading for gap in returning)
        if is_gap or step > _BLANK_FROM * leading or step < 0:
            below.blanks = max(1, min(3, round(step / leading) - 1)) if step > 0 else 1
        elif larger / smaller > _OTHER_SIZE:
            below.blanks = 1


def _returning_gaps(steps: Sequence[float], leading: float) -> list[float]:
    """Distances that are hardly more than those of lines, but return as one and the same."""
    small = sorted(step for step in steps if _GAP_FROM * leading < step <= _BLANK_FROM * leading)
    clusters: list[list[float]] = []
    for step in small:
        if clusters and step - clusters[-1][0] <= _SAME_GAP * leading:
            clusters[-1].append(step)
        else:
            clusters.append([step])
    enough = max(_FEWEST_GAPS, _LEAST_GAPS * len(steps))
    return [median(cluster) for cluster in clusters if len(cluster) >= enough]


def _join_headings(rows: Sequence[PrintedRow], body: float) -> None:
    """Lines set larger than the text, of one size and without a gap, are one heading.

    Where the size changes, something else begins; from a page to the next, where text ends
    that is set larger than most.
    """
    above, broken = None, False
    for row in rows:
        broken = broken or row.page_break
        if row.role is not None:
            continue
        if above is not None and _changes_size(above.line.size, row.line.size, body, broken):
            row.begins = True
        above, broken = row, False
    for above, below in pairwise(rows):
        large = min(above.line.size, below.line.size) > _OTHER_SIZE * body
        same = abs(above.line.size - below.line.size) < 0.02 * below.line.size
        if large and same and not below.blanks and not below.page_break and below.role is None:
            below.begins = False


def _changes_size(above: float, below: float, body: float, broken: bool) -> bool:
    """Whether another text begins below; on another page, what ends above is set larger."""
    if max(above, below) <= _SURELY_OTHER_SIZE * min(above, below):
        return False
    return not broken or above > max(below, _OTHER_SIZE * body)


def _mark_hyphens(rows: Sequence[PrintedRow]) -> None:
    text = [row for row in rows if row.role is None]
    hyphens = Hyphens([row.line.text for row in text])
    for above, below in pairwise(text):
        if above.line.pieces[-1][1] is None and below.line.pieces[0][1] is None:
            above.split_word = hyphens.whole_word(above.line.text, below.line.text)


class _Writer:
    """Writes rows as text and lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._lines: list[Line] = []
        self._ledger: list[LedgerEntry] = []
        self._begun_word: str | None = None
        self._formed = 0

    def write(self, row: PrintedRow) -> None:
        """Write one row; a page break becomes a form feed, a blank line an empty one."""
        if self._parts:
            self._put("\n\f" if row.page_break else "\n" * (1 + min(1, row.blanks)))
        begun = self._begun_word if row.role is None else None
        pieces = row.line.pieces
        first = True
        for index, (piece, role, spaced) in enumerate(pieces):
            cut = row.split_word is not None and index == len(pieces) - 1
            text, notes = repair(self._letters(piece[:-1].rstrip() if cut else piece))
            if not text.strip():
                continue
            if first:
                self._first_piece(row, text.strip(), role, goes_on=begun is not None)
            else:
                self._later_piece(row, text.strip(), role, spaced)
            for note in notes:
                self._note("repair", note)
            if first and begun is not None:
                self._note("dehyphenate", f"hyphen of the line left out: {begun!r}")
            first = False
        if row.role is None:
            self._begun_word = row.split_word

    def _letters(self, text: str) -> str:
        letters = letters_of(text)
        self._formed += letters != text
        return letters

    def _first_piece(self, row: PrintedRow, text: str, role: Role | None, *, goes_on: bool) -> None:
        """The beginning of a row; it may go on with the last word of the row before."""
        start = self._length
        self._put(text)
        begins, joint = (False, "") if goes_on else (row.begins, None)
        place = (start, self._length, row.indent, row.blanks, row.page_break)
        self._lines.append(Line(*place, text, begins, row.role or role, joint, row.room))

    def _later_piece(self, row: PrintedRow, text: str, role: Role | None, spaced: bool) -> None:
        joint = " " if spaced else ""
        self._put(joint)
        start = self._length
        self._put(text)
        place = (start, self._length, 0, 0, False)
        self._lines.append(Line(*place, text, False, row.role or role, joint, row.room))

    def finish(self, pages: Sequence[Page], reader: str) -> Extract:
        """All that was written; pages without text are reported."""
        for number, page in enumerate(pages, 1):
            if not any(fragment.text.strip() for fragment in page.fragments):
                self._note("suspect", f"page {number} of the file has no text: blank, or a picture")
            elif page.is_scan:
                self._note("suspect", f"page {number} of the file is a picture with a few words")
        text = "".join(self._parts)
        if any(struck := [page.struck for page in pages if page.struck.strip()]):
            note = left_out("struck-through text", struck)
            self._ledger.append(LedgerEntry("set-aside", Span(0, 0), note))
        if self._formed:
            note = f"forms that letters take in words read as the letters (in {self._formed} lines)"
            self._ledger.append(LedgerEntry("repair", Span(0, len(text)), note))
        return Extract(text, tuple(self._lines), reader, tuple(self._ledger), pages_seen=True)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _note(self, action: LedgerAction, note: str) -> None:
        start = self._lines[-1].start if self._lines else 0
        self._ledger.append(LedgerEntry(action, Span(start, self._length), note))
