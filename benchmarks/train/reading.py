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

from benchmarks.lib import certainty
from benchmarks.lib.gold import read_pairs
from benchmarks.lib.reading.comparing import compared
from benchmarks.lib.reading.read_pairs import (
    PROFILE,
    REWRITTEN,
    FoldReaders,
    ReadPair,
    read_pairs_by,
    rewritten_texts,
)
from benchmarks.lib.reading.texts import read_candidates
from benchmarks.lib.reading.weighing import OpinionWeights, docs_out, fit, logits_of
from benchmarks.train.train import lines_of
from scodiff.compare.alignment.threshold import best_threshold
from scodiff.compare.scoring.classifier import sigmoid
from scodiff.compare.settings import DEFAULTS
from scodiff.embeddings.encoder import Encoder
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


def certainty_of(
    judged: Sequence[tuple[ReadPair, OpinionWeights]], readers: FoldReaders, encoder: Encoder
) -> dict[str, float]:
    """The thresholds of certainty, from texts that were read in full and are not for validation."""
    claims: list[certainty.Claim] = []
    for example, weights in judged:
        if example.trains and not example.pair.sampled and example.pair.group != REWRITTEN:
            reader = readers.without(example.folds)
            result = compared(example, weights, reader, encoder, certainty.AS_SURE_AS_MAY_BE)
            claims += certainty.claims_of(example.pair, result)
    return certainty.choose(claims)


def write(weights: OpinionWeights, thresholds: Mapping[str, float], sha256: str) -> None:
    """Write the weights for the reader of that digest."""
    lines = [
        "# How the scorer's opinion of a pair and the reader's are weighed: log-odds for one unit",
        "# of each figure. Made by benchmarks/train/reading.py; not by hand.",
        "",
        f'readers = ["{sha256}"] # SHA-256 of the weights of the reader that this was fitted for',
        "",
        "[certainty]",
        *(f"{name} = {value:.2f}" for name, value in thresholds.items()),
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
    readers = FoldReaders(arguments.folder)
    examples = list(read_pairs_by(readers, pairs, encoder))
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
    thresholds = certainty_of(judged, readers, encoder)
    print(f"certainty {thresholds}")
    if arguments.write:
        name = load_registry().models[PROFILE].reader
        sha256 = load_registry().models[name].sha256["model.safetensors"]
        write(fit([e for e in examples if e.trains]), thresholds, sha256)


if __name__ == "__main__":
    main()
