"""Pages of the database "The World and Japan", which name what they hold above the text.

``[Title]``, ``[Place]``, ``[Date]``, ``[Source]``, ``[Notes]`` and then ``[Full text]``, each
on a line with its value.
"""

from __future__ import annotations

import re
from dataclasses import replace

from scodiff.corpus.datelines import first_date
from scodiff.corpus.model import LedgerEntry, Span
from scodiff.corpus.readers.extract import Extract

_FIELD = re.compile(r"\[(Title|Place|Date|Source|Notes|Full text)\]\s*(.*)", re.DOTALL)
_MOST_LINES = 40


def read_header(extract: Extract) -> Extract:
    """The extract with such a header set aside, and its title and date taken from it.

    An extract without ``[Full text]`` near its top is returned as it is.
    """
    end = next(
        (
            i
            for i, line in enumerate(extract.lines[:_MOST_LINES])
            if _name(line.text) == "Full text"
        ),
        None,
    )
    if end is None:
        return extract
    said: dict[str, str] = {}
    for line in extract.lines[:end]:
        if match := _FIELD.fullmatch(line.text):
            said[match[1]] = match[2].strip()
    head, body = extract.lines[: end + 1], list(extract.lines[end + 1 :])
    note = LedgerEntry("set-aside", Span(head[0].start, head[-1].end), "header of the database")
    return replace(
        extract,
        lines=(*(replace(line, role="running head") for line in head), *body),
        ledger=(*extract.ledger, note),
        title=said.get("Title") or extract.title,
        date=first_date(said.get("Date", "")) or extract.date,
    )


def _name(line: str) -> str | None:
    match = _FIELD.match(line)
    return match[1] if match else None
