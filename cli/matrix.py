"""``scodiff matrix``: every document against every other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodiff.cli.delivery import (
    chosen_format,
    common_options,
    deliver,
    model_option,
    opened_encoder,
)

if TYPE_CHECKING:
    from scodiff.corpus.model import Document

DEFAULT_BASE = "2003-moscow"


@click.command()
@click.argument("names", metavar="[DOC]...", nargs=-1)
@click.option(
    "--base",
    metavar="DOC",
    help="The document whose paragraphs are followed (default: 2003-moscow, or the earliest).",
)
@model_option
@common_options
def matrix(
    names: tuple[str, ...],
    base: str | None,
    model: str | None,
    collection: Path | None,
    output: str | None,
    format_: str | None,
    open_: bool,
    no_progress: bool,
    quiet: bool,
) -> None:
    """Compare every document with every other.

    Shows for each pair, in both directions, the share of one's words that the other
    keeps; for each document its nearest ancestor; and paragraph by paragraph what
    survives of one of them.

    \b
    Examples:
      scodiff matrix
      scodiff matrix 2003-moscow folder/ -o matrix.html --open
      scodiff matrix folder/ --model none --format csv
    """
    format_name = chosen_format(output, format_, open_, names)
    from scodiff.cli.searched import documents, only_in
    from scodiff.compare.studies.matrix import all_against_all
    from scodiff.compare.studies.pairs import Pairs
    from scodiff.embeddings.registry import for_comparing

    held = documents(names, collection, quiet)
    chosen = _base(base, held)
    compared = only_in(chosen.language, held, quiet)
    show = not (no_progress or quiet)
    with (
        opened_encoder(for_comparing(model), show_progress=show) as encoder,
        _progress(len(compared), show) as progress,
    ):
        pairs = Pairs(compared, None if model == "none" else encoder(), progress)
        found = all_against_all(pairs, chosen.id)
    deliver("matrix", found, output, format_name, open_, quiet)


def _base(name: str | None, held: Sequence[Document]) -> Document:
    """The document named, else the declaration of 2003, else the earliest."""
    from scodiff.compare.phrases.dates import chronological, date_of

    by_id = {document.id: document for document in held}
    if name is not None and name not in by_id:
        raise click.UsageError(f"'{name}' is not among the documents: {', '.join(by_id)}.")
    earliest = min(held, key=lambda d: chronological(date_of(d), d.id))
    return by_id[name] if name else by_id.get(DEFAULT_BASE, earliest)


@contextmanager
def _progress(documents: int, show: bool) -> Iterator[Callable[[], None]]:
    """Count the comparisons made, where someone can see it."""
    from scodiff.cli.progress import ProgressBar

    total, done = documents * (documents - 1) // 2, 0
    with ProgressBar("Comparing") as bar:

        def made() -> None:
            """Count a comparison that was made."""
            nonlocal done
            done += 1
            if show and sys.stderr.isatty():
                bar.update(done, total)

        yield made
