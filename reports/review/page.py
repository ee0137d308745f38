"""The review queue as one self-contained HTML file, to be answered in a browser, offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scodiff.compare.review.doubt import LEAST_DOUBT, doubt_of
from scodiff.compare.review.model import REVIEW_LABELS, ReviewQuestion
from scodiff.corpus.model import Document
from scodiff.reports.messages.citation import Citation, Citations, citations
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.review.frame import framed, side_of

_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as the page shows it: ``asked`` and ``other`` are the sides, as a and b.

    ``doubts`` are, for each candidate, the mistakes expected of an answer that links it, and of
    one that does not.
    """

    question: ReviewQuestion
    asked: dict[str, Any]
    other: dict[str, Any]
    paragraph: Citation
    candidates: list[Citation]
    doubts: list[dict[str, float]]
    opinion: list[str]

    @property
    def gain(self) -> float:
        """What an answer is worth at its place in the queue."""
        return round(self.question.gain, _DECIMALS)


def render(
    questions: Sequence[ReviewQuestion],
    a: Document,
    b: Document,
    version: str,
    language: str = DEFAULT,
) -> bytes:
    """The queue as UTF-8 HTML, byte for byte the same for the same questions and texts.

    ``language`` is that of the interface.

    Raises:
        ReportError: there is no interface in that language.
    """
    t = messages(language)
    cites = dict(zip("ab", citations(t, a, b), strict=True))
    sides = {side: side_of(side, cites[side]) for side in "ab"}
    return framed(
        "links",
        t,
        version,
        questions,
        sides=sides,
        views=[_view(t, question, sides, cites) for question in questions],
        labels=REVIEW_LABELS,
        least_doubt=LEAST_DOUBT,
        store="scodiff-review",
        file="answers",
    )


def _view(
    t: Messages,
    question: ReviewQuestion,
    sides: dict[str, dict[str, Any]],
    cites: dict[str, Citations],
) -> QuestionView:
    asked = question.paragraph.side
    other = "b" if asked == "a" else "a"
    there = cites[other]
    return QuestionView(
        question=question,
        asked=sides[asked],
        other=sides[other],
        paragraph=cites[asked][question.paragraph.id],
        candidates=[there[candidate.id] for candidate in question.candidates],
        doubts=[_doubts(candidate.probability) for candidate in question.candidates],
        opinion=_opinion(t, question, lambda paragraph: there[paragraph].short),
    )


def _doubts(probability: float) -> dict[str, float]:
    found = {"linked": True, "alone": False}
    return {k: round(doubt_of(probability, linked=v), _DECIMALS) for k, v in found.items()}


def _opinion(t: Messages, question: ReviewQuestion, cite: Callable[[str], str]) -> list[str]:
    """What scodiff found of the paragraph itself, in sentences."""
    engine = question.engine
    relation, certainty = t(f"relation.{engine.relation}"), t(f"certainty.{engine.certainty}")
    said = [t("review.engine_is", relation=relation, certainty=certainty)]
    if engine.links:
        said.append(t("review.engine_links", cites=t.listed(map(cite, engine.links))))
    if engine.parts:
        said.append(t("review.engine_parts", cites=t.listed(map(cite, engine.parts))))
    if question.candidates:
        figures = [
            t("review.engine_candidate", cite=cite(c.id), value=t.percent(c.probability))
            for c in question.candidates
        ]
        said.append(t("review.engine_candidates", figures=t("list.comma").join(figures)))
    return said
