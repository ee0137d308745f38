"""A quotation is proof only where it stands, word for word, in the text that it is taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scodiff.compare.text.tokens import count_words

# Of a model's quotation: fewer words of a longer paragraph stand in it by chance.
LEAST_WORDS = 3
# A letter or digit of a script that parts its words; Han characters and kana stand alone.
_OF_A_WORD = r"[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"


def stands_in(quotation: str, text: str) -> bool:
    """Whether a text has the quotation character for character, however either is wrapped."""
    wanted = _unwrapped(quotation)
    return bool(wanted) and wanted in _unwrapped(text)


def place_of(quotation: str, text: str) -> tuple[int, int] | None:
    """Where a quotation first stands in a text, as half-open offsets in code points.

    It is where it stands in whole words, if there is such a place.
    """
    words = quotation.split()
    if not words:
        return None
    found = _whole(words).search(text) or re.search(_wrapped(words), text)
    return found and found.span()


def whole_places(quotation: str, text: str) -> list[tuple[int, int]]:
    """The places where a quotation stands in a text in whole words ("all", and not in "shall")."""
    words = quotation.split()
    return [found.span() for found in _whole(words).finditer(text)] if words else []


def times_quoted(quotation: str, text: str) -> int:
    """How often a text has the words of a quotation, in whatever case."""
    return len(whole_places(quotation.casefold(), text.casefold()))


def says_enough(quotation: str, text: str) -> bool:
    """Whether a quotation from a text has words enough to prove anything."""
    return count_words(quotation) >= min(LEAST_WORDS, count_words(text))


def _unwrapped(text: str) -> str:
    return " ".join(text.split())


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    before = rf"(?<!{_OF_A_WORD})" if re.match(_OF_A_WORD, words[0]) else ""
    after = rf"(?!{_OF_A_WORD})" if re.match(_OF_A_WORD, words[-1][-1]) else ""
    return re.compile(before + _wrapped(words) + after)


def _wrapped(words: Sequence[str]) -> str:
    return r"\s+".join(map(re.escape, words))
