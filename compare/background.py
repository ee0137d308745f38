"""What the genre's language looks like, as numbers: word frequencies and clause vectors.

The numbers come from international texts that take no part in the comparison (UN
resolutions above all); ``benchmarks/background.py`` makes them. They tell what is rare
from what every such text says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def document_frequencies() -> tuple[int, dict[str, int]]:
    """How many passages the background has, and in how many of them each stem stands."""
    data = json.loads(_file("background-words.json").read_text("utf-8"))
    return data["passages"], data["frequency"]


@dataclass(frozen=True, slots=True)
class VectorBackground:
    """What all clauses of a comparison share, and the clauses themselves.

    ``mean`` (shape ``(d,)``) and ``component`` (shape ``(d,)``, a unit vector) are taken
    from every vector before it is compared (Mu & Viswanath 2018, "All-but-the-top").
    ``clauses`` (shape ``(k, d)``) are unit vectors after that.
    """

    mean: Matrix
    component: Matrix
    clauses: Matrix

    def centre(self, vectors: Matrix) -> Matrix:
        """Unit vectors with the shared mean and component taken away."""
        rest = vectors - self.mean
        rest = rest - np.outer(rest @ self.component, self.component)
        norms = np.linalg.norm(rest, axis=1, keepdims=True)
        return np.asarray(rest / np.maximum(norms, 1e-9), dtype=np.float32)


def vector_background(clauses: Matrix, model_sha256: str) -> VectorBackground:
    """The background of a comparison: its own clauses and, beside them, the genre's.

    The compared texts say best what is common between them; the genre's hundred keep the
    mean steady where the texts are short. For a model that has none shipped, the texts
    stand alone.
    """
    vectors = np.concatenate([clauses, genre_clauses(model_sha256, clauses.shape[1])])
    mean = np.asarray(vectors.mean(axis=0), dtype=np.float32)
    component = first_component(vectors - mean)
    plain = VectorBackground(mean, component, vectors[:0])
    return VectorBackground(mean, component, plain.centre(vectors))


@lru_cache(maxsize=4)
def genre_clauses(model_sha256: str, dimension: int) -> Matrix:
    """Vectors of clauses of the genre by the model with that hash, shape ``(k, dimension)``."""
    resource = _file(f"background-{model_sha256[:12]}.npy")
    if not resource.is_file():
        return np.zeros((0, dimension), dtype=np.float32)
    with resource.open("rb") as stream:
        return np.asarray(np.load(stream, allow_pickle=False), dtype=np.float32)


def first_component(rows: Matrix) -> Matrix:
    """The first right singular vector of the rows, by power iteration from the longest row.

    Forty steps leave it well within what a cosine shows; its sign plays no part.
    """
    component = rows[np.argmax(np.linalg.norm(rows, axis=1))]
    for _ in range(40):
        component = rows.T @ (rows @ component)
        component = component / max(float(np.linalg.norm(component)), 1e-12)
    return np.asarray(component, dtype=np.float32)


def _file(name: str) -> Traversable:
    return files("scodiff.compare") / name
