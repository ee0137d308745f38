"""Word tokens, and the folded forms under which two of them count as the same word.

Tokens are those of the default word boundaries of Unicode (UAX #29, section 4.1): words
with their inner apostrophes and points (``people's``, ``U.N``), numbers with theirs
(``1,000``), each Han or Hiragana character by itself, and every other character a token
of its own with the combining marks that follow it. In one thing they differ: a run of
white space is one token, and the narrow no-break space (U+202F) is white space, as it is
where people type it, and joins no words. Joined, the tokens are the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from scodiff.compare.text.spelling import common_form

# Text of these characters alone needs no property tables, which cost more to load than
# the whole of a declaration takes to split. What behaves unlike its neighbours is left out.
_SIMPLE = (
    "[\t-\r -~\xa0-\xac\xae-\xb1\xb4-\xb6\xb8-\xba\xbf-\u024f\u0410-\u044f\u0401\u0451"
    "\u2010-\u201f\u2020-\u2023\u2025\u2026\u2030-\u203a\u20ac\u2116\u2212"
    "\u3000-\u3003\u3008-\u3011\u4e00-\u9fff\uff01-\uff06\uff08-\uff0b\uff0d\uff1f]*"
)
# Of these characters, those that \w matches but no Han or Hiragana character; spelt out, as
# a complement of \w takes longer to compile than the rest of the start takes.
_LETTERS = "A-Za-z\xaa\xb5\xb9\xba\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0401\u0410-\u044f\u0451"
_WORD_CHARACTER = f"[0-9_{_LETTERS}]"
_LETTER = f"[{_LETTERS}]"
_SIMPLE_TOKEN = re.compile(
    rf"{_WORD_CHARACTER}+(?:(?:(?<={_LETTER})['’‘.:](?={_LETTER})|(?<=\d)['’‘.,;](?=\d))"
    rf"{_WORD_CHARACTER}+)*|\s+|.",
    re.DOTALL,
)
_HAS_WORD = re.compile(r"\w")

_QUOTES = {ord(c): "'" for c in "‘’‚‛ʼ`´"} | {ord(c): '"' for c in "“”„‟«»"}
_DASHES = {ord(c): "-" for c in "‐‑‒–—―−"}
# One letter, typed on an Arabic or a Persian keyboard; digits; vowel signs, the stretching of a
# line, and the joint that keeps two letters of a word apart, which are written or left out.
_ARABIC = {0x64A: "\u06cc", 0x649: "\u06cc", 0x643: "\u06a9", 0x640: None, 0x670: None}
_ARABIC |= {0x200C: None, 0x200D: None, **dict.fromkeys(range(0x64B, 0x660))}
_ARABIC |= {zero + digit: str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}
_FOLD = _QUOTES | _DASHES | _ARABIC | {0xAD: None, 0x2026: "..."}


def tokenize(text: str) -> list[str]:
    """The word tokens of a text; joined, they are the text."""
    # What ASCII prints is simple without the pattern, which is compiled where a text needs it.
    if (text.isascii() and text.isprintable()) or re.fullmatch(_SIMPLE, text):
        return _SIMPLE_TOKEN.findall(text)
    return _full_tokenizer()(text)


@lru_cache(maxsize=1)
def _full_tokenizer() -> Callable[[str], list[str]]:
    """Rules WB3 to WB16 as one pattern, over the property tables of ``regex``."""
    import regex

    extend = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*+"
    letter = rf"[\p{{WB=ALetter}}\p{{WB=Hebrew_Letter}}]{extend}"
    digit = rf"\p{{WB=Numeric}}{extend}"
    inside_word = r"[\p{WB=MidLetter}\p{WB=MidNumLet}\p{WB=Single_Quote}]"
    inside_number = r"[\p{WB=MidNum}\p{WB=MidNumLet}\p{WB=Single_Quote}]"
    letters = rf"(?:{letter})+(?:{inside_word}{extend}(?:{letter})+)*"
    digits = rf"(?:{digit})+(?:{inside_number}{extend}(?:{digit})+)*"
    katakana = rf"(?:\p{{WB=Katakana}}{extend})+"
    joint = rf"(?:[\p{{WB=ExtendNumLet}}--\u202f]{extend})+"
    emoji = rf"(?:\p{{Extended_Pictographic}}{extend})"
    word = rf"(?:{joint})?+(?:(?:{letters}|{digits})+|{katakana})"
    pattern = regex.compile(
        rf"(?:{word})(?:{joint}(?:(?:{letters}|{digits})+|{katakana})?)*"
        rf"|{joint}"
        rf"|(?:\p{{WB=Regional_Indicator}}{extend}){{2}}"
        rf"|\s+"
        rf"|{emoji}(?:(?<=\u200d){emoji})*"
        rf"|.{extend}",
        regex.DOTALL | regex.V1,
    )
    return pattern.findall


def is_word(token: str) -> bool:
    """Whether a token holds a letter or a digit."""
    return _HAS_WORD.search(token) is not None


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """The form under which spellings, quotes, dashes and case are the same."""
    # Most tokens are of such letters alone, and none of these is folded but by its case.
    if token.isascii() and token.isalpha():
        return common_form(token.lower())
    folded = token.translate(_FOLD).casefold()
    return common_form(folded) if folded.isascii() and folded.isalpha() else folded


@lru_cache(maxsize=65536)
def word_form(token: str) -> str | None:
    """The folded form of a word, or None for a token that is none."""
    return fold(token) if is_word(token) else None


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation and white space left out."""
    return [form for form in map(word_form, tokenize(text)) if form is not None]


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words(text))
