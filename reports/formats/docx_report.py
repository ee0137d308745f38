"""A comparison as a Word document with tracked changes.

Accepting all changes gives B's paragraphs, rejecting all gives A's. A moved passage is one
move with two ends, and what was edited in it is tracked where it stands now. A reader's
decisions and what is open are comments, which are there whatever becomes of the changes.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any, cast

import docx
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from scodiff.compare.model import Comparison
from scodiff.reports.formats.revisions import BREAK, Revision, RevisionState, revisions
from scodiff.reports.messages import decision_words
from scodiff.reports.messages.citation import citations, direction, reference
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.messages.possible import open_words
from scodiff.reports.visible import visible

AUTHOR = "scodiff"
# Reports have no clock in them: the same comparison gives the same bytes.
NO_TIME = datetime(1980, 1, 1)

STYLES = {"title": "Heading 1", "heading": "Heading 2"}
# The elements around a run of text, from the outside in.
_AROUND: dict[RevisionState, tuple[str, ...]] = {
    "kept": (),
    "deleted": ("w:del",),
    "inserted": ("w:ins",),
    "moved-from": ("w:moveFrom",),
    "moved-to": ("w:moveTo",),
    "moved-deleted": ("w:moveTo", "w:del"),
}


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The tracked changes as the bytes of a ``.docx`` file.

    Control characters, which such a file cannot hold, are tokens such as ``[U+0007]``.
    """
    document = docx.Document()
    t = messages(language)
    _describe(document, comparison, t)
    body = document.element.body
    comments = _comments(document, comparison, t)
    writer = _Writer(document, direction(comparison.b.language) == "rtl", comments)
    for pieces in revisions(comparison):
        last = writer.paragraph(pieces)
        body.insert(len(body) - 1, last)  # before the section's settings
    writer.close(last)
    document.settings.element.append(OxmlElement("w:trackRevisions"))
    return archive(document.part.package)


class _Writer:
    """Makes the XML of paragraphs; knows which moves have begun.

    ``comments`` are the numbers of the comments on paragraphs, by ``a-`` or ``b-`` and their ids.
    """

    def __init__(self, document: Any, rtl: bool, comments: Mapping[str, list[int]]) -> None:
        self._styles = {kind: document.styles[name].style_id for kind, name in STYLES.items()}
        self._rtl = rtl
        self._comments = comments
        self._ids = count(1)
        self._open: dict[str, tuple[int, str]] = {}

    def paragraph(self, pieces: list[Revision]) -> Any:
        """One ``w:p``; a break that is not kept is a tracked paragraph mark."""
        element = OxmlElement("w:p")
        element.append(self._properties(pieces))
        noted: list[int] = []
        for piece in pieces:
            self._ranges(element, piece)
            for number in (n for p in piece.begins for n in self._comments.get(p, ())):
                element.append(_marker("w:commentRangeStart", number))
                noted.append(number)
            if piece.text is not BREAK:
                element.append(self._text(piece.text, piece.state))
        for number in noted:
            element.append(_marker("w:commentRangeEnd", number))
            run = OxmlElement("w:r")
            run.append(_marker("w:commentReference", number))
            element.append(run)
        return element

    def _properties(self, pieces: list[Revision]) -> Any:
        properties = OxmlElement("w:pPr")
        kind = pieces[0].kind if pieces else ""
        if kind in self._styles:
            style = OxmlElement("w:pStyle")
            style.set(qn("w:val"), self._styles[kind])
            properties.append(style)
        if self._rtl:
            properties.append(OxmlElement("w:bidi"))
        around = _AROUND[pieces[-1].state] if pieces and pieces[-1].text is BREAK else ()
        if around:
            mark = OxmlElement("w:rPr")
            for name in around:
                mark.append(self._revision(name))
            properties.append(mark)
        return properties

    def _text(self, text: str, state: RevisionState) -> Any:
        run = self._run(text, deleted=_AROUND[state][-1:] == ("w:del",))
        for name in reversed(_AROUND[state]):
            around = self._revision(name)
            around.append(run)
            run = around
        return run

    def _run(self, text: str, *, deleted: bool) -> Any:
        run = OxmlElement("w:r")
        for number, line in enumerate(visible(text).split("\n")):
            if number:
                run.append(OxmlElement("w:br"))
            element = OxmlElement("w:delText" if deleted else "w:t")
            element.text = line
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(element)
        return run

    def _revision(self, name: str) -> Any:
        element = OxmlElement(name)
        element.set(qn("w:id"), str(next(self._ids)))
        element.set(qn("w:author"), AUTHOR)
        return element

    def _ranges(self, paragraph: Any, piece: Revision) -> None:
        """Open and close the ranges of moves, which pair the two ends by name."""
        for end, state in (("From", "moved-from"), ("To", "moved-to")):
            name = f"move{piece.move}"
            inside = bool(piece.move) and (piece.state == "moved-from") == (state == "moved-from")
            held = self._open.get(end)
            if held and (not inside or held[1] != name):
                closing = OxmlElement(f"w:move{end}RangeEnd")
                closing.set(qn("w:id"), str(held[0]))
                paragraph.append(closing)
                del self._open[end]
            if inside and end not in self._open:
                opening = self._revision(f"w:move{end}RangeStart")
                opening.set(qn("w:name"), name)
                self._open[end] = (int(opening.get(qn("w:id"))), name)
                paragraph.append(opening)

    def close(self, paragraph: Any) -> None:
        """Close what is open at the end of the document."""
        self._ranges(paragraph, Revision("", "kept"))


