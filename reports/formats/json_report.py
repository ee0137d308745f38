"""A comparison as JSON (the contract is ``comparison.schema.json``)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import cast

from scodiff.compare.answer.check import quoted
from scodiff.compare.answer.model import NewsFacts
from scodiff.compare.decisions.model import Decider, DecisionRecord, ReaderDecision
from scodiff.compare.model import (
    QUARTERS,
    RELATIONS,
    Comparison,
    Edit,
    Link,
    ParagraphPair,
    Part,
    Place,
    Related,
    Shift,
    SideSummary,
)
from scodiff.compare.shifts.kinds import SHIFT_KINDS
from scodiff.corpus.model import Document, as_data
from scodiff.reports.manifest import decision_counts, reader_record
from scodiff.reports.messages.mentions import plain
from scodiff.reports.messages.messages import messages
from scodiff.reports.messages.statements import news
from scodiff.reports.serialise import COMPARISON_SCHEMA, Json, decimal, json_bytes


def render(comparison: Comparison, language: str = "en") -> bytes:
    """The comparison as UTF-8 JSON, byte for byte the same for the same comparison.

    Keys stand in a fixed order and floats have six decimals at most. The data are the same
    in every ``language``.
    """
    return json_bytes(as_dict(comparison))


def schema() -> Json:
    """The published JSON Schema (draft 2020-12) that every output satisfies.

    The file leaves the kinds of shift open; here they are those of the table.
    """
    found = cast(Json, json.loads(Path(__file__).with_name("comparison.schema.json").read_bytes()))
    found["$defs"]["shift"]["properties"]["kind"] = {"enum": list(SHIFT_KINDS)}
    return found


def as_dict(comparison: Comparison) -> Json:
    """The comparison as plain dictionaries, lists and numbers, ready for JSON."""
    told = news(messages(), comparison)
    return {
        "schema_version": COMPARISON_SCHEMA,
        "tool": {"name": "scodiff", "version": comparison.version},
        "settings": {
            name: decimal(value) if isinstance(value, float) else value
            for name, value in asdict(comparison.settings).items()
        },
        "model": _model(comparison),
        "lexicon": None
        if comparison.lexicon is None
        else {"name": comparison.lexicon.name, "sha256": comparison.lexicon.sha256},
        "decisions": [decision_data(decision) for decision in comparison.decisions],
        "a": as_data(comparison.a),
        "b": as_data(comparison.b),
        "links": [
            _link(link, _differences(told.answer, link, comparison)) for link in comparison.links
        ],
        "parts": [_part(part) for part in comparison.parts],
        "related": [_related(related) for related in comparison.related],
        "summary": _summary(comparison),
        "in_plain_words": [
            {
                "topic": s.topic,
                "text": plain(s.sentence, comparison),
                "a": list(s.a),
                "b": list(s.b),
            }
            for s in told.statements
        ],
    }


def _model(comparison: Comparison) -> Json | None:
    model = comparison.model
    if model is None:
        return None
    return {
        "name": model.name,
        "dimension": int(model.dimension),
        "sha256": model.sha256,
        "languages": list(model.languages),
        "pair_reader": reader_record(comparison),
    }


def _differences(answer: NewsFacts, link: Link, comparison: Comparison) -> list[Json]:
    """What differs in a linked passage, as the schema has it."""
    return [
        {
            "a": _words(comparison.a, change.a),
            "b": _words(comparison.b, change.b),
            "places": {"a": _place(change.a), "b": _place(change.b)},
        }
        for change in answer.in_links.get((link.a, link.b), ())
    ]


def _words(document: Document, place: Place | None) -> str:
    return "" if place is None else quoted(document, place) or ""


def _link(link: Link, differences: list[Json]) -> Json:
    runner_up = link.runner_up
    return {
        "a": list(link.a),
        "b": list(link.b),
        "relation": link.relation,
        "moved": link.moved,
        "split": link.split,
        "merged": link.merged,
        "distance": link.distance,
        "semantic": decimal(link.semantic),
        "literal": decimal(link.literal),
        "confidence": decimal(link.confidence),
        "runner_up": None
        if runner_up is None
        else {"a": runner_up.a, "b": runner_up.b, "score": decimal(runner_up.score)},
        "margin": decimal(link.margin),
        "certainty": link.certainty,
        "candidates": [
            {"id": candidate.id, "probability": decimal(candidate.probability)}
            for candidate in link.candidates
        ],
        "pairs": [{"a": pair.a, "b": pair.b, **_scores(pair)} for pair in link.pairs],
        "edits": [edit_data(edit) for edit in link.edits],
        "shifts": [shift_data(shift) for shift in link.shifts],
        "differences": differences,
        "decided_by": link.decided_by,
        "beyond_noise": link.beyond_noise,
        "rewritten": link.rewritten,
        "quarter": link.quarter,
    }


def shift_data(shift: Shift) -> Json:
    """A shift as the schema has it."""
    return {
        "kind": shift.kind,
        "direction": shift.direction,
        "certainty": shift.certainty,
        "a": shift.a,
        "b": shift.b,
        "places": {"a": _place(shift.place_a), "b": _place(shift.place_b)},
        "clauses": {"a": _place(shift.clause_a), "b": _place(shift.clause_b)},
        "decided_by": shift.decided_by,
    }


def _place(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {"paragraph": place.paragraph, "start": place.start, "end": place.end}


def decision_data(decision: ReaderDecision) -> Json:
    """A reader's decision as the schema has it."""
    return {
        "action": decision.action,
        "a": list(decision.a),
        "b": list(decision.b),
        "relation": decision.relation,
        "shifts": [asdict(shift) for shift in decision.shifts],
        "note": decision.note,
        "record": decision.record and _record(decision.record),
        "disagreement": decision.contradicts_engine,
    }


