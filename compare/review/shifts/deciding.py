"""Answers on what changed: held against the texts and the links, and made decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scodiff.compare.decisions.anchors import anchor_of
from scodiff.compare.decisions.decisions import AnchoredDecision, AnchoredRecord, Decisions
from scodiff.compare.decisions.model import DecisionRecord, EngineOpinion, NamedShift
from scodiff.compare.model import PERSISTED, Comparison, Link
from scodiff.compare.review.digests import text_digest
from scodiff.compare.review.model import ReviewError
from scodiff.compare.review.shifts.model import ShiftAnswer
from scodiff.compare.review.shifts.proof import fault_of_change
from scodiff.corpus.model import Document, Paragraph

_Ends = tuple[tuple[str, ...], tuple[str, ...]]


def check_shift_answers(
    found: Iterable[tuple[int, ShiftAnswer]], engine: Comparison, name: str = "the answers"
) -> tuple[ShiftAnswer, ...]:
    """The answers of the file ``name``, by the numbers of their lines, after a check of each.

    Raises:
        ReviewError: one was made for other texts, is about what is no link of the comparison
            ``engine``, quotes what does not stand there, or says of a link what another does not.
    """
    links = {(link.a, link.b): link for link in engine.links}
    said: dict[_Ends, tuple[int, frozenset[NamedShift]]] = {}
    checked = []
    for line, answer in found:
        if why := _fault(answer, engine, links):
            raise ReviewError(f"line {line} of {name} {why}.")
        ends, changes = (answer.passages_a, answer.passages_b), frozenset(answer.changes)
        before = said.setdefault(ends, (line, changes))
        if before[1] != changes:
            raise ReviewError(
                f"line {line} of {name} says of {_named(answer, engine)} otherwise than line "
                f"{before[0]}; keep one of the two."
            )
        if before[0] == line:
            checked.append(answer)
    return tuple(checked)


def _fault(answer: ShiftAnswer, engine: Comparison, links: dict[_Ends, Link]) -> str:
    """What is wrong with an answer by the texts and the links; nothing where it fits."""
    sides = (
        ("A", engine.a, answer.a, answer.passages_a),
        ("B", engine.b, answer.b, answer.passages_b),
    )
    for side, document, digest, ids in sides:
        if digest != text_digest(document):
            return (
                f"was given for another text than {document.id} as {side}, or for other "
                "paragraphs of it: put the questions anew"
            )
        known = {paragraph.id for paragraph in document.citable}
        if missing := [p for p in ids if p not in known]:
            shown = ascii(missing[0])[:40]
            return f"names a paragraph {shown}, which {document.id} ({side}) does not have"
    link = links.get((answer.passages_a, answer.passages_b))
    named = _named(answer, engine)
    if link is None:
        return f"is about {named}, which is no link of this comparison: put the questions anew"
    if answer.changes and link.relation in PERSISTED:
        return f"names changes of {named}, whose link is {link.relation}"
    by_model = answer.by.kind == "model"
    paragraphs = _paragraphs(engine.a, link.a), _paragraphs(engine.b, link.b)
    for change in answer.changes:
        if why := fault_of_change(change, *paragraphs, by_model=by_model):
            return f"names a change of {change.kind} and {why}"
    return ""


def _named(answer: ShiftAnswer, engine: Comparison) -> str:
    a, b = (
        " and ".join(f"¶{p.n}" for p in _paragraphs(document, ids))
        for document, ids in ((engine.a, answer.passages_a), (engine.b, answer.passages_b))
    )
    return f"A {a} with B {b}"


def _paragraphs(document: Document, ids: Iterable[str]) -> list[Paragraph]:
    return [document.paragraph(p) for p in ids]


def decisions_of_shift_answers(answers: Sequence[ShiftAnswer], engine: Comparison) -> Decisions:
    """What checked answers come to; ``engine`` is the comparison that they had no part in."""
    links = {(link.a, link.b): link for link in engine.links}
    return Decisions(
        tuple(
            _decision(answer, engine, links[answer.passages_a, answer.passages_b])
            for answer in answers
        )
    )


def _decision(answer: ShiftAnswer, engine: Comparison, link: Link) -> AnchoredDecision:
    a, b = (
        tuple(map(anchor_of, _paragraphs(document, ids)))
        for document, ids in ((engine.a, link.a), (engine.b, link.b))
    )
    found = tuple(
        NamedShift(shift.kind, shift.direction, shift.a, shift.b)
        for shift in link.shifts
        if shift.certainty != "open"
    )
    opinion = EngineOpinion(link.relation, link.certainty)
    record = DecisionRecord(answer.by, None, opinion, answer.when, shifts=found)
    return AnchoredDecision(
        "shifts", a, b, note=answer.note, record=AnchoredRecord(record), shifts=answer.changes
    )
