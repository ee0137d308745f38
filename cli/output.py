"""Where a command's result goes: to the terminal, to a pipe or into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from scodiff.cli.options import OUTPUT, Command, all_of, option, progress_option, quiet_option

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 120  # columns of a terminal's text that is written to a file


@dataclass(frozen=True, slots=True)
class Output:
    """What was said of the output: ``path`` is None for standard output."""

    path: str | None
    format: str
    open: bool
    quiet: bool
    show_progress: bool

    def refuse_to_overwrite(self, inputs: Iterable[str]) -> None:
        """Raise click.UsageError where the output is one of the texts that ``inputs`` name."""
        if self.path is not None:
            refuse_to_overwrite(self.path, inputs)

    def deliver(self, kind: str, found: Any, language: str = "en") -> None:
        """Print what was found, or write it and say where."""
        if self.format == "text" and self.path is None:
            _print(kind, found, None, language)
            return
        write(self.path, _rendered(kind, found, self.format, language))
        if self.path is not None and not self.quiet:
            click.echo(f"Wrote {self.path}", err=True)
        if self.open and self.path is not None:
            click.launch(self.path)


def output_options(kind: str) -> Callable[[Command], Command]:
    """The options on where a result of that kind goes, which a command is given as ``output``."""

    def decorate(command: Command) -> Command:
        """Add the options to a command."""

        @wraps(command)
        def with_output(*arguments: Any, **options: Any) -> Any:
            """Call the command with the ``Output`` that the options describe."""
            said = {name: options.pop(name) for name in _OPTIONS}
            return command(*arguments, output=_output(kind, **said), **options)

        return cast(Command, _options(kind)(with_output))

    return decorate


_OPTIONS = ("output", "format", "open", "no_progress", "quiet")


def _options(kind: str) -> Callable[[Command], Command]:
    said = "Write to FILE; its ending says the format."
    formats = f"{_listed(kind)}, whatever FILE is."
    opens = "Open the written report."
    return all_of(
        option("-o", "--output", group=OUTPUT, metavar="FILE", help=said),
        option("--format", group=OUTPUT, metavar="FORMAT", help=formats),
        option("--open", group=OUTPUT, is_flag=True, help=opens),
        progress_option,
        quiet_option,
    )


def _output(
    kind: str,
    output: str | None,
    format: str | None,
    *,
    open: bool,
    no_progress: bool,
    quiet: bool,
) -> Output:
    path = None if output == "-" else output
    chosen = _format(kind, path, format)
    if open and path is None:
        raise click.UsageError("--open needs -o FILE: there is no report to open.")
    if chosen == "docx" and path is None and sys.stdout.isatty():
        raise click.UsageError("a Word file cannot be shown on a terminal: name one with -o FILE.")
    return Output(path, chosen, open, quiet, not (no_progress or quiet))


def write(path: str | None, data: bytes) -> None:
    """Write bytes to a file, in one step, or to standard output."""
    if path is None:
        sys.stdout.buffer.write(data)
        return
    from scodiff.reports.files import write_atomically

    write_atomically(path, data)


def refuse_to_overwrite(path: str, inputs: Iterable[str]) -> None:
    """Raise click.UsageError where the path is that of one of the texts that were named.

    In a folder that was named every file is one, unless its ending is that of no text.
    """
    target = Path(path)
    if not target.exists():
        return
    for name in map(Path, inputs):
        same = name.exists() and name.samefile(target)
        inside = name.is_dir() and target.resolve().is_relative_to(name.resolve())
        if same or (inside and target.suffix.lower() not in (".json", ".csv")):
            raise click.UsageError(f"'{path}' is one of the texts read; choose another name.")


def _format(kind: str, path: str | None, name: str | None) -> str:
    """The format asked for, or that of the file's ending, or text for the terminal."""
    if name is None and path is None:
        return "text"
    if kind == "comparison":
        from scodiff.reports.formats import formats as comparisons

        if name and name not in comparisons.RENDERERS:
            raise click.UsageError(
                f"there is no format '{name}'; there are: {', '.join(comparisons.RENDERERS)}."
            )
        return name or comparisons.format_of(path or "")
    from scodiff.reports.phrases import formats as studies

    return studies.check_format(name) if name else studies.format_of(path or "")


def _listed(kind: str) -> str:
    if kind == "comparison":
        return "html, json, csv, markdown, docx, tei or text"
    return "text, json, csv, markdown or html"


def _rendered(kind: str, found: Any, format_: str, language: str) -> bytes:
    if kind == "comparison":
        from scodiff.reports.formats.formats import render

        return render(found, format_, language)
    if format_ == "text":
        from rich.console import Console

        console = Console(record=True, file=StringIO(), width=WIDTH, highlight=False)
        _print(kind, found, console, language)
        return console.export_text().encode("utf-8", "backslashreplace")
    from scodiff.reports.phrases.formats import render as render_study

    return render_study(kind, found, format_)


def _print(kind: str, found: Any, console: Console | None, language: str) -> None:
    from rich.console import Console

    if kind == "comparison":
        from scodiff.reports.formats.terminal import print_summary

        print_summary(found, console or Console(), language)
        return
    from scodiff.reports.phrases import terminal

    getattr(terminal, f"print_{kind}")(found, console or Console(highlight=False))
