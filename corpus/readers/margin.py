"""Numbers of lines that a draft saved as plain text has in its left margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from scodiff.corpus.segmentation.lines import Line
from scodiff.corpus.segmentation.marks import line_end

# A number and room after it; with a stop it would count paragraphs.
_NUMBERED = re.compile(r"(\d{1,4})(?:[ \u00a0]+|\t)(?=\S)")
_ALONE = re.compile(r"\d{1,4}")
_FEWEST, _FEWEST_STEPS = 8, 3
_MOST = 0.9
_STEPS = (5, 10)
_RUNNING = 0.3


def without_margin(lines: Sequence[Line]) -> list[Line]:
    """The lines, the numbers in their margin parted from them as lines of that role.

    Every line is numbered, or each fifth or tenth; the numbers count on, or begin anew on each
    page; and sentences go on from line to line, as they do not where paragraphs are numbered.
    """
    numbered = {i: match for i, line in enumerate(lines) if (match := _number(line)) is not None}
    if not (_counts_all(lines, numbered) or _counts_some(lines, numbered)):
        return list(lines)
    found: list[Line] = []
    for index, line in enumerate(lines):
        if index in numbered:
            found += _parted(line, numbered[index])
        else:
            found.append(line)
    return found


def _number(line: Line) -> re.Match[str] | None:
    return _NUMBERED.match(line.text) or _ALONE.fullmatch(line.text)


def _value(match: re.Match[str]) -> int:
    return int(match.group(1) if match.re is _NUMBERED else match.group())


def _counts_all(lines: Sequence[Line], numbered: dict[int, re.Match[str]]) -> bool:
    """Whether nearly every line has its number, one more than the line before or 1 again."""
    if len(numbered) < _FEWEST or len(numbered) < _MOST * len(lines):
        return False
    values = [_value(match) for match in numbered.values()]
    steps = sum(1 <= below - above <= 2 or below == 1 for above, below in pairwise(values))
    running = sum(line_end(lines[i].text) == "open" for i in numbered)
    return steps >= _MOST * (len(values) - 1) and running >= _RUNNING * len(values)


def _counts_some(lines: Sequence[Line], numbered: dict[int, re.Match[str]]) -> bool:
    """Whether each fifth or tenth line has its number, outside of where the others begin."""
    marked = {i: m for i, m in numbered.items() if _value(m) % _STEPS[0] == 0}
    if len(marked) < _FEWEST_STEPS or len(marked) < len(numbered):
        return False
    least = min(lines[i].indent + match.end() for i, match in marked.items())
    inside = sum(line.indent >= least for i, line in enumerate(lines) if i not in marked)
    if inside < _MOST * (len(lines) - len(marked)):
        return False
    pairs = list(pairwise(marked.items()))
    steps = sum(_value(b) - _value(a) in _STEPS or _value(b) in _STEPS for (_, a), (_, b) in pairs)
    return steps >= _MOST * len(pairs)


def _parted(line: Line, match: re.Match[str]) -> list[Line]:
    end = line.start + len(match.group().rstrip())
    number = replace(line, end=end, text=line.text[: end - line.start], role="line number")
    rest = line.text[match.end() :]
    if not rest:
        return [number]
    start = line.start + match.end()
    indent = line.indent + match.end()
    return [number, replace(line, start=start, indent=indent, text=rest)]
