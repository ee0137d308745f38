"""The review page in a real browser: answered by keyboard, kept, saved, and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.window import PHONE, WIDE, Look, chromium, expect, violations
from command import run
from examples.hostile_report import HOSTILE, hostile
from report_example import example
from second_reader.review_example import question, queue

from scodiff.compare.decisions.model import Decider, SharedQuotation
from scodiff.compare.review.answer_file import read_answers
from scodiff.compare.review.checking import check_answers
from scodiff.compare.review.model import ReviewAnswer
from scodiff.corpus.model import Document
from scodiff.reports.messages.languages import available
from scodiff.reports.messages.messages import messages
from scodiff.reports.review.page import render
from scodiff.reports.visible import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("review in the browser")]

NARROW = {"width": 320, "height": 640}
A, B = example().a, example().b
QUEUE = queue(A, B)
FIRST = QUEUE[0]
SURE = (0.99, 0.0, 0.0, 0.0, 0.0)
# A browser without storage, as some are for files: whoever asks for it gets an exception.
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    yield from chromium()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages that are looked at."""
    folder = tmp_path_factory.mktemp("pages")
    for language in available():
        (folder / f"{language}.html").write_bytes(render(QUEUE, A, B, "1.0", language))
    (folder / "empty.html").write_bytes(render((), A, B, "1.0"))
    evil = hostile()
    asked = question(evil.a, evil.b, "a", "p3", ["p1", "p2"])
    (folder / "hostile.html").write_bytes(render((asked,), evil.a, evil.b, "1.0"))
    return folder


@pytest.fixture
def look(browser: Browser, pages: Path) -> Iterator[Any]:
    """Opens a page, in a window of its own or in that of ``beside``."""
    looks: list[Look] = []

    def open_(
        name: str = "en", beside: Look | None = None, script: str = "", **options: Any
    ) -> Look:
        context = (
            beside.page.context if beside else browser.new_context(**{"viewport": WIDE, **options})
        )
        if script:
            context.add_init_script(script)
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


def saved(page: Page, folder: Path, name: str = "R. Reader") -> Path:
    """The file that the page saves."""
    page.fill("#name", name)
    with page.expect_download() as waiting:
        page.click("#save")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def read_back(path: Path, a: Document = A, b: Document = B) -> tuple[ReviewAnswer, ...]:
    """The answers of a file, as ``--answers`` takes them."""
    return check_answers(read_answers(path), a, b)


def labels(page: Page) -> list[str]:
    """The labels of the candidates that are shown, in order; empty where none is given."""
    script = "(es) => es.filter((e) => e.checkVisibility()).map((e) => e.dataset.given)"
    return list(page.eval_on_selector_all(".candidate", script))


def asks_before_it_is_left(page: Page) -> bool:
    return bool(
        page.evaluate(
            "() => { const e = new Event('beforeunload', {cancelable: true});"
            " dispatchEvent(e); return e.defaultPrevented }"
        )
    )


def test_a_queue_is_answered_by_keyboard_and_the_file_is_accepted(
    look: Any, tmp_path: Path
) -> None:
    page = look().page
    press(page, "ArrowDown", "1", "2", "3", "4", "4")
    assert labels(page) == ["same", "part", "matter", "nothing", "nothing"]
    press(page, "Enter")  # next question, of the other side
    press(page, "Enter")  # nothing answers
    press(page, "n")
    page.keyboard.type('Not sure: \u2028 "1–4" <b>\n')
    press(page, "Escape", "ArrowDown", "ArrowDown", "2", "Enter")
    path = saved(page, tmp_path)
    assert path.name == "answers-2003-moscow-invented-lake.jsonl"
    first, second, third = read_back(path)
    assert first.question == FIRST.id
    assert (first.side, first.paragraph) == ("a", FIRST.paragraph.id)
    assert [(v.id, v.label) for v in first.verdicts] == list(
        zip(
            [c.id for c in FIRST.candidates],
            ["same", "part", "matter", "nothing", "nothing"],
            strict=True,
        )
    )
    assert first.by == Decider("person", "R. Reader")
    assert second.side == "b"
    assert {v.label for v in second.verdicts[1:]} == {"nothing"}
    assert third.note == 'Not sure: \u2028 "1–4" <b>'
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", third.when or "")
    assert [v.label for v in third.verdicts].count("part") == 1


