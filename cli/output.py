"""Where a command's result goes: to the terminal, to a pipe or into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import click

from scodiff.cli.console import print_bytes, print_message
from scodiff.cli.options import OUTPUT, Command, all_of, option, progress_option, quiet_option
from scodiff.reports.formats.formats import (
    OUTPUT_FORMATS,
    FindingsKind,
    check_format,
    format_of,
    names_in_words,
    print_on_terminal,
    render,
)

if TYPE_CHECKING:
    from scodiff.reports.formats.formats import Findings


class Output(NamedTuple):
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

    def deliver(self, kind: FindingsKind, found: Findings, language: str = "en") -> None:
        """Print what was found, or write it and say where."""
        if self.format == "text" and self.path is None:
            print_on_terminal(found, language, kind=kind)
            return
        write(self.path, render(found, self.format, language, kind=kind))
        if self.path is not None and not self.quiet:
            print_message(f"Wrote {self.path}")
        if self.open and self.path is not None:
            _show(self.path)


def _show(path: str) -> None:
    """Open a written report in the program that the system has for it."""
    # As a whole path the name can be neither an option of that program nor an address.
    if click.launch(str(Path(path).resolve())) != 0:
        print_message(f"warning: no program was found to open {path}.")


def output_options(kind: FindingsKind) -> Callable[[Command], Command]:
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


def _options(kind: FindingsKind) -> Callable[[Command], Command]:
    said = "Write to FILE; its ending says the format."
    formats = f"{names_in_words(kind)}, whatever FILE is."
    opens = "Open the written report."
    return all_of(
        option("-o", "--output", group=OUTPUT, metavar="FILE", help=said),
        option("--format", group=OUTPUT, metavar="FORMAT", help=formats),
        option("--open", group=OUTPUT, is_flag=True, help=opens),
        progress_option,
        quiet_option,
    )


def _output(
    kind: FindingsKind,
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
    if path is None and sys.stdout.isatty() and OUTPUT_FORMATS[chosen].binary:
        raise click.UsageError(
            f"a {chosen} file cannot be shown on a terminal: name one with -o FILE."
        )
    return Output(path, chosen, open, quiet, not (no_progress or quiet))


def write(path: str | None, data: bytes) -> None:
    """Write bytes to a file, in one step, or to standard output."""
    if path is None:
        print_bytes(data)
        return
    from scodiff.reports.atomic import write_atomically

    write_atomically(path, data)


def refuse_to_overwrite(path: str, inputs: Iterable[str]) -> None:
    """Raise click.UsageError where the path is that of one of the texts that were named.

    In a folder that was named every file is one, unless its ending is that of no text.
    """
    from scodiff.corpus.readers.formats import may_be_text

    target = Path(path)
    if not target.exists():
        return
    for name in map(Path, inputs):
        same = name.exists() and name.samefile(target)
        inside = name.is_dir() and target.resolve().is_relative_to(name.resolve())
        if same or (inside and may_be_text(target.name)):
            raise click.UsageError(f"'{path}' is one of the texts read; choose another name.")


def _format(kind: FindingsKind, path: str | None, name: str | None) -> str:
    """The format asked for, or that of the file's ending, or text for the terminal."""
    if name is None and path is None:
        return "text"
    return check_format(name, kind) if name else format_of(path or "", kind)
