"""Where a collection is, what its parts are called, and what time it is."""

from __future__ import annotations

import os
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path

DATABASE, ORIGINALS, RECORDS = "collection.sqlite3", "originals", "records"


def default_folder() -> Path:
    """``SCODIFF_COLLECTION`` if that is set, else a folder in the user's data folder."""
    if chosen := os.environ.get("SCODIFF_COLLECTION"):
        # Unlike Path.expanduser it leaves ~nobody as it is.
        return Path(os.path.expanduser(chosen))  # noqa: PTH111
    from platformdirs import user_data_path

    return user_data_path("scodiff", appauthor=False) / "collection"


def command(folder: Path, words: str) -> str:
    """A command on the collection in a folder, as it is typed, in backquotes."""
    elsewhere = folder.absolute() != default_folder().absolute()
    named = f" --collection {shlex.quote(os.fspath(folder))}" if elsewhere else ""
    return f"`scodiff corpus {words}{named}`"


def moment(seconds: float | None = None) -> datetime:
    """The time, UTC; a clock that stands beyond the calendar says its last or first moment."""
    seconds = time.time() if seconds is None else seconds
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError, ValueError):
        return (datetime.max if seconds > 0 else datetime.min).replace(tzinfo=UTC)
