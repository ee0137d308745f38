"""PDF files: lines on pages in, paragraphs out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import pytest
from corpus_files import PlacedText, assert_nothing_is_lost, column, paragraphs, pdf, texts

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import extract
from scodiff.corpus.readers.pdf.columns import columns
from scodiff.corpus.readers.pdf.fragments import Fragment, Page
from scodiff.corpus.readers.pdf.pages import lay_out


def printed(pages: Sequence[Sequence[PlacedText]]) -> Extract:
    found = extract("pdf", pdf(pages), "x.pdf")
    assert_nothing_is_lost(found)
    return found


PROSE = [
    "The parties welcome the opening of the library in the mountains and",
    "thank the drivers of the mules who carried its globes over the pass,",
    "in all weathers and on all shores of the lake.",
]
MORE = [
    "The parties agree that maps of the lake are to be lent to all who ask",
    "for them, whatever the purpose, and are to be given back in spring.",
]


def test_lines_of_a_page_are_paragraphs() -> None:
    found = printed([column(PROSE) + column(MORE, top=760 - 13 * 4)])
    assert texts(found) == [" ".join(PROSE), " ".join(MORE)]


def test_a_heading_on_two_lines_is_one() -> None:
    head: list[PlacedText] = [
        (72, 700, 16, "Globes of the Libraries and"),
        (72, 682, 16, "Their Drivers"),
    ]
    rows = [*column(PROSE), *head, *column(MORE, top=650), *column(PROSE, top=600)]
    found = paragraphs(printed([rows]))
    assert found[1] == ("heading", "Globes of the Libraries and Their Drivers")


def test_running_heads_and_page_numbers_are_set_aside() -> None:
    pages = []
    for number in (1, 2, 3):
        head: list[PlacedText] = [(200, 810, 9, "Collected Documents"), (290, 30, 9, str(number))]
        own = [f"{line} {'abc'[number - 1]}" for line in PROSE[:2]] + PROSE[2:]
        pages.append([*head[:1], *column(own), *column([f"{own[0]}."], top=708), *head[1:]])
    found = printed(pages)
    assert len(texts(found)) == 6
    assert not any("Collected" in text or text.isdigit() for text in texts(found))
    notes = [line.role for line in found.lines if line.role]
    assert notes.count("running head") == notes.count("page number") == 3


def test_a_paragraph_goes_on_over_the_page() -> None:
    found = printed([column(PROSE[:2], top=100), column(PROSE[2:]) + column(MORE, top=720)])
    assert texts(found) == [" ".join(PROSE), " ".join(MORE)]
    assert "\f" in found.text


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"The left column welcomes globe {n} of all" for n in range(12)]
    right = [f"the right column welcomes map {n} of all" for n in range(11)] + ["the library."]
    rows = [p for pair in zip(column(left), column(right, x=320), strict=True) for p in pair]
    assert texts(printed([rows])) == [" ".join([*left, *right])]


def test_footnotes_and_their_marks_are_set_aside() -> None:
    lines = column([*PROSE[:2], "in all weathers"])
    mark: list[PlacedText] = [(144, 738.5, 7, "1"), (149, 734, 11, " and on all shores.")]
    note: list[PlacedText] = [(72, 63, 6, "1"), (76, 60, 8, "The lake is deep.")]
    found = printed([[*lines, *mark, *note]])
    assert texts(found) == [f"{' '.join(PROSE[:2])} in all weathers and on all shores."]
    aside = [text for kind, text in paragraphs(found) if kind == "furniture"]
    assert [text.replace(" ", "") for text in aside] == ["1", "1Thelakeisdeep."]


def test_hyphens_at_line_ends() -> None:
    """The words of the text decide which hyphen is the line's."""
    lines = [
        "The international library and the self-evident globes of the inter-",
        "national lake are lent for the well-being of all, and the well-",
        "being of the drivers is the aim of the international parties here.",
    ]
    found = printed([column(lines)])
    text = texts(found)[0]
    assert "of the international lake" in text
    assert "the well-being of the drivers" in text
    assert any(entry.action == "dehyphenate" for entry in found.ledger)


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(CorpusError, match=r"no text layer.*character recognition"):
        printed([[], []])


def test_pages_without_text_are_told() -> None:
    found = printed([column(PROSE), []])
    assert any("page 2 of the file has no text" in entry.note for entry in found.ledger)


def test_what_pypdf_cannot_read_pdfium_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2", reason="the optional second reader of PDFs")
    from scodiff.corpus.readers.pdf import pdf as reader

    data = pdf([column(PROSE) + column(MORE, top=760 - 13 * 4)])
    expected = texts(extract("pdf", data, "x.pdf"))
    garbled = Page(0, 842, (Fragment(72, 700, 11, "\ue001\ue002\ufffd" * 9, 200),))

    def fail(*_: object) -> NoReturn:
        raise KeyError("/Pages")

    for name, stand_in in (("_open", fail), ("_pages", lambda *_: [garbled])):
        with monkeypatch.context() as patch:
            patch.setattr(reader, name, stand_in)
            found = extract("pdf", data, "x.pdf")
        assert texts(found) == expected
        assert "pypdfium2" in found.reader


def test_a_garbled_pdf_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from scodiff.corpus.readers.pdf import pdf as reader

    garbled = Page(0, 842, (Fragment(72, 700, 11, "abcdefgh\ue001\ue002", 200),))
    monkeypatch.setattr(reader, "_pages", lambda *_: [garbled])
    monkeypatch.setattr(reader, "pages_by_pdfium", lambda *_: None)
    found = extract("pdf", pdf([column(PROSE)]), "x.pdf")
    assert any("no known meaning" in entry.note for entry in found.ledger)


def test_of_a_page_read_from_the_right_the_right_column_comes_first() -> None:
    word = "کتابخانه"
    fragments = [
        Fragment(x, 700.0 - 14 * row, 11.0, f"{word}{row}", x + 200, signs=tuple(f"{row}{word}"))
        for row in range(9)
        for x in (60.0, 320.0)
    ]
    lines = [line.x for stretch in columns(fragments) for line in stretch]
    assert lines == [320.0] * 9 + [60.0] * 9


def test_the_margin_of_a_page_read_from_the_right_is_not_measured() -> None:
    fragments = tuple(
        Fragment(60.0 + 10 * (row % 3), 700.0 - 14 * row, 11.0, "کتابخانه", 500.0,
                 signs=tuple("کتابخانه"))
        for row in range(9)
    )  # fmt: skip
    assert {line.room for line in lay_out([Page(0, 842, fragments)], "x").lines} == {None}
