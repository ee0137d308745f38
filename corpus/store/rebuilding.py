"""Making the database of a collection anew, from the originals and the records beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copymode

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.recognition import recognise
from scodiff.corpus.shipped import shipped
from scodiff.corpus.sources import read_bytes
from scodiff.corpus.store.checking import set_aside_originals
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.ids import check_id, free_id
from scodiff.corpus.store.location import moment
from scodiff.corpus.store.originals import (
    digest_in,
    folder_troubles_said,
    is_whole,
    kept_names,
    set_aside,
    sweep_unfinished,
    unfinished_name,
)
from scodiff.corpus.store.records import (
    Record,
    has_original,
    load_records,
    read_again,
    record_of,
    record_path,
    write_record,
)
from scodiff.corpus.store.replacing import Texts, copy_aside, held, refill, replace_database
from scodiff.corpus.store.rows import Provenance, document_digest, insert
from scodiff.corpus.store.salvage import Salvaged, salvage
from scodiff.corpus.store.schema import errors_said, made


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild made.

    ``ids`` are those of the texts, ``notes`` sentences on texts that are not as they were,
    ``lost`` on what could not be made a text again; ``aside`` is the folder of the old
    database and of what no text names, None where there was neither.
    """

    ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    aside: Path | None = None


def rebuild(collection: Collection) -> Rebuilt:
    """Make the database anew; the old one is set aside.

    The texts are those of the records and of the old database as far as it can be read, and
    the originals that neither knows. An interruption leaves the old database or the new one.
    Raises CorpusError, and changes nothing, where there is nothing to make a collection of,
    or it cannot be written.
    """
    folder = collection.folder
    if not (kept_names(folder) or os.path.lexists(collection.database)):
        raise CorpusError(f"there is neither a database nor an original in {folder}.")
    sweep_unfinished(folder)
    rebuilt = Rebuilt()
    troubles = folder_troubles_said(folder, folder)
    database = collection.database.resolve()
    with errors_said(collection.database), troubles, held(database) as connection:
        old = salvage(connection)
        texts = list(_Maker(collection, old, rebuilt).texts())
        if connection and old.sound:
            # Others may wait for this very file: it is filled anew in one transaction.
            rebuilt.aside = copy_aside(collection, connection)
            refill(connection, texts)
        else:
            rebuilt.aside = _exchange(collection, texts)
    _tidy(collection, texts, rebuilt)
    return rebuilt


