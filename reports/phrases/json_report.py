"""Phrases, lineages, matrices and formulas as JSON (the contracts are the ``*.schema.json``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import cast

from scodiff.compare.phrases.model import (
    Event,
    Frequency,
    Occurrence,
    PhraseHistory,
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
from scodiff.reports.serialise import Json, decimal, json_bytes

SCHEMA_VERSION = 1
WITH_CERTAINTY = 2  # of lineages and matrices: what is open is told


def schema(kind: str) -> Json:
    """The published JSON Schema of ``phrase``, ``lineage``, ``matrix`` or ``formulas``."""
    file = files("scodiff.reports.phrases").joinpath(f"{kind}.schema.json")
    return cast(Json, json.loads(file.read_bytes()))


def phrase(history: PhraseHistory) -> bytes:
    """The history of a phrase."""
    return json_bytes(
        {
            **_head(history.version),
            "query": history.query,
            "pattern": history.pattern,
            "settings": history.settings._asdict(),
            "model": _model(history),
            "names": history.names._asdict() if history.names else None,
            "tried": list(history.tried),
            "documents": [d._asdict() for d in history.documents],
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
    return json_bytes(
        {
            **_head(found.version, WITH_CERTAINTY),
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
    return json_bytes(
        {
            **_head(found.version, WITH_CERTAINTY),
            "model": _model(found),
            "documents": [d._asdict() for d in found.documents],
            "missing_summits": list(found.missing_summits),
            "notes": list(found.notes),
            "cells": [_cell(cell) for cell in found.cells],
            "ancestors": found.ancestors,
            "base": found.base,
            "ledger": [_ledger_row(row) for row in found.ledger],
        }
    )


def formulas(found: Formulas) -> bytes:
    """The recurring formulas of a collection."""
    return json_bytes(
        {
            **_head(found.version),
            "settings": asdict(found.settings),
            "documents": [d._asdict() for d in found.documents],
            "total": found.total,
            "formulas": [_formula(formula) for formula in found.formulas],
        }
    )


def _head(version: str, schema_version: int = SCHEMA_VERSION) -> Json:
    return {"schema_version": schema_version, "tool": {"name": "scodiff", "version": version}}


def _model(found: PhraseHistory | Lineage | CorpusMatrix) -> Json | None:
    model = found.model
    if model is None:
        return None
    return {"name": model.name, "dimension": int(model.dimension), "sha256": model.sha256}


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
        "alterations": [alteration._asdict() for alteration in occurrence.alterations],
        "score": decimal(occurrence.score),
        "entry": occurrence.entry,
        "certainty": occurrence.certainty,
    }


def _event(event: Event) -> Json:
    return {**event._asdict(), "how": [alteration._asdict() for alteration in event.how]}


def _frequency(frequency: Frequency) -> Json:
    return {
        "document": frequency.document,
        "count": frequency.count,
        "words": frequency.words,
        "per_1000": decimal(frequency.rate),
        "low": decimal(frequency.low),
        "high": decimal(frequency.high),
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
        "literal": decimal(version.literal),
        "semantic": decimal(version.semantic),
        "confidence": decimal(version.confidence),
        "certainty": version.certainty,
        "edits": [
            {"op": edit.op, "a": edit.a, "b": edit.b, "editorial": edit.editorial}
            for edit in version.edits
        ],
    }


def _cell(cell: Cell) -> Json:
    return {
        "a": cell.a,
        "b": cell.b,
        "persisted": decimal(cell.persisted),
        "kept": decimal(cell.kept),
        "words": cell.words,
        "open": decimal(cell.open),
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
                "literal": decimal(fate.literal),
                "certainty": fate.certainty,
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
        "keyness": decimal(formula.keyness),
        "rank": decimal(formula.rank),
        "first": _occurrence(formula.first),
        "last": _occurrence(formula.last),
        "nested": list(formula.nested),
        "history": [_event(event) for event in formula.history],
    }
