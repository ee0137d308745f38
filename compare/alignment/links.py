"""From aligned groups to links: edits, relation, evidence, and what moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scodiff.compare.alignment.align import Alignment, Constraints
from scodiff.compare.alignment.certainty import after_decision, candidates_of, of_link, of_lone
from scodiff.compare.alignment.groups import AlignedGroup
from scodiff.compare.alignment.link_evidence import Evidence
from scodiff.compare.alignment.order import distances
from scodiff.compare.decisions.model import MODEL, PERSON
from scodiff.compare.model import (
    PERSISTED,
    Candidate,
    Certainty,
    Edit,
    Link,
    ParagraphPair,
    Relation,
    RunnerUp,
)
from scodiff.compare.scoring.arrays import IndexArray
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.joining import PARAGRAPH_BREAK


def holds_order(link: Link) -> bool:
    """Whether a linked passage tells where in A stands what stands beside it in B."""
    return link.certainty == "sure" and not link.moved


@dataclass(frozen=True, slots=True)
class LinkMaker:
    """Makes the links of one comparison from its groups.

    ``constraints`` are a reader's: what was decided is sure, a link as well as that there is none,
    and a pair that was forbidden is nobody's runner-up.
    """

    evidence: Evidence
    constraints: Constraints

    def links(self, alignment: Alignment) -> tuple[Link, ...]:
        """All links in A's order, what is new where B has it, and what moved marked."""
        linked = [(group, self._link(group)) for group in alignment.groups if group.pairs]
        placed = self._moved(linked)
        placed += [(group, self._lone(group)) for group in alignment.groups if not group.b]
        placed.sort(key=lambda item: item[0].a)
        new = {group.b[0]: self._lone(group) for group in alignment.groups if not group.a}
        return self._interleave(placed, new)

    def _moved(
        self, linked: Sequence[tuple[AlignedGroup, Link]]
    ) -> list[tuple[AlignedGroup, Link]]:
        """The links with how far each has moved.

        A passage of several paragraphs stands where its longest pair does, and weighs as many
        words as both its sides have: so the same has moved in whichever order texts are given.
        What is open weighs nothing, and so no other link has moved on its account.
        """
        placed = [(max(group.pairs, key=self._shorter), group, link) for group, link in linked]
        placed.sort(key=lambda item: item[0])
        weights = [
            0 if link.is_open else sum(map(count_words, self._texts(group)))
            for _, group, link in placed
        ]
        moved_by = distances([j for (_, j), _, _ in placed], weights)
        return [
            (group, replace(link, moved=moved != 0, distance=moved))
            for (_, group, link), moved in zip(placed, moved_by, strict=True)
        ]

    def _interleave(
        self, placed: Sequence[tuple[AlignedGroup, Link]], new: Mapping[int, Link]
    ) -> tuple[Link, ...]:
        """Put each new paragraph of B where B has it, seen from the links that hold the order.

        It comes after the last link before it in B that is sure and did not move: one that is
        doubtful, or stands elsewhere in B, would take along what has nothing to do with it.
        """
        place_of = {j: place for place, (group, _) in enumerate(placed) for j in group.b}
        following: defaultdict[int, list[Link]] = defaultdict(list)
        place = -1
        for j in range(len(self.evidence.b)):
            if j in new:
                following[place].append(new[j])
            elif holds_order(placed[place_of[j]][1]):
                place = place_of[j]
        ordered = following[-1]
        for place, (_, link) in enumerate(placed):
            ordered += [link, *following[place]]
        return tuple(ordered)

    def _link(self, group: AlignedGroup) -> Link:
        edits, kept, relation = self.evidence.wording(*self._texts(group))
        pairs = tuple(self._pair(edge, group, kept) for edge in group.pairs)
        relabelled = self.constraints.relations.get((group.a, group.b))
        decided_by = self._decided_by(group)
        confidence, certainty = after_decision(
            decided_by, self._confidence(group), self._certainty(group, relation)
        )
        a, b = self._ids(group)
        return Link(
            a=a,
            b=b,
            relation=relabelled or relation,
            moved=False,
            split=len(b) > 1,
            merged=len(a) > 1,
            semantic=self._mean_semantic(group, pairs),
            literal=kept,
            confidence=confidence,
            certainty=certainty,
            pairs=pairs,
            edits=edits,
            runner_up=self._runner_up(group),
            decided_by=decided_by,
        )

    def _decided_by(self, group: AlignedGroup) -> str:
        """Who decided a link: a person where all its pairs were, nobody where one was computed."""
        if (group.a, group.b) in self.constraints.relations:
            return PERSON
        found = {self.constraints.deciders.get(pair, "") for pair in group.pairs}
        if "" in found:
            return ""
        return MODEL if MODEL in found else PERSON

    def _lone(self, group: AlignedGroup) -> Link:
        """The link of a paragraph that nothing answers to: gone from A, or new in B.

        That nothing does is no more probable than that its best candidate does not.
        """
        scores = self.evidence.scores
        answered = scores.counterpart_a[[*group.a]] if group.a else scores.counterpart_b[[*group.b]]
        candidates = self._candidates(group)
        best = candidates[0].probability if candidates else 0.0
        alone = 1 - max(float(answered[0]), best)
        certainty = of_lone(alone, best, self.evidence.settings)
        paragraph = (0, group.a[0]) if group.a else (1, group.b[0])
        decided_by = self.constraints.settled.get(paragraph, "")
        if decided_by == MODEL:
            # The decision took its pairs out of the scores: they belong to scodiff's estimate.
            alone, certainty = min(alone, 1 - self._best(paragraph)), "open"
        alone, certainty = after_decision(decided_by, alone, certainty)
        text_a, text_b = self._texts(group)
        a, b = self._ids(group)
        return Link(
            a=a,
            b=b,
            relation="disappeared" if a else "new",
            moved=False,
            split=False,
            merged=False,
            semantic=None,
            literal=None,
            confidence=alone,
            certainty=certainty,
            candidates=candidates if certainty == "open" else (),
            edits=(Edit("delete" if a else "insert", text_a, text_b),),
            runner_up=self._runner_up(group),
            decided_by=decided_by,
        )

    def _best(self, paragraph: tuple[int, int]) -> float:
        """The probability of the likeliest pair of a paragraph (side, index), ruled out or not."""
        side, k = paragraph
        scores = self.evidence.scores
        return float(max(scores.link[scores.pairs.of(k, side)], default=0.0))

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

    def _shorter(self, edge: Edge) -> int:
        """The words of the shorter of two paragraphs, at least one."""
        a, b = self.evidence.a[edge[0]], self.evidence.b[edge[1]]
        return max(1, min(count_words(a.text), count_words(b.text)))

    def _confidence(self, group: AlignedGroup) -> float:
        if self._is_identical(group):
            return 1.0
        computed = [pair for pair in group.pairs if pair not in self.constraints.deciders]
        pairs = computed or group.pairs
        return max(group.support, *map(self.evidence.scores.probability, pairs))

    def _certainty(self, group: AlignedGroup, relation: Relation) -> Certainty:
        """How sure a link is: what is the same to the letter is, and what only edits is likely."""
        if self._is_identical(group):
            return "sure"
        found = of_link(
            self._confidence(group), self.evidence.settings, by_neighbours=group.support > 0
        )
        return "likely" if found == "open" and relation in PERSISTED else found

    def _is_identical(self, group: AlignedGroup) -> bool:
        a, b = self.evidence.a, self.evidence.b
        return all(a[i].text == b[j].text for i, j in group.pairs)

    def _candidates(self, group: AlignedGroup) -> tuple[Candidate, ...]:
        """What may answer to the one paragraph of a group."""
        side, (paragraph,) = (0, group.a) if group.a else (1, group.b)
        others = self.evidence.b if group.a else self.evidence.a
        return candidates_of(
            paragraph,
            side,
            [p.id for p in others],
            self.evidence.scores,
            self.evidence.settings,
            self.constraints.forbidden,
        )

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

    def _ids(self, group: AlignedGroup) -> tuple[tuple[str, ...], tuple[str, ...]]:
        a, b = self.evidence.a, self.evidence.b
        return tuple(a[i].id for i in group.a), tuple(b[j].id for j in group.b)

    def _texts(self, group: AlignedGroup) -> tuple[str, str]:
        """The texts of A's and of B's paragraphs, each with an empty line between two."""
        a, b = self.evidence.a, self.evidence.b
        return (
            PARAGRAPH_BREAK.join(a[i].text for i in group.a),
            PARAGRAPH_BREAK.join(b[j].text for j in group.b),
        )


def _outside(places: IndexArray, others: IndexArray, members: Sequence[int]) -> IndexArray:
    """The places of those pairs whose other paragraph is no member of the group."""
    kept = np.ones(len(places), dtype=bool)
    for member in members:
        kept &= others[places] != member
    return places[kept]
