"""``scodiff compare``: two texts in, a summary, a report or the data out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scodiff.compare.lexicon import Lexicon
    from scodiff.compare.model import Comparison
    from scodiff.embeddings.encoder import Encoder

DIFFERENT = 1


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE; its ending says the format.")
@click.option("--format", "format_", metavar="FORMAT", help="html, json or text, whatever FILE is.")
@click.option("--open", "open_", is_flag=True, help="Open the written report.")
@click.option(
    "--model", metavar="MODEL", help="A model's name, folder or hub id; 'none' compares words only."
)
@click.option(
    "--paragraphs",
    type=click.Choice(["auto", "blank", "lines"]),
    default="auto",
    show_default=True,
    help="How a plain-text file parts its paragraphs.",
)
@click.option("--language", metavar="TAG", help="The language of both texts, such as en or ru.")
@click.option("--title", metavar="TEXT", help="The title of B.")
@click.option("--date", metavar="YYYY-MM-DD", help="The date of B.")
@click.option(
    "--lexicon", metavar="FILE", help="What words do to a position, instead of scodiff's own list."
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 when the texts differ.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what goes wrong.")
@click.pass_context
def compare(
    ctx: click.Context,
    a: str,
    b: str,
    output: str | None,
    format_: str | None,
    open_: bool,
    model: str | None,
    paragraphs: str,
    language: str | None,
    title: str | None,
    date: str | None,
    lexicon: str | None,
    exit_code: bool,
    no_progress: bool,
    quiet: bool,
) -> None:
    """Show what became of A's language in B.

    A and B are each an id of the collection (2003-moscow), a text file, or - for
    standard input. Without -o a summary is printed.

    \b
    Examples:
      scodiff compare 2003-moscow later.txt
      scodiff compare 2003-moscow later.txt -o report.html --open
      scodiff compare 2003-moscow later.txt --format json | jq .summary
    """
    if a == b == "-":
        raise click.UsageError("standard input can be read once only: A and B are both '-'.")
    format_name = _format(output, format_)
    if open_ and not output:
        raise click.UsageError("--open needs -o FILE: there is no report to open.")

    from scodiff.corpus.library import resolve

    document_a = resolve(a, paragraphs=paragraphs, language=language)
    document_b = resolve(b, paragraphs=paragraphs, language=language, title=title, date=date)
    _refuse_to_overwrite_input(output, (a, b))

    from scodiff.compare import compare as compare_documents

    words = _lexicon(lexicon)
    with _encoder(model, show_progress=not (no_progress or quiet)) as encoder:
        comparison = compare_documents(document_a, document_b, encoder, lexicon=words)
    _deliver(comparison, output, format_name, quiet)
    if open_ and output:
        click.launch(output)
    if exit_code and any(link.relation != "identical" for link in comparison.links):
        ctx.exit(DIFFERENT)


def _lexicon(path: str | None) -> Lexicon | None:
    """The lexicon of a file; None for scodiff's own."""
    if path is None:
        return None
    from scodiff.compare.lexicon import LexiconError, load_lexicon

    try:
        return load_lexicon(Path(path))
    except LexiconError as error:
        raise click.ClickException(str(error)) from error


def _format(output: str | None, format_: str | None) -> str:
    """The format asked for, or that of the file's ending, or text for the terminal."""
    if format_:
        from scodiff.reports.formats import RENDERERS

        if format_ != "text" and format_ not in RENDERERS:
            known = ", ".join([*RENDERERS, "text"])
            raise click.UsageError(f"there is no format '{format_}'; there are: {known}.")
        return format_
    if not output or output == "-":
        return "text"
    from scodiff.reports.formats import format_of

    return format_of(Path(output))


def _refuse_to_overwrite_input(output: str | None, inputs: tuple[str, str]) -> None:
    if not output or output == "-":
        return
    for name in inputs:
        if Path(name).exists() and Path(output).exists() and Path(name).samefile(output):
            raise click.UsageError(f"'{output}' is one of the texts compared; choose another name.")


@contextmanager
def _encoder(model: str | None, *, show_progress: bool) -> Iterator[Encoder | None]:
    """The encoder, with a progress bar where someone can see it; None for 'none'."""
    if model == "none":
        yield None
        return
    from scodiff.embeddings.models import open_encoder

    if not (show_progress and sys.stderr.isatty()):
        yield open_encoder(model)
        return
    from scodiff.cli.progress import ProgressBar

    with ProgressBar("Encoding") as bar:
        yield open_encoder(model, progress=bar.update)


def _deliver(comparison: Comparison, output: str | None, format_: str, quiet: bool) -> None:
    """Print the comparison, or write it and say where it is."""
    if format_ == "text":
        _print_text(comparison, output)
        return
    from scodiff.reports.formats import render, write

    data = render(comparison, format_)
    if not output or output == "-":
        sys.stdout.buffer.write(data)
        return
    write(output, data)
    if not quiet:
        click.echo(f"Wrote {output}", err=True)


def _print_text(comparison: Comparison, output: str | None) -> None:
    from rich.console import Console

    from scodiff.reports.formats import write
    from scodiff.reports.terminal import print_summary

    if not output or output == "-":
        print_summary(comparison, Console())
        return
    console = Console(record=True, file=StringIO(), width=100)
    print_summary(comparison, console)
    write(output, console.export_text().encode())
