"""Write a file completely or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from scodiff.reports.errors import ReportError


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; a failure leaves what was there untouched.

    The bytes go to a temporary file in the target's own folder, are flushed to the disk
    and only then renamed over the target. A symbolic link is followed, so that the link
    stays and the file it names is replaced; a device or pipe is written straight through.

    Raises:
        ReportError: the target is a folder, or cannot be written.
    """
    shown = os.fspath(path)
    try:
        target = Path(path)
        if target.is_dir():
            raise ReportError(f"cannot write {shown}: it is a folder; name a file inside it")
        if target.exists() and not target.is_file():
            # A reader who leaves early, as of any pipe, has had what he wanted.
            with contextlib.suppress(BrokenPipeError):
                target.write_bytes(data)
        else:
            _replace(target.resolve(), data)
    except (OSError, ValueError, RuntimeError) as error:
        raise ReportError(f"cannot write {shown}: {_reason(error)}") from error


def _replace(target: Path, data: bytes) -> None:
    mode = _mode_for(target)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".scodiff-", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _mode_for(target: Path) -> int:
    """The permissions an ordinary write would leave: the old file's, else the umask's."""
    try:
        old = target.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
    if not os.access(target, os.W_OK):
        raise PermissionError("the file is write-protected")
    return stat.S_IMODE(old.st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable where the system allows it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "its folder does not exist; make it first or choose another place"
    if isinstance(error, PermissionError):
        return "you have no permission to write there; choose another place"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror.lower()}; free space or choose another place"
    return f"{error}; choose another place"
