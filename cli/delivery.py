"""What the commands over the whole corpus share: their options, and where results go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

    from scodiff.embeddings.encoder import Encoder
    from scodiff.reports.phrases.formats import Findings, Kind

Command = TypeVar("Command", bound=Callable[..., Any])
_WIDTH = 120


def common_options(command: Command) -> Command:
    """The options for the collection, for the output and for how much is said."""
    options = [
        click.option(
            "--collection",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help="The folder of the collection (default: your own).",
        ),
        click.option(
            "-o", "--output", metavar="FILE", help="Write to FILE; its ending says the format."
        ),
        click.option(
            "--format",
            "format_",
            metavar="FORMAT",
            help="text, json, csv, markdown or html, whatever FILE is.",
        ),
        click.option("--open", "open_", is_flag=True, help="Open the written report."),
        click.option("--no-progress", is_flag=True, help="Show no progress bar."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but what goes wrong."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


model_option = click.option(
    "--model", metavar="MODEL", help="A model's name, folder or hub id; 'none' compares words only."
)


def chosen_format(
    output: str | None, format_: str | None, open_: bool, names: Sequence[str] = ()
) -> str:
    """The format asked for, or that of the file's ending, or text for the terminal.

    Refuses an output that would overwrite one of the texts that ``names`` stand for.
    """
    _keep_texts(output, names)
    if open_ and not output:
        raise click.UsageError("--open needs -o FILE: there is no report to open.")
    if format_ is None and (output is None or output == "-"):
        return "text"
    from scodiff.reports.phrases.formats import check_format, format_of

    return check_format(format_) if format_ else format_of(output or "")


def _keep_texts(output: str | None, names: Sequence[str]) -> None:
    if not output or output == "-" or not Path(output).exists():
        return
    target = Path(output).resolve()
    for name in names:
        named = Path(name).resolve()
        inside = named.is_dir() and target.is_relative_to(named) and _may_be_text(target)
        if target == named or inside:
            raise click.UsageError(f"'{output}' is one of the texts searched; choose another name.")


def _may_be_text(path: Path) -> bool:
    """Whether a folder's reader would take a file for a text: reports of ours end otherwise."""
    return path.suffix.lower() not in (".json", ".csv")


def deliver(
    kind: Kind, found: Findings, output: str | None, format_: str, open_: bool, quiet: bool
) -> None:
    """Print the findings, or write them and say where they are."""
    if format_ == "text":
        _deliver_text(kind, found, output)
    else:
        from scodiff.reports.phrases.formats import render

        data = render(kind, found, format_)
        if output is None or output == "-":
            sys.stdout.buffer.write(data)
            return
        _write(output, data)
    if output and output != "-":
        if not quiet:
            click.echo(f"Wrote {output}", err=True)
        if open_:
            click.launch(output)


def _deliver_text(kind: Kind, found: Findings, output: str | None) -> None:
    from rich.console import Console

    if output is None or output == "-":
        _print(kind, found, Console(highlight=False))
        return
    console = Console(record=True, file=StringIO(), width=_WIDTH, highlight=False)
    _print(kind, found, console)
    _write(output, console.export_text().encode("utf-8", "backslashreplace"))


def _print(kind: Kind, found: Findings, console: Console) -> None:
    from scodiff.reports.phrases import terminal

    getattr(terminal, f"print_{kind}")(found, console)


def _write(output: str, data: bytes) -> None:
    from scodiff.reports.files import write_atomically

    write_atomically(output, data)


@contextmanager
def opened_encoder(model: str | None, *, show_progress: bool) -> Iterator[Callable[[], Encoder]]:
    """A function that opens the model, with a progress bar where someone can see it."""
    from scodiff.cli.progress import ProgressBar

    with ProgressBar("Encoding") as bar:
        seen = show_progress and sys.stderr.isatty()

        def opened() -> Encoder:
            """The encoder, with the bar told of its progress."""
            from scodiff.embeddings.models import open_encoder

            return open_encoder(model, progress=bar.update if seen else None)

        yield opened
