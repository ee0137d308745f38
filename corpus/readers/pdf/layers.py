"""The layers of a page: its text, and what was laid over it or put beside its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scodiff.corpus.readers.pdf.directions import logical
from scodiff.corpus.readers.pdf.fragments import Fragment, Page, Printed, body_size, printed_lines
from scodiff.corpus.readers.pdf.line_numbers import without_line_numbers
from scodiff.corpus.readers.pdf.overlays import upright, watermarks


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
