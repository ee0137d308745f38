"""``scodiff compare``: two texts in, a summary, a report or the data out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from scodiff.cli.memo import KeptReport
    from scodiff.compare.model import Comparison
    from scodiff.corpus.model import Document
    from scodiff.embeddings.encoder import Encoder, ModelInfo

DIFFERENT = 1


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE; its ending says the format.")
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    help="html, json, csv, markdown, docx, tei or text, whatever FILE is.",
)
@click.option(
    "--report-language",
    "report_language",
    type=click.Choice(["en", "ru", "zh"]),
    default="en",
    show_default=True,
    help="The language of the report's own words.",
)
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
@click.option(
    "--collection",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder of the collection (default: SCODIFF_COLLECTION, or your own).",
)
@click.option("--encoding", metavar="NAME", help="How plain texts that are not UTF-8 are encoded.")
@click.option("--title", metavar="TEXT", help="The title of B.")
@click.option("--date", metavar="YYYY-MM-DD", help="The date of B.")
@click.option(
    "--lexicon", metavar="FILE", help="What words do to a position, instead of scodiff's own list."
)
@click.option(
    "--links", metavar="FILE", help="Your own decisions on links, as --links-template writes them."
)
@click.option(
    "--links-template",
    metavar="FILE",
    help="Write a file of decisions to fill in, the least certain links first, and leave.",
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
    report_language: str,
    open_: bool,
    model: str | None,
    paragraphs: Literal["auto", "blank", "lines"],
    language: str | None,
    collection: Path | None,
    encoding: str | None,
    title: str | None,
    date: str | None,
    lexicon: str | None,
    links: str | None,
    links_template: str | None,
    exit_code: bool,
    no_progress: bool,
    quiet: bool,
) -> None:
    """Show what became of A's language in B.

    A and B are each an id of the collection (2003-moscow), a file (.txt, .md, .html,
    .pdf, .docx), or - for standard input. Without -o a summary is printed.

    \b
    Examples:
      scodiff compare 2003-moscow later.txt
      scodiff compare 2003-moscow later.txt -o report.html --open
      scodiff compare 2003-moscow later.txt --format json | jq .summary
    """
    if a == b == "-":
        raise click.UsageError("standard input can be read once only: A and B are both '-'.")
    if links_template:
        _refuse_report_options(ctx)
    format_name = _format(output, format_)
    if open_ and not output:
        raise click.UsageError("--open needs -o FILE: there is no report to open.")
    if format_name == "docx" and not output and sys.stdout.isatty():
        raise click.UsageError("a Word file cannot be shown on a terminal: name one with -o FILE.")

    from scodiff.cli.doubts import refuse_guess, warn
    from scodiff.corpus.library import resolve
    from scodiff.embeddings.registry import for_comparing

    find = partial(
        resolve,
        paragraphs=paragraphs,
        language=language,
        encoding=encoding,
        collection=collection,
    )
    document_a, document_b = find(a), find(b, title=title, date=date)
    refuse_guess((document_a, document_b))
    if not quiet:
        warn((document_a, document_b))
    for target in (output, links_template):
        _refuse_to_overwrite_input(target, (a, b))
    model = for_comparing(model)
    texts, identity = (document_a, document_b), _model_identity(model)
    request = _Request(*texts, model, identity, lexicon, links, format_name, report_language)
    _heed_languages(request, quiet=quiet)
    if links_template:
        _write_template(request, links_template, show_progress=not (no_progress or quiet))
        return
    different = _deliver(request, output, quiet=quiet, show_progress=not (no_progress or quiet))
    if open_ and output:
        click.launch(output)
    if exit_code and different:
        ctx.exit(DIFFERENT)


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for: two documents, and how to compare and show them.

    ``identity`` is that of the model, and the engine that runs it.
    """

    a: Document
    b: Document
    model: str
    identity: tuple[ModelInfo | None, str]
    lexicon: str | None
    links: str | None
    format: str
    language: str


def _deliver(request: _Request, output: str | None, *, quiet: bool, show_progress: bool) -> bool:
    """Print the comparison, or write it and say where; return whether the texts differ."""
    if request.format == "text":
        comparison = _compared(request, show_progress)
        _print_text(comparison, output, request.language)
        return _different(comparison)
    report = _report(request, show_progress)
    if not output or output == "-":
        sys.stdout.buffer.write(report.data)
        return report.different
    from scodiff.reports.files import write_atomically

    write_atomically(output, report.data)
    if not quiet:
        click.echo(f"Wrote {output}", err=True)
    return report.different


