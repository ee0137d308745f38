"""Segments: what documents added at one time have of each stem, and how segments are merged."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from scodiff.compare.phrases.indexes.addresses import Addresses
from scodiff.compare.phrases.indexes.postings import Posting, code, joined, packed, unpacked
from scodiff.compare.phrases.indexes.tables import SegmentRow
from scodiff.compare.phrases.stream import Stream, compounds_of
from scodiff.compare.phrases.words import stem

# A log-structured merge (O'Neil et al. 1996): so many segments of one size become one.
_FAN = 16
_LARGEST = 4096  # documents; larger segments would only cost memory to make


@lru_cache(maxsize=1 << 17)
def stem_number(key: str) -> int:
    """The number under which a stem is kept; two stems may have one, and texts tell them apart."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))


def segment_of(
    number: int, placed: Sequence[tuple[int, Stream]]
) -> tuple[SegmentRow, dict[int, bytes]]:
    """The segment of some streams, each with the address of its first word."""
    spellings = _Spellings()
    codes, addresses = [], []
    forms: set[str] = set()
    pairs: set[str] = set()
    for base, stream in placed:
        codes.append(np.array(spellings.codes_of(stream), dtype=np.uint64))
        addresses.append(np.arange(base, base + stream.words, dtype=np.int64))
        forms.update(stream.forms)
        pairs.update(f"{solid}\t{parts}" for solid, parts in compounds_of(stream))
    postings = spellings.postings(np.concatenate(codes), np.concatenate(addresses))
    row = SegmentRow(
        number,
        len(placed),
        placed[-1][0] + placed[-1][1].words,
        np.array(sorted(postings), dtype="<u4").tobytes(),
        lines(forms),
        lines(pairs),
    )
    return row, {key: packed(posting) for key, posting in postings.items()}


class _Spellings:
    """The spellings of some texts, numbered under their stems: the first of each is 0."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int]] = {}
        self._under: defaultdict[int, list[str]] = defaultdict(list)

    def codes_of(self, stream: Stream) -> list[int]:
        """For each word the number of its stem and, in the lower 32 bits, its code."""
        text, starts, ends = stream.text, stream.starts, stream.ends
        found = []
        for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
            written = text[start:end]
            if written not in self._known:
                key = stem_number(stem(stream.forms[n]))
                self._known[written] = key, len(self._under[key])
                self._under[key].append(written)
            key, spelling = self._known[written]
            following = starts[n + 1] if n + 1 < len(starts) else end
            found.append(key << 32 | code(spelling, text[end:following]))
        return found

    def postings(self, codes: npt.NDArray[np.uint64], addresses: Addresses) -> dict[int, Posting]:
        """The postings of all stems, by their numbers."""
        keys = codes >> np.uint64(32)
        order = np.argsort(keys, kind="stable")
        keys, addresses = keys[order], addresses[order]
        own = codes[order].astype(np.uint32)
        stems, starts = np.unique(keys, return_index=True)
        ends = [*starts[1:].tolist(), len(keys)]
        return {
            key: Posting(addresses[start:end], own[start:end], tuple(self._under[key]))
            for key, start, end in zip(stems.tolist(), starts.tolist(), ends, strict=True)
        }


def merged(
    number: int,
    segments: Sequence[SegmentRow],
    postings: Iterable[Iterable[tuple[int, bytes]]],
) -> tuple[SegmentRow, dict[int, bytes]]:
    """One segment in the place of several."""
    parts: defaultdict[int, list[bytes]] = defaultdict(list)
    for of_one in postings:
        for key, posting in of_one:
            parts[key].append(posting)
    row = SegmentRow(
        number,
        sum(segment.documents for segment in segments),
        max(segment.until for segment in segments),
        np.array(sorted(parts), dtype="<u4").tobytes(),
        lines({line for segment in segments for line in split_lines(segment.forms)}),
        lines({line for segment in segments for line in split_lines(segment.compounds)}),
    )
    return row, {
        key: some[0] if len(some) == 1 else packed(joined([unpacked(one) for one in some]))
        for key, some in parts.items()
    }


def to_merge(segments: Sequence[SegmentRow]) -> list[SegmentRow]:
    """The segments of one size that are to become one; none where they are few enough."""
    levels: defaultdict[int, list[SegmentRow]] = defaultdict(list)
    for segment in segments:
        level = levels[int(log(max(segment.documents, 1), _FAN) + 1e-9)]
        level.append(segment)
        if len(level) >= _FAN and sum(one.documents for one in level) <= _LARGEST:
            return level
    return []


def has_stem(segment: SegmentRow, keys: Sequence[int]) -> list[int]:
    """Those stems, by their numbers, that a segment has."""
    stems = np.frombuffer(segment.stems, dtype="<u4")
    wanted = np.array(keys, dtype=np.uint32)
    place = np.minimum(np.searchsorted(stems, wanted), max(len(stems) - 1, 0))
    found: list[int] = wanted[stems[place] == wanted].tolist() if len(stems) else []
    return found


def lines(found: Iterable[str]) -> bytes:
    """Some strings, sorted, each between line breaks."""
    return "\n".join(["", *sorted(found), ""]).encode("utf-8", "surrogatepass")


def split_lines(data: bytes) -> list[str]:
    """The strings that ``lines`` made bytes of."""
    return [line for line in data.decode("utf-8", "surrogatepass").split("\n") if line]


def forms_like(data: bytes, form: str) -> list[str]:
    """The forms that begin or end with the same two letters as one, and are about as long."""
    head, tail = (part.encode("utf-8", "surrogatepass") for part in (form[:2], form[-2:]))
    begin = data.find(b"\n" + head)
    found = [] if begin < 0 else data[begin : _after(data, head, begin)].split(b"\n")
    at = data.find(tail + b"\n")
    while at >= 0:
        end = at + len(tail)
        found.append(data[data.rfind(b"\n", 0, end) + 1 : end])
        at = data.find(tail + b"\n", end)
    return [
        other
        for other in (line.decode("utf-8", "surrogatepass") for line in found)
        if abs(len(other) - len(form)) < 2
    ]


def _after(data: bytes, head: bytes, begin: int) -> int:
    """Where the lines end that begin with something, which are all in a row: they are sorted."""
    last = data.rfind(b"\n" + head, begin)
    return data.index(b"\n", last + 1)
