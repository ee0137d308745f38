"""What is diffed: tokens, with dates, defined names and re-ordered lists each as one unit.

A unit has the characters of the text and a key; two units are the same word, date, name
or list when their keys are equal, however they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from scodiff.compare.model import EditorialKind
from scodiff.compare.text.abbreviations import Names
from scodiff.compare.text.tokens import fold, is_word, tokenize
from scodiff.corpus.labels import printed_number

NO_NAMES = Names()

# From January on, as are the Russian ones.
ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_RUSSIAN_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_MONTHS = [*ENGLISH_MONTHS, *_RUSSIAN_MONTHS]
_MONTH_NUMBER = {name: index % 12 + 1 for index, name in enumerate(_MONTHS)}
_MONTH = "|".join(_MONTHS)
_AFTER_NOTES = "and|or|of|as|which|in|on|by|for|with|to|from|at|after|before|while|including|that"
_DATE = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH}),?\s+(?P<y1>\d{{4}})"
    # a footnote's number, printed onto the year or its comma
    rf"(?:,?\d{{1,2}}|,\s\d{{1,2}}(?=\s+(?:(?:{_AFTER_NOTES})\b|\d+/\d)|[,;.]|\Z))?\b"
    rf"(?:\s*(?:года\b|г\.))?"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})\b"
    r"|(?P<y3>\d{4})年(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日"
    r"|\b(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})\b",
    re.IGNORECASE,
)
_NAME = (
    r"(?:[Tt]he\s++)?+(?:[A-ZА-ЯЁ][\w'’-]*+)"
    r"(?:\s++(?:(?:of|the|de|and\s++the)\s++){0,2}+[A-ZА-ЯЁ][\w'’-]*+){0,9}"
)
_LIST = re.compile(
    rf"(?<!\w)(?<![\w'’-]['’-]){_NAME}(?:,\s++{_NAME}){{0,30}},?\s++(?:and|и)\s++{_NAME}"
    r"|[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){1,30}"
)
_ITEM_END = re.compile(
    r"(?:,|(?<![,\s]))\s++(?:and|и)\s++(?!the\s++[A-Z][\w'’-]*+\s++of\s++the\b\s*+$)|,\s++|、"
)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)

_YEAR = re.compile(r"\d{4}")

# A fraction, a session, a resolution: 2-1/4, 2022/23, 77/133.
_FRACTION = re.compile(r"\b\d+(?:[-‐‑–]\d+)?/\d+\b(?!/)")

# The number of a paragraph or item changes whenever one is added before it.
_BEGINNING = re.compile(r"(?:(?<=\n\n)|\A)\S")
_LONGEST_LABEL = 40

# A footnote's number printed onto the word or the year that it follows.
_NOTE_AT_WORD = re.compile(r"([^\W\d_]{3,}[a-zа-яё])\d{1,2}")
_NOTE_AT_YEAR = re.compile(r"((?:19|20)\d\d),\d{1,2}")
# Or onto the word that it precedes (``6that``); what is counted or measured has a short ending.
_NOTE_BEFORE_WORD = re.compile(r"\d{1,2}([a-zа-яё]{4,})")


class NormalisedText(NamedTuple):
    """A text as units: their characters, keys, kinds, words and letters, index by index.

    The kind is ``""`` for a token, else ``date``, ``abbreviation``, ``order`` or
    ``numbering``.
    """

    texts: list[str]
    keys: list[str]
    kinds: list[EditorialKind | Literal[""]]
    words: list[int]
    letters: list[int]


@dataclass(frozen=True, slots=True)
class _Special:
    start: int
    end: int
    kind: EditorialKind | Literal[""]
    key: str


class _Tokens(dict[str, tuple[str, int, int]]):
    """Key, words and letters of each token, worked out once."""

    def __missing__(self, token: str) -> tuple[str, int, int]:
        if token.isspace():
            found = (" ", 0, 0)
        else:
            word = int(is_word(token))
            found = (_key(token), word, sum(map(str.isalnum, token)))
        if len(self) < 200_000:
            self[token] = found
        return found


_TOKENS = _Tokens()


def units_of_both(a: str, b: str, names: Names = NO_NAMES) -> tuple[NormalisedText, NormalisedText]:
    """The units of two texts that are to be compared."""
    lists_a, lists_b = _reordered(a, b)
    names_a, names_b = _named_otherwise(a, b, names)
    return (
        _units(a, (*lists_a, *names_a, *_specials(a))),
        _units(b, (*lists_b, *names_b, *_specials(b))),
    )


def _named_otherwise(a: str, b: str, names: Names) -> tuple[list[_Special], list[_Special]]:
    """What both texts name, under other names.

    A name that is one unit has no word in common with another that holds some of its words.
    """
    found = [list(names.spans(text)) for text in (a, b)]
    forms: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for text, spans, known in zip((a, b), found, forms, strict=True):
        for start, end, meaning in spans:
            known.setdefault(meaning, set()).add(" ".join(text[start:end].casefold().split()))
    other = {m for m in forms[0].keys() & forms[1].keys() if forms[0][m] != forms[1][m]}
    in_a, in_b = (
        [_Special(s, e, "abbreviation", f"\0name:{m}") for s, e, m in spans if m in other]
        for spans in found
    )
    return in_a, in_b


@lru_cache(maxsize=1024)  # a paragraph is set against several others
def _units(text: str, specials: tuple[_Special, ...]) -> NormalisedText:
    units = NormalisedText([], [], [], [], [])
    position = 0
    for special in sorted(specials, key=lambda s: (s.start, -s.end)):
        if special.start < position:
            continue
        _add_tokens(units, text[position : special.start])
        piece = text[special.start : special.end]
        units.texts.append(piece)
        units.keys.append(special.key)
        units.kinds.append(special.kind)
        units.words.append(sum(1 for token in tokenize(piece) if is_word(token)))
        units.letters.append(sum(map(str.isalnum, piece)))
        position = special.end
    _add_tokens(units, text[position:])
    return units


def _add_tokens(units: NormalisedText, text: str) -> None:
    if not text:
        return
    tokens = tokenize(text)
    known = list(map(_TOKENS.__getitem__, tokens))
    units.texts.extend(tokens)
    units.keys.extend([k for k, _, _ in known])
    units.kinds.extend([""] * len(tokens))
    units.words.extend([w for _, w, _ in known])
    units.letters.extend([n for _, _, n in known])


def _key(token: str) -> str:
    if token[-1:].isdigit() and (note := _NOTE_AT_WORD.fullmatch(token)):
        return fold(note.group(1))
    if token[-1:].isdigit() and (note := _NOTE_AT_YEAR.fullmatch(token)):
        return note.group(1)
    if token[:1].isdigit() and (note := _NOTE_BEFORE_WORD.fullmatch(token)):
        return fold(note.group(1))
    return fold(token)


def _specials(text: str) -> Iterator[_Special]:
    """What of a text is one unit, whatever the other text is; these may overlap."""
    for match in _BEGINNING.finditer(text):
        start = match.start()
        if number := printed_number(text[start : start + _LONGEST_LABEL]):
            yield _Special(start, start + len(number), "numbering", "\0label")
    if "/" in text:
        for match in _FRACTION.finditer(text):
            yield _Special(match.start(), match.end(), "", f"\0number:{fold(match.group())}")
    if _YEAR.search(text):
        yield from map(_date, _DATE.finditer(text))


def _date(match: re.Match[str]) -> _Special:
    found = {name[0]: value for name, value in match.groupdict().items() if value}
    month = _MONTH_NUMBER.get(found["m"].casefold()) or int(found["m"])
    key = f"\0date:{int(found['y']):04}-{month:02}-{int(found['d']):02}"
    return _Special(match.start(), match.end(), "date", key)


class _List(NamedTuple):
    """A list of names in a text: its place ``[start, end)`` and its folded members."""

    start: int
    end: int
    members: tuple[str, ...]


def _reordered(a: str, b: str) -> tuple[list[_Special], list[_Special]]:
    """Lists of names that both texts have, in another order."""
    lists_a, lists_b = _lists(a), _lists(b)
    found: tuple[list[_Special], list[_Special]] = ([], [])
    for key, list_a in lists_a.items():
        list_b = lists_b.get(key)
        if list_b is None or list_b.members == list_a.members:
            continue
        unit_key = "\0list:" + "|".join(key)
        found[0].append(_Special(list_a.start, list_a.end, "order", unit_key))
        found[1].append(_Special(list_b.start, list_b.end, "order", unit_key))
    return found


@lru_cache(maxsize=1024)
def _lists(text: str) -> dict[tuple[str, ...], _List]:
    """The lists of names in a text by their sorted members."""
    found: dict[tuple[str, ...], _List] = {}
    if not any(separator in text for separator in (",", " and ", "、", " и ")):
        return found
    for match in _LIST.finditer(text):
        members = tuple(map(_folded_item, _ITEM_END.split(match.group())))
        if len(members) > 1:
            found.setdefault(tuple(sorted(members)), _List(match.start(), match.end(), members))
    return found


def _folded_item(item: str) -> str:
    tokens = tokenize(_ARTICLE.sub("", item))
    return " ".join(fold(token) for token in tokens if not token.isspace())
