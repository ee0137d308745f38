"""A quotation is proof only where it stands, word for word, in the text that it is taken from."""

from __future__ import annotations

import re

from scodiff.compare.text.tokens import count_words

# Of a model's quotation: fewer words of a longer paragraph stand in it by chance.
LEAST_WORDS = 3


def stands_in(quotation: str, text: str) -> bool:
    """Whether a text has the quotation character for character, however either is wrapped."""
    wanted = _unwrapped(quotation)
    return bool(wanted) and wanted in _unwrapped(text)


def place_of(quotation: str, text: str) -> tuple[int, int] | None:
    """Where a quotation first stands in a text, as half-open offsets in code points."""
    words = quotation.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found and found.span()


def says_enough(quotation: str, text: str) -> bool:
    """Whether a quotation from a text has words enough to prove anything."""
    return count_words(quotation) >= min(LEAST_WORDS, count_words(text))


def _unwrapped(text: str) -> str:
    return " ".join(text.split())
