"""Where a collection is, what its parts are called, and what time it is."""

from __future__ import annotations

import os
import re
import shlex
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

DATABASE, ORIGINALS, RECORDS = "collection.sqlite3", "originals", "records"
_SCHEMES = ("postgresql://", "postgres://")
# What a password may stand in: before the host, or as a parameter.
_PASSWORDS = (
    re.compile(r"(?<=://)(?P<user>[^/?#@:]*+):(?P<said>.*)(?=@)", re.DOTALL),
    re.compile(r"(?P<user>[?&](?:ssl)?password=)[^&]*", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a collection on a server; as text it is without its password."""

    url: str = field(repr=False)

    @property
    def password(self) -> str | None:
        """The password before the host, as it is written there; None without one."""
        found = _PASSWORDS[0].search(self.url)
        return found["said"] if found else None

    def __str__(self) -> str:
        shown = self.url
        for pattern in _PASSWORDS:
            shown = pattern.sub(r"\g<user>", shown)
        return shown


Location = Path | Address


def is_address(named: str) -> bool:
    """Whether what names a collection is the address of one on a server."""
    return named.lower().startswith(_SCHEMES)


def place_of(named: str | Location | None) -> Location:
    """Where the collection is that a folder or an address names; the user's own without one."""
    if isinstance(named, str) and named:
        return Address(named) if is_address(named) else Path(named)
    return named if isinstance(named, Address) else named or default_place()


def default_place() -> Location:
    """``SCODIFF_COLLECTION`` if that is set, else a folder in the user's data folder."""
    if chosen := os.environ.get("SCODIFF_COLLECTION"):
        # Unlike Path.expanduser it leaves ~nobody as it is.
        return place_of(os.path.expanduser(chosen))  # noqa: PTH111
    from platformdirs import user_data_path

    return user_data_path("scodiff", appauthor=False) / "collection"


def command(place: Location, words: str) -> str:
    """A command on the collection at a place, as it is typed, in backquotes."""
    named = f" --collection {shlex.quote(str(place))}" if _absolute(place) != _default() else ""
    return f"`scodiff corpus {words}{named}`"


def _default() -> Location:
    return _absolute(default_place())


def _absolute(place: Location) -> Location:
    return place if isinstance(place, Address) else place.absolute()


def moment(seconds: float | None = None) -> datetime:
    """The time, UTC; a clock that stands beyond the calendar says its last or first moment."""
    seconds = time.time() if seconds is None else seconds
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError, ValueError):
        return (datetime.max if seconds > 0 else datetime.min).replace(tzinfo=UTC)
