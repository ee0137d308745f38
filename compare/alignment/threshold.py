"""From which probability on a pair is linked: what gives the links of two texts the best F1."""

from __future__ import annotations

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray
from scodiff.compare.settings import Settings


def linked_from(settings: Settings) -> float:
    """The threshold of these settings; raises ValueError before the texts at hand have set it."""
    if settings.link is None:
        raise ValueError("the threshold of a link is not known before the pairs are scored")
    return settings.link


def best_threshold(probabilities: FloatArray, least: float) -> float:
    """The threshold that makes the expected F1 the greatest: half of that F1, or ``least``.

    ``probabilities``, of any shape, are of all pairs, in [0, 1], each that the pair answers to
    each other. Where little is certain, as in texts far apart, a link needs less than where most
    is; below ``least`` no F1 is worth one. For calibrated probabilities the rule is exact
    (Lipton, Elkan and Naryanaswamy, "Optimal Thresholding of Classifiers to Maximize F1 Measure",
    ECML PKDD 2014, section 4).
    """
    falling = np.sort(probabilities, axis=None)[::-1].astype(np.float64)
    if not len(falling):
        return least
    linked = np.arange(1, len(falling) + 1)
    expected = 2 * falling.cumsum() / (linked + falling.sum())
    return max(least, round(float(expected.max()) / 2, 3))
