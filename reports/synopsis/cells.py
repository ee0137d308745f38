"""The cells of a synopsis, ready to be set: what a page shows of one text in one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scodiff.compare.model import Relation, Shift
from scodiff.compare.synopsis.model import (
    DoubtfulAnswer,
    LinkAcross,
    SharedPassage,
    Standing,
    Synopsis,
    SynopsisRow,
    VersionChange,
)
from scodiff.corpus.model import Document, Paragraph
from scodiff.reports.messages.citation import Citation
from scodiff.reports.synopsis.marks import marked
from scodiff.reports.synopsis.wording import SynopsisCitations
from scodiff.reports.visible import visible


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph with its marks, and the headings that stand before it."""

    citation: Citation
    headings: tuple[Paragraph, ...]
    text: Markup


@dataclass(frozen=True, slots=True)
class WitnessChange:
    """How a version differs from that of the document ``number``.

    ``shifts`` are told where that one is older.
    """

    number: int
    name: str
    relation: Relation
    literal: float | None
    direct: bool
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class AlsoHere:
    """A paragraph that has a part of the passage, may answer to it, or answers in another row."""

    citation: Citation
    row: int
    quote: str = ""
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class SynopsisCell:
    """What one document, the ``number``-th, has of a row; ``before`` numbers the version before."""

    number: int
    standing: Standing
    before: int | None
    paragraphs: tuple[MarkedParagraph, ...]
    changes: tuple[WitnessChange, ...]
    parts: tuple[AlsoHere, ...]
    doubtful: tuple[AlsoHere, ...]
    across: tuple[AlsoHere, ...]


class CellSetter:
    """Makes the cells of a synopsis, row by row."""

    def __init__(self, synopsis: Synopsis, cite: SynopsisCitations) -> None:
        self.synopsis = synopsis
        self.cite = cite
        self.numbers = {d.id: number for number, d in enumerate(synopsis.documents, 1)}
        self.headings = {d.id: _headings(d) for d in synopsis.documents}
        self.rows = {
            (standing.document, paragraph): row.number
            for row in synopsis.rows
            for standing in row.standings
            for paragraph in standing.paragraphs
        }

    def cells(self, row: SynopsisRow) -> list[SynopsisCell]:
        """A cell for each document, in order of date."""
        return [self._cell(row, standing) for standing in row.standings]

    def _cell(self, row: SynopsisRow, standing: Standing) -> SynopsisCell:
        name = standing.document
        changes = _changes_of(row, name)
        before = row.before(name)
        return SynopsisCell(
            number=self.numbers[name],
            standing=standing,
            before=self.numbers[before] if before else None,
            paragraphs=self._paragraphs(standing, changes),
            changes=tuple(self._told(name, other, change) for other, change in changes.items()),
            parts=self._parts(name, standing.parts),
            doubtful=self._doubtful(name, standing.doubtful),
            across=self._across(name, standing.across),
        )

    def _paragraphs(
        self, standing: Standing, changes: Mapping[str, VersionChange]
    ) -> tuple[MarkedParagraph, ...]:
        name = standing.document
        document = self.synopsis.document(name)
        texts = [document.paragraph(p).text for p in standing.paragraphs]
        numbered = {self.numbers[other]: change for other, change in changes.items()}
        return tuple(
            MarkedParagraph(self.cite.of(name, p), self.headings[name].get(p, ()), text)
            for p, text in zip(standing.paragraphs, marked(texts, numbered, name), strict=True)
        )

    def _told(self, name: str, other: str, change: VersionChange) -> WitnessChange:
        return WitnessChange(
            number=self.numbers[other],
            name=other,
            relation=change.relation,
            literal=change.literal,
            direct=change.certainty is not None,
            shifts=tuple(s for s in change.shifts if s.certainty != "open")
            if change.b == name
            else (),
        )

    def _parts(self, name: str, parts: Sequence[SharedPassage]) -> tuple[AlsoHere, ...]:
        found: dict[tuple[str, int, int], AlsoHere] = {}
        for part in parts:
            text = self.synopsis.document(name).paragraph(part.paragraph).text
            quote = " ".join(visible(text[part.start : part.end]).split())
            found.setdefault(
                (part.paragraph, part.start, part.end), self._also(name, part.paragraph, quote)
            )
        return _longest(list(found.values()))

    def _doubtful(self, name: str, answers: Sequence[DoubtfulAnswer]) -> tuple[AlsoHere, ...]:
        best: dict[str, float] = {}
        for answer in answers:
            best[answer.paragraph] = max(best.get(answer.paragraph, 0.0), answer.probability)
        ranked = sorted(best.items(), key=lambda item: -item[1])
        return tuple(self._also(name, p, probability=probability) for p, probability in ranked)

    def _across(self, name: str, links: Sequence[LinkAcross]) -> tuple[AlsoHere, ...]:
        return tuple(self._also(name, p) for p in dict.fromkeys(a.paragraph for a in links))

    def _also(
        self, name: str, paragraph: str, quote: str = "", probability: float | None = None
    ) -> AlsoHere:
        citation = self.cite.of(name, paragraph)
        return AlsoHere(citation, self.rows[name, paragraph], quote, probability)


def _changes_of(row: SynopsisRow, name: str) -> dict[str, VersionChange]:
    """The changes between a document's version and every other, by that other's id."""
    found = {change.a: change for change in row.changes if change.b == name}
    return found | {change.b: change for change in row.changes if change.a == name}


def _longest(parts: Sequence[AlsoHere]) -> tuple[AlsoHere, ...]:
    """The parts without those that stand inside another of the same paragraph."""
    return tuple(
        part
        for part in parts
        if not any(
            part.citation == other.citation
            and part.quote != other.quote
            and part.quote in other.quote
            for other in parts
        )
    )


def _headings(document: Document) -> dict[str, tuple[Paragraph, ...]]:
    """The headings before each counted paragraph; other blocks are left out."""
    found: dict[str, tuple[Paragraph, ...]] = {}
    waiting: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if paragraph.citable:
            found[paragraph.id] = tuple(waiting)
            waiting = []
        elif paragraph.kind == "heading":
            waiting.append(paragraph)
    return found
