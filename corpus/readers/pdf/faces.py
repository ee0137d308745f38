"""The fonts of a PDF: which characters the codes of a string stand for, and how wide they are."""

from __future__ import annotations

from typing import Any, NamedTuple

from scodiff.corpus.segmentation.metrics import rulers

_SPACE = 32
_USUAL_SPACE = 0.25
_NARROWEST_GAP, _WIDEST_GAP = 0.12, 0.3


class Sign(NamedTuple):
    """One code of a string: its characters, its width in ems, whether it is a space's byte."""

    text: str
    width: float
    is_space: bool


class Face:
    """One font, as its resource describes it; pypdf reads its encoding, maps and widths."""

    def __init__(self, resource: Any) -> None:
        #: Kept with the face, so that no other object gets its id.
        self.resource = resource
        self._ruler = rulers()[0]
        self._known: dict[tuple[str, str], Sign] = {}
        self._encoding: Any = "latin-1"
        self._meaning: dict[Any, Any] = {}
        self._widths: dict[str, float] = {}
        self._unit = 0.001
        self._garbled = resource is None
        if resource is not None:
            self._read(resource)
        space = self.signs(b" ")[0].width if isinstance(self._encoding, dict) else _USUAL_SPACE
        half = 0.5 * (space or _USUAL_SPACE)
        #: So much room between two glyphs, in ems, is a space.
        self.gap = min(_WIDEST_GAP, max(_NARROWEST_GAP, half))

    def _read(self, resource: Any) -> None:
        from pypdf.generic._font import Font

        font = Font.from_font_resource(resource)
        self._encoding, self._meaning = font.encoding, font.character_map
        self._widths = font.character_widths
        matrix = resource.get("/FontMatrix")
        if resource.get("/Subtype") == "/Type3" and matrix is not None:
            self._unit = abs(float(matrix[0])) or 0.001

    def signs(self, data: bytes) -> list[Sign]:
        """What the codes of a string stand for, in their order."""
        if isinstance(self._encoding, dict):
            return [self._sign(chr(code), self._encoding.get(code, chr(code))) for code in data]
        try:
            codes = data.decode(self._encoding, "surrogatepass")
        except (UnicodeDecodeError, LookupError):
            codes = data.decode("latin-1" if self._garbled else self._encoding, "replace")
        return [self._sign(code, code) for code in codes]

    def _sign(self, code: str, named: str) -> Sign:
        if (code, named) not in self._known:
            text = "\ufffd" if self._garbled else self._text(named)
            width = self._widths.get(code, self._widths.get(named))
            if width is None:
                width = self._widths.get("default") or self._ruler(text)
            is_space = ord(code) == _SPACE if len(code) == 1 else False
            self._known[code, named] = Sign(text, float(width) * self._unit, is_space)
        return self._known[code, named]

    def _text(self, named: str) -> str:
        return "".join(str(self._meaning.get(c, c)) for c in named)
