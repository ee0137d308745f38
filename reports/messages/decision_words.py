"""What a report says of a reader's own decisions, which went before what was computed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from scodiff.compare.model import Comparison, Link, ReaderDecision
from scodiff.reports.manifest import decision_counts
from scodiff.reports.messages.citation import Citations
from scodiff.reports.messages.messages import Messages
from scodiff.reports.visible import visible


def tally(t: Messages, comparison: Comparison) -> str:
    """How many pins, forbids and relabels a reader made; nothing where there are none."""
    counts = decision_counts(comparison)
    words = [t(f"decision.{action}", count=n) for action, n in counts.items() if n]
    return t("decision.tally", figures=t.listed(words)) if words else ""


def concerning(comparison: Comparison, link: Link) -> list[ReaderDecision]:
    """The decisions that made or named a link, or forbade a paragraph of it a counterpart."""
    return [d for d in comparison.decisions if made(d, link) or _forbids(d, link)]


def made(decision: ReaderDecision, link: Link) -> bool:
    """Whether a decision pinned or relabelled that link."""
    return decision.action != "forbid" and (decision.a, decision.b) == (link.a, link.b)


def _forbids(decision: ReaderDecision, link: Link) -> bool:
    touched = {*decision.a} & {*link.a} or {*decision.b} & {*link.b}
    return decision.action == "forbid" and bool(touched)


def told(t: Messages, decision: ReaderDecision, cite: tuple[Citations, Citations]) -> str:
    """A decision with its paragraphs and its note, on one line."""
    names = [
        ", ".join(cites[p].name for p in ids)
        for cites, ids in zip(cite, (decision.a, decision.b), strict=True)
    ]
    return _sentence(t, decision, " → ".join(names)) + _note(t, decision)


def told_in_html(
    t: Messages, decision: ReaderDecision, cite: tuple[Citations, Citations]
) -> Markup:
    """The same, with each paragraph a link to where it stands."""
    link = Markup('<a href="#{}">{}</a>')
    names = [
        Markup(", ").join(link.format(cites[p].anchor, cites[p].name) for p in ids)
        for cites, ids in zip(cite, (decision.a, decision.b), strict=True)
    ]
    return Markup(_sentence(t, decision, Markup(" → ").join(names))) + _note(t, decision)


def reasons(
    t: Messages, link: Link, decisions: Sequence[ReaderDecision], cite: tuple[Citations, Citations]
) -> list[tuple[str, str]]:
    """What was decided of a link, as terms of ``why`` and words."""
    said = []
    if link.decided_by:
        notes = "".join(_note(t, d) for d in decisions if made(d, link))
        said.append(("decided", t("why.decided_is") + notes))
    forbidden = [d for d in decisions if not made(d, link)]
    return said + [("forbidden", told(t, decision, cite)) for decision in forbidden]


def _sentence(t: Messages, decision: ReaderDecision, ends: str) -> str:
    if decision.relation is None:
        return t(f"decision.{decision.action}_is", ends=ends)
    relation = t(f"relation.{decision.relation}")
    return t(f"decision.{decision.action}_as", ends=ends, relation=relation)


def _note(t: Messages, decision: ReaderDecision) -> str:
    note = visible(" ".join(decision.note.split()))
    return t("decision.note", note=note) if note else ""
