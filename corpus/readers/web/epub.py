"""EPUB books: the pages of the book in the order of its spine, each read as a page is."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from scodiff.corpus.datelines import first_date
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, TextBuilder, left_out
from scodiff.corpus.readers.office.archive import check_archive
from scodiff.corpus.readers.web.html import parsed, walked, write_block

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

READER = "epub 2"
_CALLED = "EPUB book"

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_C = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_O = "{http://www.idpf.org/2007/opf}"
_D = "{http://purl.org/dc/elements/1.1/}"
_PAGES = frozenset(("application/xhtml+xml", "text/html"))


class _Book(NamedTuple):
    """The pages of a book, in order, and what it says of itself."""

    pages: list[str]
    title: str | None
    language: str | None
    date: str | None


def extract(data: bytes, shown: str) -> Extract:
    """The text of a book; ``shown`` is how messages call the file.

    Its table of contents, and what its pages hide, is left out and told. Raises CorpusError.
    """
    check_archive(data, shown, _CALLED, types=True)
    builder = TextBuilder()
    unseen: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book = _book(archive, shown)
        for name in book.pages:
            _write_page(builder, archive, name, shown, unseen)
    if any(text.strip() for text in unseen):
        builder.note("set-aside", left_out("menus, hidden and deleted text", unseen), 0)
    found = builder.finish(READER, page_title=book.title, language=book.language, date=book.date)
    if not found.text:
        raise CorpusError(f"{shown} is a book without text: save its text as .docx or .txt.")
    return found


def _write_page(
    builder: TextBuilder, archive: zipfile.ZipFile, name: str, shown: str, unseen: list[str]
) -> None:
    data = archive.read(name)
    try:
        tree, body = parsed(data, shown)
        page = walked(tree, body, list(_sheets(tree, archive, name)))
    except CorpusError:
        if b"<img" in data or b"<svg" in data or b"<image" in data:
            return  # a cover
        raise
    unseen += [left.text for left in page.left_out]
    for block in page.blocks:
        box = block.box
        while box.parent is not None and box.tag != "nav":
            box = box.parent
        if box.tag == "nav":
            unseen.append(block.text)
            continue
        if block.level == 1 and not builder.length:
            block.role = "title"
        write_block(builder, block)


def _sheets(tree: LexborHTMLParser, archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The style sheets of the book that a page links to."""
    members = set(archive.namelist())
    for link in tree.css("link[rel~=stylesheet]"):
        address = unquote(link.attributes.get("href") or "")
        sheet = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        if sheet in members:
            yield archive.read(sheet).decode("utf-8", "replace")


def _book(archive: zipfile.ZipFile, shown: str) -> _Book:
    names = set(archive.namelist())
    try:
        container = _xml(archive.read(_CONTAINER))
        package_name = container.find(f".//{_C}rootfile").get("full-path")
        package = _xml(archive.read(package_name))
        pages = [page for page in _pages(package, package_name) if page in names]
    except Exception as error:
        raise CorpusError(
            f"{shown} is damaged or no EPUB book ({type(error).__name__}): save its text as .docx."
        ) from None
    if _ENCRYPTION in names and any(_is_locked(archive, page) for page in pages):
        raise CorpusError(f"{shown} is encrypted: only its own reader opens it.")

    def said(name: str) -> str | None:
        """What the package says of the book."""
        found = package.find(f".//{_D}{name}")
        return " ".join(found.text.split()) or None if found is not None and found.text else None

    date = said("date") or ""
    iso = date[:10] if len(date) >= 10 and date[4:5] == "-" == date[7:8] else first_date(date)
    return _Book(pages, said("title"), said("language"), iso)


def _xml(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a DTD")
    return root


def _pages(package: Any, package_name: str) -> Iterator[str]:
    """The names of the pages that the spine lists, but for the table of contents."""
    folder = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.iter(f"{_O}item")}
    for reference in package.iter(f"{_O}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href"))))


def _is_locked(archive: zipfile.ZipFile, page: str) -> bool:
    return page.encode() in archive.read(_ENCRYPTION)
