"""Meaning against wording: where a link stands when both similarities are looked at.

The two similarities part the links into four quarters:

=============  ===================  ======================
\\              same words           other words
=============  ===================  ======================
same meaning   ``kept``             ``reworded``
other meaning  ``turned``           ``replaced``
=============  ===================  ======================

A model hears little of a *not* or of a *may* for a *must*: two sentences that contradict
each other are among the most similar there are, and so are two that name other states. A
shift of polarity or modality therefore puts a link whose words were kept among the ``turned``
whatever its cosine, and where an actor was added or left out the meaning is never the same.
That the meaning is kept is said only where no shift stands against it, sure or not, and each
word of either side is answered by the other; of the rest it is not judged.

Nor is it a translator's doing. Of verses that two translators made from one original
(``benchmarks/evaluate/thresholds/noise.py``) under three in a hundred show a shift of polarity, of
quantity, of verb, of commitment, a modality other than *will* for *shall*, or an actor more or
less. Other actors in the place of some are counted with these: in the verses they are capitals of
old print, in a declaration somebody else. The remaining kinds (degree, hedge, scope) are words
that translators put in and leave out as they please, rare as some of them are.
"""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.model import PERSISTED, Quarter, Relation, Shift
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.compare.shifts.kinds import TRAITS

_SAME_TENSE = frozenset({"shall", "will"})


def quarter_of(
    relation: Relation,
    semantic: float | None,
    literal: float | None,
    shifts: Sequence[Shift],
    settings: Settings = DEFAULTS,
    *,
    answered: bool = True,
) -> Quarter | None:
    """The quarter of a link, or None for what has one side only, or is not judged.

    ``answered``: whether each word of either side stands in the other, in some form. Without
    a model (``semantic`` is None) of what did not keep its words there is no telling, unless
    by who is named.
    """
    if relation in {"disappeared", "new"} or literal is None:
        return None
    if relation in PERSISTED:
        return "kept"
    told = [shift for shift in shifts if shift.certainty != "open"]
    is_turned = any(TRAITS[shift.kind].turning for shift in told)
    if is_turned and literal >= settings.mostly_same_words:
        return "turned"
    if any(shift.kind == "actor" for shift in told):
        return "replaced"
    quarter = _quarter_by_similarity(semantic, literal, settings)
    keeps_meaning = quarter in {"kept", "reworded"}
    return None if keeps_meaning and (shifts or not answered) else quarter


def _quarter_by_similarity(
    semantic: float | None, literal: float, settings: Settings
) -> Quarter | None:
    other_meaning = semantic is not None and semantic < settings.same_meaning
    if literal >= settings.same_words:
        return "turned" if other_meaning else "kept"
    if semantic is None:
        return None
    return "replaced" if other_meaning else "reworded"


def is_deliberate(shift: Shift) -> bool:
    """Whether no second translation of the same text would make such a shift.

    It goes by the kind, but *will* for *shall* is any translator's.
    """
    words = set(f"{shift.a} {shift.b}".casefold().replace(",", " ").split())
    same_tense = shift.kind == "modality" and words <= _SAME_TENSE
    return TRAITS[shift.kind].deliberate and not same_tense
