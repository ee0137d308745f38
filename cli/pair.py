"""The two texts of a command, and what is said of them before anyone relies on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.console import print_message

if TYPE_CHECKING:
    from scodiff.corpus.model import Document
    from scodiff.embeddings.encoder import ModelInfo


def read_pair(a: str, b: str, reading: dict[str, Any], *, quiet: bool) -> tuple[Document, Document]:
    """The two texts, with what is suspected of them said."""
    if a == b == "-":
        raise click.UsageError("standard input can be read once only: A and B are both '-'.")
    from scodiff.cli.addresses import resolve_named
    from scodiff.cli.documents import heed_boundaries, refuse_guess, silent, warn_of_suspicions

    documents = (
        resolve_named(a, quiet=quiet, **reading),
        resolve_named(b, quiet=quiet, **reading),
    )
    refuse_guess(documents)
    heed_boundaries(documents, reading["boundaries"], silent if quiet else print_message)
    if not quiet:
        warn_of_suspicions(documents)
    return documents


def heed_languages(
    info: ModelInfo | None, documents: tuple[Document, Document], *, quiet: bool
) -> None:
    """Texts in two languages take a model that knows both; one that it does not know, a warning."""
    from scodiff.embeddings.languages import language_warning, require_cross_lingual

    languages = documents[0].language, documents[1].language
    require_cross_lingual(info, *languages)
    if not quiet and (doubt := language_warning(info, *languages)):
        print_message(f"warning: {doubt}")
