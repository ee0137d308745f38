"""Pages as sites have them: all of the text comes out, and nothing that is put around it."""

from __future__ import annotations

from random import Random

import pytest
from corpus_files import assert_nothing_is_lost, paragraphs
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs.faults import FAULTS, needs_faults
from inputs.web_pages import TITLE, made_page

from scodiff.corpus.reader import read
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import extract

P = [
    "The Heads of State met in Port Selim on 14 May 2011 and reviewed what has been done so far.",
    "The Member States reaffirm that disputes about the river shall be settled by negotiation.",
    "They express deep concern at the illicit traffic in drugs across the eastern mountains.",
    "The next meeting of the Council will take place in 2012 in the city of Orlan.",
]
TEXT = "".join(f"<p>{text}</p>" for text in P)


def page(body: str, head: str = "") -> Extract:
    found = extract("html", f"<html><head>{head}</head><body>{body}</body></html>".encode(), "x")
    assert_nothing_is_lost(found)
    return found


def citable(found: Extract) -> list[str]:
    return [text for kind, text in paragraphs(found) if kind in ("body", "item")]


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_text_comes_out_of_any_page(seed: int) -> None:
    made = made_page(Random(seed))
    found = extract("html", made.markup.encode(), "x")
    assert_nothing_is_lost(found)
    assert citable(found) == made.citable
    blocks = paragraphs(found)
    assert [text for kind, text in blocks if kind == "title"] == [TITLE]
    assert [text for kind, text in blocks if kind == "heading"] == made.headings


@pytest.mark.parametrize(
    ("body", "more"),
    [
        # A list of links that the text announces is the text's.
        (f"<div>{TEXT}<p>The documents that were signed at the meeting of the Council in Port "
         "Selim on that day are these:</p><ul><li><a href=1>Treaty on the river;</a></li>"
         "<li><a href=2>Tariffs of railways</a></li></ul></div>",
         ["The documents that were signed at the meeting of the Council in Port Selim on that day "
          "are these:", "Treaty on the river;", "Tariffs of railways"]),
        # Sections may be named after their headings.
        (f'{TEXT}<section id="sharing"><h2>Sharing</h2><p>{P[1]} See <a href=t>it</a>.</section>',
         [f"{P[1]} See it."]),
        (f'{TEXT}<section class="related-matters"><h2>Related matters</h2>{P[0]} X.</section>',
         [f"{P[0]} X."]),
        # Names err.
        (f'<div>{TEXT.replace("<p>", "<p class=lead>", 1)}</div>', []),
        (f'<div class="summary">{TEXT}</div>', []),
        (f'<div id="print" class="share-print">{TEXT}</div>', []),
        (f'<form id="aspnetForm"><div class="page-with-sidebar menu-open">{TEXT}</div></form>', []),
        (f'<div class="news-detail">{TEXT.replace("<p>", "<p class=news>")}</div>', []),
        # Sections of unlike weight beside each other.
        (f"<div><div>{TEXT}</div><div><p>{P[0]} At last.</p></div></div>", [f"{P[0]} At last."]),
        (f"<main>{TEXT}<h2>Documents</h2><p>{P[0]} Y.</p></main>", [f"{P[0]} Y."]),
        (f"<details><summary>Part one</summary>{TEXT}</details>", []),
        (f"{P[0]}<br/><br/>{P[1]}<br>\n<br>{P[2]}<p>{P[3]}</p>", []),
    ],
)  # fmt: skip
def test_nothing_of_the_text_is_lost(body: str, more: list[str]) -> None:
    assert citable(page(f"<h1>Harbour Declaration</h1>{body}")) == P + more


