"""The history of a phrase: what became of it in each declaration, in order of date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from scodiff.compare.phrases.model import (
    MATCHES,
    SAME_WORDS,
    Event,
    Match,
    Occurrence,
    Searched,
    State,
)

_STRENGTH = {match: rank for rank, match in enumerate((*MATCHES[:2], "pattern", *MATCHES[2:5]))}


def strength(match: Match) -> int:
    """The rung of a match: 0 is the strongest."""
    return _STRENGTH[match]


def first_of_all(occurrences: Sequence[Occurrence]) -> Occurrence | None:
    """The first appearance: of the words themselves, or else of the strongest match.

    ``occurrences`` are in order of date.
    """
    for same in occurrences:
        if same.match in SAME_WORDS:
            return same
    return min(occurrences, key=lambda o: strength(o.match), default=None)


def events(documents: Sequence[Searched], occurrences: Sequence[Occurrence]) -> tuple[Event, ...]:
    """One event for each declaration whose silence or speech counts, in order of date."""
    home = {d.id: d.edition_of or d.id for d in documents}
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        found[home[occurrence.document]].append(occurrence)
    first = first_of_all(occurrences)
    wanted = (
        SAME_WORDS if first and first.match in SAME_WORDS else frozenset({first and first.match})
    )
    told: list[Event] = []
    begun = present = False
    for group in _groups(documents, home):
        here = found.get(home[group[0].id], [])
        if not here and not any(d.counted for d in group):
            continue
        same = [o for o in here if o.match in wanted]
        state = _state(bool(here), bool(same), begun, present)
        told.append(_event(group, here, same, state))
        begun, present = begun or bool(same), bool(same)
    return tuple(told)


def _groups(documents: Sequence[Searched], home: dict[str, str]) -> list[list[Searched]]:
    """The editions of each declaration together, in order of the first."""
    groups: dict[str, list[Searched]] = {}
    for document in documents:
        groups.setdefault(home[document.id], []).append(document)
    return list(groups.values())


def _state(here: bool, same: bool, begun: bool, present: bool) -> State:
    if not here:
        return "absent"
    if not same:
        return "altered"
    if not begun:
        return "appears"
    return "kept" if present else "returns"


def _event(
    group: Sequence[Searched],
    here: Sequence[Occurrence],
    same: Sequence[Occurrence],
    state: State,
) -> Event:
    if not here:
        silent = group[0]
        editions = tuple(d.id for d in group[1:])
        return Event(silent.id, silent.date, state, None, 0, (), editions)
    shown = min(here, key=lambda o: strength(o.match))
    return Event(
        document=shown.document,
        date=shown.date,
        state=state,
        match=shown.match,
        count=max(Counter(o.document for o in same).values(), default=0),
        how=shown.alterations if state == "altered" else (),
        editions=tuple(d.id for d in group if d.id != shown.document),
    )
