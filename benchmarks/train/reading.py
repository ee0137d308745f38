"""Make ``compare/reading/weights.toml``: how the scorer's and the reader's opinions are weighed.

    python -m benchmarks.train.reading FOLDER [--write]

FOLDER has the readers that left out folds of texts (``train/statements.py``). Every pair of texts
is scored and read by what learned from neither of its texts, and judged by regressions from pairs
that share neither text with it; a pair that no reader in FOLDER may judge is left out, as are the
pairs for validation from what is fitted. Beside the alignment gold stand the pairs of
``gold/pairs`` and texts made of rewrites. The table gives for each pair of texts the average
precision among what was labelled (T left out), by the scorer alone and with the reader, and the
best F1 of both; then F1 of the groups, linked from the threshold that each pair of texts sets.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.lib.gold import read_pairs
from benchmarks.lib.reading.read_pairs import (
    PROFILE,
    REWRITTEN,
    FoldReaders,
    ReadPair,
    read_pairs_by,
    rewritten_texts,
)
from benchmarks.lib.reading.texts import read_candidates
from benchmarks.lib.reading.weighing import OpinionWeights, answered, docs_out, fit, logits_of
from benchmarks.train.train import lines_of
from scodiff.compare.alignment.threshold import best_threshold
from scodiff.compare.scoring.classifier import best_evidence, sigmoid
from scodiff.compare.settings import DEFAULTS
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.pair_reader import ComparingEncoder
from scodiff.embeddings.registry import load_registry

OUTPUT = Path(__file__).resolve().parents[2] / "compare" / "reading" / "weights.toml"


def show(judged: Sequence[tuple[ReadPair, OpinionWeights]]) -> None:
    """Average precision and best F1 of each pair of texts, without the reader and with it."""
    print(f"\n{'':<52}{'links':>6}{'AP':>7}{'read':>7}{'F1':>7}{'read':>7}")
    for example, weights in judged:
        counted = (example.labels >= 0) & (example.labels != 1)
        true = example.labels[counted] >= 2
        if not true.any():
            continue
        figures = []
        for scores in (example.values["first"], weights.probabilities(example)):
            figures.append(average_precision_score(true, scores[counted]))
            figures.append(_best_f1(true, scores[counted], example.links))
        first, first_f1, again, again_f1 = figures
        row = f"{first:7.3f}{again:7.3f}{first_f1:7.3f}{again_f1:7.3f}"
        print(f"{example.pair.name[:50]:<52}{true.sum():>6}{row}")


def _best_f1(true: np.ndarray, scores: np.ndarray, links: int) -> float:
    hits = true[np.argsort(-scores, kind="stable")].cumsum()
    return float((2 * hits / (np.arange(len(hits)) + 1 + links)).max())


def f1_by_group(judged: Sequence[tuple[ReadPair, OpinionWeights]]) -> dict[str, float]:
    """Mean F1 of the pairs of each group."""
    found = defaultdict(list)
    for example, weights in judged:
        probabilities, labels = weights.probabilities(example), example.labels
        # In texts made of rewrites another statement on the matter is a false link, not a doubtful.
        counted = labels >= 0 if example.pair.group == REWRITTEN else (labels >= 0) & (labels != 1)
        links = sigmoid(logits_of(example, weights.link))
        threshold = best_threshold(links, DEFAULTS.least_link_read)
        linked = (probabilities >= threshold) & counted
        f1 = 2 * (linked & (labels >= 2)).sum() / max(1, linked.sum() + example.links)
        found[group_of(example)].append(f1)
    return {group: float(np.mean(rows)) for group, rows in found.items()}


def group_of(example: ReadPair) -> str:
    """The row of the tables that an example belongs to."""
    if example.pair.group != "sco":
        return example.pair.group
    return {"2003": "distant", "2019": "middle", "2022": "close"}[example.pair.a.id[:4]]


# What is called sure is right in 97 of 100 cases, what is called likely in 4 of 5.
LEVELS = {"sure": 0.97, "likely": 0.8}
GRID = np.arange(0.3, 0.991, 0.01)


def certainty_of(judged: Sequence[tuple[ReadPair, OpinionWeights]]) -> dict[str, float]:
    """For links, parts and paragraphs without a counterpart, the thresholds of ``LEVELS``.

    Each is the lowest above which everything said is right so often, in texts that were read in
    full, and not for validation only; for links of all pairs, for parts of those that the reader
    takes for no more, among which less is true.
    """
    pairs, parts, alone = [], [], []
    for example, weights in judged:
        if example.pair.sampled or example.pair.group == REWRITTEN or not example.trains:
            continue
        rows = np.stack((weights.probabilities(example), example.labels >= 2), axis=1)
        counted = example.labels != 1
        mere = sigmoid(weights.same.logit(example.values)) < DEFAULTS.passage
        pairs.append(rows[counted])
        parts.append(rows[counted & mere])
        alone += [np.stack(_alone(example, weights, side), axis=1) for side in (0, 1)]
    said = {"link": pairs, "alone": alone, "part": parts}
    return {
        f"{level}_{what}": _lowest(np.concatenate(rows), right)
        for what, rows in said.items()
        for level, right in LEVELS.items()
    }


def _alone(example: ReadPair, weights: OpinionWeights, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each paragraph, how probable it is that nothing answers to it, and whether that is so."""
    logits = logits_of(example, weights.link)
    values = best_evidence(example.scores.features, logits, side)
    has = sigmoid(weights.counterpart.logit(values))
    best = sigmoid(example.scores.pairs.best(logits, side))
    return 1 - np.maximum(has, best), ~answered(example, side)


