"""Shifts of scope: qualifiers, conditions and items of lists that an edit added or dropped."""

from __future__ import annotations

import re

from scodiff.compare.model import Edit
from scodiff.compare.shifts.changed_words import (
    FUNCTION_WORDS,
    NOTHING,
    ChangedEdit,
    FoundShift,
    SideWords,
    WordRange,
    characters_kept,
)
from scodiff.compare.shifts.kinds import Direction

MOST_QUALIFIER_WORDS = 2
# A lone adjective more or less is deliberate in a passage that was copied; where it was
# written anew it is as likely the translator's. Measured by benchmarks/evaluate/shifts.py.
NEAR_COPY = 0.8
_LEAST_PAGE_HEAD = 5  # words
_WITHIN_TITLES = frozenset(["", "-", "–", "/"])  # the years 2021–2025, resolution 75/240
_LEAST_CONDITION = 3  # content words of a condition that a replacement brought in
_LIST_ITEM = re.compile(
    r"^\s*+(?:[,;、，]\s*+)?(?:and|or|as well as|и|или|а также|以及|和)\b|^\s*+、"
)


def scope_shift(changed: ChangedEdit) -> FoundShift | None:
    """A qualifier, a condition or an item of a list that an edit added or dropped."""
    if changed.replaces:
        return None
    added = bool(changed.edit.b.strip())
    side, other = (changed.b, changed.a) if added else (changed.a, changed.b)
    words = side.words_of(changed.index)
    content = [word for word in words if word.form not in FUNCTION_WORDS]
    if all(word.bare in other.bare_forms for word in content):
        return None
    effect = _effect(changed, side, added=added)
    if effect is None:
        return None
    return FoundShift("scope", _direction(effect, added=added), changed.range_a, changed.range_b)


def _direction(effect: int, *, added: bool) -> Direction:
    if not effect:
        return "unclear"
    return "widened" if (effect > 0) == added else "narrowed"


def condition_shift(changed: ChangedEdit) -> FoundShift | None:
    """A condition, with what it says, that only one side of a replacement has."""
    if not changed.replaces:
        return None
    condition_a = _condition(changed.index, changed.a, changed.b)
    condition_b = _condition(changed.index, changed.b, changed.a)
    if any(condition_a) == any(condition_b):
        return None
    direction: Direction = "widened" if any(condition_a) else "narrowed"
    return FoundShift("scope", direction, condition_a, condition_b)


def is_heading(changed: ChangedEdit) -> bool:
    """Whether what one side has more is a heading, or the head of a page within the text.

    It opens with a capital and goes on in small letters, has no mark inside, and no small word
    or mark joins it to what follows.
    """
    if changed.replaces:
        return False
    side, (start, end) = (
        (changed.b, changed.range_b) if changed.words_b else (changed.a, changed.range_a)
    )
    words = side.words[start:end]
    if len(words) <= MOST_QUALIFIER_WORDS or end >= len(side.words):
        return False
    titled = words[0].text[0].isupper() and words[1].text[0].islower()
    joined = any(word.mark not in _WITHIN_TITLES for word in (*words[1:], side.words[end]))
    if not titled or joined or words[-1].form in FUNCTION_WORDS:
        return False
    if words[0].opens_sentence:
        return side.words[end].text[0].isupper()
    return len(words) >= _LEAST_PAGE_HEAD and not words[0].mark


def is_clause(edit: Edit) -> bool:
    """Whether what was added or dropped is more than a further item of a list."""
    text = edit.a + edit.b
    return len(text.split()) > 2 and not _LIST_ITEM.match(text)


def _condition(index: int, side: SideWords, other: SideWords) -> WordRange:
    """A limiting phrase and what follows it in an edit, most of it new to the other side."""
    end = side.range_of[index][1]
    for match in side.matches_in(index, "scope"):
        clause = side.words[match.start : end]
        content = [word for word in clause if word.form not in FUNCTION_WORDS]
        fresh = sum(word.bare not in other.bare_forms for word in content)
        limits = any(entry.step < 0 for entry in match.of("scope"))
        if limits and fresh >= _LEAST_CONDITION:
            return match.start, end
    return NOTHING


def _effect(changed: ChangedEdit, side: SideWords, *, added: bool) -> int | None:
    """-1 for what limits, 1 for what extends, 0 for what cannot be told, None for neither."""
    text = changed.edit.b if added else changed.edit.a
    step = _step_of_opening(changed.index, text, side)
    if step is not None:
        return step
    words = side.words_of(changed.index)
    if words[0].opens_sentence and text.rstrip()[-1:] in {".", ";"}:
        return None  # a sentence of its own is new content
    if _LIST_ITEM.match(text):
        return 1
    if len(words) <= MOST_QUALIFIER_WORDS:
        return -1 if _is_qualifier(changed, text, added=added) else None
    return 0 if text.lstrip().startswith(",") or text.rstrip().endswith(",") else None


def _step_of_opening(index: int, text: str, side: SideWords) -> int | None:
    """What the lexicon says of the phrase that an added or dropped text opens with."""
    start = side.range_of[index][0]
    for match in side.matches_in(index, "scope"):
        joins = match.phrase in {("and",), ("or",)}
        if match.start <= start + 1 and not (joins and not _LIST_ITEM.match(text)):
            return match.of("scope")[0].step
    return None


def _is_qualifier(changed: ChangedEdit, text: str, *, added: bool) -> bool:
    """Whether a near copy has a word more or less, and what follows it can be qualified."""
    index, edits = changed.index, changed.edits
    if index + 1 >= len(edits) or characters_kept(edits) < NEAR_COPY:
        return False
    after = edits[index + 1].b if added else edits[index + 1].a
    return bool(re.match(r"\s*[^\W\d]", after)) and not re.search(r"[,;:.]", text)
