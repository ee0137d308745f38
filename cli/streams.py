"""The standard streams of the process, such that no state of theirs changes the answer.

A stream that is closed takes what is written to it and loses it. One whose reader has left, as
``head`` does, takes the rest likewise, so that the command comes to its end and to its exit
code. One that cannot be written for another reason, as on a full disk, is an error if it is
standard output; were it standard error, nobody could be told. Characters that the encoding of
a stream lacks are written as escapes.
"""

from __future__ import annotations

import io
import os
import sys
from select import select
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STDIN, _STDOUT, _STDERR = range(3)


class StreamError(Exception):
    """Standard output cannot be written; the message is a sentence that says why."""


def prepare_streams() -> None:
    """Put streams that always take what is written in the place of the process's own."""
    for descriptor in (_STDIN, _STDOUT, _STDERR):
        _occupy(descriptor)
    if sys.stdin is None:
        sys.stdin = open(_STDIN, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = _prepared(sys.stdout, _STDOUT)
    sys.stderr = _prepared(sys.stderr, _STDERR)


def _occupy(descriptor: int) -> None:
    """Let no file that is opened later take the number of a closed standard stream.

    Libraries write to these numbers: what they say would end up in that file.
    """
    try:
        os.fstat(descriptor)
    except OSError:
        os.open(os.devnull, os.O_RDWR)


def _prepared(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is None:
        raw: Any = io.FileIO(descriptor, "w", closefd=False)
    else:
        raw = getattr(stream.buffer, "raw", stream.buffer)
    outlet = _Outlet(raw, needed=descriptor == _STDOUT)
    return io.TextIOWrapper(
        io.BufferedWriter(outlet),
        encoding=stream.encoding if stream else "utf-8",
        errors="backslashreplace",
        line_buffering=outlet.isatty() or descriptor == _STDERR,
    )


class _Outlet(io.RawIOBase):
    """Where the bytes of a stream go; from the first failure on, nowhere."""

    def __init__(self, raw: io.RawIOBase, *, needed: bool) -> None:
        self._raw = raw
        self._needed = needed
        self._failed = False

    def write(self, data: ReadableBuffer, /) -> int:
        """Write the bytes, or lose them; raises StreamError once, if the stream is needed."""
        if not self._failed:
            try:
                while (written := self._raw.write(data)) is None:
                    # A program that shares the stream made it one that does not wait.
                    select([], [self._raw], [])
                return written
            except OSError as error:
                self._failed = True
                if self._needed and not isinstance(error, ConnectionError):
                    reason = (error.strerror or str(error)).lower()
                    raise StreamError(f"standard output cannot be written: {reason}.") from error
        return memoryview(data).nbytes

    def writable(self) -> bool:
        """A stream of results and messages is written to."""
        return True

    def fileno(self) -> int:
        """The number of the stream."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Whether someone reads it on a terminal."""
        return self._raw.isatty()
