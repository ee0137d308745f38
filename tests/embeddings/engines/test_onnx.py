"""The fast path: ONNX Runtime gives torch's vectors without torch, or torch gives them itself."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from patience import PATIENCE

from scodiff.embeddings import models
from scodiff.embeddings.cache.cached_encoder import CachedEncoder
from scodiff.embeddings.encoder import ModelInfo, Vectors
from scodiff.embeddings.engines import onnx_export
from scodiff.embeddings.engines.onnx_export import open_onnx_engine, prepare
from scodiff.embeddings.engines.onnx_int8 import prepare_int8
from scodiff.embeddings.engines.torch_engine import open_torch_engine
from scodiff.embeddings.engines.transformer import TransformerEncoder
from scodiff.embeddings.errors import CacheWarning, EmbeddingError, FastPathError
from scodiff.embeddings.files.digests import DigestMemory
from scodiff.embeddings.files.exported import (
    INT8,
    MODEL_FILE,
    RECORD_FILE,
    exported_folder,
    fast_path_installed,
    refusal_note,
    releases,
    sound_record,
)
from scodiff.embeddings.files.model_source import ModelSource, find_model
from scodiff.embeddings.models import FallbackEncoder, open_encoder

pytestmark = [
    pytest.mark.xdist_group("onnx"),
    pytest.mark.skipif(
        not (fast_path_installed() and importlib.util.find_spec("sentence_transformers")),
        reason='the fast path is not installed (pip install "scodiff[fast]")',
    ),
]

SHORT = [
    "The member states condemn terrorism in all its forms.",
    "Не более чем проверка.",
    "上海合作组织",
    "½ – “quoted” \u200b text\twith\nodd   spaces",
    "half a pair: \ud83d",
    "a",
]


@pytest.fixture(autouse=True)
def _plain_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("SCODIFF_MODELS", str(tmp_path_factory.mktemp("settings") / "models.toml"))
    monkeypatch.delenv("SCODIFF_ENGINE", raising=False)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> ModelSource:
    """The default model, prepared in the cache that all tests share."""
    found = find_model(None, DigestMemory(tmp_path_factory.mktemp("memory") / "digests.json"))
    prepare(found)
    return found


@pytest.fixture(scope="module")
def fast(source: ModelSource) -> TransformerEncoder:
    return TransformerEncoder(source, open_onnx_engine)


@pytest.fixture(scope="module")
def plain(source: ModelSource) -> TransformerEncoder:
    return TransformerEncoder(source, open_torch_engine)


@pytest.fixture(scope="module")
def declaration(repository: Path) -> list[str]:
    """The words of the declaration of 2003."""
    text = (repository / "corpus" / "texts" / "2003-moscow.txt").read_text(encoding="utf-8")
    return text.split()


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in which nothing is prepared."""
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def nearest(vectors: Vectors) -> np.ndarray:
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    return cosines.argmax(axis=1)


@pytest.mark.slow
def test_vectors_and_neighbours_are_those_of_torch_on_all_texts(
    fast: TransformerEncoder, plain: TransformerEncoder, data_dir: Path
) -> None:
    texts: dict[str, None] = {}
    for path in sorted(data_dir.rglob("*")):
        if path.suffix in (".txt", ".md"):
            blocks = path.read_text(encoding="utf-8", errors="replace").split("\n\n")
            longest = max(blocks[:40], key=len)
            texts[" ".join(longest.split()[:40])] = None
    assert len(texts) > 500
    ours, theirs = fast.encode(list(texts)), plain.encode(list(texts))
    assert (ours * theirs).sum(axis=1).min() >= 0.9999
    assert (nearest(ours) == nearest(theirs)).all()


def test_odd_and_long_texts_have_the_vectors_of_torch(
    fast: TransformerEncoder, plain: TransformerEncoder, declaration: list[str]
) -> None:
    texts = [*SHORT, *(" ".join(declaration[:n]) for n in (200, 400, 900)), "中" * 700, "x" * 5000]
    ours, theirs = fast.encode(texts), plain.encode(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.9999
    assert ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-6)


