"""The content of a page: its glyphs with their places, from the operators that draw them.

The operators and the matrices are those of ISO 32000-1, 8.3, 8.4 and 9.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from scodiff.corpus.readers.pdf.faces import Face
from scodiff.corpus.readers.pdf.glyphs import Glyph
from scodiff.corpus.readers.pdf.strokes import Strokes, operands_as_points

_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 12
_MOST_FORMS = 4_000
_LONGEST_ACTUAL = 80
_SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class _State:
    """The graphics state, as far as it concerns text."""

    place: _Matrix = _SAME
    face: Face | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass(slots=True)
class _Mark:
    """A stretch of marked content: where its glyphs begin, and what the file says it is."""

    start: int
    actual: str | None = None
    is_watermark: bool = False


@dataclass(slots=True)
class Content:
    """What is drawn on a page: ``glyphs`` in the order of the file, ``pictures`` their area."""

    glyphs: list[Glyph] = field(default_factory=list)
    strokes: Strokes = field(default_factory=Strokes)
    pictures: float = 0.0


def content_of(page: Any, file: Any, faces: dict[int, Face]) -> Content:
    """The glyphs and pictures of a page of pypdf's; ``faces`` keeps the fonts already read."""
    found = Content()
    contents = page.get("/Contents")
    if contents is not None:
        walk = _Walk(found, file, faces)
        walk.run(contents.get_object(), page.get("/Resources") or _inherited(page), _State())
    return found


def _inherited(page: Any) -> Any:
    """The resources of the tree above a page that has none of its own."""
    for _ in range(_DEEPEST):
        page = page.get("/Parent")
        page = page.get_object() if page is not None else None
        if page is None or page.get("/Resources") is not None:
            break
    return page.get("/Resources") if page is not None else None


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip


def _matrix(operands: Any) -> _Matrix:
    a, b, c, d, e, f = (float(number) for number in list(operands)[:6])
    return (a, b, c, d, e, f)


