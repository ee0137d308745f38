"""What scodiff asks of an encoder, whichever model stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
#: Where a passage stands in its text, or a piece in a sequence: from and to, half-open.
Offsets = tuple[int, int]
#: Called with the number of texts that are done and of all.
ProgressCallback = Callable[[int, int], None]


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


@dataclass(frozen=True, slots=True)
class SpanVectors:
    """Vectors of ``n`` texts and of ``k`` passages in them, each read where it stands.

    ``texts`` (shape ``(n, d)``) is what ``Encoder.encode`` gives. ``last`` and ``layers``
    (each ``(k, d)``) have the passages of the first text, then those of the second, and so
    on: the mean of a passage's word pieces in the model's last layer, and the sum of those
    means, each made a unit vector, in its last three layers. All are of Euclidean norm 1.
    """

    texts: Vectors
    last: Vectors
    layers: Vectors


@runtime_checkable
class SpanEncoder(Encoder, Protocol):
    """Reads a text once for itself and for all passages in it.

    Guenther et al. 2024, "Late Chunking", section 3: word pieces are pooled passage by passage
    after the whole text has been read, so that a passage is understood in its context.
    """

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Offsets]]) -> SpanVectors:
        """Vectors of the texts, and of the spans of each; ``spans`` is as long as ``texts``."""
        ...
