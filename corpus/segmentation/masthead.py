"""The masthead of United Nations documents: symbol, distribution, job number, agenda item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from scodiff.corpus.datelines import dateline
from scodiff.corpus.segmentation.lines import Line

MASTHEAD, TRANSLATION = "masthead", "note on the translation"
_TOP_LINES, _LAST = 6, 3
_TRANSLATION = re.compile(
    r"[\W_]*(?:(?:un)?official|courtesy|provisional|informal|working|advance|authorised|authorized)"
    r" (?:english )?translation\b(?: (?:from|of|by) .{1,50})?[\W_]*"
    r"|[\W_]*(?:check against delivery|original: [a-z]{4,12}|translated from [a-z]{4,12})[\W_]*"
    r"|[\W_]*(?:неофициальный|официальный|рабочий|предварительный) перевод(?: с .{1,30})?[\W_]*"
    r"|[\W_]*(?:перевод с .{1,30})[\W_]*"
    r"|[\W_]*(?:非正式|非官方|临时|参考)(?:译文|翻译)[\W_]*",
    re.IGNORECASE,
)
_TOP = 40
_FIRST = 14
_LONGEST_HEAD = 160
_TITLE_LINES, _LEAST_TITLE = 3, 9  # lines of a title in a page head, its characters
_BODY = re.compile(r"The (?:General Assembly|Security Council|Economic and Social Council),")
_MEETING = re.compile(r"\d{1,3}(?:st|nd|rd|th) (?:\(resumed\) )?plenary meeting")
_SYMBOL = re.compile(r"[AES]/(?:[A-Z0-9.()-]+/)*[A-Z0-9.()-]+(?:/Rev\.\d+)?")
_ORDINAL = r"[A-Z][a-z]+(?:-[a-z]+)?"
_JOB = re.compile(r"(\d{2}-\d{5})\b")
_PARTS = re.compile(
    r"United Nations|General Assembly|Security Council|Economic and Social Council"
    r"|Distr\.?:.*|Original:.*|(?:English|French) only"
    r"|\d{2}-\d{5}\s*\([A-Z]\).*|\*\d{5,8}\*"
    rf"|{_ORDINAL}(?:-{_ORDINAL})?\s+(?:special\s+)?session|Agenda items?\s+[\d ()a-z,and]+"
    r"|\d{6}"
)


def find_translation_notes(lines: Sequence[Line]) -> dict[int, str]:
    """The lines at the top or the end of a text that say whose translation it is, by index."""
    edges = {*range(min(_TOP_LINES, len(lines))), *range(max(0, len(lines) - _LAST), len(lines))}
    return {i: TRANSLATION for i in sorted(edges) if _TRANSLATION.fullmatch(lines[i].text.strip())}


def find_masthead(lines: Sequence[Line]) -> dict[int, str]:
    """The lines of a United Nations masthead, by index; none in any other document.

    Later lines that begin with the document's own symbol or job number are of its pages, and so
    are those beside them that repeat its title. The line of the meeting that adopted it and its
    date are no part of what was adopted.
    """
    top = [" ".join(line.text.split()) for line in lines[:_TOP]]
    symbol = next((text for text in top[:_FIRST] if _SYMBOL.fullmatch(text)), None)
    if symbol is None or "United Nations" not in top[:_FIRST]:
        return {}
    found = {
        index: MASTHEAD
        for index, text in enumerate(top)
        if text == symbol or _PARTS.fullmatch(text) or _is_date(top, index)
    }
    jobs = {match[1] for text in top if (match := _JOB.match(text))}
    for index in range(len(found), len(lines)):
        text = lines[index].text
        heads = text.startswith(symbol) and len(text) <= _LONGEST_HEAD
        if heads or text.partition(" ")[0] in jobs:
            found[index] = MASTHEAD
    found |= dict.fromkeys(_titles(lines, top, found), MASTHEAD)
    return found | dict.fromkeys(_meeting(lines), MASTHEAD)


def _titles(lines: Sequence[Line], top: Sequence[str], found: Mapping[int, str]) -> Iterator[int]:
    """The lines beside the heads of later pages that repeat what stands above the first words."""
    first = next((k for k, text in enumerate(top) if _BODY.match(text)), len(top))
    opening = " ".join(top[:first])
    for head in found:
        for step in (-1, 1):
            title = ""
            for index in range(head + step, head + step * (_TITLE_LINES + 1), step):
                if not first <= index < len(lines):
                    break
                text = " ".join(lines[index].text.split())
                title = " ".join((title, text) if step > 0 else (text, title)).strip()
                if len(title) < _LEAST_TITLE or title not in opening:
                    break
                yield index


def _meeting(lines: Sequence[Line]) -> Iterator[int]:
    """The line of a plenary meeting and the date below it."""
    for index in range(_FIRST, len(lines)):
        if _MEETING.fullmatch(" ".join(lines[index].text.split())):
            yield index
            if index + 1 < len(lines) and dateline(lines[index + 1].text):
                yield index + 1


def _is_date(top: Sequence[str], index: int) -> bool:
    """A date alone, in the lines that a masthead has below its distribution."""
    found = dateline(top[index])
    return found is not None and found.place is None and index < _FIRST
