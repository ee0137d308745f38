"""What a reader doubts of a text as a whole, said before anyone relies on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scodiff.corpus.model import Document


def doubts_of(document: Document) -> list[str]:
    """The doubts of the ledger that concern no single paragraph: a guessed encoding, a date."""
    return [
        entry.note
        for entry in document.ledger
        if entry.action == "suspect" and entry.paragraph is None
    ]


def warn(documents: Iterable[Document]) -> None:
    """Print those doubts on stderr, one line each."""
    for document in documents:
        for doubt in doubts_of(document):
            click.echo(f"warning: {document.id}: {doubt}.", err=True)
