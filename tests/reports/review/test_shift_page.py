"""The page that asks what changed, in a real browser: by keyboard, kept, saved, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.window import PHONE, WIDE, Look, becomes, chromium, expect, violations
from command import run
from second_reader.shift_example import EARLIER, LATER, shift_question, shift_queue
from texts import document

from scodiff.compare.decisions.model import Decider, NamedShift
from scodiff.compare.review.shifts.answers import read_shift_answers
from scodiff.compare.review.shifts.model import (
    DIRECTION_DEFINITIONS,
    KIND_DEFINITIONS,
    ShiftAnswer,
)
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.messages import messages
from scodiff.reports.review.shift_page import render_shifts
from scodiff.reports.visible import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NARROW = {"width": 320, "height": 640}
QUEUE = shift_queue()
MARKED = """[...CSS.highlights.get('quoted')]
    .map((r) => r.startContainer.data.slice(r.startOffset, r.endOffset))"""
EVIL = 'The <img src=x onerror=alert(1)> "parties"\u202e may $& (open) [.*] it\u200b.'
EVIL_A, EVIL_B = document([EVIL], "evil-a"), document(["They must \u4e0d\u5f97 open it."], "evil-b")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    yield from chromium()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages that are looked at."""
    folder = tmp_path_factory.mktemp("pages")
    for language in available():
        data = render_shifts(QUEUE, EARLIER, LATER, "1.0", language)
        (folder / f"{language}.html").write_bytes(data)
    (folder / "empty.html").write_bytes(render_shifts((), EARLIER, LATER, "1.0"))
    asked = shift_question(EVIL_A, EVIL_B, ["p1"], ["p1"])
    (folder / "evil.html").write_bytes(render_shifts((asked,), EVIL_A, EVIL_B, "1.0"))
    return folder


@pytest.fixture
def look(browser: Browser, pages: Path) -> Iterator[Any]:
    """Opens a page, in a window of its own or in that of ``beside``."""
    looks: list[Look] = []

    def open_(name: str = "en", beside: Look | None = None, **options: Any) -> Look:
        context = (
            beside.page.context if beside else browser.new_context(**{"viewport": WIDE, **options})
        )
        looks.append(Look(context, (pages / f"{name}.html").as_uri()))
        return looks[-1]

    yield open_
    for one in looks:
        one.check()
    for one in looks:
        one.page.context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page, folder: Path) -> Path:
    """The file that the page saves."""
    page.fill("#name", "R. Reader")
    with page.expect_download() as waiting:
        page.click("#save")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def answers(path: Path) -> list[ShiftAnswer]:
    """The answers of a file."""
    return [answer for _, answer in read_shift_answers(path)]


def quoted(page: Page) -> list[str]:
    """The quotations of the change begun."""
    return [page.locator(f'.quote[data-side="{side}"]:visible').input_value() for side in "ab"]


def test_what_the_kinds_and_directions_mean_is_what_the_files_say() -> None:
    t = messages("en")
    assert {k: t(f"review.kinds_{k}") for k in KIND_DEFINITIONS} == dict(KIND_DEFINITIONS)
    told = {d: t(f"review.directions_{d}") for d in DIRECTION_DEFINITIONS}
    assert told == dict(DIRECTION_DEFINITIONS)
    assert render_shifts(QUEUE, EARLIER, LATER, "1.0") == render_shifts(
        QUEUE, EARLIER, LATER, "1.0"
    )


@pytest.mark.slow
def test_changes_are_named_by_keyboard_and_the_file_is_accepted(look: Any, tmp_path: Path) -> None:
    page = look().page
    # Two words of A: "may open"; then, of B, "must open".
    press(page, "w", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "q")
    press(page, "ArrowRight", "ArrowRight", "Shift+ArrowRight", "q")
    assert quoted(page) == ["may open", "must open"]
    assert page.evaluate(MARKED) == ["may open", "must open"]
    press(page, "1", "1", "Enter")
    # A second one, typed: what was dropped stands in A alone.
    page.locator('.quote[data-side="a"]:visible').fill("all")
    press(page, "Escape", "8", "4", "Enter")
    assert page.locator(".change:visible").count() == 2
    press(page, "Enter")
    assert page.locator("#q-2").is_visible()
    press(page, "Enter", "n")  # nothing changed there
    page.keyboard.type("no doubt")
    press(page, "Escape", "Enter")
    assert page.text_content("#progress") == "Answered: 3 of 3"
    path = saved(page, tmp_path)
    assert path.name == "shift-answers-lake-2003-lake-2022.jsonl"
    first, second, third = answers(path)
    assert first.changes == (
        NamedShift("modality", "strengthened", "may open", "must open"),
        NamedShift("scope", "narrowed", "all", ""),
    )
    assert (first.question, first.by) == (QUEUE[0].id, Decider("person", "R. Reader"))
    assert second.changes == third.changes == ()
    assert second.passages_a == tuple(p.id for p in QUEUE[1].passages_a)
    assert third.note == "no doubt"


