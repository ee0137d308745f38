"""What a reader doubts of a text as a whole, said before anyone relies on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scodiff.corpus.model import Document


_GUESS = re.compile(r"read as (?P<encoding>\S+), a guess")


def doubts_of(document: Document) -> list[str]:
    """The doubts of the ledger that concern no single paragraph: a guessed encoding, a date."""
    return [
        entry.note
        for entry in document.ledger
        if entry.action == "suspect" and entry.paragraph is None
    ]


def refuse_guess(documents: Iterable[Document]) -> None:
    """A comparison is not made on a guess at how a plain text was encoded.

    Raises click.UsageError, with the guess and how to accept it.
    """
    for document in documents:
        for doubt in doubts_of(document):
            if found := _GUESS.match(doubt):
                raise click.UsageError(
                    f"{document.source.name} is not UTF-8; it looks like {found['encoding']}: "
                    f"say --encoding {found['encoding']} if that is so, or save it as UTF-8."
                )


def warn(documents: Iterable[Document]) -> None:
    """Print those doubts on stderr, one line each."""
    for document in documents:
        for doubt in doubts_of(document):
            click.echo(f"warning: {document.id}: {doubt}.", err=True)
