"""Documents as rows of the collection's tables, and back."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from scodiff.corpus.model import Document, LedgerEntry, Paragraph, Source, Span, as_data
from scodiff.corpus.recognition import TextKind

_DOCUMENT = (
    "id, title, date, place, language, source_name, sha256, text_sha256, reader, edition, "
    "source_text, notice, digest"
)
_AT_A_TIME = 500  # ids that a statement asks for; databases bound the number of question marks
_WORDS = ("id", "kind", "origin", "original", "added", "sha256", "reader")


class FoundRows(Protocol):
    """What a statement found, row by row."""

    def fetchone(self) -> Any:
        """The next row, None where there is no other."""

    def fetchall(self) -> list[Any]:
        """All that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Rows(Protocol):
    """A connection to a collection's database: SQL with ``?`` for values, as both databases know.

    Raises one of ``errors.DATABASE_ERRORS`` where the database is damaged.
    """

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> FoundRows:
        """Execute one statement."""

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> object:
        """Execute a statement once for each of some rows of values."""


class DamagedRowError(Exception):
    """A row of the database holds what was never written to it; its argument is the text's id."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document of the collection came from.

    ``kind`` is what it was recognised as, ``origin`` a file name or an address,
    ``original`` the name of the file kept in ``originals``, ``size`` its length in bytes,
    ``added`` the time (ISO 8601, UTC), ``settings`` the options it was read with,
    ``headers`` what a server said of it.
    """

    id: str
    kind: TextKind
    origin: str
    original: str
    size: int
    added: str
    sha256: str
    reader: str
    settings: dict[str, Any]
    headers: dict[str, str] | None


_PROVENANCE = ", ".join(field.name for field in fields(Provenance))


def words_digest(document: Document) -> str:
    """SHA-256 of a text's letters and digits alone, titles, closings and signatures aside.

    Two files that print the same words in the same order have the same digest, whatever
    their format, line breaks, punctuation or case. Headings count: what is a heading in one
    format is a short paragraph in another.
    """
    digest = hashlib.sha256()
    for paragraph in document.paragraphs:
        if paragraph.kind not in ("body", "item", "heading"):
            continue
        folded = unicodedata.normalize("NFKC", paragraph.text).casefold()
        digest.update("".join(filter(str.isalnum, folded)).encode())
    return digest.hexdigest()


def document_digest(document: Document) -> str:
    """SHA-256 of all that a document is, in a form that does not depend on the database."""
    plain = json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(document: Document) -> list[Any]:
    """What the digest is made of. Digests are stored, and so this order can never change."""
    data = as_data(document)
    source = data["source"]
    return [
        [data[name] for name in ("id", "title", "date", "place", "language")],
        [data["notice"], source["edition"], source["name"], source["reader"]],
        [source["sha256"], source["text_sha256"], document.source_text],
        [_paragraph_row(paragraph) for paragraph in data["paragraphs"]],
        [_ledger_row(entry) for entry in data["ledger"]],
    ]


def _paragraph_row(paragraph: dict[str, Any]) -> list[Any]:
    *values, spans = paragraph.values()
    return [*values, json.dumps(spans, separators=(",", ":"))]


def _ledger_row(entry: dict[str, Any]) -> list[Any]:
    action, span, note, paragraph = entry.values()
    return [action, *span, note, paragraph]


def insert(rows: Rows, document: Document, provenance: Provenance) -> None:
    """Write a document, and where it came from; its id is the document's, not the record's."""
    data = as_data(document)
    paragraphs, ledger, source = (data.pop(name) for name in ("paragraphs", "ledger", "source"))
    row = {
        **data,
        "source_name": source.pop("name"),
        **source,
        "source_text": document.source_text,
        "words_sha256": words_digest(document),
        "digest": document_digest(document),
        **_provenance_columns(provenance),
    }
    marks = ", ".join("?" * len(row))
    names = ", ".join(row)
    rows.execute(f"INSERT INTO documents ({names}) VALUES ({marks})", tuple(row.values()))
    rows.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(document.id, i, *_paragraph_row(p)) for i, p in enumerate(paragraphs)],
    )
    rows.executemany(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(document.id, i, *_ledger_row(entry)) for i, entry in enumerate(ledger)],
    )


