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

from scodiff.corpus.segmentation.unwrap import is_suspended

_TEXTS = Path(__file__).parents[2] / "texts"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_END = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)([^\W\d_]++(?:-[^\W\d_]++)*+)([-\u2010\u00ad])$")
_CUT = re.compile(r"[-\u2010\u00ad]$")
_START = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMPOUND_STARTS = (
    "all anti counter cross ex full good half high long low mid multi non quasi self semi short so "
    "socio vice well one two three four five six seven eight nine ten "
    "медико научно северо северно социально торгово экономико юго южно"
)
_COMPOUNDS = frozenset(_COMPOUND_STARTS.split())


class Hyphens:
    """Decides for the hyphens at the line ends of one document."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._own: Counter[str] = Counter()
        for above, line in zip(["", *lines], lines, strict=False):
            self._own.update(word.lower() for word in _whole_words(above, line))
        # Where the words of the text have "-", "\u2010" at a line's end is of the line.
        self._two_kinds = any("-" in line[:-1] for line in lines)
        self._splits_words = self._is_hyphenated(lines)

    def whole_word(self, line: str, following: str) -> str | None:
        """The whole word, if the hyphen at the line's end belongs to the line; else None."""
        end, start = _END.search(line), _START.match(following)
        if end is None or start is None or not start.group()[0].islower():
            return None
        left, right = end[1], start.group()
        if is_suspended(following) and (self._is_word(left) or not self._is_word(left + right)):
            return None
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
        """Whether the words say that two halves are one word; None where they do not know.

        The text's own words go before those of the shipped texts, and a beginning that is
        written with a hyphen as often as not ("anti-") is decided by the former alone.
        """
        whole, compound = left + right, f"{left}-{right}"
        if self._own[whole] or self._own[compound]:
            return self._own[whole] > self._own[compound]
        if left.rpartition("-")[2] in _COMPOUNDS:
            return None
        shipped = _shipped_words()
        known = shipped[whole] or shipped[compound]
        return shipped[whole] >= shipped[compound] if known else None

    def _is_split(self, left: str, right: str) -> bool:
        """The judgement where the words do not know."""
        if not self._splits_words or left.isupper():
            return False
        if left.lower().rpartition("-")[2] in _COMPOUNDS:
            return False
        # "medium-" above "term": both are words by themselves.
        return not (self._is_word(left) and self._is_word(right))

    def _is_word(self, word: str) -> bool:
        return bool(self._own[word.lower()] or _shipped_words()[word.lower()])


def _whole_words(above: str, line: str) -> list[str]:
    """The words of a line that no line end may have cut."""
    words = _WORD.findall(line)
    begins_cut = _CUT.search(above) is not None
    ends_cut = _CUT.search(line) is not None
    return words[int(begins_cut) : len(words) - int(ends_cut)]


@cache
def _shipped_words() -> Counter[str]:
    words: Counter[str] = Counter()
    for path in sorted(_TEXTS.glob("*.txt")):
        words.update(_WORD.findall(path.read_text(encoding="utf-8").lower()))
    return words
