"""``scodiff encode``: a model reads many texts ahead of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scodiff.cli.console import print_message
from scodiff.cli.jobs import way_of_working, workers_opener, workers_options
from scodiff.cli.options import (
    boundaries_option,
    collection_option,
    command,
    model_option,
    progress_option,
    quiet_option,
)

if TYPE_CHECKING:
    from scodiff.corpus.store.location import Location


@command()
@click.argument("names", metavar="[DOC]...", nargs=-1)
@collection_option
@boundaries_option
@model_option
@workers_options
@progress_option
@quiet_option
def encode(
    names: tuple[str, ...],
    collection: Location | None,
    boundaries: dict[str, str] | None,
    model: str | None,
    workers: int,
    scheduler: str | None,
    no_progress: bool,
    quiet: bool,
) -> None:
    """Have the model read documents now, and not when they are compared.

    The vectors of the DOCs, or of the whole collection, are kept in the cache, where
    compare, lineage and matrix find them; lineage then looks among many documents of the
    collection by meaning, too. Documents that were read are not read again.

    \b
    Examples:
      scodiff encode
      scodiff encode folder/ --workers 2
    """
    from scodiff.cli.documents import documents
    from scodiff.cli.output import Output
    from scodiff.compare.phrases.collection_index import known_by, rows_opened
    from scodiff.compare.studies.encoding_job import encode_documents
    from scodiff.corpus.store.collection import Collection
    from scodiff.embeddings.registry import for_comparing

    chosen = for_comparing(model)
    if chosen == "none":
        raise click.UsageError("without a model there is nothing to encode.")
    opener = workers_opener(workers, scheduler)
    held = documents(names, collection, quiet, boundaries)
    opened = Collection.open(collection)
    known = {} if names or boundaries else known_by(opened)
    output = Output(None, "text", False, quiet, not (no_progress or quiet))
    with way_of_working("Reading", output, opener) as way:
        count = encode_documents(held, chosen, way, known, rows_opened(opened))
    if not quiet:
        print_message(f"The cache has the {count} vectors of {len(held)} documents.")