def _provenance_columns(provenance: Provenance) -> dict[str, Any]:
    headers = provenance.headers
    return {
        "kind": provenance.kind,
        "origin": provenance.origin,
        "original": provenance.original,
        "size": provenance.size,
        "added": provenance.added,
        "settings": json.dumps(provenance.settings, ensure_ascii=False),
        "headers": json.dumps(headers, ensure_ascii=False) if headers else None,
    }


def load_provenance(rows: Rows, document_id: str | None = None) -> tuple[Provenance, ...]:
    """Where each document came from, in order of id; without an id of all documents.

    Raises DamagedRowError where a row says what no row of ours says.
    """
    where, given = ("", ()) if document_id is None else (" WHERE id = ?", (document_id,))
    query = f"SELECT {_PROVENANCE} FROM documents{where} ORDER BY id"
    return tuple(_provenance(row) for row in rows.execute(query, given).fetchall())


def _provenance(row: tuple[Any, ...]) -> Provenance:
    *plain, settings, headers = row
    try:
        found = Provenance(*(*plain, json.loads(settings), json.loads(headers or "null")))
    except (ValueError, TypeError, RecursionError):
        raise DamagedRowError(str(row[0])) from None
    words = [getattr(found, name) for name in _WORDS]
    dictionaries = [found.settings, {} if found.headers is None else found.headers]
    whole = (
        all(isinstance(word, str) for word in words)
        and isinstance(found.size, int)
        and all(isinstance(value, dict) for value in dictionaries)
    )
    if not whole:
        raise DamagedRowError(str(row[0]))
    return found


def stored_digests(rows: Rows) -> dict[str, str]:
    """The digest of each document by its id; raises DamagedRowError."""
    found = dict(rows.execute("SELECT id, digest FROM documents ORDER BY id").fetchall())
    for document_id, digest in found.items():
        if not (isinstance(document_id, str) and isinstance(digest, str)):
            raise DamagedRowError(str(document_id))
    return found


def load_documents(rows: Rows, ids: Sequence[str] | None = None) -> list[Document]:
    """The documents of those ids, or all, in order of id.

    Raises DamagedRowError where one is not, to the letter, what was added.
    """
    if ids is None:
        return _loaded(rows)
    wanted = sorted(set(ids))
    parts = (wanted[at : at + _AT_A_TIME] for at in range(0, len(wanted), _AT_A_TIME))
    return [document for part in parts for document in _loaded(rows, part)]


def _loaded(rows: Rows, ids: Sequence[str] | None = None) -> list[Document]:
    where, given = "", tuple(ids or ())
    if ids is not None:
        where = f" WHERE {{}} IN ({', '.join('?' * len(given))})"
    documents = rows.execute(
        f"SELECT {_DOCUMENT} FROM documents{where.format('id')} ORDER BY id", given
    ).fetchall()
    paragraphs = _grouped(
        rows.execute(
            "SELECT document, id, n, label, section, kind, text, spans FROM paragraphs"
            f"{where.format('document')} ORDER BY document, position",
            given,
        )
    )
    entries = _grouped(
        rows.execute(
            "SELECT document, action, span_start, span_end, note, paragraph FROM ledger"
            f"{where.format('document')} ORDER BY document, position",
            given,
        )
    )
    return [_as_added(row, paragraphs[row[0]], entries[row[0]]) for row in documents]


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for document, *rest in rows:
        groups[document].append(tuple(rest))
    return groups


def _as_added(
    row: tuple[Any, ...], paragraphs: list[tuple[Any, ...]], entries: list[tuple[Any, ...]]
) -> Document:
    *fields_, digest = row
    try:
        document = _document(tuple(fields_), paragraphs, entries)
        whole = document_digest(document) == digest
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        whole = False
    if not whole:
        raise DamagedRowError(str(row[0]))
    return document


def _document(
    row: tuple[Any, ...], paragraphs: list[tuple[Any, ...]], entries: list[tuple[Any, ...]]
) -> Document:
    document_id, title, date, place, language, *source, source_text, notice = row
    return Document(
        id=document_id,
        title=title,
        date=date,
        place=place,
        language=language,
        source=Source(*source),
        source_text=source_text,
        paragraphs=tuple(Paragraph(*(*row[:-1], _spans(row[-1]))) for row in paragraphs),
        ledger=tuple(
            LedgerEntry(action, Span(start, end), note, paragraph)
            for action, start, end, note, paragraph in entries
        ),
        notice=notice,
    )


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(text))
