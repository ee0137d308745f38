"""A comparison as a summary on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scodiff.compare.model import RELATIONS, Comparison, Link, SideSummary
from scodiff.corpus.model import Document
from scodiff.reports.citation import Citations, citations, written_date
from scodiff.reports.overview import ONE_SIDED, figures, persisted
from scodiff.reports.visible import visible
from scodiff.reports.wording import RELATION_NAMES, percent, shape, tally

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

STRONGEST = 6
LISTED = 5
STYLES = {
    "identical": "bold blue",
    "editorial": "blue",
    "changed": "yellow",
    "reformulated": "magenta",
    "disappeared": "red",
    "new": "green",
}


def print_summary(comparison: Comparison, console: Console) -> None:
    """Print the answer, the figures and the passages that matter most.

    Control and escape characters of the texts are printed as tokens (``[U+001B]``), and
    nothing in them is taken for console markup.
    """
    cite = citations(comparison.a, comparison.b)
    for document, names in zip((comparison.a, comparison.b), cite, strict=True):
        _print_document(document, names, console)
    _print_answer(comparison, cite, console)
    console.print(_table(comparison, cite))
    linked = sorted(
        (link for link in comparison.links if link.a and link.b),
        key=lambda link: -link.confidence,
    )
    _print_links("Strongest links", linked, STRONGEST, cite, console)
    for relation, heading in (("disappeared", "What disappeared"), ("new", "What is new")):
        found = [link for link in comparison.links if link.relation == relation]
        _print_links(heading, found, LISTED, cite, console)


def _print_document(document: Document, names: Citations, console: Console) -> None:
    where = ", ".join(filter(None, (document.place, written_date(document)))) or "undated"
    _line(console, f"{names.name}: {document.title}", "bold")
    edition = f"; {document.source.edition}" if document.source.edition else ""
    _line(console, f"  {where}; {document.source.name}{edition}", "dim")
    if document.notice:
        _line(console, f"  Note: {document.notice}", "bold red")


def _print_answer(
    comparison: Comparison, cite: tuple[Citations, Citations], console: Console
) -> None:
    console.print()
    sides = ((comparison.summary.a, "a"), (comparison.summary.b, "b"))
    for (side, letter), names in zip(sides, cite, strict=True):
        said = [f"{figure.number} {figure.phrase}" for figure in figures(side, letter)]
        _line(
            console,
            f"Of the {side.total_paragraphs} paragraphs of {names.name}: {'; '.join(said)}.",
        )
        _line(console, f"  {persisted(side)}", "dim")
    if words := tally(comparison.links):
        _line(console, words)
    console.print()


def _table(comparison: Comparison, cite: tuple[Citations, Citations]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("relation")
    for names in cite:
        table.add_column(Text(visible(f"{names.name} ¶")), justify="right")
        table.add_column("words", justify="right")
    for relation in RELATIONS:
        cells = [
            cell
            for side, letter in ((comparison.summary.a, "a"), (comparison.summary.b, "b"))
            for cell in (_cells(side, relation) if relation != ONE_SIDED[letter] else ("", ""))
        ]
        table.add_row(Text(RELATION_NAMES[relation], style=STYLES[relation]), *cells)
    return table


def _cells(side: SideSummary, relation: str) -> tuple[str, str]:
    count = {str(name): number for name, number in side.paragraphs.items()}.get(relation, 0)
    share = {str(name): number for name, number in side.words.items()}.get(relation, 0.0)
    return f"{count} of {side.total_paragraphs}", percent(share)


def _print_links(
    heading: str,
    links: list[Link],
    most: int,
    cite: tuple[Citations, Citations],
    console: Console,
) -> None:
    if not links:
        return
    shown = f"{heading} ({most} of {len(links)})" if len(links) > most else heading
    _line(console, shown, "bold")
    for link in links[:most]:
        names = [cite[0][p].name for p in link.a], [cite[1][p].name for p in link.b]
        ends = " → ".join(", ".join(side) for side in names if side)
        details = [] if not (link.a and link.b) else [RELATION_NAMES[link.relation], *shape(link)]
        _line(
            console, f"  {ends}{': ' if details else ''}{', '.join(details)}", STYLES[link.relation]
        )
        firsts = [cite[0][p] for p in link.a[:1]] + [cite[1][p] for p in link.b[:1]]
        for first in firsts:
            _line(console, f"    {first.paragraph.text}", None, one_line=True)
    console.print()


def _line(console: Console, text: str, style: str | None = None, *, one_line: bool = False) -> None:
    from rich.text import Text

    shown = visible(" ".join(text.split()) if one_line else text)
    indent = len(text) - len(text.lstrip(" ")) if one_line else 0
    console.print(
        Text(" " * indent + shown, style=style or ""),
        no_wrap=one_line,
        overflow="ellipsis" if one_line else "fold",
        soft_wrap=False,
    )
