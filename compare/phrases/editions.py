"""Which documents are editions or translations of one declaration."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scodiff.compare.phrases.shelf import Entry
from scodiff.compare.phrases.words import word_form
from scodiff.compare.text.tokens import tokenize
from scodiff.corpus.catalogue import summit, summit_id_of

_LANGUAGE = re.compile(r"[-_](?:en|ru|zh)$")


def editions(entries: Sequence[Entry]) -> dict[str, str]:
    """The id under which each document is counted; its own where it stands for itself.

    Documents are editions of one declaration where their ids begin with the same summit of
    the catalogue up to a full stop (``2019-bishkek``, ``2019-bishkek.ru``); and, of one date,
    where their ids differ only in that way, or where their places and titles are the same.
    The shortest id counts for all of them.
    """
    known: dict[tuple[str | None, ...], str] = {}
    counted = {}
    for entry in sorted(entries, key=lambda e: (len(e.id), e.id)):
        keys = _keys(entry)
        home = next((known[key] for key in keys if key in known), entry.id)
        counted[entry.id] = home
        for key in keys:
            known.setdefault(key, home)
    return counted


def _keys(entry: Entry) -> list[tuple[str | None, ...]]:
    base = _LANGUAGE.sub("", summit_id_of(entry.id))
    if summit(base):
        return [("summit", base)]
    keys: list[tuple[str | None, ...]] = [("id", entry.date, base)]
    if entry.date and entry.place and entry.title != entry.id:
        title = " ".join(filter(None, map(word_form, tokenize(entry.title))))
        keys.append(("title", entry.date, entry.place, title))
    return keys
