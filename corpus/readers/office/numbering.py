"""The numbers that Word counts: the file holds only to which list a paragraph belongs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scodiff.corpus.readers.list_numbers import counted

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of a Word file, in the order it is asked."""

    def __init__(self, file: WordFile) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._styles = _numbered_styles(file)
        root = _numbering_root(file)
        if root is not None:
            self._read(root)

    def label(self, paragraph: Any) -> str | None:
        """The number before a paragraph as Word shows it.

        Empty for the item of a list without numbers, None for a paragraph of no list.
        """
        found = self._place(paragraph)
        if found is None:
            return None
        list_id, depth = found
        levels = self._lists.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return None
        counts = self._counts[self._abstract.get(list_id, list_id)]
        now = counts[depth]
        counts[depth] = level.start if now is None else now + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.style in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            """The count of one level of the numbering, in its style."""
            place = int(match[1]) - 1
            of = levels.get(place, level)
            value = counts[place]
            return counted(of.start if value is None else value, _STYLES.get(of.style, "1"))

        return _PLACE.sub(number, level.pattern).strip()

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and the depth of a paragraph, its own or its style's."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        own = _num_pr(properties)
        style = properties.find(f"{_W}pStyle")
        inherited = self._styles.get(style.get(f"{_W}val")) if style is not None else None
        list_id, depth = own or inherited or (None, None)
        if list_id in (None, "0"):
            return None
        if depth is None:
            depth = inherited[1] if inherited and inherited[1] is not None else 0
        return list_id, min(max(depth, 0), _LEVELS - 1)

    def _read(self, root: Any) -> None:
        abstract = {
            found.get(f"{_W}abstractNumId"): found
            for found in root.iterchildren(f"{_W}abstractNum")
        }
        for num in root.iterchildren(f"{_W}num"):
            list_id = num.get(f"{_W}numId")
            reference = num.find(f"{_W}abstractNumId")
            of = reference.get(f"{_W}val") if reference is not None else None
            levels = _levels(abstract.get(of))
            overridden = False
            for override in num.iterchildren(f"{_W}lvlOverride"):
                depth = _number(override.get(f"{_W}ilvl"), 0)
                start = override.find(f"{_W}startOverride")
                if start is not None and depth in levels:
                    old = levels[depth]
                    first = _number(start.get(f"{_W}val"), old.start)
                    levels[depth] = _Level(old.style, old.pattern, first)
                    overridden = True
            self._lists[list_id] = levels
            # Lists of one definition count on together, unless one begins anew.
            if of is not None and not overridden:
                self._abstract[list_id] = f"abstract {of}"


def _levels(abstract: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in abstract.iterchildren(f"{_W}lvl") if abstract is not None else ():
        values = {
            name: found.get(f"{_W}val")
            for name in ("numFmt", "lvlText", "start")
            if (found := level.find(f"{_W}{name}")) is not None
        }
        levels[_number(level.get(f"{_W}ilvl"), 0)] = _Level(
            values.get("numFmt") or "decimal",
            values.get("lvlText") or "",
            _number(values.get("start"), 0),
        )
    return levels


def _numbering_root(file: WordFile) -> Any:
    for part in file.part.package.iter_parts():
        if str(part.partname) == "/word/numbering.xml":
            return getattr(part, "element", None)
    return None


def _numbered_styles(file: WordFile) -> dict[str, tuple[str, int | None]]:
    found: dict[str, tuple[str, int | None]] = {}
    for style in file.styles.element.iterchildren(f"{_W}style"):
        properties = style.find(f"{_W}pPr")
        if properties is not None and (place := _num_pr(properties)):
            found[style.get(f"{_W}styleId")] = place
    return found


def _num_pr(properties: Any) -> tuple[str, int | None] | None:
    found = properties.find(f"{_W}numPr")
    if found is None:
        return None
    list_id, depth = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
    if list_id is None:
        return None
    level = _number(depth.get(f"{_W}val"), 0) if depth is not None else None
    return str(list_id.get(f"{_W}val")), level


def _number(text: str | None, otherwise: int) -> int:
    try:
        return max(-(10**6), min(10**6, int(text or "")))
    except ValueError:
        return otherwise
