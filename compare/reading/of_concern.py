"""Which of the pairs worth reading concern one paragraph most."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, IndexArray
from scodiff.compare.scoring.candidate_pairs import CandidatePairs


class Concern(NamedTuple):
    """One paragraph, of A (side 0) or of B (1), and how many pairs may be read on its account."""

    side: int
    paragraph: int
    most: int


def of_concern(
    concern: Concern, pairs: CandidatePairs, places: IndexArray, probabilities: FloatArray
) -> IndexArray:
    """Of the pairs at some places those that concern a paragraph most, ascending.

    First its own; then those that its candidates have with others, which contend for them; then
    what these others have, and so on: each pair a step further in the graph of which paragraphs
    are ends and pairs are edges. Of equally near ones the likeliest come first.
    """
    lines = pairs.rows[places], pairs.columns[places]
    steps = np.full(len(places), len(places), dtype=np.intp)
    side, reached = concern.side, np.array([concern.paragraph])
    for step in range(len(places)):
        fresh = np.isin(lines[side], reached) & (steps == len(places))
        if not fresh.any():
            break
        steps[fresh] = step
        side = 1 - side
        reached = lines[side][fresh]
    order = np.lexsort((places, -probabilities[places], steps))
    return np.sort(places[order[: concern.most]])
