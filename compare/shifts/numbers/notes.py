"""Footnotes, and the numbers of footnotes that a PDF has put into the running text."""

from __future__ import annotations

import re

from scodiff.compare.shifts.changed_words import ChangedEdit

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
    section annex part goal target number age aged including reached total totalling some all only
    least most nearly almost up another these those other last next is are was were has have had be
    being currently already now exactly""".split()  # noqa: SIM905
)


def is_note(changed: ChangedEdit) -> bool:
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
