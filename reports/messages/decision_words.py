"""What a report says of a reader's own decisions, which went before what was computed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from scodiff.compare.decisions.model import (
    ACTIONS,
    MODEL,
    Action,
    Decider,
    DecisionRecord,
    NamedShift,
    ReaderDecision,
)
from scodiff.compare.model import Comparison, Link, Shift
from scodiff.reports.messages.citation import Citations
from scodiff.reports.messages.messages import Messages
from scodiff.reports.visible import visible


def tally(t: Messages, comparison: Comparison) -> str:
    """How many decisions of each kind were taken, by whom, and how many against scodiff."""
    by_hand: Counter[Action] = Counter()
    by_answers: defaultdict[str, Counter[Action]] = defaultdict(Counter)
    for decision in comparison.decisions:
        counts = by_answers[_decider(t, decision.record.by)] if decision.record else by_hand
        counts[decision.action] += 1
    said = [t("decision.tally", figures=_figures(t, by_hand))] if by_hand else []
    for name, counts in by_answers.items():
        by = name[:1].upper() + name[1:]
        said.append(t("decision.tally_by", by=by, figures=_figures(t, counts)))
    if against := len(disagreements(comparison)):
        said.append(t("decision.disagreements", count=against))
    return t("list.sentence").join(said)


def _figures(t: Messages, counts: Mapping[Action, int]) -> str:
    return t.listed([t(f"decision.{a}", count=counts[a]) for a in ACTIONS if counts.get(a)])


def concerning(comparison: Comparison, link: Link) -> list[ReaderDecision]:
    """The decisions that made or named a link, or say something else of a paragraph of it."""
    return [d for d in comparison.decisions if made(d, link) or _touches(d, link)]


def made(decision: ReaderDecision, link: Link) -> bool:
    """Whether a decision made or relabelled that link, or settled that there is none."""
    if link.a and link.b:
        inside = {*decision.a} <= {*link.a} and {*decision.b} <= {*link.b}
        return decision.action in ("pin", "relabel", "part") and inside
    if decision.action == "alone":
        return bool({*decision.a} & {*link.a} or {*decision.b} & {*link.b})
    if decision.record is None or decision.action not in ("pin", "part"):
        return False
    asked, of = (decision.a, link.a) if decision.record.asked == "a" else (decision.b, link.b)
    return bool(of) and {*of} <= {*asked}


def _touches(decision: ReaderDecision, link: Link) -> bool:
    touched = {*decision.a} & {*link.a} or {*decision.b} & {*link.b}
    return decision.action in ("forbid", "part", "related", "shifts") and bool(touched)


def decided_by(t: Messages, link: Link, decisions: Sequence[ReaderDecision]) -> str:
    """Who decided a link, of the ``decisions`` that concern it."""
    records = (d.record for d in decisions if made(d, link))
    names = dict.fromkeys(_decider(t, r.by) if r else t("badge.reader") for r in records)
    return t.listed([*names]) or t("badge.reader")


def disagreements(comparison: Comparison) -> list[ReaderDecision]:
    """The decisions that are otherwise than scodiff itself had found."""
    return [decision for decision in comparison.decisions if decision.contradicts_engine]


def told(t: Messages, decision: ReaderDecision, cite: tuple[Citations, Citations]) -> str:
    """A decision with its paragraphs, its note and where it comes from, on one line."""
    names = [
        ", ".join(cites[p].name for p in ids)
        for cites, ids in zip(cite, (decision.a, decision.b), strict=True)
    ]
    ends = " → ".join(filter(None, names))
    return _sentence(t, decision, ends) + _note(t, decision) + _provenance(t, decision, cite)


def told_in_html(
    t: Messages, decision: ReaderDecision, cite: tuple[Citations, Citations]
) -> Markup:
    """The same, with each paragraph a link to where it stands."""
    link = Markup('<a href="#{}">{}</a>')
    names = [
        Markup(", ").join(link.format(cites[p].anchor, cites[p].name) for p in ids)
        for cites, ids in zip(cite, (decision.a, decision.b), strict=True)
    ]
    ends = Markup(" → ").join(filter(None, names))
    said = Markup(_sentence(t, decision, ends))
    return said + _note(t, decision) + _provenance(t, decision, cite)


def reasons(
    t: Messages, link: Link, decisions: Sequence[ReaderDecision], cite: tuple[Citations, Citations]
) -> list[tuple[str, str]]:
    """What was decided of a link, as terms of ``why`` and words."""
    said = []
    if link.decided_by:
        notes = "".join(_note(t, d) + _provenance(t, d, cite) for d in decisions if made(d, link))
        key = "why.decided_is" if link.pairs else "why.decided_lone"
        words = t(f"{key}_by_model" if link.decided_by == MODEL else key)
        said.append(("decided", words + notes))
    for decision in decisions:
        if not made(decision, link):
            term = "forbidden" if decision.action == "forbid" else "decided"
            said.append((term, told(t, decision, cite)))
    return said


def named_shift(t: Messages, shift: Shift | NamedShift) -> str:
    """A shift as ``modality, strengthened: “may” → “must”``."""
    if shift.a and shift.b:
        change = t("why.change", a=shift.a, b=shift.b)
    elif shift.a:
        change = t("why.gone", a=shift.a)
    else:
        change = t("why.come", b=shift.b)
    return t(
        "why.shift_is",
        kind=t.name("shift", shift.kind),
        direction=t.name("direction", shift.direction),
        change=change,
    )


def _shifts(t: Messages, shifts: Sequence[NamedShift]) -> str:
    return t("list.semicolon").join(_line(named_shift(t, shift)) for shift in shifts)


def _sentence(t: Messages, decision: ReaderDecision, ends: str) -> str:
    if decision.action == "shifts":
        if not decision.shifts:
            return t("decision.shifts_none", ends=ends)
        return t("decision.shifts_is", ends=ends, shifts=_shifts(t, decision.shifts))
    if decision.relation is None:
        return t(f"decision.{decision.action}_is", ends=ends)
    relation = t(f"relation.{decision.relation}")
    return t(f"decision.{decision.action}_as", ends=ends, relation=relation)


def _note(t: Messages, decision: ReaderDecision) -> str:
    note = _line(decision.note)
    return t("decision.note", note=note) if note else ""


def _provenance(t: Messages, decision: ReaderDecision, cite: tuple[Citations, Citations]) -> str:
    """Who decided, when, by which quotations, and what scodiff had found if it was otherwise."""
    record = decision.record
    if record is None:
        return ""
    by = _decider(t, record.by)
    if record.by.prompt_version:
        by = t("decision.by_version", by=by, version=_line(record.by.prompt_version))
    if record.when:
        by = t("decision.by_when", by=by, when=_line(record.when))
    said = t("decision.provenance", by=by)
    for quotation in record.quotes:
        said += t("decision.quoted", a=_line(quotation.a), b=_line(quotation.b))
    return said + (_otherwise(t, record, cite) if decision.contradicts_engine else "")


def _otherwise(t: Messages, record: DecisionRecord, cite: tuple[Citations, Citations]) -> str:
    if record.asked is None:
        if not record.shifts:
            return t("decision.found_no_shifts")
        return t("decision.found_shifts", shifts=_shifts(t, record.shifts))
    engine = record.engine
    words: dict[str, Any] = {
        "relation": t(f"relation.{engine.relation}"),
        "certainty": t(
            "decision.open" if engine.certainty == "open" else f"certainty.{engine.certainty}"
        ),
    }
    others = cite[1 if record.asked == "a" else 0]
    links, parts = (
        t.listed([others[p].name for p in dict.fromkeys(ids)])
        for ids in (engine.links, engine.parts)
    )
    said = t("decision.found_with", ends=links, **words) if links else t("decision.found", **words)
    return said + (t("decision.found_parts", ends=parts) if parts else "")


def _decider(t: Messages, by: Decider) -> str:
    return t(f"decision.by_{by.kind}", name=_line(by.name))


def _line(text: str) -> str:
    return visible(" ".join(text.split()))
