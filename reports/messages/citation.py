"""How a report names a document and cites a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scodiff.compare.answer.model import names_of
from scodiff.corpus.model import Document, Paragraph
from scodiff.reports.messages.messages import Messages

_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph as it is cited: ``name`` is ``2003-moscow ¶12``, ``anchor`` is ``a-p12``."""

    name: str
    short: str
    anchor: str
    paragraph: Paragraph


class Citations:
    """The citations of one document (``side`` is ``a`` or ``b``)."""

    def __init__(self, t: Messages, document: Document, side: str, name: str) -> None:
        self.document = document
        self.name = name
        self._by_id = {
            paragraph.id: Citation(
                name=f"{name} {_pinpoint(t, paragraph)}",
                short=_pinpoint(t, paragraph),
                anchor=f"{side}-{paragraph.id}",
                paragraph=paragraph,
            )
            for paragraph in document.paragraphs
        }

    def __getitem__(self, paragraph_id: str) -> Citation:
        return self._by_id[paragraph_id]


def citations(
    t: Messages, a: Document, b: Document, *, in_full: bool = False
) -> tuple[Citations, Citations]:
    """The citations of both documents, by their names in what is read, or ``in_full`` by ids."""
    names = names_of(a, b, in_full=in_full)
    return Citations(t, a, "a", names[0]), Citations(t, b, "b", names[1])


def written_date(t: Messages, document: Document) -> str | None:
    """The document's date in words (``29 May 2003``), or as recorded where it is partial."""
    return None if document.date is None else t.date(document.date)


def direction(language: str) -> str:
    """The writing direction of a BCP 47 language tag: ``rtl`` or ``ltr``."""
    return "rtl" if language.split("-")[0].lower() in _RTL else "ltr"


def reference(t: Messages, document: Document) -> str:
    """The document as a footnote names it, up to the pinpoint."""
    edition = f"({document.source.edition})" if document.source.edition else None
    parts = (document.title, document.place, written_date(t, document))
    return " ".join(filter(None, (", ".join(filter(None, parts)), edition)))


def footnote(t: Messages, document: Document, paragraph: Paragraph) -> str:
    """A paragraph as a footnote cites it, and whose the numbering is."""
    pinpoint = t("cite.pinpoint", n=paragraph.n)
    label = paragraph.label or ""
    numbered = bool(re.search(r"\d", label))
    whose = t("cite.own", label=label) if numbered else t("cite.editorial")
    return f"{reference(t, document)}, {pinpoint} [{whose}]"


def bibtex(document: Document) -> str:
    """A BibTeX entry for the document."""
    fields = {
        "title": document.title,
        "date": document.date or "",
        "year": (document.date or "")[:4],
        "address": document.place or "",
        "note": document.source.edition or "",
        "language": document.language,
    }
    lines = [f"  {name} = {{{_tex(value)}}}," for name, value in fields.items() if value]
    key = re.sub(r"[^A-Za-z0-9:_-]+", "-", document.id) or "document"
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def csl(document: Document) -> dict[str, object]:
    """The document as a CSL-JSON item."""
    numbers = [int(part) for part in re.findall(r"\d+", document.date or "")]
    item: dict[str, object] = {"id": document.id, "type": "document", "title": document.title}
    if numbers:
        item["issued"] = {"date-parts": [numbers]}
    if document.place:
        item["publisher-place"] = document.place
    if document.source.edition:
        item["edition"] = document.source.edition
    item["language"] = document.language
    return item


def _tex(text: str) -> str:
    """A text in which TeX obeys nothing."""
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return re.sub(r"[\\{}&%$#_~^]", lambda m: special.get(m[0], "\\" + m[0]), text)


def _pinpoint(t: Messages, paragraph: Paragraph) -> str:
    return f"¶{paragraph.n}" if paragraph.n is not None else f"[{t.name('block', paragraph.kind)}]"
