"""Polarity: a negation put in or taken out while the rest of the statement stays."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.model import Edit, Shift
from scodiff.compare.shifts.changed_words import Side, Word, join_words
from scodiff.compare.shifts.lexicon import Lexicon

AUXILIARIES = frozenset(
    """a an the any do does did is are was were be been being have has had will would shall should
    can could may might must either or and of to there it its their they""".split()  # noqa: SIM905
)
MOST_OTHER_WORDS = 3  # words beside the negation that an edit may change


def polarity_shift(
    index: int, edits: Sequence[Edit], a: Side, b: Side, lexicon: Lexicon
) -> Shift | None:
    """The reversal of a statement by an edit, if there is one."""
    words_a, words_b = a.words_of(index), b.words_of(index)
    if max(len(words_a), len(words_b)) > 2 * MOST_OTHER_WORDS + 2:
        return None
    negations_a, rest_a = _parted(words_a, lexicon)
    negations_b, rest_b = _parted(words_b, lexicon)
    reversed_ = (negations_a + negations_b) % 2 == 1
    for word in sorted(rest_a):
        opposite = _contrary(word, rest_b, lexicon)
        if opposite:
            reversed_ = not reversed_
            rest_a.discard(word)
            rest_b.discard(opposite)
    other = {w for w in rest_a ^ rest_b if w not in AUXILIARIES}
    if not reversed_ or len(other) > (0 if not words_a or not words_b else MOST_OTHER_WORDS):
        return None
    if other and rest_a and rest_b and not rest_a & rest_b:
        return None  # something else was said, not the contrary
    return Shift("polarity", "different", _text(words_a, a, index), _text(words_b, b, index))


def _parted(words: Sequence[Word], lexicon: Lexicon) -> tuple[int, set[str]]:
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


def _text(words: Sequence[Word], side: Side, index: int) -> str:
    """The edit's words, with a word on either side so that the reversal can be read."""
    start, end = side.range_of.get(index, (0, 0))
    return join_words(side.words[max(0, start - 1) : end + 1])
