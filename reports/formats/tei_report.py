"""A comparison as TEI P5 with a critical apparatus (parallel segmentation).

Each link is one ``ab``; where the witnesses A and B differ stands an ``app`` with a reading
of each. A ``milestone`` marks where a paragraph of a witness begins, with its number: A's
text is read in the order of the file, B's in the order of those numbers. Links, shared
passages and related paragraphs are ``link`` elements in the back matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from lxml import etree

from scodiff.compare.model import Comparison, Edit, Link, ReaderDecision
from scodiff.corpus.model import PARAGRAPH_BREAK, Document, Paragraph
from scodiff.reports.formats.revisions import breaks_are_plain
from scodiff.reports.messages.citation import citations
from scodiff.reports.messages.decisions import tally
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.visible import visible

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

WITNESSES = ("#A", "#B")

Element: TypeAlias = Any  # lxml brings no types


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The comparison as UTF-8 XML, valid against ``tei_all``.

    Control characters, which XML cannot hold, are tokens such as ``[U+0007]``.
    """
    t = messages(language)
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
    root.append(_header(t, comparison))
    text = _add(root, "text")
    text.set(XML_LANG, comparison.a.language)
    division = _add(_add(text, "body"), "div", type="comparison")
    _Body(comparison, division).fill()
    _back(_add(text, "back"), comparison)
    _lay_out(root, division)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _header(t: Messages, comparison: Comparison) -> Element:
    cite = citations(t, comparison.a, comparison.b)
    header = etree.Element(f"{{{TEI}}}teiHeader")
    description = _add(header, "fileDesc")
    title = _add(_add(description, "titleStmt"), "title")
    title.text = visible(t("page.title", a=cite[0].name, b=cite[1].name))
    publication = _add(_add(description, "publicationStmt"), "p")
    publication.text = visible(t("tei.made", version=comparison.version))
    witnesses = _add(_add(description, "sourceDesc"), "listWit")
    for side, document in (("A", comparison.a), ("B", comparison.b)):
        _witness(t, witnesses, side, document)
    encoding = _add(header, "encodingDesc")
    application = _add(
        _add(encoding, "appInfo"), "application", ident="scodiff", version=_version(comparison)
    )
    _add(application, "label").text = "scodiff"
    _add(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    if words := tally(t, comparison):
        declared = _add(_add(encoding, "editorialDecl"), "interpretation")
        _add(declared, "p").text = words
    languages = _add(_add(header, "profileDesc"), "langUsage")
    for tag in dict.fromkeys((comparison.a.language, comparison.b.language)):
        _add(languages, "language", ident=tag).text = tag
    return header


def _witness(t: Messages, parent: Element, side: str, document: Document) -> None:
    witness = _add(parent, "witness", n=visible(document.id))
    witness.set(XML_ID, side)
    bibl = _add(witness, "bibl")
    _add(bibl, "title").text = visible(document.title)
    if document.place:
        _add(bibl, "pubPlace").text = visible(document.place)
    if document.date:
        date = _add(bibl, "date")
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", document.date):
            date.set("when", document.date)
        date.text = visible(document.date)
    if document.source.edition:
        _add(bibl, "edition").text = visible(document.source.edition)
    _add(bibl, "idno", type="sha256").text = document.source.sha256
    if document.notice:
        _add(bibl, "note").text = visible(document.notice)


class _Body:
    """The links in A's order; blocks that are not counted stand before what follows them."""

    def __init__(self, comparison: Comparison, division: Element) -> None:
        self.division = division
        self.links = comparison.links
        self.documents = (comparison.a, comparison.b)
        self.waiting = [_uncounted(document) for document in self.documents]
        self.orders = [{p.id: n for n, p in enumerate(d.paragraphs, 1)} for d in self.documents]

    def fill(self) -> None:
        """Put both texts into the document."""
        for number, link in enumerate(self.links, 1):
            for side, ids in enumerate((link.a, link.b)):
                for p in ids:
                    self._matter(side, p)
            self._link(number, link)
        for side in (0, 1):
            self._matter(side, "")
        if not len(self.division):
            _add(self.division, "ab")

    def _matter(self, side: int, before: str) -> None:
        for paragraph in self.waiting[side].pop(before, []):
            block = self._block(paragraph.kind)
            apparatus = _add(block, "app")
            self._reading(apparatus, side, [paragraph])
            _add(apparatus, "rdg", wit=WITNESSES[1 - side])

    def _link(self, number: int, link: Link) -> None:
        block = self._block(link.relation)
        block.set(XML_ID, f"link-{number}")
        block.set("n", str(number))
        sides = [
            [document.paragraph(p) for p in ids]
            for document, ids in zip(self.documents, (link.a, link.b), strict=True)
        ]
        if not (link.a and link.b and breaks_are_plain(self.documents, link)):
            apparatus = _add(block, "app")
            for side in (0, 1):
                self._reading(apparatus, side, sides[side])
            return
        left = [iter(paragraphs) for paragraphs in sides]
        for side in (0, 1):
            block.append(self._milestone(side, next(left[side])))
        for edit in link.edits:
            self._edit(block, edit, left, f"link-{number}")

    def _edit(self, block: Element, edit: Edit, left: list[Iterator[Paragraph]], name: str) -> None:
        if edit.op == "equal" and edit.a == edit.b:
            self._stream(block, edit.a, (0, 1), left)
            return
        apparatus = _add(block, "app", type="editorial" if edit.editorial else "substantive")
        if edit.moved and not edit.moved.startswith("part"):
            here, there = ("a", "b") if edit.a else ("b", "a")
            apparatus.set(XML_ID, f"{name}-{edit.moved}-{here}")
            apparatus.set("corresp", f"#{name}-{edit.moved}-{there}")
        for side, text in enumerate((edit.a, edit.b)):
            reading = _add(apparatus, "rdg", wit=WITNESSES[side])
            if edit.kind:
                reading.set("cause", edit.kind)
            self._stream(reading, text, (side,), left)

    def _stream(
        self, parent: Element, text: str, sides: Sequence[int], left: list[Iterator[Paragraph]]
    ) -> None:
        """Text whose empty lines are breaks: a milestone for each witness that has them."""
        for number, piece in enumerate(text.split(PARAGRAPH_BREAK)):
            if number:
                for side in sides:
                    parent.append(self._milestone(side, next(left[side])))
            _write(parent, piece)

    def _reading(self, apparatus: Element, side: int, paragraphs: Sequence[Paragraph]) -> None:
        reading = _add(apparatus, "rdg", wit=WITNESSES[side])
        if self.documents[side].language != self.documents[0].language:
            reading.set(XML_LANG, self.documents[side].language)
        for paragraph in paragraphs:
            reading.append(self._milestone(side, paragraph))
            _write(reading, paragraph.text)

    def _milestone(self, side: int, paragraph: Paragraph) -> Element:
        milestone = etree.Element(f"{{{TEI}}}milestone", unit="paragraph", ed="AB"[side])
        milestone.set(XML_ID, f"{'ab'[side]}-{paragraph.id}")
        milestone.set("n", str(self.orders[side][paragraph.id]))
        if paragraph.n is not None:
            milestone.set("rend", f"¶{paragraph.n}")
        return milestone

    def _block(self, kind: str) -> Element:
        block = _add(self.division, "ab", type=kind)
        block.set(XML_SPACE, "preserve")
        return block


def _back(back: Element, comparison: Comparison) -> None:
    """Which paragraphs answer to which, and the evidence, as links and feature structures."""
    division = _add(back, "div", type="evidence")
    alignment = [
        (f"#a-{x}", f"#b-{y}", link.relation)
        for link in comparison.links
        for x in link.a
        for y in link.b
        if not link.pairs or any((pair.a, pair.b) == (x, y) for pair in link.pairs)
    ]
    _links(division, "alignment", alignment)
    _links(division, "parts", [(f"#a-{p.a}", f"#b-{p.b}", "part") for p in comparison.parts])
    _links(division, "related", [(f"#a-{r.a}", f"#b-{r.b}", "related") for r in comparison.related])
    for number, link in enumerate(comparison.links, 1):
        _features(division, f"link-{number}", _evidence(link))
    for number, part in enumerate(comparison.parts, 1):
        places = {
            name: getattr(part, name)
            for name in ("a_start", "a_end", "b_start", "b_end", "semantic", "literal")
        }
        _features(division, f"parts-{number}", places)
    for decision in comparison.decisions:
        _decision(division, decision)
    if not len(division):
        _add(division, "ab")


def _decision(division: Element, decision: ReaderDecision) -> None:
    """What a reader decided of the paragraphs that ``corresp`` points to."""
    sides = (("a", decision.a), ("b", decision.b))
    of = " ".join(f"#{side}-{p}" for side, ids in sides for p in ids)
    values = {
        "decided_by": "reader",
        "action": decision.action,
        "relation": decision.relation,
        "note": decision.note or None,
    }
    _features(division, of.removeprefix("#"), values).set("type", "decision")


def _links(division: Element, kind: str, links: Sequence[tuple[str, str, str]]) -> None:
    if not links:
        return
    group = _add(division, "linkGrp", type=kind)
    for number, (a, b, relation) in enumerate(links, 1):
        link = _add(group, "link", target=f"{a} {b}", type=relation)
        link.set(XML_ID, f"{kind}-{number}")


def _evidence(link: Link) -> dict[str, object]:
    found: dict[str, object] = {
        "relation": link.relation,
        "moved": link.moved,
        "split": link.split,
        "merged": link.merged,
        "semantic": link.semantic,
        "literal": link.literal,
        "confidence": link.confidence,
        "quarter": link.quarter,
        "decided_by": link.decided_by or None,
        "beyond_noise": link.beyond_noise,
    }
    for number, shift in enumerate(link.shifts, 1):
        words = f"{shift.kind} {shift.direction}: {shift.a} → {shift.b}"
        found[f"shift{number}"] = words
    return found


def _features(division: Element, of: str, values: Mapping[str, object]) -> Element:
    structure = _add(division, "fs", corresp=f"#{of}")
    for name, value in values.items():
        if value is None:
            continue
        feature = _add(structure, "f", name=name)
        if isinstance(value, bool):
            _add(feature, "binary", value="true" if value else "false")
        elif isinstance(value, int | float):
            _add(feature, "numeric", value=f"{round(value, 6) + 0.0:g}")
        else:
            _add(feature, "string").text = visible(str(value))
    return structure


def _uncounted(document: Document) -> dict[str, list[Paragraph]]:
    """Blocks that are not counted, by the counted paragraph they precede ("" at the end)."""
    found: dict[str, list[Paragraph]] = {}
    waiting: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if paragraph.citable:
            found[paragraph.id] = waiting
            waiting = []
        else:
            waiting.append(paragraph)
    found[""] = waiting
    return found


def _add(parent: Element, tag: str, /, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{TEI}}}{tag}", attributes)


def _write(parent: Element, text: str) -> None:
    shown = visible(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + shown
    else:
        parent.text = (parent.text or "") + shown


def _version(comparison: Comparison) -> str:
    """The version as TEI wants one: numbers and points first."""
    match = re.match(r"\d+(\.\d+)*", comparison.version)
    return match[0] if match else "0"


def _lay_out(root: Element, division: Element) -> None:
    """Line breaks where they mean nothing: never inside a block of text."""
    for child in division:
        child.tail = "\n"
    division.text = "\n"
    for part in (root[0], root[1][1]):
        etree.indent(part)
        part.tail = "\n"
