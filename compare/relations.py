"""What became of a passage: identical, editorial, changed or reformulated."""

from __future__ import annotations

from scodiff.compare.diff import LiteralDiff, share_kept
from scodiff.compare.model import Relation
from scodiff.compare.settings import Settings


def relation_of(literal: LiteralDiff, settings: Settings) -> Relation:
    """The relation of two linked passages, from their edits and the share of words kept."""
    edits = literal.edits
    if all(edit.op == "equal" for edit in edits):
        return "identical"
    if all(edit.op == "equal" or edit.editorial for edit in edits):
        return "editorial"
    return "changed" if literal.kept >= settings.reformulated_below else "reformulated"


def share_of_words_kept(a: str, b: str) -> float:
    """The literal similarity of two texts: words kept in order (Dice), in [0, 1]."""
    return share_kept(a, b)


def confidence(strength: float, kept: float) -> float:
    """How sure a link is: its votes' score, or its wording where that says more."""
    return min(1.0, max(strength, kept))
