"""How much is expected to be wrong in what an answer says of a pair, by Bayes' rule."""

from __future__ import annotations

# What a link found and a false link taken back add to F1: where F1 is f they are to each other as
# 2 - f to f (the derivatives of 2 tp / (said + true)). Half way through the review of distant texts
# f is about .8; on the pairs for development any ratio from 1 to 5 does as well.
MISSED, FALSE = 1.2, 0.8
# Of an answer, how often it is right of a true pair, and how often it links one that is not.
RIGHT, ASTRAY = 0.9, 0.03
# The least that a second look must be expected to mend.
LEAST_DOUBT = 0.1
_SURE = 0.998  # no probability of a pair is taken to be nearer to 0 or 1


def doubt_of(probability: float, *, linked: bool) -> float:
    """The mistakes expected of an answer that linked a pair, or did not.

    ``probability`` in [0, 1] is what scodiff gives the pair before the answer.
    """
    prior = min(max(probability, 1 - _SURE), _SURE)
    if linked:
        true, false = prior * RIGHT, (1 - prior) * ASTRAY
        return FALSE * false / (true + false)
    true, false = prior * (1 - RIGHT), (1 - prior) * (1 - ASTRAY)
    return MISSED * true / (true + false)
