"""Fitting the pair scorer and judging it on documents that it has not seen."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from benchmarks.lib.gold import VALIDATION, GoldPair
from scodiff.compare.alignment.threshold import best_threshold
from scodiff.compare.scoring.classifier import (
    BEST_LINK,
    Regression,
    best_evidence,
    features,
    sigmoid,
)
from scodiff.compare.scoring.features import LITERAL, OWN_CLAUSE, RANK, SEMANTIC, Features
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.scoring.vectors import ALONE, IN_CONTEXT, ClauseReading
from scodiff.compare.settings import DEFAULTS
from scodiff.embeddings.encoder import Encoder

# A topical pair is no link, but no plain negative either: readers differ on that border.
TOPICAL_WEIGHT = 0.3
# Inverse strength of the L2 penalty; the figures are flat from 0.03 to 0.1, and 0.1 is the
# better calibrated.
PENALTY = 0.1
Figures = dict[str, list[list[float]]]
COUNTERPART: tuple[str, ...] = ("tfidf", "paragraph", "clause", "margin", "cover_more")
COUNTERPART_IN_CONTEXT: tuple[str, ...] = ("tfidf", "paragraph", OWN_CLAUSE)
WITHOUT_WORDS = tuple(name for name in SEMANTIC if not name.startswith("joint"))
# Profiles of models that read a clause where it stands. Both readings together would be worth
# .01 of F1 at most, and cost twice the time.
IN_CONTEXT_PROFILES = ("minilm", "minilm-declarations")


def reading_of(profile: str) -> ClauseReading:
    """How clauses are read for a profile."""
    return IN_CONTEXT if profile in IN_CONTEXT_PROFILES else ALONE


def link_features(profile: str) -> tuple[str, ...]:
    """The features that a profile's pair scorer uses."""
    raw = {"literal": LITERAL, "semantic": WITHOUT_WORDS}.get(profile, LITERAL + SEMANTIC)
    return (*raw, *(name + RANK for name in raw), "shorter")


def counterpart_features(profile: str) -> tuple[str, ...]:
    """The features that a profile's counterpart scorer uses."""
    if profile == "literal":
        return (BEST_LINK, "tfidf", "window")
    kept = COUNTERPART_IN_CONTEXT if reading_of(profile) is IN_CONTEXT else COUNTERPART
    return (BEST_LINK, "cosine", *(kept[1:] if profile == "semantic" else kept))


@dataclass(frozen=True)
class Example:
    """A gold pair with its evidence: ``labels`` holds 3 for S, 2 for P, 1 for T, else 0."""

    pair: GoldPair
    evidence: Features
    labels: np.ndarray

    @property
    def documents(self) -> frozenset[str]:
        """The ids of both documents."""
        return frozenset((self.pair.a.id, self.pair.b.id))


def examples(
    pairs: Sequence[GoldPair], encoder: Encoder | None, reading: ClauseReading = ALONE
) -> list[Example]:
    """Evidence and labels of all pairs."""
    return [_example(pair, encoder, reading) for pair in pairs]


def _example(pair: GoldPair, encoder: Encoder | None, reading: ClauseReading) -> Example:
    a, b = pair.a.citable, pair.b.citable
    side_a, side_b = (prepare([p.text for p in paragraphs], "en") for paragraphs in (a, b))
    evidence = features(side_a, side_b, encoder, reading=reading)
    place_a = {p.id: i for i, p in enumerate(a)}
    place_b = {p.id: j for j, p in enumerate(b)}
    labels = np.zeros((len(a), len(b)), dtype=int)
    for (id_a, id_b), label in pair.labels.items():
        labels[place_a[id_a], place_b[id_b]] = {"S": 3, "P": 2, "T": 1}[label]
    return Example(pair, evidence, labels)


@dataclass(frozen=True)
class Model:
    """A fitted pair scorer, counterpart scorer and order of candidates."""

    link: Regression
    counterpart: Regression
    candidates: Regression

    def ranking(self, example: Example) -> np.ndarray:
        """How the candidates of each paragraph are ordered."""
        return self.candidates.logit(example.evidence.values).reshape(example.labels.shape)

    def links(self, example: Example) -> np.ndarray:
        """Probabilities of all pairs."""
        logits = self.link.logit(example.evidence.values)
        return sigmoid(logits).reshape(example.labels.shape)

    def counterparts(self, example: Example, side: int = 0) -> np.ndarray:
        """Probabilities that the paragraphs of A (side 0) or B (side 1) have a counterpart."""
        logits = self.link.logit(example.evidence.values)
        return sigmoid(self.counterpart.logit(best_evidence(example.evidence, logits, side)))


def fit(training: Sequence[Example], profile: str, without: frozenset[str] = frozenset()) -> Model:
    """Fit all regressions; ``without`` names features to leave out (for ablations)."""
    names = [n for n in link_features(profile) if n.removesuffix(RANK) not in without]
    names = [n for n in names if n not in without]
    link = _fit_link(training, names)
    counterpart = _fit_counterpart(training, link, counterpart_features(profile))
    raw = [n for n in names if not n.endswith(RANK)]
    return Model(link, counterpart, _fit_candidates(training, raw))


def _fit_link(training: Sequence[Example], names: Sequence[str]) -> Regression:
    rows = [np.stack([e.evidence.values[n] for n in names], 1) for e in training]
    labels = np.concatenate([e.labels.ravel() for e in training])
    weights = np.where(labels == 1, TOPICAL_WEIGHT, 1.0)
    return fit_logistic(np.concatenate(rows), labels >= 2, weights, names)