@pytest.mark.slow
def test_the_page_of_the_command_line_gives_what_the_command_line_takes(
    browser: Browser, tmp_path: Path
) -> None:
    pair = ("2003-moscow", "illustration", "--model", "none")
    about = ("review", *pair, "--about", "shifts")
    made = run(*about, "--limit", 2, "-o", tmp_path / "shifts.html")
    assert made.exit_code == 0, made.stderr
    assert "2 of " in made.stderr
    context = browser.new_context()
    seen = Look(context, (tmp_path / "shifts.html").as_uri())
    press(seen.page, "w", "Shift+ArrowRight", "q", "Escape", "0", "5", "Enter", "Enter", "Enter")
    path = saved(seen.page, tmp_path)
    context.close()
    made = run(*about, "--answers", path, "-o", tmp_path / "decisions.toml")
    assert made.exit_code == 0, made.stderr
    report = run("compare", *pair, "--links", tmp_path / "decisions.toml", "--format", "json")
    assert report.exit_code == 0, report.stderr
    links = json.loads(report.stdout)["links"]
    named = [s for link in links for s in link["shifts"] if s["decided_by"]]
    assert [(s["kind"], s["direction"], s["decided_by"]) for s in named] == [
        ("object", "different", "reader")
    ]


@pytest.mark.slow
def test_words_selected_by_pointer_are_whole_words(look: Any, tmp_path: Path) -> None:
    page = look(viewport=PHONE, has_touch=True).page
    # Done when the page, which listened first, has been told of the selection.
    script = """(e, [from, to]) => new Promise((told) => {
        document.addEventListener("selectionchange", told, {once: true});
        getSelection().setBaseAndExtent(
            e.firstChild, e.textContent.indexOf(from), e.firstChild, e.textContent.indexOf(to))
        }).then(() => null)"""
    page.locator(".passage.b:visible .text").evaluate(script, ["ust open", "en the northern"])
    page.locator(".take:visible").tap()
    becomes(page, lambda: quoted(page), ["", "must open"])
    for value in ("modality", "strengthened"):
        button = page.locator(f'[data-value="{value}"]:visible')
        button.tap()
        expect(button).to_have_attribute("aria-pressed", "true")
    page.locator(".add:visible").tap()
    expect(page.locator(".change:visible")).to_have_count(1)
    page.locator(".finish:visible").tap()
    expect(page.locator("#q-2")).to_be_visible()
    (found,) = answers(saved(page, tmp_path))
    assert found.changes == (NamedShift("modality", "strengthened", "", "must open"),)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("a", "b", "keys", "words"),
    [
        ("may close", "", "11", "do not stand there"),
        ("ma", "", "11", "do not stand there"),
        ("", "all", "11", "do not stand there"),
        ("", "", "11", "one of the texts at least"),
        ("open", "open", "11", "the same words"),
    ],
)
def test_what_the_texts_do_not_bear_out_is_not_added(
    look: Any, a: str, b: str, keys: str, words: str
) -> None:
    page = look().page
    for side, value in (("a", a), ("b", b)):
        page.locator(f'.quote[data-side="{side}"]:visible').fill(value)
    press(page, "Escape", *keys, "Enter")
    assert page.locator(".change:visible").count() == 0
    told = page.eval_on_selector_all(".quote", "(es) => es.map((e) => e.validationMessage).join()")
    assert words in told


