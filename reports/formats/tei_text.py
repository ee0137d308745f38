"""The text of a comparison in TEI: blocks with an apparatus where the witnesses differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from scodiff.compare.model import Comparison, Edit, Link
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document, Paragraph
from scodiff.reports.formats.revisions import breaks_are_plain
from scodiff.reports.formats.tei_elements import (
    TEI,
    XML_ID,
    XML_LANG,
    XML_SPACE,
    Element,
    add,
    write,
)

WITNESSES = ("#A", "#B")


class TeiText:
    """The links in A's order; blocks that are not counted stand before what follows them."""

    def __init__(self, comparison: Comparison, division: Element) -> None:
        self.division = division
        self.links = comparison.links
        self.documents = (comparison.a, comparison.b)
        self.waiting = [uncounted(document) for document in self.documents]
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
            add(self.division, "ab")

    def _matter(self, side: int, before: str) -> None:
        for paragraph in self.waiting[side].pop(before, []):
            block = self._block(paragraph.kind)
            apparatus = add(block, "app")
            self._reading(apparatus, side, [paragraph])
            add(apparatus, "rdg", wit=WITNESSES[1 - side])

    def _link(self, number: int, link: Link) -> None:
        block = self._block(link.relation)
        block.set(XML_ID, f"link-{number}")
        block.set("n", str(number))
        sides = [
            [document.paragraph(p) for p in ids]
            for document, ids in zip(self.documents, (link.a, link.b), strict=True)
        ]
        if not (link.a and link.b and breaks_are_plain(self.documents, link)):
            apparatus = add(block, "app")
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
        apparatus = add(block, "app", type="editorial" if edit.editorial else "substantive")
        if edit.moved and not edit.moved.startswith("part"):
            here, there = ("a", "b") if edit.a else ("b", "a")
            apparatus.set(XML_ID, f"{name}-{edit.moved}-{here}")
            apparatus.set("corresp", f"#{name}-{edit.moved}-{there}")
        for side, text in enumerate((edit.a, edit.b)):
            reading = add(apparatus, "rdg", wit=WITNESSES[side])
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
            write(parent, piece)

    def _reading(self, apparatus: Element, side: int, paragraphs: Sequence[Paragraph]) -> None:
        reading = add(apparatus, "rdg", wit=WITNESSES[side])
        if self.documents[side].language != self.documents[0].language:
            reading.set(XML_LANG, self.documents[side].language)
        for paragraph in paragraphs:
            reading.append(self._milestone(side, paragraph))
            write(reading, paragraph.text)

    def _milestone(self, side: int, paragraph: Paragraph) -> Element:
        milestone = etree.Element(f"{{{TEI}}}milestone", unit="paragraph", ed="AB"[side])
        milestone.set(XML_ID, f"{'ab'[side]}-{paragraph.id}")
        milestone.set("n", str(self.orders[side][paragraph.id]))
        if paragraph.n is not None:
            milestone.set("rend", f"¶{paragraph.n}")
        return milestone

    def _block(self, kind: str) -> Element:
        block = add(self.division, "ab", type=kind)
        block.set(XML_SPACE, "preserve")
        return block


def uncounted(document: Document) -> dict[str, list[Paragraph]]:
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
