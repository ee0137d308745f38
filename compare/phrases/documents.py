"""The documents that are searched: their dates and order, and which are editions of one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from scodiff.compare.phrases.model import SearchedDocument
from scodiff.compare.phrases.words import script, word_form
from scodiff.compare.text.tokens import tokenize
from scodiff.corpus.catalogue import summit, summit_id_of

if TYPE_CHECKING:
    from scodiff.corpus.model import Document

_DATE_IN_NAME = re.compile(r"(?P<date>(?:18|19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)?)(?!\d)")
_LANGUAGE_IN_NAME = re.compile(r"[-_](?:en|ru|zh)$")
_SCRIPTS = {"ru": "cyrillic", "uk": "cyrillic", "kk": "cyrillic", "ky": "cyrillic", "zh": "han"}


def date_of(document: Document) -> str | None:
    """The document's date, or the one its name begins with (perhaps the year alone)."""
    if document.date is not None:
        return document.date
    named = _DATE_IN_NAME.match(document.id)
    return named["date"] if named else None


def chronological(date: str | None, name: str) -> tuple[bool, str, str]:
    """The key that orders documents: by date, undated last, then by id."""
    return date is None, date or "", name


class IndexedDocument(NamedTuple):
    """What an index knows of a document without reading it; ``words`` is its length."""

    id: str
    date: str | None
    place: str | None
    title: str
    language: str
    words: int


class DocumentList:
    """Indexed documents in order of date (undated last), then of id."""

    def __init__(self, documents: Sequence[IndexedDocument]) -> None:
        self._documents = sorted(documents, key=lambda d: chronological(d.date, d.id))
        self._searched: dict[str, tuple[SearchedDocument, ...]] = {}

    def __iter__(self) -> Iterator[IndexedDocument]:
        return iter(self._documents)

    @cached_property
    def counted_as(self) -> dict[str, str]:
        """The id under which each document is counted (see ``count_editions_once``)."""
        return count_editions_once(self._documents)

    def searched(self, text: str) -> tuple[SearchedDocument, ...]:
        """The documents, told whether they can hold the text: are written in its letters."""
        letters = script(text) if any(c.isalpha() for c in text) else "any"
        if letters not in self._searched:
            self._searched[letters] = tuple(self._one(d, letters) for d in self)
        return self._searched[letters]

    def _one(self, document: IndexedDocument, letters: str) -> SearchedDocument:
        counted_as = self.counted_as[document.id]
        own = _SCRIPTS.get(document.language.split("-")[0].lower(), "other")
        return SearchedDocument(
            id=document.id,
            date=document.date,
            title=document.title,
            language=document.language,
            words=document.words,
            edition_of=counted_as if counted_as != document.id else None,
            counted=letters in ("any", own),
        )


def count_editions_once(documents: Sequence[IndexedDocument]) -> dict[str, str]:
    """The id under which each document is counted; its own where it stands for itself.

    Documents are editions of one declaration where their ids begin with the same summit of
    the catalogue up to a full stop (``2019-bishkek``, ``2019-bishkek.ru``); and, of one date,
    where their ids differ only in that way, or where their places and titles are the same.
    The shortest id counts for all of them.
    """
    known: dict[tuple[str | None, ...], str] = {}
    counted_as = {}
    for document in sorted(documents, key=lambda d: (len(d.id), d.id)):
        keys = _edition_keys(document)
        shortest = next((known[key] for key in keys if key in known), document.id)
        counted_as[document.id] = shortest
        for key in keys:
            known.setdefault(key, shortest)
    return counted_as


def _edition_keys(document: IndexedDocument) -> list[tuple[str | None, ...]]:
    """What two editions of one declaration have in common; one key suffices."""
    base = _LANGUAGE_IN_NAME.sub("", summit_id_of(document.id))
    if summit(base):
        return [("summit", base)]
    keys: list[tuple[str | None, ...]] = [("id", document.date, base)]
    if document.date and document.place and document.title != document.id:
        title = " ".join(filter(None, map(word_form, tokenize(document.title))))
        keys.append(("title", document.date, document.place, title))
    return keys
