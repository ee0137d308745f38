"""What was asked lately: which texts, with which settings. What was found is made again.

The list is kept in the cache, so that stopping the room loses nothing; what was asked of texts
that lie on the desk goes with the room, as they do.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scodiff.corpus.files import read_file
from scodiff.embeddings.cache.locks import exclusive
from scodiff.reports.atomic import write_atomically
from scodiff.reports.errors import ReportError
from scodiff.reports.formats.formats import FindingsKind
from scodiff.serve.desk import MARK

_MOST = 50
_LARGEST = 2**20
_NAME = "recent.json"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Something that was asked: ``texts`` as the desk names them, ``settings`` as they were said.

    ``called`` is what the texts are called; ``asked`` is when, ISO 8601 in UTC.
    """

    key: str
    kind: FindingsKind
    texts: tuple[str, ...]
    called: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""

    @property
    def outlasts(self) -> bool:
        """Whether it can still be answered when the room has closed."""
        return not any(name.startswith(MARK) for name in (*self.texts, *self.settings.values()))


class RecentInquiries:
    """The list of what was asked, the latest first; ``folder`` is the user's own."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._own: dict[str, Inquiry] = {}
        self._changing = threading.Lock()

    def listed(self) -> list[Inquiry]:
        """All of them."""
        with self._changing:
            found = {**self._own, **{inquiry.key: inquiry for inquiry in self._kept()}}
        return sorted(found.values(), key=lambda inquiry: inquiry.asked, reverse=True)

    def find(self, key: str) -> Inquiry | None:
        """The one of that key, if it is still listed."""
        return next((inquiry for inquiry in self.listed() if inquiry.key == key), None)

    def add(
        self,
        kind: FindingsKind,
        texts: tuple[str, ...],
        called: tuple[str, ...],
        settings: Mapping[str, str],
    ) -> Inquiry:
        """Put one at the top; the same question, asked again, is asked now."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        inquiry = Inquiry(secrets.token_hex(8), kind, texts, called, dict(settings), now)
        same = [i for i in self.listed() if _question(i) == _question(inquiry)]
        for other in same:
            self.remove(other.key)
            inquiry = Inquiry(other.key, kind, texts, called, dict(settings), now)
        with self._changing:
            if inquiry.outlasts:
                self._write(lambda kept: [inquiry, *kept][:_MOST])
            self._own = {inquiry.key: inquiry, **self._own}
            self._own = dict(list(self._own.items())[:_MOST])
        return inquiry

    def remove(self, key: str) -> None:
        """Take one off the list."""
        with self._changing:
            self._own.pop(key, None)
            self._write(lambda kept: [inquiry for inquiry in kept if inquiry.key != key])

    def _kept(self) -> list[Inquiry]:
        try:
            rows = json.loads(read_file(self._path, _LARGEST))
            return [_inquiry(row) for row in rows]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []

    def _write(self, change: Any) -> None:
        """Change the file; where it cannot be written, the list lasts as long as the room."""
        with contextlib.suppress(OSError, ReportError), exclusive(self._path.with_suffix(".lock")):
            kept = self._kept()
            if (changed := change(kept)) != kept:
                data = json.dumps([asdict(inquiry) for inquiry in changed], indent=1)
                write_atomically(self._path, data.encode())


def _question(inquiry: Inquiry) -> tuple[object, ...]:
    return inquiry.kind, inquiry.texts, sorted(inquiry.settings.items())


def _inquiry(row: Mapping[str, Any]) -> Inquiry:
    return Inquiry(
        str(row["key"]),
        row["kind"],
        tuple(map(str, row["texts"])),
        tuple(map(str, row["called"])),
        {str(name): str(value) for name, value in row["settings"].items()},
        str(row["asked"]),
    )
