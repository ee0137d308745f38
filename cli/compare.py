"""``scodiff compare``: two texts in, a summary, a report or the data out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.options import (
    METHOD,
    collection_option,
    command,
    lexicon_option,
    model_option,
    names_input_formats,
    option,
    reading_options,
    report_language_option,
)
from scodiff.cli.output import Output, output_options
from scodiff.cli.pair import heed_languages, read_pair

if TYPE_CHECKING:
    from scodiff.compare.model import Comparison
    from scodiff.corpus.model import Document

DIFFERENT = 1


def _replaced(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Say what took the place of ``--links-template``."""
    if value is not None:
        raise click.UsageError(
            "there is no --links-template any more: scodiff review A B asks of what is not sure, "
            "and with --answers FILE -o decisions.toml it writes what --links takes."
        )


@command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@output_options("comparison")
@report_language_option()
@reading_options
@collection_option
@model_option
@lexicon_option
@option(
    "--links",
    group=METHOD,
    metavar="FILE",
    help="Decisions on links, yours or a reader's, as scodiff review writes them.",
)
@option(
    "--links-template",
    is_flag=False,
    flag_value="",
    is_eager=True,
    hidden=True,
    expose_value=False,
    callback=_replaced,
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
    documents = read_pair(a, b, reading, quiet=output.quiet)
    output.refuse_to_overwrite((a, b))
    comparison = _compared(documents, model, lexicon, links, output)
    output.deliver("comparison", comparison, report_language)
    if exit_code and any(link.relation != "identical" for link in comparison.links):
        ctx.exit(DIFFERENT)


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
        heed_languages(encoder.info if encoder else None, documents, quiet=output.quiet)
        return compare_documents(*documents, encoder, decisions=decisions, lexicon=own_lexicon)
