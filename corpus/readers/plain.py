"""Plain text files, and how the bytes of any text file are decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.model import LedgerEntry, Span
from scodiff.corpus.readers.extract import MOST_LINES, Extract, check_extent
from scodiff.corpus.readers.margin import without_margin
from scodiff.corpus.segmentation.lines import split_lines

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# The encodings in which English, Russian and Chinese texts are found.
_CANDIDATES = (
    "cp1252", "cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "gb18030", "big5",
)  # fmt: skip
_FEWEST_BYTES = 32
_SAMPLE = 4096
# Of a text in UTF-16 nearly every second byte names the same few rows of the code: that of
# Latin letters and spaces (0), Cyrillic (4), Arabic (6), and many between 4E and 9F for Han.
_ROWS = frozenset((0x00, 0x04, 0x06, 0x20, 0x30, 0xFF))
_IN_ROWS = 0.95
_HAN_ROWS = range(0x4E, 0xA0)
_LETTERS = 0.6
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_GUESSED_FROM = 256 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """A source text, the encoding it was read in, and what has to be said of that."""

    text: str
    encoding: str
    ledger: tuple[LedgerEntry, ...] = ()


def extract(data: bytes, shown: str, encoding: str | None = None) -> Extract:
    """The text of a plain text file; ``shown`` is how messages call it.

    ``encoding`` is what a file that is not UTF-8 is decoded with (guessed where it is None,
    which the ledger says). Raises CorpusError for an empty or binary file.
    """
    decoded = decode(data, shown, encoding)
    lines = split_lines(decoded.text, MOST_LINES + 1)
    check_extent(decoded.text, lines, shown)
    lines = without_margin(lines)
    reader = "plain text 2" if decoded.encoding == "utf-8" else f"plain text 2 ({decoded.encoding})"
    return Extract(decoded.text, tuple(lines), reader, decoded.ledger)


def decode(data: bytes, shown: str, declared: str | None = None) -> Decoded:
    """The source text: the file decoded, without a byte order mark.

    UTF-8 is tried first, strictly, unless the bytes are unmistakably those of UTF-16; then
    what a byte order mark or ``declared`` (the file's own word) says; then the likeliest of
    the encodings of English, Russian and Chinese, which the ledger calls a guess. Nothing
    else is altered; line ends stay as they are. ``shown`` is how messages call the file.
    Raises CorpusError for an empty or binary file, and where no encoding fits.
    """
    _refuse_binary(data, shown, declared)
    mark, named = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf-8"))
    if not mark and (wide := _wide_encoding(data, declared)):
        named = wide
    try:
        decoded = Decoded(data[len(mark) :].decode(named), named)
    except UnicodeDecodeError as error:
        decoded = _otherwise(data, shown, declared, error)
    if not decoded.text.strip():
        raise CorpusError(f"{shown} is empty: it holds no text to read.")
    if (nul := decoded.text.find("\0")) >= 0:
        raise CorpusError(
            f"{shown} is a binary file (a NUL character at offset {nul}), not plain text: "
            "give a text file."
        )
    return decoded


def _otherwise(data: bytes, shown: str, declared: str | None, error: UnicodeDecodeError) -> Decoded:
    if declared:
        try:
            return Decoded(data.decode(declared), declared.lower())
        except (UnicodeDecodeError, LookupError):
            pass
    encoding = _guess(data)
    if encoding is None:
        at = error.start + (len(_MARKS[0][0]) if data.startswith(_MARKS[0][0]) else 0)
        raise CorpusError(
            f"{shown} is not UTF-8 (byte 0x{data[at]:02x} at offset {at}), and which other "
            "encoding it has cannot be told: convert it first, for example with "
            "`iconv -f WINDOWS-1252 -t UTF-8`."
        )
    text = data.decode(encoding)
    note = f"read as {encoding}, a guess: the file is not UTF-8 (first at byte {error.start})"
    return Decoded(text, encoding, (LedgerEntry("suspect", Span(0, len(text)), note),))


def _guess(data: bytes) -> str | None:
    """The likeliest encoding, or None where none fits or the text is too short to tell."""
    # A mark of UTF-8 says that the file was meant to be UTF-8, and is damaged.
    if len(data) < _FEWEST_BYTES or data.startswith(_MARKS[0][0]):
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESSED_FROM], cp_isolation=list(_CANDIDATES)).best()
    if best is None:
        return None
    try:
        data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    return str(best.encoding)


def _wide_encoding(data: bytes, declared: str | None) -> str | None:
    """UTF-16 or UTF-32 without a mark: as ``declared``, or where the bytes leave no doubt."""
    if b"\0" not in data:
        return None
    if declared and (named := _codec(declared)).startswith(("utf-16", "utf-32")):
        # The name without an order means the usual one where no mark says otherwise.
        return named if named.endswith("e") else f"{named}-le"
    if len(data) % 2 or len(data) < _FEWEST_BYTES:
        return None
    sample = data[:_SAMPLE]
    rows = (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2]))
    # Latin letters read in the wrong order are rows of Han: the order with fewer of them first.
    likely = sorted(rows, key=lambda pair: -sum(byte in _ROWS for byte in pair[1]))
    return next((name for name, row in likely if _are_rows(row) and _is_prose(data, name)), None)


def _codec(name: str) -> str:
    import codecs

    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _are_rows(high: bytes) -> bool:
    known = sum(byte in _ROWS or byte in _HAN_ROWS for byte in high)
    return known >= _IN_ROWS * len(high)


def _is_prose(data: bytes, encoding: str) -> bool:
    """Whether the bytes are a text in that encoding, with hardly a character that none has."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return letters >= _LETTERS * len(text) and not _NO_TEXT.search(text)


def _refuse_binary(data: bytes, shown: str, declared: str | None) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide_encoding(data, declared):
        return
    if (nul := data.find(b"\0")) >= 0:
        raise CorpusError(
            f"{shown} is a binary file (a NUL byte at offset {nul}), not plain text: "
            "give a text file in UTF-8."
        )
