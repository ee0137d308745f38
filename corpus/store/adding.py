"""Adding texts to a collection: read, recognised, told from what is there, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, Unpack, cast

from scodiff.corpus.corrections.correction_file import those_for
from scodiff.corpus.model import Document
from scodiff.corpus.reader import ReadOptions, boundary_files, read
from scodiff.corpus.recognition import Recognised, recognise
from scodiff.corpus.shipped import shipped, shipped_document, shipped_summits
from scodiff.corpus.sources import read_bytes, well_formed
from scodiff.corpus.store.checking import reread
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.ids import check_id, free_id
from scodiff.corpus.store.interface import Session
from scodiff.corpus.store.location import moment
from scodiff.corpus.store.originals import is_whole, original_name
from scodiff.corpus.store.records import record_of
from scodiff.corpus.store.rows import (
    DamagedRowError,
    Provenance,
    Rows,
    insert,
    load_documents,
    words_digest,
)

AdditionOutcome = Literal["added", "same bytes", "same text", "put back"]


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of an addition.

    ``outcome``: ``added``; ``same bytes`` (this very file is there already) or ``same
    text`` (its words are, from another file), both of which change nothing; ``put back``
    (the text is there, its original was not, or was damaged). ``document`` is the one in the
    collection, ``recognised`` what it is.
    """

    document: Document
    outcome: AdditionOutcome
    recognised: Recognised


def add(
    collection: Collection,
    source: Path | bytes,
    *,
    origin: str | None = None,
    headers: dict[str, str] | None = None,
    edition: str | None = None,
    duplicate: bool = False,
    vet: Callable[[Document], None] | None = None,
    **options: Unpack[ReadOptions],
) -> Addition:
    """Read a text and keep it with its original bytes.

    ``options`` are those of ``reader.read`` (``name`` is needed for bytes); ``origin`` is
    the address that it was fetched from, ``headers`` what the server said, ``edition``
    whose text it is. ``duplicate`` keeps a text although its words are there already.
    ``vet`` sees the text before it is kept, and may raise CorpusError. Raises CorpusError,
    and changes nothing, where the text cannot be read or its id is another text's.
    """
    said = {
        key: well_formed(value) if isinstance(value, str) else value
        for key, value in options.items()
    }
    options = cast(ReadOptions, said)
    wanted = options.pop("document_id", None)
    if wanted is not None:
        check_id(wanted)
    data = read_bytes(source) if isinstance(source, Path) else source
    if same := _with_bytes(collection, data):
        return same
    name = options.get("name") or (source.name if isinstance(source, Path) else "text")
    options["name"] = name = well_formed(name)
    files, own = boundary_files(source, options.get("boundaries"))
    options["boundaries"] = files
    document = read(data, **options)
    obeyed = those_for(document.source, files, own)
    options["boundaries"] = {obeyed.name: files[obeyed.name]} if obeyed else None
    edition = well_formed(edition) if edition else None
    document = replace(document, source=replace(document.source, edition=edition))
    if vet is not None:
        vet(document)
    recognised = recognise(document)
    if wanted is None and recognised.is_declaration and not recognised.contradictions:
        # A file called "download" holds what its text says.
        document = replace(document, id=recognised.summit_id or document.id)
    provenance = _provenance(document, data, origin or name, recognised, _settings(options))
    new = _New(document, replace(provenance, headers=headers), data, wanted, duplicate)
    return _store(collection, new)


@dataclass(frozen=True, slots=True)
class _New:
    """A text to be stored; ``wanted`` is the id asked for."""

    document: Document
    provenance: Provenance
    data: bytes
    wanted: str | None
    duplicate: bool


def _settings(options: ReadOptions) -> dict[str, Any]:
    """The options as they are recorded, to read the original again in the same way."""
    settings: dict[str, Any] = {
        "date": options.get("date"),
        "title": options.get("title"),
        "language": options.get("language"),
        "paragraphs": options.get("paragraphs", "auto"),
    }
    # What is seldom said is recorded only where it was.
    seldom = {"encoding": options.get("encoding"), "boundaries": options.get("boundaries")}
    return settings | {name: said for name, said in seldom.items() if said}


def _provenance(
    document: Document, data: bytes, origin: str, recognised: Recognised, settings: dict[str, Any]
) -> Provenance:
    source = document.source
    return Provenance(
        id=document.id,
        kind=recognised.kind,
        origin=origin,
        original=original_name(source.sha256, source.name),
        size=len(data),
        added=moment().isoformat(timespec="seconds"),
        sha256=source.sha256,
        reader=source.reader,
        settings=settings,
        headers=None,
    )


def _store(collection: Collection, new: _New) -> Addition:
    document = new.document
    with collection.store.writing() as session:
        rows, kept = session.rows, session.kept
        # Asked again under the lock: another process may have added it meanwhile.
        if same := _find(rows, "sha256", document.source.sha256):
            return Addition(same, "same bytes", recognise(same))
        if not new.duplicate and (same := _with_words(rows, document)):
            return Addition(same, "same text", recognise(same))
        taken = {row[0] for row in rows.execute("SELECT id FROM documents")}
        document_id = free_id(document, new.wanted, taken | set(shipped()))
        document = replace(document, id=document_id)
        kept.keep(new.data, new.provenance.original)
        kept.write_record(record_of(document, new.provenance))
        insert(rows, document, new.provenance)
    return Addition(document, "added", recognise(document))


def _with_bytes(collection: Collection, data: bytes) -> Addition | None:
    """The text of this very file, if there is one; its original is put back if need be."""
    digest = hashlib.sha256(data).hexdigest()
    for text_id in shipped_summits():
        document = shipped_document(text_id)
        if document.source.sha256 == digest:
            return Addition(document, "same bytes", recognise(document))
    if not collection.exists():
        return None
    with collection.store.reading() as session:
        named = _named(session.rows, digest)
        if named is None:
            return None
        if _is_whole(session, digest, *named):
            (same,) = load_documents(session.rows, [named[0]])
            return Addition(same, "same bytes", recognise(same))
    return _put_back(collection, data, digest)


def _put_back(collection: Collection, data: bytes, digest: str) -> Addition | None:
    with collection.store.writing() as session:
        named = _named(session.rows, digest)
        if named is None:
            return None
        document_id, original = named
        session.kept.keep(data, original_name(digest, original))
        if not _is_whole(session, digest, document_id, original):
            reread(session, collection, document_id)
        (same,) = load_documents(session.rows, [document_id])
    return Addition(same, "put back", recognise(same))


def _named(rows: Rows, digest: str) -> tuple[str, str] | None:
    """The id of the text of a file, and the name of its original."""
    query = "SELECT id, original FROM documents WHERE sha256 = ?"
    row = rows.execute(query, (digest,)).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def _is_whole(session: Session, digest: str, document_id: str, original: str) -> bool:
    try:
        load_documents(session.rows, [document_id])
    except DamagedRowError:
        return False
    return is_whole(session.kept, original, digest)


def _with_words(rows: Rows, document: Document) -> Document | None:
    words = words_digest(document)
    for text_id in shipped_summits():
        if _shipped_words(text_id) == words:
            return shipped_document(text_id)
    return _find(rows, "words_sha256", words)


def _find(rows: Rows, column: str, value: str) -> Document | None:
    row = rows.execute(
        f"SELECT id FROM documents WHERE {column} = ? ORDER BY id", (value,)
    ).fetchone()
    return load_documents(rows, [row[0]])[0] if row else None


@cache
def _shipped_words(text_id: str) -> str:
    return words_digest(shipped_document(text_id))
