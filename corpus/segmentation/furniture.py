"""What the page put into the text: page numbers, running heads and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from scodiff.corpus.segmentation.footnotes import find_footnotes
from scodiff.corpus.segmentation.lines import Line
from scodiff.corpus.segmentation.marks import line_end, line_start, page_number
from scodiff.corpus.segmentation.masthead import find_masthead

PAGE_NUMBER, RUNNING_HEAD, FOOTNOTE = "page number", "running head", "footnote"
_DIGITS = re.compile(r"\d+")
_ZONE = 4
_LONGEST_HEAD = 120


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """The lines that are no part of the text, by index, and what each is.

    A lone number counts as a page number where a blank line, a form feed or an end of the
    text stands beside it, unless the document's lone numbers are its section marks. Lines
    around page breaks that return from page to page are running heads. Footnotes are those of
    ``find_footnotes``.
    """
    numbers = _page_numbers(lines)
    found = dict.fromkeys(numbers, PAGE_NUMBER)
    found |= dict.fromkeys(_running_heads(lines, numbers), RUNNING_HEAD)
    found |= find_masthead(lines)
    found |= dict.fromkeys(find_footnotes(lines, found), FOOTNOTE)
    return found


def _page_numbers(lines: Sequence[Line]) -> list[int]:
    last = len(lines) - 1
    candidates = [
        i
        for i, line in enumerate(lines)
        if line.begins is None
        and len(line.text) <= 24
        and page_number(line.text) is not None
        and (i == last or i == 0 or _gap_above(line) or _gap_above(lines[i + 1]))
    ]
    if len(lines) < 2 or _are_section_marks(lines, candidates):
        return []
    return candidates


def _gap_above(line: Line) -> bool:
    return line.blanks > 0 or line.page_break


def _are_section_marks(lines: Sequence[Line], candidates: Sequence[int]) -> bool:
    """Lone numbers 1, 2, 3 … of which each stands between two whole paragraphs."""
    inner = [i for i in candidates if 0 < i < len(lines) - 1]
    counted = [page_number(lines[i].text) for i in inner]
    if len(inner) < 2 or counted != list(range(1, len(inner) + 1)):
        return False
    return all(
        _gap_above(lines[i])
        and line_end(lines[i - 1].text) in ("sentence", "colon")
        and line_start(lines[i + 1].text) != "lower"
        for i in inner
    )


def _running_heads(lines: Sequence[Line], numbers: Sequence[int]) -> set[int]:
    edges = sorted({*numbers, *(i for i, line in enumerate(lines) if line.page_break)})
    # A page number and the form feed beside it are one break.
    breaks = [at for before, at in pairwise([-2, *edges]) if at - before > 1]
    known = set(numbers)
    zones = [zone - known for zone in _zones(lines, breaks)]
    seen = Counter(pattern for zone in zones for pattern in {_pattern(lines[i]) for i in zone})
    enough = max(3, (len(breaks) + 1) // 2)
    return {
        i
        for zone in zones
        for i in zone
        if seen[_pattern(lines[i])] >= enough and len(lines[i].text) <= _LONGEST_HEAD
    }


def _zones(lines: Sequence[Line], breaks: Sequence[int]) -> list[set[int]]:
    """The lines around each break; a line between two counts with the nearer, and only once."""
    nearest: dict[int, int] = {}
    for at in breaks:
        for i in range(max(0, at - _ZONE), min(len(lines), at + _ZONE + 1)):
            if i not in nearest or abs(i - at) < abs(i - nearest[i]):
                nearest[i] = at
    zones: dict[int, set[int]] = {at: set() for at in breaks}
    for i, at in nearest.items():
        zones[at].add(i)
    return list(zones.values())


def _pattern(line: Line) -> str:
    return _DIGITS.sub("#", line.text)
