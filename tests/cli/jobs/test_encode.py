"""A model reads documents ahead of time, wherever that is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from command import run

from scodiff.compare.studies import encoding_job
from scodiff.corpus.reader import read
from scodiff.embeddings.encoder import Vectors
from scodiff.embeddings.models import store_of
from scodiff.embeddings.registry import load_registry

MODEL = load_registry().comparing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two texts that no other test has."""
    made = tmp_path / "texts"
    made.mkdir()
    for year, boats in ((2005, "ferries"), (2006, "tugs")):
        kept = f"They keep the straits of {tmp_path.name}, open for all {boats}, and lit."
        text = f"They met in {tmp_path.name} in {year}.\n\n{kept}\n"
        (made / f"{year}-x.txt").write_text(text)
    return made


def test_what_was_encoded_is_not_read_again_and_is_what_a_comparison_needs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("encode", folder)
    assert (said.exit_code, said.stdout) == (0, "")
    assert said.stderr.startswith("The cache has the ")
    assert said.stderr.endswith(" vectors of 2 documents.\n")
    held = store_of(MODEL).count()
    monkeypatch.setattr(encoding_job, "read_document", lambda *given: pytest.fail("read again"))
    assert run("encode", folder, "--workers", "2") == said
    compared = run("compare", *sorted(folder.iterdir()), "--format", "json", "-q")
    assert compared.exit_code == 0
    assert store_of(MODEL).count() == held


class _Remembered:
    """A store in memory."""

    def __init__(self) -> None:
        self.held: dict[bytes, Vectors] = {}

    def load(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Those that are held."""
        return {key: self.held[key] for key in keys if key in self.held}

    def store(self, entries: dict[bytes, Vectors]) -> None:
        """Hold them."""
        self.held |= entries


def test_what_another_machine_has_computed_is_kept_at_home(folder: Path, tmp_path: Path) -> None:
    document = read(folder / "2005-x.txt")
    assert encoding_job.read_document(document, MODEL, encoding_job._home()) is None
    rows = encoding_job.read_document(document, MODEL, "a cache elsewhere")
    encoder = encoding_job.opened(MODEL)
    assert encoder is not None
    texts, spans = encoding_job._passages(document, encoder)
    wanted = {"a": encoding_job._keys(texts, spans)}
    store = _Remembered()
    kept = encoding_job.KeptVectors(store, wanted)
    assert kept.load(["a"]) == {}
    assert kept.keep("a", rows) == len(rows)
    assert kept.load(["a"]) == {"a": len(rows)}
    # They are what this machine's own cache has, to the bit.
    own = store_of(MODEL).load(wanted["a"])
    assert all(np.array_equal(store.held[key], own[key]) for key in wanted["a"])


def test_without_a_model_there_is_nothing_to_encode(folder: Path) -> None:
    said = run("encode", folder, "--model", "none")
    assert said.exit_code == 2
    assert "nothing to encode" in said.stderr
