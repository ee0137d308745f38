"""Finding texts: shipped and collected ones by id, others by path or on standard input."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.readers.formats import ENDINGS
from scodiff.corpus.segmentation.segmenter import Mode

_TEXTS = Path(__file__).parent / "texts"


def shipped() -> tuple[str, ...]:
    """The ids of the texts that come with scodiff, in order."""
    return tuple(sorted(_metadata()))


@cache
def shipped_document(text_id: str) -> Document:
    """The shipped text of that id; raises KeyError where there is none."""
    return _read_shipped(text_id, _metadata()[text_id], {})


def resolve(
    spec: str,
    *,
    name: str | None = None,
    document_id: str | None = None,
    paragraphs: Mode = "auto",
    language: str | None = None,
    date: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    collection: Path | None = None,
) -> Document:
    """The document that ``spec`` names: an id, a file, or ``-`` for standard input.

    Ids are those of the shipped texts and of the collection in the folder ``collection``
    (by default the user's own). An id wins over a file of the same name (``./NAME`` names
    the file). The options are those of ``reader.read``; a text of the collection that is to
    be parted otherwise (``paragraphs``) is read anew from its original. Raises CorpusError
    where there is no such text.
    """
    options: dict[str, Any] = {
        "name": name,
        "document_id": document_id,
        "paragraphs": paragraphs,
        "language": language,
        "date": date,
        "title": title,
        "encoding": encoding,
    }
    if spec == "-":
        data = sys.stdin.buffer.read()
        return read(data, **{**options, "name": name or "standard input"})
    metadata = _metadata()
    if spec in metadata:
        return _read_shipped(spec, metadata[spec], options)
    path = Path(spec)
    if _looks_like_path(spec):
        return read(path, **options)
    if (held := _from_collection(spec, collection, options)) is not None:
        return held
    if path.exists():
        return read(path, **options)
    raise CorpusError(_unknown(spec, _known_ids(metadata, collection)))


def _metadata() -> dict[str, dict[str, str]]:
    import tomllib

    with (_TEXTS / "texts.toml").open("rb") as file:
        return tomllib.load(file)


def _read_shipped(text_id: str, known: dict[str, str], options: dict[str, Any]) -> Document:
    given = {key: value for key, value in options.items() if value is not None}
    document = read(
        _TEXTS / f"{text_id}.txt",
        **{
            "document_id": text_id,
            "language": known["language"],
            "date": known["date"],
            "title": known["title"],
            **given,
        },
    )
    return replace(
        document,
        place=known.get("place", document.place),
        notice=known.get("notice"),
        source=replace(document.source, edition=known.get("edition")),
    )


def _from_collection(spec: str, folder: Path | None, options: dict[str, Any]) -> Document | None:
    """The collection's document of that id; nothing is imported where there is none."""
    from scodiff.corpus.store.collection import Collection

    collection = Collection.open(folder)
    if not collection.database.exists() or spec not in collection.ids():
        return None
    return collection.reread(spec, **options)


def _known_ids(metadata: dict[str, dict[str, str]], folder: Path | None) -> tuple[str, ...]:
    from scodiff.corpus.store.collection import Collection

    collection = Collection.open(folder)
    held = collection.ids() if collection.database.exists() else ()
    return tuple(dict.fromkeys([*metadata, *held]))


def _looks_like_path(spec: str) -> bool:
    separators = {"/", os.sep, os.altsep or "/"}
    return any(s in spec for s in separators) or spec.lower().endswith(ENDINGS)


def _unknown(spec: str, known: tuple[str, ...]) -> str:
    import difflib

    close = difflib.get_close_matches(spec, known, n=1, cutoff=0.4)
    hint = f"did you mean {close[0]}?" if close else f"the texts held are {', '.join(known)}."
    return f"No text is called {spec!r}: {hint}"