@pytest.mark.parametrize(
    "around",
    [
        '<div class="top"><a href="/">Ministry</a></div><h1>T</h1>{}<div>Tel. +7 000, © 2011</div>',
        "<header><h1>Ministry of Lakes</h1><ul><li><a href=/>Home</a><li><a href=/n>News</a>"
        "<li><a href=/c>Contacts</a></ul></header><h1>T</h1>{}",
        "<h1><a href='/this'>T</a></h1>{}",
        '<main><article><header><h1>T</h1><div class="entry-meta">On <a href=x>14 May</a> by '
        "<a href=a>admin</a></div></header>{}<footer>Posted in <a href=c>Declarations</a></footer>"
        '</article><div class="comments-area"><h2>2 thoughts on “T”</h2><ol><li><p>The Members '
        "settle nothing at all, I say, and have not for years.</p></ol></div></main>",
        "<h1>T<span class='mw-editsection'>[<a href=e>edit</a>]</span></h1>{}"
        "<div><a href=c>Categories</a>: <a href=d>Declarations</a></div>",
        "<table><tr><td colspan=2><a href=/>Ministry</a> | <a href=n>News</a></td></tr><tr><td>"
        "<a href=1>Structure</a><br><a href=2>Minister</a></td><td><h1>T</h1>{}</td></tr></table>",
        "<p>Home &gt; <a href=d>Documents</a> &gt; Text</p><h1>T</h1><div>【打印】【关闭】</div>{}"
        "<h3>相关新闻</h3><ul><li><a href=1>外长会议联合公报</a></ul><div>版权所有</div>",
        "<h1>T</h1>{}<p>Версия для печати</p><h3>Смотрите также</h3><p><a href=1>Коммюнике</a></p>",
        '<article><header><h1>T</h1><div class="standfirst">The Heads of State of the union met, '
        "and adopted a declaration on the river and on trade.</div></header>{}</article>",
        '<main><h1>T</h1><p class="page-lead">The Heads of State of the union met in Port Selim, '
        "and adopted a declaration on the river.</p><dl><dt>From:</dt><dd><a href=m>Ministry</a>"
        '</dd></dl><div class="text">{}</div></main>',
        "<h1>T</h1><p>15 May 2011 | Port Selim | Press release No. 214/2011</p>{}"
        "<p>Rate this page: ★★★</p>",
        "<h1>T</h1><div>【字体：<a>大</a> <a>中</a>】<a>打印本页</a></div>{}",
        "<style>.off{{display:none}} @media print{{p{{display:none}}}}</style><h1>T</h1>"
        "<p class=off>Draft.</p>{}",
    ],
)
def test_the_title_is_the_heading_of_the_text(around: str) -> None:
    found = page(around.format(TEXT), "<title>Ministry of Lakes</title>")
    assert citable(found) == P
    assert [text for kind, text in paragraphs(found) if kind == "title"] == ["T"]
    assert [text for kind, text in paragraphs(found) if kind == "heading"] == []


def test_what_is_left_out_is_told_with_its_reason() -> None:
    found = page(
        f"<nav><a href=/>Home</a></nav><h1>T</h1><p>14 May 2011, 18:42</p><p>412-14-05-2011</p>"
        f"{TEXT}<p>It has <del>thirty</del><ins>forty</ins> members.</p><p><s>{P[0]}</s></p>"
        "<p style='text-decoration: line-through'>Struck.</p><p hidden>Seen by none.</p>"
    )
    assert citable(found) == [*P, "It has forty members."]
    furniture = [text for kind, text in paragraphs(found) if kind == "furniture"]
    assert furniture == ["14 May 2011, 18:42", "412-14-05-2011"]
    notes = " ".join(entry.note for entry in found.ledger)
    for said in ("<nav>: 4 letters: 'Home'", "deleted (<del>)", "'thirty'", "deleted (<s>)",
                 "struck through", "hidden: "):  # fmt: skip
        assert said in notes


@needs_faults
@pytest.mark.parametrize("name", ["html-page/page.html", "html-title/title.html"])
def test_the_pages_that_went_wrong(name: str) -> None:
    document = read(FAULTS / name)
    clean = read(FAULTS / "html-page" / "clean.txt")
    assert document.title == clean.title
    texts = [p.text for p in document.citable]
    assert texts == [p.text for p in clean.citable][: len(texts)]
    if "page" in name:
        assert len(texts) == 12


@needs_faults
def test_deleted_text_that_went_wrong() -> None:
    document = read(FAULTS / "html-del" / "amended.html")
    assert "staff of forty experts" in document.citable[1].text
    assert not any("festival" in p.text for p in document.paragraphs)
    assert any("festival" in e.note for e in document.ledger)


def test_headings_that_open_their_sections_are_headings() -> None:
    parts = "".join(f"<h3><button>Part {n}</button></h3><div><p>{P[n]}</p></div>" for n in range(4))
    found = page(f"<h1>T</h1><div class=accordion>{parts}</div>")
    assert citable(found) == P
    assert [text for kind, text in paragraphs(found) if kind == "heading"] == [
        f"Part {n}" for n in range(4)
    ]
