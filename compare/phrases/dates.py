"""The date of a document and the order that dates make."""

from __future__ import annotations

import re

from scodiff.corpus.model import Document

_IN_NAME = re.compile(r"(?P<date>(?:18|19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?)(?!\d)")


def date_of(document: Document) -> str | None:
    """The document's date, or the one its name begins with (perhaps the year alone)."""
    if document.date is not None:
        return document.date
    named = _IN_NAME.match(document.id)
    return named["date"] if named else None


def chronological(date: str | None, name: str) -> tuple[bool, str, str]:
    """The key that orders documents: by date, undated last, then by id."""
    return date is None, date or "", name
