"""Reading a text: from a file's bytes to a Document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scodiff.corpus.decode import decode
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.lines import Line, split_lines
from scodiff.corpus.metadata import dateline, find_dateline, language_of
from scodiff.corpus.model import Document, Paragraph, Source
from scodiff.corpus.segmenter import Mode, segment
from scodiff.corpus.suspicion import suspicions

_LANGUAGE_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2}(?:-[A-Za-z]{2,4})?)")
_READER = "plain text 1"


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format's reader takes from a file: its text, the text's lines, its own name."""

    text: str
    lines: Sequence[Line]
    reader: str


def read(
    source: Path | bytes,
    *,
    name: str | None = None,
    document_id: str | None = None,
    paragraphs: Mode = "auto",
    language: str | None = None,
    date: str | None = None,
    title: str | None = None,
) -> Document:
    """Read a plain text file, or its bytes, as a document.

    The *source text*, which every span refers to, is the file decoded as UTF-8 without a
    leading byte order mark; its line ends (LF, CRLF or CR) and all else stay as they are.
    ``name`` is what the document's source is called (by default the file's name),
    ``document_id`` its id (by default the name without the suffixes for format and
    language: ``2003-moscow.en.txt`` is ``2003-moscow``). ``paragraphs`` says how
    paragraphs are told apart (see ``segmenter.segment``); ``language``, ``date`` (ISO
    8601) and ``title`` override what is detected.

    Raises CorpusError, one sentence for the reader, where the file cannot be read or
    holds no text.
    """
    import hashlib

    data = load(source) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "text")
    extract = _extract(data, str(source) if isinstance(source, Path) else name)
    stem, suffix = split_name(name)
    found = segment(extract.lines, paragraphs)
    where, when = find_dateline([p for p in found.paragraphs if p.kind != "furniture"])
    return Document(
        id=document_id or stem,
        title=title or _title(found.paragraphs, stem),
        date=date or when,
        place=where,
        language=language or suffix or language_of(extract.text),
        source=Source(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            text_sha256=hashlib.sha256(extract.text.encode()).hexdigest(),
            reader=extract.reader,
        ),
        source_text=extract.text,
        paragraphs=found.paragraphs,
        ledger=(*found.ledger, *suspicions(extract.text, found.paragraphs)),
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


def _extract(data: bytes, shown: str) -> Extract:
    text = decode(data, shown)
    return Extract(text, split_lines(text), _READER)


def _title(paragraphs: Sequence[Paragraph], fallback: str) -> str:
    for kind in ("title", "heading"):
        for paragraph in paragraphs[:10]:
            if paragraph.kind == kind and not dateline(paragraph.text):
                return paragraph.text
    return fallback