def _report(request: _Request, show_progress: bool) -> KeptReport:
    """The report, from an earlier run where it is the same."""
    from scodiff.cli.memo import KeptReport, keep, key_of, recall

    settings: list[object] = [request.format, request.language, *request.identity]
    settings += [Path(f).read_bytes() if f else None for f in (request.lexicon, request.links)]
    key = key_of((request.a, request.b), *settings)
    if kept := recall(key):
        return kept
    from scodiff.reports.formats.formats import render

    comparison = _compared(request, show_progress)
    report = KeptReport(
        render(comparison, request.format, request.language), _different(comparison)
    )
    keep(key, report)
    return report


def _model_identity(model: str) -> tuple[ModelInfo | None, str]:
    """The model and the engine that runs it, which together decide every figure."""
    if model == "none":
        return None, ""
    from scodiff.embeddings.models import identify

    return identify(model)


def _heed_languages(request: _Request, *, quiet: bool) -> None:
    """Texts in two languages take a model that knows both; one that it does not know, a warning."""
    from scodiff.embeddings.languages import doubt_of, require_crossing

    model, languages = request.identity[0], (request.a.language, request.b.language)
    require_crossing(model, *languages)
    if not quiet and (doubt := doubt_of(model, *languages)):
        click.echo(f"warning: {doubt}", err=True)


def _compared(request: _Request, show_progress: bool) -> Comparison:
    from scodiff.cli.reader_files import decisions_of, lexicon_of
    from scodiff.compare import compare as compare_documents

    decisions = decisions_of(request.links)
    lexicon = lexicon_of(request.lexicon)
    with _encoder(request.model, show_progress=show_progress) as encoder:
        return compare_documents(
            request.a, request.b, encoder, decisions=decisions, lexicon=lexicon
        )


def _different(comparison: Comparison) -> bool:
    return any(link.relation != "identical" for link in comparison.links)


def _write_template(request: _Request, target: str, *, show_progress: bool) -> None:
    """Write a file of decisions to fill in, the least certain links first."""
    from scodiff.compare.decisions.template import template
    from scodiff.reports.files import write_atomically

    data = template(_compared(request, show_progress)).encode("utf-8", "backslashreplace")
    if target == "-":
        sys.stdout.buffer.write(data)
    else:
        write_atomically(target, data)


def _refuse_report_options(ctx: click.Context) -> None:
    """A template is written instead of a report, so what a report would be means nothing."""
    given = click.core.ParameterSource.COMMANDLINE
    names = {"output": "-o", "format_": "--format", "exit_code": "--exit-code"}
    for name, option in names.items():
        if ctx.get_parameter_source(name) is given:
            raise click.UsageError(
                f"--links-template writes a file of decisions and no report: leave {option} out, "
                "or run the two one after the other."
            )


def _format(output: str | None, format_: str | None) -> str:
    """The format asked for, or that of the file's ending, or text for the terminal."""
    if format_:
        from scodiff.reports.formats.formats import RENDERERS

        if format_ not in RENDERERS:
            known = ", ".join(RENDERERS)
            raise click.UsageError(f"there is no format '{format_}'; there are: {known}.")
        return format_
    if not output or output == "-":
        return "text"
    from scodiff.reports.formats.formats import format_of

    return format_of(Path(output))


def _refuse_to_overwrite_input(output: str | None, inputs: tuple[str, str]) -> None:
    if not output or output == "-":
        return
    for name in inputs:
        if Path(name).exists() and Path(output).exists() and Path(name).samefile(output):
            raise click.UsageError(f"'{output}' is one of the texts compared; choose another name.")


@contextmanager
def _encoder(model: str, *, show_progress: bool) -> Iterator[Encoder | None]:
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


def _print_text(comparison: Comparison, output: str | None, language: str) -> None:
    from rich.console import Console

    from scodiff.reports.formats.formats import render, write
    from scodiff.reports.formats.terminal import print_summary

    if not output or output == "-":
        print_summary(comparison, Console(), language)
    else:
        write(output, render(comparison, "text", language))
