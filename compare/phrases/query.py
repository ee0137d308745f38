"""What is asked for: the words of a phrase, and the solid or hyphenated spellings of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from scodiff.compare.phrases.model import PhraseError
from scodiff.compare.phrases.words import DASHES, word_form, word_tokens

_WRAPPED = re.compile(r"(?:(?<![^\S\n\r])[^\S\n\r]++)?+[\n\r]\s*+")
MOST_WORDS = 1000
_MOST_SPELLINGS = 16


class Spelling(NamedTuple):
    """One way to write the phrase: its forms, and after which of them a dash must follow."""

    forms: tuple[str, ...]
    dashes: frozenset[int] = frozenset()

    @property
    def line(self) -> str:
        """The forms joined by spaces."""
        return " ".join(self.forms)


class Query(NamedTuple):
    """A phrase: ``core`` from its first word to its last, ``head`` and ``tail`` around it.

    ``raw`` are the words as written, ``between`` what stands between each and the next,
    ``hyphenated`` the numbers of those that a dash alone parts from the next.
    """

    text: str
    head: str
    core: str
    tail: str
    raw: tuple[str, ...]
    forms: tuple[str, ...]
    hyphenated: frozenset[int]
    between: tuple[str, ...]

    @property
    def line(self) -> str:
        """The forms joined by spaces."""
        return " ".join(self.forms)


def parse(text: str) -> Query:
    """The query that a phrase is; line wrapping in it is undone.

    Raises PhraseError where it holds no word, or more than a thousand.
    """
    shown = _WRAPPED.sub(" ", text.strip())
    words, at = [], 0
    for token in word_tokens(shown):
        if form := word_form(token):
            words.append((token, form, at))
        at += len(token)
    if not words:
        raise PhraseError(f"{text!r} holds no word to look for: give a phrase of at least one.")
    if len(words) > MOST_WORDS:
        raise PhraseError(
            f"the phrase has {len(words)} words, more than {MOST_WORDS}: give a shorter one, or "
            "compare the documents instead."
        )
    first, last = words[0][2], words[-1][2] + len(words[-1][0])
    between = tuple(
        shown[at + len(token) : following] for (token, _, at), (_, _, following) in pairwise(words)
    )
    return Query(
        text=shown,
        head=shown[:first],
        core=shown[first:last],
        tail=shown[last:],
        raw=tuple(token for token, _, _ in words),
        forms=tuple(form for _, form, _ in words),
        hyphenated=frozenset(n for n, text in enumerate(between) if text in DASHES),
        between=between,
    )


def spellings(
    query: Query, parts: Callable[[Sequence[str]], dict[str, list[str]]]
) -> list[Spelling]:
    """The phrase as written, and with compounds written solid or with a hyphen.

    "Cooperation" is also "co-operation" and "counter-terrorism" also "counterterrorism".
    ``parts`` gives, of some solid forms, the hyphenated ones that the texts have (``"co
    operation"``). At most 16 spellings, the one as written first.
    """
    known = parts(query.forms)
    choices: list[list[tuple[tuple[str, ...], bool]]] = []
    at = 0
    while at < len(query.forms):
        written: list[tuple[tuple[str, ...], bool]] = [((query.forms[at],), False)]
        written += [(tuple(pair.split(" ")), True) for pair in known.get(query.forms[at], [])]
        if at in query.hyphenated and (solid := solid_form(*query.raw[at : at + 2])):
            written = [((query.forms[at], query.forms[at + 1]), False), ((solid,), False)]
            at += 1
        choices.append(written)
        at += 1
    found: list[Spelling] = []
    for chosen in product(*choices):
        found.append(_spelling(chosen))
        if len(found) == _MOST_SPELLINGS:
            break
    return found


def solid_form(left: str, right: str) -> str | None:
    """The form of two words written as one; None unless both are of letters."""
    return word_form(left + right) if left.isalpha() and right.isalpha() else None


def _spelling(chosen: Sequence[tuple[tuple[str, ...], bool]]) -> Spelling:
    forms: list[str] = []
    dashes = set()
    for words, hyphenated in chosen:
        if hyphenated:
            dashes.add(len(forms))
        forms += words
    return Spelling(tuple(forms), frozenset(dashes))
