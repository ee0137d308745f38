"""OpenDocument texts, RTF files and books; hidden text and deleted marks of Word files."""

from __future__ import annotations

import pytest
from corpus_files import LONG, assert_nothing_is_lost, docx, paragraph, paragraphs, texts, zipped
from inputs.faults import FAULTS, needs_faults
from inputs.office_files import book, odt

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.reader import read
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import extract

TABLE = ["For the Republic of Arania\tFor the Kingdom of Corvia", "Ivan Petrov\tJohn Smith"]


def made(kind: str, data: bytes) -> Extract:
    found = extract(kind, data, f"x.{kind}")
    assert_nothing_is_lost(found)
    return found


def notes(found: Extract) -> str:
    return " ".join(entry.note for entry in found.ledger)


# Word.


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_hidden_text_of_word_is_left_out_and_told() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Sub"><w:basedOn w:val="Hid"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    inner = "".join(
        [
            run(LONG), run(" NEVER", "<w:vanish/>"), run(" NOR", '<w:rStyle w:val="Sub"/>'),
            run(" here.", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>'),
        ]
    )  # fmt: skip
    body = f"<w:p>{inner}</w:p>" + paragraph("Ask them.", '<w:pStyle w:val="Note"/>')
    found = made("docx", docx(body + paragraph(f"{LONG}."), styles=styles))
    assert texts(found) == [f"{LONG} here.", f"{LONG}."]
    assert "hidden text: 15 letters: 'NEVER / NOR / Ask them.'" in notes(found)


def test_deleted_marks_of_paragraphs_are_obeyed() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    come = '<w:rPr><w:ins w:id="2" w:author="a"/></w:rPr>'
    body = (
        paragraph(f"{LONG};", gone) + paragraph(" they met", gone) + paragraph(" and left.")
        + paragraph(f"{LONG} one.", come) + paragraph(f"{LONG} two.")
        + paragraph(f"{LONG} three.", gone) + "<w:tbl><w:tr><w:tc>"
        + paragraph("Globes") + "</w:tc><w:tc>" + paragraph("12") + "</w:tc></w:tr></w:tbl>"
        + paragraph(f"{LONG} last.", gone)
    )  # fmt: skip
    assert texts(made("docx", docx(body))) == [
        f"{LONG}; they met and left.", f"{LONG} one.", f"{LONG} two.", f"{LONG} three.",
        "Globes\t12", f"{LONG} last.",
    ]  # fmt: skip


# OpenDocument.


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_opendocument_numbers_tables_notes_and_changes() -> None:
    items = (
        f"<text:list-item>{p('Globes.')}<text:list><text:list-item>{p('large;')}</text:list-item>"
        f"<text:list-item>{p('small.')}</text:list-item></text:list></text:list-item>"
        f"<text:list-item>{p('Maps.')}</text:list-item>"
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row.split("\t"))
        + "</table:table-row>"
        for row in TABLE
    )
    found = made(
        "odt",
        odt(
            '<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>'
            "</text:deletion></text:changed-region></text:tracked-changes>"
            + p("Lakeside Declaration", "P1")
            + p(f'{LONG}<text:change text:change-id="c"/><text:s text:c="1"/>here<text:note>'
                "<text:note-citation>1</text:note-citation><text:note-body>"
                f'{p("In the spring.")}</text:note-body></text:note>.'
                '<text:span text:style-name="T1">NEVER</text:span>')
            + f'<text:list text:style-name="L1">{items}</text:list>'
            + f'<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>'
            f'{p("Books.")}</text:list-item></text:list>'
            + f'<text:list text:style-name="L2"><text:list-item>{p("dots")}</text:list-item>'
            "</text:list>"
            + p(f"{LONG}.")
            + f"<table:table>{cells}</table:table>"
        ),
    )  # fmt: skip
    assert paragraphs(found)[0] == ("title", "Lakeside Declaration")
    assert texts(found)[1:] == [
        f"{LONG} here.", "1. Globes.", "(a) large;", "(b) small.", "2. Maps.", "3. Books.", "dots",
        f"{LONG}.", *TABLE,
    ]  # fmt: skip
    kinds = [kind for kind, _ in paragraphs(found)]
    assert kinds[-3:] == ["signature", "signature", "furniture"]
    assert "0 insertions, 1 deletions" in notes(found)
    assert "hidden text: 5 letters: 'NEVER'" in notes(found)


