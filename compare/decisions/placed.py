"""Decisions by the indices of their paragraphs, and those that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from scodiff.compare.decisions.anchors import DecisionError, ParagraphIndices, cited, cited_pair
from scodiff.compare.decisions.model import MODEL, PERSON, Action, DecisionRecord, NamedShift
from scodiff.compare.model import Relation

# What the links file does to paragraphs, by its entries.
SAYS: dict[Action, str] = {
    "pin": "pins",
    "relabel": "relabels",
    "part": "parts",
    "shifts": "names shifts of",
    "forbid": "forbids",
    "related": "relates",
}
# What can be said of one pair together.
_COMPATIBLE = (
    {"pin", "relabel"},
    {"part", "relabel"},
    {"forbid", "related"},
    {"pin", "shifts"},
    {"relabel", "shifts"},
    {"part", "shifts"},
)


@dataclass(frozen=True, slots=True)
class PlacedDecision:
    """A decision by the indices of its paragraphs among the citable ones."""

    action: Action
    a: ParagraphIndices
    b: ParagraphIndices
    relation: Relation | None
    note: str
    record: DecisionRecord | None = None
    shifts: tuple[NamedShift, ...] = ()

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Every pair of a paragraph of A and one of B."""
        return tuple((i, j) for i in self.a for j in self.b)

    @property
    def decided_by(self) -> str:
        """Who decided: a person, or a language model."""
        return MODEL if self.record and self.record.by.kind == "model" else PERSON

    @property
    def lone(self) -> tuple[tuple[int, int], ...]:
        """The paragraphs that nothing answers to, as sides (0 or 1) and indices."""
        if self.action != "alone":
            return ()
        return tuple((side, k) for side, ids in enumerate((self.a, self.b)) for k in ids)

    @property
    def settled(self) -> tuple[tuple[int, int], ...]:
        """The paragraphs of which all is said that answers to them, by side and index."""
        if self.record and self.action in ("pin", "part"):
            side = 0 if self.record.asked == "a" else 1
            return tuple((side, k) for k in (self.a, self.b)[side])
        return self.lone

    def __str__(self) -> str:
        return cited_pair(self.a, self.b)


def refuse_contradictions(placed: Sequence[PlacedDecision]) -> None:
    """Raise DecisionError where two decisions cannot both be followed."""
    for one, other in _neighbours(placed):
        _refuse_contradiction(one, other)


def _neighbours(
    placed: Sequence[PlacedDecision],
) -> Iterator[tuple[PlacedDecision, PlacedDecision]]:
    """The decisions that speak of one paragraph, two by two."""
    at: defaultdict[tuple[str, int], list[PlacedDecision]] = defaultdict(list)
    for decision in placed:
        for place in (*(("a", i) for i in decision.a), *(("b", j) for j in decision.b)):
            at[place].append(decision)
    for together in at.values():
        yield from combinations(together, 2)


def _refuse_contradiction(one: PlacedDecision, other: PlacedDecision) -> None:
    """Raise DecisionError where two decisions cannot both be followed."""
    actions = {one.action, other.action}
    shared = sorted({*one.edges} & {*other.edges})
    if shared and len(actions) > 1 and actions not in _COMPATIBLE:
        first, second = (SAYS[action] for action in SAYS if action in actions)
        pair = cited_pair(shared[0][:1], shared[0][1:])
        raise DecisionError(
            f"the links file both {first} and {second} {pair}; keep one of the two."
        )
    if "alone" in actions and actions & {"pin", "relabel", "part", "shifts"}:
        alone, linked = (one, other) if one.action == "alone" else (other, one)
        raise DecisionError(
            f"the links file says that nothing answers to {alone}, and {SAYS[linked.action]} "
            f"{linked}; keep one of the two."
        )
    if actions == {"pin"} and not (one.record and other.record):
        raise DecisionError(_pinned_twice(one, other))
    same = (one.a, one.b) == (other.a, other.b)
    if same and actions == {"shifts"} and one.shifts != other.shifts:
        raise DecisionError(
            f"the links file names two lists of shifts for {one}; keep one of the two."
        )
    if same and one.relation and other.relation and one.relation != other.relation:
        raise DecisionError(
            f"the links file calls {one} both {one.relation} and {other.relation}; "
            "keep one of the two."
        )


def _pinned_twice(one: PlacedDecision, other: PlacedDecision) -> str:
    """That two pins share a paragraph, and what each of them links it with."""
    if both := {*one.a} & {*other.a}:
        named, ends = cited("A", sorted(both)), [cited("B", d.b) for d in (one, other)]
    else:
        named, ends = (
            cited("B", sorted({*one.b} & {*other.b})),
            [cited("A", d.a) for d in (one, other)],
        )
    return (
        f"the links file pins {named} twice, with {ends[0]} and with {ends[1]}; "
        "put all that answers to it into one entry, or take one out."
    )
