"""Shifts of quantity: numbers, ordinals and dates that an edit changed, added or dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from scodiff.compare.diff.normalise import ENGLISH_MONTHS
from scodiff.compare.shifts.changed_words import (
    SHOWN,
    ChangedEdit,
    FoundShift,
    Word,
    WordRange,
)
from scodiff.compare.shifts.kinds import Direction
from scodiff.compare.text.numbers import value_of

LONGEST_NEW = 16  # words: beyond that a new clause is new content, not a new number
_MANY_WORDS = 5
_NEAR_EDITS = 4  # edits between a number of A and its place in B
_COUNTED_BY_BODIES = frozenset({"session", "sessions", "supplement", "plenary", "agenda"})

_NOTE_NUMBER = re.compile(r"\s*(?:\d{1,2}\s*)?")
# What a footnote opens with, where a PDF has put one into the running text.
_NOTE_TEXT = re.compile(r"\s*\d{1,2}\s+(?:Ibid\b|See\b|Official Records\b|A/[A-Z0-9])")
_NUMBER_AT_WORD = re.compile(r"\d{1,2}([^\W\d_]{2,})")
_AFTER_NOTES = frozenset(
    """and or of as which who that in on by for with to from at following towards through while
    including is are was were has have had""".split()  # noqa: SIM905
)
_BEFORE_NUMBERS = frozenset(
    """from on of between by to in at than the and or until before after with for about over under
    item items article articles paragraph paragraphs para paras no nos resolution rule chapter
    section annex part goal target number age""".split()  # noqa: SIM905
)

# "may" is a month only with a capital.
_MONTH_WORDS = frozenset(ENGLISH_MONTHS) - {"may"}
_NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty
    thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth seventieth eightieth ninetieth hundredth half quarter dozen twice
    annual annually""".split()  # noqa: SIM905
)
_HAS_DIGIT = re.compile(r"\d")
_REFERENCES = re.compile(
    r"^\W*+(?:(?:and|or)\W*+)?(?:resolution[^\W\d]*+\s*+)?(?:\d+/\d+|\d+\s*\(\d{4}\))"
)
SYMBOL = re.compile(r"\b(?:[A-Z]+[\d.]*/[A-Z\d.]+|\d+/[A-Z]+/\d+)\b")  # A/RES/78/53, 2022/RC/1


def is_number(word: Word) -> bool:
    """Whether a word is a number, an ordinal or a month."""
    if _HAS_DIGIT.search(word.form) or word.form in _NUMBER_WORDS:
        return True
    return word.text[0].isupper() and (word.form in _MONTH_WORDS or word.text == "May")


def mentions_a_number(changed: ChangedEdit) -> bool:
    """Whether an edit holds one number among many words (``part 9 of the Statute``)."""
    words = [*changed.words_a, *changed.words_b]
    return len(words) >= _MANY_WORDS and sum(1 for word in words if is_number(word)) == 1


def numbers_differ(changed: ChangedEdit) -> bool:
    """Whether the two sides of an edit have other numbers."""
    return _numbers(changed.words_a) != _numbers(changed.words_b)


def quantity_shift(changed: ChangedEdit) -> FoundShift | None:
    """Numbers, ordinals and dates that an edit changed, added or dropped."""
    edit = changed.edit
    numbers_a, numbers_b = _numbers(changed.words_a), _numbers(changed.words_b)
    if numbers_a == numbers_b or SYMBOL.fullmatch((edit.a + edit.b).strip()):
        return None
    if _is_note(changed) or _is_new_content(changed, bool(numbers_a and numbers_b)):
        return None
    values = [
        value_of(word.form for word in words if is_number(word))
        for words in (changed.words_a, changed.words_b)
    ]
    if None not in values and values[0] == values[1]:
        return None  # in words on one side, in figures on the other
    if changed.replaces and bool(numbers_a) != bool(numbers_b):
        across = _across_edits(changed)
        if across or changed.size > _MANY_WORDS:
            return across
    direction: Direction = "different"
    if not numbers_a and _REFERENCES.match(edit.b):
        direction = "widened"
    elif not numbers_b and _REFERENCES.match(edit.a):
        direction = "narrowed"
    words_a = _with_numbers(changed.words_a, changed.range_a)
    words_b = _with_numbers(changed.words_b, changed.range_b)
    found = FoundShift("quantity", direction, words_a, words_b, in_any_wording=changed.replaces)
    return found._replace(certainty="open") if _is_next_session(changed, *values) else found


def _across_edits(changed: ChangedEdit) -> FoundShift | None:
    """A number of A whose place in B lies in an edit near by: first the year, then the town.

    Where none lies there, a number that other words replaced is a matter of those words.
    """
    own_a, own_b = _place(changed.words_a, changed.range_a), None
    if own_a is None:
        return None  # told where A has its number, or not at all
    for index in sorted(range(len(changed.edits)), key=lambda k: abs(k - changed.index)):
        if not 0 < abs(index - changed.index) <= _NEAR_EDITS:
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
    if value_a is None or value_b is None or value_b - value_a != 1:
        return False
    side, (_, end) = (
        (changed.b, changed.range_b) if changed.words_b else (changed.a, changed.range_a)
    )
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


def _is_note(changed: ChangedEdit) -> bool:
    """Whether an edit is a footnote, or the number of one."""
    edit = changed.edit
    if _NOTE_TEXT.match(edit.a or edit.b) and not (edit.a and edit.b):
        return True
    a, b = edit.a.strip(), edit.b.strip()
    return _is_printed_onto(a, b) or _is_printed_onto(b, a) or _is_note_number(changed)


def _is_printed_onto(marked: str, plain: str) -> bool:
    """Whether one is the other with a footnote's number before it (``6that``)."""
    note = _NUMBER_AT_WORD.fullmatch(marked)
    return note is not None and note.group(1) == plain


def _is_note_number(changed: ChangedEdit) -> bool:
    """Whether an edit is the lone number of a footnote: after a noun, and counting nothing."""
    if not all(_NOTE_NUMBER.fullmatch(side) for side in (changed.edit.a, changed.edit.b)):
        return False
    index, edits = changed.index, changed.edits
    before = edits[index - 1].b if index else ""
    after = edits[index + 1].b if index + 1 < len(edits) else ""
    return _ends_with_noun(before) and not _is_counted(after)


def _ends_with_noun(text: str) -> bool:
    last = re.search(r"(?<![^\W\d_])([^\W\d_]++)\W*+$", text)
    return last is not None and last.group(1).casefold() not in _BEFORE_NUMBERS


def _is_counted(text: str) -> bool:
    """Whether a text begins with what a number before it counts, or is joined to it."""
    if text[:1] in {"-", "‐", "‑", "%", "/", "°"}:
        return True
    word = re.match(r"\s*([^\W\d_]+)", text)
    return word is not None and word.group(1).casefold() not in _AFTER_NOTES
