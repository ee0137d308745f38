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
    WordRange,
    characters_kept,
)
from scodiff.compare.shifts.cues import BESIDE_OTHERS, cue_shifts, opens_with_cue
from scodiff.compare.shifts.evidence import LinkPlaces, QuotedSide, quoted
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.naming.actors import actor_shifts, compared_names, named_shifts
from scodiff.compare.shifts.naming.states import Naming
from scodiff.compare.shifts.quantity import mentions_a_number, numbers_differ, quantity_shifts
from scodiff.compare.shifts.remainder import (
    LONGEST_OBJECT,
    LONGEST_SWAPPED,
    is_translators,
    remainder_shift,
    swap_shifts,
    unanswered,
)
from scodiff.compare.shifts.scope import (
    condition_shift,
    is_clause,
    is_heading,
    only_names,
    says_much,
    scope_shift,
)
from scodiff.compare.shifts.sides import sides
from scodiff.compare.shifts.strength import strength_shifts

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
_AGAIN = ("reaffirm", "reiterat", "renew", "repeat")
_LINKS = frozenset(["also", "further", "once", "again", "and", "hereby", "strongly"])
_SAME_DEED = 4  # letters that ``decide`` and ``decision`` have in common
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
    found: dict[Shift, None] = {}
    all_changed = [ChangedEdit(index, edits, a, b) for index in range(len(edits))]
    copied = _is_copied([c for c in all_changed if _changes(c.edit)], lexicon)
    for changed in all_changed:
        found |= dict.fromkeys(_shifts_inside(changed, lexicon, places))
        for finding in _findings_at(changed, names, lexicon):
            judged = _judged(finding, changed.closeness, copied=copied)
            if judged:
                found[quoted(_anchored(judged, changed), quoted_a, quoted_b)] = None
    return tuple(found)


def _all_answered(
    edits: Sequence[Edit], both: tuple[SideWords, SideWords], lexicon: Lexicon
) -> bool:
    a, b = both
    changed = [ChangedEdit(index, edits, a, b) for index in range(len(edits))]
    return not any(
        c.edit.moved.startswith("part") or unanswered(c, lexicon) or numbers_differ(c)
        for c in changed
        if c.edit.op != "equal" and not c.edit.editorial
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


def _anchored(finding: FoundShift, changed: ChangedEdit) -> FoundShift:
    """A finding whose missing side says where its words would stand."""
    start_a, start_b = changed.range_a[0], changed.range_b[0]

    def anchored(words: WordRange, start: int) -> WordRange:
        """The words, or the empty range at which they would stand."""
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
    told += [f for f in cue_shifts(changed, kinds, lexicon) if f.kind not in kinds]
    if scope and not told:
        told.append(scope)
    elif scope:
        told = [_with_scope(f, scope, changed) if f.kind == "scope" else f for f in told]
    if {f.kind for f in told} <= BESIDE_OTHERS and (rest := remainder_shift(changed, lexicon)):
        told.append(rest)
    yield from told


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
