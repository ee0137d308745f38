"""The HTML report in a real browser: what is shown, filtered, jumped to, copied and printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.window import PHONE, WIDE, Look, becomes, chromium, expect, violations
from examples.hostile_report import hostile
from report_example import example

from scodiff.compare.model import CERTAINTIES
from scodiff.reports.formats.formats import render
from scodiff.reports.messages.messages import messages
from scodiff.reports.visible import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("report in the browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    yield from chromium()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports that are looked at."""
    folder = tmp_path_factory.mktemp("reports")
    for language in ("en", "ru", "zh"):
        (folder / f"{language}.html").write_bytes(render(example(), "html", language))
    (folder / "hostile.html").write_bytes(render(hostile(), "html"))
    return folder


@pytest.fixture
def look(browser: Browser, reports: Path) -> Iterator[Any]:
    """Opens a report: ``look("#a-p9", viewport=…)``; afterwards nothing may have gone wrong."""
    contexts = []
    looks = []

    def open_(fragment: str = "", name: str = "en", **options: Any) -> Look:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        looks.append(Look(context, (reports / f"{name}.html").as_uri() + fragment))
        return looks[-1]

    yield open_
    for one in looks:
        one.check()
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("view", "scheme", "size"),
    [
        ("side", "light", WIDE),
        ("side", "dark", WIDE),
        ("inline", "dark", WIDE),
        ("columns", "light", WIDE),
        ("side", "light", PHONE),
        ("side", "dark", PHONE),
    ],
)
def test_axe_finds_nothing(look: Any, view: str, scheme: str, size: dict[str, int]) -> None:
    seen = look(f"#a-p3?view={view}", viewport=size, color_scheme=scheme)
    seen.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert violations(seen.page) == []


@pytest.mark.parametrize("name", ["ru", "zh", "hostile"])
def test_axe_finds_nothing_in_other_languages_and_texts(look: Any, name: str) -> None:
    assert violations(look(name=name).page) == []


def test_hostile_texts_are_shown_and_nothing_else(look: Any) -> None:
    seen = look(name="hostile")
    assert "<script>alert(1)</script>" in seen.page.inner_text("main")


@pytest.mark.parametrize("script", [True, False])
def test_all_text_is_there_with_and_without_script(look: Any, script: bool) -> None:
    page = look(java_script_enabled=script).page
    comparison = example()
    for side, document in (("a", comparison.a), ("b", comparison.b)):
        for paragraph in document.paragraphs:
            scope = f"#{side}-{paragraph.id}"
            inside = f"{scope} .text" if paragraph.citable else scope
            assert page.text_content(inside) == visible(paragraph.text)
            assert page.is_visible(inside)
    assert page.is_visible(".tools") == script


def options(page: Page, name: str) -> list[tuple[str, int]]:
    """The values of a filter with the number of passages that each promises."""
    script = "(es) => es.map((e) => [e.value, e.textContent])"
    told = page.eval_on_selector_all(f"#{name} option", script)
    return [(v, int(m[1])) for v, words in told if (m := re.search(r"\((\d+)\)$", words))]


def test_every_filter_shows_what_it_promises(look: Any) -> None:
    seen = look()
    page = seen.page
    page.click(".filters summary")
    tried = 0
    for name in ("relation", "property", "shift"):
        for value, number in options(page, name):
            page.select_option(f"#{name}", value)
            shown = seen.shown(".row.link")
            assert len(shown) == number, (name, value)
            assert page.inner_text("#count") == f"{number} of {len(example().links)} passages"
            tried += 1
        page.select_option(f"#{name}", "")
    assert tried >= 8
    assert len(seen.shown(".row.link")) == len(example().links)
    assert page.inner_text("#count") == ""


def test_filters_by_certainty_and_section(look: Any) -> None:
    seen = look()
    page, links = seen.page, example().links
    page.click(".filters summary")
    for name in CERTAINTIES:
        page.select_option("#certainty", name)
        assert len(seen.shown(".row.link")) == sum(x.certainty == name for x in links) > 0
    page.select_option("#certainty", "claimed")
    assert len(seen.shown(".row.link")) == sum(not x.is_open for x in links)
    page.click("#reset")
    page.select_option("#section", label="On the dialogue of cultures")
    inside = {p.id for p in example().b.paragraphs if p.section}
    assert len(seen.shown(".row.link")) == sum(bool(inside & set(x.b)) for x in links)


def test_editorial_changes_can_be_hushed(look: Any) -> None:
    page = look("#a-p2?view=inline").page
    hushed = page.locator(".inline del.ed").first
    expect(hushed).to_be_visible()
    page.click(".filters summary")
    page.uncheck("#minor")
    expect(hushed).to_be_hidden()
    becomes(page, lambda: "editorial=off" in page.evaluate("location.hash"), True)


