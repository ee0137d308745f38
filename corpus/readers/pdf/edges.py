"""What stands at the edges of pages: running heads, page numbers, and the notes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from scodiff.corpus.datelines import dateline
from scodiff.corpus.readers.pdf.fragments import Fragment, Page, Printed
from scodiff.corpus.segmentation.lines import Role
from scodiff.corpus.segmentation.marks import line_end, page_number
from scodiff.corpus.segmentation.signatures import is_signature_line, speaks_of_signing

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\W*[ivxl]{1,7}\W*", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|pg|p|seite|стр|страница|с|صفحة|صفحه)?\W{0,4}\d{1,4}"
    r"(?:\W{0,3}(?:of|/|из|von|sur|de|من|از)?\W{0,3}\d{1,4})?\W{0,3}(?:page)?\W*",
    re.IGNORECASE,
)
_EDGE_ROWS = 3
_SAME_PLACE = 4.0
_ENOUGH = 0.3
_ON_TWO = 2
_MOST_AGREEING = 0.7
_LONGEST_HEAD = 120
_LONG_LINE = 60
_MARGIN, _NARROW_MARGIN = 0.11, 0.085
_APART, _FAR_APART = 1.25, 2.0
_FEWEST_ROWS = 6
_MOST_STEPS_BELOW = 0.9
_LARGER = 1.15
_SMALLER, _MUCH_SMALLER = 0.93, 0.8
_NOTE_START = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})[ .)]?\s*\S")
_FAR = 1.6
_MOST_NOTE_LINES = 30
_NOTE_SIZE = 0.87


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    """One of the outermost rows of a page, with its distance from the edge and its neighbour."""

    side: Literal["top", "bottom"]
    y: float
    size: float
    text: str
    distance: float
    gap: float
    outermost: bool

    @property
    def slot(self) -> tuple[str, int]:
        """Where it stands, whatever it says."""
        return self.side, round(self.distance / _SAME_PLACE)

    @property
    def key(self) -> tuple[str, int, str]:
        """Where it stands, and what it says but for its numbers."""
        text = "#" if _ROMAN.fullmatch(self.text) else _DIGITS.sub("#", self.text)
        return *self.slot, text

    @property
    def is_number(self) -> bool:
        """Whether it is the number of a page and nothing else."""
        return page_number(self.text) is not None or _PAGE_NUMBER.fullmatch(self.text) is not None


def edge_roles(pages: Sequence[Page]) -> list[dict[float, Role]]:
    """For each page, the baselines that hold a running head or a page number.

    A row near the edge is one if the same text, numbers aside, stands at the same place of
    other pages too, and nothing else stands between it and the edge. Where the text differs
    from page to page, it is one if it stands in the margin: beyond the text of all pages, and
    farther from it than paragraphs are from each other. A lone page number at a distance from
    the text is one in any case.
    """
    rows = [_rows(page) for page in pages]
    edges = [_edge_rows(page, own) for page, own in zip(pages, rows, strict=True)]
    returning = _returning(edges)
    marginal = _marginal(pages, rows, edges)
    found: list[dict[float, Role]] = []
    for page, own in zip(edges, marginal, strict=True):
        roles: dict[float, Role] = {}
        for side in ("top", "bottom"):
            for row in (row for row in page if row.side == side):
                lone = row.is_number and row.outermost and row.gap > _FAR * row.size
                if not (row.key in returning or lone or row.y in own):
                    break
                is_number = row.is_number or _ROMAN.fullmatch(row.text) is not None
                roles[row.y] = "page number" if is_number else "running head"
        found.append(roles)
    return found


def _returning(edges: Sequence[Sequence[_EdgeRow]]) -> set[tuple[str, int, str]]:
    """What stands at one place of enough pages; its numbers, where they differ, count pages."""
    places: dict[tuple[str, int, str], dict[int, str]] = {}
    prose: Counter[tuple[str, int, str]] = Counter()
    for number, page in enumerate(edges):
        for row in page:
            places.setdefault(row.key, {})[number] = row.text
            full = len(row.text) > _LONG_LINE and row.gap <= _FAR * row.size
            ends = line_end(row.text) == "sentence"
            prose[row.key] += not row.is_number and (full or ends)
    enough = max(_ON_TWO, _ENOUGH * len(edges))
    # A line of prose that stands on two pages at the same place may be the text's own.
    return {
        key
        for key, texts in places.items()
        if len(texts) >= enough + (prose[key] > 0 and enough == _ON_TWO) and _count_pages(texts)
    }


def _count_pages(texts: dict[int, str]) -> bool:
    """Whether the numbers in the texts of several pages grow as the pages do, or not at all.

    "Article 3" and "Article 7" at the top of two pages are no running head.
    """
    if len(set(texts.values())) == 1 or all(map(_ROMAN.fullmatch, texts.values())):
        return True
    agreeing = 0
    for (page, text), (later, other) in pairwise(sorted(texts.items())):
        grows = any(two - one == later - page for one, two in _numbers(text, other))
        agreeing += grows or text == other
    return agreeing >= _MOST_AGREEING * (len(texts) - 1)


def _numbers(text: str, other: str) -> Iterator[tuple[int, int]]:
    """The numbers of two texts, side by side."""
    pairs = zip(_DIGITS.findall(text), _DIGITS.findall(other), strict=False)
    return ((int(one), int(two)) for one, two in pairs)


def _rows(page: Page) -> dict[float, list[Fragment]]:
    """The fragments of a page by baseline, from the top."""
    rows: dict[float, list[Fragment]] = {}
    last: float | None = None
    for fragment in sorted(page.fragments, key=lambda f: -f.y):
        if last is None or abs(last - fragment.y) >= 2:
            last = fragment.y
        rows.setdefault(last, []).append(fragment)
    return rows


def _edge_rows(page: Page, rows: dict[float, list[Fragment]]) -> list[_EdgeRow]:
    """The first and last rows of a page, those of each side from the edge inwards."""
    places = list(rows)
    found: list[_EdgeRow] = []
    for index, y in enumerate(places):
        from_end = len(places) - 1 - index
        if min(index, from_end) >= _EDGE_ROWS:
            continue
        row = sorted(rows[y], key=lambda f: f.x)
        text = " ".join(" ".join(f.text for f in row).split())
        # Of a page with one row only, its place tells which edge it belongs to.
        at_top = index < from_end or (index == from_end and 2 * y > page.top + page.bottom)
        distance = page.top - y if at_top else y - page.bottom
        inner = places[index + 1] if at_top and from_end else places[index - 1] if index else y
        found.append(
            _EdgeRow("top" if at_top else "bottom", y, row[0].size, text, distance,
                     abs(inner - y), min(index, from_end) == 0)
        )  # fmt: skip
    return sorted(found, key=lambda row: row.distance)


def _marginal(
    pages: Sequence[Page], rows: Sequence[dict[float, list[Fragment]]],
    edges: Sequence[Sequence[_EdgeRow]],
) -> list[set[float]]:  # fmt: skip
    """For each page the baselines of what stands in its margins, on more pages than one."""
    steps = sorted(above - below for page in rows for above, below in pairwise(page))
    inner = sorted(above - below for page in rows for above, below in pairwise(list(page)[1:-1]))
    if len(steps) < _FEWEST_ROWS:
        return [set() for _ in pages]
    # Between the names at the foot of a page alone the gaps are wide, above its title not.
    most = {"top": 0.5 if len(pages) == 1 else _MOST_STEPS_BELOW, "bottom": _MOST_STEPS_BELOW}
    usual = {side: steps[int(share * len(steps))] for side, share in most.items()}
    # So near the edge as no text begins, its own gaps tell enough, be there few lines a page.
    near = inner[int(_MOST_STEPS_BELOW * len(inner))] if inner and len(pages) > 1 else None
    body = max(Counter(round(f.size, 1) for p in pages for f in p.fragments).items(),
               key=lambda item: item[1])[0]  # fmt: skip
    lone = len(pages) == 1
    clusters = [
        [
            _cluster(page, own, side, usual[side], body, lone=lone, near=lone)
            or (_cluster(page, own, side, near, body, lone=lone, near=True) if near else [])
            for side in ("top", "bottom")
        ]
        for page, own in zip(pages, edges, strict=True)
    ]
    slots = Counter(slot for page in clusters for rows_ in page for slot in {r.slot for r in rows_})
    found: list[set[float]] = []
    for own in clusters:
        taken = [
            row for cluster in own for row in cluster if len(pages) == 1 or slots[row.slot] > 1
        ]
        found.append({row.y for row in taken if len(pages) == 1 or _beyond(row, edges, clusters)})
    return found


def _cluster(
    page: Page, rows: Sequence[_EdgeRow], side: str, usual: float, body: float, *,
    lone: bool, near: bool,
) -> list[_EdgeRow]:  # fmt: skip
    """The rows between the edge of a page and the first gap wider than those of its text."""
    margin = (_NARROW_MARGIN if near else _MARGIN) * (page.top - page.bottom)
    cluster: list[_EdgeRow] = []
    for row in (row for row in rows if row.side == side):
        if row.distance > margin or not _may_be_head(row, body):
            return []
        cluster.append(row)
        smaller = _SMALLER if side == "top" else _MUCH_SMALLER
        far = lone and row.size > smaller * body
        apart = (_FAR_APART if far else _APART) * usual
        # What is set smaller than the text is no heading of it, however near.
        nearest = 0.0 if row.size < _SMALLER * body and not far else apart
        if row.gap > max(nearest, _FAR * row.size):
            return cluster
    return []


def _may_be_head(row: _EdgeRow, body: float) -> bool:
    """Whether it is short and no sentence, no title, no place and date, and nobody's name."""
    return (
        len(row.text) <= _LONGEST_HEAD
        and row.size <= _LARGER * body
        and (row.is_number or line_end(row.text) == "open")
        and dateline(row.text) is None
        and not speaks_of_signing(row.text)
    )


