"""Reading a text: from a file's bytes to a Document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict

from scodiff.corpus.corrections.beside import beside
from scodiff.corpus.corrections.correction_file import read_correction_file, those_for
from scodiff.corpus.corrections.corrections import Corrections, corrected
from scodiff.corpus.metadata import language_of, place_and_date, title_of
from scodiff.corpus.misreadings import misreadings
from scodiff.corpus.model import Document, LedgerEntry, Source, Span
from scodiff.corpus.readers import plain
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import (
    PLAIN,
    check_size,
    format_of,
)
from scodiff.corpus.readers.refused import refuse_other_archives, refuse_other_formats
from scodiff.corpus.segmentation.segmenter import ParagraphMode, segment
from scodiff.corpus.sources import read_bytes, well_formed

_LANGUAGE_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2}(?:-[A-Za-z]{2,4})?)")


class ReadOptions(TypedDict, total=False):
    """The options of ``read``, for functions that pass them on."""

    name: str | None
    document_id: str | None
    paragraphs: ParagraphMode
    language: str | None
    date: str | None
    title: str | None
    encoding: str | None
    boundaries: Mapping[str, str] | None


def read(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    document_id: str | None = None,
    paragraphs: ParagraphMode = "auto",
    language: str | None = None,
    date: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    boundaries: Mapping[str, str] | None = None,
) -> Document:
    """Read a text, PDF, Word, HTML or Markdown file, or its bytes, as a document.

    ``source`` is the file's path or its bytes, ``name`` what the document's source is called
    (by default the file's name), ``document_id`` its id (by default the name without the
    endings for format and language: ``2003-moscow.en.txt`` is ``2003-moscow``).
    ``paragraphs`` says how paragraphs are told apart (see ``segmenter.segment``).
    ``language`` (BCP 47), ``date`` (ISO 8601) and ``title`` override what is detected,
    ``encoding`` the guess at how a plain text that is not UTF-8 is encoded. All but plain
    text is read in a child process, with bounds on time and memory. ``boundaries`` are files
    of a reader's corrections (their names, and what they say): those for this text are obeyed,
    and so are those of the file that stands beside it (``corrections.beside``).

    Raises CorpusError, one sentence for the reader, where the file cannot be read or
    holds no text.
    """
    source = Path(source) if isinstance(source, str) else source
    data = read_bytes(source, name) if isinstance(source, Path) else source
    name = well_formed(name or (source.name if isinstance(source, Path) else "text"))
    shown = str(source) if isinstance(source, Path) else name
    extract = _extract(data, name, shown, encoding)
    files, own = boundary_files(source, boundaries)
    corrections = those_for(_source(name, data, extract), files, own)
    detected = _detected(extract, data, name, paragraphs, corrections)
    options = {"id": document_id, "language": language, "date": date, "title": title}
    given: dict[str, Any] = {field: well_formed(said) for field, said in options.items() if said}
    return replace(detected, **given)


def boundary_files(
    source: Path | bytes, given: Mapping[str, str] | None
) -> tuple[dict[str, str], str | None]:
    """The files of corrections for a text, given and beside it, and the name of the latter.

    Raises CorpusError where the file beside it is none.
    """
    files = dict(given or {})
    own = beside(source) if isinstance(source, Path) else None
    if own is None or own.name in files:
        return files, None
    return files | {own.name: read_correction_file(own)}, own.name


def _detected(
    extract: Extract, data: bytes, name: str, mode: ParagraphMode, corrections: Corrections | None
) -> Document:
    """The document as the file's name, its text and its reader's corrections describe it."""
    stem, language = split_name(name)
    found = segment(extract.lines, mode, pages_seen=extract.pages_seen)
    paragraphs, entries = found.paragraphs, found.ledger
    known = corrections or Corrections("", "")
    if corrections is not None:
        paragraphs, entries = corrected(extract.text, paragraphs, entries, corrections)
    where, when = place_and_date(paragraphs)
    ledger = (
        *_contradiction(extract, when),
        *extract.ledger,
        *entries,
        *misreadings(extract.text, paragraphs),
    )
    return Document(
        id=stem,
        title=known.title or title_of(paragraphs, extract.title, extract.page_title, stem),
        date=known.date or when or extract.date,
        place=known.place or where,
        language=known.language or language or language_of(extract.text, extract.language),
        source=_source(name, data, extract),
        source_text=extract.text,
        paragraphs=paragraphs,
        ledger=ledger,
    )


def split_name(name: str) -> tuple[str, str | None]:
    """A file name's stem and the language it names: ``a.ru.txt`` gives ``("a", "ru")``."""
    stem = Path(name).stem if "." in name.strip(".") else name
    if match := _LANGUAGE_SUFFIX.fullmatch(stem):
        return match["stem"], match["language"]
    return stem, None


def _extract(data: bytes, name: str, shown: str, encoding: str | None) -> Extract:
    format_ = format_of(data, name)
    check_size(format_, data, shown)
    if not format_.binary:
        refuse_other_formats(data, name, shown, known=format_ is not PLAIN)
    refuse_other_archives(format_, data, shown)
    if format_ is PLAIN:
        return plain.extract(data, shown, encoding)
    from scodiff.corpus.readers.sandbox import extract_in_child

    return extract_in_child(format_.kind, data, shown)


def _contradiction(extract: Extract, when: str | None) -> tuple[LedgerEntry, ...]:
    """What has to be said where the file dates its text otherwise than the text does."""
    if extract.date is None or when is None or extract.date == when:
        return ()
    note = f"the file dates its text to {extract.date}, the text itself says {when}"
    return (LedgerEntry("suspect", Span(0, 0), note),)


def _source(name: str, data: bytes, extract: Extract) -> Source:
    import hashlib

    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=hashlib.sha256(extract.text.encode()).hexdigest(),
        reader=extract.reader,
    )
