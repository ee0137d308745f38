"""Reading files: what is kept, what is detected, what is refused and how."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.reader import read

TEXT = (
    "LAKESIDE DECLARATION\nOF THE MOUNTAIN LIBRARY UNION\n\n"
    "The parties welcome the opening of the library.\n\n"
    "The parties thank the mule drivers.\n\nLakeside, 4 July 2031\n"
)


def test_document_of_a_plain_text() -> None:
    data = TEXT.encode()
    document = read(data, name="2031-lakeside.en.txt")
    assert document.id == "2031-lakeside"
    assert document.language == "en"
    assert document.title == "LAKESIDE DECLARATION OF THE MOUNTAIN LIBRARY UNION"
    assert (document.place, document.date) == ("Lakeside", "2031-07-04")
    assert document.source.name == "2031-lakeside.en.txt"
    assert document.source.sha256 == hashlib.sha256(data).hexdigest()
    assert document.source_text == TEXT
    assert [p.n for p in document.citable] == [1, 2]


def test_what_is_given_overrides_what_is_found() -> None:
    document = read(
        TEXT.encode(), name="x.txt", document_id="y", language="fr", date="1999-01-02", title="T"
    )
    assert (document.id, document.language, document.date, document.title) == (
        "y", "fr", "1999-01-02", "T",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "document_id", "language"),
    [
        ("2003-moscow.en.txt", "2003-moscow", "en"),
        ("2003-moscow.ru.txt", "2003-moscow", "ru"),
        ("2003-moscow.zh-Hans.txt", "2003-moscow", "zh-Hans"),
        ("2003-moscow.txt", "2003-moscow", "en"),
        ("declaration", "declaration", "en"),
        ("v1.2.txt", "v1.2", "en"),
    ],
)
def test_id_and_language_from_the_name(name: str, document_id: str, language: str) -> None:
    document = read(TEXT.encode(), name=name)
    assert (document.id, document.language) == (document_id, language)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark(end: str) -> None:
    text = TEXT.replace("\n", end)
    document = read(b"\xef\xbb\xbf" + text.encode(), name="x.txt")
    assert document.source_text == text
    expected = read(TEXT.encode(), name="x.txt")
    assert [p.text for p in document.paragraphs] == [p.text for p in expected.paragraphs]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"caf\xe9 au lait", "offset 3"),
        (b"\xef\xbb\xbfcaf\xe9", "offset 6"),
        (b"a\xed\xa0\x80b", "offset 1"),
        ("Лес".encode("cp1251"), "UTF-8"),
        (b"some\x00thing", "binary"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04rest", "archive"),
    ],
)
def test_what_is_no_utf8_text_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(data)
    with pytest.raises(CorpusError) as caught:
        read(file)
    message = str(caught.value)
    assert says in message
    assert str(file) in message
    assert "\n" not in message


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        read(tmp_path / "absent.txt")
    with pytest.raises(CorpusError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(CorpusError, match="cannot be read"):
        read(Path("nul\0name.txt"))
