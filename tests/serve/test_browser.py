"""The room in a real browser: files dropped, progress, reports, two tabs; axe; narrow windows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.window import PHONE, WIDE, chromium, violations
from corpus_files import column, docx, paragraph, pdf
from rooms.reading_room import OpenRoom, open_room
from texts import moscow_paragraphs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytest.importorskip("uvicorn", reason="the extra [serve] is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("room in the browser")]

NARROW = {"width": 320, "height": 640}
OWN = ("We shall build a railway together.", "We shall keep the lakes clean.")
WORD = docx("".join(map(paragraph, [*moscow_paragraphs()[:9], *OWN])))
PRINTED = pdf([column(["Statement of the Lake Council", "1 June 2031", "", *OWN])])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    yield from chromium()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room that all these tests share."""
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        yield opened


@pytest.fixture
def window(browser: Browser, room: OpenRoom) -> Iterator[Any]:
    """Opens the room in a new window; nothing may be asked of any other site."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []

    def open_(path: str = "/", token: bool = True, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: _complain(said.text))
        if token:
            page.goto(room.first)
        page.goto(room.root + path)
        return page

    complaints: list[str] = []

    def _complain(text: str) -> None:
        # A page that says what went wrong has the status of an error.
        if "Failed to load resource" not in text:
            complaints.append(text)

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
    assert all(url.startswith((room.root, "data:,")) for url in asked)


def chosen(page: Page, side: str, name: str, data: bytes) -> None:
    """Choose a file for a side."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.set_input_files(f"#{side}-file", files=[file])


def compared(page: Page, a: str = "2003-moscow", b: str = "illustration") -> None:
    """Compare two texts of the collection by words, and wait for the report."""
    page.select_option("#a-held", a)
    page.select_option("#b-held", b)
    page.click("text=Read both")
    page.select_option("#model", "none")
    page.click("button.main")
    page.wait_for_selector("iframe")


def test_two_files_are_read_compared_and_reported(window: Any, tmp_path: Path) -> None:
    page = window()
    chosen(page, "a", "moscow.docx", WORD)
    chosen(page, "b", "lakes.pdf", PRINTED)
    page.click("text=Read both")
    assert "1 June 2031" in page.inner_text("main")
    page.select_option("#model", "none")
    page.click("button.main")
    page.wait_for_selector("iframe")
    report = page.frame_locator("iframe")
    report.locator("#answer").wait_for()
    assert "railway" in (report.locator("main").text_content() or "")
    page.click("text=Download")
    with page.expect_download() as saved:
        page.click("text=Word")
    assert saved.value.suggested_filename == "moscow--lakes.docx"
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    page.click("text=Swap A and B")
    assert "Earlier text (A): lakes" in page.inner_text("main")


def test_a_file_can_be_dropped_on_its_place(window: Any) -> None:
    page = window()
    dropped = page.evaluate_handle(
        "() => { const d = new DataTransfer();"
        " d.items.add(new File(['We met at a lake.'], 'lake.txt')); return d }"
    )
    page.dispatch_event(".drop", "dragover", {"dataTransfer": dropped})
    assert page.locator(".drop.over").count() == 1
    page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    assert page.locator(".drop.over").count() == 0
    assert page.eval_on_selector("#a-file", "(e) => e.files[0].name") == "lake.txt"
    page.select_option("#b-held", "2003-moscow")
    page.click("text=Read both")
    assert "lake" in page.inner_text("#name-a")


def test_progress_is_told_until_the_report_opens(window: Any) -> None:
    page = window("/check?a=2003-moscow&b=illustration")
    # By a model, as words alone may be compared before the first page has come.
    page.select_option("#model", "minilm")
    statuses = []
    page.on("response", lambda r: statuses.append(r.headers.get("refresh")))
    page.click("button.main")
    page.wait_for_selector("iframe", timeout=90_000)
    assert "1" in statuses
    assert statuses[-1] is None


@pytest.mark.parametrize("script", [True, False])
def test_all_works_without_script(window: Any, script: bool) -> None:
    page = window(java_script_enabled=script)
    compared(page, "illustration", "2003-moscow")
    page.frame_locator("iframe").locator("h1").wait_for(timeout=60_000)
    page.goto(page.url.replace("/found/", "/found/") + "/report.html")
    assert page.is_visible("h1")


def test_what_was_read_wrongly_is_mended_there(window: Any) -> None:
    page = window()
    page.click("text=Or an address, or pasted words >> nth=0")
    page.fill("#a-paste", "Lakes\n\nWe build a railway. We keep the lakes clean.\n\nWe thank you.")
    page.select_option("#b-held", "2003-moscow")
    page.click("text=Read both")
    page.click("text=and mend how it was read >> nth=0")
    page.click("text=Title, date, place, language")
    page.fill("#date", "2031-06-01")
    page.click("text=Read it so")
    assert "1 June 2031" in page.inner_text("main")
    long = page.locator(".paragraph", has_text="We keep the lakes")
    long.locator("summary").click()
    long.locator("input").fill("We keep the")
    long.locator("button[name=split]").click()
    assert page.locator(".paragraph .text", has_text=re.compile(r"^We keep the lakes clean\.$"))
    page.click("text=Take back")
    page.locator(".paragraph", has_text="We thank you").locator("summary").click()
    page.locator(".paragraph", has_text="We thank you").locator("button[name=join]").click()
    assert page.locator(".paragraph", has_text="clean. We thank you.").count() == 1
    page.click("text=Back to the comparison")
    assert "corrected by the reader" in page.inner_text("main")