class _Walk:
    """Follows the operators of one page and of the forms drawn on it."""

    def __init__(self, found: Content, file: Any, faces: dict[int, Face]) -> None:
        self._found = found
        self._file = file
        self._faces = faces
        self._depth = self._forms = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._line = self._text = _SAME
        self._resources: Any = {}
        self._marks: list[_Mark] = []
        self._handlers: dict[bytes, Callable[[Any], None]] = {
            b"q": self._save, b"Q": self._restore, b"cm": self._transform, b"BT": self._begin,
            b"Tf": self._font, b"Tm": self._set_matrix, b"Td": self._move, b"TD": self._move_lead,
            b"T*": self._next_line, b"Tj": self._show_first, b"TJ": self._show_array,
            b"'": self._next_show, b'"': self._spaced_show, b"Do": self._draw,
            b"BDC": self._mark, b"BMC": self._mark, b"EMC": self._end_mark,
            b"INLINE IMAGE": self._picture,
        }  # fmt: skip

    def run(self, stream: Any, resources: Any, state: _State) -> None:
        """Follow the operators of a stream that begins in a state."""
        from pypdf.generic import ContentStream

        resources = resources.get_object() if resources is not None else {}
        kept = (self._state, self._stack, self._line, self._text, self._resources, self._marks)
        self._state, self._stack, self._resources, self._marks = state, [], resources, []
        for operands, operator in ContentStream(stream, self._file, "bytes").operations:
            if operator in _SETTINGS:
                self._set(operator, operands)
            elif handler := self._handlers.get(operator):
                try:
                    handler(operands)
                except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                    continue  # A damaged operator draws nothing, and the next may be sound.
            elif operator in _PATHS:
                self._follow(operator, operands)
        self._state, self._stack, self._line, self._text, self._resources, self._marks = kept

    # The state.

    def _set(self, operator: bytes, operands: Any) -> None:
        name, unit = _SETTINGS[operator]
        if operands and isinstance(operands[0], int | float):
            setattr(self._state, name, float(operands[0]) * unit)

    def _save(self, _: Any) -> None:
        self._stack.append(replace(self._state))

    def _restore(self, _: Any) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _transform(self, operands: Any) -> None:
        self._state.place = _times(_matrix(operands), self._state.place)

    def _font(self, operands: Any) -> None:
        self._state.size = float(operands[1])
        fonts = self._resources.get("/Font")
        resource = fonts.get_object().get(operands[0]) if fonts is not None else None
        self._state.face = self._face(resource.get_object() if resource is not None else None)

    def _face(self, resource: Any) -> Face:
        if id(resource) not in self._faces:
            self._faces[id(resource)] = Face(resource)
        return self._faces[id(resource)]

    # Where text stands.

    def _begin(self, _: Any) -> None:
        self._line = self._text = _SAME

    def _set_matrix(self, operands: Any) -> None:
        self._line = self._text = _matrix(operands)

    def _move(self, operands: Any) -> None:
        shift = (1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1]))
        self._line = self._text = _times(shift, self._line)

    def _move_lead(self, operands: Any) -> None:
        self._state.leading = -float(operands[1])
        self._move(operands)

    def _next_line(self, _: Any) -> None:
        self._move((0.0, -self._state.leading))

    # Text.

    def _show_first(self, operands: Any) -> None:
        self._show(operands[0])

    def _next_show(self, operands: Any) -> None:
        self._next_line(())
        self._show(operands[0])

    def _spaced_show(self, operands: Any) -> None:
        self._state.word_spacing, self._state.spacing = float(operands[0]), float(operands[1])
        self._next_show(operands[2:])

    def _show_array(self, operands: Any) -> None:
        for item in operands[0]:
            if isinstance(item, bytes):
                self._show(item)
            elif isinstance(item, int | float):
                self._advance(-float(item) / 1000 * self._state.size * self._state.scale)

    def _advance(self, points: float) -> None:
        self._text = _times((1.0, 0.0, 0.0, 1.0, points, 0.0), self._text)

    def _show(self, data: Any) -> None:
        state = self._state
        data = data.encode("utf-8", "replace") if isinstance(data, str) else bytes(data)
        face = state.face or self._face(None)
        watermark = any(mark.is_watermark for mark in self._marks)
        for sign in face.signs(data):
            a, b, c, d, x, y = _times(self._text, state.place)
            along, up = math.hypot(a, b), math.hypot(c, d)
            x, y = x + c * state.rise, y + d * state.rise
            width = sign.width * state.size * state.scale
            self._found.glyphs.append(
                Glyph(sign.text, x, y, width * along, abs(state.size) * up or 1.0,
                      math.atan2(b, a), face.gap, watermark)
            )  # fmt: skip
            spaces = state.spacing + (state.word_spacing if sign.is_space else 0.0)
            self._advance(width + spaces * state.scale)

    # Forms, pictures and marks.

    def _follow(self, operator: bytes, operands: Any) -> None:
        a, b, c, d, e, f = self._state.place
        with suppress(TypeError, ValueError, IndexError):
            points = operands_as_points(operator, operands)
            placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
            self._found.strokes.follow(operator, placed)

    def _picture(self, _: Any = None) -> None:
        a, b, c, d, _e, _f = self._state.place
        self._found.pictures += abs(a * d - b * c)

    def _draw(self, operands: Any) -> None:
        drawn = self._resources["/XObject"].get_object()[operands[0]].get_object()
        if drawn.get("/Subtype") == "/Image":
            self._picture()
        elif self._depth < _DEEPEST and self._forms < _MOST_FORMS:
            self._depth, self._forms = self._depth + 1, self._forms + 1
            inner = _matrix(drawn["/Matrix"]) if "/Matrix" in drawn else _SAME
            state = replace(self._state, place=_times(inner, self._state.place))
            self.run(drawn, drawn.get("/Resources") or self._resources, state)
            self._depth -= 1

    def _mark(self, operands: Any) -> None:
        mark = _Mark(len(self._found.glyphs))
        self._marks.append(mark)
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, str):
            properties = self._resources["/Properties"].get_object().get(properties)
        properties = properties.get_object() if properties is not None else {}
        actual = properties.get("/ActualText")
        if operands[0] == "/Span" and actual is not None:
            mark.actual = _characters(actual)
        mark.is_watermark = operands[0] == "/Artifact" and (
            properties.get("/Subtype") == "/Watermark"
        )

    def _end_mark(self, _: Any) -> None:
        mark = self._marks.pop() if self._marks else None
        if mark is not None and mark.actual is not None:
            self._found.glyphs[mark.start :] = _replaced(
                self._found.glyphs[mark.start :], mark.actual
            )


_PATHS = frozenset(b"m l c v y re S s f F f* B B* b b* n".split())
_SETTINGS = {
    b"Tc": ("spacing", 1.0),
    b"Tw": ("word_spacing", 1.0),
    b"Tz": ("scale", 0.01),
    b"TL": ("leading", 1.0),
    b"Ts": ("rise", 1.0),
}


def _characters(actual: Any) -> str:
    """A text string of the file (ISO 32000-1, 7.9.2.2)."""
    if isinstance(actual, str):
        return actual
    data = bytes(actual)
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    return data.decode("latin-1")


def _replaced(glyphs: Iterable[Glyph], actual: str) -> list[Glyph]:
    """Glyphs on one line, shown in place of other characters, as those (14.9.4)."""
    shown = list(glyphs)
    if actual == _SOFT_HYPHEN or not shown:
        return []
    first, last = shown[0], shown[-1]
    on_one_line = abs(first.across - last.across) < 0.5 * first.size
    if not on_one_line or len(actual) > _LONGEST_ACTUAL:
        return shown
    leftmost = min(shown, key=lambda glyph: glyph.along)
    right = max(glyph.along + glyph.width for glyph in shown)
    return [replace(leftmost, text=actual, width=right - leftmost.along)]
