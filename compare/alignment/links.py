"""From aligned groups to links: edits, relation, evidence, and what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scodiff.compare.alignment.align import Alignment, Constraints
from scodiff.compare.alignment.evidence import Evidence
from scodiff.compare.alignment.groups import AlignedGroup
from scodiff.compare.alignment.order import distances
from scodiff.compare.model import Edit, Link, ParagraphPair, Relation, RunnerUp
from scodiff.compare.scoring.arrays import IndexArray
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import PARAGRAPH_BREAK

READER = "reader"


@dataclass(frozen=True, slots=True)
class LinkMaker:
    """Makes the links of one comparison from its groups.

    ``constraints`` are a reader's: a group that was pinned or given a relation is sure, and a
    pair that was forbidden is nobody's runner-up.
    """

    evidence: Evidence
    constraints: Constraints

    def links(self, alignment: Alignment) -> tuple[Link, ...]:
        """All links in A's order, what is new where B has it, and what moved marked."""
        placed = [(group, self._link(group, moved)) for group, moved in self._moved(alignment)]
        placed += [(group, self._gone(group)) for group in alignment.groups if not group.b]
        placed.sort(key=lambda item: item[0].a)
        new = [group for group in alignment.groups if not group.a]
        return self._interleave(placed, sorted(new, key=lambda group: group.b))

    def _moved(self, alignment: Alignment) -> list[tuple[AlignedGroup, int]]:
        """The linked groups, and how far each has moved.

        A passage of several paragraphs stands where its longest pair does, and weighs as many
        words as both its sides have: so the same has moved in whichever order texts are given.
        """
        linked = [
            (max(group.pairs, key=self._shorter), group)
            for group in alignment.groups
            if group.pairs
        ]
        linked.sort(key=lambda placed: placed[0])
        weights = [self._words(group) for _, group in linked]
        moved_by = distances([j for (_, j), _ in linked], weights)
        return [(group, moved) for (_, group), moved in zip(linked, moved_by, strict=True)]

    def _words(self, group: AlignedGroup) -> int:
        texts = [self.evidence.a[i].text for i in group.a] + [
            self.evidence.b[j].text for j in group.b
        ]
        return sum(map(count_words, texts))

    def _interleave(
        self, placed: list[tuple[AlignedGroup, Link]], new: Sequence[AlignedGroup]
    ) -> tuple[Link, ...]:
        """Put each new paragraph after the link that holds the paragraph before it in B."""
        place_of = {j: place for place, (group, _) in enumerate(placed) for j in group.b}
        following: dict[int, list[Link]] = {}
        place = -1
        upcoming = iter(new)
        group = next(upcoming, None)
        for j in range(len(self.evidence.b)):
            if group and group.b[0] == j:
                following.setdefault(place, []).append(self._new(group))
                group = next(upcoming, None)
            else:
                place = place_of.get(j, place)
        ordered = list(following.get(-1, []))
        for place, (_, link) in enumerate(placed):
            ordered += [link, *following.get(place, [])]
        return tuple(ordered)

    def _link(self, group: AlignedGroup, distance: int) -> Link:
        a, b = self._passage(group)
        edits, kept, relation = self.evidence.wording(a, b)
        pairs = tuple(self._pair(edge, group, kept) for edge in group.pairs)
        relabelled = self.constraints.relations.get((group.a, group.b))
        relation = relabelled or relation
        return Link(
            a=tuple(self.evidence.a[i].id for i in group.a),
            b=tuple(self.evidence.b[j].id for j in group.b),
            relation=relation,
            moved=distance != 0,
            split=len(group.b) > 1,
            merged=len(group.a) > 1,
            semantic=self._mean_semantic(group, pairs),
            literal=kept,
            confidence=1.0 if group.pinned or relabelled else self._confidence(group),
            pairs=pairs,
            edits=edits,
            distance=distance,
            runner_up=self._runner_up(group),
            decided_by=READER if group.pinned or relabelled else "",
        )

    def _pair(self, edge: Edge, group: AlignedGroup, kept: float | None) -> ParagraphPair:
        a, b = self.evidence.a[edge[0]], self.evidence.b[edge[1]]
        literal = kept if len(group.pairs) == 1 else self.evidence.share_kept(a.text, b.text)
        return ParagraphPair(a.id, b.id, self.evidence.cosine(edge), literal)

    def _mean_semantic(self, group: AlignedGroup, pairs: Sequence[ParagraphPair]) -> float | None:
        """Mean over the pairs, each weighted by the words of its shorter paragraph."""
        known = [
            (pair.semantic, self._shorter(edge))
            for edge, pair in zip(group.pairs, pairs, strict=True)
            if pair.semantic is not None
        ]
        if not known:
            return None
        return sum(s * w for s, w in known) / sum(w for _, w in known)

    def _shorter(self, edge: tuple[int, int]) -> int:
        i, j = edge
        return max(
            1, min(count_words(self.evidence.a[i].text), count_words(self.evidence.b[j].text))
        )

    def _confidence(self, group: AlignedGroup) -> float:
        if all(self.evidence.a[i].text == self.evidence.b[j].text for i, j in group.pairs):
            return 1.0
        return max(group.support, *map(self.evidence.scores.probability, group.pairs))

    def _runner_up(self, group: AlignedGroup) -> RunnerUp | None:
        """The most probable pair with one foot in the group and the other outside."""
        pairs, link = self.evidence.scores.pairs, self.evidence.scores.link
        rivals = [_outside(pairs.of(i, 0), pairs.columns, group.b) for i in group.a]
        rivals += [_outside(pairs.of(j, 1), pairs.rows, group.a) for j in group.b]
        places = np.concatenate(rivals)
        if self.constraints.forbidden:
            edges = zip(pairs.rows[places].tolist(), pairs.columns[places].tolist(), strict=True)
            places = places[[edge not in self.constraints.forbidden for edge in edges]]
        if not len(places):
            return None
        best = places[link[places] == link[places].max()].min()
        row, column = int(pairs.rows[best]), int(pairs.columns[best])
        return RunnerUp(self.evidence.a[row].id, self.evidence.b[column].id, float(link[best]))

    def _gone(self, group: AlignedGroup) -> Link:
        index = group.a[0]
        confidence = 1 - float(self.evidence.scores.counterpart_a[index])
        edits = (Edit("delete", self.evidence.a[index].text, ""),)
        rival = self._runner_up(group)
        return _one_sided("disappeared", (self.evidence.a[index].id,), (), confidence, edits, rival)

    def _new(self, group: AlignedGroup) -> Link:
        index = group.b[0]
        confidence = 1 - float(self.evidence.scores.counterpart_b[index])
        edits = (Edit("insert", "", self.evidence.b[index].text),)
        rival = self._runner_up(group)
        return _one_sided("new", (), (self.evidence.b[index].id,), confidence, edits, rival)

    def _passage(self, group: AlignedGroup) -> tuple[str, str]:
        """The texts of A's and of B's paragraphs, each with an empty line between two."""
        return (
            PARAGRAPH_BREAK.join(self.evidence.a[i].text for i in group.a),
            PARAGRAPH_BREAK.join(self.evidence.b[j].text for j in group.b),
        )


def _outside(places: IndexArray, others: IndexArray, members: Sequence[int]) -> IndexArray:
    """The places of those pairs whose other paragraph is no member of the group."""
    kept = np.ones(len(places), dtype=bool)
    for member in members:
        kept &= others[places] != member
    return places[kept]


def _one_sided(
    relation: Relation,
    a: tuple[str, ...],
    b: tuple[str, ...],
    confidence: float,
    edits: tuple[Edit, ...],
    runner_up: RunnerUp | None,
) -> Link:
    return Link(
        a=a,
        b=b,
        relation=relation,
        moved=False,
        split=False,
        merged=False,
        semantic=None,
        literal=None,
        confidence=confidence,
        edits=edits,
        runner_up=runner_up,
    )
