"""Names that stand for each other: those that documents define (``... (hereinafter the SCO)``)
and the abbreviations of the file of names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scodiff.compare.text.names import Thesaurus
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
_CYRILLIC_WORD = re.compile(r"[А-Яа-яЁё]{4,}")
_LONG_HAN = re.compile(r"[\u4e00-\u9fff]{3,}")
_LONG_NAME = 3  # words, from which on a name is one in small letters too
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
            if found := meaning.get(_key(match.group())):
                yield match.start(), match.end(), found


def known_names(texts: Iterable[str], names: Thesaurus) -> Names:
    """The names that the texts define, and of ``names`` the bodies with their abbreviations.

    Only an abbreviation counts as a body's name in full, and names in full that have the same
    one as each other: that a body took another name is a change. What the texts define goes
    before the file.
    """
    held = list(texts)
    defined = defined_names(held)
    meaning_of = {_key(form): meaning for form, meaning in defined.stands_for}
    found = dict(defined.stands_for)
    for body in names.bodies:
        for forms in _abbreviated(body):
            keys = [_key(form) for form in forms]
            meaning = next((meaning_of[key] for key in keys if key in meaning_of), keys[-1])
            new = [form for form, key in zip(forms, keys, strict=True) if key not in meaning_of]
            found |= dict.fromkeys(new, meaning)
    return _standing_in(held, found)


def _abbreviated(body: Sequence[str]) -> Iterator[list[str]]:
    """Each abbreviation of a body, followed by the names that it is made from."""
    for short in body:
        full = [name for name in body if _is_short_for(short, name)]
        if full:
            yield [short, *full]


def _is_short_for(short: str, name: str) -> bool:
    """Whether a name's initials, those of small words left out, are an abbreviation."""
    parts = re.findall(r"[^\W\d_]+", name)
    initials = (p if p.isupper() else p[0] for p in parts if not re.fullmatch(_SMALL, p))
    return len(parts) > 1 and short.isupper() and "".join(initials).upper() == short


def _standing_in(texts: Sequence[str], names: Mapping[str, str]) -> Names:
    """Those names of which the texts have the first word; of the rest they have nothing."""
    firsts = {form: _stem_of(form.split()[0]) for form in names}
    return Names(
        tuple(
            sorted(
                (form, meaning)
                for form, meaning in names.items()
                if any(firsts[form][:-1] in text for text in texts)
            )
        )
    )


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
    tokens = (fold(_stem_of(token)) for token in tokenize(name) if not token.isspace())
    return " ".join(tokens).replace("ё", "е")


@lru_cache(maxsize=1 << 14)
def _stem_of(word: str) -> str:
    """A Russian word without its ending (Porter 2001), abbreviations and all others as they are."""
    if word.isascii() or word.isupper() or not _CYRILLIC_WORD.fullmatch(word):
        return word
    return word[: len(_russian_stemmer()(word.casefold().replace("ё", "е")))]


@lru_cache(maxsize=1)
def _russian_stemmer() -> Callable[[str], str]:
    import Stemmer

    word: Callable[[str], str] = Stemmer.Stemmer("russian").stemWord
    return word


@lru_cache(maxsize=64)
def _compiled(
    stands_for: tuple[tuple[str, str], ...],
) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    if not stands_for:
        return None, {}
    # Case counts in short names: "the organization of festivals" is not the Organization.
    forms = sorted((form for form, _ in stands_for), key=lambda form: (-len(form), form))
    # Nothing parts Chinese words from each other; one of two characters may be part of another.
    whole = [form for form in forms if not _LONG_HAN.fullmatch(form)]
    inside = [form for form in forms if _LONG_HAN.fullmatch(form)]
    branches = [rf"(?<![\w-])(?:{'|'.join(map(_loose, whole))})(?![\w-])"] if whole else []
    pattern = re.compile("|".join([*inside, *branches]))
    return pattern, {_key(form): meaning for form, meaning in stands_for}


def _loose(form: str) -> str:
    """The form with either spelling of -ization, any white space and any Russian ending."""
    escaped = r"\s+".join(map(_inflected, form.split()))
    loose = re.sub(r"(?<=[a-z])[sz](?=ation)", "[sz]", escaped)
    return f"(?i:{loose})" if len(form.split()) >= _LONG_NAME else loose


def _inflected(word: str) -> str:
    stem = _stem_of(word)
    escaped = re.sub("[её]", "[её]", re.escape(stem))
    return escaped if stem == word else rf"{escaped}[а-яё]{{0,4}}"
