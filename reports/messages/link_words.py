"""What a report says of links and figures, made of the sentences of ``messages``."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.model import Certainty, Comparison, Link, Shift
from scodiff.reports.messages.decision_words import decided_by, named_shift
from scodiff.reports.messages.messages import Messages


def travelled(t: Messages, distance: int) -> str:
    """How far a moved passage went: ``moved past 3 passages, towards the end``."""
    if distance == 0:
        return t("shape.moved")
    return t("shape.forward" if distance > 0 else "shape.backward", count=abs(distance))


def certainty(t: Messages, found: Certainty) -> str:
    """How sure something is, in words."""
    return t(f"certainty.{found}")


def shape(t: Messages, link: Link) -> list[str]:
    """The properties a link has beside its relation, in words; what is open has not moved."""
    words = []
    if link.moved and not link.is_open:
        words.append(travelled(t, link.distance))
    if link.split:
        words.append(t("shape.split", count=len(link.b)))
    if link.merged:
        words.append(t("shape.merged", count=len(link.a)))
    return words


def badges(t: Messages, link: Link, decisions: Sequence[ReaderDecision] = ()) -> list[str]:
    """What a reader should know of a link before the evidence is opened.

    ``decisions`` are those that concern the link.
    """
    found = []
    if link.is_open:
        found.append(t("open.is_link" if link.pairs else "open.is_lone"))
    if link.decided_by:
        found.append(decided_by(t, link, decisions))
    if any(decision.action == "forbid" for decision in decisions):
        found.append(t("badge.forbidden"))
    if link.quarter == "turned":
        found.append(t("quarter.turned"))
    if link.rewritten and link.relation == "changed":
        found.append(t("badge.rewritten"))
    return found


def tally(t: Messages, comparison: Comparison) -> str:
    """How many links moved, split or merged, and how many may be the translators' doing.

    What is open is not counted.
    """
    found = [link for link in comparison.links if not link.is_open]
    counts = [(name, sum(getattr(link, name) for link in found)) for name in SHAPES]
    words = [t(f"answer.{name}", n=t.integer(number)) for name, number in counts if number]
    said = [t("answer.tally", figures=t.listed(words))] if words else []
    noise = sum(link.beyond_noise is False for link in found)
    if noise:
        said.append(t("answer.noise", count=noise))
    editions = [document.source.edition for document in (comparison.a, comparison.b)]
    if all(editions) and len(set(editions)) > 1:
        said.append(t("answer.editions"))
    return t("list.sentence").join(said)


def shift_words(t: Messages, shift: Shift) -> str:
    """A shift as ``modality, strengthened: “may” → “must”``, and who named it if a reader did."""
    words = named_shift(t, shift)
    return t(f"why.shift_by_{shift.decided_by}", shift=words) if shift.decided_by else words


def scores(t: Messages, semantic: float | None, literal: float | None) -> str:
    """Both similarities, or the one there is."""
    if literal is None:
        return "" if semantic is None else t("why.scores_meaning", semantic=t.decimal(semantic))
    if semantic is None:
        return t("why.scores_words", literal=t.decimal(literal))
    return t("why.scores", semantic=t.decimal(semantic), literal=t.decimal(literal))


SHAPES = ("moved", "split", "merged")
