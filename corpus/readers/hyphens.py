"""Hyphens at line ends: which belong to the word, and which only to the line.

The words of the document and of the shipped texts decide: "inter-" above "national" is one
word if "international" stands elsewhere. Where they do not know, a word that is no word
without its beginning was parted by the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_TEXTS = Path(__file__).parents[1] / "texts"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)([-\u2010\u00ad])$")
_START = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMPOUNDS = frozenset(
    ("all", "anti", "counter", "cross", "ex", "full", "half", "high", "long", "low", "mid", "multi")
    + ("non", "self", "short", "so", "socio", "vice", "well", "северо", "северно", "юго", "южно")
    + ("медико", "научно", "социально", "торгово", "экономико")
)


class Hyphens:
    """Decides for the hyphens at the line ends of one document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = Counter(_shipped_words())
        for line in lines:
            # The first and last words of a line may be halves.
            self._words.update(word.lower() for word in _WORD.findall(line)[1:-1])

    def parted(self, line: str, following: str) -> str | None:
        """The whole word, if the hyphen at the line's end belongs to the line; else None."""
        end, start = _END.search(line), _START.match(following)
        if end is None or start is None or not start.group()[0].islower():
            return None
        left, right = end[1], start.group()
        if end[2] == "\u00ad" or self._is_parted(left.lower(), right.lower()):
            return left + right
        return None

    def _is_parted(self, left: str, right: str) -> bool:
        whole, compound = self._words[left + right], self._words[f"{left}-{right}"]
        if whole or compound:
            return whole >= compound
        if left.rpartition("-")[2] in _COMPOUNDS:
            return False
        # "medium-" above "term": both are words by themselves.
        return not (self._words[left] and self._words[right])


@cache
def _shipped_words() -> Counter[str]:
    words: Counter[str] = Counter()
    for path in sorted(_TEXTS.glob("*.txt")):
        words.update(_WORD.findall(path.read_text(encoding="utf-8").lower()))
    return words
