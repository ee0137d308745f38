"""Which pairs are worth reading: a few for each paragraph, however long the texts are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, IndexArray
from scodiff.compare.scoring.candidate_pairs import CandidatePairs

# A pair is read if it is among the four best of one of its paragraphs and the eight best of the
# other, or the best of either, by any of the orders; and if the scorer gives it one in a hundred.
# Of the pairs that readers linked, 93 in 100 are read so (benchmarks/train/reading.py prints it);
# without the last, which leaves a third of the readings, 97, but of pairs below it none was ever
# linked after it was read.
NEAR, FAR = 4, 8
LEAST = 0.01


def short_list(
    pairs: CandidatePairs, probabilities: FloatArray, orders: Sequence[FloatArray]
) -> IndexArray:
    """The places of the pairs to read, ascending; each of ``orders`` has a score for each pair.

    There are no more than ``2 * NEAR + 1`` for each paragraph of either text and each order.
    """
    kept = np.zeros(len(pairs), dtype=bool)
    for scores in orders:
        row, column = pairs.places_in_lines(scores)
        kept |= (np.minimum(row, column) <= NEAR) & (np.maximum(row, column) <= FAR)
        kept |= np.minimum(row, column) <= 1
    return np.flatnonzero(kept & (probabilities >= LEAST))
