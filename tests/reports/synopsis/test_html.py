"""The page of a synopsis: whole, escaped, in three languages, with no quotation made up."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from examples.synopsis_example import synopsis_example
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_page import PageElement, parse
from texts import document, moscow_paragraphs

from scodiff.compare.synopsis.build import build_synopsis
from scodiff.compare.synopsis.model import Synopsis
from scodiff.corpus.library import resolve
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.messages import messages
from scodiff.reports.synopsis.cells import CellSetter
from scodiff.reports.synopsis.wording import SynopsisCitations
from scodiff.reports.verification import as_quoted, stands_in
from scodiff.reports.visible import visible

MOST_BYTES = 3_000_000


def page_of(synopsis: Synopsis, language: str = "en") -> PageElement:
    return parse(render(synopsis, "html", language, kind="synopsis"))


def text_without_gaps(element: PageElement) -> str:
    """The text of an element but for what was left out."""
    return "".join(
        child if isinstance(child, str) else text_without_gaps(child)
        for child in element.children
        if isinstance(child, str) or child.tag != "del"
    )


def check(synopsis: Synopsis) -> None:
    """Each counted paragraph stands once, in its own characters; quotations are the text's."""
    page = page_of(synopsis)
    ids = [e.attributes["id"] for e in page.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for number, held in enumerate(synopsis.documents, 1):
        for paragraph in held.citable:
            text = page.by_id(f"d{number}-{paragraph.id}").by_class("text")
            assert [text_without_gaps(e) for e in text] == [visible(paragraph.text)]
    texts = [as_quoted(p.text) for d in synopsis.documents for p in d.paragraphs]
    for quote in page.by_tag("q"):
        assert stands_in(as_quoted(quote.text), texts)
    for gap in page.by_tag("del"):
        pieces = (c if isinstance(c, str) else c.text or "\n" for c in gap.children)
        for shown in "".join(pieces).split("\n"):  # where a paragraph ended
            assert "shown" in gap.classes or stands_in(as_quoted(shown), texts)


def test_the_example_is_whole() -> None:
    check(synopsis_example())


changed = st.sampled_from([*moscow_paragraphs()[:10], "<b>&amp;</b> <script>x</script>"]).flatmap(
    lambda text: st.sampled_from(
        [
            text,
            text.replace("the", "those"),
            text.split(". ")[0],
            f"{text} Nothing  else.",
            text[9:],
        ]
    )
)
declarations = st.lists(st.lists(changed, min_size=1, max_size=6), min_size=2, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(declarations)
def test_of_invented_texts_it_is_whole(written: list[list[str]]) -> None:
    check(build_synopsis([document(p, f"text-{n}") for n, p in enumerate(written)]))


@pytest.mark.parametrize("base", ["2003-moscow", "2031-lake", "2035-lake"])
def test_the_rows_stand_in_the_order_of_the_base(base: str) -> None:
    found = synopsis_example(base)
    page = page_of(found)
    ids = [e.attributes.get("id") or "" for e in page.walk()]
    rows = [name for name in ids if name.startswith("row")]
    assert rows == ["rows", "rows-title", *(f"row-{n}" for n in found.orders[base])]
    (chosen,) = [
        e
        for e in page.by_tag("input")
        if "checked" in e.attributes and e.attributes.get("name") == "base"
    ]
    assert chosen.attributes["data-name"] == base


@pytest.mark.parametrize("language", available())
def test_every_language_has_every_word(language: str) -> None:
    page = page_of(synopsis_example(), language)
    assert page.by_tag("html")[0].attributes["lang"] == language
    t = messages(language)
    for state in ("appears", "kept", "altered", "returns", "part", "absent", "open"):
        assert any(t(f"state.{state}") in e.text for e in page.by_class("state")), state


def test_what_is_put_in_begins_once_however_many_texts_cut_it() -> None:
    found = synopsis_example()
    setter = CellSetter(found, SynopsisCitations(messages(), found))
    for row in found.rows:
        for cell in setter.cells(row):
            markup = "".join(str(p.text) for p in cell.paragraphs)
            for other in range(1, 4):
                pieces = re.findall(r'<span class="([^"]*)">', markup)
                runs = [{*names.split()} for names in pieces]
                begun = sum(f"f{other}" in names for names in runs)
                put_in = sum(f"i{other}" in names for names in runs)
                assert (begun > 0) == (put_in > 0)
                assert begun <= put_in


def test_the_page_asks_for_nothing_and_allows_nothing_else() -> None:
    page = render(synopsis_example(), "html", kind="synopsis").decode()
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.search(r"""(?:src|href)=["'](?!#|data:,)""", page)
    assert " style=" not in page


def test_hostile_text_stays_text() -> None:
    hostile = "</td><script>alert(1)</script> \u202e & \x07 “quoted”"
    page = render(
        build_synopsis([document([hostile], "a"), document([hostile + " More."], "b")]),
        "html",
        kind="synopsis",
    ).decode()
    assert "<script>alert" not in page
    assert "[U+202E]" in page
    assert "\u202e" not in page


def test_five_declarations_stay_small(data_dir: Path) -> None:
    folder = data_dir / "sco"
    names = ("2018-qingdao-information-report", "2019-bishkek", "2022-samarkand", "2023-new-delhi")
    paths = [folder / f"{name}.en.txt" for name in names]
    if not all(path.is_file() for path in paths):
        pytest.skip("the five declarations are not among the real texts")
    found = build_synopsis([resolve("2003-moscow"), *(resolve(str(path)) for path in paths)])
    assert len(render(found, "html", kind="synopsis")) < MOST_BYTES
    check(found)
    for one, other in pairwise(found.documents):
        assert (one.date or "") < (other.date or "")