def _beyond(
    row: _EdgeRow, edges: Sequence[Sequence[_EdgeRow]], clusters: Sequence[list[list[_EdgeRow]]]
) -> bool:
    """Whether no page has text, clusters aside, as near to the edge."""
    return all(
        other.distance > row.distance + _FAR / 2 * row.size
        for page, own in zip(edges, clusters, strict=True)
        for other in page
        if other.side == row.side and not any(other in cluster for cluster in own)
    )


def footnotes_from(lines: Sequence[Printed], body: float, *, last: bool) -> int:
    """The index of the first line of the notes at the foot of a page or column.

    The first note begins with a raised mark; or notes are set smaller than the text, and the
    first begins with a number. Without either, sentences that are set smaller and stand apart
    are a note, but for those that end the text (``last``).
    """
    count = len(lines)
    for index in range(max(1, count - _MOST_NOTE_LINES), count):
        if lines[index].pieces[0][1] == "note mark":
            return index
    start = count
    while start and lines[start - 1].size < _SMALLER * body:
        start -= 1
    if start and not last and _is_note_unmarked(lines, start, body):
        return start
    while start < count and not begins_note(lines[start]):
        start += 1
    return start if start else count


def _is_note_unmarked(lines: Sequence[Printed], start: int, body: float) -> bool:
    """Whether the lines from ``start`` on are sentences in small type, apart from the text."""
    if start == len(lines) or len(lines) - start > _MOST_NOTE_LINES // 3:
        return False
    apart = lines[start - 1].y - lines[start].y > _FAR * lines[start - 1].size
    small = all(line.size < _NOTE_SIZE * body for line in lines[start:])
    prose = any(not is_signature_line(line.text) for line in lines[start:])
    return apart and small and prose and line_end(lines[-1].text) == "sentence"


def begins_note(line: Printed) -> bool:
    """Whether a line begins with the mark of a footnote."""
    return line.pieces[0][1] == "note mark" or _NOTE_START.match(line.text) is not None
