"""What is made for a review of a comparison, in a process of its own: its page, its decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scodiff.corpus import VERSION
from scodiff.corpus.model import Document
from scodiff.serve.orders import Teller, opened_encoder

if TYPE_CHECKING:
    from scodiff.compare.pipeline import ScoredComparison


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """What a comparison leaves open, to be asked on a page in a language."""

    a: Document = field(repr=False)
    b: Document = field(repr=False)
    language: str
    model: str | None = None

    def carry_out(self, tell: Teller) -> bytes:
        """The page, as ``scodiff review`` writes it."""
        from scodiff.compare.review.queue import review_queue
        from scodiff.reports.review.page import render

        asked = review_queue(_scored(self.a, self.b, self.model, tell), ())
        return render(asked, self.a, self.b, VERSION, self.language)


@dataclass(frozen=True, slots=True)
class DecisionsOrder:
    """Answers in a file, which its reader calls ``name``, to be made into decisions on links."""

    a: Document = field(repr=False)
    b: Document = field(repr=False)
    answers: Path
    name: str
    model: str | None = None

    def carry_out(self, tell: Teller) -> bytes:
        """The file of decisions."""
        from scodiff.compare.decisions.written import decision_file
        from scodiff.compare.review.answer_file import read_answers
        from scodiff.compare.review.checking import check_answers
        from scodiff.compare.review.deciding import decisions_of_answers
        from scodiff.compare.review.model import ReviewError

        try:
            given = check_answers(read_answers(self.answers), self.a, self.b, self.name)
        except ReviewError as error:
            told = str(error).replace(str(self.answers), self.name)
            raise ReviewError(told.replace(self.answers.name, self.name)) from None
        scored = _scored(self.a, self.b, self.model, tell)
        decisions = decisions_of_answers(given, scored.comparison)
        return decision_file(decisions, self.a, self.b)


def _scored(a: Document, b: Document, model: str | None, tell: Teller) -> ScoredComparison:
    from scodiff.compare.pipeline import compare_scored

    encoder = opened_encoder(model, (a, b), tell)
    tell.progress("comparing")
    return compare_scored(a, b, encoder)
