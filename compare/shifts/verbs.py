"""Operative verbs: which words are verbs, and one in the place of another."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.shifts.changed_words import (
    ChangedEdit,
    FoundShift,
    LexiconMatch,
    SideWords,
    around,
    stem,
)
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.shifts.lexicon import Lexicon

_NECESSARY = ("necess", "необходим", "必")
_NEED = ("need", "must", "should", "necess", "необходим", "следует", "должн", "应", "须")
_NEAR_COPY = 0.6  # of the words around an edit, for a copied sentence
# Ladders of which translators take one step for the next (``call upon`` and ``urge``).
_TRANSLATED = frozenset(["assertion", "demand"])
_OPPOSED = 5  # the step of the ladder of disapproval from which somebody is against
_LONGEST_SLOT = 8  # words of an edit in which any two verbs may stand for each other
_BEFORE_NOUNS = frozenset(
    """the a an this that these those its their our his her of in on for from with by at into any
    no all some each every both such other further joint mutual and/or""".split()  # noqa: SIM905
)


def is_verb(side: SideWords, k: int, lexicon: Lexicon) -> bool:
    """Whether a word is a verb of the lexicon, and not after an article or a preposition.

    An adverb may stand between (``a rapidly growing threat`` has no verb).
    """
    if side.words[k].form not in lexicon.verbs:
        return False
    while k and not side.words[k].mark and side.words[k - 1].form.endswith("ly"):
        k -= 1
    return not k or bool(side.words[k].mark) or side.words[k - 1].form not in _BEFORE_NOUNS


def verb_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    """An operative verb in the place of another, if they are not of one step."""
    gone, come = changed.own_matches("verb")
    if come and not gone:
        gone = _shorter(come[0], changed.b, changed.a, lexicon)
    elif gone and not come:
        come = _shorter(gone[0], changed.a, changed.b, lexicon)
    if not gone or not come or _says_also(changed, gone[0], come[0]):
        return None
    steps_a, steps_b = _steps_by_ladder(gone[0]), _steps_by_ladder(come[0])
    rises = [steps_b[ladder] - steps_a[ladder] for ladder in steps_a if ladder in steps_b]
    # Of several ladders that one counts on which the two stand furthest apart.
    rise = max(rises, key=abs, default=None)
    if rise == 0:
        return None
    direction = "different" if rise is None else direction_of(rise)
    found = phrase_shift("verb", direction, changed, gone[:1], come[:1])
    if rise in {-1, 1} and rises == [rise] and not _TRANSLATED.isdisjoint(steps_a):
        # What translators take for one another.
        found = found if changed.closeness >= _NEAR_COPY else found._replace(certainty="open")
    if not _is_slot(changed, gone[0], come[0]) and direction == "different":
        return found._replace(certainty="open")
    kept, there = (gone[0], changed.b) if direction == "weakened" else (come[0], changed.a)
    if _does_so(kept, there):
        return found._replace(certainty="open")
    opens = _opens_paragraph(gone[0], changed.a) and _opens_paragraph(come[0], changed.b)
    return found._replace(in_any_wording=opens)


def _does_so(match: LexiconMatch, other: SideWords) -> bool:
    """Whether the other side opposes in new words elsewhere what is opposed here."""
    opposed = any(e.ladder == "disapproval" and e.step >= _OPPOSED for e in match.of("verb"))
    head = stem(match.phrase[0])
    return opposed and any(word.changed and stem(word.form) == head for word in other.words)


def _is_slot(changed: ChangedEdit, gone: LexiconMatch, come: LexiconMatch) -> bool:
    """Whether two verbs may stand for each other; in a long edit only if both are finite, or not.

    ``Considering the report`` and ``looks forward to`` are no one slot.
    """
    return changed.size <= _LONGEST_SLOT or _is_gerund(gone) == _is_gerund(come)


def _is_gerund(match: LexiconMatch) -> bool:
    return match.phrase[0].endswith("ing")


def _says_also(changed: ChangedEdit, gone: LexiconMatch, come: LexiconMatch) -> bool:
    """Whether either verb stands on the other side too, among its changed words or kept.

    Or ``deem necessary`` is said by a ``need`` there.
    """
    for match, side, other in ((gone, changed.a, changed.b), (come, changed.b, changed.a)):
        telling = [side.words[k].form for k in range(match.start, match.end)]
        needed = any(form.startswith(_NECESSARY) for form in telling)
        if needed and any(w.changed and w.form.startswith(_NEED) for w in other.words):
            return True
    return False


def _opens_paragraph(match: LexiconMatch, side: SideWords) -> bool:
    """Whether a verb opens a side, but for a label: there stands what the side does."""
    return not any(not word.form.isdecimal() for word in side.words[: match.start])


def _shorter(
    longer: LexiconMatch, side: SideWords, other: SideWords, lexicon: Lexicon
) -> list[LexiconMatch]:
    """The verb that was kept where ``note`` became ``note with appreciation``."""
    words = side.words[longer.start : longer.end]
    kept = [word for word in words if not word.changed]
    if not kept or words[0].changed:
        return []
    phrase = tuple(word.form for word in kept)
    entries = tuple(
        entry
        for known, entry in lexicon.starting_with(phrase[0])
        if entry.kind == "verb" and known == phrase[: len(known)]
    )
    ladders = {entry.ladder for entry in longer.of("verb")}
    place = next(
        (
            k
            for k, word in enumerate(other.words)
            if not word.changed and word.edit == kept[0].edit and word.form == phrase[0]
        ),
        None,
    )
    if place is None or ladders.isdisjoint(entry.ladder for entry in entries):
        return []
    return [LexiconMatch(place, place + len(phrase), phrase, entries, longer.edit)]


def _steps_by_ladder(match: LexiconMatch) -> dict[str, int]:
    return {entry.ladder: entry.step for entry in match.of("verb")}


def direction_of(rise: int) -> Direction:
    """The direction of so many steps up a ladder, or down."""
    return "strengthened" if rise > 0 else "weakened" if rise < 0 else "different"


def phrase_shift(
    kind: ShiftKind,
    direction: Direction,
    changed: ChangedEdit,
    gone: Sequence[LexiconMatch],
    come: Sequence[LexiconMatch],
) -> FoundShift:
    """A shift with the words of both sides: the phrases, or else the edit's own words."""
    words_a = around(gone) if gone else changed.range_a
    words_b = around(come) if come else changed.range_b
    return FoundShift(kind, direction, words_a, words_b)
