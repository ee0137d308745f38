"""The masthead of United Nations documents: symbol, distribution, job number, agenda item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scodiff.corpus.datelines import dateline
from scodiff.corpus.segmentation.lines import Line

MASTHEAD = "masthead"
_TOP = 40
_FIRST = 14
_LONGEST_HEAD = 160
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


def find_masthead(lines: Sequence[Line]) -> dict[int, str]:
    """The lines of a United Nations masthead, by index; none in any other document.

    Later lines that begin with the document's own symbol or job number are of its pages.
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
    return found


def _is_date(top: Sequence[str], index: int) -> bool:
    """A date alone, in the lines that a masthead has below its distribution."""
    found = dateline(top[index])
    return found is not None and found.place is None and index < _FIRST
