"""Shifts of quantity: numbers, ordinals and dates that an edit changed, added or dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scodiff.compare.diff.normalise import ENGLISH_MONTHS
from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    NOTHING,
    SHOWN,
    ChangedEdit,
    FoundShift,
    SideWords,
    Word,
    WordRange,
)
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.shifts.sides import is_note
from scodiff.compare.text.numbers import is_numeral, value_of

LONGEST_NEW = 16  # words: beyond that a new clause is new content, not a new number
_MANY_WORDS = 5
_ONE_SLOT = 2  # words of a replacement in which a number may stand for other words
_UNITS = frozenset(
    """per cent percent percentage year years month months week weeks day days hour hours dollar
    dollars euro euros tonnes estimated approximately""".split()  # noqa: SIM905
)
_MENTIONING = 3  # words beside the numbers of an edit from which it says something of its own
_WITHIN_NUMBERS = frozenset(["", "-", "–", "/", "("])
_JOINING_NUMBERS = frozenset({"to", "and", "of", "until"})
_POINTING = 12  # words around a number in which the text says that it points within itself
_OF_TEXTS = frozenset(["paragraph", "paragraphs", "subparagraph", "subparagraphs", "section"])
_ORDINAL_ENDINGS = ("first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "th")
NEAR_EDITS = 4  # edits between a number of A and its place in B
_LAST_SESSION = 999  # beyond it a number before a session is a year
_COUNTED_BY_BODIES = frozenset({"session", "sessions", "supplement", "plenary", "agenda"})


# "may" is a month only with a capital.
_MONTH_WORDS = frozenset(ENGLISH_MONTHS) - {"may"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_REFERENCES = re.compile(
    r"^\W*+(?:(?:and|or)\W*+)?(?:resolution[^\W\d]*+\s*+)?(?:\d+/\d+|\d+\s*\(\d{4}\))"
)
SYMBOL = re.compile(r"\b(?:[A-Z]+[\d.]*/[A-Z\d.]+|\d+/[A-Z]+/\d+)\b")  # A/RES/78/53, 2022/RC/1


def is_number(word: Word) -> bool:
    """Whether a word is a number, an ordinal or a month."""
    if not word.counts:
        return False
    if is_numeral(word.form):
        return True
    return word.text[0].isupper() and (word.form in _MONTH_WORDS or word.text == "May")


def mentions_a_number(changed: ChangedEdit) -> bool:
    """Whether an edit says more than the numbers that it holds (``part 9 of the Statute``)."""
    words = [*changed.words_a, *changed.words_b]
    idle = FUNCTION_WORDS | _UNITS
    others = sum(1 for w in words if w.form not in idle and not is_number(w))
    return others >= _MENTIONING and any(map(is_number, words))


def numbers_differ(changed: ChangedEdit) -> bool:
    """Whether the two sides of an edit have other numbers."""
    return _numbers(changed.words_a) != _numbers(changed.words_b)


def quantity_shifts(changed: ChangedEdit) -> list[FoundShift]:
    """Numbers, ordinals and dates that an edit changed, added or dropped."""
    edit = changed.edit
    numbers_a, numbers_b = _numbers(changed.words_a), _numbers(changed.words_b)
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
        if across or not _stands_for_words(changed):
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
    return after_reference and [r.unit for r in _runs(side, (start, end))] == ["date"]


def _stands_for_words(changed: ChangedEdit) -> bool:
    """Whether the numbers of one side stand in the slot of the words of the other.

    A date in other words has come with them, and not in their place.
    """
    numbered, side = (
        (changed.range_a, changed.a) if _numbers(changed.words_a) else (changed.range_b, changed.b)
    )
    titled = any(w.text[0].isupper() and not w.opens_sentence for w in side.words[slice(*numbered)])
    dated = titled or all(
        run.unit in {"date", "year"} or run.unit.startswith("ordinal")
        for run in _runs(side, numbered)
    )
    return changed.size <= (_ONE_SLOT if dated else _MANY_WORDS)


def _other_numbers(changed: ChangedEdit) -> list[FoundShift]:
    """The numbers of either side that stand against others: of a short edit all that it says.

    In a long one those answer to each other that count the same, and of a list of references
    what it has more or less is told.
    """
    values = [
        value_of(word.form for word in words if is_number(word))
        for words in (changed.words_a, changed.words_b)
    ]
    if None not in values and values[0] == values[1]:
        return []  # in words on one side, in figures on the other
    if _is_next_session(changed, *values):
        return []
    runs_a = list(_runs(changed.a, changed.range_a))
    runs_b = list(_runs(changed.b, changed.range_b))
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


def _paired(gone: Sequence[_Run], come: Sequence[_Run]) -> Iterator[FoundShift]:
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


class _Run(NamedTuple):
    """Numbers in a row ``[start, end)``, what they are (``date``) or count, and their words."""

    start: int
    end: int
    unit: str
    forms: tuple[str, ...]

    @property
    def value(self) -> float | None:
        """What they come to, where they are one number."""
        return value_of(self.forms)

    @property
    def is_session(self) -> bool:
        """Whether they number the sessions of a body."""
        return any(form in self.unit for form in _COUNTED_BY_BODIES)


def _runs(side: SideWords, place: WordRange) -> Iterator[_Run]:
    """The numbers of a passage, those in a row that small words join taken together."""
    start, end = place
    k = start
    while k < end:
        if not is_number(side.words[k]):
            k += 1
            continue
        stop = k + 1
        while stop < end:
            if is_number(side.words[stop]) and side.words[stop].mark in _WITHIN_NUMBERS:
                stop += 1
            elif (
                side.words[stop].form in _JOINING_NUMBERS
                and stop + 1 < end
                and is_number(side.words[stop + 1])
                and not (stop + 2 < end and side.words[stop + 2].mark in {"/", "("})
            ):
                stop += 2
            else:
                break
        words = side.words[k:stop]
        forms = tuple(word.form for word in words if is_number(word))
        yield _Run(k, stop, _unit(side, words, stop), forms)
        k = stop


def _unit(side: SideWords, numbers: Sequence[Word], end: int) -> str:
    """What numbers are: a reference, a date, a year, or so many of what follows them."""
    forms = [word.form for word in numbers]
    if any("/" in word.text or word.mark in {"/", "("} for word in numbers[1:]):
        return "reference"
    if any(form in _MONTH_WORDS or form == "may" for form in forms):
        return "date"
    if all(_YEAR.fullmatch(form) or form in _JOINING_NUMBERS for form in forms):
        return "year"
    after = side.words[end] if end < len(side.words) else None
    counted = f"{after.mark}{after.form}" if after else ""
    is_ordinal = bool(_ORDINAL.fullmatch(forms[-1])) or forms[-1].endswith(_ORDINAL_ENDINGS)
    return f"{'ordinal' if is_ordinal else 'number'} {counted.removesuffix('s')}"


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
        if other.edit.op == "equal" or other.edit.editorial or _numbers(other.words_a):
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
    return bool(_COUNTED_BY_BODIES.intersection(after) or _COUNTED_BY_BODIES & inside)


def _numbers(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.form for word in words if is_number(word))


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
