"""How wide a piece of text of a PDF is, by its font's own widths."""

from __future__ import annotations

from typing import Any

from scodiff.corpus.segmentation.metrics import rulers


class Widths:
    """Measures texts in the fonts of one file.

    pypdf reads the widths of fonts but keeps them to itself; characters that a font's widths
    are not found for are measured as if set in Times.
    """

    def __init__(self) -> None:
        self._fonts: dict[int, dict[str, float]] = {}
        self._kept: list[Any] = []
        self._ruler = rulers()[0]

    def of(self, text: str, font: Any) -> float:
        """The width of a text in ems."""
        known = self._font(font)
        return sum(known.get(c) or self._ruler(c) for c in text) / 1000

    def _font(self, font: Any) -> dict[str, float]:
        if id(font) not in self._fonts:
            self._kept.append(font)  # So that no other object gets its id.
            self._fonts[id(font)] = _read_font(font) if font is not None else {}
        return self._fonts[id(font)]


def _read_font(font: Any) -> dict[str, float]:
    """Widths by character: a font gives them by code, and its map says what codes mean."""
    try:
        from pypdf.generic._font import Font

        known = Font.from_font_resource(font)
        meaning, encoding = known.character_map, known.encoding
        widths: dict[str, float] = {}
        for code, width in known.character_widths.items():
            if len(code) == 1:
                named = encoding.get(ord(code), code) if isinstance(encoding, dict) else code
                widths[str(meaning.get(code, meaning.get(named, named)))] = float(width)
        return widths
    except Exception:
        return {}
