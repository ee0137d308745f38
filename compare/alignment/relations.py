"""What became of a passage: identical, editorial, changed or reformulated."""

from __future__ import annotations

from scodiff.compare.diff.diff import LiteralDiff
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
