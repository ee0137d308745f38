"""The templates, the style sheet and the script of the room's pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scodiff.reports.html import templates

_FOLDER = Path(__file__).parent
# The reports' colours, type and tables; what the room adds stands after them.
_SHARED_STYLE = "phrases/phrases.css"


def template(name: str) -> str | None:
    """The source of a template of the room; None where it has none of that name."""
    path = _FOLDER / name
    return path.read_text(encoding="utf-8") if path.parent == _FOLDER and path.exists() else None


@cache
def style() -> str:
    """The style sheet of all pages."""
    own = (_FOLDER / "room.css").read_text(encoding="utf-8")
    return f"{templates.read(_SHARED_STYLE).strip()}\n{own.strip()}"


@cache
def script() -> str:
    """The script of all pages, which they can do without."""
    return (_FOLDER / "room.js").read_text(encoding="utf-8").strip()
