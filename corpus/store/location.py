"""Where a collection is, and what its parts are called."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

DATABASE, ORIGINALS, RECORDS = "collection.sqlite3", "originals", "records"


def default_folder() -> Path:
    """``SCODIFF_COLLECTION`` if that is set, else a folder in the user's data folder."""
    if chosen := os.environ.get("SCODIFF_COLLECTION"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("scodiff", appauthor=False) / "collection"


def command(folder: Path, words: str) -> str:
    """A command on the collection in a folder, as it is typed, in backquotes."""
    elsewhere = folder.absolute() != default_folder().absolute()
    named = f" --collection {shlex.quote(os.fspath(folder))}" if elsewhere else ""
    return f"`scodiff corpus {words}{named}`"
