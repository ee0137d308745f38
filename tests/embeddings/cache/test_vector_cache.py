"""The vector cache: what goes in comes out, and nothing wrong ever does."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import PATIENCE

from scodiff.embeddings.cache.cached_encoder import CachedEncoder
from scodiff.embeddings.cache.vector_cache import VectorCache, text_key
from scodiff.embeddings.encoder import ModelInfo, Vectors
from scodiff.embeddings.errors import CacheWarning, EmbeddingError

DIMENSION = 8
HEADER = 64
RECORD = 32 + 4 * DIMENSION + 16


def unit(text: str) -> Vectors:
    """A unit vector that depends on the text alone."""
    vector = np.random.default_rng(list(text_key(text))).normal(size=DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def entries(*texts: str) -> dict[bytes, Vectors]:
    return {text_key(text): unit(text) for text in texts}


def same(a: dict[bytes, Vectors], b: dict[bytes, Vectors]) -> bool:
    return a.keys() == b.keys() and all(a[key].tobytes() == b[key].tobytes() for key in a)


class FakeEncoder:
    """Counts what it is asked for."""

    def __init__(self, scale: float = 1.0) -> None:
        self.asked: list[str] = []
        self.scale = scale
        self.info = ModelInfo("fake", DIMENSION, "0" * 64)

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.stack([unit(text) for text in texts]) * np.float32(self.scale)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "embeddings"


@pytest.fixture
def cache(folder: Path) -> VectorCache:
    return VectorCache(folder, "model", DIMENSION)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(batches=st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=5))
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    for batch in batches:
        VectorCache(folder, "model", DIMENSION).store(entries(*batch))
    texts = {text for batch in batches for text in batch}
    absent = "longer than any text that was stored"
    found = VectorCache(folder, "model", DIMENSION).load([text_key(t) for t in [*texts, absent]])
    assert same(found, entries(*texts))


def test_a_vector_is_stored_once_and_stays_as_it_was(cache: VectorCache) -> None:
    cache.store(entries("a", "b"))
    cache.store({text_key("a"): unit("something else")} | entries("c"))
    assert cache.path.stat().st_size == HEADER + 3 * RECORD
    assert same(cache.load(list(entries("a", "b", "c"))), entries("a", "b", "c"))


def test_keys_with_the_same_beginning_are_told_apart(cache: VectorCache) -> None:
    first, second, third = (b"8 bytes." + bytes([n]) * 24 for n in range(3))
    cache.store({first: unit("a"), second: unit("b")})
    assert same(cache.load([second, third]), {second: unit("b")})


def test_models_and_dimensions_do_not_mix(folder: Path, cache: VectorCache) -> None:
    cache.store(entries("a"))
    for other in (VectorCache(folder, "other", DIMENSION), VectorCache(folder, "model", 9)):
        assert other.load([text_key("a")]) == {}
        # Not even if somebody puts the one's file in the place of the other's.
        other.path.write_bytes(cache.path.read_bytes())
        assert other.load([text_key("a")]) == {}


@pytest.mark.parametrize("offset", range(0, RECORD, 7))
def test_a_damaged_entry_is_never_trusted(cache: VectorCache, offset: int) -> None:
    cache.store(entries("a", "b", "c"))
    data = bytearray(cache.path.read_bytes())
    data[HEADER + RECORD + offset] ^= 1
    cache.path.write_bytes(data)
    keys = list(entries("a", "b", "c"))
    if offset < 32:  # in the key: the entry is simply not found
        found = cache.load(keys)
    else:
        with pytest.warns(CacheWarning, match="damaged entries.*: 1"):
            found = cache.load(keys)
    assert same(found, entries("a", "c"))
    cache.store(entries("b"))
    assert same(cache.load(keys), entries("a", "b", "c"))


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 0.5])
def test_what_is_no_unit_vector_is_not_given_out(cache: VectorCache, bad: float) -> None:
    cache.store({text_key("a"): np.full(DIMENSION, bad, np.float32)})
    with pytest.warns(CacheWarning, match="damaged"):
        assert cache.load([text_key("a")]) == {}


@pytest.mark.parametrize("kept", [0, 1, HEADER - 1, HEADER, HEADER + 5, HEADER + RECORD + 40])
def test_a_file_cut_off_anywhere_is_used_as_far_as_it_goes(cache: VectorCache, kept: int) -> None:
    cache.store(entries("a", "b"))
    cache.path.write_bytes(cache.path.read_bytes()[:kept])
    whole = ["a"] if kept > HEADER + RECORD else []
    assert same(cache.load(list(entries("a", "b"))), entries(*whole))
    cache.store(entries("b", "c"))
    assert same(cache.load(list(entries("a", "b", "c"))), entries(*whole, "b", "c"))


def test_a_file_of_something_else_is_replaced(cache: VectorCache) -> None:
    cache.store(entries("a"))
    cache.path.write_bytes(b"\x80\x04K\x01." * 100)
    assert cache.load(list(entries("a"))) == {}
    cache.store(entries("b"))
    assert same(cache.load(list(entries("a", "b"))), entries("b"))
    assert [p.name for p in cache.path.parent.glob("*.tmp")] == []


def test_an_unusable_folder_costs_one_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = VectorCache(tmp_path / "file" / "embeddings", "model", DIMENSION)
    encoder = CachedEncoder(FakeEncoder(), cache)
    with pytest.warns(CacheWarning, match="cache cannot be used") as caught:
        first = encoder.encode(["a", "b"])
    second = encoder.encode(["b", "a"])  # pytest would turn another warning into an error
    assert len(caught) == 1
    assert (first == second[::-1]).all()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files")
def test_a_folder_of_somebody_else_is_not_trusted(
    cache: VectorCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.store(entries("a"))
    stranger = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: stranger)
    with pytest.warns(CacheWarning, match="another user"):
        assert cache.load(list(entries("a"))) == {}


@pytest.mark.skipif(os.name != "posix", reason="needs permissions of files")
def test_the_folder_is_private_and_must_stay_so(cache: VectorCache) -> None:
    cache.store(entries("a"))
    assert cache.path.parent.stat().st_mode & 0o777 == 0o700
    assert cache.path.stat().st_mode & 0o077 == 0
    cache.path.parent.chmod(0o777)
    with pytest.warns(CacheWarning, match="another user"):
        assert cache.load(list(entries("a"))) == {}


# For other processes, which should not have to import all that this module does.
PREAMBLE = f"""
from __future__ import annotations
import sys, time, warnings
from pathlib import Path
import numpy as np
from scodiff.embeddings.cache.vector_cache import VectorCache, text_key
DIMENSION = {DIMENSION}
{inspect.getsource(unit)}
{inspect.getsource(entries)}
"""

FULL_DISK = """
import resource
warnings.simplefilter("always")
texts = [f"text {n}" for n in range(200)]
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
VectorCache(Path(sys.argv[1]), "model", DIMENSION).store(entries(*texts))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
def test_a_full_disk_costs_a_warning_and_later_entries_are_sound(
    cache: VectorCache,
) -> None:
    cache.store(entries("before"))
    command = [sys.executable, "-c", PREAMBLE + FULL_DISK, str(cache.path.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "CacheWarning: vectors are not kept" in done.stderr
    assert (cache.path.stat().st_size - HEADER) % RECORD  # it does end in half a record
    cache.store(entries("after"))
    assert same(cache.load(list(entries("before", "after"))), entries("before", "after"))


# All set off together, by a file, and each text is written by several of them.
WRITER = """
folder, go, start = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
batches = [entries(*(f"text {n + m}" for m in range(8))) for n in range(start, start + 200, 4)]
print("ready", flush=True)
while not go.exists():
    time.sleep(0.001)
for batch in batches:
    VectorCache(folder, "model", DIMENSION).store(batch)
"""


@pytest.mark.slow
def test_ten_processes_write_at_once(cache: VectorCache, tmp_path: Path) -> None:
    go = tmp_path / "go"
    command = [sys.executable, "-c", PREAMBLE + WRITER, str(cache.path.parent), str(go)]
    writers = [subprocess.Popen([*command, str(20 * n)], stdout=subprocess.PIPE) for n in range(10)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"ready"
        writer.stdout.close()
    go.touch()
    assert [writer.wait(timeout=PATIENCE) for writer in writers] == [0] * 10
    expected = entries(*(f"text {n}" for n in range(9 * 20 + 204)))
    assert same(cache.load(list(expected)), expected)
    assert cache.path.stat().st_size == HEADER + len(expected) * RECORD


def test_each_text_is_computed_once_and_the_order_kept(cache: VectorCache) -> None:
    fake = FakeEncoder()
    texts = ["b", "a", "b", "c", "a"]
    vectors = CachedEncoder(fake, cache).encode(texts)
    assert vectors.tobytes() == np.stack([unit(t) for t in texts]).tobytes()
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, DIMENSION)
    assert sorted(fake.asked) == ["a", "b", "c"]
    later = FakeEncoder()
    again = CachedEncoder(later, cache).encode([*reversed(texts), "d"])
    assert later.asked == ["d"]
    assert again[:5].tobytes() == vectors[::-1].tobytes()


def test_no_texts_give_no_vectors(cache: VectorCache) -> None:
    assert CachedEncoder(FakeEncoder(), cache).encode([]).shape == (0, DIMENSION)


@pytest.mark.parametrize("empty", ["", " \n\t", "\u00a0\u3000"])
def test_an_empty_text_is_refused(cache: VectorCache, empty: str) -> None:
    with pytest.raises(ValueError, match="text 1 is empty"):
        CachedEncoder(FakeEncoder(), cache).encode(["a", empty])


@pytest.mark.parametrize("scale", [float("nan"), 0.0, 1.1])
def test_an_encoder_gone_wrong_is_not_believed(cache: VectorCache, scale: float) -> None:
    with pytest.raises(EmbeddingError, match="not unit vectors"):
        CachedEncoder(FakeEncoder(scale), cache).encode(["a"])
    assert not cache.path.exists()
