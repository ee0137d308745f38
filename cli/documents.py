"""The documents that a command works on: those named, or the whole collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scodiff.cli.console import print_message

if TYPE_CHECKING:
    from scodiff.compare.phrases.indexes.asked import SearchIndex
    from scodiff.corpus.model import Document
    from scodiff.corpus.store.location import Location

_MOST_NAMED = 8  # documents that a line on stderr names


@contextmanager
def open_index(
    names: Sequence[str],
    collection: Location | None,
    quiet: bool,
    boundaries: Mapping[str, str] | None = None,
) -> Iterator[SearchIndex]:
    """An index of the documents named, made on the fly, or of the collection."""
    if names and not boundaries and all(Path(name).is_dir() for name in names):
        yield _index_of_folders(names, quiet)
        return
    if names or boundaries:
        from scodiff.compare.phrases.index import PhraseIndex

        yield PhraseIndex.of(documents(names, collection, quiet, boundaries))
        return
    from scodiff.compare.phrases.collection_index import open_collection_index
    from scodiff.corpus.store.collection import Collection

    def told(count: int) -> None:
        """Say what was indexed, unless nothing is to be said."""
        if not quiet:
            print_message(f"Indexed {count} document{'s' * (count != 1)}.")

    with open_collection_index(Collection.open(collection), told) as index:
        yield index


def documents(
    names: Sequence[str],
    collection: Location | None,
    quiet: bool,
    boundaries: Mapping[str, str] | None = None,
    besides: Document | None = None,
    **reading: Any,
) -> list[Document]:
    """The documents that ids, files and folders name, or all of the collection.

    A folder stands for all texts in it and below, in order of path; what is no text is left
    out with a line on stderr. Ids that clash are made different. ``boundaries`` are files of
    corrections (see ``reader.read``); one that is for none of the texts, nor for the one that
    was read ``besides``, is refused. ``reading`` is how the texts that are no folder's are read.
    """
    from scodiff.cli.addresses import resolve_named

    if not names:
        from scodiff.corpus.store.collection import Collection

        opened = Collection.open(collection)
        if not boundaries:
            return list(opened.documents())
        names = opened.ids()
    found: list[Document] = []
    tell = silent if quiet else print_message
    for name in names:
        if Path(name).is_dir():
            found += _in_folder(Path(name), tell, boundaries)
        else:
            found.append(
                resolve_named(
                    name, quiet=quiet, collection=collection, boundaries=boundaries, **reading
                )
            )
    heed_boundaries([*found, besides] if besides else found, boundaries, tell)
    return _told_apart(found)


def _index_of_folders(folders: Sequence[str], quiet: bool) -> SearchIndex:
    from scodiff.cli.kept import Tell, folders_index

    def read(tell: Tell) -> list[Document]:
        """The texts of all the folders."""
        found = [d for folder in folders for d in _in_folder(Path(folder), tell, None)]
        heed_boundaries(found, None, tell)
        return _told_apart(found)

    from scodiff.corpus.files import files_below

    files = [path for folder in folders for path in map(Path, files_below(folder))]
    return folders_index(folders, files, read, quiet)


def silent(line: str) -> None:
    """Say nothing."""


def heed_boundaries(
    documents: Iterable[Document],
    given: Mapping[str, str] | None,
    tell: Callable[[str], None],
) -> None:
    """Say which texts were corrected by their readers, and refuse a file that none was by.

    Raises click.UsageError.
    """
    held = list(documents)
    for name, written in (given or {}).items():
        from scodiff.corpus.corrections.correction_file import parse

        if not any(parse(name, written).fit(document.source) for document in held):
            raise click.UsageError(
                f"the boundaries file {name} is for none of these texts: its text = … is how the "
                "SHA-256 of another begins."
            )
    for document in held:
        count = sum(entry.action == "correct" for entry in document.ledger)
        if count:
            those = "1 correction" if count == 1 else f"{count} corrections"
            tell(f"{document.source.name}: {those} of its boundaries file obeyed.")


def _in_folder(
    folder: Path, tell: Callable[[str], None], boundaries: Mapping[str, str] | None
) -> list[Document]:
    from scodiff.cli.kept import kept_readings
    from scodiff.corpus.corrections.beside import ENDING as BOUNDARIES
    from scodiff.corpus.errors import CorpusError
    from scodiff.corpus.files import files_below
    from scodiff.corpus.readers.formats import may_be_text

    found, readings = [], kept_readings()
    for path in map(Path, files_below(str(folder))):
        if path.name.endswith(BOUNDARIES):
            continue
        try:
            if not may_be_text(path.name):
                raise CorpusError(f"{path} is no text.")
            found.append(readings.read(path, boundaries=boundaries))
        except CorpusError as error:
            tell(f"Left out: {error}")
    if not found:
        raise click.UsageError(f"the folder '{folder}' holds no text to search.")
    return found


def _told_apart(found: Sequence[Document]) -> list[Document]:
    """Documents of one id get their language, or a number, added; the same file counts once."""
    from dataclasses import replace  # an index that is kept needs nothing of it

    taken: dict[str, Document] = {}
    for document in found:
        name = document.id
        held = taken.get(name)
        if held and (held.source.sha256, held.language) == (
            document.source.sha256,
            document.language,
        ):
            continue
        if name in taken:
            name = f"{document.id}.{document.language}"
        number = 2
        while name in taken:
            name = f"{document.id}.{number}"
            number += 1
        taken[name] = document if name == document.id else replace(document, id=name)
    return list(taken.values())


def only_in(language: str, found: Sequence[Document], quiet: bool) -> list[Document]:
    """The documents in one language; the others, or the first of many, are named on stderr."""
    from scodiff.compare.studies.pairwise import of_language

    alike, others = of_language(found, language)
    if others and not quiet:
        shown = [f"{d.id} ({d.language})" for d in others[:_MOST_NAMED]]
        if len(others) > len(shown):
            shown.append(f"{len(others) - len(shown):,} more")
        names = ", ".join(shown)
        print_message(f"Left out, as not in the same language ({language}): {names}.")
    return alike


def refuse_guess(documents: Iterable[Document]) -> None:
    """A comparison is not made on a guess at how a plain text was encoded.

    Raises click.UsageError, with the guess and how to accept it.
    """
    from scodiff.corpus.misreadings import guessed_encoding

    for document in documents:
        if encoding := guessed_encoding(document):
            raise click.UsageError(
                f"{document.source.name} is not UTF-8; it looks like {encoding}: "
                f"say --encoding {encoding} if that is so, or save it as UTF-8."
            )


def warn_of_suspicions(documents: Iterable[Document]) -> None:
    """Print what is suspected of the texts on stderr, one line each."""
    from scodiff.corpus.misreadings import suspicions_of

    for document in documents:
        for suspicion in suspicions_of(document):
            print_message(f"warning: {document.id}: {suspicion}.")
