"""What the styles of an OpenDocument text say: titles, text to leave out, numbers of lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scodiff.corpus.readers.list_numbers import counted

if TYPE_CHECKING:
    from odfdo import Document as OdtFile
    from odfdo import Element

_DEEPEST = 20
_LARGEST = 10**6


class _ListLevel(NamedTuple):
    style: str
    before: str
    after: str
    start: int
    shown: int


class OdtStyles:
    """The styles of a file, those of its text and those of its pages."""

    def __init__(self, file: OdtFile) -> None:
        self._parents: dict[str, str] = {}
        self._hidden: dict[str, bool] = {}
        self._struck: dict[str, bool] = {}
        self.lists: dict[str, dict[int, _ListLevel]] = {}
        for part in ("styles", "content"):
            for element in _styles_in(file, part):
                self._read(element)

    def hides(self, name: str | None) -> bool:
        """Whether a style, or the nearest of its parents that says so, hides its text."""
        return self._nearest(self._hidden, name)

    def strikes(self, name: str | None) -> bool:
        """Whether a style, or the nearest of its parents that says so, strikes its text out."""
        return self._nearest(self._struck, name)

    def is_title(self, name: str | None) -> bool:
        """Whether a style is that of titles, or made from it."""
        return "Title" in self._line(name)

    def _nearest(self, said: dict[str, bool], name: str | None) -> bool:
        return next((said[style] for style in self._line(name) if style in said), False)

    def _line(self, name: str | None) -> list[str]:
        line: list[str] = []
        while name is not None and name not in line and len(line) < _DEEPEST:
            line.append(name)
            name = self._parents.get(name)
        return line

    def _read(self, element: Element) -> None:
        name = element.get_attribute("style:name")
        if element.tag == "style:style" and name is not None:
            parent = element.get_attribute("style:parent-style-name")
            if parent is not None:
                self._parents[str(name)] = str(parent)
            for properties in element.children:
                if properties.tag == "style:text-properties":
                    said = properties.get_attribute("text:display")
                    if said is not None:
                        self._hidden[str(name)] = said == "none"
                    line = properties.get_attribute("style:text-line-through-style")
                    if line is not None:
                        self._struck[str(name)] = line != "none"
        elif element.tag in ("text:list-style", "text:outline-style"):
            levels = dict(filter(None, map(_level, element.children)))
            self.lists["" if element.tag == "text:outline-style" else str(name)] = levels


def _styles_in(file: OdtFile, part: str) -> Iterator[Element]:
    """The styles that a part of the file defines; none where it lacks."""
    try:
        root = getattr(file.get_part(part), "root", None)
    except (KeyError, ValueError):
        return
    if root is None:
        return
    for group in root.children:
        if group.tag in ("office:styles", "office:automatic-styles"):
            yield from group.children


def _level(element: Element) -> tuple[int, _ListLevel] | None:
    number = element.get_attribute("text:level")
    if number is None or not str(number).isdecimal():
        return None
    if not element.tag.endswith("level-style-number") and element.tag != "text:outline-level-style":
        return int(str(number)), _ListLevel("", "", "", 1, 1)

    def said(name: str, otherwise: str = "") -> str:
        """An attribute's value."""
        value = element.get_attribute(name)
        return otherwise if value is None else str(value)

    start, shown = said("text:start-value", "1"), said("text:display-levels", "1")
    level = _ListLevel(
        said("style:num-format"),
        said("style:num-prefix"),
        said("style:num-suffix"),
        _bounded(start),
        _bounded(shown),
    )
    return int(str(number)), level


def _bounded(text: str) -> int:
    return min(int(text), _LARGEST) if text.isdecimal() and len(text) < 9 else 1


class ListCount:
    """Counts the items of lists and the headings of a text, in the order it is asked."""

    def __init__(self, styles: OdtStyles) -> None:
        self._styles = styles
        self._open: list[str] = []
        self._counts: dict[int, int] = {}
        self._last: dict[str, dict[int, int]] = {}
        self._headings: dict[int, int] = {}

    def enter(self, element: Element) -> None:
        """Begin a list, inside the one that is open."""
        own = element.get_attribute("text:style-name")
        style = str(own) if own is not None else self._open[-1] if self._open else ""
        if not self._open:
            goes_on = element.get_attribute("text:continue-numbering") in (True, "true")
            goes_on = goes_on or element.get_attribute("text:continue-list") is not None
            self._counts = dict(self._last.get(style, {})) if goes_on else {}
        self._open.append(style)
        if len(self._open) > 1:
            self._counts.pop(len(self._open), None)

    def leave(self) -> None:
        """End the list."""
        style = self._open.pop()
        if not self._open:
            self._last[style] = dict(self._counts)

    def label(self, item: Element) -> str:
        """The number of an item as a word processor shows it; empty where it is a bullet."""
        depth = len(self._open)
        start = item.get_attribute("text:start-value")
        given = int(str(start)) if start is not None and str(start).isdecimal() else None
        return _counted_up(self._counts, self._styles.lists.get(self._open[-1], {}), depth, given)

    def heading(self, level: str | None) -> str | None:
        """The number of a heading, or None where headings have none."""
        depth = int(level) if level and level.isdecimal() and len(level) < 3 else 1
        return _counted_up(self._headings, self._styles.lists.get("", {}), depth) or None


def _counted_up(
    counts: dict[int, int], levels: dict[int, _ListLevel], depth: int, given: int | None = None
) -> str:
    level = levels.get(depth)
    first = level.start if level else 1
    counts[depth] = given if given is not None else counts.get(depth, first - 1) + 1
    for deeper in [place for place in counts if place > depth]:
        del counts[deeper]
    if level is None or not level.style:
        return ""
    shown = range(max(1, depth - level.shown + 1), depth + 1)
    numbers = [
        counted(counts.get(place, 1), (levels.get(place) or level).style or "1") for place in shown
    ]
    return f"{level.before}{'.'.join(numbers)}{level.after}".strip()
