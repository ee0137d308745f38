"""The layers of a page: its text turned upright, what lies across it, and what is beside it.

Watermarks and stamps lie across, aslant or level; numbers of lines stand beside.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scodiff.corpus.readers.pdf.directions import logical
from scodiff.corpus.readers.pdf.fragments import Fragment, Page, Printed, body_size, printed_lines
from scodiff.corpus.readers.pdf.line_numbers import without_line_numbers

_DIGITS = re.compile(r"\d+")
_SKEW = math.radians(5)
_LEANING = math.radians(10)
_LARGER = 1.25
# So much larger than the text, and with so many of its lines above, nothing is a title.
_HUGE, _LINES_ABOVE = 3.0, 3
_PLACE = 4.0
_EDGE = 0.1
_OVERLAP = 0.3
_ASCENT, _DESCENT, _SMALL_LETTER = 0.7, 0.1, 0.45


@dataclass(frozen=True, slots=True)
class Layers:
    """A page without what lies over it, and that: watermarks, and the numbers of its lines."""

    page: Page
    watermarks: tuple[Printed, ...]
    numbers: tuple[Printed, ...]


def layers_of(pages: Sequence[Page]) -> tuple[list[Layers], float]:
    """The layers of each page, turned upright, and the size in which most text is set."""
    pages = [upright(page) for page in pages]
    body = body_size([line for page in pages for line in printed_lines(page.fragments)])
    over = watermarks(pages, body)
    bare = [_without(page, taken) for page, taken in zip(pages, over, strict=True)]
    found: list[Layers] = []
    for page, taken, (rest, numbers) in zip(pages, over, without_line_numbers(bare), strict=True):
        marks = [fragment for i, fragment in enumerate(page.fragments) if i in taken]
        found.append(Layers(rest, _as_line(marks), _as_line(numbers)))
    return found, body


def _without(page: Page, taken: set[int]) -> Page:
    return replace(page, fragments=tuple(f for i, f in enumerate(page.fragments) if i not in taken))


def _as_line(fragments: Sequence[Fragment]) -> tuple[Printed, ...]:
    """What belongs to one layer, in the order of the file, as one line; none of nothing."""
    if not fragments:
        return ()
    first = fragments[0]
    text = " ".join(logical(f.signs) if f.signs else f.text.strip() for f in fragments)
    return (Printed(first.x, first.y, first.size, first.right, ((text, None, False),)),)


def upright(page: Page) -> Page:
    """The page turned so that most of its text runs from left to right.

    A page whose text is all aslant stays as it is: that is no page but a stamp on one.
    """
    letters: Counter[float] = Counter()
    for fragment in page.fragments:
        letters[round(fragment.angle, 2)] += len(fragment.text)
    angle = letters.most_common(1)[0][0] if letters else 0.0
    quarter = math.pi / 2 * round(angle / (math.pi / 2))
    if angle == 0.0 or abs(angle - quarter) > _LEANING:
        return page
    cosine, sine = math.cos(angle), math.sin(angle)
    heights = (
        y * cosine - x * sine for x in (page.left, page.right) for y in (page.bottom, page.top)
    )
    widths = (
        x * cosine + y * sine for x in (page.left, page.right) for y in (page.bottom, page.top)
    )
    low, *_, high = sorted(heights)
    left, *_, right = sorted(widths)
    turned = (_turned(fragment, angle, cosine, sine) for fragment in page.fragments)
    return Page(low, high, tuple(turned), page.pictures, left, right)


def _turned(fragment: Fragment, angle: float, cosine: float, sine: float) -> Fragment:
    x = fragment.x * cosine + fragment.y * sine
    y = fragment.y * cosine - fragment.x * sine
    right = x + fragment.right - fragment.x
    between = math.remainder(fragment.angle - angle, 2 * math.pi)
    return replace(fragment, x=x, y=y, right=right, angle=between)


def watermarks(pages: Sequence[Page], body: float) -> list[set[int]]:
    """For each page the fragments, by index, that lie across its text.

    Text that runs aslant, that the file itself calls a watermark, that is larger than the text
    and printed over it, that stands larger at one place in the midst of several pages, or that
    stands many times larger between the lines of one.
    """
    returning = _returning(pages, body)
    found: list[set[int]] = []
    for page in pages:
        level = [f for f in page.fragments if not _is_aslant(f)]
        over = {
            index
            for index, fragment in enumerate(page.fragments)
            if _key(fragment) in returning
            or (fragment.size > _LARGER * body and _lies_over(fragment, level, body))
            or (fragment.size > _HUGE * body and _is_amid(fragment, level, body))
        }
        # The other lines of a watermark are set as large, whether they meet with text or not.
        sizes = {round(page.fragments[index].size, 1) for index in over}
        found.append(
            {
                index
                for index, fragment in enumerate(page.fragments)
                if fragment.watermark or _is_aslant(fragment) or round(fragment.size, 1) in sizes
            }
        )
    return found


def _is_aslant(fragment: Fragment) -> bool:
    return abs(fragment.angle) > _SKEW


def _key(fragment: Fragment) -> tuple[str, int, int, int]:
    text = _DIGITS.sub("#", fragment.text)
    return text, round(fragment.x / _PLACE), round(fragment.y / _PLACE), round(fragment.size)


def _returning(pages: Sequence[Page], body: float) -> set[tuple[str, int, int, int]]:
    """What stands larger than the text at one place of most pages, away from their edges."""
    seen: Counter[tuple[str, int, int, int]] = Counter()
    for page in pages:
        edge = _EDGE * (page.top - page.bottom)
        seen.update(
            {
                _key(f)
                for f in page.fragments
                if f.size > _LARGER * body
                and page.bottom + edge < f.y < page.top - edge
                and any(map(str.isalpha, f.text))
            }
        )
    enough = max(2, (len(pages) + 1) // 2)
    return {key for key, count in seen.items() if count >= enough}


def _is_amid(fragment: Fragment, others: Iterable[Fragment], body: float) -> bool:
    """Whether text of the usual size stands above it, line upon line, and below it."""
    usual = {round(other.y) for other in others if other.size < _LARGER * body}
    above = sum(y > fragment.y for y in usual)
    return above >= _LINES_ABOVE and above < len(usual)


def _lies_over(fragment: Fragment, others: Iterable[Fragment], body: float) -> bool:
    """Whether it is printed over text of the usual size."""
    low, high = fragment.y - _DESCENT * fragment.size, fragment.y + _ASCENT * fragment.size
    for other in others:
        top = other.y + _SMALL_LETTER * other.size
        common = min(high, top) - max(low, other.y)
        beside = min(fragment.right, other.right) - max(fragment.x, other.x)
        if (
            other is not fragment
            and other.size < _LARGER * body
            and common > _OVERLAP * (top - other.y)
            and beside > 0.5 * other.size
        ):
            return True
    return False
