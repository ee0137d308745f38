"""The history of a phrase: what became of it in each declaration, and how often it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt

from scodiff.compare.phrases.model import (
    MATCH_TYPES,
    SAME_WORDS,
    Event,
    EventState,
    Frequency,
    MatchType,
    Occurrence,
    SearchedDocument,
)

_STRENGTH = {
    match: rank for rank, match in enumerate((*MATCH_TYPES[:2], "pattern", *MATCH_TYPES[2:-1]))
}

_Z = 1.959963984540054  # of a 95 % interval
_PER = 1000  # words


def strength(match: MatchType) -> int:
    """The rank of a type of match as evidence: 0 is the strongest."""
    return _STRENGTH[match]


def first_of_all(occurrences: Sequence[Occurrence]) -> Occurrence | None:
    """The first appearance: of the words themselves, or else of the strongest match.

    ``occurrences`` are in order of date.
    """
    for same in occurrences:
        if same.match in SAME_WORDS:
            return same
    return min(occurrences, key=lambda o: strength(o.match), default=None)


def events(
    documents: Sequence[SearchedDocument], occurrences: Sequence[Occurrence]
) -> tuple[Event, ...]:
    """One event for each declaration whose silence or speech counts, in order of date."""
    counted_as = {d.id: d.edition_of or d.id for d in documents}
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        found[counted_as[occurrence.document]].append(occurrence)
    first = first_of_all(occurrences)
    wanted = (
        SAME_WORDS if first and first.match in SAME_WORDS else frozenset({first and first.match})
    )
    told: list[Event] = []
    begun = present = False
    for group in _groups(documents, counted_as):
        here = found.get(counted_as[group[0].id], [])
        if not here and not any(d.counted for d in group):
            continue
        same = [o for o in here if o.match in wanted]
        state = _state(here, same, begun, present)
        told.append(_event(group, here, same, state))
        present = bool(same) and state != "open"
        begun = begun or present
    return tuple(told)


def _groups(
    documents: Sequence[SearchedDocument], counted_as: dict[str, str]
) -> list[list[SearchedDocument]]:
    """The editions of each declaration together, in order of the first."""
    groups: dict[str, list[SearchedDocument]] = {}
    for document in documents:
        groups.setdefault(counted_as[document.id], []).append(document)
    return list(groups.values())


def _state(
    here: Sequence[Occurrence], same: Sequence[Occurrence], begun: bool, present: bool
) -> EventState:
    if not here:
        return "absent"
    if all(o.certainty == "open" for o in here):
        return "open"
    if not same:
        return "altered"
    if not begun:
        return "appears"
    return "kept" if present else "returns"


def _event(
    group: Sequence[SearchedDocument],
    here: Sequence[Occurrence],
    same: Sequence[Occurrence],
    state: EventState,
) -> Event:
    if not here:
        silent = group[0]
        editions = tuple(d.id for d in group[1:])
        return Event(silent.id, silent.date, state, None, 0, (), editions)
    strongest = min({o.match for o in here}, key=strength)
    shown = next(o for o in here if o.match == strongest)
    return Event(
        document=shown.document,
        date=shown.date,
        state=state,
        match=shown.match,
        count=max(Counter(o.document for o in same).values(), default=0),
        how=shown.alterations if state == "altered" else (),
        editions=tuple(d.id for d in group if d.id != shown.document),
    )


def frequency(document: str, count: int, words: int) -> Frequency:
    """Occurrences per 1,000 words and the 95 % score interval (Wilson 1927).

    The interval takes each word as a trial, as rates of rare events commonly do.
    """
    if not words:
        return Frequency(document, count, words, 0.0, 0.0, 0.0)
    if not count:
        return Frequency(document, 0, words, 0.0, 0.0, _PER * _Z**2 / (words + _Z**2))
    rate = count / words
    spread = _Z * sqrt(rate * (1 - rate) / words + _Z**2 / (4 * words**2))
    middle, scale = rate + _Z**2 / (2 * words), 1 + _Z**2 / words
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return Frequency(
        document,
        count,
        words,
        _PER * rate,
        _PER * max(0.0, low),
        _PER * min(1.0, high),
    )
