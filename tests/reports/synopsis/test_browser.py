"""The page of a synopsis in a real browser: what is marked, reordered, hidden and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.window import PATIENCE, becomes, chromium, violations
from examples.synopsis_example import NAMES, synopsis_example, texts
from texts import document, moscow_paragraphs

from scodiff.compare.synopsis.build import build_synopsis
from scodiff.corpus.library import resolve
from scodiff.reports.formats.formats import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 800}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("synopsis in the browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    yield from chromium()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages that are looked at."""
    folder = tmp_path_factory.mktemp("pages")
    for language in ("en", "ru", "zh"):
        data = render(synopsis_example(), "html", language, kind="synopsis")
        (folder / f"{language}.html").write_bytes(data)
    some = moscow_paragraphs()
    many = [document(some[n : n + 3], f"text-{n:02}") for n in range(10)]
    (folder / "ten.html").write_bytes(render(build_synopsis(many), "html", kind="synopsis"))
    return folder


@pytest.fixture
def look(browser: Browser, pages: Path) -> Iterator[Any]:
    """Opens a page: ``look("#row-2", viewport=…)``; afterwards nothing may have gone wrong."""
    contexts: list[BrowserContext] = []
    said: list[str] = []
    asked: list[str] = []

    def open_(fragment: str = "", name: str = "en", **options: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": WIDE, **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:,")) else said.append(r.url),
        )
        page.goto((pages / f"{name}.html").as_uri() + fragment)
        return page

    yield open_
    assert said == []
    assert all(url.startswith(("file:", "data:,")) for url in asked)
    for context in contexts:
        context.close()


def rows(page: Page) -> list[int]:
    script = "(es) => es.filter((e) => e.checkVisibility()).map((e) => Number(e.id.slice(4)))"
    return list(page.eval_on_selector_all(".rows tbody tr", script))


def signs(page: Page, selector: str) -> list[str]:
    """The texts of the elements that are marked as put in or left out, and to be seen."""
    script = """(es) => es.filter((e) => e.checkVisibility() &&
      ["underline", "line-through"].includes(getComputedStyle(e).textDecorationLine))
      .map((e) => e.textContent)"""
    return list(page.eval_on_selector_all(selector, script))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("fragment", ["", "#row-2?against=base&base=3"])
def test_axe_finds_nothing(look: Any, fragment: str, size: dict[str, int], scheme: str) -> None:
    page = look(fragment, viewport=size, color_scheme=scheme)
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert violations(page) == []


@pytest.mark.parametrize("name", ["ru", "zh", "ten"])
def test_axe_finds_nothing_in_others(look: Any, name: str) -> None:
    assert violations(look(name=name)) == []


