"""Reading files within bounds: regular files only, in pieces, never more than is asked for.

A file's size is not trusted: it may be sparse, growing, or a device that never ends.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

_PIECE = 2**20
# A file changed again within the resolution of a file system's clock keeps its time; FAT's is 2 s.
_SETTLED_NANOSECONDS = 3_000_000_000
_KINDS = (
    (stat.S_ISFIFO, "it is a named pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading; raises OSError, also for pipes, devices and sockets.

    Never waits for another program to write.
    """
    _refuse_special(path.stat(), path)
    # What is opened may have come in the place of what was looked at.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    try:
        _refuse_special(os.fstat(file.fileno()), path)
    except OSError:
        file.close()
        raise
    return file


def read_file(path: Path, largest: int) -> bytes:
    """The bytes of a regular file of at most ``largest`` bytes; raises OSError."""
    with open_file(path) as file:
        data = read_pieces(file, largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"it has more than {largest / 2**20:g} MiB", str(path))
    return data


def read_pieces(stream: BinaryIO, most: int) -> bytes:
    """What a stream still holds, but no more than its next ``most`` bytes."""
    parts = bytearray()
    while len(parts) < most and (piece := stream.read(min(_PIECE, most - len(parts)))):
        parts += piece
    return bytes(parts)


def files_below(folder: str) -> Iterator[str]:
    """The files in a folder and below, in order of path, but for hidden ones.

    Folders that are only linked to, or closed to the user, are left out.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: os.path.normcase(entry.name))
    except PermissionError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(entry.path)
        elif not entry.is_dir():
            yield entry.path


def looks_of(paths: Iterable[Path | str]) -> list[str] | None:
    """What the system says of some files unread; something else once one of them is changed.

    Besides sizes it is the times of change, which no program can set back. None where a file
    was changed only just now, and might be again without another time, and on Windows, which
    keeps no such time.
    """
    if os.name == "nt":
        return None
    looks, newest = [], 0
    for path in paths:
        try:
            s = os.stat(path)  # noqa: PTH116 - a third of the time of Path's own
        except OSError as error:
            looks.append(f"{path}\0{error.errno}")
            continue
        looks.append(f"{path}\0{s.st_dev} {s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}")
        newest = max(newest, s.st_mtime_ns, s.st_ctime_ns)
    return looks if time.time_ns() - newest > _SETTLED_NANOSECONDS else None


def _refuse_special(status: os.stat_result, path: Path) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    what = next((said for test, said in _KINDS if test(status.st_mode)), "it is no regular file")
    raise OSError(errno.EINVAL, what, str(path))
