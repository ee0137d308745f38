"""Shifts: what the substantive edits of a link did to the position.

Every rule reads the lexicon and the words of one edit; what it cannot tell it leaves out,
for a shift that is not there costs the reader's trust in those that are. Where something
was added or dropped and its effect cannot be told, the direction is ``unclear``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.actors import Naming, actor_shift, compared_names, named_shift
from scodiff.compare.shifts.changed_words import ChangedEdit, characters_kept, sides
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.quantity import mentions_a_number, quantity_shift
from scodiff.compare.shifts.scope import condition_shift, is_clause, scope_shift
from scodiff.compare.shifts.strength import strength_shifts

# Beyond so many words a replacement is another statement, and a clause another matter: the
# words that two such have or lack tell nothing of a change of position.
LONGEST_REPLACEMENT = 25
LONGEST_CLAUSE = 40
MOVED_NEAR_COPY = 0.6  # of a moved passage's characters, for its inner edits to be looked at


def find_shifts(edits: Sequence[Edit], lexicon: Lexicon | None = None) -> tuple[Shift, ...]:
    """The shifts of a link's edits, each once, in the order of the text.

    ``lexicon`` is scodiff's own where it is None.
    """
    if all(edit.op == "equal" or edit.editorial for edit in edits):
        return ()
    lexicon = lexicon or load_lexicon()
    a, b = sides(edits, lexicon)
    names = compared_names(edits, a, b, lexicon)
    found: dict[Shift, None] = {}
    for index in range(len(edits)):
        changed = ChangedEdit(index, edits, a, b)
        found |= dict.fromkeys(_shifts_at(changed, names, lexicon))
    return tuple(found)


def _shifts_at(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> Iterator[Shift]:
    edit = changed.edit
    if edit.moved and characters_kept(edit.inner) >= MOVED_NEAR_COPY:
        yield from _shifts_inside(edit, lexicon)
    if _is_compared(changed):
        yield from _shifts_of(changed, names, lexicon)
    elif named := named_shift(changed.index, names):
        yield named


def _is_compared(changed: ChangedEdit) -> bool:
    """Whether the two sides of an edit are set against each other word by word."""
    edit = changed.edit
    if edit.op == "equal" or edit.editorial or edit.moved or edit.kind == "order":
        return False
    return changed.size <= (LONGEST_REPLACEMENT if changed.replaces else LONGEST_CLAUSE)


def _shifts_inside(moved: Edit, lexicon: Lexicon) -> Iterator[Shift]:
    """The shifts of the edits inside a moved passage; its names count for the whole link."""
    within_link = not moved.moved.startswith("part")
    for shift in find_shifts(moved.inner, lexicon):
        if not (within_link and shift.kind == "actor"):
            yield shift


def _shifts_of(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> Iterator[Shift]:
    """The shifts of one edit; its scope is told where nothing else is."""
    scope = scope_shift(changed)
    is_content = scope is not None and mentions_a_number(changed)
    if scope and scope.direction != "unclear" and is_clause(changed.edit):
        actor = named_shift(changed.index, names)
    else:
        actor = actor_shift(changed, names, lexicon)
    found = [
        *strength_shifts(changed, lexicon),
        None if is_content else quantity_shift(changed),
        actor,
        condition_shift(changed),
    ]
    told = [shift for shift in found if shift]
    yield from told
    if scope and not told:
        yield scope
