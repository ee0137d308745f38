"""A reader's own decisions: links that stand, links that must not be, other relations.

Paragraphs are named by their number and by how the SHA-256 of their text begins, so that a
decision made for another version of a text is refused. What contradicts itself or cannot
be followed is refused, too: no decision is passed over in silence.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from scodiff.compare.alignment.align import Constraints
from scodiff.compare.alignment.groups import AlignedGroup
from scodiff.compare.model import Action, Link, ReaderDecision, Relation
from scodiff.corpus.model import Document, Paragraph

DIGEST_DIGITS = 8

ParagraphIndices = tuple[int, ...]


class DecisionError(Exception):
    """A decision cannot be followed; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A paragraph as a decision names it: its number ``n`` and how its digest begins."""

    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class AnchoredDecision:
    """One decision of a reader about paragraphs of A and of B."""

    action: Action
    a: tuple[Anchor, ...]
    b: tuple[Anchor, ...]
    relation: Relation | None = None
    note: str = ""


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
        found = [
            _PlacedDecision(d.action, _places(d.a, a), _places(d.b, b), d.relation, d.note)
            for d in self.items
        ]
        placed = tuple(dict.fromkeys(found))
        for one, other in _neighbours(placed):
            _refuse_contradiction(one, other)
        return AppliedDecisions(a, b, placed)


NO_DECISIONS = Decisions()


@dataclass(frozen=True, slots=True)
class _PlacedDecision:
    """A decision by the indices of its paragraphs among the citable ones."""

    action: Action
    a: ParagraphIndices
    b: ParagraphIndices
    relation: Relation | None
    note: str

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Every pair of a paragraph of A and one of B."""
        return tuple((i, j) for i in self.a for j in self.b)

    def __str__(self) -> str:
        return _pair(self.a, self.b)


@dataclass(frozen=True, slots=True)
class AppliedDecisions:
    """Decisions on the documents ``first`` and ``second`` that do not contradict each other."""

    first: Document
    second: Document
    placed: tuple[_PlacedDecision, ...]

    @property
    def constraints(self) -> Constraints:
        """The groups to keep, the pairs to avoid and the relations to give."""
        pinned = [
            AlignedGroup(d.a, d.b, d.edges, pinned=True) for d in self.placed if d.action == "pin"
        ]
        forbidden = (edge for d in self.placed if d.action == "forbid" for edge in d.edges)
        relations = {(d.a, d.b): d.relation for d in self.placed if d.relation is not None}
        return Constraints(tuple(pinned), frozenset(forbidden), relations)

    @property
    def taken(self) -> tuple[ReaderDecision, ...]:
        """The decisions as reports tell them, in the order of the file."""
        return tuple(
            ReaderDecision(d.action, *self._ids(d), d.relation, d.note) for d in self.placed
        )

    def check(self, links: Sequence[Link]) -> None:
        """Refuse a relation that was given to no link, or that the wording belies.

        Raises:
            DecisionError: so it is; the message names the paragraphs.
        """
        found = {(link.a, link.b): link for link in links}
        for decision in self.placed:
            if decision.relation is None:
                continue
            link = found.get(self._ids(decision))
            if link is None:
                raise DecisionError(self._no_link(decision, links))
            if why := _belied(link, decision.relation):
                raise DecisionError(
                    f"the links file calls {decision} {decision.relation}, but their wording {why}"
                )

    def _ids(self, decision: _PlacedDecision) -> tuple[tuple[str, ...], tuple[str, ...]]:
        a, b = self.first.citable, self.second.citable
        return tuple(a[i].id for i in decision.a), tuple(b[j].id for j in decision.b)

    def _no_link(self, decision: _PlacedDecision, links: Sequence[Link]) -> str:
        """That there is no such link, and which there are instead."""
        ids_a, ids_b = self._ids(decision)
        of_a, of_b = ({p.id: i for i, p in enumerate(d.citable)} for d in (self.first, self.second))
        there = [
            _pair(tuple(of_a[p] for p in link.a), tuple(of_b[p] for p in link.b))
            for link in links
            if link.a and link.b and {*link.a} & {*ids_a} | {*link.b} & {*ids_b}
        ]
        instead = f"there is {', '.join(there)}" if there else "none of these paragraphs has one"
        return (
            f"the links file relabels {decision}, which is no link of this comparison "
            f"({instead}); pin the paragraphs, or name all of one link."
        )


