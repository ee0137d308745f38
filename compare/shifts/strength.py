"""Shifts of strength: modality, operative verb, commitment, degree, and phrases alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    Word,
    around,
)
from scodiff.compare.shifts.kinds import TRAITS, Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.polarity import AUXILIARIES, polarity_shift

SHORT = 5  # words of an edit in which an adverb belongs to what was kept
SHORT_IF_REPLACED = 8
SHORT_FOR_PHRASES = 8

_OPPOSITE: dict[Direction, Direction] = {"strengthened": "weakened", "weakened": "strengthened"}
_FUTURE = frozenset({("will",), ("would",)})


def strength_shifts(changed: ChangedEdit, lexicon: Lexicon) -> Iterator[FoundShift]:
    """The shifts that the phrases of the lexicon tell in one edit."""
    candidates = [
        polarity_shift(changed, lexicon),
        _commitment_shift(changed, lexicon),
        _degree_shift(changed),
        *_phrase_shifts(changed),
    ]
    found = [shift for shift in candidates if shift]
    kinds = {shift.kind for shift in found}
    if "polarity" not in kinds and (verb := _verb_shift(changed, lexicon)):
        found = [shift for shift in found if shift.kind != "degree" or not _within(shift, verb)]
        found.append(verb)
    if kinds.isdisjoint({"commitment", "hedge", "polarity"}) and (
        modality := _modality_shift(changed)
    ):
        found.append(modality)
    yield from found


def _within(part: FoundShift, whole: FoundShift) -> bool:
    """Whether what one shift shows is part of what another shows (``note with concern``)."""
    return all(
        inner[0] >= outer[0] and inner[1] <= outer[1]
        for inner, outer in ((part.a, whole.a), (part.b, whole.b))
        if inner[0] < inner[1]
    )


def _modality_shift(changed: ChangedEdit) -> FoundShift | None:
    gone, come = changed.own_matches("modality")
    if gone and come:
        rise = _highest_step(come) - _highest_step(gone)
        return _shift("modality", _direction(rise), changed, gone, come) if rise else None
    opposite = changed.words_b if gone else changed.words_a
    if changed.size > SHORT or not _is_lone_modal(gone or come, opposite):
        return None
    return _shift("modality", "weakened" if gone else "strengthened", changed, gone, come)


def _highest_step(matches: Sequence[LexiconMatch]) -> int:
    return max(match.of("modality")[0].step for match in matches)


def _is_lone_modal(modals: Sequence[LexiconMatch], opposite: Sequence[Word]) -> bool:
    """Whether modals were added or dropped, and no other words put in their place.

    A future tense put in or taken out is no modality.
    """
    if not modals or any(match.phrase in _FUTURE for match in modals):
        return False
    return all(word.form in AUXILIARIES for word in opposite)


def _verb_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    gone, come = changed.own_matches("verb")
    if come and not gone:
        gone = _shorter(come[0], changed.b, changed.a, lexicon)
    elif gone and not come:
        come = _shorter(gone[0], changed.a, changed.b, lexicon)
    if not gone or not come:
        return None
    steps_a, steps_b = _steps_by_ladder(gone[0]), _steps_by_ladder(come[0])
    rises = [steps_b[ladder] - steps_a[ladder] for ladder in steps_a if ladder in steps_b]
    # Of several ladders that one counts on which the two stand furthest apart.
    rise = max(rises, key=abs, default=None)
    if rise == 0:
        return None
    direction = "different" if rise is None else _direction(rise)
    found = _shift("verb", direction, changed, gone[:1], come[:1])
    opens = _opens_paragraph(gone[0], changed.a) and _opens_paragraph(come[0], changed.b)
    return found._replace(in_any_wording=opens)


def _opens_paragraph(match: LexiconMatch, side: SideWords) -> bool:
    """Whether a verb opens a side, but for a label: there stands what the side does."""
    return not any(not word.form.isdecimal() for word in side.words[: match.start])


def _shorter(
    longer: LexiconMatch, side: SideWords, other: SideWords, lexicon: Lexicon
) -> list[LexiconMatch]:
    """The verb that was kept where ``note`` became ``note with appreciation``."""
    words = side.words[longer.start : longer.end]
    kept = [word for word in words if not word.changed]
    if not kept or words[0].changed:
        return []
    phrase = tuple(word.form for word in kept)
    entries = tuple(
        entry
        for known, entry in lexicon.starting_with(phrase[0])
        if entry.kind == "verb" and known == phrase[: len(known)]
    )
    ladders = {entry.ladder for entry in longer.of("verb")}
    place = next(
        (
            k
            for k, word in enumerate(other.words)
            if not word.changed and word.edit == kept[0].edit and word.form == phrase[0]
        ),
        None,
    )
    if place is None or ladders.isdisjoint(entry.ladder for entry in entries):
        return []
    return [LexiconMatch(place, place + len(phrase), phrase, entries, longer.edit)]


def _steps_by_ladder(match: LexiconMatch) -> dict[str, int]:
    return {entry.ladder: entry.step for entry in match.of("verb")}


class _Promise(NamedTuple):
    """What a side of an edit promises: how much (0: nothing), and whether it is done."""

    level: int | None
    done: bool


def _commitment_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    promises, verbs = changed.own_matches("commitment"), changed.own_matches("verb")
    promise_a = _promise(promises[0], verbs[0], lexicon)
    promise_b = _promise(promises[1], verbs[1], lexicon)
    direction = _promise_direction(promise_a, promise_b)
    if direction is None:
        return None
    return _shift(
        "commitment", direction, changed, promises[0] or verbs[0], promises[1] or verbs[1]
    )


def _promise(
    promises: Sequence[LexiconMatch], verbs: Sequence[LexiconMatch], lexicon: Lexicon
) -> _Promise:
    entries = [match.of("commitment")[0] for match in promises]
    done = any(entry.ladder for entry in entries)
    steps = [entry.step for entry in entries if not entry.ladder]
    if steps or done:
        return _Promise(max(steps, default=None), done)
    ladders = {entry.ladder for match in verbs for entry in match.of("verb")}
    return _Promise(None if ladders.isdisjoint(lexicon.promise_nothing) else 0, done)


def _promise_direction(a: _Promise, b: _Promise) -> Direction | None:
    """From what was promised to what is; None where a side says nothing of it."""
    if a.level is not None and b.level is not None:
        return _direction(b.level - a.level) if a.level != b.level else None
    if a.level is None and b.level is None:
        return None
    return "different" if (a if a.level is None else b).done else None


def _degree_shift(changed: ChangedEdit) -> FoundShift | None:
    gone, come = _own_unmoved(changed, "degree")
    most = SHORT_IF_REPLACED if gone and come else SHORT
    if not (gone or come) or changed.size > most:
        return None
    rise = _sum_of_steps(come) - _sum_of_steps(gone)
    if gone and come and not rise:
        return None  # another word of the same strength
    # What stands opposite a lone adverb is seldom its counterpart: it was added or dropped.
    return FoundShift("degree", _direction(rise), around(gone), around(come))


def _sum_of_steps(matches: Sequence[LexiconMatch]) -> int:
    return sum(match.of("degree")[0].step for match in matches)


def _phrase_shifts(changed: ChangedEdit) -> Iterator[FoundShift]:
    """Shifts of the kinds that have no other rule than that a phrase came or went."""
    if changed.size > SHORT_FOR_PHRASES:
        return
    for kind, traits in TRAITS.items():
        if traits.adding is None:
            continue
        gone, come = _own_unmoved(changed, kind)
        if bool(gone) != bool(come):
            direction = traits.adding if come else _OPPOSITE[traits.adding]
            yield _shift(kind, direction, changed, gone, come)


def _own_unmoved(
    changed: ChangedEdit, kind: ShiftKind
) -> tuple[list[LexiconMatch], list[LexiconMatch]]:
    """The phrases of a kind that only one side of the edit has and that did not only move."""
    gone, come = changed.own_matches(kind)
    return (
        [match for match in gone if not _only_moved(match, changed)],
        [match for match in come if not _only_moved(match, changed)],
    )


def _only_moved(match: LexiconMatch, changed: ChangedEdit) -> bool:
    """Whether both sides have it equally often, or one of them in another form."""
    core = max(match.phrase, key=len)  # ``likely`` of ``is likely to``
    if changed.a.count_of(core) == changed.b.count_of(core):
        return True
    if match.phrase == ("further",):
        return _follows_verb(match, changed) or _continues(changed)
    return match.phrase[0] in {"particularly", "especially"} and _in_particular(changed)


def _in_particular(changed: ChangedEdit) -> bool:
    """Whether ``particularly`` is only another form of what the other side says."""
    text = f"{changed.edit.a} {changed.edit.b}".casefold()
    return "in particular" in text or "including" in text


def _continues(changed: ChangedEdit) -> bool:
    """Whether ``take further steps`` and ``continue to take steps`` stand opposite."""
    return "continu" in f"{changed.edit.a} {changed.edit.b}".casefold()


def _follows_verb(match: LexiconMatch, changed: ChangedEdit) -> bool:
    """``Recalling further``: in a resolution that only links one paragraph to the last."""
    for side in (changed.a, changed.b):
        if match in side.matches:
            return any(m.end == match.start and m.of("verb") for m in side.matches)
    return False


def _direction(rise: int) -> Direction:
    return "strengthened" if rise > 0 else "weakened" if rise < 0 else "different"


def _shift(
    kind: ShiftKind,
    direction: Direction,
    changed: ChangedEdit,
    gone: Sequence[LexiconMatch],
    come: Sequence[LexiconMatch],
) -> FoundShift:
    """A shift with the words of both sides: the phrases, or else the edit's own words."""
    words_a = around(gone) if gone else changed.range_a
    words_b = around(come) if come else changed.range_b
    return FoundShift(kind, direction, words_a, words_b)
