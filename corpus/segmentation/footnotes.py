"""Footnotes in plain text: below a rule, or at a page's end with their marks in the text above."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from scodiff.corpus.segmentation.lines import Line

_RULE = re.compile(r"[_—─]{5,}")
_MARK = re.compile(r"(?P<mark>\d{1,3}|\[\d{1,3}\]|[*†‡])\s+\S")
_LONGEST_NOTES = 40


def find_footnotes(lines: Sequence[Line], page: Container[int]) -> set[int]:
    """The lines of footnotes, and of the rules above them; ``page`` holds the page numbers' lines.

    Without a rule, a last paragraph of a page is a note if it begins with the number that is
    due (1, or one more than the note before) and the text above carries that mark.
    """
    notes: set[int] = set()
    last = 0
    for end in _page_ends(lines, page):
        start = _start(lines, end, notes)
        marks = _marks(lines, start, end)
        if not (marks and _is_due(marks[0], last) and _are_called(marks, lines, start)):
            continue
        notes.update(range(start, end))
        if marks[-1].isdigit():
            last = int(marks[-1])
    return notes | _below_rules(lines, page)


def begins_footnote(line: Line) -> bool:
    """Whether a line of the footnotes begins a new one (or is the rule above them)."""
    return _MARK.match(line.text) is not None or _RULE.fullmatch(line.text) is not None


def _below_rules(lines: Sequence[Line], page: Container[int]) -> set[int]:
    notes: set[int] = set()
    for i, line in enumerate(lines[:-1]):
        if not (_RULE.fullmatch(line.text) and _MARK.match(lines[i + 1].text)):
            continue
        for end in range(i + 1, min(i + _LONGEST_NOTES, len(lines))):
            if end in page or lines[end].page_break:
                notes.update(range(i, end))
                break
        else:
            if len(lines) - i <= _LONGEST_NOTES and _start(lines, len(lines), ()) <= i + 1:
                notes.update(range(i, len(lines)))
    return notes


def _page_ends(lines: Sequence[Line], page: Container[int]) -> Iterator[int]:
    """For each page, the index after its last line that is no page number."""
    for i, line in enumerate(lines):
        if i and i - 1 not in page and (i in page or line.page_break):
            yield i
    if lines and len(lines) - 1 not in page:
        yield len(lines)


def _start(lines: Sequence[Line], end: int, taken: Container[int]) -> int:
    """Where the paragraphs at a page's end that each begin with a mark begin; ``end`` if none."""
    start = end
    for i in range(end - 1, max(0, end - _LONGEST_NOTES), -1):
        if i in taken or lines[i].page_break:
            break
        if lines[i].blanks:
            if not begins_footnote(lines[i]):
                break
            start = i
    return start


def _marks(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """The marks of the notes: where they are numbers, those that count on."""
    marks: list[str] = []
    for line in lines[start:end]:
        found = _MARK.match(line.text)
        mark = found["mark"].strip("[]") if found else ""
        if mark and (not marks or not mark.isdigit() or mark == _next(marks[-1])):
            marks.append(mark)
    return marks


def _next(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdigit() else ""


def _is_due(mark: str, last: int) -> bool:
    return not mark.isdigit() or int(mark) in (1, last + 1)


def _are_called(marks: Sequence[str], lines: Sequence[Line], start: int) -> bool:
    """Whether each mark stands behind a word of the text above."""
    above = "\n".join(line.text for line in lines[:start])
    return all(
        re.search(rf"[^\W\d_][.,;:!?…”’\"')]*(?: ?\[{m}\]|{m})(?!\w)", above)
        for m in map(re.escape, marks)
    )
