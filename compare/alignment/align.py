"""Which paragraphs answer to which: many-to-many, in any order, or not at all.

Every pair of paragraphs that is probable enough is an edge. The most probable edges make
the units, and each paragraph has its home in one; a unit grows on one side (1-n or n-1)
when the paragraph to be added is mostly contained in the passage and explains a part of
it that nothing explains yet. Edges that lead from one unit to another become parts. Where
no edge is probable there is no link: none is better than a wrong one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.scoring.identical import identical_pairs
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.compare.settings import Settings


@dataclass(frozen=True, slots=True)
class AlignedGroup:
    """One alignment unit, by paragraph indices; ``pairs`` says which answer to which.

    ``support`` is the probability that its neighbours lent it, 0 where none was needed.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    pairs: tuple[Edge, ...] = ()
    pinned: bool = False
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Units that part both texts, and the edges that lead from one unit to another."""

    units: tuple[AlignedGroup, ...]
    crossing: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a reader has decided: units that stand, and pairs that must not be linked."""

    pinned: tuple[AlignedGroup, ...] = ()
    forbidden: frozenset[Edge] = frozenset()


def search(
    a: PreparedText,
    b: PreparedText,
    scores: Scores,
    settings: Settings,
    constraints: Constraints = Constraints(),
) -> Alignment:
    """Align the paragraphs of two texts from the probabilities of their pairs."""
    forbidden = constraints.forbidden
    same = _same(a, b, scores, settings.anchor, constraints)
    threshold = scores.threshold if settings.link is None else settings.link
    edges = [edge for edge in _edges(scores, threshold) if edge not in forbidden]
    supported = _supported(scores, threshold, [*same, *edges], settings.neighbour, forbidden)
    edges += supported
    containment = _Containment(a, b, scores, settings)
    units = [
        replace(unit, support=max((supported.get(edge, 0.0) for edge in unit.pairs), default=0.0))
        for unit in _assemble(constraints.pinned, same, edges, containment)
    ]
    return Alignment(
        (*units, *_alone(units, len(a.texts), len(b.texts))), tuple(_crossing(units, edges))
    )


def _same(
    a: PreparedText, b: PreparedText, scores: Scores, anchor: float, constraints: Constraints
) -> list[Edge]:
    """The paragraphs that are the same to the letter, as far as a reader leaves them free."""
    pinned_a = {i for unit in constraints.pinned for i in unit.a}
    pinned_b = {j for unit in constraints.pinned for j in unit.b}

    def allowed(edge: Edge) -> bool:
        """Whether no decision speaks of the pair, or of either of its paragraphs."""
        free = edge[0] not in pinned_a and edge[1] not in pinned_b
        return free and edge not in constraints.forbidden

    pairs, link = scores.pairs, scores.link
    best_a, best_b = pairs.best(link, 0)[pairs.rows], pairs.best(link, 1)[pairs.columns]
    mutual = np.flatnonzero((link >= anchor) & (link == best_a) & (link == best_b))
    anchors = zip(pairs.rows[mutual].tolist(), pairs.columns[mutual].tolist(), strict=True)
    return identical_pairs(a.texts, b.texts, anchors, allowed)


def _edges(scores: Scores, threshold: float) -> list[Edge]:
    """The pairs probable enough, the most probable first, then the nearest in place."""
    pairs = scores.pairs
    found = np.flatnonzero(scores.link >= threshold)
    rows, columns = pairs.rows[found], pairs.columns[found]
    apart = np.abs(rows / pairs.shape[0] - columns / pairs.shape[1])
    order = np.lexsort((rows + columns, apart, -scores.link[found]))
    return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


