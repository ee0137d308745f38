"""A paragraph of a collection that the model has read is looked for by its meaning, too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.lib.postgres_server import PostgresServer
from scodiff.compare.phrases.collection_index import (
    known_by,
    open_collection_index,
    rows_opened,
)
from scodiff.compare.studies import encoding_job
from scodiff.compare.studies.encoding_job import keep_passages, passages_near
from scodiff.compare.studies.kept_passages import KeptPassages, passages_kept
from scodiff.compare.studies.short_list import MOST_FOLLOWED, ShortList, likely_in_index
from scodiff.corpus.store.adding import add
from scodiff.corpus.store.collection import Collection
from scodiff.embeddings.encoder import ModelInfo, Vectors

MODEL = ModelInfo("made", 4, "0" * 64)
ASKED = "The open sea lanes are free for the vessels of all nations."
OTHER_WORDS = "Ships of every country may sail without hindrance across this stretch of ocean."


class FreeAtSea:
    """A model that knows but whether a text is about being free at sea."""

    info = MODEL

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One of two vectors for each."""
        about = [int("free" in text or "without hindrance" in text) for text in texts]
        return np.eye(4, dtype=np.float32)[about]


def test_the_nearest_are_found_and_what_is_damaged_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path))
    kept = KeptPassages(MODEL)
    rows = np.eye(4, dtype=np.float32)
    kept.keep("a", rows[:2])
    kept.keep("b", rows[1:3])
    kept.keep("c", rows[3:])
    keys = {"first": "a", "second": "b", "third": "c", "new": "d"}
    assert kept.nearness(keys, rows[:2]) == {"first": 1.0, "second": 0.5, "third": 0.0}
    damaged = max(tmp_path.rglob("*.passages"), key=lambda path: path.read_bytes()[-2:])
    assert damaged.read_bytes().endswith(np.float16(1).tobytes())  # the last row is that of "c"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\1")
    assert set(kept.nearness(keys, rows[:2])) == {"first", "second"}


def test_what_says_the_same_in_other_words_is_short_listed_once_it_was_encoded(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(encoding_job, "opened", lambda model: FreeAtSea())
    collection = Collection.open(place)
    # As many words of it as can be without saying the same, in more documents than are followed.
    for n in range(MOST_FOLLOWED + 2):
        text = f"Of the sea, the open lanes and vessels all the nations wrote book {n}.\n"
        add(collection, text.encode(), name=f"{1970 + n}-x.txt", date=f"{1970 + n}-05-01")
    # What stands beside it in the index is not to be taken for its own words.
    around = "Farmers store grain, share water, sell fruit, plant trees, mend roads and keep bees."
    other = f"{around}\n\n{around}\n\n{OTHER_WORDS}\n\n{around}\n\n{around}"
    for name, text in (("2001-asked", ASKED), ("2002-other", other)):
        add(collection, f"{text}\n".encode(), name=f"{name}.txt", date=f"{name[:4]}-05-01")
    asked, known = collection.document("2001-asked"), known_by(collection)
    shared = rows_opened(collection)

    def short_listed() -> ShortList:
        """The documents that the paragraph is to be looked for in."""
        near = passages_near(asked, asked.citable[0], "made", known, shared)
        with open_collection_index(collection) as index:
            found = likely_in_index(asked, asked.citable[0], index, near)
        assert found is not None
        return found

    before = short_listed()
    assert "2002-other" not in before.names
    assert not before.by_meaning
    own = [collection.document(row.id) for row in collection.provenance()]
    keep_passages(own, FreeAtSea(), known, shared)
    assert any(tmp_path.rglob("*.passages")) is (shared is None), "a team shares them"
    after = short_listed()
    assert "2002-other" in after.names
    assert after.by_meaning
    assert len(set(after.names)) == MOST_FOLLOWED
    assert {d.id for d in after.among} >= {"2001-asked", "2002-other", "1970-x"}


def test_on_a_server_the_nearest_are_those_of_the_files(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was removed, changed or added since, and whoever the documents are of."""
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path))
    collection = Collection.open(server.emptied())
    add(collection, b"One text makes the tables.\n", name="one.txt")
    shared = rows_opened(collection)
    rng = np.random.default_rng(7)

    def made(name: str) -> Vectors:
        """Vectors of a document."""
        vectors = rng.standard_normal((5, 4), dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    both = KeptPassages(MODEL), passages_kept(MODEL, shared)
    for keys in (
        {f"d{n}": f"key {n}" for n in range(40)},
        {f"d{n}": f"key {n + n % 2 * 100}" for n in range(20, 50)},
    ):
        vectors = {name: made(name) for name in keys}
        for kept in both:
            kept.add(keys, vectors.get)
        wanted = made("asked")[:1]
        ours, theirs = (kept.nearest(keys, wanted) for kept in both)
        assert ours[:5] == theirs[:5]
        assert set(theirs) <= keys.keys()
