"""Web pages: the text of an HTML page, as the page's own paragraphs.

A page is read whole, and what the site has put around the text is told from it and left
out, each with its reason in the ledger; what nothing tells of stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder, left_out
from scodiff.corpus.readers.plain import decode
from scodiff.corpus.readers.web.core import Core, find_core
from scodiff.corpus.readers.web.furniture import tell_apart
from scodiff.corpus.readers.web.hiding import hidden_names
from scodiff.corpus.readers.web.markup_bounds import bounded_markup
from scodiff.corpus.readers.web.page import PageBlock, WebPage
from scodiff.corpus.readers.web.walker import Walker
from scodiff.corpus.readers.web.worldjpn import read_header

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

READER = "html 4"

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_CHARSET_WITHIN = 4096
_SPACE = re.compile(r"\s+")
# A page that fetches its text by a script says less before it has ("Loading …").
_FEWEST_LETTERS = 40


def extract(data: bytes, shown: str) -> Extract:
    """The text of a page; ``shown`` is how messages call the file.

    Raises CorpusError where the page holds no text.
    """
    tree, body = parsed(data, shown)
    page = walked(tree, body)
    title = tree.css_first("title")
    page_title = _squeezed(title.text()) if title else ""
    core = find_core(page, page_title)
    tell_apart(page, core)
    builder = TextBuilder()
    _write(builder, page, core)
    _say_left_out(builder, page)
    found = builder.finish(READER, page_title=page_title or None, language=_language(tree.root))
    letters = sum(map(str.isalpha, found.text))
    if not letters or (letters < _FEWEST_LETTERS and tree.css_first("script") is not None):
        raise CorpusError(_without_text(shown))
    return read_header(found)


def parsed(data: bytes, shown: str) -> tuple[LexborHTMLParser, LexborNode]:
    """The page's tree and its body.

    Raises CorpusError where it holds no text or is made to do harm.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(bounded_markup(_decoded(data, shown), shown))
    body = tree.body
    if body is None or not body.text(strip=True):
        raise CorpusError(_without_text(shown))
    return tree, body


def walked(tree: LexborHTMLParser, body: LexborNode, linked: Sequence[str] = ()) -> WebPage:
    """The boxes and the blocks of a page, what a browser hides left out.

    ``linked`` are the style sheets that stand outside the page.
    """
    sheets = [*linked, *(style.text() for style in tree.css("style"))]
    return Walker(hidden_names(sheets)).walk(body)


def write_block(builder: TextBuilder, block: PageBlock) -> None:
    """Write a block of a page, with the number that a browser shows before it."""
    pieces = [Piece(f"{block.label} "), *block.pieces] if block.label else block.pieces
    start = builder.length
    builder.block(pieces, block.role, wrapped=block.role in ("heading", "title"))
    if block.label and builder.length > start:
        builder.note("repair", f"number {block.label!r} as a browser shows it", start)


def _write(builder: TextBuilder, page: WebPage, core: Core) -> None:
    texts = [block for block in page.blocks if block.reason is None]
    first = next((block for block in texts if block.role != "publication line"), None)
    for block in texts:
        if block is core.title and block is first:
            block.role = "title"
        write_block(builder, block)


def _say_left_out(builder: TextBuilder, page: WebPage) -> None:
    """One entry for each reason: how much was left out for it, and how that begins."""
    texts: dict[str, list[str]] = defaultdict(list)
    for left in page.left_out:
        texts[left.reason].append(left.text)
    for block in page.blocks:
        if block.reason is not None:
            texts[block.reason].append(block.text)
    for reason, parts in texts.items():
        if any(map(str.isalnum, "".join(parts))):
            builder.note("set-aside", left_out(reason, parts), 0)


def _decoded(data: bytes, shown: str) -> str:
    """The page's source: as UTF-8, as it says itself, or by a guess."""
    declared = _META_CHARSET.search(data[:_CHARSET_WITHIN])
    return decode(data, shown, declared[1].decode("ascii") if declared else None).text


def _without_text(shown: str) -> str:
    return (
        f"{shown} is a web page without text: if the text appears only in a browser, save the page "
        "from there, or copy its text into a .txt file."
    )


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _language(root: LexborNode | None) -> str | None:
    found = root.attributes.get("lang") if root is not None else None
    return found if found and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", found) else None
