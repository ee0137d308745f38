"""Whole comparisons of gold pairs by what learned from neither of their texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from benchmarks.lib.reading.read_pairs import PROFILE, ReadPair, profile_of
from benchmarks.lib.reading.weighing import OpinionWeights
from scodiff.compare import compare
from scodiff.compare.model import Comparison
from scodiff.compare.reading import second_reading
from scodiff.compare.scoring import classifier
from scodiff.compare.settings import DEFAULTS, Settings
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_reader
from scodiff.embeddings.pair_reader import ComparingEncoder, PairReader
from scodiff.embeddings.registry import load_registry


@contextmanager
def weights_of(example: ReadPair, weights: OpinionWeights) -> Iterator[None]:
    """Compare by the scorer's weights of an example, and by these for the second reading."""
    shipped = second_reading.weights_for(_shipped_reader())
    if shipped is None:
        raise ValueError("the reader that is shipped has no weights")
    own = replace(
        shipped,
        link=weights.link,
        same=weights.same,
        matter=weights.matter,
        counterpart=weights.counterpart,
    )
    with (
        patch.object(classifier, "profile_for", lambda *_, **__: profile_of(example.model)),
        patch.object(second_reading, "weights_for", lambda _: own),
    ):
        yield


def compared(
    example: ReadPair,
    weights: OpinionWeights,
    reader: PairReader | None,
    encoder: Encoder,
    settings: Settings = DEFAULTS,
) -> Comparison:
    """The whole comparison by weights and a reader that saw neither text."""
    used = encoder if reader is None else ComparingEncoder(encoder, reader)  # type: ignore[arg-type]
    with weights_of(example, weights):
        return compare(example.pair.a, example.pair.b, used, settings)


def _shipped_reader() -> str:
    """The SHA-256 of the reader that is shipped."""
    name = load_registry().models[PROFILE].reader
    return open_reader(name).info.sha256
