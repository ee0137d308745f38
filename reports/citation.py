"""How a report names a document and cites a paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scodiff.corpus.model import Document, Paragraph

_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# Not strftime: its month names follow the machine's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph as it is cited: ``name`` is ``2003-moscow ¶12``, ``anchor`` is ``a-p12``."""

    name: str
    short: str
    anchor: str
    paragraph: Paragraph


class Citations:
    """The citations of one document (``side`` is ``a`` or ``b``)."""

    def __init__(self, document: Document, side: str, name: str) -> None:
        self.document = document
        self.name = name
        self._by_id = {
            paragraph.id: Citation(
                name=f"{name} {_pinpoint(paragraph)}",
                short=_pinpoint(paragraph),
                anchor=f"{side}-{paragraph.id}",
                paragraph=paragraph,
            )
            for paragraph in document.paragraphs
        }

    def __getitem__(self, paragraph_id: str) -> Citation:
        return self._by_id[paragraph_id]


def citations(a: Document, b: Document) -> tuple[Citations, Citations]:
    """The citations of both documents; equal ids are told apart as (A) and (B)."""
    if a.id == b.id:
        return Citations(a, "a", f"{a.id} (A)"), Citations(b, "b", f"{b.id} (B)")
    return Citations(a, "a", a.id), Citations(b, "b", b.id)


def written_date(document: Document) -> str | None:
    """The document's date in words (``29 May 2003``), or as recorded where it is partial."""
    if document.date is None:
        return None
    try:
        day = date.fromisoformat(document.date)
    except ValueError:
        return document.date
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def direction(language: str) -> str:
    """The writing direction of a BCP 47 language tag: ``rtl`` or ``ltr``."""
    return "rtl" if language.split("-")[0].lower() in _RTL else "ltr"


def _pinpoint(paragraph: Paragraph) -> str:
    return f"¶{paragraph.n}" if paragraph.n is not None else f"[{paragraph.kind}]"