def test_search_narrows_and_marks(look: Any) -> None:
    seen = look()
    seen.page.fill("#search", "GLACIERS")
    assert seen.shown(".row.link") == ["link-9"]
    for view in ("side", "columns"):
        seen.page.select_option("#view", view)
        assert seen.page.evaluate("CSS.highlights.get('found').size") == 1
    seen.page.select_option("#view", "side")
    seen.page.fill("#search", "")
    assert len(seen.shown(".row.link")) == len(example().links)


def test_the_views_show_every_paragraph(look: Any) -> None:
    seen = look()
    page = seen.page
    page.select_option("#view", "inline")
    assert seen.fragment() == "#?view=inline"
    assert page.is_visible("#link-2 .inline")
    assert page.is_hidden("#a-p2") or page.locator("#a-p2").bounding_box()["height"] == 0
    page.select_option("#view", "columns")
    assert not page.is_visible(".rows")
    for pane, text in zip(page.locator(".pane").all(), (example().a, example().b), strict=True):
        told = [visible(p.text) for p in text.paragraphs]
        assert pane.locator(".text, .matter").all_text_contents() == told
    page.select_option("#view", "side")
    assert page.is_visible("#a-p2")
    assert page.is_hidden("#link-2 .inline")
    assert seen.fragment() in ("", "#")


def read_in_left_column(page: Page, row: str) -> None:
    """Turn the wheel until the middle of a row's passage stands on the line that is read."""
    left, right = page.locator(".pane").all()
    unit = left.locator(f"[data-row={row}]").first
    place = "(e) => e.offsetTop + e.offsetHeight / 2 - e.closest('.pane').clientHeight / 4"
    wanted = unit.evaluate(place)
    before = right.evaluate("(e) => e.scrollTop")
    left.hover()
    page.mouse.wheel(0, wanted)
    reached = f"(e) => Math.abs(e.scrollTop - {wanted}) < 2"
    page.wait_for_function(reached, arg=left.element_handle())
    page.wait_for_function(f"(e) => e.scrollTop !== {before}", arg=right.element_handle())


def rows_now(page: Page) -> set[str]:
    """The rows whose paragraphs are marked as read."""
    script = "(es) => es.map((e) => e.dataset.row)"
    return set(page.eval_on_selector_all(".unit.now", script))


def line_and_extents(page: Page) -> tuple[float, list[tuple[float, float]]]:
    """Where the line that is read stands, and where in each column what is marked as read."""
    panes = page.locator(".pane").all()
    line = panes[0].bounding_box()["y"] + panes[0].evaluate("(e) => e.clientHeight") / 4
    extents = []
    for pane in panes:
        boxes = [unit.bounding_box() for unit in pane.locator(".unit.now").all()]
        extents.append((boxes[0]["y"], boxes[-1]["y"] + boxes[-1]["height"]))
    return line, extents


@pytest.mark.parametrize("row", ["link-6", "link-8"])
def test_the_columns_scroll_together(look: Any, row: str) -> None:
    page = look("#?view=columns", viewport={"width": 1200, "height": 420}).page
    read_in_left_column(page, row)
    becomes(page, lambda: rows_now(page), {row})
    line, extents = line_and_extents(page)
    for top, bottom in extents:
        assert top - 20 <= line <= bottom + 20


def test_beside_what_has_no_counterpart_stands_what_follows_it(look: Any) -> None:
    page = look("#?view=columns", viewport={"width": 1200, "height": 420}).page
    read_in_left_column(page, "link-7")
    becomes(page, lambda: rows_now(page), {"link-8"})
    line, [left, right] = line_and_extents(page)
    assert line < left[0]
    assert abs(line - right[0]) < 20


def test_a_deep_link_opens_the_passage_in_its_view(look: Any) -> None:
    seen = look("#b-p9?view=inline&relation=changed")
    page = seen.page
    assert page.eval_on_selector("#view", "(e) => e.value") == "inline"
    assert page.eval_on_selector("#relation", "(e) => e.value") == "changed"
    assert set(seen.shown(".row.link")) == {"link-3", "link-8"}
    top = page.locator("#link-8").bounding_box()["y"]
    assert 0 <= top < 200 or page.evaluate(
        "innerHeight + scrollY >= document.body.scrollHeight - 2"
    )
    assert seen.fragment() == "#b-p9?view=inline&relation=changed"


def test_a_link_to_a_filtered_passage_shows_it_all_the_same(look: Any) -> None:
    seen = look("#a-p6?relation=new")
    assert "link-5" in seen.shown(".row.link")


def test_a_garbled_address_is_no_trouble(look: Any) -> None:
    seen = look("#%E0%A4?view=nonsense&relation=%ff&confidence=x&section=99")
    assert len(seen.shown(".row.link")) == len(example().links)


def test_keys_step_from_passage_to_passage(look: Any) -> None:
    seen = look("#b-p2")
    keyboard = seen.page.keyboard
    keyboard.press("j")
    assert seen.fragment() == "#a-p2"
    keyboard.press("j")
    assert seen.fragment() == "#a-p3"
    keyboard.press("k")
    assert seen.fragment() == "#a-p2"
    assert seen.page.evaluate("document.activeElement.id") == "link-2"


