"""Pages in the system's Chromium, driven by Playwright.

What follows a click comes when it comes, on a busy machine a good while later: a test waits for
it (``follow``, ``expect``, ``becomes``) and reads only then.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Milliseconds: how long what must come may take. Only a failure ever waits so long.
PATIENCE = 90_000
_PAUSE = 50


def chromium() -> Iterator[Browser]:
    """The browser, for a fixture to yield from; skips the test where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium here (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, timeout=PATIENCE)
        yield running
        running.close()


def expect(seen: Locator) -> Any:
    """What an element is to be, as soon as it is: ``expect(seen).to_have_text("…")``."""
    from playwright.sync_api import expect as expected

    expected.set_options(timeout=PATIENCE)
    return expected(seen)


def follow(page: Page, link: str | Locator) -> None:
    """Click what leads to another page, also of the same address, and wait until it is there."""
    with page.expect_navigation():
        (page.locator(link) if isinstance(link, str) else link).click()


def becomes(page: Page, read: Callable[[], Any], wanted: Any) -> None:
    """Hold that what is read of a page comes to be what is wanted, for what no element shows."""
    for _ in range(PATIENCE // _PAUSE):
        if read() == wanted:
            return
        page.wait_for_timeout(_PAUSE)
    assert read() == wanted


class Look:
    """One page in one window, with all that the browser complained of or asked for."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)

    def check(self) -> None:
        """Hold that nothing was complained of, and nothing asked for but the page itself."""
        assert self.complaints == []
        assert all(url.startswith(("file:", "data:,", "blob:")) for url in self.requests)
        assert len([url for url in self.requests if url.startswith("file:")]) == 1

    def shown(self, selector: str) -> list[str]:
        """The ids of the elements that can be seen."""
        script = "(es) => es.filter((e) => e.checkVisibility()).map((e) => e.id)"
        return list(self.page.eval_on_selector_all(selector, script))

    def fragment(self) -> str:
        """What follows the # of the address."""
        return str(self.page.evaluate("decodeURIComponent(location.hash)"))


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its own best practices."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    found = axe.Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found]
