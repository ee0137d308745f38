"""Web pages: the main text of an HTML page, as the page's own paragraphs.

Where the text stands on the page is found with trafilatura; which characters and
paragraphs it has is read from the page itself, so that nothing between is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder
from scodiff.corpus.readers.list_numbers import ListCounter
from scodiff.corpus.readers.main_text import main_element
from scodiff.corpus.readers.markup_bounds import bounded_markup
from scodiff.corpus.readers.plain import decode
from scodiff.corpus.readers.worldjpn import read_header
from scodiff.corpus.segmentation.lines import Role

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

READER = "html 1"
_LEFT_OUT_TAGS = (
    "script style noscript template head nav button select textarea svg math canvas iframe object "
    "embed audio video dialog"
)
_LEFT_OUT = frozenset(_LEFT_OUT_TAGS.split())
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figure "
    "figcaption footer form h1 h2 h3 h4 h5 h6 header hr legend li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NOTE_NAMES = re.compile(r"(?:^|[\s_-])(?:foot|end)notes?(?:$|[\s_-])|doc-(?:foot|end)notes?")
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡]{1,3})\]?")
_MOST_IN_MARK = 20  # elements, or characters
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOOLS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|breadcrumbs?|print|toolbar|pagination|pager|menu|navbar|"
    r"cookies?|banner|skip-link|related|sidebar|subscribe|newsletter|comments?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_TOOL = 400
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_CHARSET_WITHIN = 4096
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _OpenBlock:
    """A block being read: its pieces so far, and what it is."""

    role: Role | None = None
    label: str | None = None
    pieces: list[Piece] = field(default_factory=list)


class _Visit(NamedTuple):
    """A node of the page to be read, or to be left (``closing``) with all in it read.

    ``role`` is what stands around it, ``kept`` whether its white space counts.
    """

    node: LexborNode
    role: Role | None = None
    kept: bool = False
    closing: bool = False


def extract(data: bytes, shown: str) -> Extract:
    """The main text of a page; ``shown`` is how messages call the file.

    Raises CorpusError where the page holds no text.
    """
    from selectolax.lexbor import LexborHTMLParser

    markup = bounded_markup(_decoded(data, shown), shown)
    tree = LexborHTMLParser(markup)
    root = tree.body
    if root is None or not root.text(strip=True):
        raise CorpusError(_without_text(shown))
    main = main_element(root, markup)
    builder = TextBuilder()
    for block in _Walker().blocks(main):
        pieces = [Piece(f"{block.label} "), *block.pieces] if block.label else block.pieces
        start = builder.length
        builder.block(pieces, block.role, wrapped=block.role == "heading")
        if block.label and builder.length > start:
            builder.note("repair", f"number {block.label!r} as a browser shows it", start)
    left_out = len(_alnum(root.text())) - len(_alnum("".join(builder.texts)))
    if left_out > 0:
        builder.note("set-aside", f"{left_out} letters of the page around the text left out", 0)
    title = tree.css_first("title")
    found = builder.finish(
        READER,
        title=_squeezed(title.text()) or None if title else None,
        language=_language(tree.root),
    )
    if not found.text:
        raise CorpusError(_without_text(shown))
    return read_header(found)


def _decoded(data: bytes, shown: str) -> str:
    """The page's source: as UTF-8, as it says itself, or by a guess."""
    declared = _META_CHARSET.search(data[:_CHARSET_WITHIN])
    return decode(data, shown, declared[1].decode("ascii") if declared else None).text


def _without_text(shown: str) -> str:
    return (
        f"{shown} is a web page without text: if the text appears only in a browser, save the page "
        "from there, or copy its text into a .txt file."
    )


