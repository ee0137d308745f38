"""Options that several commands share, and the headings under which the help lists them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

# The headings of the help, in its order.
OUTPUT, TEXTS, METHOD, WORK, REST = "Output", "Texts", "Method", "Long work", "Other options"
_HEADINGS = (OUTPUT, TEXTS, METHOD, WORK, REST)


class GroupedOption(click.Option):
    """An option that knows the heading it is listed under."""

    def __init__(self, *declarations: Any, group: str = REST, **attributes: Any) -> None:
        super().__init__(*declarations, **attributes)
        self.group = group


class GroupedCommand(click.Command):
    """A command whose help lists its options under headings, the common ones first."""

    def get_help(self, ctx: click.Context) -> str:
        """The help, with escapes for what the encoding of standard output lacks."""
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        return super().get_help(ctx).encode(encoding, "backslashreplace").decode(encoding)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, heading by heading."""
        listed: dict[str, list[tuple[str, str]]] = {heading: [] for heading in _HEADINGS}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record and isinstance(parameter, click.Option):
                listed[getattr(parameter, "group", REST)].append(record)
        for heading, records in listed.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


command = partial(click.command, cls=GroupedCommand)
option = partial(click.option, cls=GroupedOption)


def names_input_formats(function: Command) -> Command:
    """Put the endings of the files that can be read where the help says ``ENDINGS``."""
    from scodiff.corpus.readers.formats import input_endings

    function.__doc__ = (function.__doc__ or "").replace("ENDINGS", input_endings())
    return function


class CollectionType(click.Path):
    """The folder of a collection, or the address of one on a server."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """An ``Address``, or a path that is no file."""
        from scodiff.corpus.store.location import Address, is_address

        if isinstance(value, str) and is_address(value):
            return Address(value)
        return value if isinstance(value, Address) else super().convert(value, param, ctx)


def all_of(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, listed in the order in which they are given."""

    def decorate(function: Command) -> Command:
        """Add the options to a command."""
        for add in reversed(options):
            function = add(function)
        return function

    return decorate


quiet_option = option("-q", "--quiet", is_flag=True, help="Say nothing but what goes wrong.")
progress_option = option("--no-progress", is_flag=True, help="Show no progress bar.")
collection_option = option(
    "--collection",
    group=TEXTS,
    type=CollectionType(file_okay=False, path_type=Path),
    metavar="PLACE",
    help="The collection: a folder, or the address postgresql://… of one that a team shares "
    "(default: SCODIFF_COLLECTION, or your own).",
)
model_option = option(
    "--model",
    group=METHOD,
    metavar="MODEL",
    help="A model's name, folder or hub id; 'none' compares words only.",
)

lexicon_option = option(
    "--lexicon",
    group=METHOD,
    metavar="FILE",
    help="What words do to a position, instead of scodiff's own list.",
)


def report_language_option(what: str = "report") -> Callable[[Command], Command]:
    """``--report-language``, the language of what the command makes."""
    from scodiff.reports.messages.languages import available

    return option(
        "--report-language",
        group=OUTPUT,
        type=click.Choice(available()),
        default="en",
        show_default=True,
        help=f"The language of the {what}'s own words.",
    )


def _read_boundaries(
    ctx: click.Context, parameter: click.Parameter, paths: tuple[str, ...]
) -> dict[str, str] | None:
    """The files of corrections named, by their names, and what each says."""
    if not paths:
        return None
    from scodiff.corpus.corrections.correction_file import read_correction_file

    found = {Path(path).name: read_correction_file(Path(path)) for path in paths}
    if len(found) < len(paths):
        raise click.UsageError("two boundaries files have one name: rename one of them.")
    return found


boundaries_option = option(
    "--boundaries",
    group=TEXTS,
    metavar="FILE",
    multiple=True,
    callback=_read_boundaries,
    help="Your corrections to a text's paragraphs; which text's, the file says.",
)
reading_options = all_of(
    boundaries_option,
    option(
        "--paragraphs",
        group=TEXTS,
        type=click.Choice(["auto", "blank", "lines"]),
        default="auto",
        show_default=True,
        help="How a plain-text file separates its paragraphs.",
    ),
    option(
        "--language", group=TEXTS, metavar="TAG", help="The language of the text, such as en or ru."
    ),
    option(
        "--encoding",
        group=TEXTS,
        metavar="NAME",
        help="How a plain text that is not UTF-8 is encoded.",
    ),
)
