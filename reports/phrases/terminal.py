"""Phrases, lineages, matrices and formulas on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from scodiff.compare.phrases.model import Event, MatchType, Occurrence, PhraseHistory
from scodiff.reports.phrases.lines import Paper, Styled, clipped, grid, put
from scodiff.reports.phrases.wording import (
    STATE_MARKS,
    altered,
    answer,
    cited,
    counted,
    followed,
    pinpoint,
    share_kept,
    standing,
    told_version,
    version_name,
    written,
)
from scodiff.reports.serialise import printed
from scodiff.reports.visible import visible_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from scodiff.compare.studies import model as studies

WIDTH = 120  # columns of the text in a file
MOST_LINES = 60
_NAME = 20
STATE_STYLES: dict[studies.VersionState, str] = {
    "appears": "bold green",
    "known": "green",
    "kept": "blue",
    "altered": "yellow",
    "absent": "dim",
    "returns": "bold cyan",
    "open": "magenta",
}
MATCH_STYLES: dict[MatchType, str] = {
    "verbatim": "bold blue",
    "normalised": "blue",
    "inflected": "cyan",
    "function-words": "cyan",
    "near": "yellow",
    "variant": "green",
    "paraphrase": "magenta",
    "pattern": "bold blue",
}


def print_phrase(history: PhraseHistory, console: Console | Paper) -> None:
    """The answer, a small timeline, and a concordance: each match with its context."""
    for i, sentence in enumerate(answer(history)):
        _line(console, sentence, "bold" if i == 0 else "")
    if not history.occurrences:
        return
    put(console)
    _timeline(console, [(e.date, e.state) for e in history.history])
    _print_events(history.history, console)
    _concordance(history.occurrences, console)


def _timeline(
    console: Console | Paper, marks: Sequence[tuple[str | None, studies.VersionState]]
) -> None:
    """One mark for each declaration in order of date, and what the marks mean."""
    shown = [(STATE_MARKS[state], STATE_STYLES[state]) for _, state in marks]
    ends = (f"{written(marks[0][0])} ", "dim"), (f" {written(marks[-1][0])}", "dim")
    put(console, [ends[0], *shown, ends[1]])
    _legend(console, {state for _, state in marks})
    put(console)


def _legend(console: Console | Paper, states: Container[studies.VersionState]) -> None:
    """What the marks mean that are used."""
    used = [(state, mark) for state, mark in STATE_MARKS.items() if state in states]
    put(console, [(f"{mark} {state}  ", STATE_STYLES[state]) for state, mark in used])


def _print_events(events: Sequence[Event], console: Console | Paper) -> None:
    """The documents in which something happens: long silences are one line."""
    rows: list[Styled] = []
    silent: list[Event] = []
    for event in (*events, None):
        if event is not None and event.state == "absent":
            silent.append(event)
            continue
        if silent:
            rows.append(_silence(silent))
            silent = []
        if event is not None:
            what = altered(event.how) or f"{event.match}, {event.count}×".removesuffix(", 0×")
            name = f"{STATE_MARKS[event.state]} {event.document}"
            rows.append(_cells(event.state, name, written(event.date), event.state, what))
    for line in grid(rows, console.width):
        put(console, line, wrap=False)
    put(console)


def _silence(silent: Sequence[Event]) -> Styled:
    if len(silent) == 1:
        return _cells("absent", f"· {silent[0].document}", written(silent[0].date), "absent", "")
    until = f"to {written(silent[-1].date)}"
    return _cells("absent", f"· {counted(len(silent), 'document')}", until, "absent", "")


def _cells(state: studies.VersionState, *texts: str) -> Styled:
    return [(visible_line(text), STATE_STYLES[state]) for text in texts]


def _concordance(occurrences: Sequence[Occurrence], console: Console | Paper) -> None:
    """Key words in context: the matches below each other, their contexts on either side."""
    shown = occurrences[:MOST_LINES]
    names = [_clipped(visible_line(o.document), pinpoint(o.n)) for o in shown]
    room = max(len(name) for name in names) + 2
    side = max(16, (max(console.width, 60) - room) // 3)
    for occurrence, name in zip(shown, names, strict=True):
        text, note = _flat(occurrence.text), _remark(occurrence)
        line = [
            (name.ljust(room), "dim"),
            (_flat(occurrence.before)[-side:].rjust(side), "dim"),
            (text, MATCH_STYLES[occurrence.match]),
            (_flat(occurrence.after), "dim"),
        ]
        most = max(console.width - len(note), room + side + len(text))
        put(console, [*clipped(line, most), (note, "dim")], wrap=False)
    if len(occurrences) > len(shown):
        more = len(occurrences) - len(shown)
        _line(console, f"… and {more:,} more: --format csv has them all.", "dim")


def _clipped(name: str, place: str) -> str:
    """A citation of some twenty-five characters; the table above has the full names."""
    return f"{name if len(name) <= _NAME else name[: _NAME - 1] + '…'} {place}"


def _remark(occurrence: Occurrence) -> str:
    if occurrence.match in ("verbatim", "normalised", "pattern"):
        return ""
    score = f" {occurrence.score:.2f}" if occurrence.score is not None else ""
    certainty = f", {occurrence.certainty}" if occurrence.certainty else ""
    return f"  [{occurrence.match}{score}{certainty}]"


def print_lineage(found: studies.Lineage, console: Console) -> None:
    """The versions of a paragraph or formula, each as the edits to the one before."""
    _line(console, f"{followed(found)} through {counted(len(found.versions), 'document')}", "bold")
    if found.document:
        _line(console, _flat(found.text))
    nearest = found.ancestor
    _line(console, f"Nearest ancestor: {version_name(nearest) if nearest else 'none held'}")
    for note in found.notes:
        _line(console, note)
    console.print()
    _timeline(console, [(v.date, v.state) for v in found.versions])
    for version in found.versions:
        _print_version(version, console)


def _print_version(version: studies.Version, console: Console) -> None:
    style = STATE_STYLES[version.state]
    if version.answer is None:
        told = "open: it may be there" if version.state == "open" else "absent"
        told += f" ({version.certainty})" if version.certainty == "likely" else ""
        mark = STATE_MARKS[version.state]
        _line(console, f"{mark} {version.document}, {written(version.date)}: {told}", style)
        return
    head = f"{STATE_MARKS[version.state]} {version_name(version)}, {written(version.date)}: "
    _line(console, f"{head}{version.state} ({told_version(version)})", style)
    console.print(_edited(version))


def _edited(version: studies.Version) -> Text:
    """The text of a version with the edits that lead to it."""
    from rich.text import Text

    body = Text("    ")
    # Where all is reformulated, a diff would only hide the text.
    edits = () if version.answer == "reformulated" else version.edits
    if not edits:
        body.append(_flat(version.text))
    for edit in edits:
        if edit.op == "equal":
            body.append(_flat(edit.b))
            continue
        if edit.a:
            body.append(f"[−{_flat(edit.a)}−]", style="red strike")
        if edit.b:
            body.append(f"{{+{_flat(edit.b)}+}}", style="green underline")
    return body


def print_matrix(found: studies.CorpusMatrix, console: Console) -> None:
    """The share of words kept for every pair, each document's ancestor, and the ledger."""
    from rich.text import Text

    ids = [d.id for d in found.documents]
    others = [] if found.is_large else ids
    for line in (*found.notes, "Share of the row's words that the column keeps"):
        _line(console, line, "" if line in found.notes else "bold")
    table = _grid()
    for _ in range(len(others) + 2):
        table.add_column(justify="right")
    heads = (Text(visible_line(_short(name)), style="dim") for name in others)
    table.add_row("", *heads, "ancestor")
    for row in ids:
        cells = (share_kept(found, row, column) for column in others)
        table.add_row(*map(Text, (visible_line(row), *cells, _ancestor(found, row))))
    console.print(table)
    console.print()
    _line(console, f"What survives of {found.base}", "bold")
    for entry in found.ledger:
        style = "blue" if entry.survives else "yellow" if entry.last else "dim"
        line = f"  {pinpoint(entry.n):>5}  {standing(entry):<28}  {_flat(entry.text)}"
        console.print(Text(visible_line(line), style=style), no_wrap=True, overflow="ellipsis")


