"""Whether the texts bear out a change that an answer names."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.decisions.model import NamedShift
from scodiff.compare.decisions.shift_decisions import QuotedPassage, misfit
from scodiff.compare.text.quotations import times_quoted

_AS_BEFORE = "its quotations stand in both texts alike"


def fault_of_change(
    change: NamedShift, a: Sequence[QuotedPassage], b: Sequence[QuotedPassage], *, by_model: bool
) -> str:
    """What speaks against a change between these passages; nothing where it may be one.

    What a quotation claims must stand there. A model's word is not enough that it is gone from the
    one text or new in the other, so that is counted as well.
    """
    if why := misfit(change, a, b):
        return why
    if not by_model or _fewer(change.a, a, b) or _fewer(change.b, b, a):
        return ""
    return _AS_BEFORE


def _fewer(words: str, here: Sequence[QuotedPassage], there: Sequence[QuotedPassage]) -> bool:
    """Whether words stand less often there than here."""
    return bool(words.strip()) and _times(words, there) < _times(words, here)


def _times(words: str, passages: Sequence[QuotedPassage]) -> int:
    return sum(times_quoted(words, passage.text) for passage in passages)
