"""A lock between processes, on every system."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scodiff.embeddings.errors import WaitNotice

# For work of milliseconds under a lock, which only a stopped process holds for longer.
_PATIENCE_SECONDS = 20.0
# For work of some seconds, or minutes where many processes share a slow machine.
_LONG_PATIENCE_SECONDS = 1200.0
_SILENT_SECONDS = 3.0
_PAUSE_SECONDS = 0.005
_LONG_PAUSE_SECONDS = 0.1

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def exclusive(path: Path, making: str = "") -> Iterator[None]:
    """Holds the lock file ``path`` for this process alone; it goes free when the process ends.

    ``making`` names what the lock is held for, if that takes long: then a process waits as long
    as another is at it, and says so (:class:`WaitNotice`). Raises ``OSError`` if the file cannot
    be locked, and ``TimeoutError`` (one too) if another process does not let go of it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not try_lock(descriptor):
            _wait(descriptor, path, making)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path, making: str) -> None:
    patience = _LONG_PATIENCE_SECONDS if making else _PATIENCE_SECONDS
    pause = _LONG_PAUSE_SECONDS if making else _PAUSE_SECONDS
    since, said = time.monotonic(), not making
    while not try_lock(descriptor):
        waited = time.monotonic() - since
        if waited > patience:
            raise TimeoutError(f"another process holds {path}")
        if not said and waited > _SILENT_SECONDS:
            warnings.warn(f"waiting for another process, which is {making}", WaitNotice, 5)
            said = True
        time.sleep(pause)


def try_lock(descriptor: int) -> bool:
    """Whether the lock of an open file was free, and is held now until the file is closed."""
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):
        return False
    return True
