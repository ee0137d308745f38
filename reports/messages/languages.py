"""The languages that reports are written in: those that have a message file."""

from __future__ import annotations

from pathlib import Path

DEFAULT = "en"
FOLDER = Path(__file__).parent


def available() -> list[str]:
    """The tags of the languages, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))
