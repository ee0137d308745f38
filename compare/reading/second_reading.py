"""The second reading: what the scorer holds for likely is read, and judged by both.

The scorer knows how near two paragraphs are, and nearer than others; the reader of pairs knows
what the nearest two passages of them say. Regressions on both, their weights in ``weights.toml``
beside this file (made by ``benchmarks/train/reading.py``), give the probabilities.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from scodiff.compare.reading.of_concern import Concern, of_concern
from scodiff.compare.reading.passages import passage_around
from scodiff.compare.reading.short_list import short_list
from scodiff.compare.scoring.arrays import FloatArray, IndexArray
from scodiff.compare.scoring.candidate_pairs import Edge, some_pairs
from scodiff.compare.scoring.classifier import (
    Regression,
    Scores,
    Verdicts,
    counterparts,
    regression_of,
    sigmoid,
)
from scodiff.compare.scoring.features import RANK
from scodiff.compare.scoring.prepared_text import PreparedText
from scodiff.embeddings.pair_reader import PairReader

# The verdict on two passages that are the same to the letter, and need no reading.
_EQUAL = np.log(np.array([0.991, 0.003, 0.003, 0.003], dtype=np.float32))
_UNREAD = np.float32(-20)


@dataclass(frozen=True, slots=True)
class ReadingWeights:
    """How the reader's answers and the scorer's are weighed together.

    ``link`` gives the probability that a pair answers to each other, ``same`` that a pair which
    does is the same passage and no mere part, ``matter`` that one which does not is on the same
    matter; ``counterpart`` and ``certainty`` are those of ``classifier.Profile``.
    """

    certainty: Mapping[str, float]
    link: Regression
    same: Regression
    matter: Regression
    counterpart: Regression


def read_again(
    scores: Scores,
    reader: PairReader,
    forbidden: frozenset[Edge] = frozenset(),
    concern: Concern | None = None,
) -> Scores:
    """The scores in view of what the likely pairs say when they are read.

    Pairs that are not read keep their probability, and come last among the candidates; with a
    ``concern`` only those are read that concern one paragraph most. Without
    weights for the reader, or without pairs, the scores stay as they are.
    """
    weights = weights_for(reader.info.sha256)
    if weights is None or not len(scores.pairs):
        return scores
    places = short_list(scores.pairs, scores.link, (scores.logits, scores.candidates))
    if concern is not None:
        places = of_concern(concern, scores.pairs, places, scores.link)
    values = reading_features(scores, places, read(scores, places, reader))
    logits, candidates = scores.logits.copy(), scores.logits + _UNREAD
    logits[places] = candidates[places] = weights.link.logit(values)
    statement, same, matter = (np.zeros(len(logits), dtype=np.float32) for _ in range(3))
    statement[places] = sigmoid(values["statement"])
    was_read = np.zeros(len(logits), dtype=bool)
    was_read[places] = True
    same[places] = sigmoid(weights.same.logit(values))
    matter[places] = sigmoid(weights.matter.logit(values))
    of_a, of_b = (
        counterparts(weights.counterpart, scores.features, logits, side, forbidden)
        for side in (0, 1)
    )
    return replace(
        scores,
        logits=logits,
        link=sigmoid(logits),
        candidates=candidates,
        counterpart_a=of_a,
        counterpart_b=of_b,
        certainty=weights.certainty,
        verdicts=Verdicts(was_read, statement, same, matter),
    )


def read(scores: Scores, places: IndexArray, reader: PairReader) -> FloatArray:
    """Log-probabilities of the reader's verdicts on pairs, shape ``(len(places), 4)``."""
    found = np.tile(_EQUAL, (len(places), 1))
    passages = passages_of(scores, places)
    differing = [k for k, (a, b) in enumerate(passages) if a != b]
    found[differing] = reader.read([passages[k] for k in differing])
    return found


def passages_of(scores: Scores, places: IndexArray) -> list[tuple[str, str]]:
    """What is read of each pair: of both paragraphs the passages that come nearest."""
    rows, columns = (x[places].tolist() for x in (scores.pairs.rows, scores.pairs.columns))
    edges = list(zip(rows, columns, strict=True))
    best = scores.features.clauses.best(edges)
    return [
        (_passage(scores.a, i, clause_a), _passage(scores.b, j, clause_b))
        for (i, j), (clause_a, clause_b) in zip(edges, best, strict=True)
    ]


def _passage(text: PreparedText, paragraph: int, clause: int) -> str:
    first = int(text.groups.starts[paragraph])
    return passage_around(text.texts[paragraph], *text.spans[paragraph][clause - first])


def reading_features(
    scores: Scores, places: IndexArray, verdicts: FloatArray
) -> dict[str, FloatArray]:
    """What the regressions weigh, one figure for each pair that was read.

    ``first`` is the scorer's log-odds; ``statement`` the reader's of any statement in common,
    ``whole`` of all against a part, ``matter`` of the same matter against nothing; the rank of the
    first two is among the pairs read (see ``CandidatePairs.ranks``). ``both`` is the lesser of
    ``first`` and ``statement``.
    """
    same, contained, matter, nothing = verdicts.T
    statement = np.logaddexp(same, contained) - np.logaddexp(matter, nothing)
    first = scores.logits[places]
    pairs = some_pairs(scores.pairs.rows[places], scores.pairs.columns[places], scores.pairs.shape)
    values = scores.features.values
    return {
        "first": first,
        "statement": statement,
        "both": np.minimum(first, statement),
        "whole": same - contained,
        "matter": matter - nothing,
        "first" + RANK: pairs.ranks(first),
        "statement" + RANK: pairs.ranks(statement),
        **{name: values[name][places] for name in _KEPT},
    }


# Evidence of the scorer that is weighed once more, since it tells a part from a whole.
_KEPT = ("tfidf", "overlap", "cover_more", "cover_less", "paragraph", "shorter")


def weights_for(sha256: str) -> ReadingWeights | None:
    """The weights that were fitted for a reader, known by the SHA-256 of its own."""
    table = _weights()
    if sha256 not in table["readers"]:
        return None
    parts = [regression_of(table[part]) for part in ("link", "same", "matter", "counterpart")]
    certainty = {name: float(least) for name, least in table["certainty"].items()}
    return ReadingWeights(certainty, *parts)


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("weights.toml").read_text("utf-8"))
