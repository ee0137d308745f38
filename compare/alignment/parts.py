"""What linked and unlinked paragraphs share beside their links: parts and related pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from scodiff.compare.alignment.align import Constraints
from scodiff.compare.alignment.certainty import after_decision, of_part
from scodiff.compare.alignment.link_evidence import Evidence
from scodiff.compare.model import Link, Part, Related
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.settings import Settings
from scodiff.corpus.model import Paragraph


def parts_of(
    links: Sequence[Link],
    crossing: Iterable[Edge],
    evidence: Evidence,
    constraints: Constraints,
) -> tuple[Part, ...]:
    """For each edge between two links, the two clauses that answer to each other best.

    In the order of A's paragraphs, the most probable of each first. A formula that both
    paragraphs have, each in common with what it is linked to, has gone nowhere: it is no part.
    What a reader found is one for sure, and the passage that which was quoted.
    """
    a, b, scores = evidence.a, evidence.b, evidence.scores
    kept_a, kept_b = _partners(links, a, b)
    parts = []
    edges = sorted(crossing, key=lambda e: (e[0], -scores.probability(e), e[1]))
    best = scores.features.clauses.best(edges)
    for (i, j), (number_a, number_b) in zip(edges, best, strict=True):
        clause_a, clause_b = scores.a.clauses[number_a], scores.b.clauses[number_b]
        found = (clause_a.start, clause_a.end, clause_b.start, clause_b.end)
        span = constraints.quoted.get((i, j), found)
        text_a, text_b = a[i].text[span[0] : span[1]], b[j].text[span[2] : span[3]]
        decided_by = constraints.deciders.get((i, j), "")
        in_links = text_a in kept_a.get(a[i].id, "") and text_b in kept_b.get(b[j].id, "")
        if in_links and not decided_by:
            continue
        probability = scores.probability((i, j))
        own = of_part(probability, evidence.settings)
        confidence, certainty = after_decision(decided_by, probability, own)
        parts.append(
            Part(
                a[i].id,
                b[j].id,
                *span,
                scores.features.clause_cosine_of(number_a, number_b) if span == found else None,
                evidence.share_kept(text_a, text_b),
                confidence,
                certainty,
                decided_by,
            )
        )
    return tuple(parts)


def _partners(
    links: Iterable[Link], a: Sequence[Paragraph], b: Sequence[Paragraph]
) -> tuple[dict[str, str], dict[str, str]]:
    """For each linked paragraph of A, and of B, the text of the other side of its link."""
    text_a, text_b = ({p.id: p.text for p in paragraphs} for paragraphs in (a, b))
    kept_a: dict[str, str] = {}
    kept_b: dict[str, str] = {}
    for link in links:
        kept_a |= dict.fromkeys(link.a, "\n".join(text_b[p] for p in link.b))
        kept_b |= dict.fromkeys(link.b, "\n".join(text_a[p] for p in link.a))
    return kept_a, kept_b


def related_of(
    links: Sequence[Link],
    crossing: Iterable[Edge],
    evidence: Evidence,
    constraints: Constraints,
) -> tuple[Related, ...]:
    """Up to three candidates for each paragraph without a sure link, the best first.

    In this order those of any one paragraph, of A or of B, come as they rank.

    No paragraph stands in more than three: the first choices of all are served before
    the second, so that a paragraph on everybody's subject does not use up the room, and
    A's paragraphs before B's, since it is what became of A that is asked. What a reader found to
    be on the same matter comes before all.
    """
    a, b, scores, settings = evidence.a, evidence.b, evidence.scores, evidence.settings
    place_a = {p.id: i for i, p in enumerate(a)}
    place_b = {p.id: j for j, p in enumerate(b)}
    found = {(place_a[p.a], place_b[p.b]) for link in links for p in link.pairs}
    taken = found | set(crossing) | constraints.forbidden
    decided = sorted(constraints.related - found - set(crossing))
    unsure = [link for link in links if not _is_sure(link, settings)]
    rows = [place_a[p] for link in unsure for p in link.a]
    columns = [place_b[p] for link in unsure for p in link.b]
    served = _serve(
        [*_wishes(rows, 0, scores, taken, settings), *_wishes(columns, 1, scores, taken, settings)],
        settings.most_related,
    )
    served.sort(key=lambda e: (-scores.preference(e), e))
    return tuple(_related(edge, evidence) for edge in [*decided, *served])


def _wishes(
    paragraphs: Iterable[int], side: int, scores: Scores, taken: set[Edge], settings: Settings
) -> list[Edge]:
    """The first candidates of paragraphs of A (side 0) or B (side 1), all first choices first."""
    wishes: list[tuple[int, float, Edge]] = []
    pairs = scores.pairs
    for paragraph in paragraphs:
        places = pairs.of(paragraph, side)
        places = places[_on_the_matter(scores, settings)[places]]
        places = places[np.argsort(-scores.candidates[places], kind="stable")]
        edges = ((int(pairs.rows[k]), int(pairs.columns[k]), k) for k in places)
        free = ((i, j, k) for i, j, k in edges if (i, j) not in taken)
        for rank, (i, j, place) in enumerate(islice(free, settings.most_related)):
            wishes.append((rank, -float(scores.candidates[place]), (i, j)))
    return [edge for _, _, edge in sorted(wishes)]


def _on_the_matter(scores: Scores, settings: Settings) -> npt.NDArray[np.bool_]:
    """Which pairs treat the same specific matter, as far as can be told."""
    if scores.verdicts is None:
        return np.asarray(scores.link >= settings.related)
    return np.asarray(scores.link + (1 - scores.link) * scores.verdicts.matter >= settings.matter)


def _serve(wishes: Iterable[Edge], most: int) -> list[Edge]:
    """Take the wishes in turn while both paragraphs have room, each once."""
    served: dict[Edge, None] = {}
    room_a: Counter[int] = Counter()
    room_b: Counter[int] = Counter()
    for i, j in wishes:
        if (i, j) not in served and room_a[i] < most and room_b[j] < most:
            served[i, j] = None
            room_a[i] += 1
            room_b[j] += 1
    return list(served)


def _is_sure(link: Link, settings: Settings) -> bool:
    """Whether a link needs no candidates beside it: its wording itself speaks for it."""
    by_wording = link.relation in ("identical", "editorial", "changed")
    return bool(link.decided_by and link.pairs) or (by_wording and link.confidence >= settings.sure)


def _related(edge: Edge, evidence: Evidence) -> Related:
    a, b = evidence.a[edge[0]], evidence.b[edge[1]]
    return Related(a.id, b.id, evidence.cosine(edge), evidence.share_kept(a.text, b.text))