def _record(record: DecisionRecord) -> Json:
    """Who decided, when and on what evidence, and what scodiff had found."""
    return {
        "by": asdict(record.by),
        "when": record.when,
        "asked": record.asked,
        "quotes": [asdict(quotation) for quotation in record.quotes],
        "engine": {
            "relation": record.engine.relation,
            "certainty": record.engine.certainty,
            "links": list(record.engine.links),
            "parts": list(record.engine.parts),
            "shifts": [asdict(shift) for shift in record.shifts],
        },
    }


def edit_data(edit: Edit) -> Json:
    """An edit; what most edits have not (kind, move, inner edits) only where it is."""
    found: Json = {"op": edit.op, "a": edit.a, "b": edit.b, "editorial": edit.editorial}
    if edit.kind:
        found["kind"] = edit.kind
    if edit.moved:
        found["moved"] = edit.moved
    if edit.inner:
        found["inner"] = [edit_data(inner) for inner in edit.inner]
    return found


def _scores(evidence: ParagraphPair | Part | Related) -> Json:
    return {"semantic": decimal(evidence.semantic), "literal": decimal(evidence.literal)}


def _part(part: Part) -> Json:
    return {
        "a": part.a,
        "b": part.b,
        "a_start": part.a_start,
        "a_end": part.a_end,
        "b_start": part.b_start,
        "b_end": part.b_end,
        **_scores(part),
        "confidence": decimal(part.confidence),
        "certainty": part.certainty,
        "decided_by": part.decided_by,
    }


def _related(related: Related) -> Json:
    return {"a": related.a, "b": related.b, **_scores(related)}


def _summary(comparison: Comparison) -> Json:
    summary = comparison.summary
    quarters = Counter(link.quarter for link in comparison.links)
    return {
        "paragraphs": dict(summary.paragraphs),
        "open": dict(summary.open),
        "words": {relation: decimal(share) for relation, share in summary.words.items()},
        "decisions": decision_counts(comparison.decisions),
        "deciders": _deciders(comparison),
        "quarters": {quarter: quarters[quarter] for quarter in QUARTERS},
        "sides": {"a": _side(summary.a), "b": _side(summary.b)},
    }


def _deciders(comparison: Comparison) -> list[Json]:
    """Who answered questions, in the order of the file, and what of it."""
    taken: dict[Decider, list[ReaderDecision]] = {}
    for decision in comparison.decisions:
        if decision.record:
            taken.setdefault(decision.record.by, []).append(decision)
    return [
        {
            **asdict(by),
            "decisions": decision_counts(decisions),
            "disagreements": sum(d.contradicts_engine for d in decisions),
        }
        for by, decisions in taken.items()
    ]


def _side(side: SideSummary) -> Json:
    return {
        "paragraphs": {relation: side.paragraphs.get(relation, 0) for relation in RELATIONS},
        "words": {relation: decimal(side.words.get(relation, 0.0)) for relation in RELATIONS},
        "total_paragraphs": side.total_paragraphs,
        "total_words": side.total_words,
        "open_paragraphs": {relation: side.open_paragraphs[relation] for relation in RELATIONS},
        "open_words": {relation: decimal(side.open_words[relation]) for relation in RELATIONS},
    }
