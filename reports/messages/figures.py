"""The answer in figures: what became of the paragraphs and words of each text."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from scodiff.compare.model import PERSISTED, RELATIONS, Relation, SideSummary
from scodiff.reports.messages.messages import Messages

ONE_SIDED: dict[str, Relation] = {"a": "new", "b": "disappeared"}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many paragraphs of one side have a relation, with what share of its words.

    ``open`` are how many of them are open, ``open_share`` their share of the side's words.
    """

    relation: Relation
    number: int
    share: float
    words: str
    open: int
    open_share: float


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
            found.append(
                Figure(
                    relation,
                    number,
                    share,
                    t.percent(share),
                    side.open_paragraphs[relation],
                    side.open_words[relation],
                )
            )
    return found


def persisted(t: Messages, side: SideSummary, name: str) -> str:
    """What of a document persists in the strict sense, with its denominators."""
    number = sum(side.paragraphs[r] - side.open_paragraphs[r] for r in PERSISTED)
    share = max(0.0, sum(side.words[r] - side.open_words[r] for r in PERSISTED))
    return t(
        "answer.persist",
        name=name,
        kept=t.integer(number),
        paragraphs=t("answer.paragraphs", count=side.total_paragraphs),
        share=t.percent(share),
        words=t("answer.words", count=side.total_words),
    )


def with_open(t: Messages, words: str, relation: Relation, number: int, open_: int) -> str:
    """A figure's words with how many of its ``number`` are open; markup if the words are."""
    if not open_:
        return words
    kind = "lone" if relation in ONE_SIDED.values() else "link"
    form = t.html if isinstance(words, Markup) else t
    if number == 1:
        return form(f"open.{kind}", words=words)
    return form(f"open.{kind}s", count=open_, words=words)


def marked_open(t: Messages, counted: str, open_: int) -> str:
    """A count in a table with how many of it are open."""
    return t("open.of", counted=counted, n=t.integer(open_)) if open_ else counted