@pytest.mark.slow
def test_kind_and_direction_are_asked_for_and_nothing_begun_is_lost(
    look: Any, tmp_path: Path
) -> None:
    page = look().page
    press(page, "w", "q", "Escape", "Enter")
    assert page.text_content("#said") == "Choose the kind of the change."
    press(page, "1", "Enter")
    assert page.text_content("#said") == "Choose the direction of the change."
    press(page, "ArrowRight", "Enter", "s")
    # The first question is not answered; the second is, and can be saved.
    assert page.evaluate("document.activeElement.id") == "name"
    press(page, "Escape", "ArrowLeft", "ArrowLeft", "2", "Enter", "Enter", "ArrowLeft", "ArrowLeft")
    assert page.locator(".change:visible").count() == 1
    press(page, "x")  # back into the form
    assert (page.locator(".change:visible").count(), quoted(page)) == (0, ["The", ""])
    page.fill("#name", "R.")
    page.click("#save")
    told = page.eval_on_selector(".quote:focus", "(e) => e.validationMessage")
    assert told == "A change is begun here: add it, or clear it."
    press(page, "Escape", "x")
    assert quoted(page) == ["", ""]
    assert page.text_content("#progress") == "Answered: 2 of 3"
    found = answers(saved(page, tmp_path))
    assert [answer.changes for answer in found] == [(), ()]


@pytest.mark.slow
def test_progress_is_kept_and_a_saved_file_taken_up(look: Any, tmp_path: Path) -> None:
    first = look()
    press(first.page, "w", "q", "Escape", "1", "5", "Enter", "Enter")
    press(first.page, "w", "q", "Escape", "2")
    again = look(beside=first)
    assert again.page.text_content("#progress") == "Answered: 1 of 3"
    assert again.page.locator("#q-2").is_visible()
    assert quoted(again.page) == ["They", ""]
    press(again.page, "x", "ArrowLeft")
    assert again.page.locator(".change:visible q").first.text_content() == "The"
    path = saved(again.page, tmp_path)
    path.write_bytes(path.read_bytes() + b'{"question": "other"}\nnonsense\n')
    fresh = look().page
    fresh.set_input_files("#load", path)
    fresh.wait_for_selector("#said:not(:empty)")
    assert "taken up: 1. Lines that do not belong here: 2." in fresh.text_content("#said")
    assert fresh.locator(".change:visible").count() == 1
    name = first.page.evaluate("Object.keys(localStorage).join()")
    assert name == f"scodiff-review-shifts:{QUEUE[0].a.sha256}:{QUEUE[0].b.sha256}"


@pytest.mark.slow
def test_hostile_texts_are_shown_quoted_and_saved_and_nothing_else(
    look: Any, tmp_path: Path
) -> None:
    page = look("evil").page
    assert page.locator(".passage.a .text").text_content() == visible(EVIL)
    quotation = visible(EVIL.partition(" it")[0].partition("The ")[2])
    page.locator('.quote[data-side="a"]').fill(quotation)
    page.locator('.quote[data-side="b"]').fill("\u4e0d\u5f97")
    press(page, "Escape", "3", "5", "Enter", "Enter")
    (found,) = answers(saved(page, tmp_path))
    assert found.changes[0].a in EVIL
    assert found.changes[0].b == "\u4e0d\u5f97"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing(look: Any, scheme: str, size: dict[str, int]) -> None:
    page = look(viewport=size, color_scheme=scheme).page
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert violations(page) == []
    press(page, "w", "q", "Escape", "1", "5", "Enter", "w", "q", "Escape", "2", "1")
    assert violations(page) == []
    press(page, "?")
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ru", "zh", "evil", "empty"])
def test_it_fits_and_speaks_in_other_languages_and_texts(look: Any, name: str) -> None:
    page = look(name, viewport=NARROW).page
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    press(page, "w", "q", "Escape", "1", "5", "Enter", "Enter", "t", "t")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    if name in available():
        t = messages(name)
        assert t("review.kinds_modality") in page.text_content("#labels")
        assert t("review.no_change") in page.locator(".finish").first.text_content()


@pytest.mark.slow
def test_without_script_the_questions_can_be_read(look: Any) -> None:
    page = look(java_script_enabled=False).page
    assert page.locator(".question:visible").count() == len(QUEUE)
    assert not page.is_visible(".draft")


def test_what_scodiff_left_open_is_told_as_such() -> None:
    shift = replace(QUEUE[0].shifts[0], certainty="open")
    asked = replace(QUEUE[0], shifts=(shift,))
    page = render_shifts((asked,), EARLIER, LATER, "1.0").decode()
    t = messages("en")
    assert f"modality, strengthened ({t('certainty.open')}): " in page
