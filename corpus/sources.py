"""The bytes of texts, from files and from standard input, within bounds; and names of files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.files import open_file, read_pieces
from scodiff.corpus.readers.formats import SNIFFED, check_size, format_beginning


def well_formed(text: str) -> str:
    """A text that can be stored as UTF-8: of a name that is none, the odd bytes as escapes.

    A name that is UTF-8 is itself, whatever encoding the system takes names to be in.
    """
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a pair, which stands for no byte
        data = text.encode("utf-8", "backslashreplace")
    return data.decode("utf-8", "backslashreplace")


def read_bytes(path: Path, name: str | None = None) -> bytes:
    """The bytes of a text's file, whose format ``name`` tells where it is not the file's own.

    No more is read than the largest file of its format may have. Raises CorpusError where the
    file is larger, is none (a pipe, a device), or cannot be read.
    """
    try:
        with open_file(path) as file:
            return _read_stream(file, name or path.name, str(path))
    except FileNotFoundError:
        raise CorpusError(f"{path} does not exist: check the path.") from None
    except IsADirectoryError:
        raise CorpusError(f"{path} is a folder: name one text file in it.") from None
    except PermissionError:
        raise CorpusError(f"{path} may not be read: check its permissions.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CorpusError(
            f"{path} cannot be read ({why}): give a file, or the text on standard input (-)."
        ) from None


def read_standard_input() -> bytes:
    """The bytes of the text on standard input, within the bounds of ``read_bytes``."""
    name = "standard input"
    if sys.stdin is None:
        raise CorpusError(f"{name} is closed: give a file.")
    try:
        return _read_stream(sys.stdin.buffer, name, name)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CorpusError(f"{name} cannot be read ({why}): give a file.") from None


def _read_stream(stream: BinaryIO, name: str, shown: str) -> bytes:
    start = read_pieces(stream, SNIFFED)
    format_ = format_beginning(start, name)
    data = start + read_pieces(stream, format_.largest + 1 - len(start))
    check_size(format_, data, shown)
    return data
