"""The beginnings of the keys of a file of vectors, so that looking one up reads no other vector."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

Beginnings = npt.NDArray[np.uint64]
_BYTES = 8
_BUCKET = np.uint64(48)  # keys are told apart by their last 16 bits first, which is quick
NONE: Beginnings = np.empty(0, "<u8")


class KeyList:
    """The first eight bytes of the key of every record of another file, in the same order.

    It only short-lists, and so needs no checksum: what is found by it is checked in the record.
    Where it is not the list of the records at hand, or is behind, the records are read instead.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Beginnings:
        """What the list holds. Read it before the records: these are added first."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return NONE
        return np.frombuffer(data[: len(data) // _BYTES * _BYTES], "<u8")

    def keep_up(self, records: npt.NDArray[np.void]) -> None:
        """Make the list one of all records. Call this under the lock of their file."""
        held = self.read()
        whole = self.path.exists() and self.path.stat().st_size == _BYTES * len(held)
        if whole and _fits(held, records):
            with self.path.open("ab") as file:
                file.write(_read_from(records[len(held) :]).tobytes())
            return
        temporary = self.path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        try:
            temporary.write_bytes(_read_from(records).tobytes())
            temporary.replace(self.path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def places_of(
    keys: Sequence[bytes], held: Beginnings, records: npt.NDArray[np.void]
) -> npt.NDArray[np.intp]:
    """The places of the records whose keys may be among some, by what their list held."""
    if not _fits(held, records):
        held = NONE
    beginnings = np.concatenate([held, _read_from(records[len(held) :])])
    wanted = np.array([int.from_bytes(key[:_BYTES], "little") for key in keys], "<u8")
    bucket = np.zeros(1 << 16, dtype=bool)
    bucket[wanted >> _BUCKET] = True
    likely = np.flatnonzero(bucket[beginnings >> _BUCKET])
    return likely[np.isin(beginnings[likely], wanted)]


def _fits(held: Beginnings, records: npt.NDArray[np.void]) -> bool:
    """Whether a list may be that of the first of these records: it begins and ends as they do."""
    if len(held) > len(records):
        return False
    ends = np.array([0, len(held) - 1] if len(held) else [], dtype=np.intp)
    return bool((held[ends] == _read_from(records[ends])).all())


def _read_from(records: npt.NDArray[np.void]) -> Beginnings:
    """The first eight bytes of each record, without reading the vectors."""
    if not len(records):
        return NONE
    return np.ndarray(records.shape, "<u8", buffer=records, strides=records.strides)
