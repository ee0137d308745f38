"""What reports say, in English, Russian and Chinese.

The sentences stand in ``messages.LANGUAGE.toml``, by group and name; a sentence that counts
has one form for each plural category of its language (CLDR's names: one, few, many, other)
and may have ``zero``, for none at all in words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from markupsafe import Markup

from scodiff.reports.errors import ReportError

LANGUAGES: dict[str, str] = {"en": "English", "ru": "русский", "zh": "中文"}
DEFAULT = "en"

Entry: TypeAlias = str | dict[str, str]

_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Messages:
    """The sentences, numbers and dates of one interface language."""

    def __init__(self, language: str, groups: Mapping[str, Mapping[str, Entry]]) -> None:
        self.language = language
        self._entries = {
            f"{group}.{name}": entry
            for group, names in groups.items()
            for name, entry in names.items()
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

    def raw(self, key: str) -> str:
        """The sentence with its ``{placeholders}``, for a script to fill."""
        return self._form(key, None)

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return key in self._entries

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

    def listed(self, items: Iterable[str]) -> Markup:
        """Items as a list within a sentence: ``a, b and c`` (markup among them is kept)."""
        found = list(items)
        if len(found) < 2:
            return Markup("").join(found)
        comma, last = Markup(self("list.comma")), Markup(self("list.last"))
        return comma.join(found[:-1]) + last + found[-1]

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
        entry = self._entries[key]
        if isinstance(entry, str):
            return entry
        if count == 0 and "zero" in entry:
            return entry["zero"]
        return entry[PLURALS[self.language](count or 0)]

    def _filled(self, count: int | None, values: dict[str, object]) -> dict[str, Any]:
        if count is not None:
            values.setdefault("n", self.integer(count))
        return values


def _english(n: int) -> str:
    return "one" if n == 1 else "other"


def _russian(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _chinese(n: int) -> str:
    return "other"


PLURALS: dict[str, Callable[[int], str]] = {"en": _english, "ru": _russian, "zh": _chinese}


@cache
def messages(language: str = DEFAULT) -> Messages:
    """The sentences of an interface language (``en``, ``ru``, ``zh``).

    Raises:
        ReportError: there is no such language.
    """
    if language not in LANGUAGES:
        known = ", ".join(f"{tag} ({name})" for tag, name in LANGUAGES.items())
        raise ReportError(f"reports are not written in “{language}”; choose one of: {known}")
    path = Path(__file__).with_name(f"{language}.toml")
    return Messages(language, tomllib.loads(path.read_text(encoding="utf-8")))
