"""What reports say, in each language that has a message file.

``LANGUAGE.toml`` holds the sentences by group and name. One that counts has a form for each
plural category of its language (CLDR's names: one, few, many, other) and may have ``zero``,
for none at all in words. The file says itself what the language is called, by which rules it
counts, and how it writes numbers, dates and lists: a new language is one more file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeAlias

from markupsafe import Markup

from scodiff.reports.errors import ReportError
from scodiff.reports.messages import languages

Message: TypeAlias = str | dict[str, str]  # a sentence, or its plural forms

_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Messages:
    """The sentences, numbers and dates of one interface language."""

    def __init__(self, language: str, groups: Mapping[str, Mapping[str, Message]]) -> None:
        self.language = language
        self._plurals = {name: str(words) for name, words in groups.get("plural", {}).items()}
        self._messages = {
            f"{group}.{name}": message
            for group, names in groups.items()
            for name, message in names.items()
        }

    def __call__(self, key: str, /, *, count: int | None = None, **values: object) -> str:
        """The sentence of that key, its ``{placeholders}`` filled with ``values``.

        ``count`` chooses the plural form and is ``{n}`` unless ``n`` is given. Raises
        KeyError where there is no such sentence.
        """
        return self._form(key, count).format_map(self._filled(count, values))

    def html(self, key: str, /, *, count: int | None = None, **values: object) -> Markup:
        """As the call itself, but values that are no markup are escaped."""
        return Markup(self._form(key, count)).format_map(self._filled(count, values))

    def pieces(self, key: str, /, *, count: int | None = None, **values: object) -> tuple[Any, ...]:
        """As the call itself, but the values stand between the words as they are.

        A value that is a tuple stands there as its own pieces.
        """
        filled = self._filled(count, values)
        found: list[object] = []
        for words, name, _, _ in Formatter().parse(self._form(key, count)):
            found += [words] if words else []
            if name is not None:
                value = filled[name]
                found += value if isinstance(value, tuple) else [value]
        return tuple(found)

    def raw(self, key: str) -> str:
        """The sentence with its ``{placeholders}``, for a script to fill."""
        return self._form(key, None)

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return key in self._messages

    def name(self, group: str, word: str) -> str:
        """The name of a kind (``relation``, ``shift`` …); the word itself where none is known."""
        key = f"{group}.{word}"
        return self(key) if self.has(key) else word

    def integer(self, number: int) -> str:
        """A count with its thousands set apart."""
        return f"{number:,}".replace(",", self("number.thousands"))

    def decimal(self, number: float) -> str:
        """A similarity or probability with two decimals."""
        return f"{number:.2f}".replace(".", self("number.point"))

    def percent(self, share: float) -> str:
        """A share of [0, 1] in per cent; what is not all or nothing never reads so."""
        if 0.0 < share < 0.01:
            return self("number.under", n=1)
        if 0.995 <= share < 1.0:
            return self("number.over", n=99)
        return self("number.percent", n=f"{max(share, 0.0) * 100:.0f}")

    def listed(self, items: Iterable[str], comma: str = "comma", last: str = "last") -> str:
        """Items as a list within a sentence: ``a, b and c``; markup if one of them is.

        ``comma`` and ``last`` are the names of the separators, the latter before the last item.
        """
        found = list(items)
        text = Markup if any(isinstance(item, Markup) for item in found) else str
        beginning = text(self(f"list.{comma}")).join(found[:-1])
        return text(self(f"list.{last}")).join(filter(None, [beginning, *found[-1:]]))

    def date(self, iso: str) -> str:
        """A date in words; a year or a month alone, or what is no date, as far as it goes."""
        match = _ISO.fullmatch(iso)
        if match is None:
            return iso
        year, month, day = match.groups()
        if month is None or not 1 <= int(month) <= 12:
            return iso
        named: dict[str, Any] = {
            "year": year,
            "number": int(month),
            "month": self(f"month.m{int(month)}"),
        }
        if day is None:
            return self("date.month", **{**named, "month": self(f"month.alone{int(month)}")})
        return self("date.day", day=int(day), **named)

    def _form(self, key: str, count: int | None) -> str:
        message = self._messages[key]
        if isinstance(message, str):
            return message
        if count == 0 and "zero" in message:
            return message["zero"]
        return message[languages.plural_category(self._plurals, count or 0)]

    def _filled(self, count: int | None, values: dict[str, object]) -> dict[str, Any]:
        if count is not None:
            values.setdefault("n", self.integer(count))
        return values


def messages(language: str = languages.DEFAULT) -> Messages:
    """The sentences of an interface language, by its tag.

    Raises:
        ReportError: there is no such language.
    """
    if language not in languages.available():
        named = {tag: _read(_path(tag))("language.name") for tag in languages.available()}
        known = ", ".join(f"{tag} ({name})" for tag, name in named.items())
        raise ReportError(f"reports are not written in “{language}”; choose one of: {known}")
    return _read(_path(language))


def _path(language: str) -> Path:
    return languages.FOLDER / f"{language}.toml"


@cache
def _read(path: Path) -> Messages:
    return Messages(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
