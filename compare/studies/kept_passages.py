"""What documents say, passage by passage, as vectors that are kept: which of them come near one.

``scodiff encode`` keeps them for the documents of a collection. Those of a folder in files, one for
a document, as half numbers: to short-list by them is exact, reads every file once, and holds one at
a time. Those of a collection on a server are kept there, for all who use it, and pgvector finds the
nearest.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np

from scodiff.compare.phrases.indexes.vector_table import OpenedRows, VectorTable
from scodiff.compare.scoring.arrays import FloatArray
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.readings import keep_sealed, load_sealed
from scodiff.embeddings.cache.location import cache_root, private_folder
from scodiff.embeddings.encoder import ModelInfo

_AT_A_TIME = 16  # documents that are written to a server at once


class PassagesKept(Protocol):
    """The vectors that one model has of the documents of a collection.

    ``keys`` are what the collection knows its documents by, by their ids.
    """

    def add(self, keys: Mapping[str, str], made: Callable[[str], FloatArray | None]) -> None:
        """Keep what is missing; ``made`` gives the unit vectors of a document, a row each."""

    def any_of(self, keys: Mapping[str, str]) -> bool:
        """Whether any document was kept."""

    def nearest(self, keys: Mapping[str, str], wanted: FloatArray) -> list[str]:
        """The documents that were kept and come near to some passages, the nearest first."""


class KeptPassages:
    """Vectors in files of the user's own."""

    def __init__(self, model: ModelInfo) -> None:
        self._folder = cache_root() / "passages" / model.sha256[:16]
        self._dimension = model.dimension

    def add(self, keys: Mapping[str, str], made: Callable[[str], FloatArray | None]) -> None:
        """Keep what is missing; no error where it cannot be."""
        for name, key in keys.items():
            if not self._place(key).exists() and (vectors := made(name)) is not None:
                self.keep(key, vectors)

    def any_of(self, keys: Mapping[str, str]) -> bool:
        """Whether there is a file for any document."""
        return any(self._place(key).exists() for key in keys.values())

    def keep(self, key: str, vectors: FloatArray) -> None:
        """Keep the unit vectors of a document, a row each; no error where they cannot be."""
        try:
            private_folder(self._folder)
        except OSError:
            return
        keep_sealed(self._place(key), vectors.astype("<f2").tobytes())

    def nearest(self, keys: Mapping[str, str], wanted: FloatArray) -> list[str]:
        """The documents that were kept, the nearest first."""
        near = self.nearness(keys, wanted)
        return sorted(near, key=lambda name: (-near[name], name))

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


class SharedPassages:
    """Vectors on the server of a collection, for all who use it."""

    def __init__(self, opened: OpenedRows, model: ModelInfo) -> None:
        self._table = VectorTable(opened, f"clause_{model.sha256[:16]}", model.dimension)

    def add(self, keys: Mapping[str, str], made: Callable[[str], FloatArray | None]) -> None:
        """Keep what is missing. Raises CorpusError where it cannot be."""
        for some in self._table.lacking(keys, _AT_A_TIME):
            found = {name: vectors for name in some if (vectors := made(name)) is not None}
            rows = {
                name: [(n, n + 1, vector) for n, vector in enumerate(vectors)]
                for name, vectors in found.items()
            }
            self._table.keep(rows, keys)
        self._table.index()

    def any_of(self, keys: Mapping[str, str]) -> bool:
        """Whether the table holds any document; who may not read it goes without."""
        try:
            return bool(self._table.known())
        except CorpusError:
            return False

    def nearest(self, keys: Mapping[str, str], wanted: FloatArray) -> list[str]:
        """Of the documents those that have passages among the nearest, the nearest first.

        For each passage wanted the cosine of the document's nearest one, or, where none is among
        those that the index finds, the least that it found (Lee et al. 2023, "XTR"); of these the
        mean. Raises CorpusError.
        """
        known = self._table.known() or {}
        held = {name for name, key in keys.items() if known.get(name) == key}
        near: defaultdict[str, float] = defaultdict(float)
        for vector in wanted:
            found = self._table.nearest(vector)
            least = found[-1].cosine if found else 0.0
            best: dict[str, float] = {}
            for one in found:
                if one.document in held:
                    best.setdefault(one.document, one.cosine)
            for name, cosine in best.items():
                # What all have is left out: the order is the same.
                near[name] += cosine - least
        return sorted(near, key=lambda name: (-near[name], name))


def passages_kept(model: ModelInfo, shared: OpenedRows | None) -> PassagesKept:
    """Where the vectors of a collection are kept: on its ``shared`` server, if it has one."""
    return SharedPassages(shared, model) if shared else KeptPassages(model)
