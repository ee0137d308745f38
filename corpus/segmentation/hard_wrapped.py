"""Files that make each printed line a paragraph of its own: their lines are lines again.

So come texts that were pasted from a PDF, converted line by line, or typed like a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from scodiff.corpus.segmentation.lines import Line
from scodiff.corpus.segmentation.marks import line_end, line_start

_FEWEST = 8
# In files whose paragraphs are whole, hardly one stops where its sentence does not.
_LEAST_SHARE = 0.3
_LONG = 0.5
# Where small letters do not tell that a sentence goes on, the line must be as full as others.
_FULL, _LONGEST_LINES = 0.8, 0.9


def unbroken(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those that the file calls paragraphs as lines only, where they are no more.

    Such a file is told by its sentences: many of them run on over the ends of its paragraphs.
    What the file calls a title, heading, item or row stays so.
    """
    inner = [(a, b) for a, b in pairwise(lines) if _is_plain(a) and _is_plain(b)]
    if len(inner) < _FEWEST:
        return lines
    lengths = sorted(len(above.text) for above, _ in inner)
    long = _LONG * median(lengths)
    full = _FULL * lengths[int(_LONGEST_LINES * (len(lengths) - 1))]
    running = sum(_runs_on(above, below, long, full) for above, below in inner)
    if running < _LEAST_SHARE * len(inner):
        return lines
    own = {id(below) for _, below in inner}
    return [
        replace(line, begins=None, blanks=max(0, line.blanks - 1)) if id(line) in own else line
        for line in lines
    ]


def _is_plain(line: Line) -> bool:
    return line.begins is True and line.role is None


def _runs_on(above: Line, below: Line, long: float, full: float) -> bool:
    """Whether a sentence goes on from one to the other, the first being no heading."""
    start = line_start(below.text)
    least = full if start == "other" else long
    return (
        len(above.text) >= least and line_end(above.text) == "open" and start in ("lower", "other")
    )
