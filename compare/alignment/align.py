"""Which paragraphs answer to which: many-to-many, in any order, or not at all.

Every pair of paragraphs that is probable enough is an edge. The most probable edges make
groups, and each paragraph is in one (``groups``); edges that lead from one group to another
become parts. Where no edge is probable there is no link: none is better than a wrong one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scodiff.compare.alignment.groups import AlignedGroup, Containment, assemble
from scodiff.compare.alignment.threshold import linked_from
from scodiff.compare.diff.diff import share_kept
from scodiff.compare.model import Relation
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.scoring.identical import identical_pairs
from scodiff.compare.settings import Settings

# Words kept of a sentence in which a number or a name was exchanged: "of its eighty-first session"
# is told from "of its seventy-ninth", and the paragraph is the same one a year later. Of the
# rewrites that say the same of something else, one in twenty keeps so many.
SAME_SENTENCE = 0.9


@dataclass(frozen=True, slots=True)
class Alignment:
    """Groups that part both texts, and the edges that lead from one group to another."""

    groups: tuple[AlignedGroup, ...]
    crossing: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a reader has decided, by paragraph indices.

    ``pinned`` are groups that stand, ``forbidden`` pairs that must not be linked, ``shared``
    pairs that have a passage in common, ``related`` pairs that have only their matter. ``deciders``
    says who decided of a pair that it is pinned or shared, ``settled`` of a paragraph (its side, 0
    or 1, and index) that what was said of it is all: ``reader`` or ``model``.
    ``quoted`` has the passages that a pair was found to share, where they were quoted: offsets of
    start and end in A, then in B. ``relations`` has the relation that was given to a link, by its
    paragraphs of A and of B.
    """

    pinned: tuple[AlignedGroup, ...] = ()
    forbidden: frozenset[Edge] = frozenset()
    shared: frozenset[Edge] = frozenset()
    related: frozenset[Edge] = frozenset()
    deciders: Mapping[Edge, str] = field(default_factory=dict)
    settled: Mapping[tuple[int, int], str] = field(default_factory=dict)
    quoted: Mapping[Edge, tuple[int, int, int, int]] = field(default_factory=dict)
    relations: Mapping[tuple[tuple[int, ...], tuple[int, ...]], Relation] = field(
        default_factory=dict
    )


def align(scores: Scores, settings: Settings, constraints: Constraints) -> Alignment:
    """Align the paragraphs of two texts from the probabilities of their pairs."""
    same = _identical(scores, settings.anchor, constraints)
    likely = _edges(scores, linked_from(settings), constraints.shared)
    edges = [e for e in likely if e not in constraints.forbidden]
    supported = _supported(scores, [*same, *edges], settings, constraints.forbidden)
    edges += supported
    groups = [
        replace(group, support=max((supported.get(e, 0.0) for e in group.pairs), default=0.0))
        for group in assemble(constraints.pinned, same, edges, Containment(scores, settings))
    ]
    groups = [g for g in groups if not _is_mere_part(g, scores, settings, constraints.shared)]
    alone = _alone(groups, len(scores.a.texts), len(scores.b.texts))
    return Alignment((*groups, *alone), tuple(_crossing(groups, edges)))


def _is_mere_part(
    group: AlignedGroup, scores: Scores, settings: Settings, shared: frozenset[Edge]
) -> bool:
    """Whether two paragraphs only share a part, each with much that the other lacks.

    What became of the whole of neither is a link; what they share is shown as a part.
    """
    if group.pinned or len(group.pairs) != 1:
        return False
    pair = group.pairs[0]
    if pair not in shared and scores.same(pair) >= settings.passage:
        return False
    return not Containment(scores, settings).either(pair)


def _identical(scores: Scores, anchor: float, constraints: Constraints) -> list[Edge]:
    """The paragraphs that are the same to the letter, as far as a reader leaves them free."""
    pinned_a = {i for group in constraints.pinned for i in group.a}
    pinned_b = {j for group in constraints.pinned for j in group.b}

    def allowed(edge: Edge) -> bool:
        """Whether no decision speaks of the pair, or of either of its paragraphs."""
        free = edge[0] not in pinned_a and edge[1] not in pinned_b
        return free and edge not in constraints.forbidden

    return identical_pairs(scores.a.texts, scores.b.texts, _anchors(scores, anchor), allowed)


