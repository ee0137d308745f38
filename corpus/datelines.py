"""Dates and place-and-date lines, in English, Russian and Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS: dict[str, int] = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr _ jun jul aug sep oct nov dec",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "_"
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_RANGE = r"(?:\d{1,2}\s*[-–—]\s*)?"
_ORDINAL = r"(?:st|nd|rd|th)?"
DATE_PATTERN = (
    rf"(?:{_RANGE}(?P<d1>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})"
    rf"(?:\s*(?:г\.|года|год))?"
    rf"|(?P<m2>{_MONTH})\.?\s+{_RANGE}(?P<d2>\d{{1,2}}){_ORDINAL},?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})\s*年\s*(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})\s*日"
    r"|(?P<y4>[〇零一二三四五六七八九]{4})年(?P<m4>[一二三四五六七八九十]{1,2})月"
    r"(?P<d4>[一二三四五六七八九十]{1,3})日"
    r"|(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>\d{4})(?!\.?\d))"
)
DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
_WORD = r"(?!(?:on|at|in|в)\b)[^\W\d_][\w.'’-]*"
_COUNTRY = rf"(?:[,，]\s*{_WORD}(?: {_WORD}){{0,2}}| \({_WORD}(?: {_WORD}){{0,3}}\))?"
_PLACE = (
    r"(?:(?:the )?(?:city|town) of |городе? |гор\.\s*|г\.\s*)?"
    rf"(?P<place>{_WORD}(?: {_WORD}){{0,4}}{_COUNTRY})"
)
# What was done on that day: "Done at …", "Совершено в …".
_DONE = (
    r"(?:(?:done|adopted|signed|issued|made|given) (?:at|in) "
    r"|(?:совершено|принят[ао]?|подписан[ао]?) в )"
)
_DATELINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[(（]?{_DONE}?{_PLACE}(?:[,，]\s*|\s+)(?:on\s+)?(?:the\s+)?{DATE_PATTERN}[)）]?[.]?",
        rf"[(（]?{DATE_PATTERN}[,，]?\s*(?:в\s+|in\s+|at\s+|[于在])?{_PLACE}[)）]?[.]?",
        rf"[(（]?{DATE_PATTERN}[)）]?[.]?",
    )
)
_SIGNED_THERE = re.compile("(?:签署|通过|发表)$")
_HAN = re.compile("[\u4e00-\u9fff]")
_LONGEST_DATELINE, _LONGEST_HAN_PLACE = 100, 9
_ANY_DIGIT = re.compile(r"\d|年")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Dateline:
    """A line that says where and when: ``date`` in ISO 8601, ``place`` as printed."""

    date: str
    place: str | None


def dateline(line: str) -> Dateline | None:
    """The place and date of a line that holds nothing else, or None."""
    if len(line) > _LONGEST_DATELINE or not _ANY_DIGIT.search(line):
        return None
    for pattern in _DATELINES:
        if match := pattern.fullmatch(line.strip()):
            if (date := iso_date(match)) is None:
                return None
            place = _SIGNED_THERE.sub("", match.groupdict().get("place") or "") or None
            if place is not None and (place[0].islower() or _is_chinese_clause(place)):
                continue
            return Dateline(date, place)
    return None


def _is_chinese_clause(place: str) -> bool:
    """Whether what stands where a place would is too long for one: Chinese parts no words."""
    return len(place) > _LONGEST_HAN_PLACE and _HAN.match(place) is not None


def first_date(text: str) -> str | None:
    """The first full date in a text, ISO 8601, or None; of a range of days the last."""
    for match in DATE.finditer(text):
        if (date := iso_date(match)) is not None:
            return date
    return None


def iso_date(match: re.Match[str]) -> str | None:
    """The date that ``DATE_PATTERN`` matched, ISO 8601; None where there is no such day."""
    found = match.groupdict()
    which = next((k for k in "12345" if found[f"y{k}"]), None)
    if which is None:
        return None
    year, month, day = (found[f"{part}{which}"] for part in "ymd")
    if which == "4":
        numbers = (int("".join(str(_DIGITS[c]) for c in year)), _han(month), _han(day))
    else:
        number = int(month) if which in "35" else _MONTHS[month.lower()]
        numbers = (int(year), number, int(day))
    if not (1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31):
        return None
    return "{:04d}-{:02d}-{:02d}".format(*numbers)


def _han(numeral: str) -> int:
    """A Chinese numeral below 100 (三十一 is 31)."""
    tens, ten, ones = numeral.rpartition("十")
    value = _DIGITS.get(ones[:1], 0) if ones else 0
    return value + (10 * (_DIGITS.get(tens[:1], 1) if tens else 1) if ten else 0)
