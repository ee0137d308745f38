"""The one table of output formats, for comparisons, synopses and studies of many documents."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from scodiff.reports.errors import ReportError

if TYPE_CHECKING:
    from scodiff.compare.model import Comparison
    from scodiff.compare.phrases.model import PhraseHistory
    from scodiff.compare.studies.model import CorpusMatrix, Formulas, Lineage
    from scodiff.compare.synopsis.model import Synopsis

    Findings = Comparison | Synopsis | PhraseHistory | Lineage | CorpusMatrix | Formulas

FindingsKind = Literal["comparison", "synopsis", "phrase", "lineage", "matrix", "formulas"]
_IN_EVERY_LANGUAGE: frozenset[FindingsKind] = frozenset({"comparison", "synopsis"})
# Where one of these is set, Rich takes a pipe for a terminal.
_FORCED = frozenset({"FORCE_COLOR", "TTY_COMPATIBLE"})


class OutputFormat(NamedTuple):
    """A format, the endings of its files, and the modules that write it.

    Modules are named, not imported: a JSON report need not wait for the template engine. That
    of ``comparisons`` has a function ``render(comparison, language)``, that of ``synopses``
    likewise; that of ``studies`` has one for each kind of study, under the kind's name (None:
    there is no such report). ``binary`` formats cannot be shown on a terminal.
    """

    name: str
    endings: tuple[str, ...]
    comparisons: str
    studies: str | None = None
    synopses: str | None = None
    binary: bool = False

    def module_for(self, kind: FindingsKind) -> str | None:
        """The module that writes findings of a kind in this format."""
        of = {"comparison": self.comparisons, "synopsis": self.synopses}
        return of.get(kind, self.studies)


OUTPUT_FORMATS = {
    row.name: row
    for row in (
        OutputFormat(
            "html",
            (".html", ".htm"),
            "html.html_report",
            "phrases.html_report",
            "synopsis.html_report",
        ),
        OutputFormat(
            "json", (".json",), "formats.json_report", "phrases.json_report", "synopsis.json_report"
        ),
        OutputFormat(
            "csv", (".csv",), "formats.csv_report", "phrases.csv_report", "synopsis.csv_report"
        ),
        OutputFormat(
            "markdown",
            (".md", ".markdown"),
            "formats.markdown_report",
            "phrases.markdown_report",
        ),
        OutputFormat(
            "docx",
            (".docx",),
            "formats.docx_report",
            synopses="synopsis.docx_report",
            binary=True,
        ),
        OutputFormat("tei", (".xml", ".tei"), "formats.tei_report", synopses="synopsis.tei_report"),
        OutputFormat(
            "text", (".txt",), "formats.terminal", "phrases.terminal", "synopsis.terminal"
        ),
    )
}


def formats_for(kind: FindingsKind) -> list[OutputFormat]:
    """The formats in which findings of a kind can be reported, in the order of the table."""
    return [row for row in OUTPUT_FORMATS.values() if row.module_for(kind)]


def names_in_words(kind: FindingsKind) -> str:
    """The names of these formats as a help text lists them: ``html, json or text``."""
    *names, last = (row.name for row in formats_for(kind))
    return f"{', '.join(names)} or {last}"


def check_format(name: str, kind: FindingsKind = "comparison") -> str:
    """The name itself.

    Raises:
        ReportError: findings of that kind have no such format.
    """
    names = [row.name for row in formats_for(kind)]
    if name not in names:
        raise ReportError(f"there is no format “{name}”; choose one of: {', '.join(names)}")
    return name


def format_of(path: str | os.PathLike[str], kind: FindingsKind = "comparison") -> str:
    """The name of the format that a file's ending asks for.

    Raises:
        ReportError: findings of that kind have no format with that ending.
    """
    endings = {ending: row.name for row in formats_for(kind) for ending in row.endings}
    ending = PurePath(path).suffix.lower()
    if ending not in endings:
        raise ReportError(
            f"cannot tell the report format from “{os.fspath(path)}”; "
            f"end the name with one of: {', '.join(endings)}; or say --format"
        )
    return endings[ending]


def render(
    found: Findings, format: str, language: str = "en", *, kind: FindingsKind = "comparison"
) -> bytes:
    """Findings as the bytes of a file in ``format``; same input, same bytes.

    ``language`` is that of the own words of a comparison's or synopsis's report (``en``, ``ru``,
    ``zh``); reports of studies are in English.

    Raises:
        ReportError: there is no such format or language.
    """
    row = OUTPUT_FORMATS[check_format(format, kind)]
    module = row.module_for(kind) or ""
    if kind in _IN_EVERY_LANGUAGE:
        return _rendered(module, "render", found, language)
    return _rendered(module, kind, found)


def _rendered(module: str, function: str, *arguments: Any) -> bytes:
    data: bytes = getattr(import_module(f"scodiff.reports.{module}"), function)(*arguments)
    return data


def _columns() -> int:
    """The columns of a page where there is no terminal, as ``shutil`` counts them.

    Its import takes longer than the page.
    """
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isdecimal() and int(said) else 80


def print_on_terminal(
    found: Findings, language: str = "en", *, kind: FindingsKind = "comparison"
) -> None:
    """Print findings on standard output, in colours and as wide as the terminal."""
    if kind == "phrase" and not sys.stdout.isatty() and not _FORCED.intersection(os.environ):
        from scodiff.reports.phrases.lines import Paper
        from scodiff.reports.phrases.terminal import print_phrase

        print_phrase(found, Paper(sys.stdout, _columns()))  # type: ignore[arg-type]
        return
    from rich.console import Console

    module = import_module(f"scodiff.reports.{OUTPUT_FORMATS['text'].module_for(kind)}")
    if kind in _IN_EVERY_LANGUAGE:
        module.print_summary(found, Console(highlight=kind == "comparison"), language)
        return
    getattr(module, f"print_{kind}")(found, Console(highlight=False))
