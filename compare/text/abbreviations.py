"""Abbreviations that documents define themselves: ``... (hereinafter the SCO)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scodiff.compare.text.tokens import fold, tokenize

_DEFINED = re.compile(
    r"\(\s*+(?:herein)?after(?:\s++(?:referred\s++to\s++as|called))?\s*+[-–—:,]?\s*+([^()]{1,80})\)"
    r"|\(\s*+далее\s*+(?:именуем\w++)?\s*+[-–—:,]?\s*+([^()]{1,80})\)"
    r"|[（(]\s*+以下简称\s*+([^()（）]{2,40})[）)]",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\(\s*+(?:the\s++)?([A-ZА-ЯЁ]{2,10})\s*+\)")
_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?+(?:,|;|\bor\b|\band\b|\bили\b|或)\s*+")
_QUOTES = "\"'“”„«»‘’"
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_SMALL = r"(?:of|the|for|and|on|in|to)"
_NAME_BEFORE = re.compile(
    rf"(?:[A-ZА-ЯЁ][\w'’-]*|[\w'’]+-[A-Z]\w*)(?:\s+(?:{_SMALL}\s+){{0,2}}[A-ZА-ЯЁ][\w'’-]*)*\s*$"
)
_CYRILLIC_NAME_BEFORE = re.compile(r"[А-ЯЁ][\w-]*(?:\s+\w+){1,4}\s*$")
_HAN_NAME_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,14}\s*$")
_LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class Names:
    """What each name and abbreviation stands for, by its folded form."""

    stands_for: tuple[tuple[str, str], ...] = ()

    def spans(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where the names stand in a text, without an article, and what they stand for."""
        pattern, meaning = _compiled(self.stands_for)
        if pattern is None:
            return
        for match in pattern.finditer(text):
            yield match.start(), match.end(), meaning[_key(match.group())]


def defined_names(texts: Iterable[str]) -> Names:
    """The names that any of the texts defines in brackets, with their abbreviations.

    An abbreviation that the texts define in two ways stands for nothing.
    """
    meanings: dict[str, set[str]] = {}
    spelled: dict[str, str] = {}
    for text in texts:
        for name, short in _definitions(text):
            meaning = _key(name)
            for form in (name, short):
                meanings.setdefault(_key(form), set()).add(meaning)
                spelled.setdefault(_key(form), form)
    return Names(
        tuple(
            sorted(
                (spelled[key], next(iter(found)))
                for key, found in meanings.items()
                if len(found) == 1
            )
        )
    )


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for match in _DEFINED.finditer(text):
        name = _name_before(text, match.start())
        aliases = next(group for group in match.groups() if group is not None)
        for alias in _SEPARATOR.split(aliases):
            short = _ARTICLE.sub("", alias.strip().strip(_QUOTES))
            if name and short and short[0].isalpha() and not short[0].islower():
                yield name, short
    for match in _INITIALS.finditer(text):
        name = _name_before(text, match.start())
        short = match.group(1)
        if name and (fitting := _fitting(name, short)):
            yield fitting, short


def _name_before(text: str, end: int) -> str | None:
    """The capitalised name that ends where a bracket opens."""
    before = text[max(0, end - _LONGEST_NAME) : end]
    for pattern in (_NAME_BEFORE, _CYRILLIC_NAME_BEFORE, _HAN_NAME_BEFORE):
        if match := pattern.search(before):
            return _ARTICLE.sub("", match.group().strip())
    return None


def _fitting(name: str, short: str) -> str | None:
    """The end of the name whose capitals are the letters of the abbreviation."""
    parts = list(re.finditer(r"[^\W\d_][\w'’]*", name))
    for start in range(len(parts)):
        initials = "".join(p.group()[0] for p in parts[start:] if p.group()[0].isupper())
        if initials == short and parts[start].group()[0].isupper():
            return name[parts[start].start() :]
    return None


def _key(name: str) -> str:
    return " ".join(fold(token) for token in tokenize(name) if not token.isspace())


@lru_cache(maxsize=64)
def _compiled(
    stands_for: tuple[tuple[str, str], ...],
) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    if not stands_for:
        return None, {}
    # Case counts: "the organization of festivals" is not the Organization.
    forms = sorted((form for form, _ in stands_for), key=lambda form: (-len(form), form))
    variants = "|".join(_loose(form) for form in forms)
    pattern = re.compile(rf"(?<![\w-])(?:{variants})(?![\w-])")
    return pattern, {_key(form): meaning for form, meaning in stands_for}


def _loose(form: str) -> str:
    """The form with either spelling of -ization and any white space."""
    escaped = r"\s+".join(re.escape(word) for word in form.split())
    return re.sub(r"(?<=[a-z])[sz](?=ation)", "[sz]", escaped)
