"""A comparison as TEI P5 with a critical apparatus (parallel segmentation).

Each link is one ``ab``; where the witnesses A and B differ stands an ``app`` with a reading
of each. A ``milestone`` marks where a paragraph of a witness begins, with its number: A's
text is read in the order of the file, B's in the order of those numbers. Links, shared
passages and related paragraphs are ``link`` elements in the back matter.
"""

from __future__ import annotations

import re

from lxml import etree

from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document
from scodiff.reports.formats.tei_elements import TEI, XML_ID, XML_LANG, Element, add
from scodiff.reports.formats.tei_evidence import fill_back
from scodiff.reports.formats.tei_text import TeiText
from scodiff.reports.messages.citation import citations
from scodiff.reports.messages.decision_words import tally
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.visible import visible


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The comparison as UTF-8 XML, valid against ``tei_all``.

    Control characters, which XML cannot hold, are tokens such as ``[U+0007]``.
    """
    t = messages(language)
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
    root.append(_header(t, comparison))
    text = add(root, "text")
    text.set(XML_LANG, comparison.a.language)
    division = add(add(text, "body"), "div", type="comparison")
    TeiText(comparison, division).fill()
    fill_back(add(text, "back"), comparison)
    lay_out(root, division)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _header(t: Messages, comparison: Comparison) -> Element:
    cite = citations(t, comparison.a, comparison.b)
    header = etree.Element(f"{{{TEI}}}teiHeader")
    description = add(header, "fileDesc")
    title = add(add(description, "titleStmt"), "title")
    title.text = visible(t("page.title", a=cite[0].name, b=cite[1].name))
    publication = add(add(description, "publicationStmt"), "p")
    publication.text = visible(t("tei.made", version=comparison.version))
    witnesses = add(add(description, "sourceDesc"), "listWit")
    for side, document in (("A", comparison.a), ("B", comparison.b)):
        add_witness(witnesses, side, document)
    encoding = add(header, "encodingDesc")
    application = add(
        add(encoding, "appInfo"),
        "application",
        ident="scodiff",
        version=version_number(comparison.version),
    )
    add(application, "label").text = "scodiff"
    add(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    if words := tally(t, comparison):
        declared = add(add(encoding, "editorialDecl"), "interpretation")
        add(declared, "p").text = words
    languages = add(add(header, "profileDesc"), "langUsage")
    for tag in dict.fromkeys((comparison.a.language, comparison.b.language)):
        add(languages, "language", ident=tag).text = tag
    return header


def add_witness(parent: Element, side: str, document: Document) -> None:
    """A document as the witness ``side`` of a list."""
    witness = add(parent, "witness", n=visible(document.id))
    witness.set(XML_ID, side)
    bibl = add(witness, "bibl")
    add(bibl, "title").text = visible(document.title)
    if document.place:
        add(bibl, "pubPlace").text = visible(document.place)
    if document.date:
        date = add(bibl, "date")
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", document.date):
            date.set("when", document.date)
        date.text = visible(document.date)
    if document.source.edition:
        add(bibl, "edition").text = visible(document.source.edition)
    add(bibl, "idno", type="sha256").text = document.source.sha256
    if document.notice:
        add(bibl, "note").text = visible(document.notice)


def version_number(version: str) -> str:
    """A version as TEI wants one: numbers and points first."""
    match = re.match(r"\d+(\.\d+)*", version)
    return match[0] if match else "0"


def lay_out(root: Element, division: Element) -> None:
    """Line breaks where they mean nothing: never inside a block of text."""
    for child in division:
        child.tail = "\n"
    division.text = "\n"
    for part in (root[0], root[1][1]):
        etree.indent(part)
        part.tail = "\n"
