"""What changed between linked passages, as one HTML file to be answered in a browser, offline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scodiff.compare.review.shifts.model import ShiftQuestion
from scodiff.compare.shifts.kinds import DIRECTIONS, SHIFT_KINDS
from scodiff.corpus.model import Document
from scodiff.reports.messages.citation import Citation, Citations, citations
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.review.frame import framed, side_of


@dataclass(frozen=True, slots=True)
class ShownShift:
    """A shift that scodiff found, as a reader is told it."""

    what: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class ShiftQuestionView:
    """A question as the page shows it: the passages of each side, and what scodiff found."""

    question: ShiftQuestion
    passages: list[tuple[dict[str, Any], list[Citation]]]
    opinion: str
    shifts: list[ShownShift]


def render_shifts(
    questions: Sequence[ShiftQuestion],
    a: Document,
    b: Document,
    version: str,
    language: str = DEFAULT,
) -> bytes:
    """The questions as UTF-8 HTML, byte for byte the same for the same questions and texts.

    ``language`` is that of the interface.

    Raises:
        ReportError: there is no interface in that language.
    """
    t = messages(language)
    cites = dict(zip("ab", citations(t, a, b), strict=True))
    sides = {side: side_of(side, cites[side]) for side in "ab"}
    return framed(
        "shifts",
        t,
        version,
        questions,
        sides=sides,
        views=[_view(t, question, sides, cites) for question in questions],
        kinds=SHIFT_KINDS,
        directions=DIRECTIONS,
        terms={"kinds": "shift.", "directions": "direction."},
        store="scodiff-review-shifts",
        file="shift-answers",
    )


def _view(
    t: Messages,
    question: ShiftQuestion,
    sides: dict[str, dict[str, Any]],
    cites: dict[str, Citations],
) -> ShiftQuestionView:
    passages = {"a": question.passages_a, "b": question.passages_b}
    relation, certainty = t(f"relation.{question.relation}"), t(f"certainty.{question.certainty}")
    return ShiftQuestionView(
        question=question,
        passages=[(sides[s], [cites[s][p.id] for p in passages[s]]) for s in "ab"],
        opinion=t("review.engine_is", relation=relation, certainty=certainty),
        shifts=[
            ShownShift(
                t(
                    "review.engine_shift",
                    kind=t(f"shift.{shift.kind}"),
                    direction=t(f"direction.{shift.direction}"),
                    certainty=t(f"certainty.{shift.certainty}"),
                ),
                shift.a,
                shift.b,
            )
            for shift in question.shifts
        ],
    )
