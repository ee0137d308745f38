"""A synopsis as CSV (RFC 4180): one row a passage and document, in the order of the base."""

from __future__ import annotations

from collections.abc import Iterable

from scodiff.compare.synopsis.model import Standing, Synopsis, SynopsisRow
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import messages
from scodiff.reports.serialise import csv_text, decimal
from scodiff.reports.synopsis.wording import SynopsisCitations

COLUMNS = (
    "row",
    "document",
    "date",
    "state",
    "certainty",
    "paragraphs",
    "before",
    "relation",
    "literal",
    "base",
    "base_relation",
    "base_literal",
    "parts",
    "doubtful",
    "elsewhere",
    "section",
    "text",
)

# Without it spreadsheets take UTF-8 for the machine's own encoding.
_BYTE_ORDER_MARK = "\ufeff"


def render(synopsis: Synopsis, language: str = DEFAULT) -> bytes:
    """The witnesses as UTF-8 CSV with a byte order mark and lines that end in CR LF.

    Column names are in English, whatever the ``language``.
    """
    cite = SynopsisCitations(messages(language), synopsis)
    rows = (
        _row(synopsis, row, standing, cite)
        for row in synopsis.in_order()
        for standing in row.standings
    )
    return (_BYTE_ORDER_MARK + csv_text(COLUMNS, rows)).encode("utf-8")


def _row(
    synopsis: Synopsis, row: SynopsisRow, standing: Standing, cite: SynopsisCitations
) -> list[object]:
    name = standing.document
    document = synopsis.document(name)
    paragraphs = [document.paragraph(p) for p in standing.paragraphs]
    before = row.before(name)
    has_base = row.standing(synopsis.base).paragraphs and paragraphs and name != synopsis.base
    return [
        row.number,
        name,
        document.date,
        standing.state,
        standing.certainty,
        _listed(c.name for c in cite.named(standing)),
        before,
        *_change(row, before, name),
        synopsis.base if has_base else None,
        *(_change(row, synopsis.base, name) if has_base else (None, None)),
        _listed(f"{cite.of(name, p.paragraph).name} ({p.certainty})" for p in standing.parts),
        _listed(
            f"{cite.of(name, d.paragraph).name} {decimal(d.probability)}" for d in standing.doubtful
        ),
        _listed(f"{cite.of(name, a.paragraph).name} (row {a.row})" for a in standing.across),
        _listed(p.section for p in paragraphs if p.section),
        PARAGRAPH_BREAK.join(p.text for p in paragraphs),
    ]


def _change(row: SynopsisRow, of: str | None, name: str) -> tuple[str | None, float | None]:
    change = of and (row.change(of, name) or row.change(name, of))
    return (change.relation, decimal(change.literal)) if change else (None, None)


def _listed(items: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(items))
