"""What a format's reader hands over, and the builder that readers write it with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import LedgerAction, LedgerEntry, Span
from scodiff.corpus.readers.repairs import repair
from scodiff.corpus.segmentation.lines import Line, Role

MOST_LINES = 600_000
_LONGEST_TEXT = 8 * 2**20
_MOST_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader takes from a file: its text, the text's lines, and the reader's name.

    ``ledger`` holds what the reader itself did to the text; ``title``, ``date`` and
    ``language`` are what the file says of its text beside it, ``page_title`` what the page or
    book around the text is called. ``pages_seen``: the reader saw the pages, and no line without
    a role is a page number or running head.
    """

    text: str
    lines: tuple[Line, ...]
    reader: str
    ledger: tuple[LedgerEntry, ...] = ()
    title: str | None = None
    date: str | None = None
    language: str | None = None
    pages_seen: bool = False
    page_title: str | None = None


def check_extent(text: str, lines: Sequence[Line], shown: str) -> None:
    """Raise CorpusError where a text, whatever its file, is larger than any declaration."""
    if len(text) > _LONGEST_TEXT or len(lines) > MOST_LINES:
        raise CorpusError(
            f"{shown} holds more than {_LONGEST_TEXT // 2**20} million characters or "
            f"{MOST_LINES} lines, and no declaration is so long: save the text alone."
        )


def left_out(what: str, texts: Iterable[str]) -> str:
    """The sentence of the ledger for texts that are left out: why, how much, how it begins."""
    whole = " / ".join(filter(None, (" ".join(text.split()) for text in texts)))
    letters = sum(map(str.isalnum, whole))
    quoted = whole if len(whole) <= _MOST_QUOTED else f"{whole[:_MOST_QUOTED].rstrip()}…"
    return f"left out, {what}: {letters} letters: {quoted!r}"


class Piece(NamedTuple):
    """A stretch of a paragraph; a ``role`` sets it aside (the mark of a footnote)."""

    text: str
    role: Role | None = None


class TextBuilder:
    """Writes the source text of a file that has paragraphs, and its lines with it.

    One empty line stands between blocks. White space around a block and around its line
    breaks is left out, and what ``repair`` mends is entered in the ledger.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._lines: list[Line] = []
        self._ledger: list[LedgerEntry] = []
        self._empty = 0

    @property
    def length(self) -> int:
        """How many characters have been written."""
        return self._length

    @property
    def texts(self) -> tuple[str, ...]:
        """What has been written, part by part."""
        return tuple(self._parts)

    def block(
        self,
        pieces: Iterable[Piece],
        role: Role | None = None,
        *,
        begins: bool | None = True,
        wrapped: bool = False,
    ) -> None:
        """Write one block; one without visible characters only leaves an empty line more.

        A line feed in a piece is a line break of the file: meant, or with ``wrapped`` only
        the width of a line.
        """
        first, broken, spaced = True, False, False
        for piece in pieces:
            for number, text in enumerate(piece.text.split("\n")):
                broken = broken or number > 0
                spaced = spaced or text[:1].isspace()
                shown, notes = repair(text.strip())
                if shown := shown.strip():
                    told = begins if first else None if broken and not wrapped else False
                    joint = None if first or broken else " " if spaced else ""
                    self._gap("\n\n" if first else "\n" if broken else joint or "")
                    self._write(shown, notes, told, piece.role or role, joint)
                    first, broken, spaced = False, False, False
                spaced = spaced or text[-1:].isspace()
        self._empty += first

    def note(self, action: LedgerAction, note: str, start: int | None = None) -> None:
        """Enter in the ledger what was done, from ``start`` (or right here) up to here."""
        span = Span(self._length if start is None else start, self._length)
        self._ledger.append(LedgerEntry(action, span, note))

    def finish(self, reader: str, **known: str | None) -> Extract:
        """All that was written, as the extract of ``reader`` (its name and version).

        ``known`` are ``title``, ``date`` (ISO 8601), ``language`` and ``page_title``, as the
        file says them.
        """
        text = "".join(self._parts)
        said = (known.get("title"), known.get("date"), known.get("language"))
        found = Extract(text, tuple(self._lines), reader, tuple(self._ledger), *said)
        return replace(found, page_title=known.get("page_title"))

    def _gap(self, gap: str) -> None:
        if self._parts:
            self._parts.append(gap)
            self._length += len(gap)

    def _write(
        self,
        text: str,
        notes: Iterable[str],
        begins: bool | None,
        role: Role | None,
        joint: str | None,
    ) -> None:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        opens = begins is True and start > 0
        blanks, self._empty = (1 + self._empty if opens else 0), 0
        self._lines.append(Line(start, self._length, 0, blanks, False, text, begins, role, joint))
        for note in notes:
            self.note("repair", note, start)
