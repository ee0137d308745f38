"""The formats a comparison can be reported in."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import cast

from scodiff.compare.model import Comparison
from scodiff.reports.errors import ReportError
from scodiff.reports.files import format_by_ending, write_atomically

Renderer = Callable[[Comparison, str], bytes]

# Modules are named, not imported: a JSON report need not wait for the template engine.
RENDERERS: dict[str, str] = {
    "html": "scodiff.reports.html.html_report",
    "json": "scodiff.reports.formats.json_report",
    "csv": "scodiff.reports.formats.csv_report",
    "markdown": "scodiff.reports.formats.markdown_report",
    "docx": "scodiff.reports.formats.docx_report",
    "tei": "scodiff.reports.formats.tei_report",
    "text": "scodiff.reports.formats.terminal",
}
ENDINGS: dict[str, str] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "docx",
    ".xml": "tei",
    ".tei": "tei",
    ".txt": "text",
}


def render(comparison: Comparison, format: str, language: str = "en") -> bytes:
    """The comparison as the bytes of a file in ``format``; same input, same bytes.

    ``language`` is that of the report's own words (``en``, ``ru``, ``zh``).

    Raises:
        ReportError: there is no such format or language.
    """
    if format not in RENDERERS:
        raise ReportError(f"unknown report format “{format}”; choose one of: {_listed(RENDERERS)}")
    renderer = cast(Renderer, import_module(RENDERERS[format]).render)
    return renderer(comparison, language)


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that a file's ending asks for.

    Raises:
        ReportError: no format has that ending.
    """
    return format_by_ending(path, ENDINGS)


def write(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a report in one step; a failure never damages a file that is already there.

    Raises:
        ReportError: the target is a folder, or cannot be written.
    """
    write_atomically(path, data)


def _listed(names: dict[str, str]) -> str:
    return ", ".join(names)
