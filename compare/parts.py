"""What linked and unlinked paragraphs share beside their links: parts and related pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from scodiff.compare.clauses import Clause
from scodiff.compare.diff import share_kept
from scodiff.compare.features import Side
from scodiff.compare.model import Link, Part, Related
from scodiff.compare.scorer import Scores
from scodiff.compare.settings import Settings
from scodiff.corpus.model import Paragraph

Edge = tuple[int, int]
MOST_RELATED = 3


def parts_of(
    crossing: Iterable[Edge],
    side_a: Side,
    side_b: Side,
    scores: Scores,
    a: Sequence[Paragraph],
    b: Sequence[Paragraph],
) -> tuple[Part, ...]:
    """For each edge between two links, the two clauses that answer to each other best."""
    parts = []
    for i, j in crossing:
        rows, columns = _clause_range(side_a, i), _clause_range(side_b, j)
        block = scores.features.clauses[np.ix_(rows, columns)]
        row, column = np.unravel_index(int(block.argmax()), block.shape)
        unit_a, unit_b = rows[int(row)], columns[int(column)]
        clause_a, clause_b = side_a.units.clauses[unit_a], side_b.units.clauses[unit_b]
        parts.append(
            Part(
                a[i].id,
                b[j].id,
                clause_a.start,
                clause_a.end,
                clause_b.start,
                clause_b.end,
                _cosine(scores, unit_a, unit_b),
                share_kept(_text(a[i], clause_a), _text(b[j], clause_b)),
            )
        )
    return tuple(parts)


def _clause_range(side: Side, paragraph: int) -> range:
    starts = side.units.starts
    end = starts[paragraph + 1] if paragraph + 1 < len(starts) else len(side.units.clauses)
    return range(starts[paragraph], end)


def _text(paragraph: Paragraph, clause: Clause) -> str:
    return paragraph.text[clause.start : clause.end]


def _cosine(scores: Scores, unit_a: int, unit_b: int) -> float | None:
    vectors = scores.features.clause_vectors
    if vectors is None:
        return None
    return float(vectors[0][unit_a] @ vectors[1][unit_b])


def related_of(
    links: Sequence[Link],
    crossing: Iterable[Edge],
    scores: Scores,
    a: Sequence[Paragraph],
    b: Sequence[Paragraph],
    settings: Settings,
    forbidden: frozenset[Edge] = frozenset(),
) -> tuple[Related, ...]:
    """Up to three candidates for each paragraph without a sure link, best first.

    First those of A's paragraphs, then those that only a paragraph of B adds.
    """
    place_a = {p.id: i for i, p in enumerate(a)}
    place_b = {p.id: j for j, p in enumerate(b)}
    found = {(place_a[p.a], place_b[p.b]) for link in links for p in link.pairs}
    taken = found | set(crossing) | forbidden
    candidates: dict[Edge, None] = {}
    for link in links:
        if link.relation not in ("disappeared", "new") and link.confidence >= settings.sure:
            continue
        for i in (place_a[p] for p in link.a):
            for j in _best(scores.link[i], settings.related, {y for x, y in taken if x == i}):
                candidates[i, j] = None
        for j in (place_b[p] for p in link.b):
            for i in _best(scores.link[:, j], settings.related, {x for x, y in taken if y == j}):
                candidates[i, j] = None
    return tuple(_related(edge, scores, a, b) for edge in candidates)


def _best(probability: np.ndarray, floor: float, taken: set[int]) -> list[int]:
    order = np.argsort(-probability, kind="stable")[: MOST_RELATED + len(taken)]
    free = [int(k) for k in order if int(k) not in taken and probability[k] >= floor]
    return free[:MOST_RELATED]


def _related(edge: Edge, scores: Scores, a: Sequence[Paragraph], b: Sequence[Paragraph]) -> Related:
    i, j = edge
    cosine = scores.features.cosine
    semantic = None if cosine is None else float(cosine[i, j])
    return Related(a[i].id, b[j].id, semantic, share_kept(a[i].text, b[j].text))
