"""Word files: paragraphs, numbers, tables and notes of a .docx, tracked changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder, left_out
from scodiff.corpus.readers.office.archive import check_archive, check_declarations
from scodiff.corpus.readers.office.numbering import Numbering
from scodiff.corpus.readers.office.vanish import HiddenRuns
from scodiff.corpus.segmentation.lines import Role

if TYPE_CHECKING:
    from docx.document import Document as WordFile

READER = "docx 3"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE_TAGS = ("del", "moveFrom", "instrText", "rPr", "pPr", "txbxContent")
_GONE = frozenset([_FALLBACK, *(f"{_W}{tag}" for tag in _GONE_TAGS)])
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
}
_SHOWN = HiddenRuns(None)
_HEADING_STYLE = re.compile(r"heading \d|subtitle", re.IGNORECASE)
_NOTE_PARTS = re.compile(r"/word/(?:foot|end)notes\.xml")
_PAGE_PARTS = re.compile(r"/word/(?P<kind>header|footer|comments)\d*\.xml")


def extract(data: bytes, shown: str) -> Extract:
    """The text of a Word file; ``shown`` is how messages call the file.

    Insertions that are tracked count as made, deletions as gone, those of paragraph marks
    too, and the ledger says how many there were. Numbers that Word counts are written out.
    Hidden and struck-through text is left out and told. Notes come last, set aside; headers and
    footers of the page are no part of the text. Raises CorpusError.
    """
    check_archive(data, shown)
    file = _open(data, shown)
    notes = _notes(file)
    for root in (*_roots(file), *notes):
        check_declarations(root, shown)
    writer = _Writer(file)
    for element in _blocks(file.element.body):
        writer.write(element)
    builder = writer.finish()
    _count_changes(builder, file.element.body)
    for note in _paragraphs_of(notes):
        builder.block([Piece(writer.plain(paragraph)) for paragraph in note], "footnote")
    _say_left_out(builder, file, writer.hidden.texts)
    found = builder.finish(READER)
    if not any(line.role != "footnote" for line in found.lines):
        raise CorpusError(
            f"{shown} is a Word file without text: if it shows a picture of a page, run character "
            "recognition on it first."
        )
    return found


def _open(data: bytes, shown: str) -> WordFile:
    from docx import Document

    try:
        return Document(BytesIO(data))
    except Exception as error:
        raise CorpusError(
            f"{shown} is damaged or no Word file ({type(error).__name__}): open it in a word "
            "processor and save it anew as .docx."
        ) from None


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and table rows in their order, also inside content controls and boxes."""
    for child in body:
        if child.tag in (f"{_W}p", f"{_W}tr"):
            yield child
            yield from _boxed(child)
        elif child.tag in (f"{_W}tbl", f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _blocks(child)


def _boxed(element: Any) -> Iterator[Any]:
    for box in element.iter(f"{_W}txbxContent"):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box)


class _Writer:
    """Writes paragraphs and rows as blocks.

    A paragraph whose mark is deleted goes on in the next one, and is what that one is.
    """

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._builder = TextBuilder()
        self._numbering = Numbering(file)
        self._begun: list[Any] = []
        self.hidden = HiddenRuns(file)

    def write(self, element: Any) -> None:
        """Write a paragraph or the row of a table."""
        if element.tag == f"{_W}tr":
            self._end()
            self._write_row(element)
        elif _has_deleted_mark(element):
            self._begun.append(element)
        else:
            self._paragraph(element)

    def finish(self) -> TextBuilder:
        """All that was written."""
        self._end()
        return self._builder

    def plain(self, paragraph: Any) -> str:
        """The characters of a paragraph."""
        return "".join(_texts(paragraph, self.hidden))

    def _end(self) -> None:
        """Write what was begun and has nothing to go on in."""
        if self._begun:
            self._paragraph(self._begun.pop())

    def _paragraph(self, element: Any) -> None:
        start = self._builder.length
        text = "".join(map(self.plain, (*self._begun, element)))
        self._begun.clear()
        label = self._numbering.label(element) if text.strip() else None
        role = _role(_style_name(element, self._file), bullet=label == "")
        pieces = [Piece(f"{label} "), Piece(text)] if label else [Piece(text)]
        self._builder.block(pieces, role, wrapped=role in ("title", "heading"))
        if label:
            self._builder.note("repair", f"number {label!r} as Word shows it", start)

    def _write_row(self, row: Any) -> None:
        if row.find(f"{_W}trPr/{_W}del") is not None:
            return
        cells = [list(_blocks(cell)) for cell in row.iterchildren(f"{_W}tc")]
        if len(cells) < 2 or any(len(cell) > 1 for cell in cells):
            for paragraph in (p for cell in cells for p in cell):
                self.write(paragraph)
            self._end()
            return
        texts = [" ".join(map(self.plain, cell)).strip() for cell in cells]
        self._builder.block([Piece("\t".join(text for text in texts if text))], "row")