def _ancestor(found: studies.CorpusMatrix, name: str) -> str:
    """The nearest ancestor and what it has of the document's words."""
    ancestor = found.ancestors[name]
    if ancestor is None:
        return "–"
    return visible_line(f"{ancestor} ({share_kept(found, name, ancestor)})")


def _short(name: str) -> str:
    """A document's name for the head of a narrow column: its year."""
    return name[:4] if name[:4].isdigit() else name[:6]


def print_formulas(found: studies.Formulas, console: Console | Paper) -> None:
    """The formulas, best first, each whole, with its life line, first and last appearance."""
    documents = counted(len(found.documents), "document")
    least = found.settings
    _line(
        console,
        f"{counted(found.total, 'formula')} of {least.least_words} words or more in at least "
        f"{least.least_documents} of {documents}; {len(found.formulas)} shown",
        "bold",
    )
    for formula in found.formulas:
        put(console)
        _line(console, f"{formula.rank:3.0f}. {_flat(formula.text)}", "bold")
        _formula_life(formula, console)
    if found.formulas:
        put(console)
        _legend(console, {event.state for f in found.formulas for event in f.history})


def _formula_life(formula: studies.Formula, console: Console | Paper) -> None:
    """Its life line, one mark for each declaration, and its first and last place."""
    marks = [(STATE_MARKS[e.state], STATE_STYLES[e.state]) for e in formula.history]
    times = f"{counted(formula.count, 'time')} in {counted(formula.spread, 'declaration')}"
    put(console, [("     ", ""), *marks, (f"  {times}", "dim")])
    _line(console, f"     first {cited(formula.first)}, last {cited(formula.last)}", "dim")


def _grid() -> Table:
    from rich.table import Table

    return Table.grid(padding=(0, 2))


def _flat(text: str) -> str:
    """On one line, with nothing that a terminal would obey; outer spaces stay."""
    flat = " ".join(text.split())
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and flat else ""
    return visible_line(f"{left}{flat}{right}")


def _line(console: Console | Paper, text: str, style: str = "") -> None:
    put(console, [(visible_line(text), style)])


def _rendered(print_findings: Callable[[Any, Console], None], found: object) -> bytes:
    text = printed(lambda console: print_findings(found, console), WIDTH)
    return text.encode("utf-8", "backslashreplace")


def phrase(found: PhraseHistory) -> bytes:
    """The text of a file that tells what a search found."""
    from io import StringIO

    out = StringIO()
    print_phrase(found, Paper(out, WIDTH))
    return out.getvalue().encode("utf-8", "backslashreplace")


lineage = partial(_rendered, print_lineage)
matrix = partial(_rendered, print_matrix)
formulas = partial(_rendered, print_formulas)
