"""Segments: what documents added at one time have of each stem, and how segments are merged."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log

import numpy as np

from scodiff.compare.phrases.indexes.addresses import Addresses
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
    numbers, addresses = [], []
    forms: set[str] = set()
    pairs: set[str] = set()
    for base, stream in placed:
        own = [stem_number(stem(form)) for form in stream.forms]
        numbers.append(np.array(own, dtype=np.uint32))
        addresses.append(np.arange(base, base + len(own), dtype=np.uint32))
        forms.update(stream.forms)
        pairs.update(f"{solid}\t{parts}" for solid, parts in compounds_of(stream))
    keys, places = np.concatenate(numbers), np.concatenate(addresses)
    order = np.argsort(keys, kind="stable")
    keys, places = keys[order], places[order]
    stems, starts = np.unique(keys, return_index=True)
    ends = [*starts[1:].tolist(), len(places)]
    postings = {
        key: places[start:end].astype("<u4").tobytes()
        for key, start, end in zip(stems.tolist(), starts.tolist(), ends, strict=True)
    }
    row = SegmentRow(
        number,
        len(placed),
        placed[-1][0] + placed[-1][1].words,
        stems.astype("<u4").tobytes(),
        lines(forms),
        lines(pairs),
    )
    return row, postings


def merged(
    number: int,
    segments: Sequence[SegmentRow],
    postings: Iterable[Iterable[tuple[int, bytes]]],
) -> tuple[SegmentRow, dict[int, bytes]]:
    """One segment in the place of several."""
    parts: defaultdict[int, list[bytes]] = defaultdict(list)
    for of_one in postings:
        for key, places in of_one:
            parts[key].append(places)
    row = SegmentRow(
        number,
        sum(segment.documents for segment in segments),
        max(segment.until for segment in segments),
        np.array(sorted(parts), dtype="<u4").tobytes(),
        lines({line for segment in segments for line in split_lines(segment.forms)}),
        lines({line for segment in segments for line in split_lines(segment.compounds)}),
    )
    return row, {key: b"".join(places) for key, places in parts.items()}


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


def places_in(data: bytes) -> Addresses:
    """The addresses that a posting holds."""
    return np.frombuffer(data, dtype="<u4").astype(np.int64)


def lines(found: Iterable[str]) -> bytes:
    """Some strings, sorted, each between line breaks."""
    return "\n".join(["", *sorted(found), ""]).encode("utf-8", "surrogatepass")


def split_lines(data: bytes) -> list[str]:
    """The strings that ``lines`` made bytes of."""
    return [line for line in data.decode("utf-8", "surrogatepass").split("\n") if line]


def forms_like(data: bytes, form: str) -> list[str]:
    """The forms that begin or end with the same two letters as one."""
    head, tail = re.escape(form[:2]), re.escape(form[-2:])
    pattern = re.compile(rf"(?<=\n)(?:{head}[^\n]*|[^\n]*{tail})(?=\n)")
    return pattern.findall(data.decode("utf-8", "surrogatepass"))
