"""What lines and paragraphs look like: sentence ends, labels, section marks, page numbers."""

from __future__ import annotations

import re
from typing import Literal

from scodiff.corpus.labels import ROMAN

End = Literal["sentence", "colon", "semicolon", "comma", "dash", "open"]
Start = Literal["upper", "lower", "digit", "bracket", "other"]

_CLOSERS = ")]}\"'”’»›」』）〕*_"
_OPENERS = "\"'“‘«‹„「『*_¿¡"
_FINAL_NOTE = re.compile(r"(?<=[^\W\d_][.,;:!?…”’\"])\d{1,2}$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:St|Mr|Mrs|Ms|Dr|No|Nos|Arts?|Ch|Sec|paras?|Prof|Gen|Lt|Col|Sen|Hon|Rev|Amb|"
    r"Mt|Ft|Vol|vol|Res|Doc|pp|H\.[EM]|e\.g|i\.e|cf|vs|approx|"
    r"гг?|им|ст|стр|пп?|т|т\. ?е|гл|абз|см|ул|рис|тыс|акад|проф|н\.э|[A-ZА-Я])\.$"
)
_WE = re.compile(r"(?:We|Мы)[,\s]")
_GOES_ON = re.compile(r"\b(?:and|or|the|of|to|for|in|with|by|on|from|и|или|для|в|с|на)$")
_END_MARKS: dict[str, End] = {
    **dict.fromkeys(".!?…。！？؟۔", "sentence"),
    **dict.fromkeys(":：", "colon"),
    **dict.fromkeys(";；؛", "semicolon"),
    **dict.fromkeys(",，、،", "comma"),
    **dict.fromkeys("–—", "dash"),
}

_SECTION_MARK = re.compile(
    rf"(?:(?:section|part|chapter|article|раздел|часть|глава|статья)\s+)?(?:{ROMAN}|\d{{1,3}})[.)]?"
    r"|第?[一二三四五六七八九十]{1,3}[、章节部条]?|第\d{1,3}[章节部条]|§\s?\d{1,3}\.?",
    re.IGNORECASE,
)
_ROMAN_MARK = re.compile(rf"{ROMAN}[.)]?")
_WORN_MARK = re.compile(r"[ivxlцvуn1]{1,4}[.)]?", re.IGNORECASE)
_RULE = re.compile(
    r"(?:[*·•#~=+§◆☆★※]\s*+)++|[-–—_=]{2,}+(?:\s++[-–—_=]++)*+|(?:[*—–-]\s++){2,}[*—–-]"
)

_LONE_NUMBER = re.compile(r"\d{1,3}[.．、]")

_PAGE_NUMBER = re.compile(
    r"[-–—\[(\s]*(?P<n>\d{1,4})[-–—\])\s]*"
    r"|(?:page|p\.|pg\.|стр\.?|страница|с\.)\s*(?P<p>\d{1,4})(?:\s*(?:of|/|из)\s*\d{1,4})?"
    r"|(?P<q>\d{1,4})\s*(?:/|of|из)\s*\d{1,4}"
    r"|第\s*(?P<z>\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?",
    re.IGNORECASE,
)


def line_end(text: str) -> End:
    """How a line ends: with a sentence, a softer mark, or in the open."""
    text = _FINAL_NOTE.sub("", text)
    bare = text.rstrip(_CLOSERS)
    if not bare:
        return "open"
    end = _END_MARKS.get(bare[-1])
    if end == "sentence" and bare == text and _ABBREVIATION.search(bare[-8:]):
        return "open"
    if end is None and bare[-1] == "-" and bare[-2:-1].isspace():
        return "dash"
    return end or "open"


def goes_on(text: str) -> bool:
    """Whether a line ends with a word that another must follow."""
    return _GOES_ON.search(text) is not None


def speaks_as_we(text: str) -> bool:
    """Whether a line begins with the pronoun that opens a declaration ("We, the heads of …")."""
    return _WE.match(text) is not None


def line_start(text: str) -> Start:
    """How a line begins, quotation marks aside."""
    bare = text.lstrip(_OPENERS) or text
    first = bare[0]
    if first in "([（":
        return "bracket"
    if first.isdigit():
        return "digit"
    if first.islower():
        return "lower"
    if first.isupper():
        return "upper"
    return "other"


def is_section_mark(line: str) -> bool:
    """Whether a line is nothing but a section's number ("IV", "Section 2", "二、")."""
    return len(line) <= 14 and _SECTION_MARK.fullmatch(line) is not None


def is_lone_number(line: str) -> bool:
    """Whether a line is a paragraph's number with its stop and nothing else ("12.")."""
    return len(line) <= 4 and _LONE_NUMBER.fullmatch(line) is not None


def is_roman_mark(line: str) -> bool:
    """Whether a line is a Roman section number in capitals and nothing else."""
    return len(line) <= 6 and _ROMAN_MARK.fullmatch(line) is not None


def is_worn_mark(line: str) -> bool:
    """Whether a line may be a section mark spoilt by character recognition ("v", "Vl")."""
    return len(line) <= 5 and line != "" and _WORN_MARK.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line is an ornament between sections ("***", "---")."""
    return len(line) <= 80 and _RULE.fullmatch(line) is not None


def page_number(line: str) -> int | None:
    """The page number that a line consists of, or None."""
    if len(line) > 24 or (match := _PAGE_NUMBER.fullmatch(line)) is None:
        return None
    return int(next(group for group in match.groups() if group))


def is_capitals(line: str) -> bool:
    """Whether a line is set in capitals (two letters at least, none of them small)."""
    # The cheap half first: nearly every line of prose fails it.
    if line.upper() != line or line.lower() == line:
        return False
    return sum(map(str.isalpha, line)) >= 2


def breaking_places(text: str) -> int:
    """After how many characters of a line it could have been broken."""
    ideographs = 0 if text.isascii() else sum("\u2e80" <= c <= "\u9fff" for c in text)
    return text.count(" ") + ideographs