def test_the_page_of_the_command_line_gives_what_the_command_line_takes(
    browser: Browser, tmp_path: Path
) -> None:
    pair = ("2003-moscow", "illustration", "--model", "none")
    assert run("review", *pair, "-o", tmp_path / "review.html").exit_code == 0
    context = browser.new_context()
    seen = Look(context, (tmp_path / "review.html").as_uri())
    press(seen.page, "1", "Enter", "Enter")
    path = saved(seen.page, tmp_path)
    context.close()
    target = tmp_path / "decisions.toml"
    made = run("review", *pair, "--answers", path, "-o", target)
    assert made.exit_code == 0, made.stderr
    report = run("compare", *pair, "--links", target, "--format", "json")
    assert report.exit_code == 0, report.stderr
    assert "R. Reader" in report.stdout


def test_a_second_look_is_said_to_be_one(look: Any, pages: Path, tmp_path: Path) -> None:
    (pages / "again.html").write_bytes(render((replace(FIRST, again=True),), A, B, "1.0"))
    page = look("again").page
    assert "a second look" in page.text_content("#q-1-title")
    press(page, "Enter")
    assert [answer.again for answer in read_back(saved(page, tmp_path))] == [True]


def test_a_pair_asked_about_from_both_sides_has_one_label(look: Any, tmp_path: Path) -> None:
    page = look().page
    press(page, "ArrowDown", "2", "ArrowRight")
    # The second question is about B's first paragraph, and A's first is a candidate.
    assert QUEUE[1].candidates[0].id == FIRST.paragraph.id
    assert labels(page) == ["part", "", "", "", ""]
    page.locator(".question:visible .candidate").first.focus()
    press(page, "3", "Enter", "ArrowLeft", "ArrowLeft", "Enter")
    one, other = read_back(saved(page, tmp_path))
    assert one.verdicts[0].label == other.verdicts[0].label == "matter"


def test_none_of_these_but_another(look: Any, tmp_path: Path) -> None:
    page = look().page
    other = B.citable[7]
    press(page, "o")
    page.keyboard.type("99\n")
    script = "(e) => e.validationMessage"
    message = page.eval_on_selector(".question:not([hidden]) .other", script)
    assert message == "invented-lake has no ¶99."
    page.locator(".other:visible").fill(str(other.n))
    press(page, "Enter")
    assert page.locator(".candidate:visible .text").last.text_content() == other.text
    press(page, "1", "Enter")
    (found,) = read_back(saved(page, tmp_path))
    assert [v.label for v in found.verdicts] == ["nothing"] * 5 + ["same"]
    assert found.verdicts[-1].id == other.id


def test_another_is_put_from_the_full_text(look: Any) -> None:
    page = look().page
    press(page, "ArrowDown", "t")
    assert page.evaluate("document.activeElement.id") == f"b-{FIRST.candidates[0].id}"
    assert page.is_visible("#back")
    shown = page.locator(".put:visible")
    assert shown.count() == len(B.citable)
    page.click(f"#b-{B.citable[6].id} .put")
    assert not page.is_visible("#back")
    assert page.locator(".candidate:visible").count() == 6
    assert page.evaluate("document.activeElement.dataset.id") == B.citable[6].id


def test_the_full_text_is_visited_and_left_again(look: Any) -> None:
    page = look().page
    press(page, "t")
    assert page.evaluate("document.activeElement.id") == f"a-{FIRST.paragraph.id}"
    press(page, "1")  # labels nothing while the text is read
    press(page, "t")
    assert not page.is_visible("#back")
    page.locator(".candidate:visible .cite a").nth(2).click()
    assert page.evaluate("document.activeElement.id") == f"b-{FIRST.candidates[2].id}"
    press(page, "Escape")
    assert not page.is_visible("#back")
    assert labels(page) == [""] * 5


def test_both_texts_are_there_in_full_with_and_without_script(look: Any) -> None:
    for options in ({}, {"java_script_enabled": False}):
        page = look(**options).page
        for side, document in (("a", A), ("b", B)):
            for paragraph in document.citable:
                assert page.is_visible(f"#{side}-{paragraph.id}")
                found = page.text_content(f"#{side}-{paragraph.id} .text")
                assert found == visible(paragraph.text)
        assert page.is_visible(".tools") == (not options)
        assert page.locator(".question:visible").count() == (len(QUEUE) if options else 1)


def test_progress_is_kept_in_the_page(look: Any, tmp_path: Path) -> None:
    first = look()
    press(first.page, "ArrowDown", "1", "Enter", "n")
    first.page.keyboard.type("a note")
    press(first.page, "Escape", "o")
    first.page.keyboard.type("8\n")
    press(first.page, "3")
    again = look(beside=first)
    assert again.page.text_content("#progress") == "Answered: 1 of 4"
    assert labels(again.page) == ["same", "", "", "", "", "matter"]
    assert again.page.locator(".note:visible").input_value() == "a note"
    press(again.page, "Enter")
    assert len(read_back(saved(again.page, tmp_path))) == 2


