"""What the vectors of a comparison have in common with each other and with the genre's.

The genre's clauses come from international texts that take no part in the comparison (UN
resolutions above all); ``benchmarks/train/background.py`` makes their vectors. They tell what
is rare from what every such text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from scodiff.compare.scoring.arrays import FloatArray, make_unit
from scodiff.compare.scoring.vectors import ALONE, ClauseReading
from scodiff.embeddings.encoder import ModelInfo

# The two vectors of a clause of the genre: as it is read, and without its context.
AS_READ, OWN = 0, 1
# How much of the mean is taken from clauses that are read where they stand. The figures of
# benchmarks/train/train.py are flat from 0.3 to 0.9.
MEAN_SHARE_IN_CONTEXT = 0.7


@dataclass(frozen=True, slots=True)
class VectorBackground:
    """What all clauses of a comparison share, and the clauses themselves.

    ``mean`` (shape ``(d,)``) and ``component`` (shape ``(d,)``, a unit vector, or None) are
    taken from every vector before it is compared (Mu & Viswanath 2018, "All-but-the-top").
    ``clauses`` (shape ``(k, d)``) are unit vectors after that.
    """

    mean: FloatArray
    component: FloatArray | None
    clauses: FloatArray

    def centre(self, vectors: FloatArray) -> FloatArray:
        """Unit vectors with the shared mean and component taken away."""
        rest = vectors - self.mean
        if self.component is not None:
            rest -= np.outer(rest @ self.component, self.component)
        return make_unit(rest)


def vector_background(
    clauses: FloatArray, genre: FloatArray, reading: ClauseReading
) -> VectorBackground:
    """The background of a comparison: its own clauses and, beside them, the genre's.

    The compared texts say best what is common between them; the genre's hundred keep the
    mean steady where the texts are short. For a model that has none shipped, the texts
    stand alone. Of clauses that are read where they stand less is taken away: their first
    component is what their texts are about.
    """
    vectors = np.concatenate([clauses, genre])
    mean = np.asarray(vectors.mean(axis=0), dtype=np.float32)
    component = first_component(vectors - mean) if reading is ALONE else None
    mean = mean if reading is ALONE else mean * np.float32(MEAN_SHARE_IN_CONTEXT)
    plain = VectorBackground(mean, component, vectors[:0])
    return VectorBackground(mean, component, plain.centre(vectors))


def genre_clauses(model: ModelInfo, reading: ClauseReading) -> FloatArray:
    """Vectors of clauses of the genre by a model, shape ``(k, 2, dimension)``.

    Of each clause there are two: as it is read where it stands (``AS_READ``), and without what
    its context has put into it (``OWN``). There are none for a model that scodiff does not
    know, nor for clauses that are read alone.
    """
    resource = _file(f"background-{model.sha256[:12]}.npy")
    if reading is ALONE or not resource.is_file():
        return np.zeros((0, 2, model.dimension), dtype=np.float32)
    return _vectors(resource.name)


@lru_cache(maxsize=4)
def _vectors(name: str) -> FloatArray:
    with _file(name).open("rb") as stream:
        return np.asarray(np.load(stream, allow_pickle=False), dtype=np.float32)


def first_component(rows: FloatArray) -> FloatArray:
    """The first right singular vector of the rows, by power iteration from the longest row.

    Forty steps leave it well within what a cosine shows; its sign plays no part.
    """
    component = rows[np.argmax(np.linalg.norm(rows, axis=1))]
    for _ in range(40):
        component = rows.T @ (rows @ component)
        component = component / max(float(np.linalg.norm(component)), 1e-12)
    return np.asarray(component, dtype=np.float32)


def _file(name: str) -> Path:
    return Path(__file__).with_name(name)
