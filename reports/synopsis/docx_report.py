"""A synopsis as a Word document: a table on landscape paper, a column for each text.

What a version changed against the one before is marked: put in is underlined, left out struck
through, editorial changes are underlined with dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from scodiff.compare.synopsis.model import PASSAGE_STATES, Synopsis, SynopsisRow
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.reports.formats.docx_report import AUTHOR, NO_TIME, archive
from scodiff.reports.messages.citation import direction, reference
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.link_words import shift_words
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.runs import trimmed
from scodiff.reports.synopsis.cells import AlsoHere, CellSetter, SynopsisCell, WitnessChange
from scodiff.reports.synopsis.marks import is_word_by_word
from scodiff.reports.synopsis.wording import (
    MARKS,
    SynopsisCitations,
    life_line,
    tally,
    told_change,
    told_state,
)
from scodiff.reports.visible import visible

# Width and height of A4 turned, its margins, and the column of the numbers, in millimetres.
WIDTH, HEIGHT, MARGIN, NUMBERS = 297, 210, 12, 17
_MANY = 6  # columns from which on the type is smaller
_TWIPS = 56.7  # to a millimetre

_GREEN, _RED, _GREY = "075A45", "8A2F0D", "5D574D"
RunProperties = tuple[tuple[str, Mapping[str, str]], ...]
"""The elements of a run's properties, in the order that the schema wants."""
_PLAIN: RunProperties = ()
_PUT_IN: RunProperties = (("w:color", {"w:val": _GREEN}), ("w:u", {"w:val": "single"}))
_LEFT_OUT: RunProperties = (("w:strike", {}), ("w:color", {"w:val": _RED}))
_EDITORIAL: RunProperties = (("w:color", {"w:val": _GREEN}), ("w:u", {"w:val": "dotted"}))
_KEPT: RunProperties = (("w:u", {"w:val": "dotted"}),)
_NOTE: RunProperties = (("w:color", {"w:val": _GREY}),)
_HEAD: RunProperties = (("w:b", {}),)


@dataclass(frozen=True, slots=True)
class StyledText:
    """Text of one style within a paragraph."""

    text: str
    style: RunProperties = _PLAIN


def render(synopsis: Synopsis, language: str = DEFAULT) -> bytes:
    """The table as the bytes of a ``.docx`` file.

    Control characters, which such a file cannot hold, are tokens such as ``[U+0007]``.
    """
    t = messages(language)
    document = docx.Document()
    _page(document, len(synopsis.documents))
    _describe(document, synopsis, t)
    body = document.element.body
    for paragraph in _opening(t, synopsis):
        body.insert(len(body) - 1, paragraph)
    body.insert(len(body) - 1, _Table(t, synopsis).element())
    for paragraph in _closing(t):
        body.insert(len(body) - 1, paragraph)  # before the section's settings
    return archive(document.part.package)


def _page(document: Any, columns: int) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN))
    normal = document.styles["Normal"]
    normal.font.size = Pt(8 if columns <= _MANY else 6)
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.space_before = Pt(0)


def _describe(document: Any, synopsis: Synopsis, t: Messages) -> None:
    properties, held = document.core_properties, synopsis.documents
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = visible(_title(t, synopsis))[:255]
    properties.subject = visible("; ".join(reference(t, d) for d in held))[:255]
    properties.keywords = f"scodiff {synopsis.version}"
    properties.language = synopsis.document(synopsis.base).language
    properties.revision = 1
    properties.created = properties.modified = NO_TIME


def _title(t: Messages, synopsis: Synopsis) -> str:
    held = synopsis.documents
    return t("synopsis.title", first=held[0].id, last=held[-1].id)


