"""Reports of scodiff in TEI: one of the two texts that they hold, ``FILE#a`` or ``FILE#b``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract, Piece, TextBuilder
from scodiff.corpus.readers.office.archive import check_declarations
from scodiff.corpus.segmentation.lines import Role

READER = "tei 1"

_T = "{http://www.tei-c.org/ns/1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROLES: dict[str, Role] = {"title": "title", "heading": "heading", "furniture": "running head"}


class _Paragraph(NamedTuple):
    kind: str
    pieces: list[str]


def extract(data: bytes, shown: str) -> Extract:
    """One text of a report: the one that the end of ``shown`` names, ``#a`` or ``#b``.

    Raises CorpusError for a file that is no such report, and, with the names of both texts,
    where neither is named.
    """
    root = _root(data, shown)
    witnesses = {w.get(_ID): w for w in root.iterfind(f".//{_T}listWit/{_T}witness")}
    if not {"A", "B"} <= set(witnesses) or root.find(f".//{_T}div[@type='comparison']") is None:
        raise CorpusError(_unknown(shown))
    if not shown.endswith(("#a", "#b")):
        names = [f"{shown}#{side.lower()} ({witnesses[side].get('n')})" for side in ("A", "B")]
        raise CorpusError(
            f"{shown} is a report that holds two texts: give {names[0]} or {names[1]}."
        )
    side = shown[-1].upper()
    builder = TextBuilder()
    found = _paragraphs(root, side)
    for number in sorted(found):
        kind, pieces = found[number]
        builder.block([Piece("".join(pieces))], _ROLES.get(kind, "row" if kind == "¶" else None))
    title = witnesses[side].find(f".//{_T}title")
    date = witnesses[side].find(f".//{_T}date")
    return builder.finish(
        READER,
        title=title.text if title is not None else None,
        date=date.get("when") if date is not None else None,
        language=_language(root, side),
    )


def _root(data: bytes, shown: str) -> Any:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise CorpusError(_unknown(shown)) from None
    check_declarations(root, shown, "report")
    if root.tag != f"{_T}TEI":
        raise CorpusError(_unknown(shown))
    return root


def _unknown(shown: str) -> str:
    return (
        f"{shown} is XML, but no report of scodiff's: open it in the program that shows it, and "
        "save it as a Word file (.docx) or as text (.txt)."
    )


def _paragraphs(root: Any, side: str) -> dict[int, _Paragraph]:
    """The paragraphs of one side, by their number in the text."""
    found: dict[int, _Paragraph] = {}
    for block in root.iterfind(f".//{_T}body//{_T}ab"):
        open_: _Paragraph | None = None
        for step in _steps(block, side):
            if isinstance(step, str):
                if open_ is not None:
                    open_.pieces.append(step)
                continue
            counted = (step.get("rend") or "").startswith("¶")
            open_ = _Paragraph("¶" if counted else block.get("type") or "", [])
            found[_number(step)] = open_
    return found


def _steps(element: Any, side: str) -> Iterator[Any]:
    """The characters of one side in their order, and the milestones where its paragraphs begin."""
    if element.text:
        yield element.text
    for child in element:
        of_other = child.tag == f"{_T}rdg" and child.get("wit") != f"#{side}"
        if child.tag == f"{_T}milestone" and child.get("ed") == side:
            yield child
        elif isinstance(child.tag, str) and not of_other:
            yield from _steps(child, side)
        if child.tail:
            yield child.tail


def _number(milestone: Any) -> int:
    value = milestone.get("n") or ""
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def _language(root: Any, side: str) -> str | None:
    reading = root.find(f".//{_T}rdg[@wit='#{side}'][@{_LANG}]")
    text = root.find(f"{_T}text")
    found = reading if reading is not None else text
    language = found.get(_LANG) if found is not None else None
    return str(language) if language else None
