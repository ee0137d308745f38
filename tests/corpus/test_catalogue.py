"""The catalogue of summits, and recognising what a text is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scodiff.corpus.catalogue import (
    catalogue,
    english_city,
    may_be_listed,
    missing_summits,
    summit,
    summit_id_of,
)
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.recognition import kind_of, meeting_number, recognise


def test_all_summits_from_2001_to_2025() -> None:
    summits = catalogue()
    assert [s.number for s in summits] == list(range(1, 26))
    assert [int(s.date[:4]) for s in summits] == list(range(2001, 2026))
    assert len({s.id for s in summits}) == 25
    assert all(a.date < b.date for a, b in pairwise(summits))
    for s in summits:
        assert s.id.startswith(s.date[:4])
        assert english_city(s.city) == s.city
        for edition in s.editions:
            assert urlsplit(edition.address).scheme in ("http", "https")
            assert "…" not in edition.address


def test_every_summit_may_be_listed_and_other_texts_are_known_to_be_none() -> None:
    for s in catalogue():
        assert may_be_listed(s.id)
        assert may_be_listed(s.date)
        assert summit(s.id) == s
    for other in ("", "2001-06", "2001-06-16", "2007-09-18-fomc", "2003-moscow.ru"):
        assert not may_be_listed(other)
        assert summit(other) is None
    assert may_be_listed("declaration")  # a word of the file, but no summit's id
    assert summit("declaration") is None


def test_the_shipped_text_agrees_with_the_catalogue() -> None:
    document = resolve("2003-moscow")
    found = summit("2003-moscow")
    assert found is not None
    assert (document.date, document.place) == (found.date, found.city)
    recognised = recognise(document)
    assert recognised.is_declaration
    assert recognised.contradictions == ()


def test_missing_summits() -> None:
    assert len(missing_summits(())) == 25
    missing = missing_summits(["2003-moscow.ru", "2001-shanghai"], before="2004-06-17")
    assert [s.id for s in missing] == ["2002-st-petersburg"]
    assert summit_id_of("2022-samarkand.ru.kremlin") == "2022-samarkand"


def document(title: str, opening: str, end: str) -> Document:
    body = "\n\n".join(f"The SCO member states agree on globe {n}." for n in range(4))
    return read(f"{title}\n\n{opening}\n\n{body}\n\n{end}\n".encode(), name="x.txt")


def test_a_contradiction_is_told_with_both_values() -> None:
    text = document(
        "TASHKENT DECLARATION OF THE SHANGHAI COOPERATION ORGANISATION",
        "The fifth meeting of the Council of Heads of State was held.",
        "Tashkent, 7 June 2004",
    )
    doubts = recognise(text).contradictions
    assert any("2004-06-07" in doubt and "2004-06-17" in doubt for doubt in doubts)
    assert any("meeting 5" in doubt and "meeting 4" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Joint Communiqué of the Meeting", "communiqué"),
        ("PRESS RELEASE ON THE RESULTS", "press release"),
        ("Information Report on the results, with the Declaration", "report"),
        ("Statement of the Heads of State on Globes", "statement"),
        ("Declaration on Globes", "declaration"),
        ("МОСКОВСКАЯ ДЕКЛАРАЦИЯ", "declaration"),
        ("Заявление глав государств", "statement"),
        ("比什凯克宣言", "declaration"),
        ("Minutes", "text"),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_a_sibling_of_the_declaration_is_told() -> None:
    text = document(
        "JOINT COMMUNIQUÉ OF THE SHANGHAI COOPERATION ORGANISATION", "They met.",
        "Qingdao, 10 June 2018",
    )  # fmt: skip
    recognised = recognise(text)
    assert recognised.summit_id == "2018-qingdao"
    assert not recognised.is_declaration
    assert any("communiqué" in doubt for doubt in recognised.contradictions)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("at the twenty-second meeting of the Council of Heads of State", 22),
        ("the 18th meeting of the Council of the Heads of the Member States", 18),
        ("the Tenth Meeting of the Heads of State", 10),
        ("the second session of the General Assembly", None),
        ("they met", None),
    ],
)
def test_meeting_numbers(text: str, number: int | None) -> None:
    assert meeting_number(text) == number


@pytest.mark.parametrize(
    ("opening", "place", "date"),
    [
        ("Главы государств встретились 10 ноября 2020 года в Москве.", "Москва", "2020-11-10"),
        ("Состоялось 14 июня 2019 г. в г. Бишкеке заседание.", "Бишкек", "2019-06-14"),
        ("2018年6月10日在青岛举行会议。", "青岛", "2018-06-10"),
    ],
)
def test_places_in_the_middle_of_russian_and_chinese(opening: str, place: str, date: str) -> None:
    found = read(f"{opening}\n\nСтороны согласны.\n".encode(), name="x.txt")
    assert (found.place, found.date) == (place, date)


# What a real text is, by a word in its file's name; those without one are declarations.
_KINDS = {
    "statement": "statement",
    "information-report": "report",
    "press-release": "press release",
    "heads-of-government": "communiqué",
}


def test_real_texts_are_recognised(data_dir: Path) -> None:
    for path in sorted((data_dir / "sco").glob("*.txt")):
        recognised = recognise(read(path))
        kind = next((kind for word, kind in _KINDS.items() if word in path.name), "declaration")
        assert recognised.kind == kind, path.name
        assert recognised.is_declaration == (kind == "declaration"), path.name
        if kind == "declaration":
            drafts = ("the title calls the text a draft",) if "partial" in path.name else ()
            assert recognised.contradictions == drafts, path.name
            assert recognised.summit_id == path.name.partition(".")[0]
        elif kind == "communiqué":
            assert recognised.summit is None, "heads of government meet on other days"