@pytest.mark.parametrize("name", ["en", "ten"])
def test_on_a_narrow_screen_nothing_leads_sideways(look: Any, name: str) -> None:
    page = look(name=name, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("script", [True, False])
def test_the_changes_are_switched_with_and_without_script(look: Any, script: bool) -> None:
    page = look(java_script_enabled=script)
    cell = "#row-2 .c3 .text"
    assert signs(page, f"{cell} del") == ["They"]
    assert "The Member States must" in signs(page, f"{cell} span")
    page.check("#against-nothing")
    assert signs(page, f"{cell} :is(del, span)") == []
    page.check("#against-base")
    assert "fulfill" not in signs(page, f"{cell} span")  # as in 2003
    page.check("#base-2")
    assert "fulfill" in signs(page, f"{cell} span")
    page.uncheck("#gaps")
    assert signs(page, f"{cell} del") == []
    page.click(".filters summary")
    page.uncheck("#column-3")
    assert not page.is_visible(cell)
    assert page.is_visible("#row-2 .c2 .text")


def test_the_base_reorders_the_rows(look: Any) -> None:
    page, found = look(), synopsis_example()
    for number, name in enumerate(NAMES, 1):
        page.check(f"#base-{number}")
        assert rows(page) == list(found.orders[name])
        assert name in page.inner_text("#order")


def test_all_text_is_there_without_script(look: Any) -> None:
    page = look(java_script_enabled=False)
    page.check("#against-nothing")
    for number, held in enumerate(texts(), 1):
        for paragraph in held.citable:
            text = page.locator(f"#d{number}-{paragraph.id} .text")
            assert text.is_visible()
            assert text.inner_text() == paragraph.text
    assert not page.is_visible("#search")


def test_columns_are_moved_by_key(look: Any) -> None:
    page = look()
    page.focus(".filters summary")
    page.keyboard.press("Enter")
    page.focus("[data-column='3'] .earlier")
    page.keyboard.press("Enter")
    heads = "(es) => es.map((e) => e.dataset.column)"
    assert page.eval_on_selector_all(".rows thead [data-column]", heads) == ["1", "3", "2"]
    cells = "(es) => es.map((e) => e.className.match(/c(\\d)/)[1])"
    assert page.eval_on_selector_all("#row-2 td", cells) == ["1", "3", "2"]
    assert "order=1,3,2" in page.evaluate("location.hash")
    assert page.evaluate("document.activeElement.className") == "earlier"


def test_rows_are_filtered_and_searched(look: Any) -> None:
    page, found = look(), synopsis_example()
    page.select_option("#show", "several")
    assert rows(page) == [r.number for r in found.in_order() if len(r.witnesses) > 1]
    assert page.inner_text("#count") == f"{len(rows(page))} of {len(found.rows)} rows"
    page.select_option("#show", "open")
    assert rows(page) == [
        r.number for r in found.in_order() if any(s.state == "open" for s in r.standings)
    ]
    page.select_option("#show", "")
    page.fill("#search", "GLACIERS")
    assert len(rows(page)) == 1
    page.fill("#search", "")
    assert page.inner_text("#count") == ""


def test_the_address_holds_what_is_shown(look: Any) -> None:
    address = "#row-2?against=base&base=3&gaps=off&hidden=2&order=3,1,2&show=several"
    page = look(address)
    assert page.evaluate("location.hash") == address
    assert page.is_checked("#against-base")
    assert page.is_checked("#base-3")
    assert not page.is_visible("#row-2 .c2")
    assert page.evaluate("document.activeElement.id") == "row-2"


def test_a_garbled_address_is_no_trouble(look: Any) -> None:
    page = look("#%E0%A4?base=9&order=1,1&show=x&against=y&hidden=z")
    assert rows(page) == list(synopsis_example().orders[NAMES[0]])


def test_keys_step_switch_and_help(look: Any) -> None:
    page, order = look(), synopsis_example().orders[NAMES[0]]
    for n in (0, 1):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == f"row-{order[n]}"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == f"row-{order[0]}"
    page.keyboard.press("a")
    assert page.is_checked("#against-base")
    page.keyboard.press("b")
    assert page.is_checked("#base-2")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.uncheck("#shortcuts")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.is_checked("#against-base")


@pytest.mark.parametrize("name", ["en", "ten"])
def test_the_heads_of_the_columns_stay_in_sight(look: Any, name: str) -> None:
    page = look("#row-7", name=name, viewport={"width": 1280, "height": 400})

    def are_in_sight() -> bool:
        head = page.locator(".rows thead th").last.bounding_box()
        row = page.locator("#row-7").bounding_box()
        bar = page.locator("nav.bar").bounding_box()
        under_the_bar = head["y"] >= bar["y"] + bar["height"] - 2
        return under_the_bar and row["y"] >= head["y"] + head["height"] - 2

    # After the browser's own jump comes that of the page.
    becomes(page, are_in_sight, True)


def test_ten_columns_scroll_in_a_pane_of_their_own(look: Any) -> None:
    page = look(name="ten")
    assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]
    widths = [box["width"] for box in (e.bounding_box() for e in page.locator("#row-1 td").all())]
    assert min(widths) > 180
    pane = page.locator(".scroll")
    pane.evaluate("(e) => { e.scrollLeft = 900; e.scrollTop = 400; }")
    left = pane.bounding_box()["x"]
    assert abs(page.locator("#row-1 th").bounding_box()["x"] - left) < 3  # the numbers stay


def test_paper_is_landscape_and_leaves_out_what_is_hidden(look: Any) -> None:
    pypdf = pytest.importorskip("pypdf")
    from io import BytesIO

    page = look("#?hidden=2")
    document_ = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    box = document_.pages[0].mediabox
    assert box.width > box.height
    text = "".join(p.extract_text() for p in document_.pages)
    assert "emphasize the importance" in text
    assert "glaciers" not in text.partition("How to read it")[0]
    assert "Search" not in text


def worked(browser: Browser, path: Path, script: bool) -> float:
    """What a page's own thread works until it is open, in seconds, whatever else runs here."""
    context = browser.new_context(viewport=WIDE, java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    page.wait_for_selector("#count", state="attached")
    metrics = session.send("Performance.getMetrics")["metrics"]
    context.close()
    return float({m["name"]: m["value"] for m in metrics}["TaskDuration"])


def test_the_script_adds_little_to_the_opening_of_five_declarations(
    browser: Browser, data_dir: Path, tmp_path: Path
) -> None:
    names = ("2018-qingdao-information-report", "2019-bishkek", "2022-samarkand", "2023-new-delhi")
    paths = [data_dir / "sco" / f"{name}.en.txt" for name in names]
    if not all(path.is_file() for path in paths):
        pytest.skip("the five declarations are not among the real texts")
    found = build_synopsis([resolve("2003-moscow"), *(resolve(str(path)) for path in paths)])
    target = tmp_path / "five.html"
    target.write_bytes(render(found, "html", kind="synopsis"))
    # A tenth was measured; sorting or measuring every cell again would take many times as much.
    assert worked(browser, target, True) < 3 * worked(browser, target, False)
