"""``scodiff matrix``: every document against every other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from scodiff.cli.encoding import comparing_encoder
from scodiff.cli.options import (
    METHOD,
    boundaries_option,
    collection_option,
    command,
    model_option,
    option,
)
from scodiff.cli.output import Output, output_options

if TYPE_CHECKING:
    from scodiff.corpus.model import Document
    from scodiff.corpus.store.location import Location

DEFAULT_BASE = "2003-moscow"


@command()
@click.argument("names", metavar="[DOC]...", nargs=-1)
@output_options("matrix")
@collection_option
@boundaries_option
@option(
    "--base",
    group=METHOD,
    metavar="DOC",
    help="The document whose paragraphs are followed (default: 2003-moscow, or the earliest).",
)
@model_option
def matrix(
    names: tuple[str, ...],
    output: Output,
    collection: Location | None,
    boundaries: dict[str, str] | None,
    base: str | None,
    model: str | None,
) -> None:
    """Compare every document with every other.

    (Of more than twelve, each with those that it shares most with.) Shows for each
    pair, in both directions, the share of one's words that the other
    keeps; for each document its nearest ancestor; and paragraph by paragraph what
    survives of one of them.

    \b
    Examples:
      scodiff matrix
      scodiff matrix 2003-moscow folder/ -o matrix.html --open
      scodiff matrix folder/ --model none --format csv
    """
    output.refuse_to_overwrite(names)
    from scodiff.cli.documents import documents, only_in
    from scodiff.compare.studies.matrix import all_against_all
    from scodiff.compare.studies.pairwise import PairwiseComparisons
    from scodiff.compare.studies.short_list import likely_pairs
    from scodiff.corpus.sources import well_formed

    held = documents(names, collection, output.quiet, boundaries)
    chosen = _base(well_formed(base) if base else None, held)
    compared = only_in(chosen.language, held, output.quiet)
    number = len(likely_pairs(PairwiseComparisons(compared, None).documents, chosen.id))
    with (
        comparing_encoder(model, show_progress=output.show_progress) as encoder,
        _progress(number, output.show_progress) as progress,
    ):
        pairs = PairwiseComparisons(compared, encoder, progress)
        found = all_against_all(pairs, chosen.id)
    output.deliver("matrix", found)


def _base(name: str | None, held: Sequence[Document]) -> Document:
    """The document named, else the declaration of 2003, else the earliest."""
    from scodiff.compare.phrases.documents import chronological, date_of

    by_id = {document.id: document for document in held}
    if name is not None and name not in by_id:
        raise click.UsageError(f"'{name}' is not among the documents: {', '.join(by_id)}.")
    earliest = min(held, key=lambda d: chronological(date_of(d), d.id))
    return by_id[name] if name else by_id.get(DEFAULT_BASE, earliest)


@contextmanager
def _progress(total: int, show: bool) -> Iterator[Callable[[], None]]:
    """Count the comparisons made, where someone can see it."""
    from scodiff.cli.progress import ProgressBar

    done = 0
    with ProgressBar("Comparing") as bar:

        def made() -> None:
            """Count a comparison that was made."""
            nonlocal done
            done += 1
            if show and sys.stderr.isatty():
                bar.update(done, total)

        yield made
