"""From alignment units to links: edits, relation, evidence, and what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scodiff.compare.alignment.align import AlignedGroup, Alignment
from scodiff.compare.alignment.order import distances
from scodiff.compare.diff.diff import LiteralDiff, diff, share_kept
from scodiff.compare.diff.normalise import NO_NAMES
from scodiff.compare.model import Edit, Link, Pair, Relation, RunnerUp
from scodiff.compare.scoring.arrays import IndexArray
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.settings import Settings
from scodiff.compare.text.abbreviations import Names
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import PARAGRAPH_BREAK, Paragraph

READER = "reader"


@dataclass(frozen=True, slots=True)
class LinkMaker:
    """Makes the links of one comparison from its units.

    ``a`` and ``b`` are the citable paragraphs; ``scores`` is None where one side has none.
    ``relabelled`` gives the relation that a reader chose for a unit; ``names`` are the
    abbreviations that the documents define. Where the texts are in two languages
    (``translated``) wording is not compared, and all that can be known of a linked passage
    is that it is linked: it counts as said in other words. Pairs that a reader has
    ``forbidden`` are nobody's runner-up.
    """

    a: Sequence[Paragraph]
    b: Sequence[Paragraph]
    scores: Scores | None
    settings: Settings
    relabelled: Mapping[tuple[tuple[int, ...], tuple[int, ...]], Relation]
    names: Names = NO_NAMES
    translated: bool = False
    forbidden: frozenset[Edge] = frozenset()

    def links(self, alignment: Alignment) -> tuple[Link, ...]:
        """All links in A's order, what is new where B has it, and what moved marked."""
        placed = [(unit, self._link(unit, moved)) for unit, moved in self._moved(alignment)]
        placed += [(unit, self._gone(unit)) for unit in alignment.units if not unit.b]
        placed.sort(key=lambda item: item[0].a)
        new = [unit for unit in alignment.units if not unit.a]
        return self._interleave(placed, sorted(new, key=lambda unit: unit.b))

    def _moved(self, alignment: Alignment) -> list[tuple[AlignedGroup, int]]:
        """The linked units, and how far each has moved.

        A passage of several paragraphs stands where its longest pair does, and weighs as many
        words as both its sides have: so the same has moved in whichever order texts are given.
        """
        linked = [(max(u.pairs, key=self._shorter), u) for u in alignment.units if u.pairs]
        linked.sort(key=lambda placed: placed[0])
        weights = [self._words(unit) for _, unit in linked]
        moved_by = distances([j for (_, j), _ in linked], weights)
        return [(unit, moved) for (_, unit), moved in zip(linked, moved_by, strict=True)]

    def _words(self, unit: AlignedGroup) -> int:
        texts = [self.a[i].text for i in unit.a] + [self.b[j].text for j in unit.b]
        return sum(map(count_words, texts))

    def _interleave(
        self, placed: list[tuple[AlignedGroup, Link]], new: Sequence[AlignedGroup]
    ) -> tuple[Link, ...]:
        """Put each new paragraph after the link that holds the paragraph before it in B."""
        place_of = {j: place for place, (unit, _) in enumerate(placed) for j in unit.b}
        following: dict[int, list[Link]] = {}
        place = -1
        upcoming = iter(new)
        unit = next(upcoming, None)
        for j in range(len(self.b)):
            if unit and unit.b[0] == j:
                following.setdefault(place, []).append(self._new(unit))
                unit = next(upcoming, None)
            else:
                place = place_of.get(j, place)
        ordered = list(following.get(-1, []))
        for place, (_, link) in enumerate(placed):
            ordered += [link, *following.get(place, [])]
        return tuple(ordered)

    def _link(self, unit: AlignedGroup, distance: int) -> Link:
        edits, kept, relation = self._wording(unit)
        pairs = tuple(self._pair(edge, unit, kept) for edge in unit.pairs)
        relabelled = self.relabelled.get((unit.a, unit.b))
        relation = relabelled or relation
        return Link(
            a=tuple(self.a[i].id for i in unit.a),
            b=tuple(self.b[j].id for j in unit.b),
            relation=relation,
            moved=distance != 0,
            split=len(unit.b) > 1,
            merged=len(unit.a) > 1,
            semantic=self._mean_semantic(unit, pairs),
            literal=kept,
            confidence=1.0 if unit.pinned or relabelled else self._confidence(unit),
            pairs=pairs,
            edits=edits,
            distance=distance,
            runner_up=self._runner_up(unit),
            decided_by=READER if unit.pinned or relabelled else "",
            beyond_noise=self._beyond_noise(relation, kept),
        )

    def _wording(self, unit: AlignedGroup) -> tuple[tuple[Edit, ...], float | None, Relation]:
        """The edits, the share of words kept, and the relation that follows from them."""
        text_a, text_b = self._text(self.a, unit.a), self._text(self.b, unit.b)
        if self.translated:
            return (Edit("replace", text_a, text_b),), None, "reformulated"
        literal = diff(text_a, text_b, self.names)
        return literal.edits, literal.kept, _relation_of(literal, self.settings)

    def _pair(self, edge: tuple[int, int], unit: AlignedGroup, kept: float | None) -> Pair:
        i, j = edge
        a, b = self.a[i], self.b[j]
        whole = self.translated or len(unit.pairs) == 1
        literal = kept if whole else share_kept(a.text, b.text)
        cosine = self.scores.features.cosine_of(edge) if self.scores else None
        return Pair(a.id, b.id, cosine, literal)

    def _mean_semantic(self, unit: AlignedGroup, pairs: Sequence[Pair]) -> float | None:
        """Mean over the pairs, each weighted by the words of its shorter paragraph."""
        known = [
            (pair.semantic, self._shorter(edge))
            for edge, pair in zip(unit.pairs, pairs, strict=True)
            if pair.semantic is not None
        ]
        if not known:
            return None
        return sum(s * w for s, w in known) / sum(w for _, w in known)

    def _shorter(self, edge: tuple[int, int]) -> int:
        i, j = edge
        return max(1, min(count_words(self.a[i].text), count_words(self.b[j].text)))

    def _confidence(self, unit: AlignedGroup) -> float:
        if self.scores is None:
            return 1.0
        if all(self.a[i].text == self.b[j].text for i, j in unit.pairs):
            return 1.0
        return max(unit.support, *map(self.scores.probability, unit.pairs))

    def _beyond_noise(self, relation: Relation, kept: float | None) -> bool | None:
        """Whether a passage lost more of its words than a second translation would.

        What kept more of them than two translations do was copied, and its changes were
        made on purpose: of that the question is not asked.
        """
        if kept is None or kept > self.settings.noise_ceiling:
            return None
        if relation not in ("changed", "reformulated"):
            return None
        return kept < self.settings.noise_floor

    def _runner_up(self, unit: AlignedGroup) -> RunnerUp | None:
        """The most probable pair with one foot in the unit and the other outside."""
        if self.scores is None:
            return None
        pairs, link = self.scores.pairs, self.scores.link
        rivals = [_outside(pairs.of(i, 0), pairs.columns, unit.b) for i in unit.a]
        rivals += [_outside(pairs.of(j, 1), pairs.rows, unit.a) for j in unit.b]
        places = np.concatenate(rivals)
        if self.forbidden:
            edges = zip(pairs.rows[places].tolist(), pairs.columns[places].tolist(), strict=True)
            places = places[[edge not in self.forbidden for edge in edges]]
        if not len(places):
            return None
        best = places[link[places] == link[places].max()].min()
        row, column = int(pairs.rows[best]), int(pairs.columns[best])
        return RunnerUp(self.a[row].id, self.b[column].id, float(link[best]))

    def _gone(self, unit: AlignedGroup) -> Link:
        index = unit.a[0]
        confidence = 1 - float(self.scores.counterpart_a[index]) if self.scores else 1.0
        edits = (Edit("delete", self.a[index].text, ""),)
        rival = self._runner_up(unit)
        return _one_sided("disappeared", (self.a[index].id,), (), confidence, edits, rival)

    def _new(self, unit: AlignedGroup) -> Link:
        index = unit.b[0]
        confidence = 1 - float(self.scores.counterpart_b[index]) if self.scores else 1.0
        edits = (Edit("insert", "", self.b[index].text),)
        rival = self._runner_up(unit)
        return _one_sided("new", (), (self.b[index].id,), confidence, edits, rival)

    @staticmethod
    def _text(paragraphs: Sequence[Paragraph], indices: Sequence[int]) -> str:
        return PARAGRAPH_BREAK.join(paragraphs[i].text for i in indices)


def _relation_of(literal: LiteralDiff, settings: Settings) -> Relation:
    """What became of a passage, from its edits and the share of words kept."""
    if all(edit.op == "equal" for edit in literal.edits):
        return "identical"
    if all(edit.op == "equal" or edit.editorial for edit in literal.edits):
        return "editorial"
    return "changed" if literal.kept >= settings.reformulated_below else "reformulated"


def _outside(places: IndexArray, others: IndexArray, members: Sequence[int]) -> IndexArray:
    """The places of those pairs whose other paragraph is no member of the unit."""
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
