"""Lines drawn through words: what they strike out is no text.

The operators are those of ISO 32000-1, 8.5. A line counts whatever draws it, a stroke or a
rectangle that is filled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scodiff.corpus.readers.pdf.glyphs import Glyph

_THICKEST = 0.15
_LOWEST, _HIGHEST = 0.1, 0.5
_LEVEL = 0.02
_MOST = 50_000
_DRAWING = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
Point = tuple[float, float]


@dataclass(slots=True)
class Strokes:
    """The level lines of a page, each as its height, its ends and its thickness in points."""

    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    _paths: list[list[Point]] = field(default_factory=list)

    def follow(self, operator: bytes, points: Sequence[Point]) -> None:
        """Follow one operator of a path; ``points`` are its operands, in the page's space."""
        if operator == b"re":
            self._paths.append(list(points))
        elif operator == b"m":
            self._paths.append([points[0]])
        elif operator in (b"l", b"c", b"v", b"y"):
            if self._paths:
                self._paths[-1] += points
        else:
            if operator in _DRAWING:
                self._draw()
            self._paths.clear()

    def _draw(self) -> None:
        for path in self._paths:
            xs, ys = [x for x, _ in path], [y for _, y in path]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if len(path) > 1 and height < width and len(self.lines) < _MOST:
                self.lines.append((min(ys) + height / 2, min(xs), max(xs), height))


def operands_as_points(operator: bytes, operands: Sequence[Any]) -> list[Point]:
    """The points that the operands of a path's operator name; of a rectangle its corners."""
    numbers = [float(number) for number in operands]
    if operator == b"re":
        x, y, width, height = numbers
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def struck_out(
    glyphs: Sequence[Glyph], lines: Sequence[tuple[float, float, float, float]]
) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs through which no line is drawn, and the others."""
    if not lines:
        return list(glyphs), []
    lines = sorted(lines)
    heights = [line[0] for line in lines]
    whole: list[Glyph] = []
    struck: list[Glyph] = []
    for glyph in glyphs:
        low = bisect_left(heights, glyph.y + _LOWEST * glyph.size)
        high = bisect_left(heights, glyph.y + _HIGHEST * glyph.size)
        middle = glyph.x + glyph.width / 2
        through = abs(glyph.angle) < _LEVEL and any(
            left <= middle <= right and thickness <= _THICKEST * glyph.size
            for _, left, right, thickness in lines[low:high]
        )
        (struck if through else whole).append(glyph)
    return whole, struck
