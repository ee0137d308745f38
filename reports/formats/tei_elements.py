"""Elements of TEI P5: their names, how they are added, how text is written into them."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from scodiff.reports.visible import visible

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element: TypeAlias = Any  # lxml brings no types


def add(parent: Element, tag: str, /, **attributes: str) -> Element:
    """A new element at the end of another."""
    return etree.SubElement(parent, f"{{{TEI}}}{tag}", attributes)


def write(parent: Element, text: str) -> None:
    """Put text at the end of an element, control characters as tokens."""
    shown = visible(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + shown
    else:
        parent.text = (parent.text or "") + shown
