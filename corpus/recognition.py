"""What kind of text a document is: a declaration, or something that is taken for one."""

from __future__ import annotations

import re
from typing import Literal

TextKind = Literal["declaration", "communiqué", "press release", "report", "statement", "text"]

_KINDS: dict[TextKind, re.Pattern[str]] = {
    "declaration": re.compile(r"\bdeclaration\b|\bдекларация\b|宣言", re.IGNORECASE),
    "communiqué": re.compile(r"\bcommuniqu[eé]\b|\bкоммюнике\b|公报", re.IGNORECASE),
    "press release": re.compile(r"\bpress[- ]release\b|\bпресс-релиз\b|新闻稿", re.IGNORECASE),
    "report": re.compile(
        r"\binformation(?:al)? report\b|\bинформационное сообщение\b|新闻公报", re.IGNORECASE
    ),
    "statement": re.compile(r"\bstatement\b|\bзаявление\b|声明", re.IGNORECASE),
}


def kind_of(title: str) -> TextKind:
    """The kind of text that a title names first; ``text`` where it names none."""
    found = [
        (match.start(), -len(match.group()), kind)
        for kind, pattern in _KINDS.items()
        if (match := pattern.search(title))
    ]
    return min(found)[2] if found else "text"
