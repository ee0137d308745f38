"""The sentences of the room's pages, beside those of the reports, in each of their languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from scodiff.reports.messages import languages
from scodiff.reports.messages.messages import Messages

FOLDER = Path(__file__).parent / "messages"


@cache
def words(language: str) -> Messages:
    """All sentences of an interface language (see ``reports.messages``), the room's own too."""
    groups: dict[str, dict[str, Any]] = {}
    for folder in (languages.FOLDER, FOLDER):
        written = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for group, sentences in written.items():
            groups.setdefault(group, {}).update(sentences)
    return Messages(language, groups)


def preferred(accepted: str) -> str:
    """The language that a browser prefers (``Accept-Language``) of those there are."""
    known = languages.available()
    for piece in accepted[:500].split(","):
        tag = piece.partition(";")[0].strip().lower().partition("-")[0]
        if tag in known:
            return tag
    return languages.DEFAULT
