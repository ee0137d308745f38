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
    stem,
)
from scodiff.compare.shifts.kinds import TRAITS, Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.synonyms import said_otherwise
from scodiff.compare.shifts.turning.polarity import AUXILIARIES, polarity_shift
from scodiff.compare.shifts.verbs import direction_of, phrase_shift, verb_shift

SHORT = 5  # words of an edit in which an adverb belongs to what was kept
SHORT_IF_REPLACED = 8
SHORT_FOR_PHRASES = 8

_OPPOSITE: dict[Direction, Direction] = {"strengthened": "weakened", "weakened": "strengthened"}
_MAY, _MUST = 1, 5  # steps of modality
_NEED = ("need", "necess")
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
    if "polarity" in kinds:
        found = [shift for shift in found if shift.kind != "degree" or not _within(shift, found[0])]
    elif verb := verb_shift(changed, lexicon):
        found = [shift for shift in found if shift.kind != "degree" or not _is_of(shift, verb)]
        found.append(verb)
    if kinds.isdisjoint({"commitment", "hedge", "polarity"}) and (
        modality := _modality_shift(changed)
    ):
        found.append(modality)
    yield from found


def _is_of(degree: FoundShift, verb: FoundShift) -> bool:
    """Whether a degree is part of a verb, or only goes with one that is other altogether.

    ``Particularly emphasise`` for ``stand for`` makes nothing stronger.
    """
    beside = verb.direction == "different" and any(
        adverb[1] == verb_at[0] and adverb[0] < adverb[1]
        for adverb, verb_at in ((degree.a, verb.a), (degree.b, verb.b))
    )
    return beside or _within(degree, verb)


def _within(part: FoundShift, whole: FoundShift) -> bool:
    """Whether what one shift shows is part of what another shows (``note with concern``)."""
    return all(
        inner[0] >= outer[0] and inner[1] <= outer[1]
        for inner, outer in ((part.a, whole.a), (part.b, whole.b))
        if inner[0] < inner[1]
    )


def _modality_shift(changed: ChangedEdit) -> FoundShift | None:
    gone, come = changed.own_matches("modality")
    if not (gone or come):
        return None
    if gone and come:
        rise = _highest_step(come) - _highest_step(gone)
        return phrase_shift("modality", direction_of(rise), changed, gone, come) if rise else None
    return _lone_modality(changed, gone, come)


def _lone_modality(
    changed: ChangedEdit, gone: Sequence[LexiconMatch], come: Sequence[LexiconMatch]
) -> FoundShift | None:
    """Modals that one side alone has: what only may be done is less than what is done."""
    step = _highest_step(gone or come)
    opposite = changed.words_b if gone else changed.words_a
    weak = step <= _MAY
    short = changed.size <= SHORT and _is_lone_modal(gone or come, opposite)
    if not short and not (weak and changed.size <= SHORT_IF_REPLACED):
        return None
    if _stands_elsewhere(step, changed.b if gone else changed.a):
        return None
    direction: Direction = "weakened" if bool(gone) != weak else "strengthened"
    found = phrase_shift("modality", direction, changed, gone, come)
    return found if short else found._replace(needs_copy=True)


def _stands_elsewhere(step: int, other: SideWords) -> bool:
    """Whether the other side has another modal as strong among its changed words, or a need."""
    needed = step == _MUST and any(w.changed and w.form.startswith(_NEED) for w in other.words)
    return needed or any(
        entry.step == step for match in other.matches for entry in match.of("modality")
    )


def _highest_step(matches: Sequence[LexiconMatch]) -> int:
    return max(match.of("modality")[0].step for match in matches)


def _is_lone_modal(modals: Sequence[LexiconMatch], opposite: Sequence[Word]) -> bool:
    """Whether modals were added or dropped, and no other words put in their place.

    A future tense put in or taken out is no modality.
    """
    if not modals or any(match.phrase in _FUTURE for match in modals):
        return False
    return all(word.form in AUXILIARIES for word in opposite)


class _Promise(NamedTuple):
    """What a side of an edit promises: how much (0: nothing), and whether it is done."""

    level: int | None
    done: bool


