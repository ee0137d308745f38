"""The readers of HTML, Word, Markdown and PDF: what they take, set aside, repair and tell."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import pytest
from corpus_files import PlacedText, docx, paragraph, pdf

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.reader import read
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import ENDINGS, FORMATS, extract, format_of, named_format
from scodiff.corpus.readers.pdf.fragments import Fragment, Page
from scodiff.corpus.segmentation.segmenter import segment

LONG = "The parties welcome the opening of the library, and thank all who carried its globes"


def paragraphs(found: Extract) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in segment(found.lines).paragraphs]


def texts(found: Extract) -> list[str]:
    return [text for kind, text in paragraphs(found) if kind != "furniture"]


def assert_nothing_is_lost(found: Extract) -> None:
    """Every character that is not white space stands in exactly one line."""
    shown = "".join(found.text[line.start : line.end] for line in found.lines)
    assert "".join(shown.split()) == "".join(found.text.split())
    for line in found.lines:
        assert line.text == found.text[line.start : line.end]
        assert line.text == line.text.strip() != ""
    starts = [line.start for line in found.lines]
    assert starts == sorted(starts)


def page(body: str, head: str = "") -> Extract:
    markup = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    found = extract("html", markup.encode(), "x.html")
    assert_nothing_is_lost(found)
    return found


# HTML.


def test_the_pages_paragraphs_are_the_texts() -> None:
    found = page(f"<p>{LONG}.\n  They met.</p><p>{LONG} here.</p><div>{LONG} there.</div>")
    assert texts(found) == [f"{LONG}. They met.", f"{LONG} here.", f"{LONG} there."]


def test_menus_scripts_and_shares_are_left_out_and_told() -> None:
    body = "".join(f"<p>{LONG}, in hall {n}.</p>" for n in range(6))
    found = page(
        "<nav><a href='/'>Home</a></nav><script>var p = 'evil';</script>"
        f"<div class='layout'><div class='main'><div class='share'>Print</div>{body}</div></div>"
        "<footer>All rights reserved.</footer><p hidden>hidden</p><style>p{}</style>"
    )
    assert texts(found) == [f"{LONG}, in hall {n}." for n in range(6)]
    assert any("left out" in entry.note for entry in found.ledger)


def test_numbers_of_lists_as_a_browser_shows_them() -> None:
    found = page(
        f"<p>{LONG}:</p><ol start=4><li>globes are round;</li><li><p>maps are flat:</p>"
        "<ol type=a><li>large ones;</li><li>small ones.</li></ol></li></ol>"
        "<ul><li>books</li></ul>"
    )
    assert texts(found)[1:] == [
        "4. globes are round;", "5. maps are flat:", "a. large ones;", "b. small ones.", "books",
    ]  # fmt: skip
    assert sum("as a browser shows it" in entry.note for entry in found.ledger) == 4


def test_notes_are_set_aside_and_their_marks_too() -> None:
    found = page(
        f"<p>{LONG}.<sup><a href='#n1'>1</a></sup> They met<sup>2</sup>, and left.</p>"
        "<section class='footnotes'><p>1 In the spring.</p></section>"
    )
    assert texts(found) == [f"{LONG}. They met, and left."]
    kinds = [text for kind, text in paragraphs(found) if kind == "furniture"]
    assert kinds == ["1", "2", "1 In the spring."]


def test_line_breaks_tables_and_headings() -> None:
    found = page(
        f"<h1>Lakeside<br>Declaration</h1><p>{LONG}.</p><h2>Globes</h2><p>{LONG} again.</p>"
        "<table><tr><td>Globes</td><td>12</td></tr><tr><td><p>One.</p><p>Two.</p></td></tr></table>"
    )
    assert paragraphs(found) == [
        ("title", "Lakeside Declaration"), ("body", f"{LONG}."), ("heading", "Globes"),
        ("body", f"{LONG} again."), ("body", "Globes\t12"), ("body", "One."), ("body", "Two."),
    ]  # fmt: skip


def test_a_paragraph_broken_by_a_page_is_joined() -> None:
    found = page(f"<p>{LONG} over the high</p><p>mountains in the spring.</p><p>They met.</p>")
    assert texts(found)[0] == f"{LONG} over the high mountains in the spring."


def test_characters_are_repaired_and_told() -> None:
    found = page(f"<p>{LONG}: the ﬁnal li\u00adbra\u00adry of â€œglobesâ€\u009d.</p>")
    assert texts(found) == [f"{LONG}: the final library of “globes”."]
    notes = " ".join(entry.note for entry in found.ledger)
    assert "soft hyphen" in notes
    assert "taken apart" in notes
    assert "decoded again" in notes


def test_quotation_marks_and_dashes_stay() -> None:
    text = f"{LONG} — “in time”, it’s «said» – 'so'…"
    assert texts(page(f"<p>{text}</p>")) == [text]


def test_the_header_of_a_database_is_set_aside_and_its_date_compared() -> None:
    body = (
        "<p>[Title] Lakeside Declaration</p><p>[Place] Lakeside</p><p>[Date] June 7, 2031</p>"
        f"<p>[Full text]</p><p>{LONG}.</p><p>{LONG}, twice.</p><p>Lakeside, June 17, 2031</p>"
    )
    found = page(body)
    assert found.title == "Lakeside Declaration"
    assert texts(found)[0] == f"{LONG}."
    document = read(f"<html><body>{body}</body></html>".encode(), name="a.html")
    assert document.date == "2031-06-17"
    assert any("2031-06-07" in e.note and "2031-06-17" in e.note for e in document.ledger)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("", "utf-8"), ("<meta charset=windows-1251>", "cp1251"), ("", "utf-8-sig")],
)
def test_encodings_of_pages(head: str, encoding: str) -> None:
    text = "Стороны приветствуют открытие библиотеки и благодарят погонщиков."
    markup = f"<html><head>{head}</head><body><p>{text}</p></body></html>"
    assert texts(extract("html", markup.encode(encoding), "x")) == [text]


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(CorpusError, match="without text"):
        page("<script>render()</script><div id='app'></div>")


# Word.


def word(body: str, **parts: str) -> Extract:
    found = extract("docx", docx(body, **parts), "x.docx")
    assert_nothing_is_lost(found)
    return found


def numbered(text: str, list_id: int, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, place)


LEVELS = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
    f'<w:lvlText w:val="{text}"/></w:lvl>'
    for n, (kind, text) in enumerate([("decimal", "%1."), ("lowerLetter", "(%2)"), ("bullet", "·")])
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
)


def test_numbers_that_word_counts() -> None:
    body = "".join(
        [numbered("Globes.", 1), numbered("large;", 1, 1), numbered("small.", 1, 1),
         numbered("Maps.", 1), numbered("flat.", 1, 1), numbered("dots", 1, 2),
         numbered("Books.", 2), paragraph("")]
    )  # fmt: skip
    found = word(body, numbering=NUMBERING)
    assert texts(found) == [
        "1. Globes.", "(a) large;", "(b) small.", "2. Maps.", "(a) flat.", "dots", "9. Books.",
    ]  # fmt: skip


def test_tracked_changes_are_read_as_accepted() -> None:
    ins = '<w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
    gone = '<w:del w:id="2" w:author="a"><w:r><w:delText>old </w:delText></w:r></w:del>'
    found = word(
        f'<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r>{ins}{gone}'
        "<w:r><w:t>library.</w:t></w:r></w:p>"
    )
    assert texts(found) == ["The new library."]
    assert any("1 insertions, 1 deletions" in entry.note for entry in found.ledger)


def test_notes_tables_styles_and_breaks() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    notes = (
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("In the spring.")}</w:footnote>'
    )
    cell = "<w:tc>{}</w:tc>".format
    body = (
        paragraph("Lakeside Declaration", '<w:pStyle w:val="T"/>')
        + paragraph("Globes", '<w:pStyle w:val="H1"/>')
        + f"<w:p><w:r><w:t>{LONG}</w:t><w:footnoteReference w:id='1'/><w:tab/>"
        + "<w:t>here.</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr>{cell(paragraph('Globes'))}{cell(paragraph('12'))}</w:tr></w:tbl>"
    )
    found = word(body, styles=styles, footnotes=notes)
    assert paragraphs(found) == [
        ("title", "Lakeside Declaration"), ("heading", "Globes"), ("body", f"{LONG}\there."),
        ("body", "Globes\t12"), ("furniture", "In the spring."),
    ]  # fmt: skip


def test_a_word_file_without_text_is_refused() -> None:
    with pytest.raises(CorpusError, match="without text"):
        word("<w:p/>")


# Markdown.


def test_markdown() -> None:
    markup = (
        '---\ntitle: "Lakeside \\\n  Declaration"\ndate: 2031-07-04\nlang: en\n---\n\n'
        "# Globes\n\nThe *parties* welcome\nthe **library**.\n\n1. round;\n2. flat:\n\n"
        "   - large\n   - small\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThey agree[^1].\n"
    )
    found = extract("markdown", markup.encode(), "x.md")
    assert_nothing_is_lost(found)
    assert (found.title, found.date, found.language) == ("Lakeside Declaration", "2031-07-04", "en")
    assert texts(found) == [
        "Globes", "The parties welcome the library.", "1. round;", "2. flat:", "large", "small",
        "a\tb", "1\t2", "They agree[^1].",
    ]  # fmt: skip


# PDF.


def printed(pages: Sequence[Sequence[PlacedText]]) -> Extract:
    found = extract("pdf", pdf(pages), "x.pdf")
    assert_nothing_is_lost(found)
    return found


def column(
    lines: Sequence[str], x: float = 72, top: float = 760, size: float = 11
) -> list[PlacedText]:
    return [(x, top - 13 * n, size, line) for n, line in enumerate(lines)]


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


# Which format, and through the sandbox.


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
