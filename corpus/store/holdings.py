"""What a collection holds, summit by summit, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scodiff.corpus.catalogue import catalogue, summit_id_of
from scodiff.corpus.model import Document
from scodiff.corpus.recognition import kind_of
from scodiff.corpus.shipped import shipped
from scodiff.corpus.store.collection import Collection

Holding = Literal["shipped", "held", "missing"]


@dataclass(frozen=True, slots=True)
class TextRow:
    """One line of the table: a text that is held, or a summit of which none is."""

    id: str
    date: str
    place: str
    state: Holding
    kind: str
    language: str
    paragraphs: str
    edition: str
    addresses: str


def list_rows(collection: Collection) -> list[TextRow]:
    """All texts and all summits, in order of date, then id."""
    documents = collection.documents()
    ours = {document.id: document for document in documents}
    present = {summit_id_of(name) for name in ours}
    addresses = {s.id: str(len(s.editions)) for s in catalogue()}
    rows = [_held_row(document, addresses) for document in documents]
    rows += [
        TextRow(s.id, s.date, s.city, "missing", s.kind, "", "", "", addresses[s.id])
        for s in catalogue()
        if s.id not in present
    ]
    return sorted(rows, key=lambda row: (row.date or "9999", row.id))


def _held_row(document: Document, addresses: dict[str, str]) -> TextRow:
    return TextRow(
        document.id,
        document.date or "",
        document.place or "",
        "shipped" if document.id in shipped() else "held",
        kind_of(document.title),
        document.language,
        str(len(document.citable)),
        document.source.edition or "",
        addresses.get(summit_id_of(document.id), ""),
    )
