"""A comparison as CSV (RFC 4180): one row a link."""

from __future__ import annotations

from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.model import Comparison, Link, Shift
from scodiff.reports.messages.citation import Citations, citations
from scodiff.reports.messages.decision_words import concerning
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import messages
from scodiff.reports.serialise import csv_text, decimal

COLUMNS = (
    "link",
    "relation",
    "a",
    "b",
    "moved",
    "distance",
    "split",
    "merged",
    "semantic",
    "literal",
    "confidence",
    "certainty",
    "candidates",
    "runner_up_a",
    "runner_up_b",
    "runner_up_score",
    "margin",
    "decided_by",
    "decisions",
    "beyond_noise",
    "rewritten",
    "quarter",
    "shifts",
    "section_a",
    "section_b",
    "text_a",
    "text_b",
)

# Without it spreadsheets take UTF-8 for the machine's own encoding.
_BYTE_ORDER_MARK = "\ufeff"


def render(comparison: Comparison, language: str = DEFAULT) -> bytes:
    """The links as UTF-8 CSV with a byte order mark and lines that end in CR LF.

    Column names are those of the JSON report, whatever the ``language``.
    """
    cite = citations(messages(language), comparison.a, comparison.b, in_full=True)
    rows = (_row(comparison, n, link, cite) for n, link in enumerate(comparison.links, 1))
    return (_BYTE_ORDER_MARK + csv_text(COLUMNS, rows)).encode("utf-8")


def _row(
    comparison: Comparison, number: int, link: Link, cite: tuple[Citations, Citations]
) -> list[object]:
    rival = link.runner_up
    other = cite[1] if link.a else cite[0]
    sides = ((comparison.a, link.a), (comparison.b, link.b))
    found = [[document.paragraph(p) for p in ids] for document, ids in sides]
    return [
        number,
        link.relation,
        *("; ".join(cite[i][p.id].name for p in found[i]) for i in (0, 1)),
        link.moved,
        link.distance if link.moved else None,
        link.split,
        link.merged,
        link.semantic,
        link.literal,
        link.confidence,
        link.certainty,
        "; ".join(f"{other[c.id].name} {decimal(c.probability)}" for c in link.candidates),
        rival and cite[0][rival.a].name,
        rival and cite[1][rival.b].name,
        rival and rival.score,
        link.margin,
        link.decided_by,
        "; ".join(_decision(d, cite) for d in concerning(comparison, link)),
        link.beyond_noise,
        link.rewritten,
        link.quarter,
        "; ".join(map(_shift, link.shifts)),
        *("; ".join(dict.fromkeys(p.section for p in side if p.section)) for side in found),
        *("\n\n".join(p.text for p in side) for side in found),
    ]


def _shift(shift: Shift) -> str:
    """A shift as ``modality weakened: must → should``, and who named it if a reader did."""
    words = f"{shift.kind} {shift.direction}: {shift.a} → {shift.b}"
    return f"{words} ({shift.decided_by})" if shift.decided_by else words


def _decision(decision: ReaderDecision, cite: tuple[Citations, Citations]) -> str:
    """A decision as ``forbid a ¶2 → b ¶3 (note)``."""
    sides = zip(cite, (decision.a, decision.b), strict=True)
    ends = " → ".join(", ".join(cites[p].name for p in ids) for cites, ids in sides if ids)
    words = f"{decision.action} {ends}" + (f" as {decision.relation}" if decision.relation else "")
    if decision.record:
        words += f" by {decision.record.by.name}"
    return f"{words} ({decision.note})" if decision.note else words
