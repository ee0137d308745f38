"""Shifts: what the substantive edits of a link did to the position.

Every rule reads the lexicon and the words of one edit; what it cannot tell it leaves out,
for a shift that is not there costs the reader's trust in those that are. Where something
was added or dropped and its effect cannot be told, the direction is ``unclear``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    SideWords,
    characters_kept,
)
from scodiff.compare.shifts.comparable import is_compared, roles_change
from scodiff.compare.shifts.evidence import LinkPlaces, QuotedSide, quoted
from scodiff.compare.shifts.kinds import ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.naming.actors import actor_shifts, compared_names, named_shifts
from scodiff.compare.shifts.naming.states import Naming
from scodiff.compare.shifts.numbers.quantity import (
    mentions_a_number,
    numbers_differ,
    quantity_shifts,
)
from scodiff.compare.shifts.remainder import (
    is_translators,
    remainder_shift,
    swap_shifts,
    unanswered,
)
from scodiff.compare.shifts.said import anchored, with_statements
from scodiff.compare.shifts.scope import (
    condition_shift,
    is_clause,
    only_names,
    says_much,
    scope_shift,
)
from scodiff.compare.shifts.sides import sides
from scodiff.compare.shifts.strength import strength_shifts
from scodiff.compare.shifts.synonyms import is_without_synonyms
from scodiff.compare.shifts.turning.cues import BESIDE_OTHERS, cue_shifts, opens_with_cue

# Beyond so many words a replacement is another statement: the words that two such have or lack
# tell nothing of a change of position.
LONGEST_REPLACEMENT = 25
# The share of words that stay around an edit from which its two sides are one slot of one
# sentence, and from which the sentence was copied.
COMPARABLE = 0.42
REWORDED = 0.3  # the same for numbers and for states, which no other words replace
NEAR_COPY = 0.6
MOST_OTHER_CHANGES = 3  # edits of a copied passage beside one that only a translator makes
_ALL = frozenset("all every any both entire whole always everywhere universal universally".split())  # noqa: SIM905
# What an option or a limit told by a cue only says again of the same words.
_SAID_BY_CUES: dict[ShiftKind, frozenset[ShiftKind]] = {
    "modality": frozenset({"commitment", "hedge"}),
    "scope": frozenset({"hedge"}),
}
_FEW = 2  # words, an article among them
MOVED_NEAR_COPY = 0.6  # of a moved passage's characters, for its inner edits to be looked at


def find_shifts(
    edits: Sequence[Edit], lexicon: Lexicon | None = None, places: LinkPlaces | None = None
) -> tuple[Shift, ...]:
    """The shifts of a link's edits, each once, in the order of the text.

    ``lexicon`` is scodiff's own where it is None. Without ``places`` those of the shifts are
    offsets in the text of the whole side.
    """
    if not _differ(edits):
        return ()
    lexicon = lexicon or load_lexicon()
    return _shifts_between(edits, sides(edits, lexicon), lexicon, places or LinkPlaces())


def shifts_and_answers(
    edits: Sequence[Edit], lexicon: Lexicon, places: LinkPlaces | None = None
) -> tuple[tuple[Shift, ...], bool]:
    """The shifts of a link's edits, and whether each word of either side is answered.

    A word is where the other side has it, in some form, or its like. The shifts are those of
    ``find_shifts``; the two sides are read once for both.
    """
    if not _differ(edits):
        return (), True
    both = sides(edits, lexicon)
    shifts = _shifts_between(edits, both, lexicon, places or LinkPlaces())
    return shifts, _all_answered(edits, both, lexicon)


def _differ(edits: Sequence[Edit]) -> bool:
    return not all(edit.op == "equal" or edit.editorial for edit in edits)


def _shifts_between(
    edits: Sequence[Edit],
    both: tuple[SideWords, SideWords],
    lexicon: Lexicon,
    places: LinkPlaces,
) -> tuple[Shift, ...]:
    a, b = both
    names = compared_names(edits, a, b, lexicon)
    quoted_a, quoted_b = QuotedSide(a, places.a), QuotedSide(b, places.b)
    all_changed = [ChangedEdit(index, edits, a, b) for index in range(len(edits))]
    copied = _is_copied([c for c in all_changed if _changes(c.edit)], lexicon)
    found: list[tuple[int, Shift]] = []
    findings: list[tuple[int, FoundShift]] = []
    for changed in all_changed:
        found += [(changed.index, shift) for shift in _shifts_inside(changed, lexicon, places)]
        for finding in _findings_at(changed, names, lexicon):
            if is_without_synonyms(finding, a, b):
                finding = finding._replace(certainty="open")
            judged = _judged(finding, changed.closeness, copied=copied)
            if judged:
                findings.append((changed.index, anchored(judged, changed)))
    for index, finding in with_statements(findings, all_changed, places):
        found.append((index, quoted(finding, quoted_a, quoted_b)))
    return tuple(dict.fromkeys(shift for _, shift in sorted(found, key=_by_edit)))


def _by_edit(found: tuple[int, Shift]) -> int:
    return found[0]


def _all_answered(
    edits: Sequence[Edit], both: tuple[SideWords, SideWords], lexicon: Lexicon
) -> bool:
    a, b = both
    everything = [ChangedEdit(index, edits, a, b) for index in range(len(edits))]
    changed = [c for c in everything if c.edit.op != "equal" and not c.edit.editorial]
    return not roles_change(changed) and not any(
        c.edit.moved.startswith("part") or unanswered(c, lexicon) or numbers_differ(c)
        for c in changed
    )


def _changes(edit: Edit) -> bool:
    return edit.op != "equal" and not edit.editorial and not edit.moved


def _is_copied(changes: Sequence[ChangedEdit], lexicon: Lexicon) -> bool:
    """Whether a passage was copied and edited, and not written or translated afresh.

    Who edits a copy changes what he means to change; who writes afresh also changes small
    words, forms and words for the same.
    """
    idle = sum(is_translators(changed, lexicon) for changed in changes)
    return idle == 0 or (idle == 1 and len(changes) <= MOST_OTHER_CHANGES)


def _findings_at(
    changed: ChangedEdit, names: tuple[Naming, Naming], lexicon: Lexicon
) -> Iterator[FoundShift]:
    if is_compared(changed):
        yield from _findings_of(changed, names, lexicon)
    else:
        yield from named_shifts(changed.index, names)


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
    if scope and says_much(changed) and not opens_with_cue(changed):
        named = named_shifts(changed.index, names) if only_names(changed) else []
        yield from named or [scope]
        return
    if swapped := swap_shifts(changed, lexicon):
        yield from swapped
        return
    if changed.replaces and changed.size > LONGEST_REPLACEMENT:
        yield from named_shifts(changed.index, names)
        rest = remainder_shift(changed, lexicon)
        if rest:
            yield rest
        return
    is_content = scope is not None and mentions_a_number(changed)
    if scope and scope.direction != "unclear" and is_clause(changed.edit):
        actors = named_shifts(changed.index, names)
    else:
        actors = actor_shifts(changed, names, lexicon)
    found = [
        *strength_shifts(changed, lexicon),
        *([] if is_content else quantity_shifts(changed)),
        *actors,
        condition_shift(changed),
    ]
    told = [finding for finding in found if finding]
    kinds = frozenset(finding.kind for finding in told)
    cues = list(cue_shifts(changed, kinds, lexicon))
    told += [cue for cue in cues if not _is_told(cue, told)]
    if scope and not told:
        told.append(scope)
    elif scope:
        told = [_with_scope(f, scope, changed) if f.kind == "scope" else f for f in told]
    alone = {f.kind for f in (*told, *cues)} <= BESIDE_OTHERS
    rest = remainder_shift(changed, lexicon) if alone else None
    if rest and not any(rest.kind == f.kind or _says_most(f, rest) for f in told):
        told.append(rest)
    yield from told


def _is_told(cue: FoundShift, told: Sequence[FoundShift]) -> bool:
    """Whether what a cue tells of an edit is what its verbs, promises or hedges told already."""
    again = _SAID_BY_CUES.get(cue.kind, frozenset())
    return any(
        f.kind == cue.kind
        or f.kind in again
        or (f.kind == "verb" and cue.kind == "modality" and cue.direction != f.direction)
        for f in told
    )


def _says_most(told: FoundShift, rest: FoundShift) -> bool:
    """Whether there is little more than what is told: a degree of few words, or a hedge."""
    few = all(end - start <= _FEW for start, end in (rest.a, rest.b))
    return told.kind == "hedge" or (rest.kind == "object" and few)


def _with_scope(cue: FoundShift, scope: FoundShift, changed: ChangedEdit) -> FoundShift:
    """Of what a cue and the rule of scope tell of one addition, the rule's but for ``all``."""
    words = {word.form for word in (*changed.words_a, *changed.words_b)}
    return scope if words.isdisjoint(_ALL) else cue._replace(needs_copy=scope.needs_copy)


def _judged(finding: FoundShift, closeness: float, *, copied: bool) -> FoundShift | None:
    """A finding with its certainty, which goes by how much stays around it; None for none."""
    if finding.certainty == "open":
        return finding
    if finding.needs_copy and not copied:
        return None  # a translator's word for another's
    if closeness < (REWORDED if finding.in_any_wording else COMPARABLE):
        return finding._replace(certainty="open")
    if finding.needs_copy and closeness < NEAR_COPY:
        return finding._replace(certainty="open")
    sure = copied and closeness >= NEAR_COPY and not finding.needs_copy
    return finding._replace(certainty="sure" if sure else "likely")