def test_keys_reach_the_other_end_of_a_move_and_come_back(look: Any) -> None:
    seen = look("#a-p4")
    # By what is marked: the page allows no eval, which waiting for an expression may need,
    # and an address changes before the page has followed it.
    seen.page.wait_for_selector("#a-p4.here")
    seen.page.keyboard.press("m")
    seen.page.wait_for_selector(".here", state="detached")
    assert seen.fragment() == "#place-b-p4"
    seen.page.keyboard.press("m")
    seen.page.wait_for_selector("#a-p4.here")
    assert seen.fragment() == "#a-p4"
    # Twice, before the page has followed the first: there and back.
    seen.page.evaluate(
        "() => { for (let n = 0; n < 2; n += 1)"
        " document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'm', bubbles: true})) }"
    )
    seen.page.wait_for_selector("#a-p4.here")
    assert seen.fragment() == "#a-p4"


def test_keys_search_help_and_views(look: Any) -> None:
    page = look().page
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert page.is_hidden("#keys")
    for view in ("columns", "inline", "side"):
        page.keyboard.press("v")
        assert page.eval_on_selector("#view", "(e) => e.value") == view
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    assert page.eval_on_selector("#search", "(e) => e.value") == "jk?"
    assert page.is_hidden("#keys")


def test_keys_can_be_turned_off(look: Any) -> None:
    seen = look("#a-p2")
    seen.page.click("#help")
    seen.page.uncheck("#shortcuts")
    seen.page.keyboard.press("Escape")
    seen.page.keyboard.press("j")
    assert seen.fragment() == "#a-p2?keys=off"


def copied(page: Page, button: str) -> str:
    """What the first such button copies."""

    def held() -> str:
        return str(page.evaluate("navigator.clipboard.readText()"))

    page.evaluate("navigator.clipboard.writeText('nothing yet')")
    page.locator(button).first.click()
    becomes(page, lambda: held() != "nothing yet", True)
    return held()


def test_a_citation_names_document_date_edition_paragraph_and_numbering(look: Any) -> None:
    page = look(permissions=["clipboard-read", "clipboard-write"]).page
    found = {}
    for anchor in ("a-p9", "b-p6"):
        page.hover(f"#{anchor}")
        found[anchor] = copied(page, f"#{anchor} .copy")
    assert found["a-p9"] == (
        "Declaration by the Heads of the Member States of the SCO, Moscow, 29 May 2003 "
        "(English text of the SCO Secretariat), para. 7 [editorial numbering]"
    )
    assert found["b-p6"].endswith("Lakeside, 1 June 2031, para. 4 [numbering of the text: 1.]")


def test_bibliographies_and_decisions_can_be_copied(look: Any) -> None:
    page = look(permissions=["clipboard-read", "clipboard-write"]).page
    assert copied(page, "#citing pre + .copy").startswith("@misc{2003-moscow,")
    page.click("#link-3 .why summary")
    decision = copied(page, "#link-3 .why .copy")
    assert decision.startswith("[[decision]]")
    assert re.search(r'^a = \["2 [0-9a-f]{8}"\]$', decision, re.M)
    assert re.search(r'^b = \["4 [0-9a-f]{8}", "5 [0-9a-f]{8}"\]$', decision, re.M)


@pytest.mark.parametrize("width", [320, 390, 720, 1024, 1440, 2560])
def test_nothing_is_wider_than_the_window(look: Any, width: int) -> None:
    page = look(viewport={"width": width, "height": 700}).page
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_both_texts_once_and_no_controls(look: Any) -> None:
    page = look().page
    page.emulate_media(media="print")
    assert page.is_hidden("nav")
    assert page.is_hidden(".copy >> nth=0")
    for relation in ("changed", "disappeared", "new", "reformulated", "identical"):
        assert page.locator(f".row.{relation}").first.is_visible()
    assert page.is_visible("#link-2 .inline")
    shown = "getComputedStyle(document.querySelector(`.inline ${t}`), '::before').content"
    marks = page.evaluate(f"['del', 'ins'].map((t) => {shown})")
    assert [mark[1] for mark in marks] == ["−", "+"]


def test_little_motion_is_no_motion(look: Any) -> None:
    page = look(reduced_motion="reduce").page
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => {const s = getComputedStyle(e);"
        " return s.scrollBehavior === 'smooth' || s.animationName !== 'none'"
        " || parseFloat(s.transitionDuration) > 0}).length"
    )
    assert moving == 0


def test_the_tools_speak_the_language_of_the_report(look: Any) -> None:
    for language in ("ru", "zh"):
        page = look(name=language).page
        page.fill("#search", "glaciers")
        expected = messages(language)("tools.count", n=1, total=len(example().links))
        assert page.inner_text("#count") == expected
