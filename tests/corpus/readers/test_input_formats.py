"""Which format a file has, how it is decoded, and reading in the sandbox."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from corpus_files import LONG, column, docx, paragraph, pdf
from sources import ROOT

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.library import resolve
from scodiff.corpus.reader import read
from scodiff.corpus.readers.formats import ENDINGS, FORMATS, format_of, named_format


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4 ...", "a.txt", "pdf"), (b"  <!DOCTYPE html><p>", "a", "html"),
        (b"<html>", "a.txt", "html"), (b"plain", "a.html", "html"), (b"plain", "a.md", "markdown"),
        (b"plain", "a.txt", "plain"), (b"plain", "a", "plain"),
        (docx(paragraph("a")), "a.zip", "docx"),
        (b"The text says <html> somewhere", "a.txt", "plain"),
    ],
)  # fmt: skip
def test_formats(data: bytes, name: str, kind: str) -> None:
    assert format_of(data, name).kind == kind


def test_the_table_of_formats() -> None:
    assert len(set(ENDINGS)) == len(ENDINGS)
    for format_ in FORMATS:
        assert callable(import_module(format_.reader).extract)
        assert named_format(f"DECLARATION{format_.endings[0].upper()}") is format_


def test_all_formats_through_the_sandbox() -> None:
    body = f"<p>{LONG}.</p><p>{LONG} again.</p>"
    word_body = paragraph(f"{LONG}.") + paragraph(f"{LONG} again.")
    lines = column([f"{LONG}."]) + column([f"{LONG} again."], top=700)
    files = {
        "a.html": f"<html><body>{body}</body></html>".encode(),
        "a.docx": docx(word_body),
        "a.md": f"{LONG}.\n\n{LONG} again.\n".encode(),
        "a.pdf": pdf([lines]),
        "a.txt": f"{LONG}.\n\n{LONG} again.\n".encode(),
    }
    for name, data in files.items():
        document = read(data, name=name)
        assert [p.text for p in document.citable] == [f"{LONG}.", f"{LONG} again."], name
        assert document.id == "a"
        assert name.partition(".")[2].replace("txt", "plain").replace("md", "markdown") in (
            document.source.reader
        )
        for p in document.paragraphs:
            for span in p.spans:
                assert document.source_text[span.start : span.end].strip()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Стороны приветствуют открытие библиотеки в горах и благодарят всех.", "cp1251"),
        ("Стороны приветствуют открытие библиотеки в горах и благодарят погонщиков.", "koi8_r"),
        ("各方欢迎山区图书馆的开放，并感谢赶骡人将地球仪运过山口，感谢各国代表。", "gb18030"),
        ("The “parties” welcome the café, the naïve façade and the library’s globes.", "cp1252"),
        ("Стороны приветствуют открытие библиотеки.", "utf-16"),
    ],
)  # fmt: skip
def test_other_encodings_are_read_and_told(text: str, encoding: str) -> None:
    document = read(text.encode(encoding), name="a.txt")
    assert document.source_text == text
    if encoding != "utf-16":
        assert any("a guess" in entry.note for entry in document.ledger)


def zipped(*names: str) -> bytes:
    """An archive of small files of those names."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "They met.")
    return out.getvalue()


MAIL = b"From: a@b.org\r\nTo: c@d.org\r\nSubject: Text\r\nMIME-Version: 1.0\r\n\r\nThey met.\r\n"


@pytest.mark.parametrize(
    ("data", "name", "called"),
    [
        (MAIL, "decl.eml", "an e-mail"), (MAIL, "decl.txt", "an e-mail"),
        (MAIL, "decl.html", "an e-mail"), (b"They met.", "decl.eml", "an e-mail"),
        (b"From: <Saved by Browser>\r\nSubject: x\r\n\r\n", "a.mhtml", "a web archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a", "a web archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "decl.doc", "an old Word file"),
        (b"PK\x03\x04 not whole", "decl.zip", "an archive"),
        (b"\x1f\x8b\x08", "a.gz", "an archive"),
        (b"\x89PNG\r\n\x1a\n", "scan.png", "a picture"),
        (b"\xff\xd8\xff\xe0", "a.txt", "a picture"),
        (b"<?xml version='1.0'?><a>They met.</a>", "a.txt", "XML of a kind"),
        (b"<?xml version='1.0'?><a>They met.</a>", "a.xml", "no report of scodiff's"),
        (b"They met.", "scan.tiff", "a picture"),
        (b"\xffWPC\x10", "a.wpd", "word processor"), (b"PK\x03\x04", "a.pages", "word processor"),
        (b"{\"a\": 1}", "a.json", "JSON"), (b"[\n {\"a\": 1}]", "a.txt", "JSON"),
        (b"They met.", "a.csv", "a table"), (b"They met.", "a.toml", "a file of settings"),
        (b"PK\x03\x04", "a.pptx", "a presentation"),
        (zipped("a.txt"), "a.docx", "zip archive and not a Word file, whatever its name says"),
        (zipped("a.txt"), "a.odt", "zip archive and not an OpenDocument text"),
        (zipped("xl/workbook.xml"), "a.docx", "a table"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "a.docx", "a presentation"),
        (b"%!PS-Adobe-3.0\n", "a.txt", "PostScript"), (b"%!PS", "a.eps", "convert it to a PDF"),
        (b"% draft\n\\documentclass{article}", "a.txt", "LaTeX"), (b"x", "a.tex", "give the PDF"),
    ],
)  # fmt: skip
def test_formats_that_are_refused_with_the_way_out(data: bytes, name: str, called: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(data, name=name)
    message = str(caught.value)
    assert message.startswith(f"{name} is ")
    assert called in message
    assert any(way in message for way in (".docx", "unpack", "PDF"))
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    ["From: the heart of the lake\nTo: its shores\n\nThey met.", "Date: 4 July 2031\n\nThey met."],
)
def test_a_text_that_begins_like_a_mail_is_read(text: str) -> None:
    assert read(text.encode(), name="a.txt").source_text == text


def test_our_own_reports_are_read_back(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_bytes((ROOT / "tests" / "golden" / "report-example.xml").read_bytes())
    a, b = resolve(f"{report}#a"), resolve(f"{report}#b")
    assert (a.id, b.id) == ("report-a", "report-b")
    assert a.title == "Declaration by the Heads of the Member States of the SCO"  # the header's
    assert b.citable[0].text.startswith("The Member States gathered by the lake")
    assert a.citable[0].text.startswith("They reaffirm the need to respect and fulfill")
    with pytest.raises(CorpusError, match=r"report\.xml#a \(2003-moscow\) or .*report\.xml#b"):
        resolve(str(report))
