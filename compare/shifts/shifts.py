"""Shifts: what the substantive edits of a link did to the position.

Every rule reads the lexicon and the words of one edit; what it cannot tell it leaves out,
for a shift that is not there costs the reader's trust in those that are. Where something
was added or dropped and its effect cannot be told, the direction is ``unclear``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.actors import Naming, actor_shift, named_shift, namings
from scodiff.compare.shifts.changed_words import Match, Side, count_of, own_matches, sides
from scodiff.compare.shifts.content import (
    condition_shift,
    is_clause,
    mentions_a_number,
    quantity_shift,
    scope_shift,
    share_kept,
)
from scodiff.compare.shifts.kinds import TRAITS, Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.polarity import AUXILIARIES, polarity_shift

SHORT = 5  # words of an edit in which an adverb belongs to what was kept
SHORT_FOR_PHRASES = 8
# Beyond so many words a replacement is another statement, and a clause another matter: the
# words that two such have or lack tell nothing of a change of position.
LONGEST_REPLACEMENT = 25
LONGEST_CLAUSE = 40
NEAR_COPY = 0.6  # of a moved passage's characters, for its inner edits to be looked at
SHOWN = 12  # words of an edit that a shift quotes where it has no shorter words

_OPPOSITE: dict[Direction, Direction] = {"strengthened": "weakened", "weakened": "strengthened"}


class Changed(NamedTuple):
    """One edit as the rules see it."""

    place: int
    edit: Edit
    a: Side
    b: Side
    names: tuple[Naming, Naming]

    def own(self, kind: ShiftKind) -> tuple[list[Match], list[Match]]:
        """The phrases of a kind that only A's side has, and only B's."""
        return (
            own_matches(self.a, self.b, self.place, kind),
            own_matches(self.b, self.a, self.place, kind),
        )

    def size(self) -> int:
        """The words of the longer side."""
        return max(len(self.a.words_of(self.place)), len(self.b.words_of(self.place)))


def find_shifts(edits: Sequence[Edit], lexicon: Lexicon | None = None) -> tuple[Shift, ...]:
    """The shifts of a link's edits, in the order of the text."""
    if all(edit.op == "equal" or edit.editorial for edit in edits):
        return ()
    lexicon = lexicon or load_lexicon()
    side_a, side_b = sides(edits, lexicon)
    names = namings(edits, side_a, side_b, lexicon)
    found: dict[Shift, None] = {}
    for index, edit in enumerate(edits):
        changed = Changed(index, edit, side_a, side_b, names)
        named = named_shift(index, names)
        if edit.moved and share_kept(edit.inner) >= NEAR_COPY:
            found |= dict.fromkeys(_shifts_inside(changed, lexicon))
        if _is_compared(changed):
            found |= dict.fromkeys(_shifts_of(changed, edits, lexicon))
        elif named:
            found[named] = None
    return tuple(found)


def _is_compared(changed: Changed) -> bool:
    """Whether the two sides of an edit are set against each other word by word."""
    edit = changed.edit
    if edit.op == "equal" or edit.editorial or edit.moved or edit.kind == "order":
        return False
    replaced = bool(edit.a.strip() and edit.b.strip())
    return changed.size() <= (LONGEST_REPLACEMENT if replaced else LONGEST_CLAUSE)


def _shifts_inside(changed: Changed, lexicon: Lexicon) -> Iterator[Shift]:
    """The shifts of the edits inside a moved passage; its names count for the whole link."""
    within = not changed.edit.moved.startswith("part")
    for shift in find_shifts(changed.edit.inner, lexicon):
        if not (within and shift.kind == "actor"):
            yield shift


def _shifts_of(changed: Changed, edits: Sequence[Edit], lexicon: Lexicon) -> Iterator[Shift]:
    found = [
        shift
        for shift in (
            polarity_shift(changed.place, edits, changed.a, changed.b, lexicon),
            _commitment(changed, lexicon),
            _degree(changed),
            *_phrase_shifts(changed),
        )
        if shift
    ]
    kinds = {shift.kind for shift in found}
    if "polarity" not in kinds and (verb := _verb(changed, lexicon)):
        found.append(verb)
    if not kinds & {"commitment", "hedge", "polarity"} and (modality := _modality(changed)):
        found.append(modality)
    where = (changed.place, edits, changed.a, changed.b)
    scope = scope_shift(*where, lexicon)
    if not (scope and mentions_a_number(changed.place, changed.a, changed.b)) and (
        quantity := quantity_shift(*where)
    ):
        found.append(quantity)
    clause = scope and scope.direction != "unclear" and is_clause(changed.edit)
    actor = named_shift(changed.place, changed.names)
    if not clause:
        actor = actor_shift(changed.place, edits, changed.names, lexicon)
    if actor:
        found.append(actor)
    if condition := condition_shift(*where, lexicon):
        found.append(condition)
    yield from found
    if scope and not found:
        yield scope


def _modality(changed: Changed) -> Shift | None:
    gone, come = changed.own("modality")
    if not gone and not come:
        return None
    if gone and come:
        step_a, step_b = (max(m.of("modality")[0].step for m in side) for side in (gone, come))
        if step_a == step_b:
            return None
        return _shift("modality", _rise(step_b - step_a), changed, gone, come)
    # A future tense put in or taken out is no modality, nor is a new clause with a modal.
    only = gone or come
    other = changed.b if gone else changed.a
    if any(word.form not in AUXILIARIES for word in other.words_of(changed.place)):
        return None
    if changed.size() > SHORT or any(m.phrase in {("will",), ("would",)} for m in only):
        return None
    return _shift("modality", "weakened" if gone else "strengthened", changed, gone, come)


