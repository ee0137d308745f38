"""Groups of names that are read as words only where a phrase may need them.

Words that are the same begin with the same letter: what begins with none of a phrase's letters is
left unread. To read a whole file of names would take as long as a search of a folder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from scodiff.compare.phrases.words import stem, word_form, word_tokens

_LONGEST_ABBREVIATION = 6


class Wording(NamedTuple):
    """Words that fill a slot, in this order, as well as ``quality`` says (at most 1).

    ``written`` is how they must be written: an abbreviation only in its capitals.
    """

    forms: tuple[str, ...]
    quality: float = 1.0
    written: str | None = None


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """A name as words; an abbreviation counts in its capitals only."""
    forms = tuple(form for form in map(word_form, word_tokens(text)) if form)
    short = len(forms) == 1 and text.isupper() and len(text) <= _LONGEST_ABBREVIATION
    return Wording(forms, 1.0, text if short else None)


def initial(text: str) -> str:
    """The letter with which the form of a text's first word begins; "" where it has no word."""
    first = text[:1]
    if first.isascii() and first.isalpha():
        return first.lower()
    return next((form[0] for form in map(word_form, normalize("NFC", text)) if form), "")


class NameLists:
    """Numbered groups of names."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._groups = groups
        self._by_letter: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, group in enumerate(groups):
            for name in group:
                self._by_letter[initial(name)].append((name, number))

    def names(self, number: int) -> tuple[Wording, ...]:
        """The names of a group."""
        return tuple(map(wording, self._groups[number]))

    def beginning(self, form: str) -> list[tuple[Wording, int]]:
        """The names that begin with a word of the form's stem, each with its group's number."""
        key = stem(form)
        likely = ((wording(name), number) for name, number in self._by_letter.get(form[0], ()))
        return [(name, number) for name, number in likely if stem(name.forms[0]) == key]

    def letters_beside(self, letters: Set[str]) -> set[str]:
        """Some letters, and those with which other names of groups begin that have such a name."""
        numbers = {number for letter in letters for _, number in self._by_letter.get(letter, ())}
        return {initial(name) for number in numbers for name in self._groups[number]} | letters
