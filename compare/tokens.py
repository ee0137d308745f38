"""Word tokens, and the folded forms under which two of them count as the same word.

Tokens follow the default word boundaries of UAX #29 as far as declarations need them:
runs of letters and digits with inner apostrophes, points and commas (``people's``,
``U.N``, ``1,000``), each Han, Hiragana or Katakana character by itself, white space, and
each other character a token of its own. Joined, the tokens are the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"(?:(?![{_IDEOGRAPH}])\w)"
_TOKEN = re.compile(
    rf"[{_IDEOGRAPH}]"
    rf"|{_LETTER}+(?:(?:(?<=[^\W\d_])['’.](?=[^\W\d_])|(?<=\d)[.,](?=\d)){_LETTER}+)*"
    r"|\s+|.",
    re.DOTALL,
)
_WORD = re.compile(r"\w")

_QUOTES = {ord(c): "'" for c in "‘’‚‛ʼ`´"} | {ord(c): '"' for c in "“”„‟«»"}
_DASHES = {ord(c): "-" for c in "‐‑‒–—―−"}
_FOLD = _QUOTES | _DASHES | {0xAD: None, 0x2026: "..."}

# British and American spelling differ by these endings and clusters; the folded form is
# only ever compared with another folded form, so over-reach is harmless unless it joins
# two real words, which the length conditions prevent.
_SPELLING = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ers?|ations?|ational)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=(?:e[drs]?|ing|ers?)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ite|able|al|hood|ly|liness)*$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})ll(?=(?:ed|ing|ers?)$)"), "l"),
    (re.compile(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z]{2})ence(?=s?$)"), "ense"),
    (re.compile(r"^programme(?=s?$)"), "program"),
    (re.compile(r"(?<=[cntb])tre(?=s?$)"), "ter"),
)
_UNCHANGED = frozenset(
    """
    advise advised revise revised exercise exercised promise promised compromise comprise
    comprised otherwise likewise surprise enterprise enterprises expertise premise premises
    precise concise raise raised praise praised arise supervise four hour hours our your
    tour source course
    """.split()  # noqa: SIM905 - forty quotation marks would hide the words
)


def tokenize(text: str) -> list[str]:
    """The word tokens of a text; joined, they are the text."""
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """Whether a token holds a letter or a digit."""
    return _WORD.search(token) is not None


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """The form under which spellings, quotes, dashes and case are the same."""
    folded = token.translate(_FOLD).casefold()
    if not folded.isascii() or not folded.isalpha() or folded in _UNCHANGED:
        return folded
    for pattern, replacement in _SPELLING:
        folded = pattern.sub(replacement, folded)
    return folded


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation and white space left out."""
    return [fold(t) for t in tokenize(text) if is_word(t)]


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for t in tokenize(text) if is_word(t))
