"""A word in the slot of its contrary: the statement is turned, or another thing is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    Word,
)
from scodiff.compare.shifts.kinds import SHIFT_KINDS, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.verbs import is_verb

LONGEST_REVERSED = 4  # words of an edit that turns a statement, copied or not
LONGEST_TURNED = 14  # words of an edit in which a word and its contrary stand in one slot
# Who deplores what he welcomed does another thing and says the contrary: both are told.
_VERB_TURNED: Sequence[ShiftKind] = ("verb", "polarity")
_COPULAS = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_AUXILIARY = _COPULAS | frozenset(
    """will would shall should may might can could must to have has had also further not
    nevertheless therefore""".split()  # noqa: SIM905
)
_DOERS = frozenset(["we", "they", "and", "or", "but", "who", "us", "them"])


def contrary_shifts(changed: ChangedEdit, lexicon: Lexicon) -> list[FoundShift]:
    """A word against its contrary: the statement turned, and of what is done another verb."""
    if changed.size > LONGEST_TURNED:
        return []
    gone, come = changed.own_matches("contrary")
    for mine in gone:
        for other in come:
            kind = _contrary_kind(mine, other)
            if kind is None or not _is_one_slot(changed, mine, other, lexicon):
                continue
            done = _is_done(changed.a, mine.start, lexicon) and _is_done(
                changed.b, other.start, lexicon
            )
            kinds: Sequence[ShiftKind] = (kind,) if kind else _VERB_TURNED[not done :]
            words_a, words_b = (mine.start, mine.end), (other.start, other.end)
            doubtful = kind == "scope" or changed.size > LONGEST_REVERSED
            return [
                FoundShift(told, "different", words_a, words_b, needs_copy=doubtful)
                for told in kinds
            ]
    return []


def _is_one_slot(
    changed: ChangedEdit, mine: LexiconMatch, other: LexiconMatch, lexicon: Lexicon
) -> bool:
    """Whether two words may stand for each other: both verbs, or neither, but in a short edit."""
    verbs = is_verb(changed.a, mine.start, lexicon), is_verb(changed.b, other.start, lexicon)
    return verbs[0] == verbs[1] or changed.size <= LONGEST_REVERSED


def _is_done(side: SideWords, k: int, lexicon: Lexicon) -> bool:
    """Whether a word is a verb that says what somebody does, and not what things are like.

    The parties *suspend* a programme: another verb. A zone would *undermine* security, they *are
    divided*: the statement is turned.
    """
    words = side.words
    if not is_verb(side, k, lexicon):
        return False
    first, copula = k, False
    while first and not words[first].mark and _leads_up(words[first - 1]):
        first -= 1
        copula |= words[first].form in _COPULAS
    if copula and words[k].form.endswith("ed"):
        return False
    if not first or words[first].mark or any(w.form == "to" for w in words[first:k]):
        return True
    before = words[first - 1]
    named = before.text[0].isupper() or before.form in lexicon.acting
    return named or before.form in _DOERS


def _leads_up(word: Word) -> bool:
    """Whether a word may stand between a verb and who does it."""
    return word.form in _AUXILIARY or word.form.endswith("ly")


def _contrary_kind(a: LexiconMatch, b: LexiconMatch) -> ShiftKind | Literal[""] | None:
    """The kind that a group of contraries gives, empty where it gives none; None: no contraries."""
    sides = {entry.ladder: entry.step for entry in a.of("contrary")}
    for entry in b.of("contrary"):
        if sides.get(entry.ladder, entry.step) != entry.step:
            kind = entry.ladder.partition(":")[2]
            return next((known for known in SHIFT_KINDS if known == kind), "")
    return None
