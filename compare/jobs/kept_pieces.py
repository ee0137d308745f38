"""Results kept piece by piece, so that a job that was interrupted goes on where it stopped.

One SQLite file of JSON texts, each with a digest of its own; any number of processes may use it at
once. Whatever is wrong with the file or the disk is no loss but of time: what is damaged is done
again, a file that is no database any more is put aside and another begun, and where nothing can
be written nothing is kept. Nothing is ever deleted here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FILE, DAMAGED = "pieces.sqlite", "damaged-pieces.sqlite"
_JOURNAL = "-journal"
_PATIENCE_SECONDS = 60.0
_TABLE = """
CREATE TABLE IF NOT EXISTS piece (
  key TEXT PRIMARY KEY, result TEXT NOT NULL, digest TEXT NOT NULL, kept REAL NOT NULL
) WITHOUT ROWID
"""


class PieceWarning(UserWarning):
    """What was done cannot be kept; it is right anyway."""


class KeptPieces:
    """The results kept in a folder; without one, none are."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE if folder else None
        self._rows: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    @contextmanager
    def opened(self) -> Iterator[KeptPieces]:
        """Open the file, and close it; where there is no such file, it is made."""
        try:
            if self._path is not None:
                self._attempt(self._connect)
            yield self
        finally:
            self._close()

    @property
    def is_open(self) -> bool:
        """Whether results are kept."""
        return self._rows is not None

    @property
    def size(self) -> int:
        """How many bytes all that is kept takes."""
        with suppress(OSError):
            return self._path.stat().st_size if self._path else 0
        return 0

    def load(self, keys: Iterable[str]) -> dict[str, Any]:
        """The results known of these keys."""
        found: dict[str, Any] = {}
        wanted = list(keys)

        def read() -> None:
            """Read those whose digests are right."""
            if self._rows is None:
                return
            for key in wanted:
                asked = "SELECT result, digest FROM piece WHERE key = ?"
                row = self._rows.execute(asked, (key,)).fetchone()
                if row and row[1] == _digest(key, row[0]):
                    found[key] = json.loads(row[0])

        self._attempt(read)
        return found

    def keep(self, key: str, result: Any) -> Any:
        """Keep a result; what is returned is what will be loaded: lists where there were tuples."""
        text = json.dumps(result, separators=(",", ":"), allow_nan=False)

        def write() -> None:
            """Write it; another process at the same piece writes the same."""
            if self._rows is not None:
                with self._rows:
                    self._rows.execute(
                        "INSERT OR REPLACE INTO piece VALUES (?, ?, ?, ?)",
                        (key, text, _digest(key, text), time.time()),
                    )

        self._attempt(write)
        return json.loads(text)

    def _attempt(self, step: Callable[[], None]) -> None:
        """Do something with the file: if it is damaged with another, if that fails not at all.

        A file that is locked or cannot be written is in order: it is left as it is.
        """
        try:
            step()
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError:
            try:
                self._put_aside()
                self._connect()
                step()
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)

    def _connect(self) -> None:
        assert self._path is not None
        self._close()
        self._rows = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
        self._file = _identity(self._path)
        # A process that is killed loses nothing so; what a power cut damages is done again.
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.execute(_TABLE)
        self._file = _identity(self._path)

    def _close(self) -> None:
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def _put_aside(self) -> None:
        """Rename the damaged file, unless another process has, and begun another."""
        self._close()
        path = self._path
        if path is not None and self._file is not None and _identity(path) == self._file:
            path.with_name(path.name + _JOURNAL).unlink(missing_ok=True)
            path.replace(path.with_name(DAMAGED))

    def _give_up(self, error: Exception) -> None:
        """Say once that nothing is kept."""
        self._close()
        warnings.warn(
            f"what is done is not kept, as the cache cannot be used: {error}",
            PieceWarning,
            stacklevel=4,
        )


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that has its name later."""
    with suppress(OSError):
        seen = path.stat()
        return seen.st_dev, seen.st_ino
    return None


def _digest(key: str, text: str) -> str:
    return hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()
