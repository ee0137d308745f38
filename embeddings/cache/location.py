"""Where scodiff keeps what it can compute again."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Literal


def cache_root() -> Path:
    """``SCODIFF_CACHE`` if that is set, else the user's cache folder for scodiff."""
    if chosen := os.environ.get("SCODIFF_CACHE"):
        return user_path(chosen)
    return user_folder("cache")


def user_folder(kind: Literal["cache", "config"]) -> Path:
    """The user's own folder for what scodiff keeps, or for its settings.

    It is that of platformdirs. On Linux the XDG specification names it in two lines, and the
    import of platformdirs takes a tenth of a whole search.
    """
    if sys.platform == "linux":
        named, home = os.environ.get(f"XDG_{kind.upper()}_HOME", ""), os.environ.get("HOME", "")
        if named.startswith("/"):
            return Path(named, "scodiff")
        if not named and home.startswith("/"):
            return Path(home, f".{kind}", "scodiff")
    from platformdirs import user_cache_path, user_config_path

    named_path = user_cache_path if kind == "cache" else user_config_path
    return named_path("scodiff", appauthor=False)


def user_path(named: str) -> Path:
    """A path as users write it: ``~`` is the home folder; that of nobody stays as it is."""
    return Path(os.path.expanduser(named))  # noqa: PTH111 - Path's own raises RuntimeError


def is_folder(path: Path) -> bool:
    """Whether there is a folder that can be looked at; no error for one that cannot."""
    return os.path.isdir(path)  # noqa: PTH112 - Path's own raises where it may not look


def private_folder(folder: Path) -> Path:
    """``folder``, made if needed and closed to others.

    Raises ``OSError`` if it cannot be made, or belongs to or can be changed by somebody else.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid"):
        status = folder.stat()
        if status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(f"{folder} belongs to or can be changed by another user")
    return folder
