"""The numbers of a passage: those in a row together, and what they are or count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scodiff.compare.diff.normalise import ENGLISH_MONTHS
from scodiff.compare.shifts.changed_words import SideWords, Word, WordRange
from scodiff.compare.text.numbers import is_numeral, value_of

_WITHIN_NUMBERS = frozenset(["", "-", "–", "/", "("])
_WITHIN_RANGE = frozenset(["", "-", "–", "/"])
_RANGING = frozenset(["to", "until"])
_LONGEST_RANGE = 10  # words
_JOINING_NUMBERS = frozenset({"to", "and", "of", "until"})
_CHINESE = frozenset("二三四五六七八九百亿")  # not 十 of 十分, nor 一 of 一个
_IN_RUSSIAN = frozenset(
    """два две двух три трех четыре четырех пять пяти шесть шести семь семи восемь восьми девять
    девяти десять десяти одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать
    семнадцать восемнадцать девятнадцать двадцать двадцати тридцать тридцати сорок сорока пятьдесят
    шестьдесят семьдесят восемьдесят девяносто сто ста двести триста четыреста пятьсот тысяча тысячи
    тысяч миллион миллиона миллионов миллиард миллиарда миллиардов""".split()  # noqa: SIM905
)
_ORDINAL_ENDINGS = ("first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "th")
# "may" is a month only with a capital.
_MONTH_WORDS = frozenset(ENGLISH_MONTHS) - {"may"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
COUNTED_BY_BODIES = frozenset({"session", "sessions", "supplement", "plenary", "agenda"})


def is_number(word: Word) -> bool:
    """Whether a word is a number, an ordinal or a month."""
    if not word.counts:
        return False
    if is_numeral(word.form) or word.form in _IN_RUSSIAN | _CHINESE:
        return True
    return word.text[0].isupper() and (word.form in _MONTH_WORDS or word.text == "May")


class NumberRun(NamedTuple):
    """Numbers in a row ``[start, end)``, what they are (``date``) or count, and their words."""

    start: int
    end: int
    unit: str
    forms: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """What they come to, where they are one number."""
        return value_of(self.forms)

    @property
    def is_session(self) -> bool:
        """Whether they number the sessions of a body."""
        return any(form in self.unit for form in COUNTED_BY_BODIES)


def number_runs(side: SideWords, place: WordRange) -> Iterator[NumberRun]:
    """The numbers of a passage, those in a row that small words join taken together."""
    start, end = place
    k = start
    while k < end:
        if not is_number(side.words[k]):
            k += 1
            continue
        stop = k + 1
        while stop < end:
            if is_number(side.words[stop]) and side.words[stop].mark in _WITHIN_NUMBERS:
                stop += 1
            elif (
                side.words[stop].form in _JOINING_NUMBERS
                and stop + 1 < end
                and is_number(side.words[stop + 1])
                and not (stop + 2 < end and side.words[stop + 2].mark in {"/", "("})
            ):
                stop += 2
            else:
                break
        words = side.words[k:stop]
        forms = tuple(word.form for word in words if is_number(word))
        yield NumberRun(k, stop, _unit(side, words, stop), forms)
        k = stop


def whole_range(side: SideWords, place: WordRange) -> WordRange:
    """Some numbers with all those that are one date, one range or one figure with them."""
    start, end = place
    words = side.words
    while start and end - start < _LONGEST_RANGE and _joined(words, start - 1, start):
        start -= 1 + (words[start - 1].form in _RANGING)
    while end < len(words) and end - start < _LONGEST_RANGE and _joined(words, end, end):
        end += 1 + (words[end].form in _RANGING)
    return start, end


def _joined(words: Sequence[Word], k: int, right: int) -> bool:
    """Whether word k goes on a number at its side, with nothing but ``to`` between the two.

    ``right`` is the right-hand word of the two.
    """
    beyond = k - 1 if k < right else k + 1
    if words[k].form in _RANGING:
        within = 0 <= beyond < len(words) and is_number(words[beyond]) and not words[k].mark
        return within and not words[max(k, beyond)].mark
    return is_number(words[k]) and words[right].mark in _WITHIN_RANGE


def _unit(side: SideWords, numbers: Sequence[Word], end: int) -> str:
    """What numbers are: a reference, a date, a year, or so many of what follows them."""
    forms = [word.form for word in numbers]
    if any("/" in word.text or word.mark in {"/", "("} for word in numbers[1:]):
        return "reference"
    if any(form in _MONTH_WORDS or form == "may" for form in forms):
        return "date"
    if all(_YEAR.fullmatch(form) or form in _JOINING_NUMBERS for form in forms):
        return "year"
    after = side.words[end] if end < len(side.words) else None
    counted = f"{after.mark}{after.form}" if after else ""
    is_ordinal = bool(_ORDINAL.fullmatch(forms[-1])) or forms[-1].endswith(_ORDINAL_ENDINGS)
    return f"{'ordinal' if is_ordinal else 'number'} {counted.removesuffix('s')}"
