"""``scodiff matrix``: every document against every other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from scodiff.cli.console import print_message
from scodiff.cli.encoding import comparing_encoder
from scodiff.cli.jobs import way_of_working, workers_opener, workers_options
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
    from scodiff.compare.jobs.executors import WorkersOpener
    from scodiff.compare.studies.model import CorpusMatrix
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
@workers_options
def matrix(
    names: tuple[str, ...],
    output: Output,
    collection: Location | None,
    boundaries: dict[str, str] | None,
    base: str | None,
    model: str | None,
    workers: int,
    scheduler: str | None,
) -> None:
    """Compare every document with every other.

    (Of more than twelve, each with those that it shares most with; of more than fifty,
    by runs of words in common, without a model.) Shows for each
    pair, in both directions, the share of one's words that the other
    keeps; for each document its nearest ancestor; and paragraph by paragraph what
    survives of one of them.

    \b
    Examples:
      scodiff matrix
      scodiff matrix 2003-moscow folder/ -o matrix.html --open
      scodiff matrix folder/ --model none --format csv
      scodiff matrix folder/ --workers 4 -o matrix.csv
      scodiff matrix --scheduler tls://cluster.example.org:8786 -o matrix.html
    """
    output.refuse_to_overwrite(names)
    opener = workers_opener(workers, scheduler)
    from scodiff.cli.documents import documents
    from scodiff.compare.studies.matrix import all_against_all
    from scodiff.compare.studies.model import MOST_COMPARED
    from scodiff.compare.studies.pair_jobs import matrix_mapper
    from scodiff.compare.studies.pairwise import PairwiseComparisons
    from scodiff.corpus.sources import well_formed
    from scodiff.embeddings.registry import for_comparing

    held = documents(names, collection, output.quiet, boundaries)
    chosen = _base(well_formed(base) if base else None, held)
    compared = _in_its_language(chosen, held, output.quiet)
    if len(compared) > MOST_COMPARED:
        output.deliver("matrix", _by_runs(compared, chosen.id, output, opener))
        return
    with (
        comparing_encoder(model, show_progress=False) as encoder,
        way_of_working("Comparing", output, opener) as way,
    ):
        mapper = matrix_mapper(chosen.id, for_comparing(model), way)
        found = all_against_all(PairwiseComparisons(compared, encoder), chosen.id, mapper)
    output.deliver("matrix", found)


def _in_its_language(base: Document, held: Sequence[Document], quiet: bool) -> list[Document]:
    """The documents in the language of the base, of which there must be another."""
    from scodiff.cli.documents import only_in

    compared = only_in(base.language, held, quiet)
    if len(compared) < 2:
        raise click.UsageError(
            f"there is nothing to compare {base.id} with: name two or more texts of one language."
        )
    return compared


def _by_runs(
    compared: Sequence[Document], base: str, output: Output, opener: WorkersOpener
) -> CorpusMatrix:
    """The matrix of many documents, by the fast scorer."""
    from scodiff.compare.studies.run_matrix import count_matrix, told

    if not output.quiet:
        for note in told(len(compared)):
            print_message(note)
    with way_of_working("Counting", output, opener) as way:
        return count_matrix(compared, base, way)


def _base(name: str | None, held: Sequence[Document]) -> Document:
    """The document named, else the declaration of 2003, else the earliest."""
    from scodiff.compare.phrases.documents import chronological, date_of

    by_id = {document.id: document for document in held}
    if name is not None and name not in by_id:
        raise click.UsageError(f"'{name}' is not among the documents: {', '.join(by_id)}.")
    earliest = min(held, key=lambda d: chronological(date_of(d), d.id))
    return by_id[name] if name else by_id.get(DEFAULT_BASE, earliest)
