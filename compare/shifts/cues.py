"""Shifts that phrases tell which stand on no ladder: reversals, exclusions, limits, options.

Such a phrase says something only of what is set against it: it counts where one side of an
edit has one of its sort and the other has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    WordRange,
    around,
    is_verb,
)
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon

Cue = Literal["reversal", "exclusion", "restriction", "generality", "option", "duty"]

_SMALL = frozenset(["the", "a", "an", "of", "to", "in", "on", "for", "that", "and", "it"])
_COORDINATORS = frozenset(["and", "or", "as", "including", "both"])
_JOINTS = _COORDINATORS | {"the", "well", "also", "of", "to", "in", "for", "on", "a", "an", "by"}
# Kinds that may be told of an edit beside another that takes up more of it.
BESIDE_OTHERS: frozenset[ShiftKind] = frozenset({"degree", "hedge"})
LONGEST_QUOTED = 14  # words of an edit that is quoted whole
LONGEST_TURNED = 14  # words of an edit in which a word and its contrary stand in one slot
LONGEST_REVERSED = 4  # words of an edit that turns a statement, copied or not
LONGEST_ADDED = 4  # words of an addition that may turn what it is added to
_OPENING = 3  # words within which a clause says that it turns what it is added to
NEAR = 5  # words after an exclusion in which who is excluded stands


def cue_shifts(
    changed: ChangedEdit, told: frozenset[ShiftKind], lexicon: Lexicon
) -> Iterator[FoundShift]:
    """The shift that cues and contraries tell in one edit, beside kinds ``told`` of it already."""
    option = _option_shift(changed)
    if option:
        yield option
    if "polarity" in told:
        return
    reversed_ = _one_sided(changed, "reversal")
    excluded = exclusion(changed, lexicon)
    if excluded:
        yield _exclusion(changed, excluded, lexicon)
    elif reversed_ and (changed.replaces or changed.size <= LONGEST_ADDED):
        found = _found(changed, "polarity", "different")
        yield found._replace(needs_copy=changed.size > LONGEST_REVERSED)
    elif all(_own(changed, "reversal")):
        return  # "not possible" and "impossible"
    elif option or told - BESIDE_OTHERS:
        return
    elif contrary := contrary_shift(changed, lexicon):
        yield contrary
    elif limit := _limit_shift(changed):
        yield limit


def opens_with_cue(changed: ChangedEdit) -> bool:
    """Whether what an edit added or dropped opens with what turns, limits or leaves open."""
    return any(
        match.start <= place[0] + _OPENING
        for matches, place in zip(
            changed.own_matches("cue"), (changed.range_a, changed.range_b), strict=True
        )
        for match in matches
        if not _of_sort([match], "generality")
    )


def _own(changed: ChangedEdit, cue: Cue) -> tuple[list[LexiconMatch], list[LexiconMatch]]:
    """The cues of a sort in either side of an edit, less those that both sides have."""
    gone, come = changed.own_matches("cue")
    return (
        [match for match in _of_sort(gone, cue) if _is_own(match, changed.a, changed)],
        [match for match in _of_sort(come, cue) if _is_own(match, changed.b, changed)],
    )


def _is_own(match: LexiconMatch, side: SideWords, changed: ChangedEdit) -> bool:
    """Whether more than small words of a cue changed, and it did not only move."""
    words = side.words[match.start : match.end]
    telling = [word.form for word in words if word.changed and word.form not in _SMALL]
    return any(changed.a.count_of(form) != changed.b.count_of(form) for form in telling)


def _of_sort(matches: Sequence[LexiconMatch], cue: Cue) -> list[LexiconMatch]:
    return [m for m in matches if any(entry.ladder == cue for entry in m.of("cue"))]


def _one_sided(changed: ChangedEdit, cue: Cue) -> Literal["a", "b", ""]:
    """Which side alone has a cue of a sort, if one does."""
    gone, come = _own(changed, cue)
    if bool(gone) == bool(come):
        return ""
    return "a" if gone else "b"


def exclusion(changed: ChangedEdit, lexicon: Lexicon) -> Literal["a", "b", ""]:
    """Which side of an edit leaves something out of what it says of the rest, if one does.

    ``With`` for ``without`` turns the statement, and so does ``but not`` before a verb.
    """
    if _denies_item(changed, lexicon):
        return "b" if any(_own(changed, "reversal")[1]) else "a"
    where = _one_sided(changed, "exclusion")
    gone, come = _own(changed, "reversal")
    if (where == "a" and come) or (where == "b" and gone):
        return ""
    forms = {word.form for word in (*changed.words_a, *changed.words_b)}
    if not where or forms <= {"with", "without", "but"}:
        return ""
    side = changed.b if where == "b" else changed.a
    gone, come = _own(changed, "exclusion")
    after = [side.words[m.end].form for m in (*gone, *come) if m.end < len(side.words)]
    is_turned = any(form in lexicon.verbs and form.endswith("ed") for form in after)
    return "" if is_turned else where


def _denies_item(changed: ChangedEdit, lexicon: Lexicon) -> bool:
    """Whether of two things joined the second is denied: ``and`` against ``but see no need for``.

    What is denied before a verb is a statement.
    """
    gone, come = _own(changed, "reversal")
    if bool(gone) == bool(come):
        return False
    joint, side = (changed.words_a, changed.b) if come else (changed.words_b, changed.a)
    end = (changed.range_b if come else changed.range_a)[1]
    if not joint or any(word.form not in _JOINTS for word in joint) or end >= len(side.words):
        return False
    return joint[0].form in _COORDINATORS and not is_verb(side, end, lexicon)


def _exclusion(changed: ChangedEdit, where: Literal["a", "b"], lexicon: Lexicon) -> FoundShift:
    """What was left out of a statement, or no longer is."""
    direction: Direction = "narrowed" if where == "b" else "widened"
    side = changed.b if where == "b" else changed.a
    gone, come = _own(changed, "exclusion")
    cues = (*gone, *come) or tuple(m for ms in _own(changed, "reversal") for m in ms)
    near = [word.form for m in cues for word in side.words[m.end : m.end + NEAR]]
    kind: ShiftKind = "scope" if lexicon.acting.isdisjoint(near) else "actor"
    return _found(changed, kind, direction)


def contrary_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    """A word against its contrary: another verb, or a statement turned."""
    if changed.size > LONGEST_TURNED:
        return None
    gone, come = changed.own_matches("contrary")
    for mine in gone:
        for other in come:
            kind = _contrary_kind(mine, other)
            if kind is None:
                continue
            both = is_verb(changed.a, mine.start, lexicon) and is_verb(
                changed.b, other.start, lexicon
            )
            governs = _governs_verb(changed.a, mine, lexicon) or _governs_verb(
                changed.b, other, lexicon
            )
            told = kind or ("verb" if both and not governs else "polarity")
            words_a, words_b = (mine.start, mine.end), (other.start, other.end)
            return FoundShift(told, "different", words_a, words_b, needs_copy=kind == "scope")
    return None


def _governs_verb(side: SideWords, match: LexiconMatch, lexicon: Lexicon) -> bool:
    """Whether another verb follows: who ceases to share no longer shares, and does nothing else."""
    if match.end >= len(side.words) or side.words[match.end].mark:
        return False
    form = side.words[match.end].form
    return form == "to" or (form.endswith("ing") and form in lexicon.verbs)


def _contrary_kind(a: LexiconMatch, b: LexiconMatch) -> ShiftKind | Literal[""] | None:
    """The kind that a group of contraries gives, empty where it gives none; None: no contraries."""
    sides = {entry.ladder: entry.step for entry in a.of("contrary")}
    for entry in b.of("contrary"):
        if sides.get(entry.ladder, entry.step) != entry.step:
            return "scope" if entry.ladder.endswith(":scope") else ""
    return None


def _option_shift(changed: ChangedEdit) -> FoundShift | None:
    """What must be done set against what may be."""
    options, duties = _one_sided(changed, "option"), _one_sided(changed, "duty")
    if options == duties or changed.size > LONGEST_QUOTED:
        return None
    side, (start, _) = changed.one_side
    of_whom = side.words[start].form in {"that", "who", "which"}
    if not changed.replaces and (of_whom or any(changed.own_matches("scope"))):
        return None  # "as appropriate": a limit, if no word stood in its place
    if all(changed.own_matches("modality")):
        return None  # they stand on a ladder
    weakened = options == "b" or (not options and duties == "a")
    direction: Direction = "weakened" if weakened else "strengthened"
    return _found(changed, "modality", direction)._replace(needs_copy=True)


def _limit_shift(changed: ChangedEdit) -> FoundShift | None:
    """A part set against the whole."""
    limits, generals = _one_sided(changed, "restriction"), _one_sided(changed, "generality")
    if limits == generals or not (limits or generals) or changed.size > LONGEST_QUOTED:
        return None
    narrowed = limits == "b" or (not limits and generals == "a")
    direction: Direction = "narrowed" if narrowed else "widened"
    return _found(changed, "scope", direction)._replace(needs_copy=True)


def _found(changed: ChangedEdit, kind: ShiftKind, direction: Direction) -> FoundShift:
    return FoundShift(kind, direction, *slot(changed))


def slot(changed: ChangedEdit) -> tuple[WordRange, WordRange]:
    """Both sides of an edit, of a long one the cues and what stands between them."""
    if changed.size <= LONGEST_QUOTED:
        return changed.range_a, changed.range_b
    gone, come = changed.own_matches("cue")
    return around(gone) if gone else changed.range_a, around(come) if come else changed.range_b
