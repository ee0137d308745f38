"""What a word processor makes of tracked changes: accept all, or reject all, as text."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Literal

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Choice = Literal["accept", "reject"]
GOES = {"accept": {"del", "moveFrom"}, "reject": {"ins", "moveTo"}}


def body(data: bytes) -> etree._Element:
    """The body of a .docx file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = root.find(f"{W}body")
    assert found is not None
    return found


def resolved(data: bytes, choice: Choice) -> list[str]:
    """The paragraphs that are left when all changes are accepted, or all rejected.

    A paragraph whose mark goes is joined to the next one (ECMA-376 part 1, 17.13.5).
    """
    goes = {f"{W}{name}" for name in GOES[choice]}
    found = [""]
    for paragraph in body(data).findall(f"{W}p"):
        found[-1] += _text(paragraph, goes)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None or not any(child.tag in goes for child in mark):
            found.append("")
    assert found[-1] == ""
    return found[:-1]


def _text(element: etree._Element, goes: set[str]) -> str:
    if element.tag in goes or element.tag == f"{W}pPr":
        return ""
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n"
    return "".join(_text(child, goes) for child in element)
