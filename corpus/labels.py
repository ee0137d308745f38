"""The numbers and bullets that paragraphs print before their text.

"3.", "Article 3.", "§ 3", "3.1.", "Статья 3.", "第三条": how a text counts itself. The number
changes whenever a paragraph is added before it, and is no part of what the paragraph says.
"""

from __future__ import annotations

import re

ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_HAN = "[一二三四五六七八九十百零〇]"
# What a text calls its numbered units, where a number follows: in the languages of the
# organisation's members that have texts of their own.
_UNITS = (
    "Article|Art\\.?|Section|Sect?\\.|Clause|Chapter|Part|Paragraph|Para\\.?|Point|Item|Rule|"
    "Principle|Provision|"
    "Статья|Ст\\.|Раздел|Глава|Часть|Пункт|Подпункт|П\\.|п\\.|Параграф|Положение|Принцип|"
    "ماده|بند|فصل|بخش|المادة|مادة|البند|الفقرة|الفصل"
)
_EITHER_CASE = "|".join(dict.fromkeys((*_UNITS.split("|"), *_UNITS.upper().split("|"))))
_COUNT = rf"\d{{1,3}}(?:\.\d{{1,3}})*(?:[a-z](?![a-z]))?|{ROMAN}"
_STOP = r"[.):：]"

_BULLET = re.compile(r"([-–—•·▪●■◦‣∙*+\uf0b7])\s+(?=\S)")
# With a stop, a dash or a wide gap after the number, or its line to itself: "Article 3 of
# the Charter provides" is a sentence. A word that opens a clause and is never part of a
# name shows as much ("Article 3 The Parties shall").
_OPENS_CLAUSE = (
    r"(?:The|They|We|Each|Every|Any|All|No|This|These|In|For|If|Nothing|Without|With|To|By|On|As)\b"
)
_UNIT = re.compile(
    rf"((?:{_EITHER_CASE})[ \u00a0]?(?:{_COUNT})(?:{_STOP}(?=\s|$)"
    rf"|(?=\s*$|\s*[\t\n]|\s{{2,}}\S|\s+[–—-]\s|\s+{_OPENS_CLAUSE})))"
)
_SIGN = re.compile(
    rf"(§§?[ \u00a0]?\d{{1,3}}(?:\.\d{{1,3}})*(?:{_STOP}(?=\s|$)|(?=\s*$|\s+(?![\W\da-zа-я]))))"
    rf"|([№#][ \u00a0]?\d{{1,3}}{_STOP})(?=\s|$)"
)
_HAN_UNIT = re.compile(
    rf"(第[ ]?(?:{_HAN}{{1,5}}|\d{{1,3}})[ ]?[条條章节節款项項部])(?=[\s：:、]|$)"
    rf"|({_HAN}{{1,3}}[、．])(?=\S)"
)
_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,3})*[.)])\s+(?=\S)|(\d{1,3}\.)$|(\d{1,3}[、．])(?=\S)"
    # Without its stop, and before a small letter, "3.1" is a quantity.
    r"|(\d{1,2}(?:\.\d{1,2})+)\s+(?=[^\W\da-zа-яё_])"
)
_LETTER = re.compile(
    r"(\((?:[a-zа-я]|[ivx]{1,4}|\d{1,2})\)|[a-zа-я]\))\s+(?=\S)"
    rf"|([（(](?:{_HAN}{{1,3}}|\d{{1,2}})[)）])(?=\s*\S)"
)
_ROMAN_LABEL = re.compile(rf"({ROMAN}\.)\s+(?=\S)")
_PATTERNS = (_BULLET, _NUMBER, _LETTER, _ROMAN_LABEL, _UNIT, _SIGN, _HAN_UNIT)
_LIST_LABEL = re.compile(r"[^\w(（]|[^（]*\)")
_LONGEST = 24


def label(text: str) -> str | None:
    """The printed number or bullet a paragraph begins with, or None."""
    for pattern in _PATTERNS:
        if match := pattern.match(text):
            return next(group for group in match.groups() if group)
    return None


def printed_number(text: str) -> str | None:
    """The number that a paragraph prints before its text (``label``, but no bullet), or None."""
    found = label(text)
    return None if found is None or _BULLET.match(text) else found


def is_number_alone(text: str) -> bool:
    """Whether a text is nothing but a printed number, as it stands before a paragraph."""
    return len(text) <= _LONGEST and text in (
        printed_number(f"{text} The"),
        printed_number(f"{text}The"),
    )


def is_list_label(mark: str) -> bool:
    """Whether a label is one of a list's (bullet, "a)", "(1)") rather than a text's own count."""
    return " " not in mark and _LIST_LABEL.fullmatch(mark) is not None
