"""Numbers that say the same on both sides, and the whole of a date or a range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    SideWords,
    Word,
    WordRange,
)
from scodiff.compare.shifts.numbers.runs import is_number, whole_range
from scodiff.compare.shifts.synonyms import said_otherwise
from scodiff.compare.text.numbers import value_of


def numbers_of(words: Sequence[Word]) -> Counter[str]:
    """How often each number stands among some words."""
    return Counter(word.form for word in words if is_number(word))


def says_the_same(changed: ChangedEdit) -> bool:
    """Whether what is counted is but put otherwise (``quarterly``, ``every three months``)."""
    return changed.replaces and all(
        k in said_otherwise(changed, side, other)
        for side, other, place in (
            (changed.a, changed.b, changed.range_a),
            (changed.b, changed.a, changed.range_b),
        )
        for k in range(*place)
        if is_number(side.words[k])
    )


def is_of_title(changed: ChangedEdit) -> bool:
    """Whether all numbers of a replacement are of a title that one side has (``Second Chair``)."""
    sides = [[w for w in words if is_number(w)] for words in (changed.words_a, changed.words_b)]
    if not changed.replaces or bool(sides[0]) == bool(sides[1]):
        return False
    return all(word.text[0].isupper() and word.text.isalpha() for word in (*sides[0], *sides[1]))


def only_moved(shift: FoundShift, changed: ChangedEdit) -> bool:
    """Whether both sides of a shift are the same numbers, or the other text has as many of them."""
    words_a, words_b = changed.a.words[slice(*shift.a)], changed.b.words[slice(*shift.b)]
    numbers_a, numbers_b = numbers_of(words_a), numbers_of(words_b)
    if numbers_a and numbers_b:
        return _values(words_a) == _values(words_b)
    there, own = (changed.b, changed.a) if numbers_a else (changed.a, changed.b)
    return all(own.count_of(form) <= there.count_of(form) for form in numbers_a or numbers_b)


def in_full(shift: FoundShift, changed: ChangedEdit) -> FoundShift:
    """A shift with the whole date or range on either side (``1 to 6 December``)."""
    if not (numbers_of(changed.a.words[slice(*shift.a)]) and shift.b[0] < shift.b[1]):
        return shift
    return shift._replace(
        a=whole_range(changed.a, _less_notes(changed.a, shift.a)),
        b=whole_range(changed.b, _less_notes(changed.b, shift.b)),
    )


def _values(words: Sequence[Word]) -> Counter[str]:
    """The numbers of a passage, in figures where words say them."""
    return Counter(
        str(value) if (value := value_of([word.form])) is not None else word.form
        for word in words
        if is_number(word)
    )


def _less_notes(side: SideWords, place: WordRange) -> WordRange:
    """Some words without the numbers of footnotes at their end."""
    start, end = place
    while end > start + 1 and not side.words[end - 1].counts:
        end -= 1
    return start, end
