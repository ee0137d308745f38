"""A synopsis as one self-contained HTML file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from scodiff.compare.synopsis.model import PASSAGE_STATES, Synopsis, SynopsisRow
from scodiff.corpus.model import Document
from scodiff.reports.html import templates
from scodiff.reports.messages.citation import direction, reference, written_date
from scodiff.reports.messages.decision_words import told
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.link_words import shift_words
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.serialise import decimal
from scodiff.reports.synopsis.cells import CellSetter
from scodiff.reports.synopsis.wording import (
    MARKS,
    SynopsisCitations,
    life_in_words,
    state_counts,
    tally,
    told_change,
    told_state,
)
from scodiff.reports.visible import has_hidden

PAGE = "synopsis/synopsis.html.j2"
MOST_COLUMNS = 6  # more are set in a pane of their own, in which the heads stay in sight

# Of the document with the number {n} the marks that are shown: where it is the version before,
# and that is asked for, or the base.
_SHOWN = (
    ':root:has(#against-before:checked) [data-before="{n}"] {of}',
    ":root:has(#against-base:checked):has(#base-{n}:checked) {of}",
)


def render(synopsis: Synopsis, language: str = DEFAULT) -> bytes:
    """The synopsis as UTF-8 HTML, byte for byte the same for the same synopsis.

    The file makes no request: style and script are inside it, and its content-security policy
    allows nothing else. ``language`` is that of the interface.

    Raises:
        ReportError: reports are not written in that language.
    """
    t = messages(language)
    page = environment().get_template(PAGE).render(_context(t, synopsis))
    return page.encode("utf-8", "backslashreplace")


def environment() -> Environment:
    """The environment of the page: its names."""
    environment = templates.environment()
    environment.globals.update(STATES=PASSAGE_STATES, MARKS=MARKS)
    return environment


def _context(t: Messages, synopsis: Synopsis) -> dict[str, Any]:
    cite = SynopsisCitations(t, synopsis)
    setter = CellSetter(synopsis, cite)
    numbers = {d.id: number for number, d in enumerate(synopsis.documents, 1)}
    style, script = _style(len(numbers)), templates.asset("synopsis/synopsis.js")
    return {
        "t": t,
        "synopsis": synopsis,
        "documents": [_document(t, synopsis, d, numbers[d.id]) for d in synopsis.documents],
        "base": numbers[synopsis.base],
        "wide": len(numbers) > MOST_COLUMNS,
        "tally": tally(t, synopsis),
        "rows": [(row, setter.cells(row)) for row in synopsis.in_order()],
        "kinds": lambda row: " ".join(_kinds(synopsis, row)),
        "life": lambda row: life_in_words(t, row),
        "told": lambda standing: told_state(t, standing),
        "told_change": lambda c: told_change(t, c.name, c.relation, c.literal),
        "shift_words": lambda shift: shift_words(t, shift),
        "hidden": any(has_hidden(d.source_text) for d in synopsis.documents),
        "decisions": [
            told(t, decision, cite.pair(pair.a, pair.b))
            for pair in synopsis.comparisons
            for decision in pair.decisions
        ],
        "settings": _settings(synopsis),
        "orders": _data({numbers[name]: order for name, order in synopsis.orders.items()}),
        "style": style,
        "script": script,
        "style_hash": templates.source_hash(style),
        "script_hash": templates.source_hash(script),
    }


def _document(t: Messages, synopsis: Synopsis, document: Document, number: int) -> dict[str, Any]:
    counts = state_counts(synopsis, document.id)
    return {
        "number": number,
        "document": document,
        "where": ", ".join(filter(None, (document.place, written_date(t, document)))),
        "dir": direction(document.language),
        "reference": reference(t, document),
        "paragraphs": len(document.citable),
        "counts": counts,
    }


def _kinds(synopsis: Synopsis, row: SynopsisRow) -> list[str]:
    """What a row can be filtered by."""
    having, every = len(row.witnesses), len(synopsis.documents)
    states = {standing.state for standing in row.standings}
    kinds: list[str] = [
        state for state in ("altered", "kept", "returns", "part", "open") if state in states
    ]
    if having == every:
        kinds.append("all")
    return [*kinds, "several"] if having > 1 else [*kinds, "one"]


def _settings(synopsis: Synopsis) -> list[tuple[str, object]]:
    """The settings of the comparisons; where these differ, those of the first."""
    found = asdict(synopsis.comparisons[0].settings)
    return [(n, decimal(v) if isinstance(v, float) else v) for n, v in found.items()]


def _style(documents: int) -> Markup:
    """The style sheet of comparisons, that of synopses, and which marks are shown when."""
    numbers = range(1, documents + 1)
    rules = [f":root{{--texts:{documents}}}"]
    rules += [_rule(numbers, of, declarations) for of, declarations in _MARKS]
    hidden = ",".join(f":root:has(#column-{n}:not(:checked)) .c{n}" for n in numbers)
    rules.append(f"{hidden}{{display:none}}")
    sheets = [templates.asset(f"{n}.css") for n in ("html/report", "synopsis/synopsis")]
    return Markup("\n".join([*sheets, *rules]))


_MARKS = (
    ("span.i{n}", "color:var(--ins-ink);background:var(--ins-paper);text-decoration:underline"),
    ("span.e{n}", "color:var(--ins-ink);opacity:.85;text-decoration:underline dotted"),
    ("span.k{n}", "text-decoration:underline dotted"),
    ("del:is(.i{n},.e{n})", "display:inline"),
    (".f{n}::before", 'content:"+\\2060";content:"+\\2060"/" insertion: "'),
    (".r{n}", "display:block"),
)


def _rule(numbers: range, of: str, declarations: str) -> str:
    selectors = [s.format(n=n, of=of.format(n=n)) for n in numbers for s in _SHOWN]
    return f"{','.join(selectors)}{{{declarations}}}"


def _data(data: Any) -> Markup:
    return Markup(json.dumps(data, separators=(",", ":")))