def _lowest(rows: np.ndarray, right: float) -> float:
    """The lowest threshold of the grid from which on the share of true is high enough."""
    shares = np.array([rows[rows[:, 0] >= t, 1].mean() for t in GRID if (rows[:, 0] >= t).any()])
    enough = shares >= right
    start = len(enough) - int(np.argmin(enough[::-1])) if not enough.all() else 0
    return float(GRID[min(start, len(GRID) - 1)])


def write(weights: OpinionWeights, certainty: Mapping[str, float], sha256: str) -> None:
    """Write the weights for the reader of that digest."""
    lines = [
        "# How the scorer's opinion of a pair and the reader's are weighed: log-odds for one unit",
        "# of each figure. Made by benchmarks/train/reading.py; not by hand.",
        "",
        f'readers = ["{sha256}"] # SHA-256 of the weights of the reader that this was fitted for',
        "",
        "[certainty]",
        *(f"{name} = {value:.2f}" for name, value in certainty.items()),
    ]
    for part in ("link", "same", "matter", "counterpart"):
        lines += ["", f"[{part}]", *lines_of(getattr(weights, part))]
    OUTPUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"\nwrote {OUTPUT}")


def main() -> None:
    """Judge, show and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help="write compare/reading/weights.toml")
    arguments = parser.parse_args()
    opened = open_encoder(PROFILE)
    encoder = opened.encoder if isinstance(opened, ComparingEncoder) else opened
    pairs = [*read_pairs(), *read_candidates(), *rewritten_texts()]
    examples = list(read_pairs_by(FoldReaders(arguments.folder), pairs, encoder))
    judged = list(docs_out(examples))
    show(judged)
    told = [e for e in examples if e.pair.group != REWRITTEN]
    read, linked = (
        sum(n) for n in zip(*((sum(e.labels >= 2), e.links) for e in told), strict=True)
    )
    print(f"of {linked} pairs that readers linked {read / linked:.1%} were read")
    groups = f1_by_group(judged)
    for group, f1 in groups.items():
        print(f"{group:>12} {f1:6.3f}")
    certainty = certainty_of(judged)
    print(f"certainty {certainty}")
    if arguments.write:
        name = load_registry().models[PROFILE].reader
        sha256 = load_registry().models[name].sha256["model.safetensors"]
        write(fit([e for e in examples if e.trains]), certainty, sha256)


if __name__ == "__main__":
    main()
