"""What no phrase of the lexicon tells: other verbs, another object, something added or dropped.

Words that the other side has as well, in another form or by another word for the same, are
taken out first. What is left on both sides stands in one slot and differs; what is left on
one side only was added or dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.shifts.changed_words import (
    ANSWERED,
    FUNCTION_WORDS,
    NOTHING,
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    Word,
    WordRange,
    shortened,
    stem,
)
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.naming.states import named_alike, names_of
from scodiff.compare.shifts.numbers.runs import is_number
from scodiff.compare.shifts.synonyms import answered_share, said_otherwise
from scodiff.compare.shifts.verbs import is_verb

LONGEST_OBJECT = 12  # words of an edit that may put one thing in the place of another
LEAST_CLAUSE = 3  # words left of a clause that an edit dropped or added
LEAST_SWAPPED, LONGEST_SWAPPED = 5, 60  # words of clauses that may take each other's place
MOSTLY = 0.6  # of the words of a clause, for it to be another
_JOINING_CLAUSES = frozenset(
    ["and", "or", "which", "who", "that", "where", "under", "including", "to"]
)
_JOINING = frozenset(["and", "or"])
_LINKING = frozenset(["remain", "becom", "seem", "appear", "stay"])
_DEEDS = ("ing", "tion", "sion", "ment")
_CUT_OFF = 3  # words that a quotation may go on for to the end of its clause
OUTWEIGHS = 4  # times the words that may be left on the other side of it
# Who speaks, and words that join what is said.
SPEAKERS = frozenset(
    """member members states parties sides heads while however therefore thus as well such same
    respective relevant corresponding certain carry carried out take taken order part""".split()  # noqa: SIM905
)
_ADJOINING = frozenset("by with without through via under within during after before".split())  # noqa: SIM905
_LEADING = frozenset(
    """the a an of to in on at by for from with and or as that which who is are be been has have
    will not no its their""".split()  # noqa: SIM905
)


def remainder_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    """What is left of a replacement when all words for the same are taken out."""
    left_a = _left(changed, changed.a, changed.b, lexicon)
    left_b = _left(changed, changed.b, changed.a, lexicon)
    if _outweighs(left_a, left_b):
        found = _one_sided("narrowed", _with_opening(changed.a, left_a), NOTHING, len(left_a))
        return _doubted(found, changed.a, left_a, changed.b)
    if _outweighs(left_b, left_a):
        found = _one_sided("widened", NOTHING, _with_opening(changed.b, left_b), len(left_b))
        return _doubted(found, changed.b, left_b, changed.a)
    if changed.replaces and bool(left_a) != bool(left_b) and _lists(changed):
        return _item_shift(changed, left_a, left_b)
    if left_a and left_b and changed.replaces:
        return _replacement(changed, left_a, left_b, lexicon)
    return None


def _lists(changed: ChangedEdit) -> bool:
    """Whether both sides of an edit join things (``and tea``, ``, tea and rice``)."""
    return all(
        any(word.form in _JOINING or word.mark[:1] == "," for word in words)
        for words in (changed.words_a, changed.words_b)
    )


def _item_shift(
    changed: ChangedEdit, left_a: Sequence[int], left_b: Sequence[int]
) -> FoundShift | None:
    """One thing more or less in a list that was joined anew for it."""
    left, side = (left_a, changed.a) if left_a else (left_b, changed.b)
    if len(left) > LEAST_CLAUSE or any(is_number(w) for w in (*changed.words_a, *changed.words_b)):
        return None
    place = (left[0], left[-1] + 1)
    direction: Direction = "narrowed" if left_a else "widened"
    a, b = (place, NOTHING) if left_a else (NOTHING, place)
    found = FoundShift("scope", direction, a, b, needs_copy=True)
    return found if _is_joined(side, place) else None


def _is_joined(side: SideWords, place: WordRange) -> bool:
    """Whether a comma, or ``and``, stands right before some words."""
    start, _ = place
    return side.words[start].mark[:1] == "," or side.words[start - 1].form in _JOINING


def swap_shifts(changed: ChangedEdit, lexicon: Lexicon) -> list[FoundShift]:
    """A clause that fell and another that came in its place, where they share nothing."""
    if not changed.replaces or not LEAST_SWAPPED < changed.size <= LONGEST_SWAPPED:
        return []
    left_a = _left(changed, changed.a, changed.b, lexicon)
    left_b = _left(changed, changed.b, changed.a, lexicon)
    mostly_new = all(
        len(left) >= LEAST_CLAUSE and len(left) >= MOSTLY * _content(words)
        for left, words in ((left_a, changed.words_a), (left_b, changed.words_b))
    )
    if not mostly_new or not (_is_clause(changed.a, changed) and _is_clause(changed.b, changed)):
        return []
    return [
        FoundShift("scope", "narrowed", changed.range_a, NOTHING),
        FoundShift("scope", "widened", NOTHING, changed.range_b),
    ]


def _content(words: Sequence[Word]) -> int:
    return sum(word.form not in FUNCTION_WORDS for word in words)


def _is_clause(side: SideWords, changed: ChangedEdit) -> bool:
    """Whether the words of an edit begin after a mark, or with what joins a clause."""
    start, _ = changed.range_a if side is changed.a else changed.range_b
    first = side.words[start]
    return bool(first.mark) or first.form in _JOINING_CLAUSES


def _one_sided(direction: Direction, a: WordRange, b: WordRange, size: int) -> FoundShift:
    """A clause added or dropped; of a short one a translator might have made less or more."""
    return FoundShift("scope", direction, a, b, needs_copy=size <= LEAST_CLAUSE)


def _doubted(
    found: FoundShift, side: SideWords, left: Sequence[int], other: SideWords
) -> FoundShift:
    """A clause only one side has, not sure where the other has changed words like its own."""
    answered = answered_share(left, side, other)
    return found._replace(certainty="open") if answered >= ANSWERED else found


def unanswered(changed: ChangedEdit, lexicon: Lexicon) -> int:
    """How many words of both sides of an edit the other has in no form, and by no other word."""
    return len(_without_answer(changed, changed.a, changed.b, lexicon)) + len(
        _without_answer(changed, changed.b, changed.a, lexicon)
    )


def _without_answer(
    changed: ChangedEdit, side: SideWords, other: SideWords, lexicon: Lexicon
) -> list[int]:
    """The words left, those of scripts without capitals too, but for the names of states."""
    left = _left(changed, side, other, lexicon, caseless=True)
    if all(side.words[k].text[0].islower() for k in left):
        return left
    states = {k for name in names_of(side.words, lexicon) for k in range(name.start, name.end)}
    return [k for k in left if k not in states]


def _outweighs(mine: Sequence[int], others: Sequence[int]) -> bool:
    """Whether a side says something of its own that nothing stands against."""
    return len(mine) >= LEAST_CLAUSE and len(others) * OUTWEIGHS <= len(mine)


def _with_opening(side: SideWords, left: Sequence[int]) -> WordRange:
    """The passage of the words left, with the small words that lead up to it."""
    start, (low, _) = left[0], side.range_of.get(side.words[left[0]].edit, NOTHING)
    while start > low and not side.words[start].mark and side.words[start - 1].form in _LEADING:
        start -= 1
    return shortened(side, (start, _to_mark(side, left[-1] + 1)))


def _to_mark(side: SideWords, end: int) -> int:
    """The end of a passage, or of the few words of the same edit after it to the next mark."""
    high = side.range_of.get(side.words[end - 1].edit, NOTHING)[1]
    marks = (k for k in range(end, high) if side.words[k].mark)
    stop = next(marks, high)
    return stop if stop - end <= _CUT_OFF else end


def is_translators(changed: ChangedEdit, lexicon: Lexicon) -> bool:
    """Whether an edit only says the same in other words, or in other forms of them."""
    words = (*changed.words_a, *changed.words_b)
    if not words or any(is_number(word) for word in words):
        return False
    return not unanswered(changed, lexicon)


def _replacement(
    changed: ChangedEdit, left_a: Sequence[int], left_b: Sequence[int], lexicon: Lexicon
) -> FoundShift | None:
    if changed.size > LONGEST_OBJECT:
        return None
    verbs = all(
        is_verb(side, k := _past_adverbs(side, left), lexicon)
        and stem(side.words[k].form) not in _LINKING
        for side, left in ((changed.a, left_a), (changed.b, left_b))
    )
    deeds = _names_deed(changed.a, left_a) and _names_deed(changed.b, left_b)
    adverbs = all(
        side.words[k].form.endswith("ly")
        for side, left in ((changed.a, left_a), (changed.b, left_b))
        for k in left
    )
    kind: ShiftKind = "degree" if adverbs else "verb" if verbs or deeds else "object"
    found = FoundShift(kind, "different", changed.range_a, changed.range_b, needs_copy=True)
    same_slot = kind != "object" or _opens_alike(changed)
    return found if same_slot else found._replace(certainty="open")


def _opens_alike(changed: ChangedEdit) -> bool:
    """Whether both sides say how, where or by whom, or neither: another slot is no other object."""
    forms = [words[0].form for words in (changed.words_a, changed.words_b)]
    return len({form in _ADJOINING for form in forms}) == 1


def _names_deed(side: SideWords, left: Sequence[int]) -> bool:
    """Whether some words begin with a noun for what is done (``the signing of``)."""
    k = left[0]
    governs = k + 1 < len(side.words) and side.words[k + 1].form == "of"
    return governs and side.words[k].form.endswith(_DEEDS)


def _past_adverbs(side: SideWords, left: Sequence[int]) -> int:
    """The first of some words that is no adverb in -ly."""
    return next((k for k in left if not side.words[k].form.endswith("ly")), left[0])


def _left(
    changed: ChangedEdit,
    side: SideWords,
    other: SideWords,
    lexicon: Lexicon,
    *,
    caseless: bool = False,
) -> list[int]:
    """The places of the words of a side of an edit that the other side has in no form.

    Names are told by their capitals, so that words of a script which has none, as the Chinese,
    are left out as names are, unless they are asked for.
    """
    place: WordRange = side.range_of.get(changed.index, NOTHING)
    there: WordRange = other.range_of.get(changed.index, NOTHING)
    near = (*other.around(there), *other.words_of(changed.index))
    stems = {stem(word.bare) for word in near}
    same = set(said_otherwise(changed, side, other))
    turned = [m for m in side.matches_in(changed.index, "cue") if _reverses(m)]
    if turned and any(map(_reverses, other.matches_in(changed.index, "cue"))):
        same |= {k for m in turned for k in range(m.start, m.end)}
    same |= named_alike(side, other, there)
    return [
        k
        for k in range(*place)
        if k not in same
        and side.words[k].form not in SPEAKERS
        and (word := side.words[k]).form not in FUNCTION_WORDS
        and not is_number(word)
        and (
            word.text[0].islower()
            or word.opens_sentence
            or (caseless and not word.text[0].isupper())
        )
        and stem(word.bare) not in stems
    ]


def _reverses(match: LexiconMatch) -> bool:
    return any(entry.ladder == "reversal" for entry in match.of("cue"))
