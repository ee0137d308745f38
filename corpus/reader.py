"""Reading a text: from a file's bytes to a Document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.metadata import dateline, find_dateline, language_of
from scodiff.corpus.model import Document, LedgerEntry, Paragraph, Source, Span
from scodiff.corpus.readers import plain
from scodiff.corpus.readers.extract import Extract
from scodiff.corpus.readers.formats import PLAIN, check_size, format_of
from scodiff.corpus.segmentation.segmenter import Mode, segment
from scodiff.corpus.suspicion import suspicions

_LANGUAGE_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2}(?:-[A-Za-z]{2,4})?)")


def read(
    source: Path | bytes,
    *,
    name: str | None = None,
    document_id: str | None = None,
    paragraphs: Mode = "auto",
    language: str | None = None,
    date: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
) -> Document:
    """Read a text, PDF, Word, HTML or Markdown file, or its bytes, as a document.

    The *source text*, which every span refers to, is of a plain text the file decoded
    without a leading byte order mark; its line ends (LF, CRLF or CR) and all else stay as
    they are. Of other formats it is what the format's reader takes from the file, and the
    ledger says what the reader repaired or left out. All but plain text is read in a child
    process, with bounds.
    ``name`` is what the document's source is called (by default the file's name),
    ``document_id`` its id (by default the name without the suffixes for format and
    language: ``2003-moscow.en.txt`` is ``2003-moscow``). ``paragraphs`` says how
    paragraphs are told apart (see ``segmenter.segment``); ``language``, ``date`` (ISO
    8601) and ``title`` override what is detected. ``encoding`` says how a plain text that
    is not UTF-8 is to be read; without it a guess is made, and the ledger says so.

    Raises CorpusError, one sentence for the reader, where the file cannot be read or
    holds no text.
    """
    data = load(source) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "text")
    shown = str(source) if isinstance(source, Path) else name
    extract = _extract(data, name, shown, encoding)
    stem, suffix = split_name(name)
    found = segment(extract.lines, paragraphs)
    where, when = _place_and_date(found.paragraphs)
    ledger = (
        *_contradiction(extract, when),
        *extract.ledger,
        *found.ledger,
        *suspicions(extract.text, found.paragraphs),
    )
    return Document(
        id=document_id or stem,
        title=title or _title(found.paragraphs, extract.title, stem),
        date=date or when or extract.date,
        place=where,
        language=language or suffix or _language(extract),
        source=_source(name, data, extract),
        source_text=extract.text,
        paragraphs=found.paragraphs,
        ledger=ledger,
    )


def split_name(name: str) -> tuple[str, str | None]:
    """A file name's stem and the language it names: ``a.ru.txt`` gives ``("a", "ru")``."""
    stem = Path(name).stem if "." in name.strip(".") else name
    if match := _LANGUAGE_SUFFIX.fullmatch(stem):
        return match["stem"], match["language"]
    return stem, None


def load(path: Path) -> bytes:
    """The bytes of a file; raises CorpusError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CorpusError(f"{path} does not exist: check the path.") from None
    except IsADirectoryError:
        raise CorpusError(f"{path} is a folder: name one text file in it.") from None
    except PermissionError:
        raise CorpusError(f"{path} may not be read: check its permissions.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CorpusError(f"{path} cannot be read ({why}): check the path.") from None


def _extract(data: bytes, name: str, shown: str, encoding: str | None) -> Extract:
    format_ = format_of(data, name)
    check_size(format_, data, shown)
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


def _place_and_date(paragraphs: Sequence[Paragraph]) -> tuple[str | None, str | None]:
    """Where and when, as the text says; as the edges of its pages say where the text does not."""
    where, when = find_dateline([p for p in paragraphs if p.kind != "furniture"])
    return (where, when) if when is not None else find_dateline(paragraphs)


def _language(extract: Extract) -> str:
    """What the file says of its language, if the script of its text agrees; else by script."""
    by_script = language_of(extract.text)
    said = extract.language
    if said is None:
        return by_script
    other_scripts = ("ru", "uk", "be", "kk", "ky", "tg", "mn", "bg", "zh", "ja", "ko")
    same = said[:2].lower() == by_script
    latin = by_script == "en" and said[:2].lower() not in other_scripts
    return said if same or latin else by_script


def _title(paragraphs: Sequence[Paragraph], said: str | None, stem: str) -> str:
    """The title in the text; what the file says beside it; the first heading; the name."""
    named = {
        kind: paragraph.text
        for kind in ("heading", "title")
        for paragraph in reversed([p for p in paragraphs if p.kind != "furniture"][:10])
        if paragraph.kind == kind and not dateline(paragraph.text)
    }
    return named.get("title") or said or named.get("heading") or stem
