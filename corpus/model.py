"""The data types of the corpus: a document, its paragraphs, and where they stand in the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

ParagraphKind = Literal[
    "title", "heading", "body", "item", "separator", "closing", "signature", "furniture"
]
PARAGRAPH_KINDS: tuple[ParagraphKind, ...] = get_args(ParagraphKind)
CITABLE_KINDS: frozenset[ParagraphKind] = frozenset({"body", "item"})

LedgerAction = Literal[
    "unwrap", "join", "split", "dehyphenate", "repair", "set-aside", "suspect", "correct"
]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` in code points of the source text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document's text came from.

    ``name`` is a file name or a collection id, never a full path. ``sha256`` is the
    digest of the file's bytes, ``text_sha256`` that of the source text in UTF-8 (what
    the reader took from the file, which spans refer to). ``reader`` names the reader
    and its version.
    """

    name: str
    sha256: str
    text_sha256: str
    reader: str
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of a document, the unit of citation.

    ``n`` counts the citable paragraphs (kinds ``body`` and ``item``) from 1 and is None
    for the rest. ``label`` is the number or bullet that the text prints itself,
    ``section`` the heading it stands under. ``text`` is the source's characters in
    ``spans`` with line wrapping undone; nothing else is altered.
    """

    id: str
    n: int | None
    label: str | None
    section: str | None
    kind: ParagraphKind
    text: str
    spans: tuple[Span, ...]

    @property
    def citable(self) -> bool:
        """Whether the paragraph counts as part of the declaration's language."""
        return self.kind in CITABLE_KINDS


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One decision taken, or one suspicion raised, while the text was read.

    ``action``: ``unwrap`` (line breaks of a paragraph undone), ``join`` (a paragraph
    carried over a page break or blank line), ``split`` (a boundary found that no blank
    line shows), ``dehyphenate``, ``repair`` (characters that the file's format had spoilt,
    or had left to the program to show), ``set-aside`` (page number, running head),
    ``suspect`` (a probable misreading, left as it stands), ``correct`` (the reader's own
    correction to how the text was parted or described).
    """

    action: LedgerAction
    span: Span
    note: str
    paragraph: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text of one summit in one language.

    ``date`` is ISO 8601 (``2003-05-29``) or None; ``language`` a BCP 47 tag. ``notice``
    is a warning every report must show (an invented text says so here).
    """

    id: str
    title: str
    date: str | None
    place: str | None
    language: str
    source: Source
    source_text: str = field(repr=False)
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    ledger: tuple[LedgerEntry, ...] = field(default=(), repr=False)
    notice: str | None = None
    _by_id: Mapping[str, Paragraph] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {p.id: p for p in reversed(self.paragraphs)}
        object.__setattr__(self, "_by_id", by_id)

    @property
    def citable(self) -> tuple[Paragraph, ...]:
        """The paragraphs that comparisons count, in order."""
        return tuple(p for p in self.paragraphs if p.citable)

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """The paragraph of that id; raises KeyError where there is none."""
        return self._by_id[paragraph_id]


def as_data(document: Document) -> dict[str, Any]:
    """A document as dictionaries, lists and numbers, ready for JSON.

    The one listing of a document's fields, for reports, exports and the collection; only
    ``source_text`` is left out. Spans are ``[start, end]``.
    """
    source = document.source
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "place": document.place,
        "language": document.language,
        "notice": document.notice,
        "source": {
            "name": source.name,
            "edition": source.edition,
            "sha256": source.sha256,
            "text_sha256": source.text_sha256,
            "reader": source.reader,
        },
        "paragraphs": [_paragraph_data(paragraph) for paragraph in document.paragraphs],
        "ledger": [_ledger_data(entry) for entry in document.ledger],
    }


def from_data(data: Mapping[str, Any], source_text: str) -> Document:
    """The document that ``as_data`` gave the data of; raises KeyError or TypeError for others."""
    paragraphs = tuple(
        Paragraph(**{**row, "spans": tuple(Span(*span) for span in row["spans"])})
        for row in data["paragraphs"]
    )
    ledger = tuple(LedgerEntry(**{**row, "span": Span(*row["span"])}) for row in data["ledger"])
    about = {name: data[name] for name in ("id", "title", "date", "place", "language", "notice")}
    return Document(
        **about,
        source=Source(**data["source"]),
        source_text=source_text,
        paragraphs=paragraphs,
        ledger=ledger,
    )


def _paragraph_data(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "n": paragraph.n,
        "label": paragraph.label,
        "section": paragraph.section,
        "kind": paragraph.kind,
        "text": paragraph.text,
        "spans": [[span.start, span.end] for span in paragraph.spans],
    }


def _ledger_data(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "action": entry.action,
        "span": [entry.span.start, entry.span.end],
        "note": entry.note,
        "paragraph": entry.paragraph,
    }
