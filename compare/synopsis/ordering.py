"""In which order the rows are read: that of a base, and what it lacks where others have it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

RowNumbers = tuple[int, ...]


def order_for(base: int, texts: Sequence[Sequence[int]]) -> RowNumbers:
    """The rows in the order of one text.

    ``texts`` are the numbers of the rows that each document's paragraphs stand in, in its own
    order. What the base lacks is put in text by text: after the last row before it, in its own
    text, that keeps the order of the two, and after what an earlier text put there. What stands
    before all such rows comes just before the first of them; where there are none, at the end.
    """
    order = _once(texts[base])
    of_base = set(order)
    for number, text in enumerate(texts):
        if number != base:
            order = _put_in(order, _once(text), of_base)
    return tuple(order)


def _put_in(order: list[int], text: Sequence[int], of_base: set[int]) -> list[int]:
    """The order with the rows of a further text."""
    place_of = {row: place for place, row in enumerate(order)}
    anchors = _longest_rising([place_of[row] for row in text if row in place_of])
    ends = [*anchors, len(order)]
    put: dict[int, list[int]] = {}
    passed = 0  # how many of the anchors stand before, in the text
    for row in text:
        place = place_of.get(row)
        if place is None:
            end = ends[passed]
            at = _after_others(order, anchors[passed - 1] + 1, end, of_base) if passed else end
            put.setdefault(at, []).append(row)
        elif passed < len(anchors) and place == anchors[passed]:
            passed += 1
    result: list[int] = []
    for place in range(len(order) + 1):
        result += put.get(place, [])
        result += order[place : place + 1]
    return result


def _after_others(order: Sequence[int], start: int, end: int, of_base: set[int]) -> int:
    """The first place from ``start`` on before which no row is that another text put there."""
    return next((place for place in range(start, end) if order[place] in of_base), end)


def _longest_rising(places: Sequence[int]) -> list[int]:
    """A longest subsequence that rises, of the longest one that ends lowest (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        pile = bisect_left(ends, place)
        before.append(last[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
    found, index = [], last[-1] if last else -1
    while index >= 0:
        found.append(places[index])
        index = before[index]
    return found[::-1]


def _once(rows: Sequence[int]) -> list[int]:
    """The rows without those that stand before already."""
    return list(dict.fromkeys(rows))
