"""What a text says about itself: language, title, place and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.corpus.cities import named_place
from scodiff.corpus.model import Paragraph

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
_DATE = (
    rf"(?:{_RANGE}(?P<d1>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})"
    rf"(?:\s*(?:г\.|года|год))?"
    rf"|(?P<m2>{_MONTH})\.?\s+{_RANGE}(?P<d2>\d{{1,2}}){_ORDINAL},?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})\s*年\s*(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})\s*日"
    r"|(?P<y4>[〇零一二三四五六七八九]{4})年(?P<m4>[一二三四五六七八九十]{1,2})月"
    r"(?P<d4>[一二三四五六七八九十]{1,3})日)"
)
DATE = re.compile(_DATE, re.IGNORECASE)
_WORD = r"[^\W\d_][\w.'’-]*"
_PLACE = rf"(?:г\.\s*)?(?P<place>{_WORD}(?:[ -]{_WORD}){{0,4}}(?:,\s*{_WORD}(?: {_WORD}){{0,2}})?)"
_DATELINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\(?(?:done\s+(?:at|in)\s+)?{_PLACE}(?:,\s*|\s+)(?:on\s+|the\s+)?{_DATE}\)?[.]?",
        rf"\(?{_DATE},?\s*(?:в\s+|in\s+|于)?{_PLACE}\)?[.]?",
        rf"\(?{_DATE}\)?[.]?",
    )
)
_LONGEST_DATELINE = 100
_ANY_DIGIT = re.compile(r"\d|年")
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_HELD_IN = re.compile(rf"\b(?:in|at) (?:the city of )?(?P<place>{_NAME}),? on (?i:{_DATE})")
_SENTENCE_END = re.compile(r"(?<![A-ZА-Я]\.)(?<=[.!?;])\s+(?=[A-ZА-ЯЁ\"“«])|[。；！？]|\n")
_MEETING = re.compile(
    r"\b(?:met|meet(?:ing)?|gather(?:ed|ing)|assembl(?:ed|ing)|conven(?:ed|ing)|held|summit|session"
    r"|встрет\w+|встреч\w+|собра\w+|заседани\w+|саммит\w*|состоя\w+|провел\w*|провёл)\b"
    r"|会议|会晤|峰会|举行|会见",
    re.IGNORECASE,
)
# What was done on a day by others, or before, or is yet to be done, dates another text.
_OTHER_DAY = re.compile(
    r"\b(?:signed|adopted|approved|established|decided|decision|resolution|declaration|charter"
    r"|treaty|agreement|convention|memorandum|protocol|statement|communiqu\w+|constitution|law"
    r"|recall\w*|reaffirm\w*|since|last|previous|earlier|anniversary|pursuant|will|next"
    r"|forthcoming|scheduled|later|before|until|after|outcomes?|results?"
    r"|подписан\w*|принят\w*|резолюци\w+|деклараци\w+|харти\w+|договор\w*|соглашени\w+"
    r"|конвенци\w+|решени\w+|меморандум\w*|прошл\w+|предыдущ\w+|следующ\w+|предстоящ\w+"
    r"|до|после)\b|签署|通过|宣言|宪章|决议|协定|条约|公约|决定|声明|下次|上次",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s+[A-Z]|\s*$")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Dateline:
    """A line that says where and when: ``date`` in ISO 8601, ``place`` as printed."""

    date: str
    place: str | None


def language_of(text: str) -> str:
    """A guess at the language by script: ``ru`` for Cyrillic, ``zh`` for Han, else ``en``."""
    sample = text[:20_000]
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in sample)
    han = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    latin = sum(c.isalpha() and c < "\u0250" for c in sample)
    # A Han character carries about as much as three letters.
    return max(((latin, "en"), (cyrillic, "ru"), (3 * han, "zh")), key=lambda pair: pair[0])[1]


def dateline(line: str) -> Dateline | None:
    """The place and date of a line that holds nothing else, or None."""
    if len(line) > _LONGEST_DATELINE or not _ANY_DIGIT.search(line):
        return None
    for pattern in _DATELINES:
        if match := pattern.fullmatch(line.strip()):
            if (date := _iso(match)) is None:
                return None
            place = match.groupdict().get("place")
            if place is not None and not (place[0].isupper() or not place[0].islower()):
                continue
            return Dateline(date, place)
    return None


def first_date(text: str) -> str | None:
    """The first full date in a text, ISO 8601, or None; of a range of days the last."""
    for match in DATE.finditer(text):
        if (date := _iso(match)) is not None:
            return date
    return None


def _iso(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    which = next((k for k in "1234" if found[f"y{k}"]), None)
    if which is None:
        return None
    year, month, day = (found[f"{part}{which}"] for part in "ymd")
    if which == "4":
        numbers = (int("".join(str(_DIGITS[c]) for c in year)), _han(month), _han(day))
    else:
        number = int(month) if which == "3" else _MONTHS[month.lower()]
        numbers = (int(year), number, int(day))
    if not (1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31):
        return None
    return "{:04d}-{:02d}-{:02d}".format(*numbers)


def _han(numeral: str) -> int:
    """A Chinese numeral below 100 (三十一 is 31)."""
    tens, ten, ones = numeral.rpartition("十")
    value = _DIGITS.get(ones[:1], 0) if ones else 0
    return value + (10 * (_DIGITS.get(tens[:1], 1) if tens else 1) if ten else 0)


def find_dateline(paragraphs: Sequence[Paragraph]) -> tuple[str | None, str | None]:
    """The place and the date (ISO 8601) of a text, each None where it does not say.

    A closing place-and-date line says both; else the title or the preamble: "in Lakeside
    on 4 July 2031", the same in brackets at a title's end, or a date alone. In running prose
    that is only the day on which those who speak say that they met: any other date that they
    mention is one of something else, and no date is better than a wrong one.
    """
    closing = [found for p in paragraphs if p.kind == "closing" and (found := dateline(p.text))]
    if closing:
        best = next((c for c in reversed(closing) if c.place), closing[-1])
        return best.place, best.date
    for paragraph in paragraphs[:4]:
        text = paragraph.text[:2000]
        prose = paragraph.kind in {"body", "item"}
        held = _HELD_IN.search(text)
        if held and not (prose and not _is_own(text, held)):
            return held["place"], _iso(held)
        if date := _own_date(text) if prose else first_date(text):
            bracket = re.search(r"\(([^()]+)\)\s*$", text)
            found = dateline(bracket.group(1)) if bracket else None
            return (found.place if found else named_place(text)), date
    return None, None


def _own_date(text: str) -> str | None:
    """The first date in running prose that is the text's own."""
    for match in DATE.finditer(text):
        if (date := _iso(match)) is not None and _is_own(text, match):
            return date
    return None


def _is_own(text: str, date: re.Match[str]) -> bool:
    """Whether a date in running prose is that of the text and not of something it mentions.

    It is the day of a meeting that the sentence speaks of, and of nothing else before it; or
    it is printed by itself between two sentences, as a heading would be.
    """
    ends = (m.end() for m in _SENTENCE_END.finditer(text))
    start = max((end for end in ends if end <= date.start()), default=0)
    ending = _SENTENCE_END.search(text, date.end())
    before = text[start : date.start()]
    after = text[date.end() : ending.start() if ending else len(text)]
    if not before.strip() and start and date["y2"] and _ALONE.match(after):
        return True
    if _OTHER_DAY.search(before):
        return False
    if _MEETING.search(text[start : date.end()]):
        return True
    following = _MEETING.search(after)
    return following is not None and not _OTHER_DAY.search(after, 0, following.start())
