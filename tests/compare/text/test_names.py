"""The file of names: scodiff's own is sound, and what another must be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scodiff.compare.text.abbreviations import known_names
from scodiff.compare.text.names import NamesError, Thesaurus, load_names


def test_the_shipped_names_have_sources_and_no_name_twice() -> None:
    names = load_names()
    assert len(names.bodies) >= 25
    assert len(names.formulas) >= 60
    assert all(formula.source for formula in names.formulas)
    every = Counter(name.casefold() for body in names.bodies for name in body)
    assert [name for name, count in every.items() if count > 1] == []
    assert len({formula.name for formula in names.formulas}) == len(names.formulas)


@pytest.mark.parametrize(
    ("first", "last"), [("a", "z"), ("а", "я"), ("\u4e00", "\u9fff")], ids=["en", "ru", "zh"]
)
def test_most_formulas_are_known_in_each_language(first: str, last: str) -> None:
    formulas = load_names().formulas
    having = [f for f in formulas if any(first <= c <= last for way in f.ways for c in way)]
    assert len(having) >= 0.85 * len(formulas)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("version = 2", "says version 2"),
        ("version = ", "not valid TOML"),
        ("version = 1\n[[formula]]\nname = 'x'", "lacks or misuses 'ways'"),
        ("version = 1\n[[body]]\nnames = 'UN'", "must be a list"),
        ("version = 1\n[[body]]\nnames = ['']", "must be a text"),
        ("version = 1\n[states]\nnames = ['Iran']", "must be a list"),
    ],
)
def test_what_is_no_file_of_names_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "names.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(NamesError, match=message):
        load_names(file)
    with pytest.raises(NamesError, match="cannot be read"):
        load_names(tmp_path / "none.toml")


def test_names_that_are_kept_are_those_of_the_file(tmp_path: Path) -> None:
    file, kept = tmp_path / "names.toml", tmp_path / "kept"
    kept.mkdir()
    file.write_text("version = 1\n[[body]]\nnames = ['Council of the Sea', 'CS']", "utf-8")
    read = load_names(file)

    def again() -> Thesaurus:
        load_names.cache_clear()
        return load_names(file, kept)

    assert again() == again() == read
    (table,) = kept.iterdir()
    assert table.stem == read.sha256
    table.write_bytes(table.read_bytes().replace(b"Sea", b"Sky"))
    assert again() == read
    file.write_text("version = 1\nday = 2001-01-01\n", "utf-8")
    assert again() == again() != read


def test_a_state_goes_by_one_name_only() -> None:
    states = load_names().states
    assert len(states) >= 190
    every = Counter(name.casefold() for state in states for name in state)
    assert [name for name, count in every.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("The WHO met. The World Health Organization agreed.", True),
        ("Решение Организации Объединенных Наций. ООН согласна.", True),
        ("The African Union met. The AU agreed.", True),
        ("The European Union met. The African Union agreed.", False),
        ("The International Atomic Energy Agency met. The IAEA agreed.", True),
        ("Европейский союз согласен. ЕС готов.", True),
        ("Those who met. The World Health Organization agreed.", False),
        # One body that took another name: that is told as a change of words.
        ("UNDCP met. UNODC agreed.", False),
    ],
)
def test_an_abbreviation_counts_as_the_name_in_full(text: str, alike: bool) -> None:
    found = [meaning for _, _, meaning in known_names([text], load_names()).spans(text)]
    assert (len(found) == 2 and len(set(found)) == 1) is alike


def test_what_a_text_defines_goes_before_the_file_of_names() -> None:
    text = "The World Hydrology Office (WHO) met. The WHO and the World Health Organization agreed."
    found = {
        text[start:end]: meaning
        for start, end, meaning in known_names([text], load_names()).spans(text)
    }
    assert found["WHO"] == found["World Hydrology Office"]