def test_what_other_texts_keep_is_not_taken_up(look: Any, pages: Path) -> None:
    first = look()
    press(first.page, "ArrowDown", "1", "Enter")
    names = first.page.evaluate("Object.keys(localStorage)")
    assert names == [f"scodiff-review:{FIRST.a.sha256}:{FIRST.b.sha256}"]


@pytest.mark.parametrize(
    "kept",
    ["{", "[]", "7", '{"labels": {"x": "evil"}, "added": {"q": 3}, "notes": 1, "done": {"q": 2}}'],
)
def test_a_garbled_memory_is_no_trouble(look: Any, kept: str) -> None:
    name = json.dumps(f"scodiff-review:{FIRST.a.sha256}:{FIRST.b.sha256}")
    page = look(script=f"localStorage.setItem({name}, {json.dumps(kept)})").page
    press(page, "Enter")
    assert page.text_content("#progress") == "Answered: 1 of 4"


def test_it_works_where_storage_is_refused_and_says_so(look: Any, tmp_path: Path) -> None:
    page = look(script=NO_STORAGE).page
    assert page.is_visible("#not-kept")
    assert not asks_before_it_is_left(page)
    press(page, "Enter")
    assert asks_before_it_is_left(page)
    path = saved(page, tmp_path)
    assert not asks_before_it_is_left(page)
    assert len(read_back(path)) == 1
    # What was saved can be taken up again, which no memory is needed for.
    again = look(script=NO_STORAGE).page
    path.write_bytes(path.read_bytes() + b'{"question": "other"}\nnonsense\n')
    again.set_input_files("#load", path)
    again.wait_for_selector("#said:not(:empty)")
    assert "taken up: 1. Lines that do not belong here: 2." in again.text_content("#said")
    assert again.text_content("#progress") == "Answered: 1 of 4"
    assert again.input_value("#name") == "R. Reader"
    assert not asks_before_it_is_left(again)


def test_nothing_is_saved_without_answers_or_a_name(look: Any) -> None:
    page = look().page
    press(page, "s")
    assert page.text_content("#said") == "No question is answered yet."
    press(page, "Enter", "s")
    assert page.evaluate("document.activeElement.id") == "name"
    assert "who gave it" in page.eval_on_selector("#name", "(e) => e.validationMessage")


def test_a_label_is_taken_back(look: Any) -> None:
    page = look().page
    press(page, "Enter")
    assert page.text_content("#progress") == "Answered: 1 of 4"
    press(page, "ArrowLeft", "0")
    assert labels(page) == ["", "nothing", "nothing", "nothing", "nothing"]
    assert page.text_content("#progress") == "Answered: 0 of 4"


def test_it_is_answered_with_a_pointer(look: Any, tmp_path: Path) -> None:
    page = look(viewport=PHONE, has_touch=True).page
    page.locator(".candidate:visible [data-label=part]").first.tap()
    page.locator(".rest:visible").tap()
    expect(page.locator("#q-2")).to_be_visible()
    (found,) = read_back(saved(page, tmp_path))
    assert [v.label for v in found.verdicts] == ["part"] + ["nothing"] * 4


def test_keys_are_told_and_can_be_turned_off(look: Any) -> None:
    page = look().page
    press(page, "?")
    assert page.is_visible("#keys")
    page.uncheck("#shortcuts")
    press(page, "Escape", "ArrowDown", "1", "Enter")
    assert labels(page) == [""] * 5


def test_hostile_texts_are_shown_and_saved_and_nothing_else(look: Any, tmp_path: Path) -> None:
    page = look("hostile").page
    assert page.locator(".candidate .text").last.text_content() == visible(HOSTILE)
    press(page, "ArrowDown", "3", "Enter")
    path = saved(page, tmp_path, name="<img src=x onerror=alert(1)>")
    evil = hostile()
    (found,) = read_back(path, evil.a, evil.b)
    assert found.by.name == "<img src=x onerror=alert(1)>"


def test_the_shared_statement_is_quoted_by_keyboard(look: Any, tmp_path: Path) -> None:
    page = look().page
    press(page, "ArrowDown", "1", "ArrowUp")
    assert page.locator(".quotes:visible").count() == 1
    # The words of the candidate, then those of the paragraph asked about.
    press(page, "w", "Shift+ArrowRight", "Shift+ArrowRight", "q")
    press(page, "w", "w", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "q")
    given = [page.locator(f'.quote[data-side="{s}"]:visible').input_value() for s in "ab"]
    a, b = FIRST.paragraph.text, FIRST.candidates[0].text
    assert [len(words.split()) for words in given] == [3, 3]
    assert given[0] in a
    assert b.startswith(given[1])
    press(page, "Enter")
    (found,) = read_back(saved(page, tmp_path))
    assert found.verdicts[0].quotes == SharedQuotation(*given)
    assert all(verdict.quotes is None for verdict in found.verdicts[1:])