def digest(paragraph: Paragraph) -> str:
    """How the SHA-256 of a paragraph's text begins."""
    data = paragraph.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:DIGEST_DIGITS]


def _places(anchors: Sequence[Anchor], document: Document) -> ParagraphIndices:
    """The indices of the paragraphs, after a look at their digests."""
    citable = document.citable
    for anchor in anchors:
        if not 1 <= anchor.n <= len(citable):
            raise DecisionError(
                f"the links file names {document.id} ¶{anchor.n}, but that text has "
                f"{len(citable)} paragraphs; mend or remove the entry."
            )
        if not digest(citable[anchor.n - 1]).startswith(anchor.digest[:DIGEST_DIGITS]):
            raise DecisionError(
                f"the links file is stale: {document.id} ¶{anchor.n} is no longer the paragraph "
                f"with the digest {anchor.digest} (it is {digest(citable[anchor.n - 1])} now); "
                "check the entry and mend its number and digest."
            )
    return tuple(sorted({anchor.n - 1 for anchor in anchors}))


def _neighbours(
    placed: Sequence[_PlacedDecision],
) -> Iterator[tuple[_PlacedDecision, _PlacedDecision]]:
    """The decisions that speak of one paragraph, two by two."""
    at: defaultdict[tuple[str, int], list[_PlacedDecision]] = defaultdict(list)
    for decision in placed:
        for place in (*(("a", i) for i in decision.a), *(("b", j) for j in decision.b)):
            at[place].append(decision)
    for together in at.values():
        yield from combinations(together, 2)


def _refuse_contradiction(one: _PlacedDecision, other: _PlacedDecision) -> None:
    """Raise DecisionError where two decisions cannot both be followed."""
    actions = {one.action, other.action}
    shared = sorted({*one.edges} & {*other.edges})
    if shared and "forbid" in actions and len(actions) > 1:
        verb = "pins" if "pin" in actions else "relabels"
        pair = _pair(shared[0][:1], shared[0][1:])
        raise DecisionError(f"the links file both {verb} and forbids {pair}; keep one of the two.")
    if actions == {"pin"}:
        raise DecisionError(_pinned_twice(one, other))
    same = (one.a, one.b) == (other.a, other.b)
    if same and one.relation and other.relation and one.relation != other.relation:
        raise DecisionError(
            f"the links file calls {one} both {one.relation} and {other.relation}; "
            "keep one of the two."
        )


def _pinned_twice(one: _PlacedDecision, other: _PlacedDecision) -> str:
    """That two pins share a paragraph, and what each of them links it with."""
    if both := {*one.a} & {*other.a}:
        named, ends = _cited("A", sorted(both)), [_cited("B", d.b) for d in (one, other)]
    else:
        named, ends = (
            _cited("B", sorted({*one.b} & {*other.b})),
            [_cited("A", d.a) for d in (one, other)],
        )
    return (
        f"the links file pins {named} twice, with {ends[0]} and with {ends[1]}; "
        "put all that answers to it into one entry, or take one out."
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


def _pair(a: Sequence[int], b: Sequence[int]) -> str:
    return f"{_cited('A', a)} with {_cited('B', b)}"


def _cited(side: str, places: Sequence[int]) -> str:
    """Paragraphs by their numbers, as in ``A ¶2 and ¶3``."""
    return f"{side} {' and '.join(f'¶{place + 1}' for place in places)}"
