"""Shifts of quantity: numbers, ordinals and dates that an edit changed, added or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    NOTHING,
    SHOWN,
    ChangedEdit,
    FoundShift,
    Word,
    WordRange,
    stem,
)
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.shifts.numbers.notes import is_note
from scodiff.compare.shifts.numbers.runs import (
    COUNTED_BY_BODIES,
    NumberRun,
    is_number,
    number_runs,
)
from scodiff.compare.shifts.numbers.same import (
    in_full,
    is_of_title,
    numbers_of,
    only_moved,
    says_the_same,
)
from scodiff.compare.text.numbers import value_of

LONGEST_NEW = 16  # words: beyond that a new clause is new content, not a new number
_MANY_WORDS = 5
_ONE_SLOT = 2  # words of a replacement in which a number may stand for other words
_UNITS = frozenset(
    """per cent percent percentage year years month months week weeks day days hour hours dollar
    dollars euro euros tonnes estimated approximately""".split()  # noqa: SIM905
)
_MENTIONING = 3  # words beside the numbers of an edit from which it says something of its own
_POINTING = 12  # words around a number in which the text says that it points within itself
_OF_TEXTS = frozenset(["paragraph", "paragraphs", "subparagraph", "subparagraphs", "section"])
NEAR_EDITS = 4  # edits between a number of A and its place in B
_CHINESE = re.compile("[零一二三四五六七八九十百千万亿两]+")
_LAST_SESSION = 999  # beyond it a number before a session is a year
_REFERENCES = re.compile(
    r"^\W*+(?:(?:and|or)\W*+)?(?:resolution[^\W\d]*+\s*+)?(?:\d+/\d+|\d+\s*\(\d{4}\))"
)
SYMBOL = re.compile(r"\b(?:[A-Z]+[\d.]*/[A-Z\d.]+|\d+/[A-Z]+/\d+)\b")  # A/RES/78/53, 2022/RC/1


def mentions_a_number(changed: ChangedEdit) -> bool:
    """Whether an edit says more than the numbers that it holds (``part 9 of the Statute``)."""
    words = [*changed.words_a, *changed.words_b]
    idle = FUNCTION_WORDS | _UNITS
    others = sum(1 for w in words if w.form not in idle and not is_number(w))
    return others >= _MENTIONING and any(map(is_number, words))


def numbers_differ(changed: ChangedEdit) -> bool:
    """Whether the two sides of an edit have other numbers."""
    return _in_chinese(changed) or numbers_of(changed.words_a) != numbers_of(changed.words_b)


def quantity_shifts(changed: ChangedEdit) -> list[FoundShift]:
    """Numbers, ordinals and dates that an edit changed, added or dropped.

    Those that only stand in another place are left out. Of a date or a range all is quoted.
    """
    if _in_chinese(changed):
        return [_number_shift(changed.range_a, changed.range_b)]
    if says_the_same(changed):
        return []
    if is_of_title(changed):
        return []
    found = (in_full(shift, changed) for shift in _quantity_shifts(changed))
    return [shift for shift in found if not only_moved(shift, changed)]


def _quantity_shifts(changed: ChangedEdit) -> list[FoundShift]:
    edit = changed.edit
    numbers_a, numbers_b = numbers_of(changed.words_a), numbers_of(changed.words_b)
    if numbers_a == numbers_b or SYMBOL.fullmatch((edit.a + edit.b).strip()):
        return []
    if (
        _points_within(changed)
        or is_note(changed)
        or _is_new_content(changed, bool(numbers_a and numbers_b))
    ):
        return []
    if numbers_a and numbers_b:
        return _other_numbers(changed)
    if changed.replaces:
        across = _across_edits(changed)
        if across or not (_stands_for_words(changed) or _only_counts(changed)):
            return [across] if across else []
    if not changed.replaces and _dates_a_reference(changed):
        return []
    direction: Direction = "different"
    if not numbers_a and _REFERENCES.match(edit.b):
        direction = "widened"
    elif not numbers_b and _REFERENCES.match(edit.a):
        direction = "narrowed"
    words_a = _with_numbers(changed.words_a, changed.range_a)
    words_b = _with_numbers(changed.words_b, changed.range_b)
    return [FoundShift("quantity", direction, words_a, words_b, in_any_wording=changed.replaces)]


def _in_chinese(changed: ChangedEdit) -> bool:
    """Whether an edit puts one Chinese numeral for another, of which each character is a word."""
    return all(_CHINESE.fullmatch(side) for side in (changed.edit.a, changed.edit.b))


def _points_within(changed: ChangedEdit) -> bool:
    """Whether numbers point to paragraphs of the same text, which go by what stands before them.

    So does every number of a list of them (``paragraphs 5, 12 and 14 above``).
    """
    side, (start, end) = changed.one_side
    before = {word.form for word in side.words[max(0, start - _POINTING) : start]}
    after = {word.form for word in side.words[end : end + _POINTING]}
    return not before.isdisjoint(_OF_TEXTS) and not after.isdisjoint({"above", "below"})


def _dates_a_reference(changed: ChangedEdit) -> bool:
    """Whether an edit gives a resolution its date, or leaves it out."""
    side, (start, end) = changed.one_side
    after_reference = start > 0 and side.words[start - 1].mark == "/"
    return after_reference and [r.unit for r in number_runs(side, (start, end))] == ["date"]


def _stands_for_words(changed: ChangedEdit) -> bool:
    """Whether the numbers of one side stand in the slot of the words of the other.

    A date in other words has come with them, and not in their place.
    """
    in_a = bool(numbers_of(changed.words_a))
    numbered, side = (changed.range_a, changed.a) if in_a else (changed.range_b, changed.b)
    titled = any(w.text[0].isupper() and not w.opens_sentence for w in side.words[slice(*numbered)])
    dated = titled or all(
        run.unit in {"date", "year"} or run.unit.startswith("ordinal")
        for run in number_runs(side, numbered)
    )
    return changed.size <= (_ONE_SLOT if dated else _MANY_WORDS)


def _only_counts(changed: ChangedEdit) -> bool:
    """Whether one side counts what the other only names (``the two old mills``, ``old mills``)."""
    stems_a, stems_b = (
        {stem(w.form) for w in words if w.form not in FUNCTION_WORDS and not is_number(w)}
        for words in (changed.words_a, changed.words_b)
    )
    return bool(stems_a & stems_b) and (stems_a <= stems_b or stems_b <= stems_a)


def _other_numbers(changed: ChangedEdit) -> list[FoundShift]:
    """The numbers of either side that stand against others: of a short edit all that it says.

    In a long one those answer to each other that count the same, and of a list of references
    what it has more or less is told.
    """
    values = [
        value_of(word.form for word in words if is_number(word))
        for words in (changed.words_a, changed.words_b)
    ]
    in_parts = any(word.mark == "/" for word in (*changed.words_a, *changed.words_b))
    if None not in values and values[0] == values[1] and not in_parts:
        return []  # in words on one side, in figures on the other; 78/7 and 77/8 differ
    if _is_next_session(changed, *values):
        return []
    runs_a = list(number_runs(changed.a, changed.range_a))
    runs_b = list(number_runs(changed.b, changed.range_b))
    forms_a, forms_b = {run.forms for run in runs_a}, {run.forms for run in runs_b}
    gone = [run for run in runs_a if run.forms not in forms_b]
    come = [run for run in runs_b if run.forms not in forms_a]
    if come and not gone and all(run.unit == "reference" for run in come):
        return [FoundShift("quantity", "widened", NOTHING, (come[0].start, come[-1].end))]
    if gone and not come and all(run.unit == "reference" for run in gone):
        return [FoundShift("quantity", "narrowed", (gone[0].start, gone[-1].end), NOTHING)]
    if changed.size <= _MANY_WORDS:
        lone = len(runs_a) == len(runs_b) == 1
        places = [(r.start, r.end) for r in (*runs_a, *runs_b)]
        return [_number_shift(*(places if lone else (changed.range_a, changed.range_b)))]
    return list(_paired(gone, come))


def _paired(gone: Sequence[NumberRun], come: Sequence[NumberRun]) -> Iterator[FoundShift]:
    """Numbers that count the same, in the order of the text."""
    free = list(come)
    for run in gone:
        other = next((r for r in free if r.unit == run.unit), None)
        if other is None:
            continue
        free.remove(other)
        value = run.value
        if not (value and other.value == value + 1 and run.is_session and value <= _LAST_SESSION):
            yield _number_shift((run.start, run.end), (other.start, other.end))


def _number_shift(a: WordRange, b: WordRange) -> FoundShift:
    return FoundShift("quantity", "different", a, b, in_any_wording=True)


def _across_edits(changed: ChangedEdit) -> FoundShift | None:
    """A number of A whose place in B lies in an edit near by: first the year, then the town.

    Where none lies there, a number that other words replaced is a matter of those words.
    """
    own_a, own_b = _place(changed.words_a, changed.range_a), None
    if own_a is None:
        return None  # told where A has its number, or not at all
    for index in sorted(range(len(changed.edits)), key=lambda k: abs(k - changed.index)):
        if not 0 < abs(index - changed.index) <= NEAR_EDITS:
            continue
        other = ChangedEdit(index, changed.edits, changed.a, changed.b)
        if other.edit.op == "equal" or other.edit.editorial or numbers_of(other.words_a):
            continue
        own_b = _place(other.words_b, other.range_b)
        if own_b is not None:
            return FoundShift("quantity", "different", own_a, own_b, in_any_wording=True)
    return None


def _place(words: Sequence[Word], place: WordRange) -> WordRange | None:
    """From the first number to the last, or None where there is none."""
    numbers = [k for k, word in enumerate(words, place[0]) if is_number(word)]
    return (numbers[0], numbers[-1] + 1) if numbers else None


def _is_next_session(changed: ChangedEdit, value_a: float | None, value_b: float | None) -> bool:
    """Whether a number that counts the sessions of a body went on by one, as every year."""
    if value_a is None or value_b is None or value_b - value_a != 1 or value_a > _LAST_SESSION:
        return False
    side, (_, end) = changed.one_side
    after = [word.form for word in side.words[end : end + 2]]
    inside = {word.form for word in (*changed.words_a, *changed.words_b)}
    return bool(COUNTED_BY_BODIES.intersection(after) or COUNTED_BY_BODIES & inside)


def _is_new_content(changed: ChangedEdit, numbers_on_both: bool) -> bool:
    """Whether an edit says so much that a number in it is no change of a number."""
    if changed.replaces:
        return changed.size > SHOWN and not numbers_on_both
    references = _REFERENCES.match(changed.edit.a or changed.edit.b)
    return changed.size > LONGEST_NEW and not references


def _with_numbers(words: Sequence[Word], place: WordRange) -> WordRange:
    """A short edit in full, of a long one from the first number to the last."""
    numbers = [k for k, word in enumerate(words, place[0]) if is_number(word)]
    if len(words) <= _MANY_WORDS or not numbers:
        return place
    return numbers[0], numbers[-1] + 1
