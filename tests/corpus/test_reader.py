"""Reading files: what is kept, what is detected, what is refused and how."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scodiff.corpus.datelines import dateline, first_date
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.library import resolve
from scodiff.corpus.metadata import language_of
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
        (b"PK\x03\x04rest", ".docx"),
        (b"{\\rtf1 text}", "RTF"),
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


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Moscow, May 29, 2003", "Moscow", "2003-05-29"),
        ("Samarkand, 16 September 2022", "Samarkand", "2022-09-16"),
        ("New Delhi, 4 July 2023", "New Delhi", "2023-07-04"),
        ("16 September 2022, Samarkand", "Samarkand", "2022-09-16"),
        ("(Qingdao, 9-10 June 2018)", "Qingdao", "2018-06-10"),
        ("Москва, 29 мая 2003 г.", "Москва", "2003-05-29"),
        ("г. Москва, 29 мая 2003 года", "Москва", "2003-05-29"),
        ("29 мая 2003 года", None, "2003-05-29"),
        ("2003年5月29日", None, "2003-05-29"),
        ("二〇〇三年五月二十九日于莫斯科", "莫斯科", "2003-05-29"),
        ("2003年5月29日于莫斯科", "莫斯科", "2003-05-29"),
    ],
)
def test_datelines(line: str, place: str | None, date: str) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "line",
    ["Bishkek on 14 June 2019, declare the following.", "The SCO Charter of June 7, 2002 in force",
     "Lakeside", "2003", "Lakeside, 45 July 2031", ""],
)  # fmt: skip
def test_other_lines_are_no_datelines(line: str) -> None:
    assert dateline(line) is None


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("The parties, meeting in Old Town on 4 July 2031, agree.", "Old Town", "2031-07-04"),
        ("REPORT\non talks\n(Lakeside, 3-4 July 2031)\n\nThey met.", "Lakeside", "2031-07-04"),
        ("The parties met.\n\nThey agree.\n\nLakeside\n4 July 2031\n", "Lakeside", "2031-07-04"),
        ("The parties met on 4 July 2031 and agree.", None, "2031-07-04"),
        ("The parties agree.", None, None),
        ("On 4 July 2031 the parties met in Lakeside.", None, "2031-07-04"),
        ("A message to all. July 4, 2031 Dear friends, we agree.", None, "2031-07-04"),
    ],
)  # fmt: skip
def test_place_and_date_without_a_closing_line(
    text: str, place: str | None, date: str | None
) -> None:
    document = read(text.encode(), name="x.txt")
    assert (document.place, document.date) == (place, date)


@pytest.mark.parametrize(
    "text",
    [
        "The decision that was adopted on June 15, 2001 in Shanghai was timely.",
        "The charter signed in Lakeside on 4 July 2031 is in force.",
        "Recalling the meeting that was held in Lakeside on 4 July 2031, they agree.",
        "They will meet again in Lakeside on 4 July 2031.",
        "The rules of 4 July 2031 apply until the next session.",
        "July 4, 2031 saw the road opened.",
        "Хартия, подписанная 7 июня 2002 года, создала основу.",
        "2002年6月7日签署的宪章为此奠定了基础。",
    ],
)
def test_a_date_that_a_text_mentions_is_not_its_own(text: str) -> None:
    document = read(f"The parties agree.\n\n{text}\n".encode(), name="x.txt")
    assert (document.place, document.date) == (None, None)


def test_the_declaration_without_its_head_and_foot_has_no_date() -> None:
    whole = resolve("2003-moscow")
    text = "\n\n".join(p.text for p in whole.citable)
    assert read(text.encode(), name="x.txt").date is None
    assert whole.date == "2003-05-29"


def test_first_date_takes_the_last_day_of_a_range() -> None:
    assert first_date("met on 9-10 June 2018 in Qingdao") == "2018-06-10"
    assert first_date("no date") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("The parties", "en"), ("Стороны заявляют", "ru"), ("各方声明如下", "zh"), ("123", "en")],
)
def test_language_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


# Suspicions.


def suspicions(text: str) -> dict[str, str]:
    document = read(text.encode(), name="x.txt")
    return {
        document.source_text[e.span.start : e.span.end]: e.note
        for e in document.ledger
        if e.action == "suspect"
    }


def test_misreadings_are_reported_and_stay() -> None:
    text = (
        "The library of Iraq lends globes. The Iragi readers of rnodern maps and modern globes.\n"
    )
    text += "They like modern maps.\n"
    found = suspicions(text)
    assert set(found) == {"Iragi", "rnodern"}
    assert "'Iraqi'" in found["Iragi"]
    assert "'modern'" in found["rnodern"]


def test_words_run_together_are_reported() -> None:
    found = suspicions("Held on 18-19August, and“Globes for all” by the Structure(RATS), the 21st.")
    assert [note.partition(": ")[2] for note in found.values()] == [
        "words run together",
        "a space is missing before the quotation mark",
        "a space is missing before the bracket",
    ]


def test_two_alphabets_in_one_word_are_reported() -> None:
    assert "Cтороны" in suspicions("Cтороны приветствуют открытие библиотеки.")  # Latin C


def test_ordinary_words_are_not_suspected() -> None:
    assert suspicions(TEXT) == {}


def test_section_marks_spoilt_or_absent() -> None:
    paragraphs = "The parties agree.\n\n{}\n\nThe parties concur.\n\n{}\n\nThe parties part.\n"
    found = suspicions(paragraphs.format("v", "VI"))
    assert list(found) == ["v"]
    notes = [
        e.note
        for e in read(paragraphs.format("v", "VI").encode(), name="x.txt").ledger
        if e.action == "suspect"
    ]
    assert any("perhaps the section mark 'V'" in note for note in notes)
    assert any("I to IV" in note for note in notes)
    assert suspicions(paragraphs.format("I", "II")) == {}


def test_moscow_2003_keeps_iragi() -> None:
    from scodiff.corpus.library import resolve

    document = resolve("2003-moscow")
    assert any("Iragi people" in p.text for p in document.citable)
    suspects = [e for e in document.ledger if e.action == "suspect"]
    assert any("'Iragi': perhaps 'Iraqi'" in e.note for e in suspects)
    assert len(suspects) == 3