class _Walker:
    """Walks an element in the order of the page, and gathers its blocks."""

    def __init__(self) -> None:
        self._numbers = ListCounter()
        self._done: list[_OpenBlock] = []
        self._open = _OpenBlock()

    def blocks(self, root: LexborNode) -> list[_OpenBlock]:
        """The blocks below ``root``; no recursion, however deep the page is nested."""
        stack = [_Visit(root)]
        while stack:
            stack.extend(reversed(self._visit(stack.pop())))
        self._begin(None)
        return self._done

    def _visit(self, visit: _Visit) -> list[_Visit]:
        """Read a node without what is in it; returns what is to be read next."""
        node = visit.node
        tag = node.tag or ""
        if visit.closing:
            self._begin(visit.role, None if tag == "li" else self._waiting_label)
        elif tag == "-text":
            self._open.pieces.append(Piece(_text(node, visit.kept)))
        elif tag == "br":
            self._open.pieces.append(Piece("\n"))
        elif tag == "tr" and not _is_layout_row(node):
            self._begin("row")
            self._open.pieces.append(Piece("\t".join(_cells(node))))
            self._begin(visit.role)
        elif not _is_left_out(node):
            return self._enter(visit)
        return []

    def _enter(self, visit: _Visit) -> list[_Visit]:
        node, role, kept, _ = visit
        if mark := _note_mark(node):
            self._open.pieces.append(Piece(mark, "note mark"))
            return []
        tag = node.tag or ""
        inner, kept = _role(node, role), kept or tag == "pre"
        inside = [_Visit(child, inner, kept) for child in node.iter(include_text=True)]
        if tag not in _BLOCKS:
            return inside
        label = self._numbers.label(node) if tag == "li" else self._waiting_label
        self._begin(inner, label)
        return [*inside, _Visit(node, role, closing=True)]

    @property
    def _waiting_label(self) -> str | None:
        """A list item's number, which belongs to the first paragraph inside the item."""
        return None if self._open.pieces else self._open.label

    def _begin(self, role: Role | None, label: str | None = None) -> None:
        if self._open.pieces:
            self._done.append(self._open)
        self._open = _OpenBlock(role, label)


def _role(node: LexborNode, around: Role | None) -> Role | None:
    tag = node.tag or ""
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('role') or ''}"
    if around in ("footnote", "caption") or (tag in _BLOCKS and _NOTE_NAMES.search(names)):
        return around if around == "caption" else "footnote"
    if tag in _HEADINGS:
        return "heading"
    if tag == "li":
        return "item"
    return "caption" if tag == "figure" else around


def _text(node: LexborNode, kept: bool) -> str:
    text = node.text_content or ""
    return text if kept else _SPACE.sub(" ", text)


def _is_left_out(node: LexborNode) -> bool:
    if (node.tag or "") in _LEFT_OUT or (node.tag or "-").startswith(("_", "!", "-")):
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style)) or _is_tool(node)


def _is_tool(node: LexborNode) -> bool:
    """Whether an element's name says that it serves the site rather than the text.

    Names err, and so a long one is text whatever it is called.
    """
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if node.tag in ("body", "main", "article") or not _TOOLS.search(names):
        return False
    return len(_squeezed(node.text())) <= _LONGEST_TOOL


def _note_mark(node: LexborNode) -> str | None:
    """The text of an element that is the mark of a footnote, else None."""
    if node.tag not in ("sup", "a"):
        return None
    text = _short_text(node)
    if text is None or not _NOTE_MARK.fullmatch(text):
        return None
    link = node if node.tag == "a" else node.css_first("a")
    target = (link.attributes.get("href") or "") if link is not None else ""
    is_note = target.startswith("#") or "footnote" in (node.attributes.get("class") or "")
    return text if is_note or node.tag == "sup" else None


def _short_text(node: LexborNode) -> str | None:
    """The text of an element that has no more in it than a note's mark has, else None.

    What is in it is not read further: elements of this kind may stand in one another.
    """
    text, seen = "", 0
    open_nodes = [node.iter(include_text=True)]
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


def _cells(row: LexborNode) -> Iterator[str]:
    for cell in row.iter():
        if cell.tag in ("td", "th") and (text := _squeezed(cell.text())):
            yield text


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _alnum(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _language(root: LexborNode | None) -> str | None:
    found = root.attributes.get("lang") if root is not None else None
    return found if found and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", found) else None