def test_a_phrase_leads_to_its_paragraph_and_back_by_its_address(window: Any) -> None:
    page = window("/phrase")
    page.fill("#q", "regional security")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    bookmark = page.url
    page.click("#main .places a >> nth=0")
    assert page.url.endswith("/texts/2003-moscow#p34") or "/texts/2003-moscow#p" in page.url
    place = page.url.rpartition("#")[2]
    assert "regional security" in page.inner_text(f"#{place}")
    page.goto(bookmark)
    assert page.input_value("#q") == "regional security"
    assert page.is_visible("figure svg")


def test_a_text_is_added_shown_and_removed(window: Any) -> None:
    page = window("/collection")
    chosen(page, "new", "lakes.pdf", PRINTED)
    page.click("text=Read it")
    page.fill("#id", "2031-lakes")
    page.click("button:has-text('Add to the collection')")
    assert "Added as 2031-lakes." in page.inner_text("[role=status]")
    page.click("a:has-text('2031-lakes')")
    assert "railway" in page.inner_text("main")
    page.goto(page.url.partition("/texts")[0] + "/collection")
    page.click("[aria-label='Remove 2031-lakes']")
    page.click("text=Keep it")
    page.click("[aria-label='Remove 2031-lakes']")
    page.click("text=Remove it")
    assert "Removed: 2031-lakes." in page.inner_text("[role=status]")


def test_a_hostile_file_is_told_and_the_other_side_stays(window: Any) -> None:
    page = window()
    chosen(page, "a", "bad.pdf", b"%PDF-1.4\n<script>alert(1)</script>")
    page.select_option("#b-held", "2003-moscow")
    page.click("text=Read both")
    assert "bad.pdf" in page.inner_text("[role=alert]")
    assert page.input_value("#b-held") == "2003-moscow"


def test_a_wrong_token_shows_nothing(window: Any, room: OpenRoom) -> None:
    page = window("/collection", token=False)
    assert "closed to you" in page.inner_text("h1")
    page.goto(f"{room.root}/?token=wrong")
    assert "closed to you" in page.inner_text("h1")
    assert page.context.cookies() == []


def test_another_site_can_neither_read_nor_change(
    browser: Browser, room: OpenRoom, tmp_path: Path
) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(room.first)
        evil = tmp_path / "evil.html"
        evil.write_text(
            f"<form id=f method=post action='{room.root}/collection/remove'>"
            "<input name=name value=2003-moscow></form>"
            f"<img src='{room.root}/collection'><iframe src='{room.root}/collection'></iframe>"
        )
        page.goto(evil.as_uri())
        read = page.evaluate(
            f"fetch('{room.root}/collection', {{credentials: 'include'}})"
            ".then((r) => r.text()).catch(() => 'refused')"
        )
        assert read == "refused"
        page.evaluate("document.getElementById('f').submit()")
        page.wait_for_url(f"{room.root}/**")
        assert "closed to you" in page.inner_text("h1")
    finally:
        context.close()


def test_a_name_that_leads_here_is_not_answered(browser: Browser, room: OpenRoom) -> None:
    port = room.root.rpartition(":")[2]
    context = browser.new_context()
    try:
        page = context.new_page()
        # What a stranger's name server would do: a name of his, this machine's address.
        page.route(
            "http://evil.example/**",
            lambda route: route.fulfill(
                response=context.request.get(
                    f"{room.root}/collection", headers={"host": f"evil.example:{port}"}
                )
            ),
        )
        page.goto("http://evil.example/collection")
        assert "not the address of this reading room" in page.content()
    finally:
        context.close()


def test_two_tabs_at_once(window: Any) -> None:
    first = window()
    second = first.context.new_page()
    second.goto(first.url)
    for page, texts in (
        (first, ("2003-moscow", "illustration")),
        (second, ("illustration", "2003-moscow")),
    ):
        page.select_option("#a-held", texts[0])
        page.select_option("#b-held", texts[1])
        page.click("text=Read both")
        page.select_option("#model", "none")
    first.click("button.main")
    second.click("button.main")
    for page, words in ((first, "Moscow, 29 May 2003 compared"), (second, "Illustration, 1")):
        page.wait_for_selector("iframe")
        heading = page.frame_locator("iframe").locator("h1").inner_text()
        assert heading.replace("\n", " ").startswith(words)


PAGES = (
    "/",
    "/check?a=2003-moscow&b=illustration",
    "/texts/2003-moscow",
    "/collection",
    "/phrase",
    "/phrase?q=regional+security",
    "/studies",
    "/nowhere",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_axe_finds_nothing_and_nothing_is_cut(
    window: Any, scheme: str, size: dict[str, int]
) -> None:
    page = window(viewport=size, color_scheme=scheme)
    root = page.url.rstrip("/")
    for path in PAGES:
        page.goto(root + path)
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert violations(page) == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_around_a_report_and_its_review(
    window: Any, size: dict[str, int]
) -> None:
    page = window(viewport=size)
    compared(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.click("text=Download")
    assert page.is_visible("text=TEI")
    page.click("text=Review what is open")
    page.wait_for_selector("iframe[title='The questions']")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_axe_finds_nothing_in_other_languages(window: Any, language: str) -> None:
    page = window(locale=language)
    root = page.url.rstrip("/")
    for path in PAGES:
        page.goto(root + path)
        assert page.get_attribute("html", "lang") == language
        assert violations(page) == [], path


def test_keys_reach_everything(window: Any) -> None:
    page = window()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "a-file"
