"""A model made of another by a change of its weights: the same to the bit, or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from safetensors.numpy import load, save

from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files import adapters
from scodiff.embeddings.files.adapters import (
    LowRankChange,
    adapt,
    adapted_weights,
    read_changes,
    write_changes,
)
from scodiff.embeddings.files.digests import DigestMemory
from scodiff.embeddings.files.model_source import find_model
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import (
    Adapter,
    ModelCard,
    installed_folder,
    is_installed,
    load_registry,
    made_folder,
)

SMALL = arrays(np.int8, st.tuples(st.integers(1, 5), st.integers(1, 5)))
WEIGHTS = {"one": np.full((3, 2), 0.25, "f"), "two": np.arange(4, dtype="f"), "ids": np.arange(3)}
CHANGE = LowRankChange(np.array([[1], [2], [-3]], np.int8), np.array([[4, -5]], np.int8), -3)


@given(left=SMALL, data=st.data(), exponent=st.integers(-40, 4))
def test_the_product_is_exact(left: np.ndarray, data: st.DataObject, exponent: int) -> None:
    right = data.draw(arrays(np.int8, (left.shape[1], data.draw(st.integers(1, 5)))))
    product = LowRankChange(left, right, exponent).matrix()
    for i, row in enumerate(left.tolist()):
        for j, column in enumerate(right.T.tolist()):
            whole = sum(x * y for x, y in zip(row, column, strict=True))
            assert float(product[i, j]) == whole * 2.0**exponent


def test_only_the_named_matrix_is_changed() -> None:
    before = save(WEIGHTS)
    after = adapted_weights(before, {"one": CHANGE})
    assert len(after) == len(before)
    found = load(after)
    np.testing.assert_array_equal(found.pop("one"), WEIGHTS["one"] + CHANGE.matrix())
    for name, array in found.items():
        np.testing.assert_array_equal(array, WEIGHTS[name])


@pytest.mark.parametrize("name", ["absent", "ids", "two"])
def test_what_has_no_place_in_the_file_is_refused(name: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        adapted_weights(save(WEIGHTS), {name: CHANGE})


def test_changes_are_found_as_they_were_written(tmp_path: Path) -> None:
    write_changes(tmp_path / "changes.npz", {"one": CHANGE, "two.weight": CHANGE})
    found = read_changes(tmp_path / "changes.npz")
    assert found.keys() == {"one", "two.weight"}
    for change in found.values():
        assert all(np.array_equal(x, y) for x, y in zip(change, CHANGE, strict=True))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(save(WEIGHTS))
    (folder / "1_Pooling" / "config.json").write_text("{}")
    return folder


@pytest.fixture
def card(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelCard:
    """A model that is made of ``base``, whose change lies beside the code."""
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(adapters, "__file__", str(tmp_path / "adapters.py"))
    write_changes(tmp_path / "changes.npz", {"one": CHANGE})
    weights = adapted_weights((base / "model.safetensors").read_bytes(), {"one": CHANGE})
    return (
        load_registry()
        .models["minilm-declarations"]
        ._replace(
            adapter=Adapter("base", "changes.npz"),
            sha256={
                "model.safetensors": hashlib.sha256(weights).hexdigest(),
                "1_Pooling/config.json": hashlib.sha256(b"{}").hexdigest(),
            },
        )
    )


def test_a_model_is_made_once(card: ModelCard, base: Path, tmp_path: Path) -> None:
    folder = adapt(card, base)
    assert folder == made_folder(card) == installed_folder(card)
    assert (folder / "1_Pooling" / "config.json").read_text() == "{}"
    (tmp_path / "changes.npz").unlink()
    assert adapt(card, base) == folder


# A file, a name that no folder can have, and one that is not UTF-8.
@pytest.mark.parametrize("cache", ["file", "a" * 300, "\udcff"])
def test_without_a_cache_it_is_made_for_one_run(
    card: ModelCard, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / cache))
    assert installed_folder(card) is None
    folder = adapt(card, base)
    assert tmp_path not in folder.parents
    assert (
        hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
        == (card.sha256["model.safetensors"])
    )
    assert adapt(card, base) == folder
    (base / "1_Pooling" / "config.json").unlink()
    shutil.rmtree(folder)
    with pytest.raises(EmbeddingError, match="cannot be made of"):
        adapt(card, base)
    assert not folder.exists()


def _swap(base: Path, _: Path) -> None:
    (base / "1_Pooling" / "config.json").write_text("[]")


def _lose(base: Path, _: Path) -> None:
    (base / "1_Pooling" / "config.json").unlink()


def _truncate(base: Path, _: Path) -> None:
    path = base / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-3])


def _empty(base: Path, _: Path) -> None:
    (base / "model.safetensors").write_bytes(b"")


def _spoil(_: Path, change: Path) -> None:
    change.write_bytes(b"no archive")


def _halve(_: Path, change: Path) -> None:
    change.write_bytes(change.read_bytes()[:200])


@pytest.mark.parametrize("spoil", [_swap, _lose, _truncate, _empty, _spoil, _halve])
def test_what_is_damaged_gives_one_sentence_and_no_model(
    card: ModelCard, base: Path, tmp_path: Path, spoil: Callable[[Path, Path], None]
) -> None:
    spoil(base, tmp_path / "changes.npz")
    with pytest.raises(EmbeddingError) as caught:
        adapt(card, base)
    assert "\n" not in str(caught.value)
    assert {p.suffix for p in made_folder(card).parent.glob("*")} <= {".lock"}


def test_the_shipped_model_is_the_recorded_one_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = load_registry().models
    card, minilm = models[load_registry().comparing], models["minilm"]
    base = installed_folder(minilm)
    if base is None:
        pytest.skip(f"the default model is not installed ({minilm.install})")
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path))
    assert is_installed(card)
    assert installed_folder(card) is None
    folder = find_model(None, DigestMemory(tmp_path / "digests.json")).verified_folder()
    assert folder == base
    made = find_model(card.name, DigestMemory(tmp_path / "digests.json")).verified_folder()
    assert made == installed_folder(card)
    before, after = (load((f / "model.safetensors").read_bytes()) for f in (base, made))
    changed = {name for name in before if not np.array_equal(before[name], after[name])}
    assert changed == read_changes(Path(adapters.__file__).with_name(card.adapter.file)).keys()
    assert all(name.startswith("encoder.") for name in changed)


def test_the_compared_texts_have_vectors_of_their_own() -> None:
    """The taught model is another: near the plain one, but never taken for it."""
    texts = ["The Member States shall hold regular consultations.", "Terrorism is a threat."]
    plain, taught = open_encoder(), open_encoder(load_registry().comparing)
    assert plain.info.sha256 != taught.info.sha256
    assert plain.info.dimension == taught.info.dimension
    cosines = (plain.encode(texts) * taught.encode(texts)).sum(axis=1)
    assert (cosines < 0.9999).all()


def test_an_entry_takes_from_its_base_what_it_does_not_say() -> None:
    models = load_registry().models
    card, base = models["minilm-declarations"], models["minilm"]
    assert (card.languages, card.licence, card.install) == (
        base.languages,
        base.licence,
        base.install,
    )
    assert card.sha256.keys() == base.sha256.keys()
    assert {n for n in card.sha256 if card.sha256[n] != base.sha256[n]} == {"model.safetensors"}
