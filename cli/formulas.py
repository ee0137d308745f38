"""``scodiff formulas``: what the documents say again and again in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scodiff.cli.jobs import way_of_working, workers_opener, workers_options
from scodiff.cli.options import METHOD, boundaries_option, collection_option, command, option
from scodiff.cli.output import Output, output_options

if TYPE_CHECKING:
    from scodiff.corpus.store.location import Location

NOT_FOUND = 1


@command()
@click.argument("names", metavar="[DOC]...", nargs=-1)
@output_options("formulas")
@collection_option
@boundaries_option
@option(
    "--words",
    group=METHOD,
    type=click.IntRange(2),
    default=2,
    show_default=True,
    help="The least words of a formula.",
)
@option(
    "--documents",
    "spread",
    group=METHOD,
    type=click.IntRange(2),
    default=2,
    show_default=True,
    help="The least documents that it stands in.",
)
@option(
    "--most",
    group=METHOD,
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help="How many to list.",
)
@workers_options
@click.pass_context
def formulas(
    ctx: click.Context,
    names: tuple[str, ...],
    output: Output,
    collection: Location | None,
    boundaries: dict[str, str] | None,
    words: int,
    spread: int,
    most: int,
    workers: int,
    scheduler: str | None,
) -> None:
    """List the formulas that recur in the documents.

    A formula is a whole phrase that several documents share; names of states and
    bodies and lists of them are none, and one that stands only inside longer ones is
    folded into them.
    Leaves with 1 if there is none.

    \b
    Examples:
      scodiff formulas
      scodiff formulas folder/ --documents 3 --words 6
      scodiff formulas 2003-moscow folder/ -o formulas.html --open
      scodiff formulas --workers 2 -o formulas.csv
    """
    output.refuse_to_overwrite(names)
    opener = workers_opener(workers, scheduler)
    from scodiff.cli.documents import open_index
    from scodiff.compare.studies.formulas import find_formulas
    from scodiff.compare.studies.model import FormulaSettings

    with (
        open_index(names, collection, output.quiet, boundaries) as index,
        way_of_working("Looking", output, opener) as way,
    ):
        found = find_formulas(index, FormulaSettings(words, spread, most), way)
    output.deliver("formulas", found)
    if not found.formulas:
        ctx.exit(NOT_FOUND)