def test_opendocument_that_is_no_text_or_damaged_is_refused() -> None:
    with pytest.raises(CorpusError, match="no text but another"):
        made("odt", odt("", "spreadsheet"))
    with pytest.raises(CorpusError, match="damaged"):
        made("odt", odt(p("a"))[:200])
    with pytest.raises(CorpusError, match="without text"):
        made("odt", odt(""))


# RTF.


def test_rtf_characters_tables_notes_and_what_is_hidden() -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 Times;}}{\stylesheet{\*\cs1\v Hid;}}"
        r"{\header A head\par}\f0\'cf\'f0\'e8 \u1088?\emdash end.\par "
        rf"{LONG}{{\v NEVER}}{{\deleted GONE}}{{\super 1}}{{\footnote In the spring.}}.\par "
        r"{\pntext 1.\tab}Globes\line and maps.\par{\deleted\par}"
        rf"{LONG} one\deleted\par\deleted0  and two.\par "
        r"\trowd For the Republic of Arania\cell For the Kingdom of Corvia\cell\row"
        r"\trowd Ivan Petrov\cell John Smith\cell\row}"
    )
    found = made("rtf", source.encode())
    assert texts(found) == [
        "При р—end.", f"{LONG}1.", "1.\tGlobes and maps.", f"{LONG} one and two.", *TABLE,
    ]  # fmt: skip
    assert paragraphs(found)[-1] == ("furniture", "In the spring.")
    assert "hidden text: 5 letters: 'NEVER'" in notes(found)
    assert "deleted text: 4 letters: 'GONE'" in notes(found)


def test_rtf_made_to_harm_is_answered() -> None:
    with pytest.raises(CorpusError, match="deep"):
        made("rtf", b"{\\rtf1 " + b"{" * 20_000)
    with pytest.raises(CorpusError, match="without text"):
        made("rtf", b"{\\rtf1}")


# Books.


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    pages = {
        "two": f"<h2>Maps</h2><p>{LONG}, twice.</p>",
        "one": f"<h1>Lakeside Declaration</h1><p>{LONG}.</p><ol><li>globes;</li></ol>",
        "nav": "<nav><ol><li><a href='one.xhtml'>One</a></li></ol></nav>",
        "cover": "<img src='cover.png'/>",
    }
    found = made("epub", book(pages, "cover nav one two"))
    assert paragraphs(found) == [
        ("title", "Lakeside Declaration"), ("body", f"{LONG}."), ("body", "1. globes;"),
        ("heading", "Maps"), ("body", f"{LONG}, twice."),
    ]  # fmt: skip
    assert (found.page_title, found.language) == ("Lakeside Declaration", "en")


def test_a_book_that_is_none_is_refused() -> None:
    with pytest.raises(CorpusError, match="no EPUB book"):
        made("epub", zipped({"META-INF/container.xml": "<a/>"}))


# The files that went wrong.


@needs_faults
def test_the_word_files_that_went_wrong() -> None:
    hidden = read(FAULTS / "hidden-text" / "hidden.docx")
    assert not any("HIDDEN" in q.text or "drafter" in q.text for q in hidden.paragraphs)
    assert any("hidden text" in entry.note for entry in hidden.ledger)
    merged = read(FAULTS / "tracked-merge" / "merged.docx")
    assert sum("Small and medium" in q.text and "300 million" in q.text
               for q in merged.citable) == 1  # fmt: skip
    ours = read(FAULTS / "tracked-merge" / "own-output.docx")
    b = read(FAULTS / "tracked-merge" / "own-output-B.txt")
    assert [q.text for q in ours.citable] == [q.text for q in b.citable]


@needs_faults
def test_the_opendocument_text_that_went_wrong() -> None:
    assert len(read(FAULTS / "formats" / "decl.odt").citable) == 12
