"""All that the command line prints passes here, and is made harmless for a terminal.

Names of files, titles, addresses and what servers say are strangers' text: an escape sequence
in it could recolour, hide or rewrite what stands on the screen, a line break could feign a
message of scodiff's. Each call prints one line, in which such characters are tokens
(``[U+001B]``). Reports and other data for programs go out as they are, through ``print_bytes``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import NoReturn

import click

from scodiff.reports.visible import visible, visible_line

_WHITE_SPACE = re.compile(r"\s")


def print_line(text: str = "", *, heading: str = "", dim: bool = False) -> None:
    """Print a line on standard output; ``heading`` stands before the text, in bold."""
    start = click.style(visible_line(heading), bold=True) if heading else ""
    shown = visible_line(text)
    click.echo(start + (click.style(shown, dim=True) if dim else shown), file=sys.stdout)


def print_message(text: str) -> None:
    """Print a line on standard error: what is told of the work, and not its result."""
    click.echo(visible_line(text), file=sys.stderr)


def print_error(sentence: str) -> None:
    """Say what went wrong."""
    print_message(f"scodiff: {sentence}")


def agreed(question: str) -> bool:
    """Ask on standard error whether to go on; no is what an empty answer means."""
    return click.confirm(visible_line(question), err=True)


def print_rows(rows: Iterable[Iterable[str]]) -> None:
    """Print a table for other programs: a line a row, tabs between the cells."""
    for row in rows:
        click.echo("\t".join(on_one_line(cell) for cell in row), file=sys.stdout)


def print_bytes(data: bytes) -> None:
    """Write data to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def on_one_line(text: str) -> str:
    """A text with each white-space character as a blank, and others that move a cursor shown."""
    return visible(_WHITE_SPACE.sub(" ", text))


def leave_with(ctx: click.Context, sentences: Iterable[str]) -> NoReturn:
    """Say all that went wrong, and leave."""
    for sentence in sentences:
        print_error(sentence)
    ctx.exit(2)
