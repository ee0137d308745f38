"""Decisions as the TOML file that ``decision_file`` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from scodiff.compare.decisions.anchors import Anchor
from scodiff.compare.decisions.decisions import AnchoredDecision, AnchoredRecord, Decisions
from scodiff.compare.decisions.model import Decider, NamedShift
from scodiff.corpus.model import Document

_WIDTH = 90  # characters of a paragraph's beginning


def decisions_as_toml(decisions: Decisions, a: Document, b: Document) -> str:
    """The decisions on two documents, each under the beginnings of its paragraphs."""
    lines = [f"# Decisions on {_one_line(a.id)} (A) and {_one_line(b.id)} (B)."]
    for decision in decisions.items:
        lines += ["", *_described("A", decision.a, a), *_described("B", decision.b, b)]
        lines += _entry(decision)
    return "\n".join(lines) + "\n"


def decision_file(decisions: Decisions, a: Document, b: Document) -> bytes:
    """The decisions as the bytes of a file, if they can be followed.

    Raises:
        DecisionError: they cannot.
    """
    decisions.apply_to(a, b)
    return decisions_as_toml(decisions, a, b).encode("utf-8", "backslashreplace")


def _entry(decision: AnchoredDecision) -> Iterator[str]:
    yield "[[decision]]"
    yield f'action = "{decision.action}"'
    for side, anchors in (("a", decision.a), ("b", decision.b)):
        if anchors:
            yield f"{side} = {_anchors(anchors)}"
    if decision.relation:
        yield f'relation = "{decision.relation}"'
    if decision.note:
        yield f"note = {_quoted(decision.note)}"
    if decision.action == "shifts":
        yield f"shifts = {_shifts(decision.shifts)}"
    if decision.record:
        yield from _record(decision.record)


def _record(found: AnchoredRecord) -> Iterator[str]:
    record = found.record
    if record.asked:
        yield f'asked = "{record.asked}"'
    yield f"by = {_decider(record.by)}"
    if record.when:
        yield f"when = {_quoted(record.when)}"
    if record.quotes:
        pairs = (f"{{ a = {_quoted(q.a)}, b = {_quoted(q.b)} }}" for q in record.quotes)
        yield f"quotes = [{', '.join(pairs)}]"
    if record.asked is None:
        yield f"found = {_shifts(record.shifts)}"
    engine = record.engine
    yield (
        f'engine = {{ relation = "{engine.relation}", certainty = "{engine.certainty}", '
        f"links = {_anchors(found.links)}, parts = {_anchors(found.parts)} }}"
    )


def _decider(by: Decider) -> str:
    version = f", prompt_version = {_quoted(by.prompt_version)}" if by.prompt_version else ""
    return f'{{ kind = "{by.kind}", name = {_quoted(by.name)}{version} }}'


def _shifts(shifts: Sequence[NamedShift]) -> str:
    entries = (
        f'{{ kind = "{s.kind}", direction = "{s.direction}", '
        f"a = {_quoted(s.a)}, b = {_quoted(s.b)} }}"
        for s in shifts
    )
    return f"[{', '.join(entries)}]"


def _anchors(anchors: Sequence[Anchor]) -> str:
    return "[" + ", ".join(f'"{anchor.n} {anchor.digest}"' for anchor in anchors) + "]"


def _described(side: str, anchors: Sequence[Anchor], document: Document) -> Iterator[str]:
    for anchor in anchors:
        text = _one_line(document.citable[anchor.n - 1].text)
        shown = text if len(text) <= _WIDTH else text[:_WIDTH] + "…"
        yield f"#  {side} ¶{anchor.n}: {shown}"


def _one_line(text: str) -> str:
    """A text without what TOML forbids in a comment."""
    return "".join(c if c.isprintable() else " " for c in text)


def _quoted(text: str) -> str:
    """A basic string of TOML, which has the escapes of JSON and asks for one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
