"""From evidence to probability: do two paragraphs answer to each other?

Three regressions, their weights in ``weights.toml``, made from the alignment gold
by ``benchmarks/train/train.py``. The first scores pairs; the second says of one paragraph
whether anything in the other text answers to it at all; the third orders candidates.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scodiff.compare.scoring.arrays import FloatArray
from scodiff.compare.scoring.candidate_pairs import CandidatePairs, Edge
from scodiff.compare.scoring.candidates import candidate_features
from scodiff.compare.scoring.features import Features, all_features, no_features
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.compare.scoring.vectors import ALONE, IN_CONTEXT, ClauseReading
from scodiff.embeddings.encoder import Encoder, SpanEncoder

LITERAL_PROFILE, SEMANTIC_PROFILE, ANY_MODEL_PROFILE = "literal", "semantic", "any-model"
BEST_LINK = "best_link"
# Above so many pairs of paragraphs only candidates are scored. That is quicker from 40,000
# pairs on (benchmarks/evaluate/scale.py), but exact ranks are worth the second that they cost here.
MOST_PAIRS = 250_000
# So many in both texts together: the tables of all clauses would take gigabytes.
MOST_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression: its intercept and one weight a feature."""

    intercept: float
    weights: Mapping[str, float]

    def logit(self, values: Mapping[str, FloatArray]) -> FloatArray:
        """The log-odds, of the shape that the features have."""
        total = np.float32(self.intercept)
        return np.asarray(
            sum((np.float32(w) * values[name] for name, w in self.weights.items()), total),
            dtype=np.float32,
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """The weights for one kind of evidence: a known model, any model, or words only.

    ``certainty`` has the least probabilities at which what is said is sure, or likely
    (``CERTAINTY_THRESHOLDS``); ``reading`` is how clauses were read when the weights were fitted.
    """

    name: str
    certainty: Mapping[str, float]
    reading: ClauseReading
    link: Regression
    counterpart: Regression
    candidates: Regression


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a reader of pairs adds for each pair: probabilities, 0 for a pair that was not ``read``.

    ``statement`` is the reader's own that a pair has a statement in common; ``same`` that a pair
    which answers to each other is the same passage, and no mere part of it; ``matter`` that one
    which does not is on the same specific matter.
    """

    read: npt.NDArray[np.bool_]
    statement: FloatArray
    same: FloatArray
    matter: FloatArray


@dataclass(frozen=True, slots=True)
class Scores:
    """What is known of the pairs of two texts, ``a`` of ``n`` and ``b`` of ``m`` paragraphs.

    ``logits`` are the log-odds, and ``link`` the probability, that a pair answers to each other,
    one for each pair of ``pairs``; ``counterpart_a`` (``(n,)``) and ``counterpart_b`` (``(m,)``)
    that a paragraph has any counterpart. All are in [0, 1]. ``candidates`` orders the pairs of a
    paragraph; its height means nothing. ``certainty`` has the probabilities from which what is
    said is sure, or likely. ``verdicts`` are a reader's, where one has read the pairs.
    """

    a: PreparedText
    b: PreparedText
    logits: FloatArray
    link: FloatArray
    candidates: FloatArray
    counterpart_a: FloatArray
    counterpart_b: FloatArray
    features: Features
    certainty: Mapping[str, float]
    verdicts: Verdicts | None = None

    @property
    def pairs(self) -> CandidatePairs:
        """The pairs of paragraphs that were scored."""
        return self.features.pairs

    def probability(self, edge: Edge) -> float:
        """The probability of a pair; 0 for one that was no candidate."""
        place = self.pairs.place(edge)
        return 0.0 if place is None else float(self.link[place])

    def denied(self, edge: Edge) -> bool:
        """Whether a reader found no statement in common: then neighbours say nothing for a pair."""
        place = self.pairs.place(edge)
        if self.verdicts is None or place is None or not self.verdicts.read[place]:
            return False
        return bool(self.verdicts.statement[place] < 0.5)

    def same(self, edge: Edge) -> float:
        """The probability that a pair, if it answers to each other, is the same passage.

        1 where nobody read the pair, and so nobody can say that it is less.
        """
        place = self.pairs.place(edge)
        if self.verdicts is None or place is None or not self.verdicts.read[place]:
            return 1.0
        return float(self.verdicts.same[place])

    def preference(self, edge: Edge) -> float:
        """How the pair orders among others, last where it was not scored."""
        place = self.pairs.place(edge)
        return -math.inf if place is None else float(self.candidates[place])


def score(
    a: PreparedText,
    b: PreparedText,
    encoder: Encoder | None,
    *,
    same_language: bool = True,
    forbidden: frozenset[Edge] = frozenset(),
) -> Scores:
    """Score every pair of paragraphs.

    A pair that a reader has ``forbidden`` is no counterpart to anything.

    Raises:
        ValueError: neither a model nor a common language, so nothing to go by.
    """
    profile = profile_for(encoder, same_language=same_language)
    if not (a.texts and b.texts):
        return _no_scores(a, b, profile.certainty)
    if encoder is None and not same_language:
        raise ValueError("texts in two languages cannot be compared by their words alone")
    evidence = features(a, b, encoder, reading=profile.reading)
    logits = profile.link.logit(evidence.values)
    return Scores(
        a,
        b,
        logits,
        sigmoid(logits),
        profile.candidates.logit(evidence.values),
        counterparts(profile.counterpart, evidence, logits, 0, forbidden),
        counterparts(profile.counterpart, evidence, logits, 1, forbidden),
        evidence,
        profile.certainty,
    )


def _no_scores(a: PreparedText, b: PreparedText, certainty: Mapping[str, float]) -> Scores:
    """The scores where one text has no paragraphs: there are no pairs, and no counterparts."""
    nothing = np.zeros(0, dtype=np.float32)
    of_a, of_b = (np.zeros(len(text.texts), dtype=np.float32) for text in (a, b))
    return Scores(a, b, nothing, nothing, nothing, of_a, of_b, no_features(a, b), certainty)


def features(
    a: PreparedText,
    b: PreparedText,
    encoder: Encoder | None,
    *,
    reading: ClauseReading = ALONE,
    most_pairs: int = MOST_PAIRS,
) -> Features:
    """Every feature of the pairs; without an encoder, the literal ones only.

    ``reading`` says how clauses are turned into vectors; in context, only a ``SpanEncoder``
    can. Up to ``most_pairs`` all pairs of paragraphs are scored, and beyond it, or in texts of
    more than ``MOST_CHARACTERS``, candidates. Both
    texts must have at least one paragraph.
    """
    characters = sum(map(len, (*a.texts, *b.texts)))
    many = len(a.texts) * len(b.texts) > most_pairs or characters > MOST_CHARACTERS
    return (candidate_features if many else all_features)(a, b, encoder, reading)


def counterparts(
    regression: Regression,
    evidence: Features,
    logits: FloatArray,
    side: int,
    forbidden: frozenset[Edge],
) -> FloatArray:
    """The probability that a paragraph of one side has a counterpart that is not forbidden."""
    found = sigmoid(regression.logit(best_evidence(evidence, logits, side)))
    values = evidence.values | {BEST_LINK: logits}
    if evidence.cosine is not None:
        values["cosine"] = evidence.cosine
    out = {evidence.pairs.place(edge) for edge in forbidden}
    for paragraph in {edge[side] for edge in forbidden}:
        left = [p for p in evidence.pairs.of(paragraph, side).tolist() if p not in out]
        best = {
            name: of_pairs[left].max(keepdims=True) for name, of_pairs in values.items() if left
        }
        found[paragraph] = sigmoid(regression.logit(best))[0] if left else 0.0
    return found


def best_evidence(evidence: Features, logits: FloatArray, side: int) -> dict[str, FloatArray]:
    """Each feature's best value for every paragraph of A (side 0) or B (side 1)."""
    pairs = evidence.pairs
    values = {name: pairs.best(scores, side) for name, scores in evidence.values.items()}
    if evidence.cosine is not None:
        values["cosine"] = pairs.best(evidence.cosine, side)
    return values | {BEST_LINK: pairs.best(logits, side)}


def sigmoid(logits: FloatArray) -> FloatArray:
    """The probability of given log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def profile_for(encoder: Encoder | None, *, same_language: bool = True) -> Profile:
    """The weights that fit the evidence at hand."""
    if encoder is None:
        return profile(LITERAL_PROFILE)
    if not same_language:
        return profile(SEMANTIC_PROFILE)
    models: dict[str, str] = _weights()["models"]
    found = profile(models.get(encoder.info.sha256, ANY_MODEL_PROFILE))
    if found.reading is IN_CONTEXT and not isinstance(encoder, SpanEncoder):
        return profile(ANY_MODEL_PROFILE)
    return found


def profile(name: str) -> Profile:
    """The profile of that name; raises KeyError where there is none."""
    table = _weights()["profile"][name]
    parts = [regression_of(table[part]) for part in ("link", "counterpart", "candidates")]
    certainty = {name: float(least) for name, least in table["certainty"].items()}
    reading = ClauseReading(table["reading"])
    return Profile(name, certainty, reading, *parts)


def regression_of(table: Mapping[str, Any]) -> Regression:
    """The regression that a table of weights has."""
    weights = {name: float(weight) for name, weight in table.items() if name != "intercept"}
    return Regression(float(table["intercept"]), weights)


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("weights.toml").read_text("utf-8"))