def _has_deleted_mark(paragraph: Any) -> bool:
    """Whether a tracked change takes the end of a paragraph away."""
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and any(
        mark.find(f"{_W}{tag}") is not None for tag in ("del", "moveFrom")
    )


def _role(style: str, *, bullet: bool) -> Role | None:
    if style.lower() == "title":
        return "title"
    if _HEADING_STYLE.match(style):
        return "heading"
    return "item" if bullet else None


def _style_name(paragraph: Any, file: WordFile) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if found is None:
        return ""
    style_id = found.get(f"{_W}val")
    for style in file.styles.element.iterchildren(f"{_W}style"):
        if style.get(f"{_W}styleId") == style_id:
            name = style.find(f"{_W}name")
            return str(name.get(f"{_W}val")) if name is not None else ""
    return ""


def _texts(element: Any, hidden: HiddenRuns) -> Iterator[str]:
    """The characters of a paragraph in order, without what is deleted, hidden or boxed."""
    for child in element:
        tag = child.tag
        if tag in _GONE:
            continue
        if tag == f"{_W}r" and (reason := hidden.why(child)):
            hidden.texts[reason].append("".join(_texts(child, _SHOWN)))
        elif tag == f"{_W}t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == f"{_W}sym":
            yield _symbol(child)
        elif isinstance(tag, str):
            yield from _texts(child, hidden)


def _symbol(element: Any) -> str:
    try:
        return chr(int(element.get(f"{_W}char") or "FFFD", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _count_changes(builder: TextBuilder, body: Any) -> None:
    made = sum(1 for _ in body.iter(f"{_W}ins", f"{_W}moveTo"))
    gone = sum(1 for _ in body.iter(f"{_W}del", f"{_W}moveFrom"))
    if made or gone:
        note = f"tracked changes read as accepted: {made} insertions, {gone} deletions"
        builder.note("repair", note, 0)


def _say_left_out(builder: TextBuilder, file: WordFile, hidden: dict[str, list[str]]) -> None:
    """What of the file is no part of its text: hidden, struck, of the page, or said in comments."""
    for reason, runs in hidden.items():
        if any(text.strip() for text in runs):
            builder.note("set-aside", left_out(reason, runs), 0)
    texts: dict[str, list[str]] = {"header": [], "footer": [], "comments": []}
    for part in file.part.package.iter_parts():
        if match := _PAGE_PARTS.fullmatch(str(part.partname)):
            texts[match["kind"]] += _words_of(part.blob)
    for kind, found in texts.items():
        if any(text.strip() for text in found):
            of = kind if kind == "comments" else f"{kind} of the page"
            builder.note("set-aside", left_out(of, found), 0)


def _words_of(xml: bytes) -> list[str]:
    from lxml import etree

    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))
        for paragraph in root.iter(f"{_W}p")
    ]


def _roots(file: WordFile) -> Iterator[Any]:
    """The roots of the XML that the library has read."""
    for part in file.part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None:
            yield root


def _notes(file: WordFile) -> list[Any]:
    """The roots of the footnotes and the endnotes."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return [
        etree.fromstring(part.blob, parser)
        for part in file.part.package.iter_parts()
        if _NOTE_PARTS.fullmatch(str(part.partname))
    ]


def _paragraphs_of(notes: list[Any]) -> Iterator[list[Any]]:
    """The paragraphs of each footnote and endnote, the separators left out."""
    for root in notes:
        for note in root:
            if note.get(f"{_W}type") in (None, "normal"):
                yield list(note.iter(f"{_W}p"))
