"""A synopsis as TEI P5 with a critical apparatus of all its texts (parallel segmentation).

Each row is one ``ab``. Where its witnesses differ stands an ``app``; readings that are the same
share a ``rdg``. Texts that lack the passage have an empty reading, whose type says what they have
instead. A ``milestone`` marks where a paragraph of a witness begins, with its place there: each
text is read in the order of those numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from scodiff.compare.synopsis.model import Standing, Synopsis, SynopsisRow
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document, Paragraph
from scodiff.reports.formats.tei_elements import (
    TEI,
    XML_ID,
    XML_LANG,
    XML_SPACE,
    Element,
    add,
    write,
)
from scodiff.reports.formats.tei_report import add_witness, lay_out, version_number
from scodiff.reports.formats.tei_text import uncounted
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.synopsis.segmentation import SegmentReadings, reversed_edits, segmented
from scodiff.reports.synopsis.wording import tally
from scodiff.reports.visible import visible

ParagraphsLeft = Mapping[str, Iterator[Paragraph]]
"""The paragraphs of each version of a row that have not begun yet."""


def render(synopsis: Synopsis, language: str = DEFAULT) -> bytes:
    """The synopsis as UTF-8 XML, valid against ``tei_all``.

    Control characters, which XML cannot hold, are tokens such as ``[U+0007]``.
    """
    t = messages(language)
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
    root.append(_header(t, synopsis))
    text = add(root, "text")
    text.set(XML_LANG, synopsis.document(synopsis.base).language)
    division = add(add(text, "body"), "div", type="synopsis")
    _SynopsisText(synopsis, division).fill()
    _fill_back(add(text, "back"), synopsis)
    lay_out(root, division)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def siglum(number: int) -> str:
    """The siglum of the text with a number, from 1 on: ``A`` … ``Z``, ``W27`` …"""
    return chr(ord("A") + number - 1) if number <= 26 else f"W{number}"


def _header(t: Messages, synopsis: Synopsis) -> Element:
    documents = synopsis.documents
    header = etree.Element(f"{{{TEI}}}teiHeader")
    description = add(header, "fileDesc")
    title = add(add(description, "titleStmt"), "title")
    title.text = visible(t("synopsis.title", first=documents[0].id, last=documents[-1].id))
    publication = add(add(description, "publicationStmt"), "p")
    publication.text = visible(t("tei.made", version=synopsis.version))
    witnesses = add(add(description, "sourceDesc"), "listWit")
    for number, document in enumerate(documents, 1):
        add_witness(witnesses, siglum(number), document)
    encoding = add(header, "encodingDesc")
    version = version_number(synopsis.version)
    application = add(add(encoding, "appInfo"), "application", ident="scodiff", version=version)
    add(application, "label").text = "scodiff"
    add(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    declared = add(add(encoding, "editorialDecl"), "interpretation")
    for words in (tally(t, synopsis), t("synopsis.rule")):
        add(declared, "p").text = words
    languages = add(add(header, "profileDesc"), "langUsage")
    for tag in dict.fromkeys(document.language for document in documents):
        add(languages, "language", ident=tag).text = tag
    return header


class _SynopsisText:
    """The rows in the order of the base; other blocks stand before what follows them."""

    def __init__(self, synopsis: Synopsis, division: Element) -> None:
        self.synopsis = synopsis
        self.division = division
        self.sigla = {d.id: siglum(n) for n, d in enumerate(synopsis.documents, 1)}
        self.waiting = {d.id: uncounted(d) for d in synopsis.documents}
        self.places = {
            d.id: {p.id: n for n, p in enumerate(d.paragraphs, 1)} for d in synopsis.documents
        }
        self.main_language = synopsis.document(synopsis.base).language

    def fill(self) -> None:
        """Put all texts into the document."""
        for row in self.synopsis.in_order():
            for standing in row.witnesses:
                for paragraph in standing.paragraphs:
                    self._matter(standing.document, paragraph)
            self._row(row)
        for document in self.synopsis.documents:
            self._matter(document.id, "")

    def _matter(self, name: str, before: str) -> None:
        """The blocks that are not counted, and stand before a paragraph of a document."""
        others = [other for other in self.sigla if other != name]
        for paragraph in self.waiting[name].pop(before, []):
            block = add(self.division, "ab", type=paragraph.kind)
            block.set(XML_SPACE, "preserve")
            apparatus = add(block, "app")
            reading = self._reading(apparatus, [name])
            reading.append(self._milestone(name, paragraph))
            write(reading, paragraph.text)
            self._reading(apparatus, others)

    def _row(self, row: SynopsisRow) -> None:
        block = add(self.division, "ab", type="passage", n=str(row.number))
        block.set(XML_ID, f"row-{row.number}")
        block.set(XML_SPACE, "preserve")
        lacking: dict[str, list[str]] = {}
        for standing in row.standings:
            if not standing.paragraphs:
                lacking.setdefault(standing.state, []).append(standing.document)
        if not lacking:
            self._versions(block, row)
            return
        apparatus = add(block, "app")
        having = self._reading(apparatus, [s.document for s in row.witnesses])
        self._versions(having, row)
        for state, names in lacking.items():
            self._reading(apparatus, names).set("type", state)

    def _versions(self, parent: Element, row: SynopsisRow) -> None:
        """The text of a row's witnesses, with an apparatus where they differ."""
        held = {s.document: self._paragraphs(s) for s in row.witnesses}
        left = {name: iter(paragraphs) for name, paragraphs in held.items()}
        found = self._segmented(row, held)
        if not found:
            apparatus = add(parent, "app")
            for name in held:
                self._whole(self._reading(apparatus, [name]), name, held[name])
            return
        for name in held:
            parent.append(self._milestone(name, next(left[name])))
        for readings in found:
            self._segment(parent, readings, left)

    def _whole(self, reading: Element, name: str, paragraphs: Sequence[Paragraph]) -> None:
        for paragraph in paragraphs:
            reading.append(self._milestone(name, paragraph))
            write(reading, paragraph.text)

    def _segmented(
        self, row: SynopsisRow, held: Mapping[str, Sequence[Paragraph]]
    ) -> list[SegmentReadings]:
        """The readings of a row; none where an empty line is no break between paragraphs."""
        names = list(held)
        base = self.synopsis.base if self.synopsis.base in names else names[0]
        edits = {}
        for name in names:
            if name != base:
                change = row.change(base, name)
                back = row.change(name, base)
                edits[name] = change.edits if change else reversed_edits(back.edits if back else ())
        text = PARAGRAPH_BREAK.join(p.text for p in held[base])
        found = segmented(base, text, edits)
        for name, paragraphs in held.items():
            breaks = sum(readings[name].count(PARAGRAPH_BREAK) for readings in found)
            whole = "".join(readings[name] for readings in found)
            if breaks != len(paragraphs) - 1 or whole.split(PARAGRAPH_BREAK) != [
                p.text for p in paragraphs
            ]:
                return []
        return found

    def _segment(self, parent: Element, readings: SegmentReadings, left: ParagraphsLeft) -> None:
        alike: dict[str, list[str]] = {}
        for name, text in readings.items():
            alike.setdefault(text, []).append(name)
        if len(alike) == 1:
            self._stream(parent, *next(iter(alike.items())), left)
            return
        apparatus = add(parent, "app")
        for text, names in alike.items():
            self._stream(self._reading(apparatus, names), text, names, left)

    def _stream(
        self, parent: Element, text: str, names: Sequence[str], left: ParagraphsLeft
    ) -> None:
        """Text whose empty lines are breaks: a milestone for each witness that has them."""
        for number, piece in enumerate(text.split(PARAGRAPH_BREAK)):
            if number:
                for name in names:
                    parent.append(self._milestone(name, next(left[name])))
            write(parent, piece)

    def _reading(self, apparatus: Element, names: Sequence[str]) -> Element:
        reading = add(apparatus, "rdg", wit=" ".join(f"#{self.sigla[name]}" for name in names))
        languages = {self.synopsis.document(name).language for name in names}
        if len(languages) == 1 and languages != {self.main_language}:
            reading.set(XML_LANG, languages.pop())
        return reading

    def _milestone(self, name: str, paragraph: Paragraph) -> Element:
        siglum_ = self.sigla[name]
        milestone = etree.Element(f"{{{TEI}}}milestone", unit="paragraph", ed=siglum_)
        milestone.set(XML_ID, f"{siglum_}-{paragraph.id}")
        milestone.set("n", str(self.places[name][paragraph.id]))
        if paragraph.n is not None:
            milestone.set("rend", f"¶{paragraph.n}")
        return milestone

    def _paragraphs(self, standing: Standing) -> list[Paragraph]:
        document: Document = self.synopsis.document(standing.document)
        return [document.paragraph(name) for name in standing.paragraphs]


def _fill_back(back: Element, synopsis: Synopsis) -> None:
    """What each text has of each row, and how sure that is; parts point to their paragraphs."""
    division = add(back, "div", type="standings")
    sigla = {d.id: siglum(n) for n, d in enumerate(synopsis.documents, 1)}
    for row in synopsis.rows:
        structure = add(division, "fs", type="standings", corresp=f"#row-{row.number}")
        for standing in row.standings:
            feature = add(structure, "f", name=sigla[standing.document])
            also = [f"#{sigla[standing.document]}-{p}" for p in _elsewhere(standing)]
            words = [standing.state, standing.certainty, *also]
            add(feature, "string").text = " ".join(words)
    if not len(division):
        add(division, "ab")


def _elsewhere(standing: Standing) -> list[str]:
    """The paragraphs outside the row that a standing names."""
    named = [link.paragraph for link in standing.across]
    named += [part.paragraph for part in standing.parts]
    return list(dict.fromkeys([*named, *(answer.paragraph for answer in standing.doubtful)]))
