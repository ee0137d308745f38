"""What a report records of itself, so that it can be derived again and checked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from markupsafe import Markup

from scodiff.compare.decisions.model import ACTIONS, Action, ReaderDecision
from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document, as_data
from scodiff.reports.serialise import Json

FORMAT = "scodiff-report"
VERSION = 1
ELEMENT = "manifest"


def manifest(comparison: Comparison, language: str) -> Json:
    """Settings, model, texts and language: all that the bytes of a report depend on."""
    model = comparison.model
    return {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "scodiff", "version": comparison.version},
        "report_language": language,
        "settings": asdict(comparison.settings),
        "model": model
        and {
            "name": model.name,
            "dimension": model.dimension,
            "sha256": model.sha256,
            "pair_reader": reader_record(comparison),
        },
        "decided_links": sum(bool(link.decided_by) for link in comparison.links),
        "decisions": decision_counts(comparison.decisions),
        "a": document_record(as_data(comparison.a)),
        "b": document_record(as_data(comparison.b)),
    }


def reader_record(comparison: Comparison) -> Json | None:
    """What identifies the model that read pairs of passages, where one did."""
    reader = comparison.reader
    return {"name": reader.name, "sha256": reader.sha256} if reader else None


def island(data: Json) -> Markup:
    """The manifest as the text of a ``<script type="application/json">`` element."""
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def decision_counts(decisions: Iterable[ReaderDecision]) -> dict[Action, int]:
    """How many decisions there are of each kind."""
    found = Counter(decision.action for decision in decisions)
    return {action: found[action] for action in ACTIONS}


def document_record(data: Json) -> Json:
    """What a manifest says of a document, given as its data (``corpus.model.as_data``)."""
    source = data["source"]
    return {
        **{key: data[key] for key in ("id", "title", "date", "place", "language")},
        **{key: source[key] for key in ("edition", "sha256", "text_sha256", "reader")},
        "source": source["name"],
        "paragraphs_sha256": _segmentation(data),
    }


def segmentation(document: Document) -> str:
    """A digest of how a text was segmented: the kinds and places of its paragraphs."""
    return _segmentation(as_data(document))


def _segmentation(data: Json) -> str:
    places = [[p["id"], p["kind"], p["spans"]] for p in data["paragraphs"]]
    return hashlib.sha256(json.dumps(places).encode("ascii")).hexdigest()
