"""Hyphens at line ends: which belong to the word, and which only to the line.

The words of the document and of the shipped texts decide: "inter-" above "national" is one
word if "international" stands elsewhere. Where they do not know, a word that is no word
without its beginning was split by the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

_TEXTS = Path(__file__).parents[2] / "texts"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)([^\W\d_]++(?:-[^\W\d_]++)*+)([-\u2010\u00ad])$")
_START = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMPOUND_STARTS = (
    "all anti counter cross ex full half high long low mid multi non self short so socio vice well "
    "медико научно северо северно социально торгово экономико юго южно"
)
_COMPOUNDS = frozenset(_COMPOUND_STARTS.split())


class Hyphens:
    """Decides for the hyphens at the line ends of one document."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words = Counter(_shipped_words())
        for line in lines:
            # The first and last words of a line may be halves.
            self._words.update(word.lower() for word in _WORD.findall(line)[1:-1])
        # Where the words of the text have "-", "\u2010" at a line's end is of the line.
        self._two_kinds = any("-" in line[:-1] for line in lines)
        self._splits_words = self._is_hyphenated(lines)

    def whole_word(self, line: str, following: str) -> str | None:
        """The whole word, if the hyphen at the line's end belongs to the line; else None."""
        end, start = _END.search(line), _START.match(following)
        if end is None or start is None or not start.group()[0].islower():
            return None
        left, right = end[1], start.group()
        sure = end[2] == "\u00ad" or (end[2] == "\u2010" and self._two_kinds)
        known = self._known(left.lower(), right.lower())
        if sure or known or (known is None and self._is_split(left, right.lower())):
            return left + right
        return None

    def _is_hyphenated(self, lines: Sequence[str]) -> bool:
        """Whether this text's lines split words: more of its known words say so than not."""
        votes = [
            self._known(end[1].lower(), start.group().lower())
            for line, following in pairwise(lines)
            if (end := _END.search(line)) and (start := _START.match(following))
        ]
        return votes.count(True) > votes.count(False)

    def _known(self, left: str, right: str) -> bool | None:
        """Whether the words say that two halves are one word; None where they do not know."""
        whole, compound = self._words[left + right], self._words[f"{left}-{right}"]
        return whole >= compound if whole or compound else None

    def _is_split(self, left: str, right: str) -> bool:
        """The judgement where the words do not know."""
        if not self._splits_words or left.isupper():
            return False
        if left.lower().rpartition("-")[2] in _COMPOUNDS:
            return False
        # "medium-" above "term": both are words by themselves.
        return not (self._words[left.lower()] and self._words[right])


@cache
def _shipped_words() -> Counter[str]:
    words: Counter[str] = Counter()
    for path in sorted(_TEXTS.glob("*.txt")):
        words.update(_WORD.findall(path.read_text(encoding="utf-8").lower()))
    return words