def test_a_vector_depends_on_its_text_alone(
    fast: TransformerEncoder, declaration: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [*SHORT, *(" ".join(declaration[n : n + n // 3]) for n in range(9, 420, 6))]
    monkeypatch.setenv("SCODIFF_THREADS", "1")
    alone = np.concatenate([fast.encode([text]) for text in texts])
    assert fast.encode(texts).tobytes() == alone.tobytes()
    monkeypatch.setenv("SCODIFF_THREADS", "3")
    assert fast.encode(texts).tobytes() == alone.tobytes()
    assert fast.encode(texts[::-3]).tobytes() == alone[::-3].tobytes()


@pytest.mark.parametrize("length", [240, 450, 1000])
def test_no_part_of_a_long_text_is_lost(
    fast: TransformerEncoder, declaration: list[str], length: int
) -> None:
    words = declaration[:length]
    other = ["apples", "grew", "in", "every", "small", "garden", "of", "the", "village", "again"]
    changed = [
        " ".join([*words[:place], *other, *words[place + len(other) :]])
        for place in (0, length // 2, length - len(other))
    ]
    original, *vectors = fast.encode([" ".join(words), *changed])
    for vector in vectors:
        assert vector @ original < 0.9999


def test_the_model_is_known_by_its_own_weights(
    fast: TransformerEncoder, plain: TransformerEncoder
) -> None:
    assert fast.info == plain.info == open_encoder().info


RUN = """
import sys, warnings
from scodiff.embeddings.models import open_encoder
vectors = open_encoder().encode(["The Member States", "a word " * 400])
print(vectors.shape, *sorted({"torch", "transformers", "onnxruntime"} & set(sys.modules)))
"""


@pytest.mark.slow
def test_a_prepared_model_needs_neither_torch_nor_transformers(
    source: ModelSource, own_cache: Path
) -> None:
    prepared = exported_folder(source.fingerprint())
    assert not prepared.exists()  # of the test's own cache
    for expected in (["onnxruntime", "torch", "transformers"], ["onnxruntime"]):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", RUN], capture_output=True, text=True, check=True
        )
        assert done.stdout.split()[2:] == expected
        assert done.stderr == ""
        assert prepared.is_dir()
        for path in (own_cache / "embeddings").glob("*.vec"):
            path.unlink()


@pytest.mark.slow
def test_a_damaged_or_foreign_prepared_model_is_not_run(
    source: ModelSource, own_cache: Path
) -> None:
    of = source.fingerprint()
    prepare(source)
    folder = exported_folder(of)
    assert sound_record(of) is not None
    record = (folder / RECORD_FILE).read_text()
    for name, value in (("weights", "0" * 64), ("format", "onnx-0"), ("sha256", {}), ("more", 1)):
        (folder / RECORD_FILE).write_text(json.dumps(json.loads(record) | {name: value}))
        assert sound_record(of) is None, name
    for text in ("", "[]", "{}", record[:-9]):
        (folder / RECORD_FILE).write_text(text)
        assert sound_record(of) is None
    (folder / RECORD_FILE).write_text(record)
    with (folder / MODEL_FILE).open("r+b") as file:
        file.seek(4_000_000)
        file.write(b"damage")
    assert sound_record(of) is None
    # It is made anew, and nothing wrong was ever given out.
    TransformerEncoder(source, open_onnx_engine).encode(["a"])
    assert sound_record(of) is not None
    assert [p.name for p in folder.parent.glob("*.tmp")] == []


def test_where_nothing_can_be_kept_torch_runs_the_model(
    source: ModelSource, plain: TransformerEncoder, own_cache: Path
) -> None:
    own_cache.mkdir()
    (own_cache / "models").write_text("in the way")
    with pytest.warns(CacheWarning, match="not prepared for the next run"):
        vectors = open_encoder().encode(SHORT[:2])
    assert vectors.tobytes() == plain.encode(SHORT[:2]).tobytes()


@pytest.mark.slow
def test_an_export_that_differs_is_refused_once_and_torch_runs_the_model(
    source: ModelSource, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_export, "LEAST_COSINE", 1.1)
    with pytest.raises(FastPathError, match="other vectors than torch"):
        prepare(source)
    of = source.fingerprint()
    assert not exported_folder(of).exists()
    assert refusal_note(of).read_text() == releases()
    assert isinstance(open_encoder(), CachedEncoder)
    refusal_note(of).write_text("other releases")
    assert isinstance(open_encoder(), FallbackEncoder)


@pytest.mark.parametrize("spoil", ["prompt", "do_lower_case"])
def test_a_model_that_does_more_with_texts_is_left_to_torch(
    plain: TransformerEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    plain.encode(["load"])
    engine = plain._engine
    assert engine is not None
    target = engine if spoil == "prompt" else engine.model[0]
    monkeypatch.setattr(target, spoil, True, raising=False)
    with pytest.raises(FastPathError, match="run by torch alone"):
        onnx_export._export(engine, tmp_path)


def test_the_engine_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCODIFF_ENGINE", "torch")
    assert isinstance(open_encoder(), CachedEncoder)
    monkeypatch.setenv("SCODIFF_ENGINE", "gpu")
    with pytest.raises(EmbeddingError, match="SCODIFF_ENGINE must be auto or torch"):
        open_encoder()


def test_without_onnx_runtime_everything_works_as_before(
    plain: TransformerEncoder, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "fast_path_installed", lambda: False)
    assert open_encoder().encode(SHORT).tobytes() == plain.encode(SHORT).tobytes()


@pytest.mark.slow
def test_int8_is_used_only_when_it_is_named_and_prepared(
    source: ModelSource, fast: TransformerEncoder, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EmbeddingError, match="scodiff models prepare --int8 minilm"):
        open_encoder("minilm-int8").encode(["a"])
    prepare_int8(source)
    encoder = open_encoder("minilm-int8")
    vectors = encoder.encode(SHORT)
    exact = open_encoder().encode(SHORT)
    assert encoder.info.name == "minilm-int8"
    assert encoder.info.sha256 == source.fingerprint().weights
    assert 0.9 < (vectors * exact).sum(axis=1).min() < 0.9999
    assert exact.tobytes() == fast.encode(SHORT).tobytes()
    assert sound_record(source.fingerprint(), INT8) is not None
    monkeypatch.setattr(onnx_export, "fast_path_installed", lambda: False)
    assert r"scodiff[fast]" in onnx_export._unprepared("minilm-int8")


class FakeEncoder:
    """Gives one vector for all, or cannot be had."""

    def __init__(self, value: float | None) -> None:
        self.value = value
        self.calls = 0
        self.info = ModelInfo("fake", 1, "0" * 64)

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.value is None:
            raise FastPathError("not here")
        return np.full((len(texts), 1), self.value, np.float32)


def test_the_plain_engine_takes_over_for_good() -> None:
    fast, plain = FakeEncoder(None), FakeEncoder(1.0)
    encoder = FallbackEncoder(fast, plain)
    assert encoder.encode(["a"]).tolist() == encoder.encode(["b"]).tolist() == [[1.0]]
    assert (fast.calls, plain.calls) == (1, 2)
    assert FallbackEncoder(FakeEncoder(-1.0), plain).encode(["a"]).tolist() == [[-1.0]]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="counts on processes that share a file system")
def test_ten_cold_comparisons_make_each_model_once_and_say_nothing(own_cache: Path) -> None:
    command = [sys.executable, "-m", "scodiff.cli", "compare", "2003-moscow", "illustration"]
    runs = [
        subprocess.Popen(
            [*command, "-q", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(10)
    ]
    outputs = {run.communicate(timeout=PATIENCE) for run in runs}
    assert [run.returncode for run in runs] == [0] * 10
    ((report, said),) = outputs
    assert report
    assert not said
    # The encoder and the reader of pairs, each as made and as exported.
    assert sum(p.is_dir() for p in (own_cache / "models").iterdir()) == 4


def test_a_refusal_is_not_tried_again_by_those_who_waited(
    own_cache: Path, source: ModelSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def waited(path: Path, making: str = "") -> Iterator[None]:
        refusal_note(source.fingerprint()).write_text(releases(), encoding="utf-8")
        yield

    monkeypatch.setattr(onnx_export, "exclusive", waited)
    monkeypatch.setattr(onnx_export, "_make", lambda *_: pytest.fail("tried again"))
    with pytest.raises(FastPathError, match="another process"):
        prepare(source)
