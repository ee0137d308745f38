"""A reader's own decisions: what they come to for two texts, and for their comparison.

Paragraphs are named by their number and by how the SHA-256 of their text begins, so that a
decision made for another version of a text is refused. What contradicts itself or cannot
be followed is refused, too: no decision is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scodiff.compare.alignment.align import Constraints
from scodiff.compare.alignment.groups import AlignedGroup
from scodiff.compare.decisions.anchors import (
    Anchor,
    DecisionError,
    cited_pair,
    places_of_anchors,
)
from scodiff.compare.decisions.model import (
    PERSON,
    Action,
    DecisionRecord,
    NamedShift,
    ReaderDecision,
)
from scodiff.compare.decisions.placed import SAYS, PlacedDecision, refuse_contradictions
from scodiff.compare.decisions.shift_decisions import refuse_misfit, shifts_of
from scodiff.compare.model import PERSISTED, Link, Relation, Shift
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.text.quotations import place_of, stands_in
from scodiff.corpus.model import Document


@dataclass(frozen=True, slots=True)
class AnchoredRecord:
    """Where a decision comes from, with what scodiff had found still by anchors."""

    record: DecisionRecord
    links: tuple[Anchor, ...] = ()
    parts: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class AnchoredDecision:
    """One decision of a reader about paragraphs of A and of B."""

    action: Action
    a: tuple[Anchor, ...]
    b: tuple[Anchor, ...]
    relation: Relation | None = None
    note: str = ""
    record: AnchoredRecord | None = None
    shifts: tuple[NamedShift, ...] = ()

    def placed(self, a: Document, b: Document) -> PlacedDecision:
        """The decision by the places of its paragraphs.

        Raises:
            DecisionError: a paragraph is not there or not what it was, or what is quoted does not
                stand there.
        """
        ends = places_of_anchors(self.a, a), places_of_anchors(self.b, b)
        found = PlacedDecision(self.action, *ends, self.relation, self.note, None, self.shifts)
        refuse_misfit(found, a, b)
        if self.record is None:
            return found
        record, other = self.record.record, b if self.record.record.asked == "a" else a
        _check_quotes(found, record, a, b)
        links, parts = (
            tuple(other.citable[k].id for k in places_of_anchors(anchors, other))
            for anchors in (self.record.links, self.record.parts)
        )
        engine = replace(record.engine, links=links, parts=parts)
        return replace(found, record=replace(record, engine=engine))


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a reader, in the order of the file."""

    items: tuple[AnchoredDecision, ...] = ()

    def apply_to(self, a: Document, b: Document) -> AppliedDecisions:
        """What they come to for these two documents; what is said twice counts once.

        Raises:
            DecisionError: a paragraph is not there or not what it was, or two decisions
                contradict each other.
        """
        placed = tuple(dict.fromkeys(decision.placed(a, b) for decision in self.items))
        refuse_contradictions(placed)
        return AppliedDecisions(a, b, placed)


NO_DECISIONS = Decisions()


