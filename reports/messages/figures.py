"""The answer in figures: what became of the paragraphs and words of each text."""

from __future__ import annotations

from dataclasses import dataclass

from scodiff.compare.model import PERSISTED, RELATIONS, Relation, SideSummary
from scodiff.reports.messages.messages import Messages

ONE_SIDED: dict[str, Relation] = {"a": "new", "b": "disappeared"}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many paragraphs of one side have a relation, with what share of its words."""

    relation: Relation
    number: int
    share: float
    words: str


def figures(t: Messages, side: SideSummary, letter: str) -> list[Figure]:
    """The figures of one side, by relation; a zero is told only of what persists in A.

    Of a single paragraph it would say nothing that the other figure does not.
    """
    found = []
    for relation in RELATIONS:
        number = side.paragraphs.get(relation, 0)
        told = number or (relation == "identical" and letter == "a" and side.total_paragraphs > 1)
        if told and relation != ONE_SIDED[letter]:
            share = side.words.get(relation, 0.0)
            found.append(Figure(relation, number, share, t.percent(share)))
    return found


def persisted(t: Messages, side: SideSummary, name: str) -> str:
    """What of a document persists in the strict sense, with its denominators."""
    number = sum(side.paragraphs.get(relation, 0) for relation in PERSISTED)
    share = sum(side.words.get(relation, 0.0) for relation in PERSISTED)
    return t(
        "answer.persist",
        name=name,
        kept=t.integer(number),
        paragraphs=t("answer.paragraphs", count=side.total_paragraphs),
        share=t.percent(share),
        words=t("answer.words", count=side.total_words),
    )