def _comments(document: Any, comparison: Comparison, t: Messages) -> dict[str, list[int]]:
    """Write each decision and what is open as comments; return their numbers by paragraph."""
    cite = citations(t, comparison.a, comparison.b)
    found: defaultdict[str, list[int]] = defaultdict(list)
    remarks = [
        (
            f"a-{decision.a[0]}" if decision.a else f"b-{decision.b[0]}",
            decision_words.told(t, decision, cite),
            visible(decision.record.by.name) if decision.record else t("decision.reader"),
        )
        for decision in comparison.decisions
    ]
    remarks += [
        (f"a-{link.a[0]}" if link.a else f"b-{link.b[0]}", open_words(t, link, cite), AUTHOR)
        for link in comparison.links
        if link.is_open
    ]
    for paragraph, text, author in remarks:
        comment = document.comments.add_comment(visible(text), author=author, initials="")
        del comment._comment_elm.attrib[qn("w:date")]
        found[paragraph].append(comment.comment_id)
    return found


def _marker(name: str, number: int) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:id"), str(number))
    return element


def _describe(document: Any, comparison: Comparison, t: Messages) -> None:
    names = [cite.name for cite in citations(t, comparison.a, comparison.b)]
    sources = [reference(t, d) for d in (comparison.a, comparison.b)]
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = visible(t("page.title", a=names[0], b=names[1]))[:255]
    properties.subject = visible("; ".join(sources))[:255]
    about = f"{t('docx.comments', a=names[0], b=names[1])} {decision_words.tally(t, comparison)}"
    properties.comments = visible(about.strip())[:255]
    properties.keywords = f"scodiff {comparison.version}"
    properties.language = comparison.b.language
    properties.revision = 1
    properties.created = properties.modified = NO_TIME


class _Archive:
    """Writes a package's members with one moment as their time.

    Without that zipfile asks the clock, and refuses one before 1980 or after 2107.
    """

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def write(self, address: Any, content: bytes | str) -> None:
        """Write a part of the package, as python-docx asks for it."""
        member = zipfile.ZipInfo(address.membername, NO_TIME.timetuple()[:6])
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        self._file.writestr(member, content)


def archive(package: Any) -> bytes:
    """A package of python-docx as the bytes of a file, the same for the same package."""
    out, writer = BytesIO(), cast(Any, PackageWriter)
    for part in package.parts:
        part.before_marshal()
    with zipfile.ZipFile(out, "w") as file:
        archive = _Archive(file)
        writer._write_content_types_stream(archive, package.parts)
        writer._write_pkg_rels(archive, package.rels)
        writer._write_parts(archive, package.parts)
    return out.getvalue()
