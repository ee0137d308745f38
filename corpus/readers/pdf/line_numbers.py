"""Numbers in the margin that count the lines: each line, or each fifth, from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from scodiff.corpus.readers.pdf.fragments import Fragment, Page

_NUMBER = re.compile(r"\d{1,4}")
_NUMBER_BEFORE = re.compile(r"(\d{1,4})\s+(?=\S)")
_ALIGNED = 3.0
_SAME_LINE = 0.4
_FEWEST = 3
_FEWEST_ON_RULER = 8
_MOST = 0.8
_DIGIT_WIDTH = 0.5
_STEPS = (1, 2, 3, 4, 5, 10)


class _Column(NamedTuple):
    """Where the numbers stand: the edge they share (left or right), and its place."""

    by_right: bool
    place: int


class _Candidate(NamedTuple):
    """A number that may count a line: its fragment and that one's place, and the text after it."""

    place: int
    number: int
    fragment: Fragment
    rest: Fragment | None


def without_line_numbers(pages: Sequence[Page]) -> list[tuple[Page, list[Fragment]]]:
    """Each page without the numbers of its lines, and these numbers.

    Numbers of lines stand in a column outside the text and grow by one step; between two of
    them there are as many lines as the step says.
    """
    candidates = [list(_candidates(page)) for page in pages]
    columns: Counter[_Column] = Counter()
    for page, found in zip(pages, candidates, strict=True):
        for column, members in _columns(found).items():
            if _counts_lines(page, members):
                columns[column] += len(members)
    if sum(columns.values()) < _FEWEST:
        return [(page, []) for page in pages]
    return [
        _parted(page, found, set(columns)) for page, found in zip(pages, candidates, strict=True)
    ]


def _candidates(page: Page) -> Iterator[_Candidate]:
    for index, fragment in enumerate(page.fragments):
        text = fragment.text.strip()
        if _NUMBER.fullmatch(text):
            yield _Candidate(index, int(text), fragment, None)
        elif match := _NUMBER_BEFORE.match(text):
            width = _DIGIT_WIDTH * len(match[1]) * fragment.size
            number = replace(fragment, text=match[1], right=fragment.x + width)
            rest = replace(fragment, text=text[match.end() :], x=number.right + _SAME_LINE)
            yield _Candidate(index, int(match[1]), number, rest)


def _columns(found: Sequence[_Candidate]) -> dict[_Column, list[_Candidate]]:
    columns: dict[_Column, list[_Candidate]] = {}
    for candidate in found:
        for by_right in (False, True):
            columns.setdefault(_column(candidate, by_right), []).append(candidate)
    return columns


def _column(candidate: _Candidate, by_right: bool) -> _Column:
    edge = candidate.fragment.right if by_right else candidate.fragment.x
    return _Column(by_right, round(edge / _ALIGNED))


def _counts_lines(page: Page, members: Sequence[_Candidate]) -> bool:
    """Whether the numbers of one column count the lines of the page."""
    members = sorted(members, key=lambda c: -c.fragment.y)
    steps = Counter(below.number - above.number for above, below in pairwise(members))
    step, agreeing = steps.most_common(1)[0] if steps else (0, 0)
    if step not in _STEPS or agreeing < _MOST * (len(members) - 1):
        return False
    if step == 1 and len(members) < _FEWEST:
        return False
    if not _outside(page, members):
        return False
    lines = _baselines(page, members)
    if _is_ruler(lines, members):
        return True
    as_many = sum(
        _lines_between(lines, above, below) in (step - 1, step - 2)
        for above, below in pairwise(members)
    )
    even = len(members) >= _FEWEST and _are_even(members)
    numbered = sum(any(abs(c.fragment.y - y) < 2 for c in members) for y in lines)
    return (as_many >= _MOST * (len(members) - 1) or (even and step > 1)) and (
        step > 1 or numbered >= 0.5 * len(lines)
    )


def _is_ruler(lines: Sequence[float], members: Sequence[_Candidate]) -> bool:
    """Whether many numbers stand at even distances, whatever the lines beside them do.

    So ruled paper is numbered. What numbers entries stands on a line with each of them.
    """
    if len(members) < _FEWEST_ON_RULER or not _are_even(members):
        return False
    beside = sum(any(abs(c.fragment.y - y) < 1 for y in lines) for c in members)
    return beside < _MOST * len(members)


def _outside(page: Page, members: Sequence[_Candidate]) -> bool:
    """Whether hardly a line of the text reaches into the column."""
    chosen = {c.place for c in members}
    left = min(c.fragment.x for c in members)
    right = max(c.fragment.right for c in members)
    own = [c.rest for c in members if c.rest is not None]
    others = [f for i, f in enumerate(page.fragments) if i not in chosen] + own
    inside = sum(f.x < right - 0.5 and f.right > left + 0.5 for f in others)
    before = sum(f.right <= left + 0.5 for f in others)
    after = sum(f.x >= right - 0.5 for f in others)
    return inside <= 0.1 * len(others) and min(before, after) <= 0.1 * len(others)


def _baselines(page: Page, members: Sequence[_Candidate]) -> list[float]:
    """The baselines of the page's lines, the column's own fragments aside."""
    chosen = {c.place for c in members if c.rest is None}
    lines: list[float] = []
    for y in sorted(f.y for i, f in enumerate(page.fragments) if i not in chosen):
        if not lines or y - lines[-1] > 2:
            lines.append(y)
    return lines


def _lines_between(lines: Sequence[float], above: _Candidate, below: _Candidate) -> int:
    room = _SAME_LINE * above.fragment.size
    return sum(below.fragment.y + room < y < above.fragment.y - room for y in lines)


def _are_even(members: Sequence[_Candidate]) -> bool:
    """Whether the numbers stand at even distances, whatever lines there are."""
    distances = [above.fragment.y - below.fragment.y for above, below in pairwise(members)]
    return max(distances) - min(distances) < 0.1 * max(distances)


def _parted(
    page: Page, found: Sequence[_Candidate], columns: set[_Column]
) -> tuple[Page, list[Fragment]]:
    """A page without the numbers that stand in the columns, and these."""
    taken = {
        c.place: c for c in found if _column(c, False) in columns or _column(c, True) in columns
    }
    numbers = sorted((c.fragment for c in taken.values()), key=lambda f: -f.y)
    left: list[Fragment] = []
    for index, fragment in enumerate(page.fragments):
        if index not in taken:
            left.append(fragment)
        elif (rest := taken[index].rest) is not None:
            left.append(rest)
    return replace(page, fragments=tuple(left)), numbers
