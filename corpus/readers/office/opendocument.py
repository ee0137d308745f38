"""OpenDocument texts (.odt): paragraphs, numbers, tables and notes, tracked changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder, left_out
from scodiff.corpus.readers.office.archive import check_archive
from scodiff.corpus.readers.office.odt_styles import ListCount, OdtStyles
from scodiff.corpus.segmentation.lines import Role

if TYPE_CHECKING:
    from odfdo import Element

READER = "odt 2"
_CALLED = "OpenDocument text"

# What is no part of the text that is shown in its place.
_GONE = frozenset(
    ("text:tracked-changes", "office:annotation", "office:annotation-end", "text:ruby-text",
     "office:forms", "text:sequence-decls", "svg:title", "svg:desc", "text:alphabetical-index-mark",
     "text:meta-field-data")
)  # fmt: skip
_HIDDEN = frozenset(("text:hidden-text", "text:hidden-paragraph"))
_INDEXES = frozenset(
    ("text:table-of-content", "text:alphabetical-index", "text:illustration-index",
     "text:table-index")
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_UNSEEN, _STRUCK = "hidden text", "struck-through text"


def extract(data: bytes, shown: str) -> Extract:
    """The text of an OpenDocument text; ``shown`` is how messages call the file.

    Insertions that are tracked count as made, deletions as gone, and the ledger says how many
    there were. Numbers of lists and headings are written out. Hidden and struck-through text and
    tables of contents are left out and told; notes come last, set aside. Raises CorpusError.
    """
    check_archive(data, shown, _CALLED)
    writer = _Writer(*_opened(data, shown))
    writer.blocks(writer.body, None, None)
    found = writer.finish()
    if not any(line.role != "footnote" for line in found.lines):
        raise CorpusError(
            f"{shown} is an OpenDocument text without text: if it shows a picture of a page, run "
            "character recognition on it first."
        )
    return found


def _opened(data: bytes, shown: str) -> tuple[Element, OdtStyles]:
    from odfdo import Document

    try:
        file = Document(BytesIO(data))
        body = file.body
        styles = OdtStyles(file)
    except Exception as error:
        raise CorpusError(
            f"{shown} is damaged or no OpenDocument text ({type(error).__name__}): open it in a "
            "word processor and save it anew."
        ) from None
    if body.tag != "office:text":
        raise CorpusError(
            f"{shown} is no text but another OpenDocument file (a table or a presentation): save "
            "its text as .odt or .docx."
        )
    return body, styles


class _Writer:
    """Writes the blocks of a text in their order."""

    def __init__(self, body: Element, styles: OdtStyles) -> None:
        self.body = body
        self._styles = styles
        self._builder = TextBuilder()
        self._counts = ListCount(styles)
        self._notes: list[Element] = []
        self._boxes: list[Element] = []
        self._left_out: dict[str, list[str]] = {_UNSEEN: [], _STRUCK: [], "an index": []}

    def blocks(self, around: Element, role: Role | None, label: str | None) -> None:
        """Write what stands in an element; ``label`` is the number of its first paragraph."""
        for child in around.children:
            tag = child.tag
            if tag in ("text:p", "text:h"):
                self._paragraph(child, role, label)
                label = None
            elif tag == "text:list":
                self._list(child)
            elif tag in _INDEXES:
                self._left_out["an index"].append(_all_text(child))
            elif tag == "text:section" and child.get_attribute("text:display") == "none":
                self._left_out[_UNSEEN].append(_all_text(child))
            elif tag == "table:table-row":
                self._row(child)
            elif tag not in _GONE:
                self.blocks(child, role, label)

    def finish(self) -> Extract:
        """All that was written, the notes last."""
        for note in self._notes:
            texts = [self._text(paragraph) for paragraph in _paragraphs(note)]
            self._builder.block([Piece("\n".join(texts))], "footnote", wrapped=True)
        for what, texts in self._left_out.items():
            if any(text.strip() for text in texts):
                self._builder.note("set-aside", left_out(what, texts), 0)
        self._count_changes()
        return self._builder.finish(READER)

    def _paragraph(self, element: Element, role: Role | None, label: str | None) -> None:
        start = self._builder.length
        style = _attribute(element, "text:style-name")
        text = self._text(element)
        if self._styles.hides(style) or self._styles.strikes(style):
            self._left_out[_UNSEEN if self._styles.hides(style) else _STRUCK].append(text)
            return
        if element.tag == "text:h":
            role = "heading"
            if label is None and text.strip():
                label = self._counts.heading(_attribute(element, "text:outline-level"))
        elif self._styles.is_title(style):
            role = "title"
        pieces = [Piece(f"{label} "), Piece(text)] if label and text.strip() else [Piece(text)]
        self._builder.block(pieces, role, wrapped=role in ("title", "heading"))
        if label and text.strip():
            self._builder.note("repair", f"number {label!r} as a word processor shows it", start)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box, None, None)

    def _list(self, element: Element) -> None:
        self._counts.enter(element)
        for item in element.children:
            if item.tag == "text:list-header":
                self.blocks(item, None, None)
            elif item.tag == "text:list-item":
                label = self._counts.label(item) if _starts_with_text(item) else None
                self.blocks(item, "item" if label == "" else None, label)
        self._counts.leave()

    def _row(self, row: Element) -> None:
        cells = [cell for cell in row.children if cell.tag == "table:table-cell"]
        inside = [list(_paragraphs(cell)) for cell in cells]
        if len(cells) < 2 or any(len(paragraphs) > 1 for paragraphs in inside):
            for cell in cells:
                self.blocks(cell, None, None)
            return
        texts = [" ".join(map(self._text, cell)).strip() for cell in inside]
        self._builder.block([Piece("\t".join(text for text in texts if text))], "row")

    def _text(self, element: Element) -> str:
        return "".join(self._texts(element))

    def _texts(self, element: Element) -> Iterator[str]:
        """The characters of a paragraph in their order."""
        yield _SPACE.sub(" ", element.text or "")
        for child in element.children:
            tag = child.tag
            if tag == "text:s":
                count = _attribute(child, "text:c") or "1"
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
            elif tag == "text:tab":
                yield "\t"
            elif tag == "text:line-break":
                yield "\n"
            elif tag == "text:note":
                self._notes += [c for c in child.children if c.tag == "text:note-body"]
            elif tag.startswith("draw:"):
                self._boxes.append(child)
            elif tag in _HIDDEN or self._styles.hides(_attribute(child, "text:style-name")):
                self._left_out[_UNSEEN].append(_all_text(child))
            elif self._styles.strikes(_attribute(child, "text:style-name")):
                self._left_out[_STRUCK].append(_all_text(child))
            elif tag not in _GONE:
                yield from self._texts(child)
            yield _SPACE.sub(" ", child.tail or "")

    def _count_changes(self) -> None:
        changes = [e for e in self.body.children if e.tag == "text:tracked-changes"]
        kinds = [
            kind.tag for group in changes for region in group.children for kind in region.children
        ]
        made, gone = kinds.count("text:insertion"), kinds.count("text:deletion")
        if made or gone:
            note = f"tracked changes read as accepted: {made} insertions, {gone} deletions"
            self._builder.note("repair", note, 0)


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag in ("text:p", "text:h"):
            yield child
        elif child.tag not in _GONE:
            yield from _paragraphs(child)


def _starts_with_text(item: Element) -> bool:
    """Whether a list's item has a paragraph of its own, and not only a list inside."""
    first = next(iter(item.children), None)
    return first is not None and first.tag in ("text:p", "text:h")


def _all_text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element.children:
        parts += [_all_text(child), child.tail or ""]
    return " ".join(parts)


def _attribute(element: Element, name: str) -> str | None:
    value = element.get_attribute(name)
    return None if value is None else str(value)
