"""Where scodiff keeps what it can compute again."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def cache_root() -> Path:
    """``SCODIFF_CACHE`` if that is set, else the user's cache folder for scodiff."""
    if chosen := os.environ.get("SCODIFF_CACHE"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("scodiff", appauthor=False)


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