def _supported(
    scores: Scores,
    threshold: float,
    edges: Sequence[Edge],
    bonus: float,
    forbidden: frozenset[Edge],
) -> dict[Edge, float]:
    """Edges between paragraphs that have none, beside edges that are there already.

    Each with its probability in view of its neighbours.

    Where the paragraphs before, or those after, answer to each other, less evidence is
    enough: each such neighbour adds ``bonus`` to the log-odds. What is found supports its
    own neighbours in turn. Order is evidence here, never a condition.
    """
    known = set(edges)
    free_a = set(range(scores.pairs.shape[0])) - {i for i, _ in known}
    free_b = set(range(scores.pairs.shape[1])) - {j for _, j in known}
    least = _log_odds(threshold)
    found: dict[Edge, float] = {}
    fresh: Sequence[Edge] = edges
    while fresh:
        # Only beside what is fresh can there be more support than there was.
        beside = {(i + d, j + d) for i, j in fresh for d in (-1, 1)} - forbidden
        odds = {
            edge: _log_odds(scores.probability(edge)) + bonus * _neighbours(edge, known)
            for edge in beside
            if edge[0] in free_a and edge[1] in free_b
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


def _neighbours(edge: Edge, known: set[Edge]) -> int:
    i, j = edge
    return ((i - 1, j - 1) in known) + ((i + 1, j + 1) in known)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


class _Containment:
    """How much of one paragraph's rare words stand in others."""

    def __init__(
        self, a: PreparedText, b: PreparedText, scores: Scores, settings: Settings
    ) -> None:
        self._settings = settings
        self._scores = scores
        self._weights = scores.features.weights
        self._a, self._b = a.terms.paragraphs, b.terms.paragraphs

    def allows_b(self, centre: int, held: Iterable[int], added: int) -> bool:
        """Whether paragraph ``added`` of B may join those held by ``centre`` of A."""
        held_terms = [self._known(self._b[member]) for member in held]
        added_terms, sure = self._known(self._b[added]), self._sure((centre, added))
        return self._allows(self._known(self._a[centre]), held_terms, added_terms, sure)

    def allows_a(self, centre: int, held: Iterable[int], added: int) -> bool:
        """Whether paragraph ``added`` of A may join those held by ``centre`` of B."""
        held_terms = [self._known(self._a[member]) for member in held]
        added_terms, sure = self._known(self._a[added]), self._sure((added, centre))
        return self._allows(self._known(self._b[centre]), held_terms, added_terms, sure)

    def _sure(self, edge: Edge) -> bool:
        return self._scores.probability(edge) >= self._settings.joined

    def _known(self, terms: Iterable[str]) -> frozenset[str]:
        return frozenset(terms) & self._weights.keys()

    def _allows(
        self,
        centre: frozenset[str],
        held: Sequence[frozenset[str]],
        added: frozenset[str],
        sure: bool,
    ) -> bool:
        """Whether what is added accounts for more of the centre, and is mostly its.

        One paragraph of a merger may bring much of its own. Where the pair is ``sure``, it is
        enough that what is held would have joined what is added: which came first must not
        decide.
        """
        if not self._gains(centre, held, added):
            return False
        if self._contained(centre, added):
            return True
        others = [[*held[:k], *held[k + 1 :], added] for k in range(len(held))]
        return sure and all(
            self._contained(centre, member) and self._gains(centre, rest, member)
            for rest, member in zip(others, held, strict=True)
        )

    def _contained(self, centre: frozenset[str], added: frozenset[str]) -> bool:
        return self._mass(centre & added) >= self._settings.growth * self._mass(added)

    def _gains(
        self, centre: frozenset[str], held: Iterable[frozenset[str]], added: frozenset[str]
    ) -> bool:
        fresh = (centre & added).difference(*held)
        enough = self._settings.gain * self._mass(centre)
        return self._mass(fresh) >= min(enough, self._settings.whole * self._mass(added))

    def _mass(self, terms: Iterable[str]) -> float:
        # In sorted order, so that rounding does not depend on the order of a set.
        return sum(self._weights[term] for term in sorted(terms))


def _assemble(
    pinned: Sequence[AlignedGroup],
    identical_pairs: Sequence[Edge],
    edges: Sequence[Edge],
    containment: _Containment,
) -> list[AlignedGroup]:
    """Units from edges, the surest first; each grows on one side only."""
    homes = _Homes()
    for unit in pinned:
        homes.settle(unit.pairs, closed=True)
    for i, j in identical_pairs:
        if homes.of_a(i) is None and homes.of_b(j) is None:
            homes.settle([(i, j)], closed=True)
    for i, j in edges:
        home_a, home_b = homes.of_a(i), homes.of_b(j)
        if home_a is None and home_b is None:
            homes.settle([(i, j)])
        elif home_b is None and home_a is not None and homes.centred_on_a(home_a, i):
            held = [b for _, b in homes.pairs[home_a]]
            if containment.allows_b(i, held, j):
                homes.grow(home_a, (i, j))
        elif home_a is None and home_b is not None and homes.centred_on_b(home_b, j):
            held = [a for a, _ in homes.pairs[home_b]]
            if containment.allows_a(j, held, i):
                homes.grow(home_b, (i, j))
    return homes.units(len(pinned))


class _Homes:
    """Which unit each paragraph lives in, while units are being made."""

    def __init__(self) -> None:
        self.pairs: list[list[Edge]] = []
        self._closed: set[int] = set()
        self._a: dict[int, int] = {}
        self._b: dict[int, int] = {}

    def of_a(self, i: int) -> int | None:
        """The unit that paragraph ``i`` of A lives in, if any."""
        return self._a.get(i)

    def of_b(self, j: int) -> int | None:
        """The unit that paragraph ``j`` of B lives in, if any."""
        return self._b.get(j)

    def settle(self, pairs: Iterable[Edge], *, closed: bool = False) -> None:
        """Make a new unit of these pairs; a closed one never grows."""
        self.pairs.append([])
        if closed:
            self._closed.add(len(self.pairs) - 1)
        for pair in pairs:
            self.grow(len(self.pairs) - 1, pair)

    def grow(self, unit: int, pair: Edge) -> None:
        """Take a pair into a unit."""
        self.pairs[unit].append(pair)
        self._a[pair[0]] = self._b[pair[1]] = unit

    def centred_on_a(self, unit: int, i: int) -> bool:
        """Whether a unit is open and paragraph ``i`` is all that it holds of A."""
        return unit not in self._closed and all(a == i for a, _ in self.pairs[unit])

    def centred_on_b(self, unit: int, j: int) -> bool:
        """Whether a unit is open and paragraph ``j`` is all that it holds of B."""
        return unit not in self._closed and all(b == j for _, b in self.pairs[unit])

    def units(self, pinned: int) -> list[AlignedGroup]:
        """The units as made, of which the first ``pinned`` are a reader's."""
        return [
            AlignedGroup(
                tuple(sorted({i for i, _ in pairs})),
                tuple(sorted({j for _, j in pairs})),
                tuple(sorted(pairs)),
                pinned=number < pinned,
            )
            for number, pairs in enumerate(self.pairs)
        ]


def _alone(units: Sequence[AlignedGroup], count_a: int, count_b: int) -> list[AlignedGroup]:
    """A unit of its own for every paragraph that nothing answers to."""
    taken_a = {i for unit in units for i in unit.a}
    taken_b = {j for unit in units for j in unit.b}
    gone = [AlignedGroup((i,), ()) for i in range(count_a) if i not in taken_a]
    return gone + [AlignedGroup((), (j,)) for j in range(count_b) if j not in taken_b]


def _crossing(units: Sequence[AlignedGroup], edges: Sequence[Edge]) -> list[Edge]:
    """The edges between different units; within a unit its own pairs speak."""
    unit_of_a: Mapping[int, int] = {i: n for n, unit in enumerate(units) for i in unit.a}
    unit_of_b: Mapping[int, int] = {j: n for n, unit in enumerate(units) for j in unit.b}
    return sorted(
        (i, j)
        for i, j in edges
        if i not in unit_of_a or j not in unit_of_b or unit_of_a[i] != unit_of_b[j]
    )
