"""The last look at what is claimed: what the texts do not bear out is left out, and logged.

A quotation stands at its place, nothing open is told, no shift is surer than the link that it was
found in, and the figures agree with each other.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from scodiff.compare.answer.answer import answer_of, survival_of
from scodiff.compare.answer.model import LinkEnds, NewsFacts, Survival, WordingChange
from scodiff.compare.model import (
    CERTAINTIES,
    RELATIONS,
    Comparison,
    Link,
    Place,
    Shift,
    SideSummary,
)
from scodiff.corpus.model import Document

_LOG = logging.getLogger(__name__)

_PAIRS = ("changes", "reworded", "in_part", "beside")
_LISTS = ("gone", "dropped", "new", "added", "perhaps_gone", "perhaps_new")


def faults(comparison: Comparison) -> list[str]:
    """All that a comparison or the answer drawn from it claims and the texts do not bear out."""
    sound, found = _without_faults(comparison)
    in_answer = [fault for fault, _ in _of_answer(answer_of(sound), sound)]
    return [*found, *_figures(sound), *in_answer]


def checked(comparison: Comparison) -> Comparison:
    """The comparison without the shifts that the texts do not bear out; each is logged."""
    sound, found = _without_faults(comparison)
    for fault in found:
        _log(fault)
    return sound


def sound_answer(comparison: Comparison) -> NewsFacts:
    """The answer without what the texts do not bear out; what was left out is logged.

    Where the figures contradict each other, no figure is told.
    """
    comparison = checked(comparison)
    answer = answer_of(comparison)
    for fault, part in list(_of_answer(answer, comparison)):
        _log(fault)
        answer = _without(answer, part)
    if wrong := list(_figures(comparison)):
        for fault in wrong:
            _log(fault)
        answer = replace(answer, a=None, b=None)
    return answer


def _without_faults(comparison: Comparison) -> tuple[Comparison, list[str]]:
    """The comparison without its faulty shifts, and what was wrong with them."""
    found: list[str] = []
    links = []
    for link in comparison.links:
        wrong = [[*_of(shift, link), *_at(shift, link, comparison)] for shift in link.shifts]
        found += [fault for faults_of_one in wrong for fault in faults_of_one]
        kept = tuple(s for s, told in zip(link.shifts, wrong, strict=True) if not told)
        links.append(link if len(kept) == len(link.shifts) else replace(link, shifts=kept))
    return (replace(comparison, links=tuple(links)), found) if found else (comparison, found)


def _of(shift: Shift, link: Link) -> Iterator[str]:
    """Whether a shift claims no more than its link."""
    if CERTAINTIES.index(shift.certainty) < CERTAINTIES.index(link.certainty):
        yield (
            f"{_name(shift)} is called {shift.certainty}, and the link of "
            f"{', '.join((*link.a, *link.b))} is {link.certainty}"
        )


def _at(shift: Shift, link: Link, comparison: Comparison) -> Iterator[str]:
    """Whether a shift's words stand where it says, or, where it says nothing, in its passage."""
    for document, ids, words, place in (
        (comparison.a, link.a, shift.a, shift.place_a),
        (comparison.b, link.b, shift.b, shift.place_b),
    ):
        if place is not None:
            stands = place.paragraph in ids and quoted(document, place) == words
        else:
            stands = any(words in document.paragraph(p).text for p in ids)
        if not stands:
            yield f"{_name(shift)}: “{words}” does not stand in {document.id} {', '.join(ids)}"


def quoted(document: Document, place: Place) -> str | None:
    """The words that stand at a place; None where the document has no such place."""
    try:
        text = document.paragraph(place.paragraph).text
    except KeyError:
        return None
    inside = 0 <= place.start < place.end <= len(text)
    return text[place.start : place.end] if inside else None


def _of_answer(answer: NewsFacts, comparison: Comparison) -> Iterator[tuple[str, object]]:
    """What is wrong with an answer, and the part of it that must go."""
    open_links = {
        (side, p): link.certainty == "open"
        for link in comparison.links
        for side, ids in (("a", link.a), ("b", link.b))
        for p in ids
    }
    open_pairs = (*answer.beside, *chain.from_iterable(answer.nearby.values()))
    for told in (*answer.changes, *answer.reworded, *answer.in_part, *open_pairs):
        if not (quoted(comparison.a, told.a) and quoted(comparison.b, told.b)):
            yield f"a change was to be quoted from {told.a}, {told.b}, where nothing stands", told
        elif told.certainty == "open" and told not in open_pairs:
            yield f"the change at {told.a} is open and was to be told", told
    for name in _LISTS:
        side = "a" if name in ("gone", "dropped", "perhaps_gone") else "b"
        document = comparison.a if side == "a" else comparison.b
        for place in getattr(answer, name):
            if quoted(document, place) is None:
                yield f"nothing stands at {document.id} {place}", place
            elif open_links.get((side, place.paragraph), True) != name.startswith("perhaps"):
                yield f"{document.id} {place.paragraph} is {name}, which is not so sure", place
    known = {(link.a, link.b) for link in comparison.links if not link.is_open}
    for ends, changes in answer.in_links.items():
        for change in changes:
            if fault := _in_link(change, ends, ends in known, comparison):
                yield fault, change


def _in_link(
    change: WordingChange, ends: LinkEnds, known: bool, comparison: Comparison
) -> str | None:
    """What is wrong with a difference that is told of a linked passage, if anything."""
    if not known:
        return f"a difference was to be told of {ends}, which is no sure link"
    sides = (comparison.a, ends[0], change.a), (comparison.b, ends[1], change.b)
    for document, ids, place in sides:
        if place and not (place.paragraph in ids and quoted(document, place)):
            return f"a difference was to be quoted from {place}, where nothing stands"
    return None if change.a or change.b else f"a difference of {ends} quotes nothing"


def _without(answer: NewsFacts, part: object) -> NewsFacts:
    lists: dict[str, Any] = {n: _less(getattr(answer, n), part) for n in (*_PAIRS, *_LISTS)}
    in_links = {ends: _less(changes, part) for ends, changes in answer.in_links.items()}
    nearby = {ends: _less(told, part) for ends, told in answer.nearby.items()}
    return replace(answer, in_links=in_links, nearby=nearby, **lists)


def _less(items: Iterable[Any], part: object) -> tuple[Any, ...]:
    return tuple(item for item in items if item is not part)


def _figures(comparison: Comparison) -> Iterator[str]:
    """Whether the figures of the summary agree with the links, and those of the answer add up."""
    for letter, side in (("a", comparison.summary.a), ("b", comparison.summary.b)):
        counted = dict.fromkeys(RELATIONS, 0)
        for link in comparison.links:
            counted[link.relation] += len(getattr(link, letter))
        if counted != dict(side.paragraphs):
            yield f"the summary of {letter} counts other paragraphs than the links have"
        yield from _sums(letter, side, survival_of(side, letter))


def _sums(letter: str, side: SideSummary, survival: Survival) -> Iterator[str]:
    parts = (survival.lives, survival.alone, survival.open)
    if sum(part.paragraphs for part in parts) != side.total_paragraphs:
        yield f"the figures of {letter} do not add up to its paragraphs"
    if side.total_words and not math.isclose(sum(p.words for p in parts), 1.0, abs_tol=1e-6):
        yield f"the shares of {letter} do not add up to all of its words"


def _name(shift: Shift) -> str:
    return f"the shift {shift.kind} “{shift.a}” → “{shift.b}”"


def _log(fault: str) -> None:
    _LOG.warning("left out of the report: %s.", fault)
