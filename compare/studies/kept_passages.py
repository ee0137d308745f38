"""What documents say, passage by passage, as vectors in files: which of them come near one.

``scodiff encode`` keeps them for the documents of a collection, one file each, as half numbers: to
short-list by them is exact, reads every file once, and holds one at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray
from scodiff.corpus.readings import keep_sealed, load_sealed
from scodiff.embeddings.cache.location import cache_root, private_folder
from scodiff.embeddings.encoder import ModelInfo


class KeptPassages:
    """The vectors that one model has of documents, by what a collection knows these by."""

    def __init__(self, model: ModelInfo) -> None:
        self._folder = cache_root() / "passages" / model.sha256[:16]
        self._dimension = model.dimension

    def has(self, key: str) -> bool:
        """Whether there is a file for a document."""
        return self._place(key).exists()

    def keep(self, key: str, vectors: FloatArray) -> None:
        """Keep the unit vectors of a document, a row each; no error where they cannot be."""
        try:
            private_folder(self._folder)
        except OSError:
            return
        keep_sealed(self._place(key), vectors.astype("<f2").tobytes())

    def nearness(self, keys: Mapping[str, str], wanted: FloatArray) -> dict[str, float]:
        """How near documents come to some passages, in [-1, 1], by the documents' ids.

        For each passage the cosine of the document's nearest one; of these the mean ("MaxSim",
        Khattab and Zaharia 2020, "ColBERT"). A document that was not kept is left out.
        """
        found = {}
        for name, key in keys.items():
            body = load_sealed(self._place(key))
            if body is None or not len(body) or len(body) % (2 * self._dimension):
                continue
            vectors = np.frombuffer(body, "<f2").reshape(-1, self._dimension)
            cosines = wanted @ vectors.astype(np.float32).T
            found[name] = float(cosines.max(axis=1).mean())
        return found

    def _place(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.passages"
