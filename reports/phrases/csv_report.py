"""Phrases, lineages, matrices and formulas as CSV (RFC 4180), one row for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scodiff.compare.phrases.model import PhraseHistory
from scodiff.compare.studies.model import CorpusMatrix, Formulas, Lineage
from scodiff.reports.phrases.wording import altered, life_line
from scodiff.reports.serialise import csv_text

Value = str | int | float | None


def phrase(history: PhraseHistory) -> bytes:
    """One row for each occurrence, and one for each document in which it is absent."""
    states = {event.document: event.state for event in history.history}
    found = [
        (
            o.document,
            o.date,
            states.get(o.document),
            o.match,
            o.n,
            o.paragraph,
            o.section,
            o.before,
            o.text,
            o.after,
            altered(o.alterations),
            o.score,
            o.start,
            o.end,
            o.certainty,
            o.entry,
        )
        for o in history.occurrences
    ]
    absent = [(e.document, e.date, e.state, *([None] * 13)) for e in history.history if not e.match]
    head = (
        "document date state match n paragraph section before text after alterations score "
        "start end certainty entry"
    )
    rows = sorted([*found, *absent], key=lambda row: (row[1] is None, row[1] or "", row[0]))
    return _table(head.split(), rows)


def lineage(found: Lineage) -> bytes:
    """One row for each document."""
    head = "document date state answer paragraphs literal semantic confidence certainty text"
    return _table(
        head.split(),
        (
            (
                v.document,
                v.date,
                v.state,
                v.answer,
                " ".join(str(n) for n in v.numbers if n is not None),
                v.literal,
                v.semantic,
                v.confidence,
                v.certainty,
                v.text,
            )
            for v in found.versions
        ),
    )


def matrix(found: CorpusMatrix) -> bytes:
    """One row for each ordered pair of documents."""
    return _table(
        ["a", "b", "persisted", "kept", "open", "words_of_a", "nearest_ancestor"],
        (
            (
                c.a,
                c.b,
                c.persisted,
                c.kept,
                c.open,
                c.words,
                "yes" if found.ancestors[c.a] == c.b else "no",
            )
            for c in sorted(found.cells, key=lambda c: (c.a, c.b))
        ),
    )


def formulas(found: Formulas) -> bytes:
    """One row for each formula."""
    head = (
        "rank words spread count keyness formula first_document first_date first_paragraph "
        "last_document last_date last_paragraph life_line"
    )
    return _table(
        head.split(),
        (
            (
                f.rank,
                f.words,
                f.spread,
                f.count,
                f.keyness,
                f.text,
                f.first.document,
                f.first.date,
                f.first.n,
                f.last.document,
                f.last.date,
                f.last.n,
                life_line(f.history),
            )
            for f in found.formulas
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    return csv_text(head, ([_figure(value) for value in row] for row in rows)).encode("utf-8")


def _figure(value: Value) -> Value:
    """A whole number without a decimal point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
