"""The formats of these reports, and which module writes each."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Literal, cast

from scodiff.compare.phrases.model import PhraseHistory
from scodiff.compare.studies.model import Formulas, Lineage, Matrix
from scodiff.reports.errors import ReportError
from scodiff.reports.files import format_by_ending

Kind = Literal["phrase", "lineage", "matrix", "formulas"]
Findings = PhraseHistory | Lineage | Matrix | Formulas

# Modules are named, not imported: a JSON report need not wait for the template engine.
RENDERERS: dict[str, str] = {
    "html": "scodiff.reports.phrases.html_report",
    "json": "scodiff.reports.phrases.json_report",
    "csv": "scodiff.reports.phrases.csv_report",
    "markdown": "scodiff.reports.phrases.markdown_report",
}
ENDINGS: dict[str, str] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}


def render(kind: Kind, found: Findings, format: str) -> bytes:
    """The findings as the bytes of a file in ``format``; same input, same bytes."""
    renderer = getattr(import_module(RENDERERS[format]), kind)
    return cast(Callable[[Findings], bytes], renderer)(found)


def check_format(name: str) -> str:
    """The format itself.

    Raises:
        ReportError: there is no such format.
    """
    if name not in (*RENDERERS, "text"):
        known = ", ".join((*RENDERERS, "text"))
        raise ReportError(f"there is no format “{name}”; choose one of: {known}")
    return name


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that a file's ending asks for.

    Raises:
        ReportError: no format has that ending.
    """
    return format_by_ending(path, ENDINGS, "; or say --format")
