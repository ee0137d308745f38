"""Which edits have two sides that can be set against each other word by word."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from scodiff.compare.shifts.changed_words import FUNCTION_WORDS, ChangedEdit, Word, stem
from scodiff.compare.shifts.remainder import LONGEST_OBJECT, LONGEST_SWAPPED
from scodiff.compare.shifts.scope import is_heading

_DIRECTIONS = frozenset(
    "to from by for against until till since over under above below into between".split()  # noqa: SIM905
)
_LISTING = frozenset(["and", "or", "the", "a", "an", "as", "well"])
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


def roles_change(changes: Sequence[ChangedEdit]) -> bool:
    """Whether the same words may stand in other roles: who gives and who takes, from and to.

    That the words are all there then does not show that the meaning is.
    """
    replaced = [c for c in changes if c.replaces]
    if any(_turns_direction(c) or _turns_round(c) for c in replaced):
        return True
    stems = [(_content(c.words_a), _content(c.words_b)) for c in replaced]
    return any(
        set(a).intersection(other_b) and set(b).intersection(other_a)
        for (a, b), (other_a, other_b) in itertools.combinations(stems, 2)
    )


def _content(words: Sequence[Word]) -> list[str]:
    return [stem(word.bare) for word in words if word.form not in FUNCTION_WORDS]


def _turns_direction(changed: ChangedEdit) -> bool:
    """Whether nothing but one preposition stands for another (``by a third``, ``to a third``)."""
    forms = {word.form for word in (*changed.words_a, *changed.words_b)}
    return len(forms) == len(forms & _DIRECTIONS) > 1


def _turns_round(changed: ChangedEdit) -> bool:
    """Whether an edit has the same words in another order, and more than a list of them."""
    a, b = _content(changed.words_a), _content(changed.words_b)
    joints = [word for word in changed.words_a if word.form in FUNCTION_WORDS]
    listed = all(word.form in _LISTING for word in joints) and (
        bool(joints) or any(word.mark[:1] == "," for word in changed.words_a)
    )
    return a != b and sorted(a) == sorted(b) and not listed
