"""``scodiff compare``: two texts in, a summary, a report or the data out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.console import print_message
from scodiff.cli.options import (
    METHOD,
    OUTPUT,
    collection_option,
    command,
    model_option,
    names_input_formats,
    option,
    reading_options,
)
from scodiff.cli.output import Output, output_options, refuse_to_overwrite, write
from scodiff.reports.messages.languages import available

if TYPE_CHECKING:
    from scodiff.compare.model import Comparison
    from scodiff.corpus.model import Document
    from scodiff.embeddings.encoder import ModelInfo

DIFFERENT = 1


@command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@output_options("comparison")
@option(
    "--report-language",
    group=OUTPUT,
    type=click.Choice(available()),
    default="en",
    show_default=True,
    help="The language of the report's own words.",
)
@reading_options
@collection_option
@model_option
@option(
    "--lexicon",
    group=METHOD,
    metavar="FILE",
    help="What words do to a position, instead of scodiff's own list.",
)
@option(
    "--links",
    group=METHOD,
    metavar="FILE",
    help="Your own decisions on links, as --links-template writes them.",
)
@option(
    "--links-template",
    group=METHOD,
    metavar="FILE",
    help="Write a file of decisions to fill in, the least certain links first, and leave.",
)
@option("--exit-code", is_flag=True, help="Leave with 1 when the texts differ.")
@click.pass_context
@names_input_formats
def compare(
    ctx: click.Context,
    /,
    a: str,
    b: str,
    output: Output,
    report_language: str,
    model: str | None,
    lexicon: str | None,
    links: str | None,
    links_template: str | None,
    exit_code: bool,
    **reading: Any,
) -> None:
    """Show what became of A's language in B.

    A and B are each an id of the collection (2003-moscow), a file (ENDINGS), an
    address (https://…), or - for standard input. Without -o a summary is printed.

    \b
    Examples:
      scodiff compare 2003-moscow later.txt
      scodiff compare 2003-moscow later.txt -o report.html --open
      scodiff compare 2003-moscow later.txt --format json | jq .summary
    """
    if links_template:
        _refuse_report_options(ctx)
    documents = _read_both(a, b, reading, output)
    if links_template and links_template != "-":
        refuse_to_overwrite(links_template, (a, b))
    comparison = _compared(documents, model, lexicon, links, output)
    if links_template:
        _write_template(comparison, links_template)
        return
    output.deliver("comparison", comparison, report_language)
    if exit_code and any(link.relation != "identical" for link in comparison.links):
        ctx.exit(DIFFERENT)


def _read_both(
    a: str, b: str, reading: dict[str, Any], output: Output
) -> tuple[Document, Document]:
    """The two texts, with what is suspected of them said before anyone relies on it."""
    if a == b == "-":
        raise click.UsageError("standard input can be read once only: A and B are both '-'.")
    from scodiff.cli.addresses import resolve_named
    from scodiff.cli.documents import heed_boundaries, refuse_guess, silent, warn_of_suspicions

    documents = (
        resolve_named(a, quiet=output.quiet, **reading),
        resolve_named(b, quiet=output.quiet, **reading),
    )
    refuse_guess(documents)
    heed_boundaries(documents, reading["boundaries"], silent if output.quiet else print_message)
    if not output.quiet:
        warn_of_suspicions(documents)
    output.refuse_to_overwrite((a, b))
    return documents


def _compared(
    documents: tuple[Document, Document],
    model: str | None,
    lexicon: str | None,
    links: str | None,
    output: Output,
) -> Comparison:
    from scodiff.cli.encoding import comparing_encoder
    from scodiff.cli.reader_files import decisions_of, lexicon_of
    from scodiff.compare import compare as compare_documents

    decisions, own_lexicon = decisions_of(links), lexicon_of(lexicon)
    with comparing_encoder(model, show_progress=output.show_progress) as encoder:
        _heed_languages(encoder.info if encoder else None, documents, quiet=output.quiet)
        return compare_documents(*documents, encoder, decisions=decisions, lexicon=own_lexicon)


def _heed_languages(
    info: ModelInfo | None, documents: tuple[Document, Document], *, quiet: bool
) -> None:
    """Texts in two languages take a model that knows both; one that it does not know, a warning."""
    from scodiff.embeddings.languages import language_warning, require_cross_lingual

    languages = documents[0].language, documents[1].language
    require_cross_lingual(info, *languages)
    if not quiet and (doubt := language_warning(info, *languages)):
        print_message(f"warning: {doubt}")


def _write_template(comparison: Comparison, target: str) -> None:
    """Write a file of decisions to fill in, the least certain links first."""
    from scodiff.compare.decisions.template import template

    data = template(comparison).encode("utf-8", "backslashreplace")
    write(None if target == "-" else target, data)


def _refuse_report_options(ctx: click.Context) -> None:
    """A template is written instead of a report, so what a report would be means nothing."""
    given = click.core.ParameterSource.COMMANDLINE
    names = {"output": "-o", "format": "--format", "exit_code": "--exit-code"}
    for name, spelling in names.items():
        if ctx.get_parameter_source(name) is given:
            raise click.UsageError(
                f"--links-template writes a file of decisions and no report: leave {spelling} "
                "out, or run the two one after the other."
            )
