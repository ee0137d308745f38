"""What a file holds and does not show as its text, in each format: left out, and told."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import extract

TITLE = "Declaration of the Mountain Library Union"
BEFORE, GONE, AFTER = "The Parties lend ", "no ", "globes to all who ask for them by letter."
SHOWN = BEFORE + AFTER


def told(found: Extract) -> list[str]:
    return [entry.note for entry in found.ledger if entry.action == "set-aside"]


def assert_struck(found: Extract) -> None:
    assert SHOWN in found.text
    assert any("struck" in note and f"{GONE.strip()!r}" in note for note in told(found))


def test_struck_text_of_a_word_file() -> None:
    from docx import Document

    file = Document()
    struck = file.add_paragraph(BEFORE)
    struck.add_run(GONE).font.strike = True
    struck.add_run(AFTER)
    out = BytesIO()
    file.save(out)
    assert_struck(extract("docx", out.getvalue(), "x.docx"))


def test_struck_text_of_an_opendocument_text() -> None:
    from odfdo import Document, Element, Paragraph, Span, Style

    file = Document("text")
    style = Style("text", name="Out")
    properties = Element.from_tag("style:text-properties")
    properties.set_attribute("style:text-line-through-style", "solid")
    style.append(properties)
    file.insert_style(style, automatic=True)
    paragraph = Paragraph(BEFORE)
    paragraph.append(Span(GONE, style="Out"))
    paragraph.append(AFTER)
    file.body.append(paragraph)
    out = BytesIO()
    file.save(out)
    assert_struck(extract("odt", out.getvalue(), "x.odt"))


@pytest.mark.parametrize("struck", [rf"{{\strike {GONE}}}", rf"\strike {GONE}\strike0 "])
def test_struck_text_of_an_rtf_file(struck: str) -> None:
    source = rf"{{\rtf1\ansi {{\fonttbl{{\f0 Times;}}}}\f0 {BEFORE}{struck}{AFTER}\par}}"
    assert_struck(extract("rtf", source.encode(), "x.rtf"))


@pytest.mark.parametrize("through", ["line", "rectangle"])
def test_struck_text_of_a_pdf(through: str) -> None:
    canvas_module = pytest.importorskip(
        "reportlab.pdfgen.canvas", reason="the page is set by reportlab (the extra [test])"
    )
    out = BytesIO()
    canvas = canvas_module.Canvas(out, invariant=1)
    x = 72.0
    for text in (BEFORE, GONE, AFTER):
        canvas.drawString(x, 700, text)
        width = canvas.stringWidth(text)
        if text == GONE and through == "line":
            canvas.line(x, 703.6, x + width - 3, 703.6)
        elif text == GONE:
            canvas.rect(x, 703.3, width - 3, 0.6, stroke=0, fill=1)
        else:
            canvas.line(x, 698.5, x + width, 698.5)  # underlined
        x += width
    canvas.line(72, 690, 500, 690)
    canvas.save()
    found = extract("pdf", out.getvalue(), "x.pdf")
    assert " ".join(found.text.split()) == SHOWN
    assert any("struck-through text" in note and "'no'" in note for note in told(found))


def book(page: str, sheet: str) -> bytes:
    """A book of one page with a style sheet of its own."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="b/c.opf"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="p" href="t/p.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="p"/></spine></package>'
    )
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("b/c.opf", package)
        archive.writestr("b/s/x.css", sheet)
        archive.writestr("b/t/p.xhtml", page)
    return out.getvalue()


@pytest.mark.parametrize("rule", ["display: none", "text-decoration: line-through"])
def test_a_book_hides_text_by_its_style_sheet(rule: str) -> None:
    page = (
        '<html><head><link rel="stylesheet" href="../s/x.css"/></head><body>'
        f'<p>{BEFORE}<span class="k1">{GONE}</span>{AFTER}</p></body></html>'
    )
    found = extract("epub", book(page, f".k1 {{ {rule}; }}"), "x.epub")
    assert found.text == SHOWN
    assert any("hidden and deleted text" in note for note in told(found))


NOTES = [
    ('<a class="sdendnoteanc" href="#sdendnote1sym"><sup>i</sup></a>',
     '<div id="sdendnote1"><p><a href="#sdendnote1anc">i</a>See the map.</p></div>'),
    ('<sup id="c"><a epub:type="noteref" href="#d">1</a></sup>',
     '<aside epub:type="footnote" id="d"><p><sup><a href="#c">1</a></sup>See the map.</p></aside>'),
    ('<sup><a href="#_ftn1">a</a></sup>',
     '<div class="footnote"><p><a href="#_ftnref1">a</a> See the map.</p></div>'),
]  # fmt: skip


@pytest.mark.parametrize(("mark", "note"), NOTES)
def test_notes_of_a_page_that_a_program_wrote(mark: str, note: str) -> None:
    page = f"<html><body><h1>{TITLE}</h1><p>{SHOWN}{mark} So be it.</p>{note}</body></html>"
    found = extract("html", page.encode(), "x.html")
    body = [line.text for line in found.lines if line.role is None]
    assert " ".join(body) == f"{SHOWN} So be it."
    notes = [line.text for line in found.lines if line.role == "footnote"]
    assert any("See the map." in note for note in [*notes, *told(found)])


def test_a_text_box_of_an_rtf_file_stands_behind_its_paragraph() -> None:
    box = r"{\shp{\*\shpinst\shpwr2{\sp{\sn a}{\sv 2}}{\shptxt \pard In a box.\par}}{\shprslt x}}"
    source = (
        rf"{{\rtf1\ansi {{\fonttbl{{\f0 Times;}}}}\f0 {BEFORE}{box}{AFTER}\par The end of it.\par}}"
    )
    found = extract("rtf", source.encode(), "x.rtf")
    assert [line.text for line in found.lines] == [SHOWN, "In a box.", "The end of it."]


def test_a_page_that_waits_for_its_script_is_refused() -> None:
    page = b"<html><body><div id=root>Loading...</div><script src=a.js></script></body></html>"
    with pytest.raises(CorpusError, match="save the page from there"):
        extract("html", page, "x.html")


def test_a_sites_name_in_a_linked_heading_is_no_title() -> None:
    page = (
        f"<html><head><title>{TITLE} | MFA</title></head><body><div><h1><a href='/'>Ministry of "
        f"Foreign Affairs</a></h1></div><h2>{TITLE}</h2><p>{SHOWN}</p><p>{AFTER}</p></body></html>"
    )
    found = extract("html", page.encode(), "x.html")
    assert [line.text for line in found.lines if line.role == "title"] == [TITLE]
