"""Results kept piece by piece, so that a job that was interrupted goes on where it stopped.

One SQLite file of JSON texts, each with a digest of its own. Whatever is wrong with the file or
the disk is no loss but of time: what is damaged is done again, and a file that is no database
any more is begun anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

FILE = "pieces.sqlite"
MOST_BYTES = 500_000_000
_LEFT_WHEN_TIDIED = 0.8
_PATIENCE_SECONDS = 20.0
_TABLE = """
CREATE TABLE IF NOT EXISTS piece (
  key TEXT PRIMARY KEY, result TEXT NOT NULL, digest TEXT NOT NULL, kept REAL NOT NULL
) WITHOUT ROWID
"""


class PieceWarning(UserWarning):
    """What was done cannot be kept; it is right anyway."""


class KeptPieces:
    """The results kept in a folder; without one, none are."""

    def __init__(self, folder: Path | None, most_bytes: int = MOST_BYTES) -> None:
        self._path = folder / FILE if folder else None
        self._most_bytes = most_bytes
        self._rows: sqlite3.Connection | None = None

    @contextmanager
    def opened(self) -> Iterator[KeptPieces]:
        """Open the file, and close it; where there is no such file, it is made."""
        try:
            self._open()
            yield self
        finally:
            if self._rows is not None:
                self._tidy()
                self._rows.close()
                self._rows = None

    @property
    def is_open(self) -> bool:
        """Whether results are kept."""
        return self._rows is not None

    def load(self, keys: Iterable[str]) -> dict[str, Any]:
        """The results known of these keys."""
        found: dict[str, Any] = {}
        if self._rows is None:
            return found
        try:
            for key in keys:
                row = self._rows.execute(
                    "SELECT result, digest FROM piece WHERE key = ?", (key,)
                ).fetchone()
                if row and row[1] == _digest(key, row[0]):
                    found[key] = json.loads(row[0])
        except sqlite3.OperationalError as error:  # Held by another process: it is no damage.
            self._give_up(error)
        except sqlite3.DatabaseError:
            self._begin_anew()
        return found

    def keep(self, key: str, result: Any) -> Any:
        """Keep a result; what is returned is what will be loaded: lists where there were tuples."""
        text = json.dumps(result, separators=(",", ":"), allow_nan=False)
        if self._rows is not None:
            try:
                with self._rows:
                    self._rows.execute(
                        "INSERT OR REPLACE INTO piece VALUES (?, ?, ?, ?)",
                        (key, text, _digest(key, text), time.time()),
                    )
            except sqlite3.Error as error:
                self._give_up(error)
        return json.loads(text)

    def _open(self) -> None:
        if self._path is None:
            return
        try:
            self._rows = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
            # A process that is killed loses nothing so; what a power cut damages is done again.
            self._rows.execute("PRAGMA synchronous = OFF")
            self._rows.execute(_TABLE)
        except sqlite3.OperationalError as error:
            self._give_up(error)
        except sqlite3.DatabaseError:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Take a damaged file away, and make another."""
        if self._rows is None or self._path is None:
            return
        self._rows.close()
        try:
            # A journal of the old file must not be played back into the new one.
            for ending in ("-journal", ""):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
            self._rows = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS)
            self._rows.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Say once that nothing is kept."""
        if self._rows is not None:
            self._rows.close()
            self._rows = None
        warnings.warn(
            f"what is done is not kept, as the cache cannot be used: {error}",
            PieceWarning,
            stacklevel=3,
        )

    def _tidy(self) -> None:
        """Let go of what was kept first, where there is more than is to be kept."""
        if self._rows is None:
            return
        with suppress(sqlite3.Error):
            size = "SELECT coalesce(sum(length(result) + 200), 0) FROM piece"
            total = self._rows.execute(size).fetchone()[0]
            if total <= self._most_bytes:
                return
            left = self._most_bytes * _LEFT_WHEN_TIDIED
            with self._rows:
                for key, length in self._rows.execute(
                    "SELECT key, length(result) + 200 FROM piece ORDER BY kept"
                ).fetchall():
                    if total <= left:
                        break
                    self._rows.execute("DELETE FROM piece WHERE key = ?", (key,))
                    total -= length
            self._rows.execute("VACUUM")


def _digest(key: str, text: str) -> str:
    return hashlib.sha256(f"{key}\n{text}".encode()).hexdigest()
