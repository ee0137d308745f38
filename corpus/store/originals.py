"""The original files of a collection: what they are called, and reading them, each time checked."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from scodiff.corpus.model import Document
from scodiff.corpus.store.damage import DamageKind, damaged
from scodiff.corpus.store.interface import Kept
from scodiff.corpus.store.location import Location
from scodiff.corpus.store.records import Record, digest_in
from scodiff.corpus.store.rows import Provenance


def original_name(digest: str, source_name: str) -> str:
    """What the original of a file is called: its SHA-256, with the ending of its name."""
    named = f"{digest}{Path(source_name).suffix.lower()}"
    return named if digest_in(named) else digest


def is_whole(kept: Kept, name: str, digest: str) -> bool:
    """Whether an original is there and its bytes have that SHA-256."""
    data = kept.data(name)
    return data is not None and hashlib.sha256(data).hexdigest() == digest


def has_original(kept: Kept, added: Provenance) -> bool:
    """Whether the original is there with not a bit changed."""
    named = digest_in(added.original) == added.sha256
    return named and is_whole(kept, added.original, added.sha256)


def original_bytes(kept: Kept, added: Provenance, place: Location) -> bytes:
    """The bytes of an original; raises CorpusError where they are not those that were added.

    ``place`` is that of the collection, for the advice.
    """
    data = kept.data(added.original)
    whole = data is not None and hashlib.sha256(data).hexdigest() == added.sha256
    if data is None or not whole or digest_in(added.original) != added.sha256:
        there = added.original in kept.names()
        kind: DamageKind = "damaged original" if there else "missing original"
        raise damaged(kind, place, name=added.id, file=added.original, origin=added.origin)
    return data


def read_again(kept: Kept, record: Record, place: Location) -> Document:
    """What the reader makes of the original, with the settings of the addition.

    Raises CorpusError where the original cannot be read.
    """
    from scodiff.corpus.reader import read

    added = record.provenance
    data = original_bytes(kept, added, place)
    document = read(data, name=record.source_name, document_id=added.id, **added.settings)
    return replace(document, source=replace(document.source, edition=record.edition))
