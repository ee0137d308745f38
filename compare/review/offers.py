"""Which paragraphs are asked about, and what of the other text is offered to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from scodiff.compare.decisions.model import TextSide
from scodiff.compare.pipeline import ScoredComparison
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.corpus.model import Paragraph

MOST_OFFERED = 5

Asked = tuple[TextSide, int]  # the side and the index of a paragraph


@dataclass(frozen=True, slots=True)
class Offers:
    """What scodiff found, by the indices of citable paragraphs.

    ``linked`` are the pairs that it linked or found to share a passage, ``partners`` the same by
    paragraph. ``unsure`` are the paragraphs whose link is not sure, A's before B's, and ``pairs``
    what each is asked with.
    """

    engine: ScoredComparison
    a: Sequence[Paragraph]
    b: Sequence[Paragraph]
    linked: frozenset[Edge]
    partners: Mapping[Asked, Sequence[int]]
    unsure: tuple[Asked, ...]

    def pairs(self, asked: Asked) -> tuple[Edge, ...]:
        """The pairs of a paragraph, the likeliest first: five, and all that it is linked with."""
        side, paragraph = asked
        scores, own = self.engine.scores, 0 if side == "a" else 1
        places = scores.pairs.of(paragraph, own)
        others = (scores.pairs.columns if own == 0 else scores.pairs.rows)[places]
        ranked = others[np.lexsort((others, -scores.link[places]))].tolist()
        kept = self.partners.get(asked, ())
        best = {
            *kept,
            *[other for other in ranked if other not in kept][: MOST_OFFERED - len(kept)],
        }
        first = [other for other in ranked if other in best]
        rest = sorted(best.difference(first))
        return tuple(self.edge(asked, other) for other in [*first, *rest])

    def edge(self, asked: Asked, other: int) -> Edge:
        """The pair of a paragraph and one of the other text."""
        return (asked[1], other) if asked[0] == "a" else (other, asked[1])

    def probability(self, edge: Edge) -> float:
        """That a pair answers to each other, at least in part."""
        return self.engine.scores.probability(edge)


def offers_of(engine: ScoredComparison) -> Offers:
    """What can be asked of a comparison that no answer had a part in."""
    comparison = engine.comparison
    a, b = comparison.a.citable, comparison.b.citable
    of_a, of_b = ({p.id: k for k, p in enumerate(side)} for side in (a, b))
    pairs = [(pair.a, pair.b) for link in comparison.links for pair in link.pairs]
    pairs += [(part.a, part.b) for part in comparison.parts]
    linked = {(of_a[i], of_b[j]) for i, j in pairs}
    partners: dict[Asked, list[int]] = {}
    for i, j in sorted(linked):
        partners.setdefault(("a", i), []).append(j)
        partners.setdefault(("b", j), []).append(i)
    unsure = [link for link in comparison.links if link.certainty != "sure"]
    places = [("a", of_a[p]) for link in unsure for p in link.a]
    places += [("b", of_b[p]) for link in unsure for p in link.b]
    return Offers(
        engine,
        a,
        b,
        frozenset(linked),
        partners,
        cast(tuple[Asked, ...], tuple(sorted(places))),
    )
