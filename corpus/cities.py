"""The summit cities in English, Russian (as a name, and after "в") and Chinese."""

from __future__ import annotations

import re

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
_AFTER_IN = re.compile(rf"\b[Вв] (?:г\.\s?|городе )?({'|'.join(map(re.escape, _NOMINATIVE))})\b")
_CHINESE = re.compile(rf"(?:在|于)({'|'.join(row[3] for row in _ROWS)})")


def english_city(place: str) -> str | None:
    """The English name of a summit city that a place names in any of the languages, or None."""
    bare = re.sub(r"^(?:г\.\s*|city of )", "", place.strip(), flags=re.IGNORECASE)
    return _ENGLISH.get(bare.partition(",")[0].strip().casefold())


def named_place(text: str) -> str | None:
    """The first summit city that a Russian or Chinese text says something happened in."""
    found = _AFTER_IN.search(text)
    if found:
        return _NOMINATIVE[found[1]]
    found = _CHINESE.search(text)
    return found[1] if found else None
