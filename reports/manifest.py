"""What a report records of itself, so that it can be derived again and checked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from scodiff.compare.model import ACTIONS, Action, Comparison
from scodiff.corpus.model import Document

FORMAT = "scodiff-report"
VERSION = 1
ELEMENT = "manifest"

Json = dict[str, Any]


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
        and {"name": model.name, "dimension": model.dimension, "sha256": model.sha256},
        "decided_links": sum(bool(link.decided_by) for link in comparison.links),
        "decisions": decision_counts(comparison),
        "a": _document(comparison.a),
        "b": _document(comparison.b),
    }


def island(data: Json) -> Markup:
    """The manifest as the text of a ``<script type="application/json">`` element."""
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def decision_counts(comparison: Comparison) -> dict[Action, int]:
    """How many decisions of each kind a reader took."""
    found = Counter(decision.action for decision in comparison.decisions)
    return {action: found[action] for action in ACTIONS}


def segmentation(document: Document) -> str:
    """A digest of how a text was parted: the kinds and places of its paragraphs."""
    return parting_digest(
        [[p.id, p.kind, [[span.start, span.end] for span in p.spans]] for p in document.paragraphs]
    )


def parting_digest(blocks: list[list[Any]]) -> str:
    """The digest of blocks, each given as its id, its kind and its spans."""
    return hashlib.sha256(json.dumps(blocks).encode("ascii")).hexdigest()


def _document(document: Document) -> Json:
    source = document.source
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "place": document.place,
        "language": document.language,
        "edition": source.edition,
        "source": source.name,
        "sha256": source.sha256,
        "text_sha256": source.text_sha256,
        "reader": source.reader,
        "paragraphs_sha256": segmentation(document),
    }
