"""The texts that come with scodiff."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from scodiff.corpus.catalogue import summit
from scodiff.corpus.corrections.correction_file import those_for
from scodiff.corpus.corrections.corrections import DESCRIBED
from scodiff.corpus.model import Document
from scodiff.corpus.readings import Readings, reader_digest

if TYPE_CHECKING:
    from scodiff.corpus.reader import ReadOptions

_TEXTS = Path(__file__).parent / "texts"


def shipped() -> tuple[str, ...]:
    """The ids of the texts that come with scodiff, in order."""
    return tuple(sorted(_metadata()))


def shipped_summits() -> tuple[str, ...]:
    """The shipped texts that a summit adopted; the invented illustration is not among them."""
    return tuple(text_id for text_id in shipped() if summit(text_id))


@cache
def shipped_document(text_id: str) -> Document:
    """The shipped text of that id; raises KeyError where there is none."""
    return read_shipped(text_id)


def read_shipped(
    text_id: str, readings: Readings | None = None, **options: Unpack[ReadOptions]
) -> Document:
    """A shipped text read with other options than its own; raises KeyError.

    Its reading is one of ``readings`` where it is kept.
    """
    known = _metadata()[text_id]
    own: ReadOptions = {
        "document_id": text_id,
        "language": known["language"],
        "date": known["date"],
        "title": known["title"],
    }
    own.update(options)
    document = (readings or Readings(None)).read(_TEXTS / f"{text_id}.txt", **own)
    said = those_for(document.source, options.get("boundaries") or {}, None)
    corrected = {name: getattr(said, name, None) for name in DESCRIBED if name not in options}
    document = replace(document, **{name: value for name, value in corrected.items() if value})
    return replace(
        document,
        place=corrected.get("place") or known.get("place", document.place),
        notice=known.get("notice"),
        source=replace(document.source, edition=known.get("edition")),
    )


def shipped_key(text_id: str) -> str:
    """A digest of all that a shipped text is made of, without reading it as a document."""
    import json

    told = json.dumps(_metadata()[text_id], sort_keys=True)
    digest = hashlib.sha256(f"{reader_digest()}\0{told}\0".encode())
    digest.update((_TEXTS / f"{text_id}.txt").read_bytes())
    return digest.hexdigest()


@cache
def _metadata() -> dict[str, dict[str, str]]:
    import tomllib

    with (_TEXTS / "texts.toml").open("rb") as file:
        return tomllib.load(file)