def _opening(t: Messages, synopsis: Synopsis) -> Iterator[Any]:
    """What stands before the table: the texts, what is counted, and the order."""
    yield _paragraph([StyledText(_title(t, synopsis))], style="Heading1")
    for document in synopsis.documents:
        told = [StyledText(f"{document.id}: ", _HEAD), StyledText(reference(t, document))]
        yield _paragraph(told)
        if document.notice:
            yield _paragraph([StyledText(t("text.note", notice=document.notice), _HEAD)])
    yield _paragraph([StyledText(tally(t, synopsis))])
    yield _paragraph([StyledText(t("synopsis.order", base=synopsis.base))])
    yield _paragraph([StyledText(t("synopsis.marked_docx"))])


def _closing(t: Messages) -> Iterator[Any]:
    """How to read the marks."""
    for state in PASSAGE_STATES:
        words = f"{MARKS[state]} {t(f'state.{state}')}: {t(f'state_meaning.{state}')}"
        yield _paragraph([StyledText(words, _NOTE)])


class _Table:
    """The rows in the order of the base; the head is repeated on every page."""

    def __init__(self, t: Messages, synopsis: Synopsis) -> None:
        self.t = t
        self.synopsis = synopsis
        self.setter = CellSetter(synopsis, SynopsisCitations(t, synopsis))
        columns = len(synopsis.documents)
        each = (WIDTH - 2 * MARGIN - NUMBERS) / columns
        self.widths = [round(_TWIPS * mm) for mm in (NUMBERS, *[each] * columns)]

    def element(self) -> Any:
        """The ``w:tbl``."""
        table = OxmlElement("w:tbl")
        properties = _within(table, "w:tblPr")
        _within(properties, "w:tblW", {"w:w": str(sum(self.widths)), "w:type": "dxa"})
        borders = _within(properties, "w:tblBorders")
        line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "DDD6C8"}
        for side in ("top", "bottom", "insideH"):
            _within(borders, f"w:{side}", line)
        _within(properties, "w:tblLayout", {"w:type": "fixed"})
        grid = _within(table, "w:tblGrid")
        for width in self.widths:
            _within(grid, "w:gridCol", {"w:w": str(width)})
        table.append(self._head())
        for row in self.synopsis.in_order():
            table.append(self._row(row))
        return table

    def _head(self) -> Any:
        line = OxmlElement("w:tr")
        _within(_within(line, "w:trPr"), "w:tblHeader")
        names = [[StyledText("")], *([StyledText(d.id, _HEAD)] for d in self.synopsis.documents)]
        for width, name in zip(self.widths, names, strict=True):
            line.append(_cell(width, [_paragraph(name)]))
        return line

    def _row(self, row: SynopsisRow) -> Any:
        line = OxmlElement("w:tr")
        number = [StyledText(f"{row.number} ", _HEAD), StyledText(life_line(row), _NOTE)]
        line.append(_cell(self.widths[0], [_paragraph(number)]))
        for width, cell in zip(self.widths[1:], self.setter.cells(row), strict=True):
            line.append(_cell(width, list(self._paragraphs(row, cell))))
        return line

    def _paragraphs(self, row: SynopsisRow, cell: SynopsisCell) -> Iterator[Any]:
        standing, t = cell.standing, self.t
        if standing.state == "absent":
            yield _paragraph([StyledText("–", _NOTE)])
            return
        told = [f"{MARKS[standing.state]} {told_state(t, standing)}"]
        told += [words for c in cell.changes if c.number == cell.before for words in self._told(c)]
        for words in told:
            yield _paragraph([StyledText(words, _NOTE)])
        document = self.synopsis.document(standing.document)
        rtl = direction(document.language) == "rtl"
        for p, runs in zip(cell.paragraphs, self._marked(row, cell), strict=True):
            for heading in p.headings:
                yield _paragraph([StyledText(heading.text, _HEAD)], rtl=rtl)
            yield _paragraph([StyledText(f"{p.citation.short} ", _NOTE), *runs], rtl=rtl)
        for words in self._also(cell):
            yield _paragraph([StyledText(words, _NOTE)])

    def _told(self, change: WitnessChange) -> Iterator[str]:
        t = self.t
        yield told_change(t, change.name, change.relation, change.literal)
        yield from (shift_words(t, shift) for shift in change.shifts)

    def _also(self, cell: SynopsisCell) -> Iterator[str]:
        t = self.t

        def place(also: AlsoHere) -> str:
            """Where it stands, and in which row."""
            return f"{also.citation.short} {t('synopsis.in_row', n=also.row)}"

        for also in cell.across:
            yield t("synopsis.across_is", place=place(also))
        for also in cell.parts:
            quote = t("list.quote", text=also.quote)
            yield t("synopsis.part_is", place=place(also), quote=quote)
        for also in cell.doubtful if not cell.paragraphs else ():
            value = t.percent(also.probability or 0.0)
            yield t("synopsis.doubtful_is", place=place(also), value=value)

    def _marked(self, row: SynopsisRow, cell: SynopsisCell) -> list[list[StyledText]]:
        """The runs of each paragraph, marked against the version before."""
        name = cell.standing.document
        document = self.synopsis.document(name)
        texts = [document.paragraph(p).text for p in cell.standing.paragraphs]
        before = row.before(name)
        change = row.change(before, name) if before else None
        whole = PARAGRAPH_BREAK.join(texts)
        if change is None or "".join(e.b for e in change.edits) != whole:
            return [[StyledText(text)] for text in texts]
        word_by_word = is_word_by_word(change)
        runs: list[StyledText] = []
        for edit in trimmed(change.edits):
            if edit.a == edit.b or not word_by_word:
                kept = edit.a == edit.b and not word_by_word and len(edit.b.split()) > 1
                runs.append(StyledText(edit.b, _KEPT if kept else _PLAIN))
                continue
            if edit.a and not (edit.editorial and edit.b):
                runs.append(StyledText(edit.a.replace(PARAGRAPH_BREAK, " ¶ "), _LEFT_OUT))
            runs.append(StyledText(edit.b, _EDITORIAL if edit.editorial else _PUT_IN))
        return _parted(runs, len(texts))


