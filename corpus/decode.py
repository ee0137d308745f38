"""From the bytes of a file to its source text, or one sentence that says why not."""

from __future__ import annotations

from scodiff.corpus.errors import CorpusError

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zipped file such as .docx or .odt"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"


def decode(data: bytes, shown: str) -> str:
    """The source text: the file decoded as UTF-8, without a byte order mark.

    Nothing else is altered; line ends stay as they are. ``shown`` is how messages call
    the file. Raises CorpusError for an empty, binary or differently encoded file.
    """
    _refuse_binary(data, shown)
    try:
        text = data.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + (len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0)
        raise CorpusError(
            f"{shown} is not UTF-8 (byte 0x{data[offset]:02x} at offset {offset}): convert it "
            f"first, for example with `iconv -f WINDOWS-1252 -t UTF-8`."
        ) from None
    if not text.strip():
        raise CorpusError(f"{shown} is empty: it holds no text to read.")
    return text


def _refuse_binary(data: bytes, shown: str) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise CorpusError(
                f"{shown} is {what}, not plain text: save its text as UTF-8 (.txt) and give that."
            )
    if data.startswith(_UTF16_MARKS):
        raise CorpusError(
            f"{shown} is not UTF-8 but UTF-16: convert it first, "
            "for example with `iconv -f UTF-16 -t UTF-8`."
        )
    if (nul := data.find(b"\0")) >= 0:
        raise CorpusError(
            f"{shown} is a binary file (a NUL byte at offset {nul}), not plain text: "
            "give a text file in UTF-8."
        )
