"""What is known of the paragraphs of two texts: how probable their pairs are, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.compare.diff.diff import LiteralDiff, diff, share_kept
from scodiff.compare.model import Edit, Relation
from scodiff.compare.scoring.candidate_pairs import Edge
from scodiff.compare.scoring.classifier import Scores
from scodiff.compare.settings import Settings
from scodiff.compare.text.abbreviations import Names
from scodiff.corpus.model import Paragraph


@dataclass(frozen=True, slots=True)
class Evidence:
    """What links, parts and related pairs are made from.

    ``a`` and ``b`` are the citable paragraphs, ``scores`` those of their pairs, ``names`` the
    abbreviations that stand for names in full. Where the texts are in two languages wording is
    not compared: no share of words is kept or lost, and all that can be known of a linked
    passage is that it is linked. It counts as said in other words.
    """

    a: Sequence[Paragraph]
    b: Sequence[Paragraph]
    scores: Scores
    settings: Settings
    same_language: bool
    names: Names

    def cosine(self, edge: Edge) -> float | None:
        """The cosine of two paragraphs as they stand, in [-1, 1]; None without a model."""
        return self.scores.features.cosine_of(edge)

    def share_kept(self, a: str, b: str) -> float | None:
        """The share of words that two passages have in common, in order, in [0, 1]."""
        return share_kept(a, b) if self.same_language else None

    def wording(self, a: str, b: str) -> tuple[tuple[Edit, ...], float | None, Relation]:
        """The edits of a linked passage, the share of words kept, and what became of it."""
        if not self.same_language:
            return (Edit("replace", a, b),), None, "reformulated"
        literal = diff(a, b, self.names, self.settings)
        return literal.edits, literal.kept, self._relation(literal)

    def _relation(self, literal: LiteralDiff) -> Relation:
        if all(edit.op == "equal" for edit in literal.edits):
            return "identical"
        if all(edit.op == "equal" or edit.editorial for edit in literal.edits):
            return "editorial"
        return "changed" if literal.kept >= self.settings.reformulated_below else "reformulated"
