"""A comparison as one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import asdict
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from scodiff.compare.model import RELATIONS, Comparison
from scodiff.corpus.model import Document
from scodiff.reports import templates, wording
from scodiff.reports.alignment_map import COLUMN, WIDTH, draw
from scodiff.reports.citation import citations, direction, written_date
from scodiff.reports.overview import bars, figures, least_certain, passages_by_relation, persisted
from scodiff.reports.passages import Passages
from scodiff.reports.rows import LinkRow, MatterRow, reading_order
from scodiff.reports.visible import has_hidden
from scodiff.reports.why import reasons

PAGE = "report.html.j2"


def render(comparison: Comparison) -> bytes:
    """The comparison as UTF-8 HTML, byte for byte the same for the same comparison.

    The file makes no request: style, script and drawings are inside it, and its
    content-security policy allows nothing else.
    """
    page = environment().get_template(PAGE).render(_context(comparison))
    return page.encode("utf-8")


def _context(comparison: Comparison) -> dict[str, Any]:
    cite = citations(comparison.a, comparison.b)
    passages = Passages(comparison, cite)
    style, script = _asset("report.css"), _asset("report.js")
    return {
        "comparison": comparison,
        "documents": [
            _document(comparison.a, cite[0].name, "a"),
            _document(comparison.b, cite[1].name, "b"),
        ],
        "figures": [figures(comparison.summary.a, "a"), figures(comparison.summary.b, "b")],
        "persisted": [persisted(comparison.summary.a), persisted(comparison.summary.b)],
        "bars": [
            bars(cite[0].name, comparison.summary.a, "a"),
            bars(cite[1].name, comparison.summary.b, "b"),
        ],
        "map": draw(comparison, cite),
        "groups": passages_by_relation(comparison, cite),
        "least_certain": least_certain(comparison, cite),
        "rows": reading_order(comparison, cite, passages),
        "tally": wording.tally(comparison.links),
        "why": lambda link: reasons(link, cite),
        "settings": sorted(asdict(comparison.settings).items()),
        "style": style,
        "script": script,
        "style_hash": _source_hash(style),
        "script_hash": _source_hash(script),
    }


def _document(document: Document, name: str, side: str) -> dict[str, Any]:
    return {
        "side": side,
        "name": name,
        "document": document,
        "date": written_date(document),
        "dir": direction(document.language),
        "reference": _reference(document),
        "where": ", ".join(filter(None, (document.place, written_date(document)))) or name,
        "hidden": has_hidden(document.source_text),
        "ledger": Counter(entry.action for entry in document.ledger),
    }


def _reference(document: Document) -> str:
    """The document as a footnote names it, up to the pinpoint."""
    edition = f"({document.source.edition})" if document.source.edition else None
    parts = (document.title, document.place, written_date(document))
    return " ".join(filter(None, (", ".join(filter(None, parts)), edition)))


def compile_ahead() -> None:
    """Compile the template for later runs, as ``compileall`` does for modules.

    An installer calls this (``python -m scodiff.reports.html_report``); without it the
    first report does it, unless Python was told to write no compiled modules.
    """
    cache = templates.CompiledTemplates(always=True)
    environment().overlay(bytecode_cache=cache).get_template(PAGE)


def environment() -> Environment:
    """The environment of the page: its names, filters and tests."""
    environment = templates.environment()
    environment.globals.update(
        RELATIONS=RELATIONS,
        NAMES=wording.RELATION_NAMES,
        MEANINGS=wording.RELATION_MEANINGS,
        COLUMN=COLUMN,
        WIDTH=WIDTH,
    )
    environment.filters.update(
        percent=wording.percent, shape=wording.shape, counted=wording.counted
    )
    environment.tests.update(
        link_row=lambda row: isinstance(row, LinkRow),
        matter_row=lambda row: isinstance(row, MatterRow),
    )
    return environment


def _asset(name: str) -> Markup:
    """A style sheet or script of the package, which is ours and not to be escaped."""
    return Markup(templates.read(name).strip())


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


if __name__ == "__main__":
    compile_ahead()
