"""What scodiff asks of an encoder, whichever model stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What identifies a model: its name, vector length and the SHA-256 of its weights."""

    name: str
    dimension: int
    sha256: str
    languages: tuple[str, ...] = ("en",)


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def info(self) -> ModelInfo:
        """The model's identity, known without loading its weights."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, float32, each of Euclidean norm 1."""
        ...
