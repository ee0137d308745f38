"""The list of keys beside a file of vectors: it spares reading them, and is never relied upon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from scodiff.embeddings.cache.vector_cache import VectorCache, text_key
from scodiff.embeddings.encoder import Vectors

TEXTS = [f"text {number}" for number in range(40)]
KEYS = [text_key(text) for text in TEXTS]


def unit(number: int) -> Vectors:
    """A unit vector."""
    return np.eye(8, dtype=np.float32)[number % 8]


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    """A cache that was filled in two goes."""
    made = VectorCache(tmp_path, "model", 8)
    made.store({key: unit(n) for n, key in enumerate(KEYS[:30])})
    made.store({key: unit(n) for n, key in enumerate(KEYS[30:], 30)})
    return made


def listed(cache: VectorCache) -> Path:
    """The list beside a cache's file."""
    return cache.path.with_suffix(".keys")


def test_it_has_the_beginning_of_every_key_in_order(cache: VectorCache) -> None:
    assert listed(cache).read_bytes() == b"".join(key[:8] for key in KEYS)


def test_a_lookup_goes_by_it_and_reads_no_other_record(cache: VectorCache) -> None:
    data = bytearray(listed(cache).read_bytes())
    data[8 * 5] ^= 1
    listed(cache).write_bytes(data)
    assert cache.load(KEYS).keys() == set(KEYS) - {KEYS[5]}


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda data: b"",
        lambda data: data[: 8 * 17],
        lambda data: data[:-3],
        lambda data: data + b"more of an older file",
        lambda data: data[8:],
        lambda data: bytes(len(data)),
    ],
)
def test_one_that_is_behind_or_of_another_file_is_made_up_for(
    cache: VectorCache, spoilt: Callable[[bytes], bytes]
) -> None:
    whole = listed(cache).read_bytes()
    listed(cache).write_bytes(spoilt(whole))
    assert cache.load(KEYS).keys() == set(KEYS)
    another = text_key("another")
    cache.store({another: unit(3)})
    assert listed(cache).read_bytes() == whole + another[:8]
    assert cache.load([*KEYS, another]).keys() == {*KEYS, another}


def test_a_file_without_one_is_read_as_before(cache: VectorCache) -> None:
    listed(cache).unlink()
    assert cache.load(KEYS).keys() == set(KEYS)


def test_a_new_file_has_a_list_of_its_own(cache: VectorCache) -> None:
    cache.path.unlink()
    assert cache.load(KEYS) == {}
    cache.store({KEYS[2]: unit(2)})
    assert cache.load(KEYS).keys() == {KEYS[2]}
