"""Checking a collection: everything is hashed again, and what is wrong is said with its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.damage import DamageKind, remedy, wrong
from scodiff.corpus.store.errors import DATABASE_ERRORS
from scodiff.corpus.store.interface import Aside, Kept, Session
from scodiff.corpus.store.originals import has_original, read_again
from scodiff.corpus.store.records import Record, digest_in, record_in_database
from scodiff.corpus.store.rows import DamagedRowError, Rows, insert, load_documents

_MENDABLE: frozenset[DamageKind] = frozenset(("damaged text", "damaged record", "stray"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: of what, what is wrong, and how to mend it."""

    trouble: DamageKind
    name: str
    wrong: str
    remedy: str

    @property
    def mendable(self) -> bool:
        """Whether ``mend`` can mend it, and nothing is to be decided."""
        return self.trouble in _MENDABLE


@dataclass(frozen=True, slots=True)
class Mended:
    """What ``mend`` left as it was, and where it set files aside, if any."""

    left: tuple[Finding, ...]
    aside: Aside | None


def check(collection: Collection) -> tuple[Finding, ...]:
    """All that is wrong with a collection; nothing is changed.

    Raises CorpusError where the database cannot be opened at all.
    """
    if not collection.exists():
        return ()
    with collection.store.reading() as session:
        try:
            broken = collection.store.damage(session)
            texts = [] if broken else _texts_of(session.rows)
        except DATABASE_ERRORS as error:
            broken, texts = [str(error)], []
        if broken:
            return tuple(_database(collection, error) for error in broken)
        found = [*_texts(session, texts, collection)]
        return (*found, *_unnamed(texts, session.kept, collection))


def mend(collection: Collection, findings: tuple[Finding, ...]) -> Mended:
    """Mend what can be, and delete nothing.

    Damaged texts are read again from whole originals, missing records are written, files
    that no text names are set aside. Raises CorpusError.
    """
    left = [finding for finding in findings if not finding.mendable]
    for finding in findings:
        if finding.trouble == "damaged text":
            with collection.store.writing() as session:
                reread(session, collection, finding.name)
        if finding.trouble == "damaged record":
            with collection.store.writing() as session:
                session.kept.write_record(record_in_database(session.rows, finding.name))
    with collection.store.writing() as session:
        # Looked for again under the lock: other adders wait meanwhile.
        unnamed = _unnamed(_texts_of(session.rows), session.kept, collection)
        strays = [finding.name for finding in unnamed if finding.trouble == "stray"]
        aside = session.kept.set_aside(strays, ())
    return Mended(tuple(left), aside)


def reread(session: Session, collection: Collection, document_id: str) -> None:
    """Put what the reader makes of the original in the place of a damaged text.

    Call this in a session that writes. Raises CorpusError where the original cannot be read.
    """
    rows, kept = session.rows, session.kept
    row = rows.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise CorpusError(f"{document_id} is gone: another process has removed it.")
    record = kept.record(row[0]) or record_in_database(rows, document_id)
    document = read_again(kept, record, collection.place)
    rows.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    insert(rows, document, record.provenance)


def _database(collection: Collection, error: str) -> Finding:
    place = collection.place
    said = wrong("damaged database", name=place, error=error)
    return Finding("damaged database", str(place), said, remedy("damaged database", place))


def _texts_of(rows: Rows) -> list[tuple[str, str]]:
    """The id and the SHA-256 of every text."""
    return rows.execute("SELECT id, sha256 FROM documents ORDER BY id").fetchall()


def _texts(
    session: Session, texts: list[tuple[str, str]], collection: Collection
) -> Iterator[Finding]:
    for document_id, sha256 in texts:
        record = session.kept.record(sha256)
        said = _said(session.rows, document_id)
        whole = said is not None and _is_whole(session.rows, document_id)
        known = record or said
        if known is None:
            yield _database(collection, f"{document_id} is not as it was written")
            continue
        yield from _text(session.kept, collection, known, whole=whole)
        if whole and (record is None or record.removed):
            yield _finding(collection, "damaged record", known)
        elif whole and record != said:
            yield _finding(collection, "changed record", known)


def _said(rows: Rows, document_id: str) -> Record | None:
    try:
        return record_in_database(rows, document_id)
    except (*DATABASE_ERRORS, DamagedRowError):
        return None


def _is_whole(rows: Rows, document_id: str) -> bool:
    try:
        return len(load_documents(rows, [document_id])) == 1
    except (*DATABASE_ERRORS, DamagedRowError):
        return False


def _text(kept: Kept, collection: Collection, known: Record, *, whole: bool) -> Iterator[Finding]:
    there = has_original(kept, known.provenance)
    if not whole:
        yield _finding(
            collection, "damaged text" if there else "damaged text without original", known
        )
    elif not there:
        exists = known.provenance.original in kept.names()
        yield _finding(collection, "damaged original" if exists else "missing original", known)


def _unnamed(texts: list[tuple[str, str]], kept: Kept, collection: Collection) -> Iterator[Finding]:
    """The originals that no text of the database has, and records without either."""
    named = {sha256 for _, sha256 in texts}
    records = kept.records()
    living = {sha256: record for sha256, record in records.items() if not record.removed}
    originals = kept.names()
    for name in originals:
        digest = digest_in(name)
        if digest in named:
            continue
        if digest in living and living[digest].provenance.original == name:
            yield _finding(collection, "lost text", living[digest])
        else:
            said = wrong("stray", name=name)
            advice = remedy("stray", collection.place)
            yield Finding("stray", name, said, advice)
    there = {digest_in(name) for name in originals}
    for sha256 in living.keys() - named - there:
        yield _finding(collection, "missing original", living[sha256])


def _finding(collection: Collection, kind: DamageKind, record: Record) -> Finding:
    added = record.provenance
    ours = kind in ("changed record", "damaged record")
    file = f"{added.sha256}.json" if ours else added.original
    said = wrong(kind, name=added.id, file=file)
    advice = remedy(kind, collection.place, origin=added.origin)
    return Finding(kind, added.id, said, advice)
