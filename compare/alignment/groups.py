"""Groups of paragraphs that answer to each other, and which paragraph may join one.

The most probable pairs make the groups. A group grows on one side (1-n or n-1) when the
paragraph to be added is mostly contained in the passage and explains a part of it that
nothing explains yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.settings import Settings


@dataclass(frozen=True, slots=True)
class AlignedGroup:
    """Paragraphs of A and of B, by their indices; ``pairs`` says which answer to which.

    One without pairs is a single paragraph that nothing answers to. ``support`` is the
    probability that its neighbours lent it, 0 where none was needed; ``pinned`` that a reader
    decided it.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    pairs: tuple[Edge, ...] = ()
    pinned: bool = False
    support: float = 0.0


def assemble(
    pinned: Sequence[AlignedGroup],
    identical: Iterable[Edge],
    edges: Iterable[Edge],
    containment: Containment,
) -> list[AlignedGroup]:
    """Groups of what a reader pinned, of identical paragraphs, and of edges, the surest first."""
    builder = GroupBuilder()
    for group in pinned:
        builder.add(group.pairs, closed=True)
    for edge in identical:
        if builder.is_free(edge):
            builder.add([edge], closed=True)
    for edge in edges:
        if builder.is_free(edge):
            builder.add([edge])
        else:
            builder.extend(edge, containment)
    return builder.groups(len(pinned))


class GroupBuilder:
    """The groups while they are made, and which of them each paragraph is in."""

    def __init__(self) -> None:
        self._pairs: list[list[Edge]] = []
        self._closed: set[int] = set()
        self._of_a: dict[int, int] = {}
        self._of_b: dict[int, int] = {}

    def is_free(self, edge: Edge) -> bool:
        """Whether neither paragraph of a pair is in a group."""
        return edge[0] not in self._of_a and edge[1] not in self._of_b

    def add(self, pairs: Iterable[Edge], *, closed: bool = False) -> None:
        """Make a new group of these pairs; a closed one never grows."""
        self._pairs.append([])
        if closed:
            self._closed.add(len(self._pairs) - 1)
        for pair in pairs:
            self._take(len(self._pairs) - 1, pair)

    def extend(self, edge: Edge, containment: Containment) -> None:
        """Take a pair into the group of one of its paragraphs, if the other one is to join it.

        A group grows on one side only: the paragraph that is in it must be all that the group
        has of its text.
        """
        i, j = edge
        group_a, group_b = self._of_a.get(i), self._of_b.get(j)
        if group_a is not None and group_b is None:
            members = [b for _, b in self._pairs[group_a]]
            if self._is_centre(group_a, i, 0) and containment.allows_b(i, members, j):
                self._take(group_a, edge)
        elif group_b is not None and group_a is None:
            members = [a for a, _ in self._pairs[group_b]]
            if self._is_centre(group_b, j, 1) and containment.allows_a(j, members, i):
                self._take(group_b, edge)

    def groups(self, pinned: int) -> list[AlignedGroup]:
        """The groups as made, of which the first ``pinned`` are a reader's."""
        return [
            AlignedGroup(
                tuple(sorted({i for i, _ in pairs})),
                tuple(sorted({j for _, j in pairs})),
                tuple(sorted(pairs)),
                pinned=number < pinned,
            )
            for number, pairs in enumerate(self._pairs)
        ]

    def _take(self, group: int, pair: Edge) -> None:
        self._pairs[group].append(pair)
        self._of_a[pair[0]] = self._of_b[pair[1]] = group

    def _is_centre(self, group: int, paragraph: int, side: int) -> bool:
        """Whether a group is open, and a paragraph all that it has of A (side 0) or B (side 1)."""
        if group in self._closed:
            return False
        return all(pair[side] == paragraph for pair in self._pairs[group])


class Containment:
    """How much of one paragraph's rare words stand in others."""

    def __init__(self, scores: Scores, settings: Settings) -> None:
        self._settings = settings
        self._scores = scores
        self._weights = scores.features.weights
        self._a, self._b = scores.a.terms.paragraphs, scores.b.terms.paragraphs

    def allows_b(self, centre: int, members: Iterable[int], added: int) -> bool:
        """Whether paragraph ``added`` of B may join the ``members`` linked to ``centre`` of A."""
        terms = [self._known(self._b[member]) for member in members]
        added_terms, sure = self._known(self._b[added]), self._sure((centre, added))
        return self._allows(self._known(self._a[centre]), terms, added_terms, sure)

    def allows_a(self, centre: int, members: Iterable[int], added: int) -> bool:
        """Whether paragraph ``added`` of A may join the ``members`` linked to ``centre`` of B."""
        terms = [self._known(self._a[member]) for member in members]
        added_terms, sure = self._known(self._a[added]), self._sure((added, centre))
        return self._allows(self._known(self._b[centre]), terms, added_terms, sure)

    def either(self, edge: Edge) -> bool:
        """Whether one of two paragraphs mostly stands in the other."""
        a, b = self._known(self._a[edge[0]]), self._known(self._b[edge[1]])
        return self._contained(a, b) or self._contained(b, a)

    def _sure(self, edge: Edge) -> bool:
        return self._scores.probability(edge) >= self._settings.joined

    def _known(self, terms: Iterable[str]) -> frozenset[str]:
        return frozenset(terms) & self._weights.keys()

    def _allows(
        self,
        centre: frozenset[str],
        members: Sequence[frozenset[str]],
        added: frozenset[str],
        sure: bool,
    ) -> bool:
        """Whether what is added accounts for more of the centre, and is mostly its.

        One paragraph of a merger may bring much of its own. Where the pair is ``sure``, it is
        enough that the members would have joined what is added: which came first must not
        decide.
        """
        if not self._gains(centre, members, added):
            return False
        if self._contained(centre, added):
            return True
        others = [[*members[:k], *members[k + 1 :], added] for k in range(len(members))]
        return sure and all(
            self._contained(centre, member) and self._gains(centre, rest, member)
            for rest, member in zip(others, members, strict=True)
        )

    def _contained(self, centre: frozenset[str], added: frozenset[str]) -> bool:
        return self._mass(centre & added) >= self._settings.growth * self._mass(added)

    def _gains(
        self, centre: frozenset[str], members: Iterable[frozenset[str]], added: frozenset[str]
    ) -> bool:
        fresh = (centre & added).difference(*members)
        enough = self._settings.gain * self._mass(centre)
        return self._mass(fresh) >= min(enough, self._settings.whole * self._mass(added))

    def _mass(self, terms: Iterable[str]) -> float:
        # In sorted order, so that rounding does not depend on the order of a set.
        return sum(self._weights[term] for term in sorted(terms))