def _commitment_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    gone, come = changed.own_matches("commitment")
    promises = _telling(gone, changed.a), _telling(come, changed.b)
    verbs = changed.own_matches("verb")
    promise_a = _promise(promises[0], verbs[0], lexicon)
    promise_b = _promise(promises[1], verbs[1], lexicon)
    direction = _promise_direction(promise_a, promise_b)
    if direction is None:
        return None
    return phrase_shift(
        "commitment", direction, changed, promises[0] or verbs[0], promises[1] or verbs[1]
    )


def _telling(matches: Sequence[LexiconMatch], side: SideWords) -> list[LexiconMatch]:
    """Those of some phrases of which more than a ``to`` or ``that`` changed."""
    return [
        m
        for m in matches
        if any(w.changed and w.form not in {"to", "that"} for w in side.words[m.start : m.end])
    ]


def _promise(
    promises: Sequence[LexiconMatch], verbs: Sequence[LexiconMatch], lexicon: Lexicon
) -> _Promise:
    goes_on = {match.start for match in promises if match.of("commitment")[0].ladder}
    entries = [m.of("commitment")[0] for m in promises if m.end not in goes_on]
    done = any(entry.ladder for entry in entries)
    steps = [entry.step for entry in entries if not entry.ladder]
    if steps or done:
        return _Promise(max(steps, default=None), done)
    ladders = {entry.ladder for match in verbs for entry in match.of("verb")}
    return _Promise(None if ladders.isdisjoint(lexicon.promise_nothing) else 0, done)


def _promise_direction(a: _Promise, b: _Promise) -> Direction | None:
    """From what was promised to what is; None where a side says nothing of it."""
    if a.level is not None and b.level is not None:
        return direction_of(b.level - a.level) if a.level != b.level else None
    if a.level is None and b.level is None:
        return None
    return "different" if (a if a.level is None else b).done else None


def _degree_shift(changed: ChangedEdit) -> FoundShift | None:
    gone, come = _own_unmoved(changed, "degree")
    same_a = said_otherwise(changed, changed.a, changed.b)
    same_b = said_otherwise(changed, changed.b, changed.a)
    gone = [m for m in gone if not same_a.issuperset(range(m.start, m.end))]
    come = [m for m in come if not same_b.issuperset(range(m.start, m.end))]
    gone = [m for m in gone if not _is_of_verb(m, changed.a, changed.words_b)]
    come = [m for m in come if not _is_of_verb(m, changed.b, changed.words_a)]
    most = SHORT_IF_REPLACED if gone and come else SHORT
    if not (gone or come) or changed.size > most or _is_of_item(changed):
        return None
    rise = _sum_of_steps(come) - _sum_of_steps(gone)
    if gone and come and not rise:
        return None  # another word of the same strength
    # What stands opposite a lone adverb is seldom its counterpart: it was added or dropped.
    return FoundShift("degree", direction_of(rise), around(gone), around(come))


def _is_of_verb(match: LexiconMatch, side: SideWords, opposite: Sequence[Word]) -> bool:
    """Whether what could be a degree is a verb of the other side in another form (``marked``)."""
    stems = {stem(word.form) for word in side.words[match.start : match.end]}
    return any(stem(w.form) in stems and w.form not in match.phrase for w in opposite)


def _is_of_item(changed: ChangedEdit) -> bool:
    """Whether a degree only comes with what was added to a list (``, including extreme cold``)."""
    side, (start, _) = changed.one_side
    return not changed.replaces and side.words[start].form == "including"


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
            yield FoundShift(kind, direction, around(gone), around(come))


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
    if match.phrase in {("further",), ("进", "一", "步")}:
        return _follows_verb(match, changed) or _continues(changed)
    return match.phrase[0] in {"particularly", "especially"} and _in_particular(changed)


def _in_particular(changed: ChangedEdit) -> bool:
    """Whether ``particularly`` is only another form of what the other side says."""
    text = f"{changed.edit.a} {changed.edit.b}".casefold()
    return "in particular" in text or "including" in text


def _continues(changed: ChangedEdit) -> bool:
    """Whether ``take further steps`` and ``continue to take steps`` stand opposite."""
    text = f"{changed.edit.a} {changed.edit.b}".casefold()
    return any(word in text for word in ("continu", "продолж", "继续"))


def _follows_verb(match: LexiconMatch, changed: ChangedEdit) -> bool:
    """``Recalling further``: in a resolution that only links one paragraph to the last."""
    for side in (changed.a, changed.b):
        if match in side.matches:
            return any(m.end == match.start and m.of("verb") for m in side.matches)
    return False
