"""Which clause of either text answers best to each clause of the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scodiff.compare.alignment.link_evidence import Evidence
from scodiff.compare.model import ClausePair, Link, Place
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.corpus.model import Paragraph


def clause_pairs_of(
    links: Sequence[Link], crossing: Iterable[Edge], evidence: Evidence
) -> tuple[ClausePair, ...]:
    """The best of all clauses for each clause, and the best within linked paragraphs.

    In the order of A. Of long texts those alone of paragraphs that are linked or share a part.
    """
    a, b, scores = evidence.a, evidence.b, evidence.scores
    number_a, number_b = ({p.id: k for k, p in enumerate(side)} for side in (a, b))
    edges = {(number_a[pair.a], number_b[pair.b]) for link in links for pair in link.pairs}
    found = scores.features.clauses.nearest(sorted(edges.union(crossing)))
    places_a, places_b = _places(scores.a, a), _places(scores.b, b)
    return tuple(
        ClausePair(places_a[i], places_b[j], score) for (i, j), score in sorted(found.items())
    )


def _places(text: PreparedText, paragraphs: Sequence[Paragraph]) -> list[Place]:
    """Where each clause of a text stands."""
    return [
        Place(paragraph.id, text.clauses[number].start, text.clauses[number].end)
        for k, paragraph in enumerate(paragraphs)
        for number in text.groups.members(k)
    ]
