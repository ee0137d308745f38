"""Phrases, lineages, matrices and formulas as one self-contained HTML file each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from scodiff.compare.phrases.model import PhraseHistory
from scodiff.compare.studies.model import CorpusMatrix, Formulas, Lineage
from scodiff.reports.html import templates
from scodiff.reports.messages.citation import direction
from scodiff.reports.phrases.drawings import (
    CELL,
    HEAD,
    heat_map,
    lineage_timeline,
    phrase_timeline,
)
from scodiff.reports.phrases.wording import (
    MATCH_MEANINGS,
    STATE_MEANINGS,
    altered,
    answer,
    cited,
    followed,
    pinpoint,
    silences,
    standing,
    told_fate,
    version_name,
    written,
)

STYLE = "phrases/phrases.css"


def phrase(history: PhraseHistory) -> bytes:
    """The answer, a timeline as a picture, the concordance and the frequencies."""
    return _page(
        "phrase",
        history,
        answer=answer(history),
        rows=silences(history),
        line=phrase_timeline(history),
        languages={d.id: d.language for d in history.documents},
        directions={d.id: direction(d.language) for d in history.documents},
        facts=[*_model(history), *sorted(history.settings._asdict().items())],
    )


def lineage(found: Lineage) -> bytes:
    """The versions of a paragraph or formula, with a picture."""
    return _page(
        "lineage", found, name=followed(found), line=lineage_timeline(found), facts=_model(found)
    )


def matrix(found: CorpusMatrix) -> bytes:
    """The heat map, the shares, and what survives of the base."""
    return _page(
        "matrix", found, map=None if found.is_large else heat_map(found), facts=_model(found)
    )


def formulas(found: Formulas) -> bytes:
    """The recurring formulas, each with its documents in a row."""
    return _page("formulas", found, facts=sorted(asdict(found.settings).items()))


def _model(found: PhraseHistory | Lineage | CorpusMatrix) -> list[tuple[str, object]]:
    model = found.model
    if model is None:
        return [("Model", "none: only the wording was compared")]
    size = f"{model.dimension} dimensions, weights SHA-256 {model.sha256}"
    return [("Model", f"{model.name}, {size}")]


def _page(kind: str, found: object, **context: Any) -> bytes:
    """Fill a template; the page makes no request and runs no script."""
    environment = templates.environment()
    environment.filters.update(
        written=written,
        cited=cited,
        pinpoint=pinpoint,
        standing=standing,
        told_fate=told_fate,
        altered=altered,
        version_name=version_name,
    )
    environment.globals.update(STATES=STATE_MEANINGS, MATCHES=MATCH_MEANINGS, CELL=CELL, HEAD=HEAD)
    style = templates.read(STYLE).strip()
    template = environment.get_template(f"phrases/{kind}.html.j2")
    page = template.render(
        found=found, style=Markup(style), style_hash=templates.source_hash(style), **context
    )
    return page.encode("utf-8", "backslashreplace")
