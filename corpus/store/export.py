"""Taking texts out of a collection: into files with their digests, or into another collection."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document, as_data
from scodiff.corpus.sources import well_formed
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.interface import Session
from scodiff.corpus.store.location import Location
from scodiff.corpus.store.originals import original_bytes
from scodiff.corpus.store.records import record_of
from scodiff.corpus.store.rows import Provenance, insert, load_documents

SUMS = "SHA256SUMS"


def export(collection: Collection, target: Path, ids: Sequence[str] = ()) -> list[Path]:
    """Write texts into the new folder ``target``; without ``ids`` all, shipped ones too.

    For each document ``ID.txt`` (its paragraphs, an empty line between), ``ID.json``
    (paragraphs, spans, ledger and provenance) and its original; and ``SHA256SUMS``, which
    ``sha256sum --check`` understands. The folder appears whole or not at all. Returns the
    files. Raises CorpusError.
    """
    documents = [collection.document(i) for i in ids] or list(collection.documents())
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CorpusError(f"{target} exists already: name a new folder.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise CorpusError(f"{target} cannot be made ({error.strerror}): name another.") from None
    try:
        for document in documents:
            _write(collection, document, unfinished)
        _write_sums(unfinished)
        unfinished.chmod(0o755)
        if target.exists():
            target.rmdir()
        unfinished.replace(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return sorted(target.iterdir())


def copy(collection: Collection, target: Collection, ids: Sequence[str] = ()) -> list[str]:
    """Put texts into another collection as they are, each with its original and its record.

    Without ``ids`` all that were added; shipped texts are in every collection. Each is put whole or
    not at all. Returns the ids of those that were not there already. Raises CorpusError, and puts
    nothing, where the other collection has another text, or another reading, by one of the ids, or
    one of the files by another id.
    """
    added, digests = {one.id: one for one in collection.provenance()}, collection.digests()
    names = [collection.document(name).id for name in ids] or list(added)
    wanted = [(added[name], digests[name]) for name in names if name in added]
    if target.exists():
        with target.store.reading() as session:
            wanted = [one for one in wanted if not _holds(session, *one, target.place)]
    return [one.id for one, digest in wanted if _copied(collection, one, digest, target)]


def _copied(collection: Collection, added: Provenance, digest: str, target: Collection) -> bool:
    """Put a text into another collection; False where another process has done so meanwhile."""
    with collection.store.reading() as session:
        data = original_bytes(session.kept, added, collection.place)
        (document,) = load_documents(session.rows, [added.id])
    with target.store.writing() as session:
        if _holds(session, added, digest, target.place):
            return False
        session.kept.keep(data, added.original)
        session.kept.write_record(record_of(document, added))
        insert(session.rows, document, added)
    return True


def _holds(session: Session, added: Provenance, digest: str, place: Location) -> bool:
    """Whether a collection has a text already; raises CorpusError where it has another one."""
    query = "SELECT id, digest FROM documents WHERE id = ? OR sha256 = ?"
    held = session.rows.execute(query, (added.id, added.sha256)).fetchall()
    for name, held_digest in held:
        if (name, held_digest) != (added.id, digest):
            what = (
                "another text, or another reading of it," if name == added.id else "the same file"
            )
            raise CorpusError(
                f"{added.id} cannot be put into {place}, which has {what} under the id {name}: "
                "remove one of the two."
            )
    return bool(held)


def _write(collection: Collection, document: Document, folder: Path) -> None:
    text = PARAGRAPH_BREAK.join(p.text for p in document.paragraphs if p.kind != "furniture")
    # The bytes of the name are UTF-8 whatever encoding the system takes names to be in.
    name = os.fsdecode(document.id.encode("utf-8"))
    (folder / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    data = as_data(document)
    added = collection.provenance_of(document.id)
    if added is not None:
        data["provenance"] = asdict(added)
        with collection.store.reading() as session:
            original = original_bytes(session.kept, added, collection.place)
        suffix = Path(added.original).suffix
        (folder / f"{name}.original{suffix}").write_bytes(original)
    shown = json.dumps(data, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(f"{shown}\n", encoding="utf-8")


def _write_sums(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {well_formed(path.name)}\n"
        for path in sorted(folder.iterdir())
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
