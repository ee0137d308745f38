"""Answers become decisions, each with who gave it and what scodiff itself had found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from scodiff.compare.decisions.anchors import anchor_of
from scodiff.compare.decisions.decisions import AnchoredDecision, AnchoredRecord, Decisions
from scodiff.compare.decisions.model import Action, DecisionRecord, EngineOpinion
from scodiff.compare.model import Comparison
from scodiff.compare.review.model import ReviewAnswer, ReviewLabel, Verdict
from scodiff.compare.review.opinions import opinions_of

_ACTIONS: dict[ReviewLabel, Action] = {"same": "pin", "part": "part", "matter": "related"}
_LINKED = ("same", "part")


def decisions_of_answers(answers: Sequence[ReviewAnswer], engine: Comparison) -> Decisions:
    """What checked answers come to; ``engine`` is the comparison that no answer had a part in.

    A paragraph of which no answer says that it shares a statement is alone. What a reader says of a
    pair from both of its sides is one decision.
    """
    opinions = opinions_of(engine)
    linked = {place for answer in answers for place in _linked(answer)}
    items = (
        decision
        for answer in answers
        for decision in _decisions(answer, engine, opinions[answer.side, answer.paragraph], linked)
    )
    return Decisions(tuple(_told_once(items)))


def _told_once(decisions: Iterable[AnchoredDecision]) -> Iterator[AnchoredDecision]:
    """The decisions of whose pairs not all are in earlier ones of the same reader and action."""
    told: set[tuple[object, ...]] = set()
    for decision in decisions:
        by = decision.record.record.by if decision.record else None
        sides = decision.a or (None,), decision.b or (None,)
        pairs = {(decision.action, by, *pair) for pair in product(*sides)}
        if not pairs <= told:
            yield decision
        told |= pairs


def _linked(answer: ReviewAnswer) -> Iterator[tuple[str, str]]:
    """The paragraphs, with their sides, of which an answer says that they share a statement."""
    other = "b" if answer.side == "a" else "a"
    found = [verdict.id for verdict in answer.verdicts if verdict.label in _LINKED]
    if found:
        yield answer.side, answer.paragraph
    yield from ((other, paragraph) for paragraph in found)


def _decisions(
    answer: ReviewAnswer,
    engine: Comparison,
    opinion: EngineOpinion,
    linked: set[tuple[str, str]],
) -> Iterator[AnchoredDecision]:
    for label, action in _ACTIONS.items():
        if verdicts := [v for v in answer.verdicts if v.label == label]:
            yield _decision(action, answer, engine, opinion, verdicts)
    if (answer.side, answer.paragraph) not in linked:
        yield _decision("alone", answer, engine, opinion, [])


def _decision(
    action: Action,
    answer: ReviewAnswer,
    engine: Comparison,
    opinion: EngineOpinion,
    verdicts: Sequence[Verdict],
) -> AnchoredDecision:
    own, other = (engine.a, engine.b) if answer.side == "a" else (engine.b, engine.a)
    asked, named, links, parts = (
        tuple(anchor_of(document.paragraph(p)) for p in ids)
        for document, ids in (
            (own, [answer.paragraph]),
            (other, [verdict.id for verdict in verdicts]),
            (other, opinion.links),
            (other, opinion.parts),
        )
    )
    quotes = tuple(verdict.quotes for verdict in verdicts if verdict.quotes)
    record = DecisionRecord(
        answer.by,
        answer.side,
        EngineOpinion(opinion.relation, opinion.certainty),
        answer.when,
        quotes,
    )
    return AnchoredDecision(
        action,
        *((asked, named) if answer.side == "a" else (named, asked)),
        note=answer.note,
        record=AnchoredRecord(record, links, parts),
    )