@dataclass(frozen=True, slots=True)
class AppliedDecisions:
    """Decisions on the documents ``first`` and ``second`` that do not contradict each other."""

    first: Document
    second: Document
    placed: tuple[PlacedDecision, ...]

    @property
    def constraints(self) -> Constraints:
        """What of this the alignment heeds."""
        # Of what both say the same, a person's word counts.
        by_rank = sorted(self.placed, key=lambda d: d.decided_by == PERSON)
        settled = {place: d.decided_by for d in by_rank for place in d.settled}
        linked = {e: d.decided_by for d in by_rank if d.action in ("pin", "part") for e in d.edges}
        forbidden = {e for d in self._with("forbid", "related") for e in d.edges}
        return Constraints(
            pinned=tuple(_groups(self._with("pin"))),
            forbidden=frozenset(forbidden | self._ruled_out(settled, linked)),
            shared=frozenset(e for d in self._with("part") for e in d.edges),
            related=frozenset(e for d in self._with("related") for e in d.edges),
            deciders=linked,
            settled=settled,
            quoted={edge: span for d in self._with("part") for edge, span in self._quoted(d)},
            relations={(d.a, d.b): d.relation for d in self.placed if d.relation is not None},
        )

    def _with(self, *actions: Action) -> list[PlacedDecision]:
        return [decision for decision in self.placed if decision.action in actions]

    def _quoted(self, decision: PlacedDecision) -> Iterator[tuple[Edge, tuple[int, int, int, int]]]:
        """Where in the pairs of a decision that what was quoted of them stands."""
        quotes = decision.record.quotes if decision.record else ()
        for i, j in decision.edges:
            texts = self.first.citable[i].text, self.second.citable[j].text
            for quotation in quotes:
                in_a, in_b = place_of(quotation.a, texts[0]), place_of(quotation.b, texts[1])
                if in_a and in_b:
                    yield (i, j), (*in_a, *in_b)
                    break

    def _ruled_out(self, settled: Iterable[tuple[int, int]], linked: Container[Edge]) -> set[Edge]:
        """Every pair of a settled paragraph that no decision links."""
        count_a, count_b = len(self.first.citable), len(self.second.citable)
        edges = {
            edge
            for side, k in settled
            for edge in (
                ((k, j) for j in range(count_b)) if side == 0 else ((i, k) for i in range(count_a))
            )
        }
        return {edge for edge in edges if edge not in linked}

    @property
    def taken(self) -> tuple[ReaderDecision, ...]:
        """The decisions as reports tell them, in the order of the file."""
        return tuple(
            ReaderDecision(d.action, *self._ids(d), d.relation, d.note, d.record, d.shifts)
            for d in self.placed
        )

    @property
    def shifts(self) -> Mapping[tuple[tuple[str, ...], tuple[str, ...]], tuple[Shift, ...]]:
        """The shifts of each link of which a reader named them, by its paragraphs."""
        return {self._ids(d): shifts_of(d, self.first, self.second) for d in self._with("shifts")}

    def check(self, links: Sequence[Link]) -> None:
        """Refuse a relation or shifts given to no link, or that the wording belies.

        Raises:
            DecisionError: so it is; the message names the paragraphs.
        """
        found = {(link.a, link.b): link for link in links}
        for decision in self.placed:
            if decision.relation is None and decision.action != "shifts":
                continue
            link = found.get(self._ids(decision))
            if link is None:
                raise DecisionError(self._no_link(decision, links))
            if decision.shifts and link.relation in PERSISTED:
                raise DecisionError(
                    f"the links file names shifts of {decision}, whose link is {link.relation}; "
                    "take the entry out, or relabel the link."
                )
            if decision.relation and (why := _belied(link, decision.relation)):
                raise DecisionError(
                    f"the links file calls {decision} {decision.relation}, but their wording {why}"
                )

    def _ids(self, decision: PlacedDecision) -> tuple[tuple[str, ...], tuple[str, ...]]:
        a, b = self.first.citable, self.second.citable
        return tuple(a[i].id for i in decision.a), tuple(b[j].id for j in decision.b)

    def _no_link(self, decision: PlacedDecision, links: Sequence[Link]) -> str:
        """That there is no such link, and which there are instead."""
        ids_a, ids_b = self._ids(decision)
        of_a, of_b = ({p.id: i for i, p in enumerate(d.citable)} for d in (self.first, self.second))
        there = [
            cited_pair(tuple(of_a[p] for p in link.a), tuple(of_b[p] for p in link.b))
            for link in links
            if link.a and link.b and {*link.a} & {*ids_a} | {*link.b} & {*ids_b}
        ]
        instead = f"there is {', '.join(there)}" if there else "none of these paragraphs has one"
        return (
            f"the links file {SAYS[decision.action]} {decision}, which is no link of this "
            f"comparison ({instead}); pin the paragraphs, or name all of one link."
        )


def _groups(pins: Sequence[PlacedDecision]) -> Iterator[AlignedGroup]:
    """The groups that pins make; answers that share a paragraph make one together."""
    groups: list[set[Edge]] = []
    for pin in pins:
        edges = {*pin.edges}
        near = [group for group in groups if _meet(group, edges)]
        groups = [group for group in groups if group not in near]
        groups.append(edges.union(*near))
    for group in groups:
        a, b = (tuple(sorted({edge[side] for edge in group})) for side in (0, 1))
        yield AlignedGroup(a, b, tuple(sorted(group)), pinned=True)


def _meet(one: set[Edge], other: set[Edge]) -> bool:
    """Whether two groups of pairs share a paragraph."""
    return any({e[side] for e in one} & {e[side] for e in other} for side in (0, 1))


def _check_quotes(
    decision: PlacedDecision, record: DecisionRecord, a: Document, b: Document
) -> None:
    """Raise DecisionError where a quotation stands in none of the paragraphs decided on."""
    for quotation in record.quotes:
        sides = (("A", quotation.a, a, decision.a), ("B", quotation.b, b, decision.b))
        for name, words, document, places in sides:
            if not any(stands_in(words, document.citable[k].text) for k in places):
                raise DecisionError(
                    f"the links file quotes for {decision} what does not stand there in {name}; "
                    "mend the quotation or take the entry out."
                )


def _belied(link: Link, relation: Relation) -> str:
    """What the wording of a link says against a relation; nothing where it may be so."""
    altered = [edit for edit in link.edits if edit.op != "equal"]
    if altered and relation == "identical":
        return "is not the same to the letter; choose another relation, or take the entry out."
    if relation == "editorial" and not all(edit.editorial for edit in altered):
        return (
            "differs in more than spelling and typography; "
            "call them changed or reformulated, or take the entry out."
        )
    return ""
