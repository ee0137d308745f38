"""The texts that lie on the desk: uploads, pasted ones and those of addresses, while they last.

Their bytes are files of random names in the room's own folder, which goes with the room. A text
of the collection lies here too once its reader has mended how it was read: the collection
itself is not changed by that.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scodiff.corpus.corrections.corrections import Corrections
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document
from scodiff.corpus.reader import read
from scodiff.corpus.store.collection import Collection
from scodiff.serve.errors import RoomError
from scodiff.serve.mending import none_of, says_something, written

MARK = "~"
_KEPT = re.compile(r"[0-9a-f]{32}")
_MOST_TEXTS = 200
_MOST_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class DeskText:
    """A text on the desk, and how it is read.

    ``key`` names it in addresses. ``path`` holds its bytes, or is None where it is ``held`` in
    the collection under that id. ``origin`` and ``headers`` are those of an address. ``options``
    are ``paragraphs`` and ``encoding`` of ``reader.read``.
    """

    key: str
    name: str
    document: Document = field(repr=False)
    corrections: Corrections
    path: Path | None = None
    held: str | None = None
    origin: str | None = None
    headers: Mapping[str, str] | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def boundaries(self) -> dict[str, str] | None:
        """Its file of corrections by its name, as the reader takes it; None without any."""
        if not says_something(self.corrections):
            return None
        return {self.corrections.name: written(self.corrections)}


class Desk:
    """All texts of the room, those of the collection among them, by the names in addresses."""

    def __init__(self, folder: Path, collection: Collection, readers: int) -> None:
        self._folder = folder
        self._collection = collection
        self._texts: dict[str, DeskText] = {}
        # Each reader is a process with memory of its own: there are no more than cores.
        self._readers = threading.BoundedSemaphore(readers)
        self._changing = threading.Lock()

    def texts(self) -> list[DeskText]:
        """The texts that lie here, the latest first."""
        return list(reversed(self._texts.values()))

    def text(self, key: str) -> DeskText:
        """The text of that key; raises RoomError where it is none or is gone."""
        found = self._texts.get(key)
        if found is None:
            raise RoomError("no_text")
        return found

    def document(self, name: str) -> Document:
        """The document that an address names: a key of the desk, or an id of the collection.

        Raises CorpusError or RoomError where there is none.
        """
        if name.startswith(MARK):
            return self.text(name).document
        return self._held(name)

    def lay(
        self,
        data: bytes,
        name: str,
        *,
        origin: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> DeskText:
        """Keep the bytes of a text, and read it; raises CorpusError where it cannot be read."""
        path = self._kept(data)
        try:
            document = self._read(data, name, {}, None)
        except BaseException:
            path.unlink()
            raise
        text = DeskText(_key(), name, document, none_of(document), path, None, origin, headers)
        return self._laid(text)

    def take(self, name: str) -> DeskText:
        """The text of that name, to be mended; one of the collection is laid on the desk."""
        if name.startswith(MARK):
            return self.text(name)
        document = self._held(name)
        return DeskText(_key(), document.source.name, document, none_of(document), held=name)

    def mend(self, text: DeskText, corrections: Corrections, options: Mapping[str, str]) -> str:
        """Read a text again as it was mended, and return its key.

        Raises CorpusError where it cannot be read so, and changes nothing then.
        """
        mended = replace(text, corrections=corrections, options=dict(options))
        boundaries = mended.boundaries
        if text.path is not None:
            document = self._read(text.path.read_bytes(), text.name, options, boundaries)
        else:
            document = self._held(text.held or "", **_given(options, boundaries))
        return self._laid(replace(mended, document=document)).key

    def keep_setting(self, data: bytes, name: str) -> str:
        """Keep a file that says how to compare; returns what names it in settings."""
        path = self._kept(data)
        return f"{MARK}{path.name} {name}"

    def setting(self, named: str) -> tuple[Path, str]:
        """The place of such a file, and its own name; raises RoomError where it is gone."""
        key, _, name = named.partition(" ")
        path = self._folder / key.removeprefix(MARK)
        if not _KEPT.fullmatch(path.name) or not path.is_file():
            raise RoomError("no_text")
        return path, name

    def remove(self, key: str) -> None:
        """Take a text away, with its bytes."""
        with self._changing:
            text = self._texts.pop(key, None)
        if text is not None and text.path is not None:
            text.path.unlink(missing_ok=True)

    def _held(self, name: str, /, **options: Any) -> Document:
        # What is no id must not name a file of this machine, as it may on the command line.
        from scodiff.corpus.shipped import shipped

        if name not in shipped() and name not in self._collection.ids():
            raise RoomError("no_text")
        return resolve(name, collection=self._collection.place, **options)

    def _read(
        self,
        data: bytes,
        name: str,
        options: Mapping[str, str],
        boundaries: dict[str, str] | None,
    ) -> Document:
        with self._readers:
            return read(data, name=name, **_given(options, boundaries))

    def _kept(self, data: bytes) -> Path:
        with self._changing:
            paths = [text.path for text in self._texts.values() if text.path]
            held = sum(path.stat().st_size for path in paths if path.exists())
        if len(self._texts) >= _MOST_TEXTS or held + len(data) > _MOST_BYTES:
            raise RoomError("desk_full")
        path = self._folder / secrets.token_hex(16)
        path.write_bytes(data)
        return path

    def _laid(self, text: DeskText) -> DeskText:
        with self._changing:
            self._texts[text.key] = text
        return text


def _key() -> str:
    return MARK + secrets.token_hex(8)


def _given(options: Mapping[str, str], boundaries: dict[str, str] | None) -> dict[str, Any]:
    """The options as ``reader.read`` takes them."""
    given: dict[str, Any] = {name: value for name, value in options.items() if value}
    if boundaries:
        given["boundaries"] = boundaries
    return given
