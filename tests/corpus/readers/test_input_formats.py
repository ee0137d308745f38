"""Which format a file has, how it is decoded, and reading in the sandbox."""

from __future__ import annotations

from importlib import import_module

import pytest
from corpus_files import column, docx, paragraph, pdf
from extracts import LONG

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
