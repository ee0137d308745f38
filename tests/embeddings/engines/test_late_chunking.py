"""Passages read where they stand: the same by torch and ONNX Runtime, cached, and never lost."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodiff.embeddings.cache.cached_encoder import CachedSpanEncoder
from scodiff.embeddings.cache.vector_cache import VectorCache, span_key, text_key
from scodiff.embeddings.encoder import ModelInfo, Offsets, SpanEncoder, SpanVectors, Vectors
from scodiff.embeddings.engines.late_chunking import LAYERS, BatchOutput, run_span_engine
from scodiff.embeddings.engines.onnx_export import open_onnx_engine, prepare
from scodiff.embeddings.engines.torch_engine import open_torch_engine
from scodiff.embeddings.engines.transformer import TransformerEncoder
from scodiff.embeddings.engines.windows import Window
from scodiff.embeddings.files.digests import DigestMemory
from scodiff.embeddings.files.exported import fast_path_installed
from scodiff.embeddings.files.model_source import ModelSource, find_model
from scodiff.embeddings.models import FallbackEncoder, open_encoder
from scodiff.embeddings.registry import installed_folder, load_registry

pytestmark = pytest.mark.xdist_group("late chunking")

LONG = "on trade, transport, science and culture " * 100
TEXTS = [
    "The Member States condemn terrorism in all its forms; they will act together.",
    "上海合作组织成员国\u200b",
    LONG,
    "\u200d\ufe0f",
    "a half: \ud83d",
]
SPANS: list[list[Offsets]] = [
    [(0, 52), (54, 77), (0, 77)],
    [(0, 2), (9, 10)],
    [(0, 41), (3000, 3041), (900, 1400)],
    [(0, 1)],
    [],
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> ModelSource:
    """The default model, prepared where it can be."""
    if installed_folder(load_registry().models["minilm"]) is None:
        pytest.skip("the default model is not installed")
    found = find_model(None, DigestMemory(tmp_path_factory.mktemp("memory") / "digests.json"))
    if fast_path_installed():
        prepare(found)
    return found


def engines() -> list[str]:
    installed = importlib.util.find_spec("sentence_transformers") and fast_path_installed()
    return ["torch", "onnx"] if installed else ["torch"]


@pytest.fixture(scope="module", params=engines())
def encoder(source: ModelSource, request: pytest.FixtureRequest) -> SpanEncoder:
    if request.param == "onnx":
        return TransformerEncoder(source, open_onnx_engine)
    pytest.importorskip("sentence_transformers")
    return TransformerEncoder(source, open_torch_engine)


def parts(vectors: SpanVectors) -> list[Vectors]:
    return [vectors.texts, vectors.last, vectors.layers]


def test_the_texts_have_the_vectors_that_they_have_alone(encoder: SpanEncoder) -> None:
    found = encoder.encode_spans(TEXTS, SPANS)
    assert found.texts.tobytes() == encoder.encode(TEXTS).tobytes()
    assert found.last.shape == found.layers.shape == (9, 384)
    for vectors in parts(found):
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_passage_depends_on_its_text_alone(encoder: SpanEncoder) -> None:
    together = encoder.encode_spans(TEXTS, SPANS)
    first = 0
    for text, spans in zip(TEXTS, SPANS, strict=True):
        for span in spans:
            alone = encoder.encode_spans([text], [[span]])
            assert alone.last[0].tobytes() == together.last[first].tobytes()
            assert alone.layers[0].tobytes() == together.layers[first].tobytes()
            first += 1


def test_a_passage_is_read_in_its_context(encoder: SpanEncoder) -> None:
    texts = ["They agreed on customs. Such activities will grow.", "They shot. Such activities"]
    spans = [[(24, 39)], [(11, 26)]]
    assert [t[slice(*s[0])] for t, s in zip(texts, spans, strict=True)] == ["Such activities"] * 2
    found = encoder.encode_spans(texts, spans)
    assert found.last[0] @ found.last[1] < 0.95
    assert found.last[0] @ found.texts[0] > found.last[0] @ found.texts[1]


def test_a_passage_beyond_the_first_window_is_seen(encoder: SpanEncoder) -> None:
    other = LONG[:3000] + "apples grew in every small garden  " + LONG[3035:]
    here, there = encoder.encode_spans([LONG, other], [[(3000, 3035)]] * 2).last
    assert here @ there < 0.9


def test_what_has_no_word_piece_of_its_own_has_the_vector_of_the_whole(
    encoder: SpanEncoder,
) -> None:
    found = encoder.encode_spans(["Trade\u200b\u200b grew."], [[(5, 7), (0, 13)]])
    assert found.last[0].tobytes() == found.last[1].tobytes()


@pytest.mark.skipif("onnx" not in engines(), reason="ONNX Runtime is not installed")
def test_torch_and_onnx_runtime_read_alike(source: ModelSource) -> None:
    fast = TransformerEncoder(source, open_onnx_engine).encode_spans(TEXTS, SPANS)
    plain = TransformerEncoder(source, open_torch_engine).encode_spans(TEXTS, SPANS)
    for ours, theirs in zip(parts(fast), parts(plain), strict=True):
        assert (ours * theirs).sum(axis=1).min() >= 0.9999


def test_the_encoders_that_scodiff_opens_read_in_context(source: ModelSource) -> None:
    assert isinstance(open_encoder(), SpanEncoder)


class LetterEngine:
    """An engine whose word pieces are letters, each a vector of its own; it reads ten."""

    def windows(self, text: str) -> list[Window]:
        starts = range(0, max(1, len(text) - 4), 6)
        return [Window(text[s : s + 10], len(text[s : s + 10]), s) for s in starts]

    reads_spans = True

    def one_thread_each(self) -> AbstractContextManager[None]:
        return nullcontext()

    def batches(self, lengths: Sequence[int]) -> list[list[int]]:
        return [[index] for index in range(len(lengths))]

    def forward(self, batch: Sequence[str]) -> Vectors:
        return self.forward_pieces(batch).vectors

    def forward_pieces(self, batch: Sequence[str]) -> BatchOutput:
        (text,) = batch
        letters = np.zeros((1, len(text), LAYERS, 128), dtype=np.float32)
        for place, letter in enumerate(text):
            letters[0, place, :, ord(letter) % 128] = 1
        whole = letters[0, :, -1].sum(axis=0, keepdims=True)
        offsets = [[(k, k + 1) for k in range(len(text))]]
        return BatchOutput(whole / np.linalg.norm(whole), letters, offsets)


@given(st.text("abcdefg", min_size=1, max_size=60), st.data())
def test_a_passage_holds_exactly_its_own_pieces(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = run_span_engine(LetterEngine(), [text], [[(start, end)]], None)
    inside = {ord(letter) for letter in text[start:end]}
    assert {int(k) for k in np.flatnonzero(found.last[0])} == inside
    assert {int(k) for k in np.flatnonzero(found.layers[0])} == inside


class Counting:
    """An encoder that knows how often it was asked, and for what."""

    info = ModelInfo("counting", 4, "0" * 64)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.stack([self._vector(text) for text in texts])

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        whole = self.encode(texts)
        inside = [
            self._vector(text[slice(*span)])
            for text, of_text in zip(texts, spans, strict=True)
            for span in of_text
        ]
        rows = np.stack(inside) if inside else np.empty((0, 4), np.float32)
        return SpanVectors(whole, rows, -rows)

    def _vector(self, text: str) -> Vectors:
        rows = np.random.default_rng(list(text_key(text))).standard_normal(4)
        return np.asarray(rows / np.linalg.norm(rows), dtype=np.float32)


def test_what_was_read_once_is_kept(tmp_path: Path) -> None:
    texts, spans = ["one two", "three", "one two"], [[(0, 3), (4, 7)], [], [(0, 3), (4, 7)]]
    expected = Counting().encode_spans(texts, spans)
    for fresh in (True, False):
        behind = Counting()
        encoder = CachedSpanEncoder(behind, VectorCache(tmp_path, "counting", 4))
        found = encoder.encode_spans(texts, spans)
        for ours, theirs in zip(parts(found), parts(expected), strict=True):
            assert ours.tobytes() == theirs.tobytes()
        assert behind.asked == (["one two", "three"] if fresh else [])
        # The text's own vector is the one that the texts have elsewhere.
        assert encoder.encode(["three"]).tobytes() == expected.texts[1:2].tobytes()
    # Another passage of a known text is read, and the others stay as they are.
    encoder.encode_spans(["one two"], [[(0, 7)]])
    assert behind.asked == ["one two"]


@pytest.mark.parametrize("span", [(0, 8), (3, 3), (5, 2), (-1, 3)])
def test_a_span_that_is_not_in_its_text_is_refused(tmp_path: Path, span: Offsets) -> None:
    encoder = CachedSpanEncoder(Counting(), VectorCache(tmp_path, "counting", 4))
    with pytest.raises(ValueError, match="no passage of a text of 7"):
        encoder.encode_spans(["one two"], [[span]])
    with pytest.raises(ValueError, match="is empty"):
        encoder.encode_spans([" "], [[(0, 1)]])


def test_the_parts_of_a_span_have_keys_of_their_own() -> None:
    own = text_key("one two")
    keys = [own, *(span_key(own, s, p) for s in ((0, 3), (4, 7)) for p in ("last", "layers"))]
    assert len(set(keys)) == 5
    assert all(len(key) == 32 for key in keys)


def test_the_plain_engine_takes_over_for_passages_too(tmp_path: Path) -> None:
    from scodiff.embeddings.errors import FastPathError

    class Refusing(Counting):
        def encode_spans(self, *_: object) -> SpanVectors:
            raise FastPathError("not here")

    plain = Counting()
    encoder = FallbackEncoder(Refusing(), plain)
    assert len(encoder.encode_spans(["one"], [[(0, 3)]]).last) == 1
    encoder.encode(["two"])
    assert plain.asked == ["one", "two"]
