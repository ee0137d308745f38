"""Names that are not set against those of the other text, for they do not say who acts.

Such are the states that only spell out who ``the member states`` are, and where a meeting was held.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scodiff.compare.shifts.changed_words import SideWords, Word, WordRange
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.naming.states import Name, fits, lists_of
from scodiff.compare.shifts.numbers.runs import is_number

_LEAST_SPELT_OUT = 3  # states of a list that may be given as "the member states"
_APPOSED = 6  # words between those and the list
_DEFINED = 14  # words of a definition between those and the list
_DEFINING = frozenset(["hereinafter", "hereafter", "henceforth", "далее", "именуемой", "以下"])
_IN_PLACE = frozenset(["in", "at", "в", "во", "在", "于"])
_LONGEST_VENUE = 3  # a town, its state, or two of them
_BEFORE_DATES = frozenset(["on", "from", "during", "between", "с", "до"])
_OF_PLACE = frozenset(["the", "city", "of", "town", "г", "городе", "год"])


class NamesCompared(NamedTuple):
    """The names of a side, and the places of the words set aside, of all and of ``venues``."""

    names: list[Name]
    aside: frozenset[int]
    venues: frozenset[int]


def compared(a: SideWords, b: SideWords, lexicon: Lexicon) -> tuple[NamesCompared, NamesCompared]:
    """The names of both sides; those set aside are no members of a list."""
    lists_a, lists_b = lists_of(a.words, lexicon), lists_of(b.words, lexicon)
    return (
        _less_aside(lists_a, a, lists_b, b, lexicon),
        _less_aside(lists_b, b, lists_a, a, lexicon),
    )


def _less_aside(
    lists: Sequence[Sequence[Name]],
    side: SideWords,
    theirs: Sequence[Sequence[Name]],
    other: SideWords,
    lexicon: Lexicon,
) -> NamesCompared:
    names: list[Name] = []
    aside: set[int] = set()
    venues: set[int] = set()
    for listed in lists:
        spelt_out = _is_spelt_out(listed, side, theirs, other, lexicon)
        places = range(listed[0].start, listed[-1].end)
        is_venue = len(listed) <= _LONGEST_VENUE and _is_venue(places, side.words, lexicon)
        if spelt_out or is_venue:
            aside.update(places)
            names += [name._replace(member=False) for name in listed]
        else:
            names += listed
        if is_venue:
            venues.update(places)
    return NamesCompared(names, frozenset(aside), frozenset(venues))


def _is_spelt_out(
    names: Sequence[Name],
    side: SideWords,
    theirs: Sequence[Sequence[Name]],
    other: SideWords,
    lexicon: Lexicon,
) -> bool:
    """Whether a list only says who ``the member states`` are.

    These stand before it (``the member states (China, …)``), or the other side has them in its
    place. Where both sides have a list, who joined it or left is told.
    """
    states = {name.state for name in names if name.state}
    if len(states) < _LEAST_SPELT_OUT or any(
        len(states.intersection(name.state for name in listed)) > 1 for listed in theirs
    ):
        return False
    if _follows_collective(names, side, lexicon):
        return not any(_follows_collective(listed, other, lexicon) for listed in theirs)
    start, end = names[0].start, names[-1].end
    edits = {word.edit for word in side.words[start:end] if word.changed}
    beside = {edit + step for edit in edits for step in (-1, 0, 1)}
    return any(
        word.changed and word.edit in beside
        for place in _collectives(other.words, lexicon)
        for word in other.words[slice(*place)]
    )


def _follows_collective(names: Sequence[Name], side: SideWords, lexicon: Lexicon) -> bool:
    """Whether a list of states stands right after ``the member states``."""
    start = names[0].start
    return any(name.state for name in names) and any(
        stop <= start and _is_apposed(side.words[stop:start])
        for _, stop in _collectives(side.words, lexicon)
    )


def _is_apposed(words: Sequence[Word]) -> bool:
    """Whether what stands between ``the member states`` and the list of them is but their name.

    A definition may follow the name: ``of the … Organization (hereinafter the SCO) — China, …``.
    """
    short = next((k for k, word in enumerate(words) if word.form in _DEFINING), len(words))
    name, definition = words[:short], words[short:]
    return (
        len(name) <= _APPOSED
        and len(definition) <= _DEFINED
        and all(word.text[0].isupper() or word.form in {"of", "the", "region"} for word in name)
    )


def _collectives(words: Sequence[Word], lexicon: Lexicon) -> list[WordRange]:
    """The phrases that name states by what they are together."""
    return [
        (k, k + len(phrase))
        for k, word in enumerate(words)
        for phrase, entry in lexicon.starting_with(word.form)
        if entry.kind == "collective" and fits(words[k : k + len(phrase)], phrase)
    ]


def _is_venue(places: range, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether names say where something was held: beside a date, or after ``held in``."""
    start, end = places.start, places.stop
    while start and words[start - 1].form in _OF_PLACE:
        start -= 1
    low = start - (start > 0 and words[start - 1].form in _IN_PLACE)
    after = words[end : end + 2]
    if after and after[0].form in _BEFORE_DATES:
        after = after[1:]
    dated = bool(after) and is_number(after[0]) and after[0].mark in {"", ","}
    if low == start:
        return dated and words[places.start].mark != ""
    before = words[low - 1] if low else None
    held = before is not None and any(
        entry.kind == "venue" for _, entry in lexicon.starting_with(before.form)
    )
    return held or dated or (before is not None and is_number(before))
