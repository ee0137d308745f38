"""Fitting how the scorer's and the reader's opinions are weighed, and judging it docs-out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.lib.learning import (
    TOPICAL_WEIGHT,
    counterpart_features,
    fit_logistic,
)
from benchmarks.lib.reading.read_pairs import PROFILE, REWRITTEN, ReadPair
from scodiff.compare.scoring.classifier import Regression, best_evidence, sigmoid

# What tells whether two paragraphs make one statement; that they share words, `first` knows.
OPINIONS = ("first", "statement", "both", "whole", "matter", "first:rank", "statement:rank")
# What tells a part from a whole, and the same matter from nothing, weighs the words once more.
FEATURES = (
    *OPINIONS,
    "tfidf",
    "overlap",
    "cover_more",
    "cover_less",
    "paragraph",
    "shorter",
)
# Sentences that were rewritten are many, and in one thing unlike any text: their neighbours are
# on other matters. From .1 to .6 links of restatements and of look-alikes go down together (r1 from
# .89 to .88, t1 from .14 to .07), and so do the real texts where rewrites weigh more than a fifth.
REWRITTEN_WEIGHT = 0.2


@dataclass(frozen=True)
class OpinionWeights:
    """The fitted regressions; see ``compare.reading.second_reading.ReadingWeights``."""

    link: Regression
    same: Regression
    matter: Regression
    counterpart: Regression

    def probabilities(self, example: ReadPair) -> np.ndarray:
        """That each of the pairs read answers to each other."""
        return sigmoid(self.link.logit(example.values))


def fit(training: Sequence[ReadPair]) -> OpinionWeights:
    """Fit all regressions."""
    link = _fit(training, OPINIONS, lambda labels: (labels >= 2, labels >= 0), TOPICAL_WEIGHT)
    same = _fit(training, FEATURES, lambda labels: (labels == 3, labels >= 2))
    matter = _fit(training, FEATURES, lambda labels: (labels == 1, (labels == 0) | (labels == 1)))
    return OpinionWeights(link, same, matter, _fit_counterpart(training, link))


Selection = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def _fit(
    training: Sequence[ReadPair],
    names: Sequence[str],
    chosen: Selection,
    topical: float = 1.0,
) -> Regression:
    """A regression on pairs: ``chosen`` says which are true, and which count, by their labels."""
    rows, true, weights = [], [], []
    for example in training:
        positive, counted = chosen(example.labels)
        table = np.stack([example.values[name] for name in names], axis=1)
        rewritten = example.pair.group == REWRITTEN
        weight = np.where((example.labels == 1) & (not rewritten), topical, 1.0)
        rows.append(table[counted])
        true.append(positive[counted])
        weights.append(weight[counted] * (REWRITTEN_WEIGHT if rewritten else 1.0))
    weight = np.concatenate(weights)
    return fit_logistic(np.concatenate(rows), np.concatenate(true), weight, names)


def _fit_counterpart(training: Sequence[ReadPair], link: Regression) -> Regression:
    names = counterpart_features(PROFILE)
    rows, has, weights = [], [], []
    for example in training:
        if example.pair.sampled:
            continue  # not all that could answer to a paragraph was looked at
        for side in (0, 1):
            values = best_evidence(example.scores.features, logits_of(example, link), side)
            rows.append(np.stack([values[name] for name in names], axis=1))
            has.append(answered(example, side))
            weights.append(np.full(len(has[-1]), len(has[-1]) ** -0.5))
    weight = np.concatenate(weights)
    return fit_logistic(np.concatenate(rows), np.concatenate(has), weight / weight.mean(), names)


def logits_of(example: ReadPair, link: Regression) -> np.ndarray:
    """Log-odds of all pairs, those read by the new regression."""
    logits = example.scores.logits.copy()
    logits[example.places] = link.logit(example.values)
    return logits


def answered(example: ReadPair, side: int) -> np.ndarray:
    """Which paragraphs of A (side 0) or B (side 1) a reader linked."""
    document = (example.pair.a, example.pair.b)[side]
    linked = {link[side] for link in example.pair.links}
    return np.array([paragraph.id in linked for paragraph in document.citable])


def docs_out(examples: Sequence[ReadPair]) -> Iterator[tuple[ReadPair, OpinionWeights]]:
    """Each example with weights from pairs that share no text, or no fold, with it."""
    fitted: dict[tuple[int, ...], OpinionWeights] = {}
    training = [e for e in examples if e.trains]
    for example in examples:
        others = [e for e in training if e is not example and e.may_train(example)]
        key = tuple(map(id, others))
        if key not in fitted:
            fitted[key] = fit(others)
        yield example, fitted[key]
