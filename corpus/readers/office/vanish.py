"""Runs of a Word file that are no text of it: hidden or struck out, by themselves or by a style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")
HIDDEN, STRUCK = "hidden text", "struck-through text"
_KINDS = {"vanish": HIDDEN, "strike": STRUCK, "dstrike": STRUCK}
_DEEPEST = 20


class HiddenRuns:
    """Tells which runs of a file are left out; ``texts`` gathers what stood in them, by reason."""

    def __init__(self, file: WordFile | None) -> None:
        self.texts: dict[str, list[str]] = {HIDDEN: [], STRUCK: []}
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        if file is not None:
            for style in file.styles.element.iterchildren(f"{_W}style"):
                name = style.get(f"{_W}styleId")
                self._styles[name] = style
                is_default = style.get(f"{_W}default") in ("1", "true", "on")
                if is_default and style.get(f"{_W}type") == "paragraph":
                    self._default = name
        self._known: dict[tuple[str, str], bool | None] = {}

    def why(self, run: Any) -> str | None:
        """Why a run is left out: as it says, its style, or its paragraph's style; or None."""
        return next((reason for tag, reason in _KINDS.items() if self._holds(run, tag)), None)

    def _holds(self, run: Any, tag: str) -> bool:
        properties = run.find(f"{_W}rPr")
        said = _says(properties, tag)
        if said is not None:
            return said
        if not self._styles:
            return False
        style = properties.find(f"{_W}rStyle") if properties is not None else None
        if style is not None:
            said = self._of_style(style.get(f"{_W}val"), tag)
        return bool(self._of_style(self._paragraph_style(run), tag) if said is None else said)

    def _paragraph_style(self, run: Any) -> str | None:
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        found = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
        return found.get(f"{_W}val") if found is not None else self._default

    def _of_style(self, name: str | None, tag: str) -> bool | None:
        """What a style says, or the nearest of those that it is based on."""
        if name is None:
            return None
        if (name, tag) not in self._known:
            self._known[name, tag] = self._look_up(name, tag)
        return self._known[name, tag]

    def _look_up(self, name: str, tag: str) -> bool | None:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return None
            said = _says(style.find(f"{_W}rPr"), tag)
            base = style.find(f"{_W}basedOn")
            if said is not None or base is None:
                return said
            name = base.get(f"{_W}val")
        return None


def _says(properties: Any, tag: str) -> bool | None:
    """What the properties of a run say of one of them; None where they say nothing."""
    found = properties.find(f"{_W}{tag}") if properties is not None else None
    return None if found is None else found.get(f"{_W}val") not in _OFF
