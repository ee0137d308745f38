"""What returns at the edges of pages: running heads, page numbers, and the notes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from scodiff.corpus.readers.pdf.fragments import Fragment, Page, Printed
from scodiff.corpus.segmentation.lines import Role
from scodiff.corpus.segmentation.marks import page_number

_DIGITS = re.compile(r"\d+")
_EDGE_ROWS = 3
_SAME_PLACE = 4.0
_ENOUGH = 0.3
_SMALLER = 0.93
_NOTE_START = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})[ .)]?\s*\S")
_FAR = 1.6
_MOST_NOTE_LINES = 30


def edge_roles(pages: Sequence[Page]) -> list[dict[float, Role]]:
    """For each page, the baselines that hold a running head or a page number.

    A row near the edge is one if the same text, numbers aside, stands at the same place of
    other pages too, and nothing else stands between it and the edge; a lone page number at a
    distance from the text is one in any case.
    """
    rows = [_edge_rows(page) for page in pages]
    seen = Counter(key for page in rows for key in {key for _, key, _, _ in page})
    enough = max(2, _ENOUGH * len(pages))
    found: list[dict[float, Role]] = []
    for page in rows:
        roles: dict[float, Role] = {}
        for side in ("top", "bottom"):
            outermost_first = [row for row in page if row[1][0] == side]
            for y, key, text, far in outermost_first if side == "top" else outermost_first[::-1]:
                number = page_number(text) is not None
                if seen[key] < enough and not (number and far):
                    break
                roles[y] = "page number" if number else "running head"
        found.append(roles)
    return found


def _edge_rows(page: Page) -> list[tuple[float, tuple[str, str, int], str, bool]]:
    """The first and last rows of a page: baseline, what may return, text, distance."""
    texts: dict[float, list[Fragment]] = {}
    for fragment in sorted(page.fragments, key=lambda f: -f.y):
        near = next((y for y in texts if abs(y - fragment.y) < 2), fragment.y)
        texts.setdefault(near, []).append(fragment)
    places = sorted(texts, reverse=True)
    found = []
    for index, y in enumerate(places):
        from_end = len(places) - 1 - index
        if min(index, from_end) >= _EDGE_ROWS:
            continue
        row = sorted(texts[y], key=lambda f: f.x)
        text = " ".join(" ".join(f.text for f in row).split())
        at_top = index <= from_end
        distance = page.top - y if at_top else y - page.bottom
        key = ("top" if at_top else "bottom", _DIGITS.sub("#", text), round(distance / _SAME_PLACE))
        inner = places[index + 1] if at_top and from_end else places[index - 1] if index else y
        far = abs(inner - y) > _FAR * row[0].size and min(index, from_end) == 0
        found.append((y, key, text, far))
    return found


def footnotes_from(lines: Sequence[Printed], body: float) -> int:
    """The index of the first line of the notes at the foot of a page or column.

    The first note begins with a raised mark; or notes are set smaller than the text, and the
    first begins with a number.
    """
    count = len(lines)
    for index in range(max(1, count - _MOST_NOTE_LINES), count):
        if lines[index].pieces[0][1] == "note mark":
            return index
    start = count
    while start and lines[start - 1].size < _SMALLER * body:
        start -= 1
    while start < count and not begins_note(lines[start]):
        start += 1
    return start if start else count


def begins_note(line: Printed) -> bool:
    """Whether a line begins with the mark of a footnote."""
    return line.pieces[0][1] == "note mark" or _NOTE_START.match(line.text) is not None
