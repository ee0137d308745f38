"""The documents of an index as every answer names them, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scodiff.compare.phrases.model import Searched
from scodiff.compare.phrases.words import script

_SCRIPTS = {"ru": "cyrillic", "uk": "cyrillic", "kk": "cyrillic", "ky": "cyrillic", "zh": "han"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index knows of a document without reading it; ``words`` is its length."""

    id: str
    date: str | None
    place: str | None
    title: str
    language: str
    words: int


class Shelf:
    """Entries in order of date (undated last), then of id."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._searched: dict[str, tuple[Searched, ...]] = {}

    @cached_property
    def home(self) -> dict[str, str]:
        """The id under which each document is counted (see ``editions``)."""
        from scodiff.compare.phrases.editions import editions

        return editions(self.entries)

    def searched(self, text: str) -> tuple[Searched, ...]:
        """The documents, told whether they can hold the text: are written in its letters."""
        letters = script(text) if any(c.isalpha() for c in text) else "any"
        if letters not in self._searched:
            self._searched[letters] = tuple(self._one(e, letters) for e in self.entries)
        return self._searched[letters]

    def _one(self, entry: Entry, letters: str) -> Searched:
        home = self.home[entry.id]
        own = _SCRIPTS.get(entry.language.split("-")[0].lower(), "other")
        return Searched(
            id=entry.id,
            date=entry.date,
            title=entry.title,
            language=entry.language,
            words=entry.words,
            edition_of=home if home != entry.id else None,
            counted=letters in ("any", own),
        )