def _anchors(scores: Scores, least: float) -> list[Edge]:
    """The pairs that are each other's most probable."""
    pairs, link = scores.pairs, scores.link
    best_a, best_b = pairs.best(link, 0)[pairs.rows], pairs.best(link, 1)[pairs.columns]
    mutual = np.flatnonzero((link >= least) & (link == best_a) & (link == best_b))
    return list(zip(pairs.rows[mutual].tolist(), pairs.columns[mutual].tolist(), strict=True))


def _edges(scores: Scores, threshold: float, shared: frozenset[Edge]) -> list[Edge]:
    """The pairs probable enough, the most probable first, then the nearest in place.

    Those that a reader found to share a passage are among them, however probable they were.
    """
    pairs = scores.pairs
    found = np.flatnonzero(scores.link >= threshold)
    rows, columns = pairs.rows[found], pairs.columns[found]
    apart = np.abs(rows / pairs.shape[0] - columns / pairs.shape[1])
    order = np.lexsort((rows + columns, apart, -scores.link[found]))
    edges = list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))
    unlikely = sorted(shared.difference(edges), key=lambda e: (-scores.probability(e), e))
    return edges + unlikely


def _supported(
    scores: Scores,
    edges: Sequence[Edge],
    settings: Settings,
    forbidden: frozenset[Edge],
) -> dict[Edge, float]:
    """Edges between paragraphs that have none, beside edges that are there already.

    Each comes with its probability in view of its neighbours.

    Where the paragraphs before, or those after, answer to each other, less evidence is
    enough: each such neighbour adds ``settings.neighbour`` to the log-odds. What is found
    supports its own neighbours in turn. Order is evidence here, never a condition, and none
    against a reader's who found that the two make different statements of different words.
    """
    known = set(edges)
    free_a = set(range(scores.pairs.shape[0])) - {i for i, _ in known}
    free_b = set(range(scores.pairs.shape[1])) - {j for _, j in known}
    least, bonus = _log_odds(linked_from(settings)), settings.neighbour
    found: dict[Edge, float] = {}
    fresh: Sequence[Edge] = edges
    while fresh:
        # Only beside what is fresh can there be more support than there was.
        beside = {(i + d, j + d) for i, j in fresh for d in (-1, 1)} - forbidden
        odds = {
            edge: _log_odds(scores.probability(edge)) + bonus * _neighbours(edge, known)
            for edge in beside
            if edge[0] in free_a and edge[1] in free_b and not _told_apart(scores, edge)
        }
        best = sorted((e for e in odds if odds[e] >= least), key=lambda e: (-odds[e], e))
        fresh = []
        for i, j in best:
            if i in free_a and j in free_b:
                fresh.append((i, j))
                free_a.discard(i)
                free_b.discard(j)
        found |= {edge: 1 / (1 + math.exp(-odds[edge])) for edge in fresh}
        known.update(fresh)
    return found


def _told_apart(scores: Scores, edge: Edge) -> bool:
    """Whether a reader found no statement in common, where more than a word or two differs."""
    if not scores.denied(edge):
        return False
    a, b = scores.a.texts[edge[0]], scores.b.texts[edge[1]]
    return share_kept(a, b) < SAME_SENTENCE


def _neighbours(edge: Edge, known: set[Edge]) -> int:
    i, j = edge
    return ((i - 1, j - 1) in known) + ((i + 1, j + 1) in known)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


def _alone(groups: Sequence[AlignedGroup], count_a: int, count_b: int) -> list[AlignedGroup]:
    """A group of its own for every paragraph that nothing answers to."""
    taken_a = {i for group in groups for i in group.a}
    taken_b = {j for group in groups for j in group.b}
    gone = [AlignedGroup((i,), ()) for i in range(count_a) if i not in taken_a]
    return gone + [AlignedGroup((), (j,)) for j in range(count_b) if j not in taken_b]


def _crossing(groups: Sequence[AlignedGroup], edges: Sequence[Edge]) -> list[Edge]:
    """The edges between different groups; within a group its own pairs speak."""
    group_of_a: Mapping[int, int] = {i: n for n, group in enumerate(groups) for i in group.a}
    group_of_b: Mapping[int, int] = {j: n for n, group in enumerate(groups) for j in group.b}
    return sorted(
        (i, j)
        for i, j in edges
        if i not in group_of_a or j not in group_of_b or group_of_a[i] != group_of_b[j]
    )
