"""The room's sentences: the same in every language, and all that the pages use are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from scodiff.compare.phrases.model import EVENT_STATES, MATCH_TYPES
from scodiff.reports.formats.formats import OUTPUT_FORMATS, FindingsKind
from scodiff.reports.messages import languages
from scodiff.reports.messages.languages import available, plural_category
from scodiff.serve.orders import Stage
from scodiff.serve.words import FOLDER, preferred, words

_PAGES = Path(FOLDER).parent / "pages"
_KEY = re.compile(r"""\bt(?:\.html)?\("([\w.]+)"[,)]""")


def entries(language: str) -> dict[str, object]:
    groups = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{g}.{name}": entry for g, names in groups.items() for name, entry in names.items()}


def placeholders(entry: object) -> set[str]:
    forms = entry.values() if isinstance(entry, dict) else [entry]
    return {found for form in forms for found in re.findall(r"\{(\w+)\}", str(form))}


def test_there_is_a_file_for_every_language_of_the_reports() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == available()


@pytest.mark.parametrize("language", available())
def test_every_language_has_every_sentence_with_its_places(language: str) -> None:
    english, other = entries("en"), entries(language)
    assert other.keys() == english.keys()
    for key, entry in other.items():
        assert placeholders(entry) == placeholders(english[key]), key


@pytest.mark.parametrize("language", available())
def test_every_count_has_every_form(language: str) -> None:
    text = (languages.FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)["plural"]
    categories = {plural_category(rules, n) for n in range(200)}
    for key, entry in entries(language).items():
        if isinstance(entry, dict):
            assert set(entry) - {"zero"} == categories, key


@pytest.mark.parametrize("language", available())
def test_no_sentence_hides_one_of_the_reports(language: str) -> None:
    text = (languages.FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    theirs = {f"{g}.{name}" for g, names in tomllib.loads(text).items() for name in names}
    assert entries(language).keys() & theirs == set()


def test_the_pages_use_sentences_that_there_are() -> None:
    used = {
        (path.name, key)
        for path in [*_PAGES.glob("*.j2"), *_PAGES.glob("*.py")]
        for key in _KEY.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 100
    assert [(name, key) for name, key in sorted(used) if not words("en").has(key)] == []


@pytest.mark.parametrize("language", available())
def test_all_that_is_found_has_a_name(language: str) -> None:
    wanted = [f"match.{name}" for name in MATCH_TYPES] + [f"became.{s}" for s in EVENT_STATES]
    wanted += [f"format.{name}" for name in OUTPUT_FORMATS]
    wanted += [f"study.{kind}" for kind in get_args(FindingsKind)]
    wanted += [f"progress.{stage}{of}" for stage in get_args(Stage) for of in ("", "_of")]
    assert [key for key in wanted if not words(language).has(key)] == []


def test_each_kind_of_trouble_has_its_sentence() -> None:
    sources = [*_PAGES.glob("*.py"), *_PAGES.parent.glob("*.py")]
    raised = {
        key
        for path in sources
        for key in re.findall(r'RoomError\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert raised
    assert {key for key in raised if not words("en").has(f"trouble.{key}")} == set()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de,zh-CN;q=0.5", "zh"),
        ("de", "en"),
        ("", "en"),
        ("*;;,,=", "en"),
    ],
)
def test_the_language_is_the_first_that_the_browser_prefers(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
