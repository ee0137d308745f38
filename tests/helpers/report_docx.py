"""What a word processor makes of tracked changes: accept all, or reject all, as text."""

from __future__ import annotations

import os
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Literal

from hypothesis import strategies as st
from lxml import etree
from patience import PATIENCE
from report_example import link

from scodiff.compare.model import Link
from scodiff.corpus.model import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
words = st.lists(st.sampled_from(["the", "SCO", "peace", "must", "may", "\n"]), max_size=5)
texts = st.lists(words.map(" ".join), min_size=1, max_size=7)
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


@st.composite
def alignments(draw: st.DrawFn, a: Document, b: Document) -> list[Link]:
    """Any parting of both texts into links, moved or not, in A's order."""
    free_a, free_b = [p.id for p in a.citable], [p.id for p in b.citable]
    free_b = draw(st.permutations(free_b))
    found = []
    while draw(st.booleans()) and free_a and free_b:
        take_a = draw(st.integers(1, min(2, len(free_a))))
        take_b = draw(st.integers(1, min(2, len(free_b))))
        ids_a, free_a = free_a[:take_a], free_a[take_a:]
        ids_b, free_b = sorted(free_b[:take_b], key=lambda p: int(p[1:])), free_b[take_b:]
        moved = draw(st.booleans())
        found.append(link(a, b, "changed", " ".join(ids_a), " ".join(ids_b), moved=moved))
    found += [link(a, b, "disappeared", p, "") for p in free_a]
    found += [link(a, b, "new", "", p) for p in free_b]
    return found


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">Sub Resolve(source, choice, target)
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden"
 hidden(0).Value = True
 text = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
 dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
 dispatcher.executeDispatch(text.CurrentController.Frame, ".uno:" &amp; choice, "", 0, Array())
 Dim saved(0) As New com.sun.star.beans.PropertyValue
 saved(0).Name = "FilterName"
 saved(0).Value = "Text"
 text.storeToURL(target, saved())
 text.close(True)
End Sub
</script:module>
"""


LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>
"""


def converted(office: str, folder: Path, choice: str) -> list[str]:
    """The paragraphs that LibreOffice has after all changes are resolved."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    source, target = (folder / "r.docx").as_uri(), (folder / "r.txt").as_uri()

    def start(argument: str) -> None:
        command = [office, "--headless", "--norestore", profile, argument]
        home = {**os.environ, "HOME": str(folder)}
        subprocess.run(command, check=False, timeout=PATIENCE, capture_output=True, env=home)

    start("--terminate_after_init")  # the first start makes the profile and runs no macro
    basic = folder / "profile" / "user" / "basic" / "Standard"
    (basic / "Module1.xba").write_text(MACRO)
    (basic / "script.xlb").write_text(LIBRARY)
    start(f'macro:///Standard.Module1.Resolve("{source}","{choice}","{target}")')
    text = (folder / "r.txt").read_text(encoding="utf-8-sig")
    return text.removesuffix("\n").split("\n")
