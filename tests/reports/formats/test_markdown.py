"""The Markdown report: what a reader of Markdown shows is the texts, and nothing obeyed."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from examples.hostile_report import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_example import assemble, document, example, link

from scodiff.compare.model import Comparison
from scodiff.reports.formats.formats import render
from scodiff.reports.visible import visible


class Page(HTMLParser):
    """The elements of the rendered page, and its quoted text without what is of one side."""

    def __init__(self, without: str) -> None:
        super().__init__(convert_charrefs=True)
        self.without = without
        self.tags: set[str] = set()
        self.quotes: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.inside.append(tag)
        if tag == "p" and "blockquote" in self.inside:
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.quotes and "p" in self.inside and "blockquote" in self.inside:
            self.quotes[-1] += "" if self.without in self.inside else data


def shown(comparison: Comparison, without: str = "none") -> Page:
    markdown = MarkdownIt("gfm-like", {"linkify": False, "html": True}).enable("table")
    page = Page(without)
    page.feed(markdown.render(render(comparison, "markdown").decode()))
    return page


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("comparison", [example(), hostile()], ids=["example", "hostile"])
def test_both_texts_are_shown_to_the_letter(comparison: Comparison) -> None:
    for text, ids, without in ((comparison.a, "a", "ins"), (comparison.b, "b", "del")):
        told = bare("".join(shown(comparison, without).quotes))
        for found in comparison.links:
            for p in getattr(found, ids):
                assert bare(visible(text.paragraph(p).text)) in told.replace("¶", "")


@pytest.mark.parametrize("comparison", [example(), hostile()], ids=["example", "hostile"])
def test_no_text_becomes_markup(comparison: Comparison) -> None:
    allowed = {"h1", "h2", "h3", "p", "ul", "li", "strong", "em", "table", "thead", "tbody",
               "tr", "th", "td", "blockquote", "br", "del", "ins", "code"}  # fmt: skip
    assert shown(comparison).tags <= allowed


@given(
    st.text(st.sampled_from("ab \n*_~`#>+-=|[]()!<&\\1.)$:/@"), min_size=1, max_size=30).filter(
        str.strip
    )
)
@settings(deadline=None)
def test_whatever_a_text_holds_it_is_shown_as_it_is(text: str) -> None:
    a, b = document("a", (("body", text),)), document("b", (("body", "x"),))
    comparison = assemble(a, b, (link(a, b, "disappeared", "p1", ""), link(a, b, "new", "", "p1")))
    page = shown(comparison)
    assert bare(text) in bare("".join(page.quotes)).replace("¶", "")
    assert page.tags.isdisjoint({"a", "img", "hr", "pre", "script", "s", "ol"})
