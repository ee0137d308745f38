"""A page's elements in their order: its blocks of text, and the boxes that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scodiff.corpus.readers.extract import Piece
from scodiff.corpus.readers.list_numbers import ListCounter
from scodiff.corpus.readers.web.hiding import HiddenNames, hides
from scodiff.corpus.readers.web.page import Box, LeftOut, PageBlock, WebPage, size_of
from scodiff.corpus.segmentation.lines import Role

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NO_TEXT_TAGS = (
    "script style noscript template head select svg math canvas iframe object embed audio video "
    "button textarea input datalist map"
)
_NO_TEXT = frozenset(_NO_TEXT_TAGS.split())
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figure figcaption footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DELETED = frozenset(("del", "s", "strike"))
_NOTE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sd)?(?:foot|end)notes?\d{0,3}(?:$|[\s_-])|doc-(?:foot|end)notes?"
)
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡]{1,3})\]?")
# A letter or a Roman number is a mark only where it leads to a note.
_NOTE_TARGET = re.compile(r"#[\w-]{0,20}(?:note|fn|_ftn|_edn)", re.IGNORECASE)
_LINKED_MARK = re.compile(r"[a-z]|[ivxl]{1,5}")
_MOST_IN_MARK = 20  # elements, or characters
_NAME = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])")
_MOST_NAMES = 2000  # characters
_TYPED = frozenset(("text", "email", "search", "tel", "url", "password"))
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Visit(NamedTuple):
    """A node of the page to be read, or to be left (``closing``) with all in it read.

    ``role`` is what stands around it, ``kept`` whether its white space counts, ``link`` the
    address of the link that it stands in.
    """

    node: LexborNode
    role: Role | None = None
    kept: bool = False
    link: str | None = None
    closing: bool = False


class Walker:
    """Walks an element in the order of the page, and gathers its blocks."""

    def __init__(self, hidden: HiddenNames) -> None:
        self._hidden = hidden
        self._numbers = ListCounter()
        self._page = WebPage()
        self._box = Box("root")
        self._open = PageBlock(self._box)
        self._breaks = 0

    def walk(self, root: LexborNode) -> WebPage:
        """All that is below ``root``; no recursion, however deep the page is nested."""
        self._page.boxes.append(self._box)
        stack = [_Visit(root)]
        while stack:
            stack.extend(reversed(self._visit(stack.pop())))
        self._begin(None)
        return self._page

    def _visit(self, visit: _Visit) -> list[_Visit]:
        """Read a node without what is in it; returns what is to be read next."""
        node = visit.node
        tag = node.tag or ""
        if visit.closing:
            self._leave(visit, tag)
        elif tag == "-text":
            self._add(_text(node, visit.kept), visit.link)
        elif tag == "br":
            self._break(visit.role)
        elif tag == "button" and visit.role == "heading":
            return self._enter(visit, tag)  # a press on it opens what it heads
        elif (reason := self._reason(node, tag)) is not None:
            if reason:
                self._page.left_out.append(LeftOut(reason, _squeezed(node.text())))
        else:
            return self._enter(visit, tag)
        return []

    def _reason(self, node: LexborNode, tag: str) -> str | None:
        """Why an element is not read; an empty reason where it holds no text to be missed."""
        if tag in _NO_TEXT or tag.startswith(("_", "!", "-")):
            self._count_controls(node, tag)
            return ""
        if tag in _DELETED:
            return f"deleted (<{tag}>)"
        return hides(node, tag, self._hidden)

    def _count_controls(self, node: LexborNode, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._box.fields += 1
        elif tag == "button":
            self._box.buttons += 1
        elif tag == "input":
            kind = (node.attributes.get("type") or "text").lower()
            self._box.fields += kind in _TYPED
            self._box.buttons += kind in ("submit", "button", "checkbox", "radio")

    def _enter(self, visit: _Visit, tag: str) -> list[_Visit]:
        node, role, kept, link, _ = visit
        if mark := _note_mark(node):
            self._open.pieces.append(Piece(mark, "note mark"))
            return []
        if tag == "a" and (address := node.attributes.get("href")) is not None:
            link = address.strip()
            self._box.links += 1
        inner, kept = _role(node, role), kept or tag == "pre"
        if tag == "tr" and not _is_layout_row(node):
            inner = "row"
        inside = [_Visit(child, inner, kept, link) for child in node.iter(include_text=True)]
        if tag not in _BLOCKS:
            return inside
        if inner == "row" and tag in ("td", "th"):
            self._open.pieces.append(Piece("\t"))
            return inside
        label = self._numbers.label(node) if tag == "li" else self._waiting_label
        self._box = self._box_of(node, tag)
        self._begin(inner, label, int(tag[1]) if tag in _HEADINGS else self._open.level)
        return [*inside, _Visit(node, role, closing=True)]

    def _leave(self, visit: _Visit, tag: str) -> None:
        if tag == "tr" and self._open.role == "row":
            cells = "".join(piece.text for piece in self._open.pieces).split("\t")
            text = "\t".join(filter(None, map(_squeezed, cells)))
            self._open.pieces = [Piece(text)] if text else []
        label = None if tag == "li" else self._waiting_label
        self._box = self._box.parent or self._box
        level = 0 if tag in _HEADINGS else self._open.level
        self._begin(visit.role, label, level)

    def _box_of(self, node: LexborNode, tag: str) -> Box:
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_MOST_NAMES]
        words = frozenset(word.lower() for word in _NAME.findall(names))
        role = (attributes.get("role") or "").lower()
        if attributes.get("aria-hidden") == "true":
            role = "hidden"
        box = Box(tag, self._box, words, role)
        self._box.children.append(box)
        self._page.boxes.append(box)
        return box

    def _add(self, text: str, link: str | None) -> None:
        if not text:
            return
        if text.strip():
            self._breaks = 0
        self._open.pieces.append(Piece(text))
        if link is not None:
            size = size_of(text)
            self._open.linked += size
            self._open.away += 0 if link.startswith("#") else size

    def _break(self, role: Role | None) -> None:
        """A line break; two of them part paragraphs, as an empty line does."""
        self._breaks += 1
        if self._breaks > 1 and role not in ("heading", "title", "row"):
            self._begin(role)
            self._breaks = 1
            return
        self._open.pieces.append(Piece("\n"))

    @property
    def _waiting_label(self) -> str | None:
        """A list item's number, which belongs to the first paragraph inside the item."""
        return None if _has_text(self._open) else self._open.label

    def _begin(self, role: Role | None, label: str | None = None, level: int = 0) -> None:
        if _has_text(self._open):
            self._open.measure()
            self._page.blocks.append(self._open)
        self._breaks = 0
        self._open = PageBlock(self._box, role, label, level)


