"""The message catalogues say the same things in every language, and reports use them all."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from report_example import example
from report_page import parse

from scodiff.compare.model import EDITORIAL_KINDS, QUARTERS, RELATIONS
from scodiff.corpus.model import PARAGRAPH_KINDS
from scodiff.reports.errors import ReportError
from scodiff.reports.formats.formats import render
from scodiff.reports.messages import languages
from scodiff.reports.messages.languages import FOLDER, available, plural_category
from scodiff.reports.messages.messages import Messages, messages

OTHERS = sorted(set(available()) - {"en"})


def entries(language: str) -> dict[str, object]:
    text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    groups = tomllib.loads(text)
    del groups["plural"]
    return {f"{g}.{name}": entry for g, names in groups.items() for name, entry in names.items()}


def forms(entry: object) -> list[str]:
    """The sentence in its forms; that for none has no number to fill in."""
    if not isinstance(entry, dict):
        return [str(entry)]
    return [form for category, form in entry.items() if category != "zero"]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_sentence(language: str) -> None:
    assert entries(language).keys() == entries("en").keys()


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_fills_the_same_places(language: str) -> None:
    english = entries("en")
    for key, entry in entries(language).items():
        wanted = set().union(*(placeholders(form) for form in forms(english[key])))
        for form in forms(entry):
            # A date may name its month by number, and a language its own month in full.
            free = {"month", "number"} if key.startswith("date.") else set()
            assert placeholders(form) - free == wanted - free, (language, key)


@pytest.mark.parametrize("language", available())
def test_every_count_has_every_plural_form(language: str) -> None:
    rules = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["plural"]
    categories = {plural_category(rules, n) for n in range(200)}
    for key, entry in entries(language).items():
        if isinstance(entry, dict):
            assert set(entry) - {"zero"} == categories, (language, key)


@pytest.mark.parametrize("language", available())
def test_none_is_said_in_words_where_a_sentence_has_them(language: str) -> None:
    t = messages(language)
    assert "0" not in t("figure.identical", count=0)
    assert "1" in t("figure.identical", count=1)
    assert "0" in t("figure.changed", count=0)


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "1 переписан"), (2, "2 переписаны"), (5, "5 переписано"), (11, "11 переписано"),
     (21, "21 переписан"), (22, "22 переписаны"), (112, "112 переписано")],
)  # fmt: skip
def test_russian_counts_as_russian_does(n: int, words: str) -> None:
    assert messages("ru")("figure.reformulated", count=n) == words


@pytest.mark.parametrize("language", available())
def test_all_that_a_comparison_may_name_has_a_name(language: str) -> None:
    t = messages(language)
    keys = [f"{group}.{r}" for group in ("relation", "meaning", "figure") for r in RELATIONS]
    keys += [f"kind.{k}" for k in EDITORIAL_KINDS] + [f"quarter.{q}" for q in QUARTERS]
    keys += [f"block.{k}" for k in PARAGRAPH_KINDS if k not in ("body", "item")]
    assert [key for key in keys if not t.has(key)] == []


@pytest.mark.parametrize("language", available())
def test_dates_are_written_as_far_as_they_go(language: str) -> None:
    t = messages(language)
    expected = {
        "en": ("29 May 2003", "May 2003"),
        "ru": ("29 мая 2003 года", "май 2003 года"),
        "zh": ("2003年5月29日", "2003年5月"),
    }[language]
    assert (t.date("2003-05-29"), t.date("2003-05")) == expected
    assert [t.date(x) for x in ("2003", "spring", "2003-13-01")] == ["2003", "spring", "2003-13-01"]


def test_what_is_not_all_or_nothing_never_reads_so() -> None:
    t = messages("en")
    found = [t.percent(x) for x in (0.0, 0.001, 0.5, 0.996, 1.0)]
    assert found == ["0%", "under 1%", "50%", "over 99%", "100%"]
    assert messages("ru").decimal(0.5) == "0,50"
    assert messages("ru").integer(1234567) == "1\u00a0234\u00a0567"


def test_an_unknown_language_lists_the_known_ones() -> None:
    with pytest.raises(ReportError, match=r"en \(English\), ru"):
        render(example(), "html", "tlh")


def test_values_are_escaped_in_markup() -> None:
    t = Messages("en", {"a": {"b": "<{x}>"}})
    assert t.html("a.b", x="<i>") == "<&lt;i&gt;>"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("format_", ["html", "markdown", "text", "csv", "docx", "tei", "json"])
def test_every_format_is_made_in_every_language(language: str, format_: str) -> None:
    assert render(example(), format_, language)


@pytest.mark.parametrize("language", OTHERS)
def test_the_interface_is_in_its_language_and_the_texts_in_theirs(language: str) -> None:
    tree = parse(render(example(), "html", language))
    (html,) = tree.by_tag("html")
    assert html.attributes["lang"] == language
    assert tree.by_id("a-p2").by_class("text")[0].attributes["lang"] == "en"
    assert messages(language)("relation.changed") in tree.by_id("passages").text
    for english in ("Why?", "persist", "Relation", "Copy", "Remnant", "See also", "likely"):
        told = [e for e in tree.walk() if "text" in e.classes or e.attributes.get("lang") == "en"]
        quoted = "".join(e.text for e in told)
        assert english not in tree.by_id("passages").text.replace(quoted, ""), english


def test_a_new_language_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for tag in available():
        shutil.copy(FOLDER / f"{tag}.toml", tmp_path)
    english = (FOLDER / "en.toml").read_text(encoding="utf-8")
    changed = english.replace('name = "English"', 'name = "Gaeilge"')
    changed = re.sub(r"(?s)\[plural\].*?\n\n", '[plural]\none = "n % 10 = 1"\n\n', changed)
    changed = changed.replace("Of the {paragraphs} of {a}", "De na {paragraphs} de {a}")
    (tmp_path / "ga.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    assert available() == ["en", "ga", "ru", "zh"]
    assert "De na 8 paragraphs de 2003-moscow" in render(example(), "text", "ga").decode()
    assert '<html lang="ga"' in render(example(), "html", "ga").decode()
    assert messages("ga")("figure.disappeared", count=21) == "21 has no counterpart"
    with pytest.raises(ReportError, match=r"ga \(Gaeilge\), ru"):
        messages("tlh")


@pytest.mark.parametrize(
    ("condition", "those"),
    [
        ("n = 1", {1}),
        ("n = 0, 1", {0, 1}),
        ("n % 10 = 2..4 and n % 100 != 12..14", {2, 3, 4, 22, 23, 24, 32, 33, 34}),
        ("n % 100 = 3..4, 11 or i = 20", {3, 4, 11, 20}),
    ],
)
def test_plural_conditions_are_those_of_cldr(condition: str, those: set[int]) -> None:
    assert {n for n in range(40) if plural_category({"few": condition}, n) == "few"} == those


@pytest.mark.parametrize("condition", ["", "n is 1", "v = 0", "n = x", "n=1"])
def test_a_condition_that_cannot_be_read_is_named(condition: str) -> None:
    with pytest.raises(ReportError, match="plural condition"):
        plural_category({"one": condition}, 1)
