"""Shifts: what the substantive edits of a link did to the position.

Every rule reads the lexicon and the words of one edit; what it cannot tell it leaves out,
for a shift that is not there costs the reader's trust in those that are. Where something
was added or dropped and its effect cannot be told, the direction is ``unclear``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.actors import Naming, actor_shifts, compared_names, named_shifts
from scodiff.compare.shifts.changed_words import ChangedEdit, FoundShift, WordRange, characters_kept
from scodiff.compare.shifts.evidence import QuotedSide, quoted
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.places import LinkPlaces
from scodiff.compare.shifts.quantity import mentions_a_number, quantity_shift
from scodiff.compare.shifts.scope import condition_shift, is_clause, scope_shift
from scodiff.compare.shifts.sides import sides
from scodiff.compare.shifts.strength import strength_shifts

# Beyond so many words a replacement is another statement, and a clause another matter: the
# words that two such have or lack tell nothing of a change of position.
LONGEST_REPLACEMENT = 25
LONGEST_CLAUSE = 40
MOVED_NEAR_COPY = 0.6  # of a moved passage's characters, for its inner edits to be looked at


def find_shifts(
    edits: Sequence[Edit], lexicon: Lexicon | None = None, places: LinkPlaces | None = None
) -> tuple[Shift, ...]:
    """The shifts of a link's edits, each once, in the order of the text.

    ``lexicon`` is scodiff's own where it is None. Without ``places`` those of the shifts are
    offsets in the text of the whole side.
    """
    if all(edit.op == "equal" or edit.editorial for edit in edits):
        return ()
    lexicon, places = lexicon or load_lexicon(), places or LinkPlaces()
    a, b = sides(edits, lexicon)
    names = compared_names(edits, a, b, lexicon)
    quoted_a, quoted_b = QuotedSide(a, places.a), QuotedSide(b, places.b)
    found: dict[Shift, None] = {}
    for index in range(len(edits)):
        changed = ChangedEdit(index, edits, a, b)
        found |= dict.fromkeys(_shifts_inside(changed, lexicon, places))
        for finding in _findings_at(changed, names, lexicon):
            found[quoted(_anchored(finding, changed), quoted_a, quoted_b)] = None
    return tuple(found)


def _anchored(finding: FoundShift, changed: ChangedEdit) -> FoundShift:
    """A finding whose missing side says where its words would stand."""
    start_a, start_b = changed.range_a[0], changed.range_b[0]

    def anchored(words: WordRange, start: int) -> WordRange:
        return words if words[0] < words[1] else (start, start)

    return finding._replace(a=anchored(finding.a, start_a), b=anchored(finding.b, start_b))


def _findings_at(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> Iterator[FoundShift]:
    if _is_compared(changed):
        yield from _findings_of(changed, names, lexicon)
    else:
        yield from named_shifts(changed.index, names)


def _is_compared(changed: ChangedEdit) -> bool:
    """Whether the two sides of an edit are set against each other word by word."""
    edit = changed.edit
    if edit.op == "equal" or edit.editorial or edit.moved or edit.kind == "order":
        return False
    return changed.size <= (LONGEST_REPLACEMENT if changed.replaces else LONGEST_CLAUSE)


def _shifts_inside(changed: ChangedEdit, lexicon: Lexicon, places: LinkPlaces) -> Iterator[Shift]:
    """The shifts of the edits inside a moved passage; its names count for the whole link."""
    edit = changed.edit
    if not edit.moved or not edit.inner or characters_kept(edit.inner) < MOVED_NEAR_COPY:
        return
    start_a, start_b = _starts(changed)
    within_link = not edit.moved.startswith("part")
    inside = places.of_move(start_a, start_b, edit)
    for shift in find_shifts(edit.inner, lexicon, inside):
        if not (within_link and shift.kind == "actor"):
            yield shift


def _starts(changed: ChangedEdit) -> tuple[int, int]:
    """Where the two ends of a move begin in the texts of the link."""
    name, edits = changed.edit.moved, changed.edits
    taken = next((k for k, e in enumerate(edits) if e.moved == name and e.a), 0)
    return sum(len(e.a) for e in edits[:taken]), sum(len(e.b) for e in edits[: changed.index])


def _findings_of(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> Iterator[FoundShift]:
    """The shifts of one edit; its scope is told where nothing else is."""
    scope = scope_shift(changed)
    is_content = scope is not None and mentions_a_number(changed)
    if scope and scope.direction != "unclear" and is_clause(changed.edit):
        actors = named_shifts(changed.index, names)
    else:
        actors = actor_shifts(changed, names, lexicon)
    found = [
        *strength_shifts(changed, lexicon),
        None if is_content else quantity_shift(changed),
        *actors,
        condition_shift(changed),
    ]
    told = [finding for finding in found if finding]
    yield from told
    if scope and not told:
        yield scope
