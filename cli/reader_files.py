"""The files by which a reader changes an answer: a lexicon, names, and decisions on links."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scodiff.compare.decisions.decisions import Decisions
    from scodiff.compare.shifts.lexicon import Lexicon
    from scodiff.compare.text.names import Thesaurus


def lexicon_of(path: str | None) -> Lexicon | None:
    """The lexicon of a file; None for scodiff's own.

    Raises click.ClickException where the file is no lexicon.
    """
    if path is None:
        return None
    from scodiff.compare.shifts.lexicon import LexiconError, load_lexicon

    try:
        return load_lexicon(Path(path))
    except LexiconError as error:
        raise click.ClickException(str(error)) from error


def names_of(path: str | None) -> Thesaurus:
    """The names of a file, or scodiff's own.

    Raises click.ClickException where the file is no file of names.
    """
    from scodiff.cli.kept import kept_folder
    from scodiff.compare.text.names import NamesError, load_names

    try:
        return load_names(Path(path) if path else None, kept_folder())
    except NamesError as error:
        raise click.ClickException(str(error)) from error


def decisions_of(path: str | None) -> Decisions:
    """The decisions of a file; none without one."""
    from scodiff.compare.decisions.decisions import NO_DECISIONS

    if path is None:
        return NO_DECISIONS
    from scodiff.compare.decisions.decision_file import read_decisions

    return read_decisions(Path(path))
