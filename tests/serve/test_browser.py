"""The room in a real browser: files dropped, progress, reports, two tabs; axe; narrow windows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.window import PATIENCE, PHONE, WIDE, chromium, expect, follow, violations
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
        context.set_default_timeout(PATIENCE)
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
    follow(page, "text=Read both")
    page.select_option("#model", "none")
    follow(page, "button.main")
    page.wait_for_selector("iframe")


def test_two_files_are_read_compared_and_reported(window: Any, tmp_path: Path) -> None:
    page = window()
    chosen(page, "a", "moscow.docx", WORD)
    chosen(page, "b", "lakes.pdf", PRINTED)
    follow(page, "text=Read both")
    expect(page.locator("main")).to_contain_text("1 June 2031")
    page.select_option("#model", "none")
    follow(page, "button.main")
    page.wait_for_selector("iframe")
    report = page.frame_locator("iframe")
    report.locator("#answer").wait_for()
    expect(report.locator("main")).to_contain_text("railway")
    page.click("text=Download")
    with page.expect_download() as saved:
        page.click("text=Word")
    assert saved.value.suggested_filename == "moscow--lakes.docx"
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    follow(page, "text=Swap A and B")
    expect(page.locator("main")).to_contain_text("Earlier text (A): lakes")


def test_a_file_can_be_dropped_on_its_place(window: Any) -> None:
    page = window()
    dropped = page.evaluate_handle(
        "() => { const d = new DataTransfer();"
        " d.items.add(new File(['We met at a lake.'], 'lake.txt')); return d }"
    )
    page.dispatch_event(".drop", "dragover", {"dataTransfer": dropped})
    expect(page.locator(".drop.over")).to_have_count(1)
    page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(page.locator(".drop.over")).to_have_count(0)
    assert page.eval_on_selector("#a-file", "(e) => e.files[0].name") == "lake.txt"
    page.select_option("#b-held", "2003-moscow")
    follow(page, "text=Read both")
    expect(page.locator("#name-a")).to_contain_text("lake")


def test_progress_is_told_until_the_report_opens(window: Any) -> None:
    page = window("/check?a=2003-moscow&b=illustration")
    # By a model, as words alone may be compared before the first page has come.
    page.select_option("#model", "minilm")
    statuses = []
    page.on("response", lambda r: statuses.append(r.headers.get("refresh")))
    page.click("button.main")
    page.wait_for_selector("iframe")
    assert "1" in statuses
    assert statuses[-1] is None


@pytest.mark.parametrize("script", [True, False])
def test_all_works_without_script(window: Any, script: bool) -> None:
    page = window(java_script_enabled=script)
    compared(page, "illustration", "2003-moscow")
    page.frame_locator("iframe").locator("h1").wait_for()
    page.goto(page.url + "/report.html")
    expect(page.locator("h1")).to_be_visible()


def test_what_was_read_wrongly_is_mended_there(window: Any) -> None:
    page = window()
    page.click("text=Or an address, or pasted words >> nth=0")
    page.fill("#a-paste", "Lakes\n\nWe build a railway. We keep the lakes clean.\n\nWe thank you.")
    page.select_option("#b-held", "2003-moscow")
    follow(page, "text=Read both")
    follow(page, "text=and mend how it was read >> nth=0")
    page.click("text=Title, date, place, language")
    page.fill("#date", "2031-06-01")
    follow(page, "text=Read it so")
    expect(page.locator("main")).to_contain_text("1 June 2031")
    long = page.locator(".paragraph", has_text="We keep the lakes")
    long.locator("summary").click()
    long.locator("input").fill("We keep the")
    follow(page, long.locator("button[name=split]"))
    lakes = page.locator(".paragraph .text", has_text=re.compile(r"^We keep the lakes clean\.$"))
    expect(lakes).to_have_count(1)
    follow(page, "text=Take back")
    expect(lakes).to_have_count(0)
    page.locator(".paragraph", has_text="We thank you").locator("summary").click()
    follow(page, page.locator(".paragraph", has_text="We thank you").locator("button[name=join]"))
    expect(page.locator(".paragraph", has_text="clean. We thank you.")).to_have_count(1)
    follow(page, "text=Back to the comparison")
    expect(page.locator("main")).to_contain_text("corrected by the reader")


def test_a_phrase_leads_to_its_paragraph_and_back_by_its_address(window: Any) -> None:
    page = window("/phrase")
    page.fill("#q", "regional security")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    bookmark = page.url
    follow(page, "#main .places a >> nth=0")
    assert "/texts/2003-moscow#p" in page.url
    place = page.url.rpartition("#")[2]
    expect(page.locator(f"#{place}")).to_contain_text("regional security")
    page.goto(bookmark)
    expect(page.locator("#q")).to_have_value("regional security")
    expect(page.locator("figure svg").first).to_be_visible()


def test_a_text_is_added_shown_and_removed(window: Any) -> None:
    page = window("/collection")
    chosen(page, "new", "lakes.pdf", PRINTED)
    follow(page, "text=Read it")
    page.fill("#id", "2031-lakes")
    follow(page, "button:has-text('Add to the collection')")
    expect(page.locator("[role=status]")).to_contain_text("Added as 2031-lakes.")
    follow(page, "a:has-text('2031-lakes')")
    expect(page.locator("main")).to_contain_text("railway")
    page.goto(page.url.partition("/texts")[0] + "/collection")
    follow(page, "[aria-label='Remove 2031-lakes']")
    follow(page, "text=Keep it")
    follow(page, "[aria-label='Remove 2031-lakes']")
    follow(page, "text=Remove it")
    expect(page.locator("[role=status]")).to_contain_text("Removed: 2031-lakes.")


def test_a_hostile_file_is_told_and_the_other_side_stays(window: Any) -> None:
    page = window()
    chosen(page, "a", "bad.pdf", b"%PDF-1.4\n<script>alert(1)</script>")
    page.select_option("#b-held", "2003-moscow")
    follow(page, "text=Read both")
    expect(page.locator("[role=alert]")).to_contain_text("bad.pdf")
    expect(page.locator("#b-held")).to_have_value("2003-moscow")


def test_a_wrong_token_shows_nothing(window: Any, room: OpenRoom) -> None:
    page = window("/collection", token=False)
    expect(page.locator("h1")).to_contain_text("closed to you")
    page.goto(f"{room.root}/?token=wrong")
    expect(page.locator("h1")).to_contain_text("closed to you")
    assert page.context.cookies() == []


def test_another_site_can_neither_read_nor_change(
    browser: Browser, room: OpenRoom, tmp_path: Path
) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
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
        with page.expect_navigation(url=f"{room.root}/**"):
            page.evaluate("document.getElementById('f').submit()")
        expect(page.locator("h1")).to_contain_text("closed to you")
    finally:
        context.close()


def test_a_name_that_leads_here_is_not_answered(browser: Browser, room: OpenRoom) -> None:
    port = room.root.rpartition(":")[2]
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
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
        follow(page, "text=Read both")
        page.select_option("#model", "none")
    # Neither waits for the other: what both lead to is looked for below.
    first.click("button.main")
    second.click("button.main")
    for page, words in ((first, "Moscow, 29 May 2003 compared"), (second, "Illustration, 1")):
        page.wait_for_selector("iframe")
        heading = page.frame_locator("iframe").locator("h1")
        expect(heading).to_contain_text(re.compile(rf"^\s*{words}"))


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
    expect(page.locator("text=TEI")).to_be_visible()
    follow(page, "text=Review what is open")
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
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#a-file")).to_be_focused()