class _Maker:
    """Makes the texts of the new database, and writes down what it cannot make."""

    def __init__(
        self,
        collection: Collection,
        old: Salvaged,
        rebuilt: Rebuilt,
    ) -> None:
        self._folder = collection.folder
        self._originals = collection.originals
        self._old = old
        self._rebuilt = rebuilt
        self._taken = set(shipped())

    def texts(self) -> Iterator[tuple[Document, Record]]:
        """Each text with its record: first those that were known, then those that were not."""
        known = self._known()
        for sha256, record in sorted(known.items(), key=lambda item: _age(item[1])):
            document = self._document(record)
            if document is not None:
                yield self._named(document, known[sha256])
        gone = {r.provenance.sha256 for r in load_records(self._folder).values() if r.removed}
        for name in kept_names(self._folder):
            digest = digest_in(name)
            if digest and digest not in known and digest not in gone:
                if is_whole(self._originals / name, digest):
                    yield from self._recognised(name, digest)
                else:
                    self._rebuilt.lost.append(f"the file {name} is not what its name says")

    def _known(self) -> dict[str, Record]:
        """The records, and what the old database knows beyond them."""
        records = load_records(self._folder)
        known = {sha256: record for sha256, record in records.items() if not record.removed}
        for sha256, record in self._old.records.items():
            removed = sha256 in records and records[sha256].removed
            if sha256 not in known and (self._old.sound or not removed):
                known[sha256] = record
        return known

    def _document(self, record: Record) -> Document | None:
        """The text, read from its original, or else taken from the old database."""
        added = record.provenance
        why = "its original is damaged or missing"
        if has_original(self._folder, added):
            try:
                check_id(added.id)
                document = read_again(self._folder, record)
            except CorpusError as error:
                why = f"its original cannot be read ({error})"
            else:
                if record.digest and document_digest(document) != record.digest:
                    self._note(f"{added.id} is read otherwise than when it was added")
                return document
        held = self._old.documents.get(added.sha256)
        if held is None:
            self._rebuilt.lost.append(f"{added.id} could not be made again: {why}")
        else:
            self._note(f"{added.id} is taken from the old database: {why}")
        return held

    def _named(self, document: Document, record: Record) -> tuple[Document, Record]:
        """The text under an id of its own: two additions may have had the same one."""
        document_id, number = document.id, 2
        while document_id in self._taken:
            document_id, number = f"{document.id}.{number}", number + 1
        if document_id != document.id:
            self._note(f"{document.id} is another text's id: this one is now {document_id}")
            document = replace(document, id=document_id)
        self._taken.add(document_id)
        self._rebuilt.ids.append(document_id)
        return document, record_of(document, record.provenance)

    def _recognised(self, name: str, digest: str) -> Iterator[tuple[Document, Record]]:
        """An original of which nothing is known but its bytes."""
        path = self._originals / name
        try:
            data = read_bytes(path)
            document = read(data, name=name, document_id=digest[:12])
        except CorpusError as error:
            self._rebuilt.lost.append(f"the file {name} cannot be read ({error})")
            return
        found = recognise(document)
        if found.is_declaration and not found.contradictions and found.summit_id:
            document = replace(document, id=found.summit_id)
        with suppress(CorpusError):
            document = replace(document, id=free_id(document, None, self._taken))
        provenance = Provenance(
            id=document.id,
            kind=found.kind,
            origin=name,
            original=name,
            size=len(data),
            added=moment(path.stat().st_mtime).isoformat(timespec="seconds"),
            sha256=digest,
            reader=document.source.reader,
            settings={"date": None, "title": None, "language": None, "paragraphs": "auto"},
            headers=None,
        )
        self._note(f"nothing is known of the file {name} but its bytes: it is now {document.id}")
        yield self._named(document, Record(provenance, name, None, None))

    def _note(self, sentence: str) -> None:
        self._rebuilt.notes.append(sentence)


def _age(record: Record) -> tuple[str, str]:
    return record.provenance.added, record.provenance.id


def _exchange(collection: Collection, texts: Texts) -> Path | None:
    """Put a new file in the place of what is no sound database."""
    database = collection.database.resolve()
    unfinished = unfinished_name(database.parent)
    try:
        with made(unfinished) as connection:
            for document, record in texts:
                insert(connection, document, record.provenance)
        copymode(database, unfinished)
        return replace_database(collection, unfinished)
    finally:
        unfinished.unlink(missing_ok=True)


def _tidy(collection: Collection, texts: Texts, rebuilt: Rebuilt) -> None:
    """Write the records that say something else, and set aside what no text names.

    This is done under the lock of the new database: another process may be adding.
    """
    folder = collection.folder
    with collection.writing() as connection:
        named = {row[0] for row in connection.execute("SELECT sha256 FROM documents")}
        there = load_records(folder)
        wanted = {record.provenance.sha256: record for _, record in texts}
        changed = [key for key in wanted if key in named and there.get(key) != wanted[key]]
        spoilt = [record_path(folder, key) for key in changed if key not in there]
        of_none = [record_path(folder, key) for key in sorted(there.keys() - named)]
        left = [name for name in kept_names(folder) if digest_in(name) not in named]
        rebuilt.aside = set_aside_originals(collection, left, rebuilt.aside)
        rebuilt.aside = set_aside(folder, [*spoilt, *of_none], rebuilt.aside)
        for key in changed:
            write_record(folder, wanted[key])
