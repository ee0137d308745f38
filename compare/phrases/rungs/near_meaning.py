"""Passages that share a part of a phrase's words and come near the rest in meaning, by a model.

Of a phrase of three to eight words a vector of a whole sentence says little. The runs of words that
hold a part of it, in its own or in other words, are few; the model is asked of those alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.query import Query
from scodiff.compare.phrases.rungs.hits import Taken
from scodiff.compare.phrases.rungs.slots import SlotSearch
from scodiff.compare.phrases.rungs.variants import LEAST_WORDS, MOST_WORDS, slots_of
from scodiff.compare.phrases.stream import Stream
from scodiff.compare.text.names import Thesaurus

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder
    from scodiff.embeddings.pair_reader import PairReader

# Chosen on the development half of benchmarks/gold-formulas, the formulas of the file of names put
# aside: of six variants that all other rungs miss three are found, and of 89 cells in which the
# reader finds nothing one is given a candidate (held out: 2 of 11, and 2 of 84). Enough to show,
# too little to claim.
LEAST_SHARE, EXTRA_WORDS, MOST_A_DOCUMENT = 0.4, 4, 4
LEAST_COSINE, LEAST_READ = 0.80, 0.90


class NearPassage(NamedTuple):
    """Words ``[first, last)`` of a stream that hold ``share`` of a phrase, by weight."""

    share: float
    stream: Stream
    first: int
    last: int

    @property
    def start(self) -> int:
        """Where its text begins in the stream's."""
        return self.stream.starts[self.first]

    @property
    def end(self) -> int:
        """Where its text ends in the stream's."""
        return self.stream.ends[self.last - 1]

    @property
    def text(self) -> str:
        """Its characters."""
        return self.stream.text[self.start : self.end]


def candidates(
    query: Query, index: SearchIndex, documents: Collection[str], names: Thesaurus
) -> list[NearPassage]:
    """Runs of words in some documents that hold a part of a phrase, the best of each."""
    if len(query.forms) < LEAST_WORDS:  # then there are no more slots
        return []
    slots = slots_of(query, names)
    if not LEAST_WORDS <= len(slots) <= MOST_WORDS:
        return []
    total = sum(slot.weight for slot in slots)
    search = SlotSearch(slots, 2 * (len(slots) + EXTRA_WORDS) + 2)
    found: dict[str, list[NearPassage]] = defaultdict(list)
    for stream, first, last in search.regions(index, LEAST_SHARE * total, Taken()):
        if stream.name not in documents:
            continue
        for run in search.windows(stream, first, last):
            share = sum(f.quality * slots[f.slot].weight for f in run.fillings) / total
            if share >= LEAST_SHARE and run.extra <= EXTRA_WORDS and len(run.fillings) > 1:
                found[stream.name].append(NearPassage(share, stream, run.first, run.last))
    return [best for some in found.values() for best in _best(some)]


def _best(some: Sequence[NearPassage]) -> list[NearPassage]:
    """The candidates of one document that hold most, each with words of its own."""
    kept: list[NearPassage] = []
    for one in sorted(some, key=lambda c: (-c.share, c.last - c.first, c.first)):
        apart = all(one.last <= other.first or other.last <= one.first for other in kept)
        if apart and len(kept) < MOST_A_DOCUMENT:
            kept.append(one)
    return kept


def near_in_meaning(
    text: str, found: Sequence[NearPassage], encoder: Encoder, reader: PairReader | None
) -> list[tuple[float, NearPassage]]:
    """The candidates that come near a phrase in meaning, with their cosines in [0, 1].

    Where there is a reader of pairs, it must take both for one statement or a part of it.
    """
    import numpy as np

    if not found:
        return []
    vectors = encoder.encode([text, *(one.text for one in found)])
    cosines = (vectors[1:] @ vectors[0]).tolist()
    near = [(c, one) for c, one in zip(cosines, found, strict=True) if c >= LEAST_COSINE]
    if reader is None or not near:
        return near
    verdicts = np.exp(reader.read([(text, one.text) for _, one in near]))
    return [
        pair
        for pair, (same, contained, *_) in zip(near, verdicts.tolist(), strict=True)
        if same + contained >= LEAST_READ
    ]
