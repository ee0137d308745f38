"""A synopsis as JSON (the contract is ``synopsis.schema.json``)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from scodiff.compare.shifts.kinds import SHIFT_KINDS
from scodiff.compare.synopsis.model import (
    PASSAGE_STATES,
    ComparedPair,
    Standing,
    Synopsis,
    SynopsisRow,
    VersionChange,
)
from scodiff.corpus.model import as_data
from scodiff.reports.formats.json_report import decision_data, edit_data, shift_data
from scodiff.reports.serialise import Json, decimal, json_bytes
from scodiff.reports.synopsis.wording import state_counts

SCHEMA_VERSION = 1


def render(synopsis: Synopsis, language: str = "en") -> bytes:
    """The synopsis as UTF-8 JSON, the same in every ``language``, byte for byte."""
    return json_bytes(as_dict(synopsis))


def schema() -> Json:
    """The published JSON Schema (draft 2020-12) that every output satisfies.

    The file leaves the kinds of shift open; here they are those of the table.
    """
    found = cast(Json, json.loads(Path(__file__).with_name("synopsis.schema.json").read_bytes()))
    found["$defs"]["shift"]["properties"]["kind"] = {"enum": list(SHIFT_KINDS)}
    return found


def as_dict(synopsis: Synopsis) -> Json:
    """The synopsis as plain dictionaries, lists and numbers, ready for JSON."""
    model, reader, lexicon = synopsis.model, synopsis.reader, synopsis.lexicon
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "scodiff", "version": synopsis.version},
        "model": model
        and {
            "name": model.name,
            "dimension": int(model.dimension),
            "sha256": model.sha256,
            "pair_reader": reader and {"name": reader.name, "sha256": reader.sha256},
        },
        "lexicon": lexicon and {"name": lexicon.name, "sha256": lexicon.sha256},
        "base": synopsis.base,
        "documents": [as_data(document) for document in synopsis.documents],
        "comparisons": [_compared(pair) for pair in synopsis.comparisons],
        "rows": [_row(row) for row in synopsis.rows],
        "orders": {name: list(order) for name, order in synopsis.orders.items()},
        "summary": {
            document.id: _counted(state_counts(synopsis, document.id))
            for document in synopsis.documents
        },
    }


def _counted(states: Counter[Any]) -> Mapping[str, int]:
    return {state: states[state] for state in PASSAGE_STATES}


def _compared(pair: ComparedPair) -> Json:
    return {
        "a": pair.a,
        "b": pair.b,
        "settings": {
            name: decimal(value) if isinstance(value, float) else value
            for name, value in asdict(pair.settings).items()
        },
        "decisions": [decision_data(decision) for decision in pair.decisions],
    }


def _row(row: SynopsisRow) -> Json:
    return {
        "number": row.number,
        "standings": [_standing(row, standing) for standing in row.standings],
        "changes": [_change(change) for change in row.changes],
    }


def _standing(row: SynopsisRow, standing: Standing) -> Json:
    return {
        "document": standing.document,
        "state": standing.state,
        "certainty": standing.certainty,
        "paragraphs": list(standing.paragraphs),
        "before": row.before(standing.document),
        "parts": [asdict(part) for part in standing.parts],
        "doubtful": [
            {**asdict(answer), "probability": decimal(answer.probability)}
            for answer in standing.doubtful
        ],
        "across": [asdict(link) for link in standing.across],
    }


def _change(change: VersionChange) -> Json:
    return {
        "a": change.a,
        "b": change.b,
        "relation": change.relation,
        "literal": decimal(change.literal),
        "certainty": change.certainty,
        "rewritten": change.rewritten,
        "edits": [edit_data(edit) for edit in change.edits],
        "shifts": [shift_data(shift) for shift in change.shifts],
    }
