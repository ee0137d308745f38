"""Every threshold of a comparison, in one place; the JSON records them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds of a comparison.

    The defaults come from measurements that ``benchmarks/`` repeats. Scores and shares
    are in [0, 1]; ``semantic_weight`` is the share of the cosine in the joint score.
    """

    semantic_weight: float = 0.5
    sentence_vote: float = 0.35
    edge: float = 0.10
    growth: float = 0.25
    repeated_sentence_weight: float = 0.15
    residual: float = 0.37
    reformulated_below: float = 0.35
    related: float = 0.40
    part: float = 0.55
