"""``scodiff formulas``: what the documents say again and again in the same words."""

from __future__ import annotations

from pathlib import Path

import click

from scodiff.cli.delivery import chosen_format, common_options, deliver

NOT_FOUND = 1


@click.command()
@click.argument("names", metavar="[DOC]...", nargs=-1)
@click.option(
    "--words",
    type=click.IntRange(2),
    default=4,
    show_default=True,
    help="The least words of a formula.",
)
@click.option(
    "--documents",
    "spread",
    type=click.IntRange(2),
    default=2,
    show_default=True,
    help="The least documents that it stands in.",
)
@click.option(
    "--most", type=click.IntRange(1), default=100, show_default=True, help="How many to list."
)
@common_options
@click.pass_context
def formulas(
    ctx: click.Context,
    names: tuple[str, ...],
    words: int,
    spread: int,
    most: int,
    collection: Path | None,
    output: str | None,
    format_: str | None,
    open_: bool,
    no_progress: bool,
    quiet: bool,
) -> None:
    """List the formulas that recur in the documents.

    A formula is a sequence of words that several documents share and that no word
    can be added to; one that stands only inside longer ones is folded into them.
    Leaves with 1 if there is none.

    \b
    Examples:
      scodiff formulas
      scodiff formulas folder/ --documents 3 --words 6
      scodiff formulas 2003-moscow folder/ -o formulas.html --open
    """
    format_name = chosen_format(output, format_, open_, names)
    from scodiff.cli.searched import open_index
    from scodiff.compare.studies.formulas import find_formulas
    from scodiff.compare.studies.model import FormulaSettings

    with open_index(names, collection, quiet) as index:
        found = find_formulas(index, FormulaSettings(words, spread, most))
    deliver("formulas", found, output, format_name, open_, quiet)
    if not found.formulas:
        ctx.exit(NOT_FOUND)