def _verb(changed: Changed, lexicon: Lexicon) -> Shift | None:
    gone, come = changed.own("verb")
    if not gone or not come:
        return None
    first_a, first_b = gone[0], come[0]
    steps_a = {entry.ladder: entry.step for entry in first_a.of("verb")}
    steps_b = {entry.ladder: entry.step for entry in first_b.of("verb")}
    common = [ladder for ladder in steps_a if ladder in steps_b]
    if not common:
        return _shift("verb", "different", changed, gone[:1], come[:1])
    # Of several ladders that one counts on which the two stand furthest apart.
    rise = max((steps_b[ladder] - steps_a[ladder] for ladder in common), key=abs)
    return _shift("verb", _rise(rise), changed, gone[:1], come[:1]) if rise else None


def _commitment(changed: Changed, lexicon: Lexicon) -> Shift | None:
    promises = changed.own("commitment")
    verbs = changed.own("verb")
    levels = []
    for own_promises, own_verbs in zip(promises, verbs, strict=True):
        entries = [m.of("commitment")[0] for m in own_promises]
        steps = [entry.step for entry in entries if not entry.ladder]
        done = any(entry.ladder for entry in entries)
        attitude = any(
            entry.ladder in lexicon.promise_nothing for m in own_verbs for entry in m.of("verb")
        )
        levels.append((max(steps, default=0 if attitude and not done else None), done))
    (level_a, done_a), (level_b, done_b) = levels
    quoted = [promise or verb for promise, verb in zip(promises, verbs, strict=True)]
    if (level_a is None and not done_a) or (level_b is None and not done_b):
        return None
    if not (level_a or done_a or level_b or done_b):
        return None
    if level_a is None or level_b is None:
        both_done = level_a is None and level_b is None
        return None if both_done else _shift("commitment", "different", changed, *quoted)
    rise = level_b - level_a
    return _shift("commitment", _rise(rise), changed, *quoted) if rise else None


def _degree(changed: Changed) -> Shift | None:
    gone, come = (_unmoved(side, changed) for side in changed.own("degree"))
    if (not gone and not come) or changed.size() > SHORT + 3 * bool(gone and come):
        return None
    value_a, value_b = (sum(m.of("degree")[0].step for m in side) for side in (gone, come))
    if gone and come:
        direction = "different" if value_a == value_b else _rise(value_b - value_a)
    else:
        direction = _rise(value_b - value_a)
    # What stands opposite a lone adverb is seldom its counterpart: it was added or dropped.
    text_a, text_b = (
        ", ".join(side.text(m) for m in found)
        for side, found in ((changed.a, gone), (changed.b, come))
    )
    return Shift("degree", direction, text_a, text_b)


def _phrase_shifts(changed: Changed) -> Iterator[Shift]:
    """Shifts of the kinds that have no other rule than that a phrase came or went."""
    if changed.size() > SHORT_FOR_PHRASES:
        return
    for kind, traits in TRAITS.items():
        if traits.adding is None:
            continue
        gone, come = (_unmoved(side, changed) for side in changed.own(kind))
        if bool(gone) != bool(come):
            direction = traits.adding if come else _OPPOSITE[traits.adding]
            yield _shift(kind, direction, changed, gone, come)


def _unmoved(matches: list[Match], changed: Changed) -> list[Match]:
    """Those that the two sides do not have equally often: the others only moved."""
    return [
        m
        for m in matches
        if count_of(changed.a, (_core(m),)) != count_of(changed.b, (_core(m),))
        and not (m.phrase == ("further",) and (_follows_verb(m, changed) or _continues(changed)))
        and not (m.phrase[0] in {"particularly", "especially"} and _in_particular(changed))
    ]


def _core(match: Match) -> str:
    """The longest word of a phrase: ``likely`` of ``is likely to``."""
    return max(match.phrase, key=len)


def _in_particular(changed: Changed) -> bool:
    """Whether ``particularly`` is only another form of what the other side says."""
    text = f"{changed.edit.a} {changed.edit.b}".casefold()
    return "in particular" in text or "including" in text


def _continues(changed: Changed) -> bool:
    """Whether ``take further steps`` and ``continue to take steps`` stand opposite."""
    return "continu" in f"{changed.edit.a} {changed.edit.b}".casefold()


def _follows_verb(match: Match, changed: Changed) -> bool:
    """``Recalling further``: in a resolution that only links one paragraph to the last."""
    for side in (changed.a, changed.b):
        if match in side.matches:
            return any(m.end == match.start and m.of("verb") for m in side.matches)
    return False


def _rise(difference: int) -> Direction:
    return "strengthened" if difference > 0 else "weakened" if difference < 0 else "different"


def _shift(
    kind: ShiftKind, direction: Direction, changed: Changed, gone: list[Match], come: list[Match]
) -> Shift:
    """A shift with the words of both sides: the phrases, or else the edit's own words."""
    text_a = ", ".join(changed.a.text(m) for m in gone) or _short(changed.edit.a)
    text_b = ", ".join(changed.b.text(m) for m in come) or _short(changed.edit.b)
    return Shift(kind, direction, text_a, text_b)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= SHOWN else " ".join(words[:SHOWN]) + " …"
