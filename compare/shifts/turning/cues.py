"""Shifts that phrases tell which stand on no ladder: reversals, exclusions, limits, options.

Such a phrase says something only of what is set against it: it counts where one side of an
edit has one of its sort and the other has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    Word,
    WordRange,
    around,
    stem,
)
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.naming.states import states_of
from scodiff.compare.shifts.numbers.quantity import numbers_differ
from scodiff.compare.shifts.numbers.runs import is_number
from scodiff.compare.shifts.synonyms import said_otherwise
from scodiff.compare.shifts.turning.contraries import LONGEST_REVERSED, contrary_shifts
from scodiff.compare.shifts.verbs import is_verb

Cue = Literal["reversal", "exclusion", "restriction", "generality", "option", "duty", "idle"]

_SMALL = frozenset(["the", "a", "an", "of", "to", "in", "on", "for", "that", "and", "it"])
_COORDINATORS = frozenset(["and", "or", "as", "including", "both"])
_JOINTS = _COORDINATORS | {"the", "well", "also", "of", "to", "in", "for", "on", "a", "an", "by"}
# Kinds that may be told of an edit beside another that takes up more of it.
BESIDE_OTHERS: frozenset[ShiftKind] = frozenset({"degree", "hedge"})
LONGEST_QUOTED = 14  # words of an edit that is quoted whole
LONGEST_ADDED = 4  # words of an addition that may turn what it is added to
_OPENING = 3  # words within which a clause says that it turns what it is added to
_MODALS = frozenset(
    ["can", "cannot", "may", "might", "could", "must", "shall", "should", "will", "would"]
)
NEAR = 5  # words after an exclusion in which who is excluded stands


def cue_shifts(
    changed: ChangedEdit, told: frozenset[ShiftKind], lexicon: Lexicon
) -> Iterator[FoundShift]:
    """The shifts that cues and contraries tell in one edit, beside kinds ``told`` of it already."""
    reversed_ = _one_sided(changed, "reversal")
    excluded = exclusion(changed, lexicon)
    turned = [] if "degree" in told else contrary_shifts(changed, lexicon)
    option = None if excluded else _option_shift(changed)
    if option and not _is_of_reversal(option, changed, turned):
        yield option
    else:
        option = None
    if "polarity" in told:
        return
    if excluded:
        yield _exclusion(changed, excluded, lexicon)
    elif reversed_ and (changed.replaces or _turns_whole(changed)):
        found = _found(changed, "polarity", "different")
        yield found._replace(needs_copy=changed.size > LONGEST_REVERSED)
        if "verb" not in told and _turns_by_verb(changed, lexicon):
            yield found._replace(kind="verb", needs_copy=changed.size > LONGEST_REVERSED)
    elif all(_own(changed, "reversal")):
        return  # "not possible" and "impossible"
    elif option or told - BESIDE_OTHERS - {"verb"}:
        return
    elif turned:
        yield from turned
    elif "verb" not in told and (limit := _limit_shift(changed)):
        yield limit


def _turns_whole(changed: ChangedEdit) -> bool:
    """Whether a few added words may turn what they are added to, and are no item of it."""
    side, (start, _) = changed.one_side
    return changed.size <= LONGEST_ADDED and side.words[start].form != "or"


def _turns_by_verb(changed: ChangedEdit, lexicon: Lexicon) -> bool:
    """Whether one verb stands in the place of another that turns it (``held``, ``postponed``)."""
    return changed.replaces and all(
        place[0] < place[1] and is_verb(side, place[0], lexicon)
        for side, place in ((changed.a, changed.range_a), (changed.b, changed.range_b))
    )


def _is_of_reversal(option: FoundShift, changed: ChangedEdit, turned: Sequence[FoundShift]) -> bool:
    """Whether an option is only what was turned: ``can``, ``cannot``; ``prevent``, ``permit``."""
    gone, come = _own(changed, "reversal")
    negated = any(not _MODALS.isdisjoint(match.phrase) for match in (*gone, *come))
    dropped = option.direction == "strengthened" and bool(come)
    return negated or dropped or any(shift.kind == "verb" for shift in turned)


def opens_with_cue(changed: ChangedEdit) -> bool:
    """Whether what an edit added or dropped opens with what turns, limits or leaves open."""
    return any(
        match.start <= place[0] + _OPENING
        for matches, place in zip(
            changed.own_matches("cue"), (changed.range_a, changed.range_b), strict=True
        )
        for match in matches
        if not (_of_sort([match], "generality") or _of_sort([match], "idle"))
    )


def _own(changed: ChangedEdit, cue: Cue) -> tuple[list[LexiconMatch], list[LexiconMatch]]:
    """The cues of a sort in either side of an edit, less those that both sides have."""
    gone, come = changed.own_matches("cue")
    same = (
        said_otherwise(changed, changed.a, changed.b),
        said_otherwise(changed, changed.b, changed.a),
    )
    return (
        [m for m in _of_sort(gone, cue) if _is_own(m, changed.a, changed, same[0])],
        [m for m in _of_sort(come, cue) if _is_own(m, changed.b, changed, same[1])],
    )


def _is_own(
    match: LexiconMatch, side: SideWords, changed: ChangedEdit, same: frozenset[int]
) -> bool:
    """Whether more than small words of a cue changed, and it did not only move.

    ``same`` are the places of the words that the other side has another word for.
    """
    telling = [
        word.form
        for k, word in enumerate(side.words[match.start : match.end], match.start)
        if word.changed and word.form not in _SMALL and k not in same
    ]
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
    if where and _turns_first(changed, where):
        return ""
    forms = {word.form for word in (*changed.words_a, *changed.words_b)}
    if not where or forms <= {"with", "without", "but"}:
        return ""
    side = changed.b if where == "b" else changed.a
    gone, come = _own(changed, "exclusion")
    after = [side.words[m.end].form for m in (*gone, *come) if m.end < len(side.words)]
    is_turned = any(form in lexicon.verbs and form.endswith("ed") for form in after)
    return "" if is_turned else where


def _turns_first(changed: ChangedEdit, where: Literal["a", "b"]) -> bool:
    """Whether a negation stands before what excludes (``cannot by itself``), or denies the rest.

    ``Without easing tensions`` against ``to ease tensions`` leaves nothing out.
    """
    number = 0 if where == "a" else 1
    excluding, turning = _own(changed, "exclusion")[number], _own(changed, "reversal")[number]
    if any(not _MODALS.isdisjoint(m.phrase) and m.start < excluding[0].start for m in turning):
        return True
    side = changed.a if where == "a" else changed.b
    others = changed.words_b if where == "a" else changed.words_a
    after = excluding[-1].end
    if excluding[-1].phrase[-1] != "without" or after >= len(side.words):
        return False
    denied = side.words[after].form
    return denied.endswith("ing") and stem(denied) in {stem(word.form) for word in others}


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
    near = [k for m in cues for k in _until_mark(side, m.end)]
    named = any(side.words[k].form in lexicon.acting or _is_body(side, k) for k in near)
    listed = any(state.start in near for state in states_of(side.words, lexicon))
    kind: ShiftKind = "actor" if named or listed else "scope"
    return _found(changed, kind, direction)


def _is_body(side: SideWords, k: int) -> bool:
    """Whether a word ends the name of a body, and is no part of another name with it."""
    following = side.words[k + 1] if k + 1 < len(side.words) else None
    goes_on = following is not None and not following.mark and following.text[0].isupper()
    return k in side.bodies and k + 1 not in side.bodies and not goes_on


def _until_mark(side: SideWords, start: int) -> Iterator[int]:
    """Some places from one on, to the next mark."""
    for k in range(start, min(start + NEAR, len(side.words))):
        if k > start and side.words[k].mark[:1] in {",", ";", "(", "."}:
            return
        yield k


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
    if _is_other_matter(changed) or numbers_differ(changed):
        return None
    narrowed = limits == "b" or (not limits and generals == "a")
    direction: Direction = "narrowed" if narrowed else "widened"
    return _found(changed, "scope", direction)._replace(needs_copy=True)


def _is_other_matter(changed: ChangedEdit) -> bool:
    """Whether both sides have a noun that is no cue, and no other word for the same.

    ``Small arms`` for ``cultural property`` limits nothing.
    """
    return all(
        any(
            k not in said_otherwise(changed, side, other)
            and _names_matter(side.words[k])
            and stem(side.words[k].form) not in {stem(w.form) for w in theirs}
            for k in range(*place)
            if not any(m.start <= k < m.end for m in side.matches_in(changed.index, "cue"))
        )
        for side, other, place, theirs in (
            (changed.a, changed.b, changed.range_a, changed.words_b),
            (changed.b, changed.a, changed.range_b, changed.words_a),
        )
    )


def _names_matter(word: Word) -> bool:
    return word.form not in FUNCTION_WORDS and not is_number(word) and word.form not in _JOINTS


def _found(changed: ChangedEdit, kind: ShiftKind, direction: Direction) -> FoundShift:
    return FoundShift(kind, direction, *slot(changed))


def slot(changed: ChangedEdit) -> tuple[WordRange, WordRange]:
    """Both sides of an edit, of a long one the cues and what stands between them."""
    if changed.size <= LONGEST_QUOTED:
        return changed.range_a, changed.range_b
    gone, come = changed.own_matches("cue")
    return around(gone) if gone else changed.range_a, around(come) if come else changed.range_b
