"""Vectors on disk: one append-only file for each model, checked entry by entry.

A file is a header of 64 bytes and records of equal size: the SHA-256 of a text, its vector
(float32, little-endian), and a keyed BLAKE2b checksum of both. Records are only ever added,
under a lock, so a reader needs none; a half-written record fails its checksum and is ignored.
Nothing in the file is executed or unpickled. Beside it lies a list of the records' keys.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scodiff.embeddings.cache.key_list import KeyList, places_of
from scodiff.embeddings.cache.location import private_folder
from scodiff.embeddings.cache.locks import exclusive
from scodiff.embeddings.encoder import Offsets, Vectors
from scodiff.embeddings.errors import CacheWarning

_MAGIC = b"scodiff vectors\x01"
_HEADER_BYTES = 64
_KEY_BYTES = 32
_CHECKSUM_BYTES = 16
# float32 arithmetic leaves a unit vector within some 1e-7 of norm 1.
_NORM_TOLERANCE = 1e-4


def text_key(text: str) -> bytes:
    """The SHA-256 of a text: 32 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def span_key(text: bytes, span: Offsets, part: str) -> bytes:
    """The SHA-256 that stands for one ``part`` of the vectors of a span of a text.

    ``text`` is the text's own key; as it is 32 bytes of no text's beginning in practice, the
    key is never that of a text.
    """
    start, end = span
    return hashlib.sha256(text + f"\0{start}\0{end}\0{part}".encode()).digest()


class VectorCache:
    """The vectors of one model under one scheme.

    ``identity`` names everything that decides a vector beside the text (the digests of the
    model, the scheme); a file with another identity, dimension or format is never read.
    Whatever is wrong with the disk costs a warning (:class:`CacheWarning`), never an error.
    """

    def __init__(self, folder: Path, identity: str, dimension: int) -> None:
        self._digest = hashlib.sha256(f"{identity}\n{dimension}".encode()).digest()
        self.path = folder / f"{self._digest.hex()[:24]}.vec"
        self._keys = KeyList(self.path.with_suffix(".keys"))
        self._usable = True
        self._record = np.dtype(
            [
                ("key", f"V{_KEY_BYTES}"),
                ("vector", "<f4", (dimension,)),
                ("checksum", f"V{_CHECKSUM_BYTES}"),
            ]
        )
        self._header = (_MAGIC + self._digest).ljust(_HEADER_BYTES, b"\0")

    def load(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors known for ``keys`` (as of :func:`text_key`), each of shape ``(d,)``."""
        if not self._usable:
            return {}
        try:
            private_folder(self.path.parent)
            return self._find(keys)
        except OSError as error:
            self._give_up(error)
            return {}

    def store(self, entries: dict[bytes, Vectors]) -> None:
        """Adds vectors; those of keys that are already known are left as they are."""
        if not self._usable:
            return
        try:
            private_folder(self.path.parent)
            with exclusive(self.path.with_suffix(".lock")):
                known = self._find(list(entries), quiet=True)
                records = [self._pack(k, v) for k, v in entries.items() if k not in known]
                if records:
                    self._append(b"".join(records))
                    self._keys.keep_up(self._records())
        except OSError as error:
            self._give_up(error)

    def count(self) -> int:
        """How many vectors the file holds, sound or not. Raises ``OSError`` if there is none."""
        return len(self._records())

    def _give_up(self, error: OSError) -> None:
        """Says once that there is no cache, and lets it be for the rest of the run."""
        self._usable = False
        _warn(f"vectors are not kept for the next run, as the cache cannot be used: {error}")

    def _records(self) -> npt.NDArray[np.void]:
        """Every whole record of the file, mapped into memory; none if its header is foreign."""
        with self.path.open("rb") as file:
            count = (os.fstat(file.fileno()).st_size - _HEADER_BYTES) // self._record.itemsize
            if count < 1 or file.read(_HEADER_BYTES) != self._header:
                return np.empty(0, self._record)
            return np.memmap(file, self._record, "r", offset=_HEADER_BYTES, shape=(count,))

    def _find(self, keys: Sequence[bytes], *, quiet: bool = False) -> dict[bytes, Vectors]:
        held = self._keys.read()
        try:
            records = self._records()
        except FileNotFoundError:
            return {}
        if not keys:
            return {}
        found: dict[bytes, Vectors] = {}
        damaged: set[bytes] = set()
        members = set(keys)
        # One copy of all that may be wanted: row by row it takes three times as long.
        chosen = records[places_of(keys, held, records)]
        vectors = chosen["vector"].astype(np.float32)
        for record, vector in zip(self._packed(chosen), vectors, strict=True):
            key = record[:_KEY_BYTES]
            if key not in members or key in found:
                continue
            if self._sound(record, vector):
                found[key] = vector
            else:
                damaged.add(key)
        if (lost := len(damaged - found.keys())) and not quiet:
            _warn(f"damaged entries of the vector cache are computed again: {lost}")
        return found

    def _packed(self, records: npt.NDArray[np.void]) -> Iterator[bytes]:
        """The bytes of each record, as :meth:`_pack` made them."""
        data, size = records.tobytes(), self._record.itemsize
        return (data[start : start + size] for start in range(0, len(data), size))

    def _sound(self, record: bytes, vector: Vectors) -> bool:
        content, checksum = record[:-_CHECKSUM_BYTES], record[-_CHECKSUM_BYTES:]
        if checksum != self._checksum(content):
            return False
        # A NaN fails this comparison too.
        return bool(abs(float(np.linalg.norm(vector)) - 1.0) <= _NORM_TOLERANCE)

    def _checksum(self, content: bytes) -> bytes:
        return hashlib.blake2b(content, digest_size=_CHECKSUM_BYTES, key=self._digest).digest()

    def _pack(self, key: bytes, vector: Vectors) -> bytes:
        content = key + vector.astype("<f4").tobytes()
        return content + self._checksum(content)

    def _append(self, data: bytes) -> None:
        if not self._has_header():
            self._start_file()
        with self.path.open("ab") as file:
            # What a crash left half-written is filled up, so that later records stay in step;
            # cutting it off would pull the file from under those who have it mapped.
            behind = -(file.tell() - _HEADER_BYTES) % self._record.itemsize
            file.write(bytes(behind) + data)
            file.flush()

    def _has_header(self) -> bool:
        try:
            with self.path.open("rb") as file:
                return file.read(_HEADER_BYTES) == self._header
        except FileNotFoundError:
            return False

    def _start_file(self) -> None:
        """Puts a new file in place, also of one that is damaged or foreign."""
        temporary = self.path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._header)
            temporary.replace(self.path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def _warn(sentence: str) -> None:
    warnings.warn(sentence, CacheWarning, stacklevel=4)