def _fit_candidates(training: Sequence[Example], names: Sequence[str]) -> Regression:
    """A conditional logit (McFadden 1974): which of a row, or column, is the true one?

    Ranking asks less than deciding, and learns more from the few distant links: the
    features' own heights differ from pair to pair of texts, their order does not.
    """
    stacked = [_cube(e, names) for e in training]
    flat = np.concatenate([rows.reshape(-1, len(names)) for rows in stacked])
    mean, deviation = flat.mean(0), flat.std(0) + 1e-9
    choices = []
    for example, rows in zip(training, stacked, strict=True):
        true = (example.labels >= 2).astype(float)
        scaled = (rows - mean) / deviation
        for block, chosen in ((scaled, true), (scaled.transpose(1, 0, 2), true.T)):
            weight = len(block) ** -0.5
            for k in np.flatnonzero(chosen.any(axis=1)):
                choices.append((block[k], chosen[k] / chosen[k].sum(), weight))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = float(weights @ weights), 2 * weights
        for block, chosen, weight in choices:
            scores = block @ weights
            likelihood = np.exp(scores - scores.max())
            likelihood /= likelihood.sum()
            value -= weight * float(chosen @ np.log(likelihood + 1e-12))
            gradient = gradient + weight * (block.T @ (likelihood - chosen))
        return value, gradient

    start = np.zeros(len(names))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return Regression(0.0, dict(zip(names, map(float, found.x / deviation), strict=True)))


def _cube(example: Example, names: Sequence[str]) -> np.ndarray:
    """The features of all pairs, shape (paragraphs of A, paragraphs of B, features)."""
    values = [example.evidence.values[name].reshape(example.labels.shape) for name in names]
    return np.stack(values, -1)


def _fit_counterpart(
    training: Sequence[Example], link: Regression, names: Sequence[str]
) -> Regression:
    rows, has, weights = [], [], []
    for example in training:
        logits = link.logit(example.evidence.values)
        for side_number in (0, 1):
            values = best_evidence(example.evidence, logits, side_number)
            rows.append(np.stack([values[name] for name in names], 1))
            has.append(np.asarray((example.labels >= 2).any(axis=1 - side_number)))
            weights.append(np.full(len(has[-1]), len(has[-1]) ** -0.5))
    weight = np.concatenate(weights)
    return fit_logistic(np.concatenate(rows), np.concatenate(has), weight / weight.mean(), names)


def fit_logistic(
    rows: np.ndarray, positive: np.ndarray, weights: np.ndarray, names: Sequence[str]
) -> Regression:
    """Fit on standardised features, and give the weights for the features as they come."""
    mean, deviation = rows.mean(0), rows.std(0) + 1e-9
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=PENALTY, max_iter=5000)
        model.fit((rows - mean) / deviation, positive, sample_weight=weights)
    scaled = model.coef_[0] / deviation
    intercept = float(model.intercept_[0] - (scaled * mean).sum())
    return Regression(intercept, dict(zip(names, map(float, scaled), strict=True)))


def docs_out(
    all_examples: Sequence[Example],
    profile: str,
    without: frozenset[str] = frozenset(),
) -> Iterator[tuple[Example, Model]]:
    """Each example with a model fitted on pairs that share neither of its documents."""
    models: dict[tuple[str, ...], Model] = {}
    for example, training in _folds(all_examples):
        name = tuple(e.pair.name for e in training)
        if name not in models:
            models[name] = fit(training, profile, without)
        yield example, models[name]


def _folds(all_examples: Sequence[Example]) -> Iterator[tuple[Example, list[Example]]]:
    """Each example, and the pairs that may train what judges it.

    The pair held back and those for validation never train. The rewrite pairs share no
    documents with anything; one model serves each third of them.
    """
    training = [e for e in all_examples if e.pair.trains]
    rewrites = [e for e in training if e.pair.group == "rewrite"]
    for example in all_examples:
        if example.pair.group != "rewrite":
            yield example, [e for e in training if not e.documents & example.documents]
        else:
            out = {e.pair.name for e in rewrites[rewrites.index(example) % 3 :: 3]}
            yield example, [e for e in training if e.pair.name not in out]


def group_of(example: Example) -> str:
    """The row of the tables that an example belongs to."""
    if example.pair.group != "sco":
        return example.pair.group
    first = example.pair.a.id[:4]
    return {"2003": "distant", "2019": "middle", "2022": "close"}[first]


def f1(found: np.ndarray, labels: np.ndarray) -> float:
    """F1 on S and P; topical pairs neither count for nor against."""
    counted = labels != 1
    true = (found & (labels >= 2)).sum()
    total = (found & counted).sum() + (labels >= 2).sum()
    return float(2 * true / total) if total else 1.0


def f1_as_linked(links: np.ndarray, labels: np.ndarray) -> float:
    """F1 of what is linked by these probabilities."""
    return f1(links >= best_threshold(links, DEFAULTS.least_link), labels)


def mean_of_groups(figures: Figures) -> np.ndarray:
    """The mean of the groups' means, without those that only validate."""
    rows = [np.nanmean(r, axis=0) for group, r in figures.items() if group != VALIDATION]
    return np.asarray(np.nanmean(rows, axis=0))