def _parted(runs: Sequence[StyledText], count: int) -> list[list[StyledText]]:
    """The runs of each paragraph: an empty line ends one, as long as there are more."""
    found: list[list[StyledText]] = [[]]
    for run in runs:
        room = count - len(found)
        first, *others = run.text.split(PARAGRAPH_BREAK, room)
        found[-1].append(StyledText(first, run.style))
        found += [[StyledText(piece, run.style)] for piece in others]
    return [*found, *([] for _ in range(count - len(found)))]


def _cell(width: int, paragraphs: Sequence[Any]) -> Any:
    cell = OxmlElement("w:tc")
    _within(_within(cell, "w:tcPr"), "w:tcW", {"w:w": str(width), "w:type": "dxa"})
    cell.extend(paragraphs)
    return cell


def _paragraph(runs: Sequence[StyledText], *, style: str = "", rtl: bool = False) -> Any:
    paragraph = OxmlElement("w:p")
    if style or rtl:
        properties = _within(paragraph, "w:pPr")
        if style:
            _within(properties, "w:pStyle", {"w:val": style})
        if rtl:
            _within(properties, "w:bidi")
    for run in runs:
        if run.text:
            paragraph.append(_run(run))
    return paragraph


def _run(styled: StyledText) -> Any:
    run = OxmlElement("w:r")
    if styled.style:
        properties = _within(run, "w:rPr")
        for name, attributes in styled.style:
            _within(properties, name, attributes)
    for number, line in enumerate(visible(styled.text).split("\n")):
        if number:
            _within(run, "w:br")
        text = _within(run, "w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _within(parent: Any, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    element = OxmlElement(name)
    for attribute, value in (attributes or {}).items():
        element.set(qn(attribute), value)
    parent.append(element)
    return element
