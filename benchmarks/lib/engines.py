"""One timed run of ``scodiff compare``, or of an encoder alone, in a process of its own.

    python -m benchmarks.lib.engines ENGINE compare A B …      the command, cold
    python -m benchmarks.lib.engines ENGINE rate TEXTS         paragraphs a second once loaded

ENGINE is ``plain`` (sentence-transformers as its makers document it: paragraphs and clauses are
encoded text by text), ``torch`` (scodiff without ONNX Runtime) or the name of a model that
scodiff opens. The last line on stderr is JSON: what was encoded, and in which time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

START = time.perf_counter()

from scodiff.embeddings import models  # noqa: E402
from scodiff.embeddings.cache.cached_encoder import CachedEncoder  # noqa: E402
from scodiff.embeddings.encoder import (  # noqa: E402
    ModelInfo,
    Offsets,
    SpanEncoder,
    SpanVectors,
    Vectors,
)
from scodiff.embeddings.registry import for_comparing, installed_folder, load_registry  # noqa: E402

OPEN = models.open_encoder


class PlainEncoder:
    """The default model as sentence-transformers runs it when nobody intervenes."""

    def __init__(self) -> None:
        self._model: Any = None

    @property
    def info(self) -> ModelInfo:
        """The model's identity."""
        return OPEN().info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors; what is beyond 256 word pieces is lost."""
        if self._model is None:
            from sentence_transformers import SentenceTransformer

            folder = installed_folder(load_registry().models["minilm"])
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        vectors: Vectors = self._model.encode(
            list(texts), show_progress_bar=False, normalize_embeddings=True
        )
        return vectors


class NoStore:
    """A cache that keeps nothing."""

    def load(self, keys: object) -> dict[bytes, Vectors]:
        """Nothing."""
        return {}

    def store(self, entries: object) -> None:
        """Forget."""


class Timed:
    """An encoder that keeps for how long it works."""

    def __init__(self, encoder: Any, log: dict[str, float]) -> None:
        self._encoder = encoder
        self._log = log

    @property
    def info(self) -> ModelInfo:
        """The model's identity."""
        info: ModelInfo = self._encoder.info
        return info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder behind does."""
        with self._clock():
            vectors: Vectors = self._encoder.encode(texts)
        return vectors

    @contextmanager
    def _clock(self) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._log["encode"] = self._log.get("encode", 0) + time.perf_counter() - start


class TimedSpans(Timed):
    """The same for an encoder that also reads passages where they stand."""

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """As the encoder behind does."""
        with self._clock():
            vectors: SpanVectors = self._encoder.encode_spans(texts, spans)
        return vectors


def opener(engine: str, log: dict[str, float]) -> Callable[..., Timed]:
    """What takes the place of ``open_encoder``."""

    def open_encoder(*_: object, **__: object) -> Timed:
        if engine == "plain":
            return Timed(CachedEncoder(PlainEncoder(), NoStore()), log)
        encoder = OPEN(for_comparing(None) if engine == "torch" else engine)
        return TimedSpans(encoder, log) if isinstance(encoder, SpanEncoder) else Timed(encoder, log)

    return open_encoder


def compare(engine: str, arguments: list[str]) -> dict[str, float]:
    """Run the command."""
    from scodiff.cli.main import execute

    log: dict[str, float] = {}
    with patch.object(models, "open_encoder", opener(engine, log)):
        code = execute(["compare", *arguments])
    if code:
        sys.exit(code)
    return log | {"total": time.perf_counter() - START}


def rate(engine: str, path: str) -> dict[str, float]:
    """Encode the texts of a file, apart from two that load the model."""
    texts = Path(path).read_text("utf-8").split("\0")
    log: dict[str, float] = {}
    encoder = opener(engine, {})()
    encoder.encode(texts[:2])
    loaded = time.perf_counter() - START
    opener_of_rest = Timed(encoder, log)
    opener_of_rest.encode(texts[2:102])
    to_hundred = time.perf_counter() - START
    opener_of_rest.encode(texts[102:])
    return log | {"texts": len(texts) - 2, "loaded": loaded, "to_hundred": to_hundred}


if __name__ == "__main__":
    _, engine_name, what, *rest = sys.argv
    if engine_name == "torch":
        os.environ["SCODIFF_ENGINE"] = "torch"
    result = compare(engine_name, rest) if what == "compare" else rate(engine_name, rest[0])
    print(json.dumps(result), file=sys.stderr)
