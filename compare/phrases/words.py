"""The forms under which words are found: editorial differences set aside, and stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from scodiff.compare.text.tokens import fold, is_word, tokenize

_UNDERSCORES = re.compile("(_+)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_IDEOGRAPH = "[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\xad")
DASH_INSIDE = re.compile(rf"(?<=\w)[{''.join(sorted(DASHES))}](?=\w)".replace("-", r"\-", 1))
_AND = {"&": "and"}
_SPEAKING = frozenset("%‰§№#@+=±×÷°")
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
# Letters that no accent parts, and the forms of alef, which are often typed without theirs.
_PLAIN = str.maketrans(
    {"ё": "е", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
    | {"þ": "th", "ß": "ss", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"}
)
# What an inflection adds to or takes from the common beginning of two English words.
_ENDINGS = frozenset(
    ["", "s", "es", "d", "ed", "ing", "e", "er", "est", "y", "ies", "ied", "ying", "'s", "s'"]
)


def word_tokens(text: str) -> list[str]:
    """The tokens of a text, split at underscores too; joined, they are the text.

    To Unicode (UAX #29, ExtendNumLet) an underscore is part of a word; in texts it is
    emphasis, or a blank to fill.
    """
    tokens = tokenize(text)
    if "_" not in text:
        return tokens
    return [part for token in tokens for part in _UNDERSCORES.split(token) if part]


@lru_cache(maxsize=1 << 17)
def word_form(token: str) -> str | None:
    """The form of a token under which editorially different spellings are equal.

    Accents are set aside, as they are by those who type a name without them (São Tomé, Łódź),
    and "&" is the word that it stands for. None for a token without a letter or digit.
    """
    if token.isascii():
        return fold(token) if is_word(token) else _AND.get(token)
    composed = unicodedata.normalize("NFC", token)
    if not is_word(composed):
        return None
    folded = fold(composed)
    return folded if folded.isascii() else _without_accents(folded)


def _without_accents(folded: str) -> str:
    """A form in the letters that are left of it without accents; fewer only in Latin script.

    In Cyrillic й is a letter of its own, which nobody writes as и.
    """
    parted = unicodedata.normalize("NFD", folded.translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parted))


def symbols(text: str) -> str:
    """The signs of a text that say something: per cent, section, currencies, plus."""
    return "".join(c for c in text if c in _SPEAKING or unicodedata.category(c) == "Sc")


@lru_cache(maxsize=1 << 17)
def stem(form: str) -> str:
    """The Snowball stem of a form, English or Russian by its script (Porter 2001)."""
    bare = form.removesuffix("'s").removesuffix("'")
    if bare.isascii():
        return _stemmer("english")(bare) if bare.isalpha() else bare
    return _stemmer("russian")(bare) if _CYRILLIC.search(bare) else bare


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    word: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
    return word


@lru_cache(maxsize=1 << 16)
def inflected(a: str, b: str) -> bool:
    """Whether two forms are inflections of one word.

    Equal stems do not suffice in English, whose stemmer also undoes derivation: it gives
    "international" and "internal" one stem. The rest after the common beginning must be an
    inflection on both sides.
    """
    if a == b:
        return True
    if stem(a) != stem(b):
        return False
    if not (a.isascii() and b.isascii()):
        return True
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    common = min(len(a), len(b)) if common is None else common
    rests = [_undoubled(form, common) for form in (a, b)]
    return all(rest in _ENDINGS for rest in rests)


def _undoubled(form: str, common: int) -> str:
    """What follows the common beginning, without a consonant doubled there (stop, stopped)."""
    rest = form[common:]
    doubled = len(rest) > 1 and common and rest[0] == form[common - 1] and rest[0] not in "aeiouy"
    return rest[1:] if doubled and rest not in _ENDINGS else rest


@lru_cache(maxsize=1 << 16)
def misspelt(a: str, b: str) -> bool:
    """Whether two forms of four letters or more differ in one.

    One letter more, less or different, or two neighbours exchanged: the distance of Damerau
    (1964). Numbers that differ are different numbers, not slips.
    """
    if a == b or not (a.isalpha() and b.isalpha()) or min(len(a), len(b)) < 4:
        return False
    if abs(len(a) - len(b)) > 1:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if head is None:
        return True
    if len(a) == len(b):
        swapped = a[head : head + 2] == b[head : head + 2][::-1]
        return a[head + 1 :] == b[head + 1 :] or (swapped and a[head + 2 :] == b[head + 2 :])
    return a[head:] == b[head + 1 :] if len(a) < len(b) else a[head + 1 :] == b[head:]


def script(text: str) -> str:
    """The script most letters of a text are in: ``cyrillic``, ``han`` or ``other``."""
    if text.isascii():
        return "other"
    cyrillic = len(_CYRILLIC.findall(text))
    han = 3 * len(re.findall(_IDEOGRAPH, text))  # compiled only where it is asked for
    other = sum(c.isalpha() for c in text) - cyrillic - han // 3
    best = max(cyrillic, han, other)
    if best == other:
        return "other"
    return "cyrillic" if best == cyrillic else "han"
