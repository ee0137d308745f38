"""Numbers that the page shows and the file only counts: of ordered lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class ListCounter:
    """Counts the items of a page's ordered lists."""

    def __init__(self) -> None:
        self._last: dict[int, int] = defaultdict(int)
        self._begun: set[int] = set()

    def label(self, item: LexborNode) -> str | None:
        """The number before an item as a browser shows it, or None where it shows a bullet."""
        around = item.parent
        if around is None or around.tag != "ol":
            return None
        key = around.mem_id
        if key not in self._begun:
            self._begun.add(key)
            self._last[key] = _number(around.attributes.get("start"), 1) - 1
        self._last[key] = _number(item.attributes.get("value"), self._last[key] + 1)
        return f"{counted(self._last[key], around.attributes.get('type') or '1')}."


def counted(number: int, style: str) -> str:
    """A number in the style of an HTML list: 1, a, A, i or I."""
    if style in ("i", "I") and 0 < number < 4000:
        text = roman(number)
        return text if style == "I" else text.lower()
    if style in ("a", "A") and number > 0:
        text = ""
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(ord(style) + rest) + text
        return text
    return str(number)


def roman(number: int) -> str:
    """A number from 1 to 3999 in Roman numerals."""
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _number(text: str | None, otherwise: int) -> int:
    try:
        return max(-(10**6), min(10**6, int(text or "")))
    except ValueError:
        return otherwise
