"""Phrases, lineages, matrices and formulas as JSON (the contracts are the ``*.schema.json``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any, cast

from scodiff.compare.phrases.model import (
    Alteration,
    Event,
    Frequency,
    Occurrence,
    PhraseHistory,
    SearchedDocument,
)
from scodiff.compare.studies.model import (
    Cell,
    CorpusMatrix,
    Formula,
    Formulas,
    LedgerRow,
    Lineage,
    Version,
)

SCHEMA_VERSION = 1
DECIMALS = 6

Json = dict[str, Any]


def schema(kind: str) -> Json:
    """The published JSON Schema of ``phrase``, ``lineage``, ``matrix`` or ``formulas``."""
    file = files("scodiff.reports.phrases").joinpath(f"{kind}.schema.json")
    return cast(Json, json.loads(file.read_bytes()))


def encode(data: Json) -> bytes:
    """UTF-8 JSON, byte for byte the same for the same data."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def phrase(history: PhraseHistory) -> bytes:
    """The history of a phrase."""
    return encode(
        {
            **_head(history.version),
            "query": history.query,
            "pattern": history.pattern,
            "settings": asdict(history.settings),
            "model": _model(history),
            "documents": [_document(d) for d in history.documents],
            "missing_summits": list(history.missing_summits),
            "notes": list(history.notes),
            "first": _occurrence(history.first) if history.first else None,
            "first_of": {match: _occurrence(o) for match, o in history.first_of.items()},
            "occurrences": [_occurrence(o) for o in history.occurrences],
            "history": [_event(event) for event in history.history],
            "frequencies": [_frequency(f) for f in history.frequencies],
        }
    )


def lineage(found: Lineage) -> bytes:
    """The versions of a paragraph or formula."""
    return encode(
        {
            **_head(found.version),
            "document": found.document,
            "paragraph": found.paragraph,
            "n": found.n,
            "text": found.text,
            "model": _model(found),
            "missing_summits": list(found.missing_summits),
            "notes": list(found.notes),
            "ancestor": found.ancestor.document if found.ancestor else None,
            "versions": [_version(version) for version in found.versions],
        }
    )


def matrix(found: CorpusMatrix) -> bytes:
    """All documents against each other, and what survives of the base."""
    return encode(
        {
            **_head(found.version),
            "model": _model(found),
            "documents": [_document(d) for d in found.documents],
            "missing_summits": list(found.missing_summits),
            "cells": [_cell(cell) for cell in found.cells],
            "ancestors": found.ancestors,
            "base": found.base,
            "ledger": [_ledger_row(row) for row in found.ledger],
        }
    )


def formulas(found: Formulas) -> bytes:
    """The recurring formulas of a collection."""
    return encode(
        {
            **_head(found.version),
            "settings": asdict(found.settings),
            "documents": [_document(d) for d in found.documents],
            "total": found.total,
            "formulas": [_formula(formula) for formula in found.formulas],
        }
    )


def _head(version: str) -> Json:
    return {"schema_version": SCHEMA_VERSION, "tool": {"name": "scodiff", "version": version}}


def _number(value: float | None) -> float | None:
    # Adding zero turns -0.0 into 0.0, so that equal values are equal bytes.
    return None if value is None else round(float(value), DECIMALS) + 0.0


def _model(found: PhraseHistory | Lineage | CorpusMatrix) -> Json | None:
    model = found.model
    if model is None:
        return None
    return {"name": model.name, "dimension": int(model.dimension), "sha256": model.sha256}


def _document(document: SearchedDocument) -> Json:
    return {
        "id": document.id,
        "date": document.date,
        "title": document.title,
        "language": document.language,
        "words": document.words,
        "edition_of": document.edition_of,
        "counted": document.counted,
    }


def _occurrence(occurrence: Occurrence) -> Json:
    return {
        "match": occurrence.match,
        "document": occurrence.document,
        "date": occurrence.date,
        "paragraph": occurrence.paragraph,
        "n": occurrence.n,
        "section": occurrence.section,
        "text": occurrence.text,
        "context": occurrence.context,
        "start": occurrence.start,
        "end": occurrence.end,
        "source": list(occurrence.source),
        "alterations": _alterations(occurrence.alterations),
        "score": _number(occurrence.score),
    }


def _alterations(alterations: Sequence[Alteration]) -> list[Json]:
    return [{"old": alteration.old, "new": alteration.new} for alteration in alterations]


def _event(event: Event) -> Json:
    return {
        "document": event.document,
        "date": event.date,
        "state": event.state,
        "match": event.match,
        "count": event.count,
        "how": _alterations(event.how),
        "editions": list(event.editions),
    }


def _frequency(frequency: Frequency) -> Json:
    return {
        "document": frequency.document,
        "count": frequency.count,
        "words": frequency.words,
        "per_1000": _number(frequency.rate),
        "low": _number(frequency.low),
        "high": _number(frequency.high),
    }


def _version(version: Version) -> Json:
    return {
        "document": version.document,
        "date": version.date,
        "state": version.state,
        "answer": version.answer,
        "paragraphs": list(version.paragraphs),
        "numbers": list(version.numbers),
        "text": version.text,
        "literal": _number(version.literal),
        "semantic": _number(version.semantic),
        "confidence": _number(version.confidence),
        "edits": [
            {"op": edit.op, "a": edit.a, "b": edit.b, "editorial": edit.editorial}
            for edit in version.edits
        ],
    }


def _cell(cell: Cell) -> Json:
    return {
        "a": cell.a,
        "b": cell.b,
        "persisted": _number(cell.persisted),
        "kept": _number(cell.kept),
        "words": cell.words,
    }


def _ledger_row(row: LedgerRow) -> Json:
    return {
        "paragraph": row.paragraph,
        "n": row.n,
        "text": row.text,
        "last": row.last,
        "survives": row.survives,
        "fates": [
            {
                "document": fate.document,
                "relation": fate.relation,
                "literal": _number(fate.literal),
                "numbers": list(fate.numbers),
            }
            for fate in row.fates
        ],
    }


def _formula(formula: Formula) -> Json:
    return {
        "text": formula.text,
        "words": formula.words,
        "spread": formula.spread,
        "count": formula.count,
        "keyness": _number(formula.keyness),
        "rank": _number(formula.rank),
        "first": _occurrence(formula.first),
        "last": _occurrence(formula.last),
        "nested": list(formula.nested),
        "history": [_event(event) for event in formula.history],
    }
