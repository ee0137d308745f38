"""The catalogue: which summits there were, in which cities, and where their texts stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).parent / "catalogue.toml"

# English, Russian (as a name, and after "в") and Chinese.
_CITIES = """
Astana | Астана | Астане | 阿斯塔纳
Beijing | Пекин | Пекине | 北京
Bishkek | Бишкек | Бишкеке | 比什凯克
Dushanbe | Душанбе | Душанбе | 杜尚别
Moscow | Москва | Москве | 莫斯科
New Delhi | Нью-Дели | Нью-Дели | 新德里
Qingdao | Циндао | Циндао | 青岛
Samarkand | Самарканд | Самарканде | 撒马尔罕
Shanghai | Шанхай | Шанхае | 上海
St. Petersburg | Санкт-Петербург | Санкт-Петербурге | 圣彼得堡
Tashkent | Ташкент | Ташкенте | 塔什干
Tianjin | Тяньцзинь | Тяньцзине | 天津
Ufa | Уфа | Уфе | 乌法
Yekaterinburg | Екатеринбург | Екатеринбурге | 叶卡捷琳堡
"""
_ROWS = tuple(tuple(row.split(" | ")) for row in _CITIES.split("\n") if row)
_ENGLISH = {name.casefold(): row[0] for row in _ROWS for name in row} | {
    "saint petersburg": "St. Petersburg",
    "st petersburg": "St. Petersburg",
    "delhi": "New Delhi",
    "ekaterinburg": "Yekaterinburg",
}
_NOMINATIVE = {row[2]: row[1] for row in _ROWS}
# Compiled where a text is read: who looks up a summit has no use for them.
_AFTER_IN = rf"\b[Вв] (?:г\.\s?|городе )?({'|'.join(map(re.escape, _NOMINATIVE))})\b"
_CHINESE = rf"(?:在|于)({'|'.join(row[3] for row in _ROWS)})"


class Edition(NamedTuple):
    """One published text of a summit's declaration.

    ``official`` says that its publisher is the SCO, a member state, or an archive that
    names the SCO Secretariat as its source; ``machine`` that it is a machine translation.
    """

    language: str
    publisher: str
    address: str
    official: bool
    machine: bool = False
    note: str | None = None


class Summit(NamedTuple):
    """One meeting of the Council of Heads of State and the text that it adopted.

    ``date`` is ISO 8601, of two days the second. ``languages`` are those the text was
    adopted in; ``editions`` are in the order in which they are fetched.
    """

    id: str
    number: int
    city: str
    date: str
    title: str
    kind: str
    languages: tuple[str, ...]
    editions: tuple[Edition, ...]
    note: str | None = None


@cache
def catalogue() -> tuple[Summit, ...]:
    """All summits from 2001 to 2025, in order of date."""
    import tomllib

    with _FILE.open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["summits"]
    return tuple(sorted(map(_summit, rows), key=lambda summit: summit.date))


def summit(summit_id: str) -> Summit | None:
    """The summit of that id, or None."""
    if not may_be_listed(summit_id):
        return None
    return next((s for s in catalogue() if s.id == summit_id), None)


def may_be_listed(id_or_date: str) -> bool:
    """Whether an id or a date (ISO 8601) may be a summit's; what may not is none's.

    Texts that have to do with no summit are so told without reading the catalogue.
    """
    return id_or_date in _written()


@cache
def _written() -> frozenset[str]:
    """All words of the catalogue's file, of which ids and dates are some."""
    return frozenset(_FILE.read_text(encoding="utf-8").replace('"', " ").split())


def summit_id_of(document_id: str) -> str:
    """The summit that a document's id names: ``2003-moscow.ru`` is of ``2003-moscow``.

    The ids of documents begin with their summit's id; what follows a full stop tells
    editions of one summit apart.
    """
    return document_id.partition(".")[0]


def missing_summits(present: Iterable[str], before: str | None = None) -> tuple[Summit, ...]:
    """The summits of which no document is present, in order of date.

    ``present`` are ids of documents or summits; ``before`` (ISO 8601) leaves out the summits
    on that day and later. Where only texts of one language answer a question, give only
    their ids: a Russian text does not fill the gap of an English one.
    """
    known = {summit_id_of(document_id) for document_id in present}
    return tuple(
        s for s in catalogue() if s.id not in known and (before is None or s.date < before)
    )


def english_city(place: str) -> str | None:
    """The English name of a summit city that a place names in any of the languages, or None."""
    bare = re.sub(r"^(?:г\.\s*|city of )", "", place.strip(), flags=re.IGNORECASE)
    return _ENGLISH.get(bare.partition(",")[0].strip().casefold())


def named_place(text: str) -> str | None:
    """The first summit city that a Russian or Chinese text says something happened in."""
    found = re.search(_AFTER_IN, text)
    if found:
        return _NOMINATIVE[found[1]]
    found = re.search(_CHINESE, text)
    return found[1] if found else None


def _summit(row: dict[str, Any]) -> Summit:
    known = {key: value for key, value in row.items() if key != "editions"}
    return Summit(
        **known
        | {
            "date": row["date"].isoformat(),
            "languages": tuple(row["languages"]),
            "editions": tuple(Edition(**edition) for edition in row.get("editions", [])),
        }
    )
