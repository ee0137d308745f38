"""Polarity: a negation put in or taken out while the rest of the statement stays."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.shifts.changed_words import ChangedEdit, FoundShift, SideWords, Word, WordRange
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.turning.cues import exclusion

AUXILIARIES = frozenset(
    """a an the any do does did is are was were be been being have has had will would shall should
    can could may might must need needs either or and of to there it its their they""".split()  # noqa: SIM905
)
MOST_OTHER_WORDS = 3  # words beside the negation that an edit may change


def polarity_shift(changed: ChangedEdit, lexicon: Lexicon) -> FoundShift | None:
    """The reversal of a statement by an edit, if there is one."""
    if changed.size > 2 * MOST_OTHER_WORDS + 2 or exclusion(changed, lexicon):
        return None
    negations_a, rest_a = _without_negations(changed.words_a, lexicon)
    negations_b, rest_b = _without_negations(changed.words_b, lexicon)
    contraries = _drop_contraries(rest_a, rest_b, lexicon)
    reversals = negations_a + negations_b + contraries
    most_others = MOST_OTHER_WORDS if changed.words_a and changed.words_b else 0
    if reversals % 2 == 0 or not _is_same_statement(rest_a, rest_b, most_others):
        return None
    words_a, words_b = _readable(changed.a, changed.index), _readable(changed.b, changed.index)
    return FoundShift("polarity", "different", words_a, words_b)


def _is_same_statement(rest_a: set[str], rest_b: set[str], most_others: int) -> bool:
    """Whether, negations and contraries apart, two sides say the same."""
    others = {word for word in rest_a ^ rest_b if word not in AUXILIARIES}
    something_else = others and rest_a and rest_b and rest_a.isdisjoint(rest_b)
    return len(others) <= most_others and not something_else


def _drop_contraries(rest_a: set[str], rest_b: set[str], lexicon: Lexicon) -> int:
    """Remove each word with its contrary on the other side; returns how many pairs."""
    found = 0
    for word in sorted(rest_a):
        contrary = _contrary(word, rest_b, lexicon)
        if contrary:
            found += 1
            rest_a.discard(word)
            rest_b.discard(contrary)
    return found


def _without_negations(words: Sequence[Word], lexicon: Lexicon) -> tuple[int, set[str]]:
    """How many negations there are, and the other words."""
    count = 0
    rest: set[str] = set()
    for word in words:
        negations = [e for _, e in lexicon.starting_with(word.form) if e.kind == "polarity"]
        if negations and (word.form,) in {p for p, _ in lexicon.starting_with(word.form)}:
            count += 1
            if word.form in {"cannot", "can't"}:
                rest.add("can")
        else:
            rest.add(word.form)
    return count, rest


def _contrary(word: str, others: set[str], lexicon: Lexicon) -> str | None:
    for other in sorted(others):
        if frozenset((word, other)) in lexicon.contraries:
            return other
        longer, shorter = (word, other) if len(word) > len(other) else (other, word)
        if len(shorter) > 3 and any(longer == prefix + shorter for prefix in lexicon.prefixes):
            return other
    return None


def _readable(side: SideWords, index: int) -> WordRange:
    """The edit's words, with a word on either side so that the reversal can be read."""
    start, end = side.range_of.get(index, (0, 0))
    return max(0, start - 1), min(end + 1, len(side.words))
