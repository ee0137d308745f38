"""Making the database of a collection anew, from the originals and the records beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.recognition import recognise
from scodiff.corpus.shipped import shipped
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.ids import check_id, free_id
from scodiff.corpus.store.interface import Aside, Kept, Salvaged, Texts
from scodiff.corpus.store.location import Location
from scodiff.corpus.store.originals import has_original, is_whole, read_again
from scodiff.corpus.store.records import Record, digest_in, record_of
from scodiff.corpus.store.rows import Provenance, document_digest


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild made.

    ``ids`` are those of the texts, ``notes`` sentences on texts that are not as they were,
    ``lost`` on what could not be made a text again; ``aside`` is where the old database is
    and what no text names, None where there was neither.
    """

    ids: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    aside: Aside | None = None


def rebuild(collection: Collection) -> Rebuilt:
    """Make the database anew; the old one is set aside.

    The texts are those of the records and of the old database as far as it can be read, and
    the originals that neither knows. An interruption leaves the old database or the new one.
    Raises CorpusError, and changes nothing, where there is nothing to make a collection of,
    or it cannot be written.
    """
    rebuilt = Rebuilt()
    with collection.store.replacing() as replacement:
        maker = _Maker(replacement.kept, replacement.old, rebuilt, collection.place)
        texts = list(maker.texts())
        rebuilt.aside = replacement.put(texts)
    _tidy(collection, texts, rebuilt)
    return rebuilt


class _Maker:
    """Makes the texts of the new database, and writes down what it cannot make."""

    def __init__(self, kept: Kept, old: Salvaged, rebuilt: Rebuilt, place: Location) -> None:
        self._kept = kept
        self._place = place
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
        gone = {r.provenance.sha256 for r in self._kept.records().values() if r.removed}
        for name in self._kept.names():
            digest = digest_in(name)
            if digest and digest not in known and digest not in gone:
                if is_whole(self._kept, name, digest):
                    yield from self._recognised(name, digest)
                else:
                    self._rebuilt.lost.append(f"the file {name} is not what its name says")

    def _known(self) -> dict[str, Record]:
        """The records, and what the old database knows beyond them."""
        records = self._kept.records()
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
        if has_original(self._kept, added):
            try:
                check_id(added.id)
                document = read_again(self._kept, record, self._place)
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
        data = self._kept.data(name) or b""
        try:
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
            added=self._kept.moment(name).isoformat(timespec="seconds"),
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


def _tidy(collection: Collection, texts: Texts, rebuilt: Rebuilt) -> None:
    """Write the records that say something else, and set aside what no text names.

    This is done under the lock of the new database: another process may be adding.
    """
    with collection.store.writing() as session:
        kept = session.kept
        named = {row[0] for row in session.rows.execute("SELECT sha256 FROM documents")}
        there = kept.records()
        wanted = {record.provenance.sha256: record for _, record in texts}
        changed = [key for key in wanted if key in named and there.get(key) != wanted[key]]
        spoilt = [key for key in changed if key not in there]
        left = [name for name in kept.names() if digest_in(name) not in named]
        of_none = sorted(there.keys() - named)
        rebuilt.aside = kept.set_aside(left, [*spoilt, *of_none], rebuilt.aside)
        for key in changed:
            kept.write_record(wanted[key])