def test_quotations_are_those_of_the_pair_from_either_side(look: Any, tmp_path: Path) -> None:
    page = look().page
    press(page, "ArrowDown", "2")
    for side, text in (("a", FIRST.paragraph.text), ("b", FIRST.candidates[0].text)):
        page.locator(f'.quote[data-side="{side}"]:visible').fill(" ".join(text.split()[:4]))
    press(page, "Escape", "Enter", "Enter")
    first, second = read_back(saved(page, tmp_path))
    assert first.verdicts[0].quotes == second.verdicts[0].quotes is not None
    again = look(beside=None).page
    again.set_input_files("#load", tmp_path / "answers-2003-moscow-invented-lake.jsonl")
    again.wait_for_selector("#said:not(:empty)")
    kept = again.locator('.quote[data-side="a"]:visible').input_value()
    assert kept == " ".join(FIRST.paragraph.text.split()[:4])


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ("no such words here", "nor there", "do not stand there"),
        ("{a}", "", "Quote both texts, or neither."),
        ("{b}", "{a}", "do not stand there"),
    ],
)
def test_what_does_not_stand_in_both_texts_is_not_saved(
    look: Any, a: str, b: str, words: str
) -> None:
    page = look().page
    press(page, "ArrowDown", "1")
    texts = {"a": FIRST.paragraph.text, "b": FIRST.candidates[0].text}
    for side, value in (("a", a), ("b", b)):
        page.locator(f'.quote[data-side="{side}"]:visible').fill(value.format(**texts))
    press(page, "Escape", "Enter")
    page.fill("#name", "R.")
    page.click("#save")
    assert page.locator("#q-1").is_visible()
    assert words in page.eval_on_selector(".quote:focus", "(e) => e.validationMessage")


def test_an_answer_hard_to_believe_is_looked_at_again(
    look: Any, pages: Path, tmp_path: Path
) -> None:
    """What scodiff is sure of is denied: it is asked again when less is to be had elsewhere."""
    sure = tuple(replace(c, probability=p) for c, p in zip(FIRST.candidates, SURE, strict=True))
    # The second question asks for the first pair from the other side.
    believed = tuple(
        replace(c, probability=p) for c, p in zip(QUEUE[1].candidates, SURE, strict=True)
    )
    asked = (
        replace(FIRST, candidates=sure, gain=0.9),
        replace(QUEUE[1], candidates=believed, gain=0.8),
        replace(QUEUE[2], gain=0.05),
    )
    (pages / "doubt.html").write_bytes(render(asked, A, B, "1.0"))
    page = look("doubt").page
    press(page, "Enter")
    assert page.locator("#q-2").is_visible()  # worth more than a second look
    press(page, "Enter")
    assert page.locator("#q-1").is_visible()
    assert "A second look" in page.locator(".second-look:visible").text_content()
    assert page.locator("#q-1 .opinion p").first.is_visible()
    press(page, "1", "Enter")
    assert page.locator("#q-3").is_visible()
    assert [(x.again, x.verdicts[0].label) for x in read_back(saved(page, tmp_path))] == [
        (True, "same"), (False, "same"),
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing(look: Any, scheme: str, size: dict[str, int]) -> None:
    page = look(viewport=size, color_scheme=scheme).page
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert violations(page) == []
    press(page, "ArrowDown", "1", "2", "3", "4", "4", "Enter", "t")
    assert violations(page) == []
    press(page, "t", "?")
    assert violations(page) == []


@pytest.mark.parametrize("name", ["ru", "zh", "hostile", "empty"])
def test_axe_finds_nothing_in_other_languages_and_texts(look: Any, name: str) -> None:
    assert violations(look(name).page) == []


@pytest.mark.parametrize("name", ["en", "ru", "zh", "hostile"])
@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
def test_nothing_is_wider_than_the_window(look: Any, name: str, width: int) -> None:
    page = look(name, viewport={"width": width, "height": 700}).page
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    press(page, "ArrowDown", "1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", available())
def test_the_page_speaks_the_language_asked_for(look: Any, language: str) -> None:
    page, t = look(language).page, messages(language)
    assert page.text_content("#progress") == t("review.progress", n=0, total=len(QUEUE))
    shown = page.locator(".question:visible [data-label]").first.text_content()
    assert shown.endswith(t("review.same"))
    assert t("review.part_is") in page.text_content("#labels")


def test_an_empty_queue_says_so(look: Any) -> None:
    page = look("empty").page
    press(page, "1", "Enter", "t", "s", "ArrowRight")
    assert "Nothing is open" in page.text_content("main")
