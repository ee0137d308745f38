"""Where the file of corrections to a text stands; nothing is imported that would read it."""

from __future__ import annotations

from pathlib import Path

ENDING = ".boundaries.toml"


def beside(text: Path) -> Path | None:
    """The file of corrections that stands beside a text, if there is one.

    ``a.txt.boundaries.toml`` is for ``a.txt`` alone, ``a.boundaries.toml`` for any text ``a``.
    """
    names = dict.fromkeys((f"{text.name}{ENDING}", f"{text.stem}{ENDING}"))
    return next((path for name in names if _is_file(path := text.with_name(name))), None)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; there is none of a name longer than a file can have."""
    try:
        return path.is_file()
    except OSError:
        return False
