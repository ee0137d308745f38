"""Which edits have two sides that can be set against each other word by word."""

from __future__ import annotations

from scodiff.compare.shifts.changed_words import ChangedEdit
from scodiff.compare.shifts.remainder import LONGEST_OBJECT, LONGEST_SWAPPED
from scodiff.compare.shifts.scope import is_heading

_AGAIN = ("reaffirm", "reiterat", "renew", "repeat")
_LINKS = frozenset(["also", "further", "once", "again", "and", "hereby", "strongly"])
_SAME_DEED = 4  # letters that ``decide`` and ``decision`` have in common


def is_compared(changed: ChangedEdit) -> bool:
    """Whether the two sides of an edit are set against each other word by word."""
    edit = changed.edit
    if edit.op == "equal" or edit.editorial or edit.moved or edit.kind == "order":
        return False
    if is_heading(changed) or _is_of_title(changed) or _defines(changed) or _repeats(changed):
        return False
    return not changed.replaces or changed.size <= LONGEST_SWAPPED


def _is_of_title(changed: ChangedEdit) -> bool:
    """Whether an edit puts other words into what is quoted, as the title of a meeting."""
    words = (*changed.words_a, *changed.words_b)
    return changed.replaces and all(word.quoted for word in words)


def _repeats(changed: ChangedEdit) -> bool:
    """Whether one side says again what the other does (``Decides``, ``Renews its decision``)."""
    for words, others in (
        (changed.words_a, changed.words_b),
        (changed.words_b, changed.words_a),
    ):
        opening = [word.form for word in others if word.form not in _LINKS][:1]
        deeds = {form[:_SAME_DEED] for form in opening if len(form) > _SAME_DEED}
        again = [k for k, word in enumerate(words) if word.form.startswith(_AGAIN)]
        if again and changed.size <= LONGEST_OBJECT:
            return any(w.form[:_SAME_DEED] in deeds for w in words[again[0] + 1 :])
    return False


def _defines(changed: ChangedEdit) -> bool:
    """Whether an edit gives a name its short form in brackets, or the full one before them."""
    text = (changed.edit.a + changed.edit.b).strip()
    in_brackets = text.startswith("(") and text.endswith(")") and text[1:2].isupper()
    named = text.removeprefix("(the ")[:1].isupper() and text.startswith("(the ")
    full = text.endswith("(") and "(" not in text[:-1]
    return not changed.replaces and (in_brackets or (named and text.endswith(")")) or full)
