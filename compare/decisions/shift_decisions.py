"""Shifts that a reader named: held against the texts, and with their places there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from scodiff.compare.decisions.anchors import DecisionError
from scodiff.compare.decisions.model import MODEL, NamedShift
from scodiff.compare.decisions.placed import PlacedDecision
from scodiff.compare.model import Place, Shift
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.text.clauses import clause_spans
from scodiff.compare.text.quotations import whole_places
from scodiff.corpus.model import Document


class QuotedPassage(Protocol):
    """A paragraph that words are quoted from."""

    @property
    def id(self) -> str:
        """Its id in the document."""

    @property
    def n(self) -> int | None:
        """Its number."""

    @property
    def text(self) -> str:
        """Its text."""


def misfit(shift: NamedShift, a: Sequence[QuotedPassage], b: Sequence[QuotedPassage]) -> str:
    """What speaks against a shift between these paragraphs; nothing where it may be one.

    One of its quotations may be empty, where that side has nothing in the slot.
    """
    quotes = [" ".join(words.split()) for words in (shift.a, shift.b)]
    if not any(quotes):
        return "quotes neither text"
    if quotes[0] == quotes[1]:
        return "quotes the same words from both texts"
    for side, words, paragraphs in zip("AB", quotes, (a, b), strict=True):
        if words and _place(words, paragraphs) is None:
            named = " and ".join(f"¶{paragraph.n}" for paragraph in paragraphs)
            return f"quotes from {side} {named} what does not stand there in whole words"
    return ""


def refuse_misfit(decision: PlacedDecision, a: Document, b: Document) -> None:
    """Raise DecisionError where a shift that was decided on does not fit the texts."""
    ends = [a.citable[i] for i in decision.a], [b.citable[j] for j in decision.b]
    for shift in decision.shifts:
        if why := misfit(shift, *ends):
            raise DecisionError(
                f"the links file names shifts of {decision} and {why}; "
                "mend the entry or take it out."
            )


def shifts_of(decision: PlacedDecision, a: Document, b: Document) -> tuple[Shift, ...]:
    """The shifts that were decided on, as a link has them: sure, or likely where a model said so.

    The clauses are those that the quotations stand in.
    """
    by_model = decision.decided_by == MODEL
    paragraphs = [a.citable[i] for i in decision.a], [b.citable[j] for j in decision.b]
    found = []
    for shift in decision.shifts:
        place_a, place_b = map(_place, (shift.a, shift.b), paragraphs)
        found.append(
            Shift(
                kind=cast(ShiftKind, shift.kind),
                direction=cast(Direction, shift.direction),
                a=_words(place_a, a),
                b=_words(place_b, b),
                certainty="likely" if by_model else "sure",
                place_a=place_a,
                place_b=place_b,
                clause_a=_clause(place_a, a),
                clause_b=_clause(place_b, b),
                decided_by=decision.decided_by,
            )
        )
    return tuple(found)


def _place(quotation: str, paragraphs: Sequence[QuotedPassage]) -> Place | None:
    """Where a quotation first stands in some paragraphs."""
    for paragraph in paragraphs:
        for span in whole_places(quotation, paragraph.text):
            return Place(paragraph.id, *span)
    return None


def _words(place: Place | None, document: Document) -> str:
    return document.paragraph(place.paragraph).text[place.start : place.end] if place else ""


def _clause(place: Place | None, document: Document) -> Place | None:
    """The clause that a passage stands in, or the clauses from first to last."""
    if place is None:
        return None
    spans = clause_spans(document.paragraph(place.paragraph).text)
    touched = [(s, e) for s, e in spans if s < place.end and place.start < e]
    if not touched:
        return None
    return Place(place.paragraph, touched[0][0], touched[-1][1])