def _has_text(block: PageBlock) -> bool:
    return any(not piece.text.isspace() for piece in block.pieces if piece.text)


def _role(node: LexborNode, around: Role | None) -> Role | None:
    tag = node.tag or ""
    said = node.attributes
    names = " ".join(said.get(name) or "" for name in ("class", "id", "role", "epub:type"))
    if around in ("footnote", "caption") or (tag in _BLOCKS and _NOTE_NAMES.search(names)):
        return around if around == "caption" else "footnote"
    if tag in _HEADINGS:
        return "heading"
    if tag == "li":
        return "item"
    return "caption" if tag == "figcaption" else around


def _text(node: LexborNode, kept: bool) -> str:
    text = node.text_content or ""
    return text if kept else _SPACE.sub(" ", text)


def _note_mark(node: LexborNode) -> str | None:
    """The text of an element that is the mark of a footnote, else None."""
    if node.tag not in ("sup", "a"):
        return None
    text = _short_text(node)
    if text is None or not (_NOTE_MARK.fullmatch(text) or _LINKED_MARK.fullmatch(text)):
        return None
    link = node if node.tag == "a" else node.css_first("a")
    target = (link.attributes.get("href") or "") if link is not None else ""
    leads = link is not None and "noteref" in (link.attributes.get("epub:type") or "")
    to_note = (leads or _NOTE_TARGET.match(target)) and _LINKED_MARK.fullmatch(text)
    if not (_NOTE_MARK.fullmatch(text) or to_note):
        return None
    is_note = target.startswith("#") or "footnote" in (node.attributes.get("class") or "")
    return text if is_note or node.tag == "sup" else None


def _short_text(node: LexborNode) -> str | None:
    """The text of an element that has no more in it than a note's mark has, else None.

    What is in it is not read further: elements of this kind may stand in one another.
    """
    text, seen = "", 0
    open_nodes: list[Iterator[LexborNode]] = [node.iter(include_text=True)]
    while open_nodes:
        inner = next(open_nodes[-1], None)
        if inner is None:
            open_nodes.pop()
            continue
        seen += 1
        text += (inner.text_content or "").strip() if inner.tag == "-text" else ""
        if seen > _MOST_IN_MARK or len(text) > _MOST_IN_MARK:
            return None
        open_nodes.append(inner.iter(include_text=True))
    return text


def _is_layout_row(row: LexborNode) -> bool:
    """Whether a table's row only places text on the page: a single cell, or blocks in cells."""
    cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
    return len(cells) < 2 or row.css_first("p, div, table, ul, ol, br, h1, h2, h3") is not None


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
