"""A synopsis as a summary on the terminal: the texts, and the life line of every passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scodiff.compare.synopsis.model import PASSAGE_STATES, PassageState, Synopsis, SynopsisRow
from scodiff.reports.messages.citation import written_date
from scodiff.reports.messages.languages import DEFAULT
from scodiff.reports.messages.messages import Messages, messages
from scodiff.reports.serialise import terminal_text
from scodiff.reports.synopsis.wording import (
    MARKS,
    SynopsisCitations,
    state_counts,
    tally,
)
from scodiff.reports.visible import visible_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

WIDTH = 120
LISTED = 60
_STYLES: dict[PassageState, str] = {
    "appears": "bold green",
    "kept": "blue",
    "altered": "yellow",
    "returns": "bold cyan",
    "part": "magenta",
    "elsewhere": "cyan",
    "absent": "dim",
    "open": "magenta",
}


def render(synopsis: Synopsis, language: str = DEFAULT) -> bytes:
    """The summary as plain UTF-8 text."""
    return terminal_text(lambda console: print_summary(synopsis, console, language), WIDTH)


def print_summary(synopsis: Synopsis, console: Console, language: str = DEFAULT) -> None:
    """Print the texts, what is counted, and the passages that several of the texts have."""
    t = messages(language)
    for number, document in enumerate(synopsis.documents, 1):
        _line(console, f"{number:>2}  {document.id}: {document.title}", "bold")
        where = [document.place, written_date(t, document) or t("page.undated")]
        _line(console, "    " + ", ".join(filter(None, where)), "dim")
        if document.notice:
            _line(console, f"    {t('text.note', notice=document.notice)}", "bold red")
    console.print()
    _line(console, tally(t, synopsis))
    console.print(_counts(t, synopsis))
    _life_lines(t, synopsis, console)


def _counts(t: Messages, synopsis: Synopsis) -> Table:
    """How many passages have each state in each text."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    counts = [state_counts(synopsis, document.id) for document in synopsis.documents]
    states = [state for state in PASSAGE_STATES if any(count[state] for count in counts)]
    for state in states:
        name = Text(f"{MARKS[state]} {t(f'state.{state}')}", style=_STYLES[state])
        table.add_column(name, justify="right")
    for number, count in enumerate(counts, 1):
        table.add_row(f"{number:>2}", *(t.integer(count[state]) for state in states))
    return table


def _life_lines(t: Messages, synopsis: Synopsis, console: Console) -> None:
    """The passages that several texts have, in the order of the base."""
    found = [row for row in synopsis.in_order() if len(row.witnesses) > 1]
    if not found:
        return
    heading = t("synopsis.shared", base=synopsis.base)
    if len(found) > LISTED:
        heading = t("text.some", heading=heading, n=LISTED, total=len(found))
    _line(console, heading, "bold")
    cite = SynopsisCitations(t, synopsis)
    for row in found[:LISTED]:
        console.print(_told(t, synopsis, row, cite), no_wrap=True, overflow="ellipsis")


def _told(t: Messages, synopsis: Synopsis, row: SynopsisRow, cite: SynopsisCitations) -> Text:
    """A row in one line: its marks, where it stands, and how its last version begins."""
    from rich.text import Text

    line = Text(f"{row.number:>4}  ", style="dim")
    for standing in row.standings:
        line.append(MARKS[standing.state], style=_STYLES[standing.state])
    places = [
        f"{number}: {', '.join(c.short for c in cite.named(standing))}"
        for number, standing in enumerate(row.standings, 1)
        if standing.paragraphs
    ]
    last = row.witnesses[-1]
    text = synopsis.document(last.document).paragraph(last.paragraphs[0]).text
    line.append(visible_line(f"  {t('list.semicolon').join(places)}  "))
    line.append(visible_line(" ".join(text.split())), style="dim")
    return line


def _line(console: Console, text: str, style: str = "") -> None:
    from rich.text import Text

    console.print(Text(visible_line(text), style=style), overflow="fold")
