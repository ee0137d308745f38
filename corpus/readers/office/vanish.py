"""Text of a Word file that Word does not show: runs that are hidden, or whose style hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")
_DEEPEST = 20


class HiddenRuns:
    """Tells which runs of a file are hidden; ``texts`` gathers what stood in them."""

    def __init__(self, file: WordFile | None) -> None:
        self.texts: list[str] = []
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        if file is not None:
            for style in file.styles.element.iterchildren(f"{_W}style"):
                name = style.get(f"{_W}styleId")
                self._styles[name] = style
                is_default = style.get(f"{_W}default") in ("1", "true", "on")
                if is_default and style.get(f"{_W}type") == "paragraph":
                    self._default = name
        self._known: dict[str, bool | None] = {}

    def hides(self, run: Any) -> bool:
        """Whether a run is hidden: as it says, its style, or its paragraph's style."""
        properties = run.find(f"{_W}rPr")
        said = _vanish(properties)
        if said is not None:
            return said
        if not self._styles:
            return False
        style = properties.find(f"{_W}rStyle") if properties is not None else None
        if style is not None and (said := self._of_style(style.get(f"{_W}val"))) is not None:
            return said
        return bool(self._of_style(self._paragraph_style(run)))

    def _paragraph_style(self, run: Any) -> str | None:
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        found = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
        return found.get(f"{_W}val") if found is not None else self._default

    def _of_style(self, name: str | None) -> bool | None:
        """What a style says of hiding, or the nearest of those that it is based on."""
        if name is None:
            return None
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> bool | None:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return None
            said = _vanish(style.find(f"{_W}rPr"))
            base = style.find(f"{_W}basedOn")
            if said is not None or base is None:
                return said
            name = base.get(f"{_W}val")
        return None


def _vanish(properties: Any) -> bool | None:
    """What the properties of a run say of hiding it; None where they say nothing."""
    found = properties.find(f"{_W}vanish") if properties is not None else None
    return None if found is None else found.get(f"{_W}val") not in _OFF
