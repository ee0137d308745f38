"""Web pages: what is text, what is set aside, repaired and told."""

from __future__ import annotations

import pytest
from corpus_files import LONG, assert_nothing_is_lost, paragraphs, texts

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.reader import read
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import extract


def page(body: str, head: str = "") -> Extract:
    markup = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    found = extract("html", markup.encode(), "x.html")
    assert_nothing_is_lost(found)
    return found


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


def test_running_heads_of_a_word_processor_are_left_out_and_told() -> None:
    found = page(
        f"<div title='header'><p>Union paper 7</p></div><p>{LONG}.</p><p>{LONG} here.</p>"
        "<div title='footer'><p>Page 1</p></div>"
    )
    assert texts(found) == [f"{LONG}.", f"{LONG} here."]
    assert any("running head" in entry.note for entry in found.ledger)
