"""Does scodiff tell the same statement from the same matter? All figures docs-out.

    python -m benchmarks.evaluate.statements FOLDER

FOLDER has the readers of pairs that left out folds of texts (``train/statements.py``). What judges
a pair of texts, the scorer, the reader and the weights of both, learned from neither; the
thresholds of certainty are those shipped. First the reader alone, on the rewrites of each fold;
then what is linked in texts made of rewrites; then F1 (parts count as links; T neither way),
without the reader and with it, with intervals by bootstrap over paragraphs; then how often what is
called sure is true, where T is wrong; last subsections of bills that other people labelled in five
classes, of which nothing was learned. Of the groups ``pairs`` and ``likely`` only some candidates
were labelled.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.lib import certainty
from benchmarks.lib.gold import data_folder, read_pairs
from benchmarks.lib.reading.comparing import compared
from benchmarks.lib.reading.read_pairs import (
    PROFILE,
    REWRITTEN,
    FoldReaders,
    ReadPair,
    read_pairs_by,
    rewritten_texts,
)
from benchmarks.lib.reading.texts import FOLDS, likely_candidates, read_candidates, rewrites
from benchmarks.lib.reading.weighing import docs_out
from scodiff.compare.model import Comparison
from scodiff.compare.text.tokens import words
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_encoder, open_reader
from scodiff.embeddings.pair_reader import ComparingEncoder, PairReader
from scodiff.embeddings.registry import load_registry

MADE = ("r1", "r2", "t1", "t2", "c1")
BANDS = ((0.2, 0.35), (0.35, 0.5), (0.5, 0.7))
DRAWS, SEED = 2000, 2003
KINDS_SHOWN = ("r1", "t1", "t2", "c1")


def show_rewrites(readers: FoldReaders) -> None:
    """AUC of what is the same statement against what is not, each rewrite with its sentence."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        reader = readers.without([fold])
        if reader is None:
            print(f"no reader leaves out fold {fold}")
            continue
        rows = [row for row in rewrites() if row["fold"] == fold]
        for kind in MADE:
            pairs = [(row["text"], row[kind]) for row in rows]
            shared = [_overlap(*pair) for pair in pairs]
            found[kind] += zip(_statement(reader, pairs), shared, strict=True)
    print(f"\nrewrites, AUC (n = {len(found['r1'])} sentences)")
    print(f"  r1, c1 against t1, t2: {_auc(found, ('r1', 'c1'), (0, 1.01)):.3f}")
    for low, high in BANDS:
        print(f"  r1, r2 against t1, t2, overlap {low}-{high}: ", end="")
        print(f"{_auc(found, ('r1', 'r2'), (low, high)):.3f}")


def _statement(reader: PairReader, pairs: Sequence[tuple[str, str]]) -> list[float]:
    verdicts = reader.read(pairs)
    return list(np.logaddexp(*verdicts.T[:2]) - np.logaddexp(*verdicts.T[2:]))


def _overlap(one: str, other: str) -> float:
    """Shared distinct words over the shorter text's."""
    a, b = {*words(one)}, {*words(other)}
    return len(a & b) / min(len(a), len(b))


def _auc(
    found: Mapping[str, Sequence[tuple[float, float]]],
    same: Sequence[str],
    band: tuple[float, float],
) -> float:
    rows = [
        (kind in same, score)
        for kind in (*same, "t1", "t2")
        for score, shared in found[kind]
        if band[0] <= shared < band[1]
    ]
    return float(roc_auc_score([row[0] for row in rows], [row[1] for row in rows]))


def show_made(examples: Sequence[ReadPair], results: Sequence[Comparison]) -> None:
    """Of each kind of rewrite, how many sentences are linked to theirs."""
    linked, all_of = Counter[str](), Counter[str]()
    for example, result in zip(examples, results, strict=True):
        if example.pair.group != REWRITTEN:
            continue
        kinds = example.pair.b.id.rsplit("-", 1)[1].split(".")
        found = {(p.a, p.b) for link in result.links for p in link.pairs}
        found |= {(p.a, p.b) for p in result.parts}
        for number, kind in enumerate(kinds, 1):
            all_of[kind] += 1
            linked[kind] += (f"p{number}", f"p{number}") in found
    shares = (f"{kind} {linked[kind] / all_of[kind]:.3f}" for kind in KINDS_SHOWN)
    print(f"\ntexts made of rewrites, linked: {', '.join(shares)} (n = {all_of['r1']} each)")


def show_f1(
    examples: Sequence[ReadPair], without: Sequence[Comparison], results: Sequence[Comparison]
) -> None:
    """F1 of each pair of texts, by the scorer alone and with the reader; among the labelled."""
    print(f"\n{'F1 on S and P':<48}{'links':>6}{'scorer':>8}{'read':>8}   95 %")
    groups = defaultdict(list)
    for example, first, again in zip(examples, without, results, strict=True):
        if example.pair.group == REWRITTEN or not example.pair.links:
            continue
        rows = [_by_paragraph(example, result) for result in (first, again)]
        groups[_group(example)].append(rows)
        _print_f1(example.pair.name, len(example.pair.links), *rows)
    for group, found in groups.items():
        means = [np.mean([_f1(rows[k]) for rows in found]) for k in (0, 1)]
        print(f"{'mean of ' + group:<54}{means[0]:8.3f}{means[1]:8.3f}")


def _group(example: ReadPair) -> str:
    if example.pair.group != "sco":
        return example.pair.group
    return {"2003": "distant", "2019": "middle", "2022": "close"}[example.pair.a.id[:4]]


def _by_paragraph(example: ReadPair, result: Comparison) -> np.ndarray:
    """True links found, links said and links there, for each paragraph of A."""
    found = {(p.a, p.b) for link in result.links for p in link.pairs}
    found |= {(p.a, p.b) for p in result.parts}
    if example.pair.sampled:
        found &= example.pair.labels.keys()
    found -= example.pair.topical
    links = example.pair.links
    rows = [
        [sum(x == p.id for x, _ in pairs) for pairs in (found & links, found, links)]
        for p in example.pair.a.citable
    ]
    return np.array(rows)


def _f1(rows: np.ndarray) -> float:
    hits, said, there = rows.sum(axis=0)
    return float(2 * hits / max(1, said + there))


def _print_f1(name: str, links: int, first: np.ndarray, again: np.ndarray) -> None:
    draw = np.random.default_rng(SEED)
    chosen = draw.integers(0, len(again), (DRAWS, len(again)))
    low, high = np.quantile([_f1(again[rows]) for rows in chosen], (0.025, 0.975))
    print(f"{name[:47]:<48}{links:>6}{_f1(first):8.3f}{_f1(again):8.3f}   {low:.2f}-{high:.2f}")


def show_sure(examples: Sequence[ReadPair], results: Sequence[Comparison]) -> None:
    """How often what is called sure, or likely, is true, over all pairs read in full."""
    print(certainty.HEADING)
    certainty.show_kinds(
        [
            claim
            for example, result in zip(examples, results, strict=True)
            if not example.pair.sampled and example.pair.group != REWRITTEN
            for claim in certainty.claims_of(example.pair, result)
        ]
    )


def show_bills(reader: PairReader, encoder: Encoder) -> None:
    """Five classes of subsections, by a small head on verdicts, words and cosine."""
    path = data_folder() / "gold" / "bills" / "val.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    labels = np.array([int(row["label"]) for row in rows])
    table = np.array(list(_of_bills(rows, reader, encoder)))
    folds = StratifiedKFold(10, shuffle=True, random_state=SEED)
    for title, columns in (("words and cosine", slice(4, None)), ("with the reader", slice(None))):
        head = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5000))
        said = cross_val_predict(head, table[:, columns], labels, cv=folds)
        right, macro = accuracy_score(labels, said), f1_score(labels, said, average="macro")
        print(f"bills, {title}: accuracy {right:.3f}, macro-F1 {macro:.3f} (n = {len(rows)})")


def _of_bills(
    rows: Sequence[Mapping[str, str]], reader: PairReader, encoder: Encoder
) -> Iterator[list[float]]:
    texts = [[" ".join(row[f"sec_{side}_text"].split()[:90]) for row in rows] for side in "ab"]
    verdicts = reader.read(list(zip(*texts, strict=True)))
    cosines = (encoder.encode(texts[0]) * encoder.encode(texts[1])).sum(axis=1)
    for row, verdict, cosine in zip(rows, verdicts, cosines, strict=True):
        a, b = words(row["sec_a_text"]), words(row["sec_b_text"])
        shared = len({*a} & {*b})
        kept = shared / max(1, min(len({*a}), len({*b}))), shared / max(1, len({*a} | {*b}))
        sizes = abs(np.log((len(a) + 1) / (len(b) + 1)))
        yield [*verdict.tolist(), float(cosine), *kept, float(a == b), float(sizes)]


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    readers, encoder = FoldReaders(arguments.folder), open_encoder(PROFILE)
    show_rewrites(readers)
    pairs = [*read_pairs(), *read_candidates(), *likely_candidates(), *rewritten_texts()]
    judged = list(docs_out(list(read_pairs_by(readers, pairs, encoder))))
    examples = [example for example, _ in judged]
    plain = encoder.encoder if isinstance(encoder, ComparingEncoder) else encoder
    without = [compared(example, weights, None, plain) for example, weights in judged]
    results = [
        compared(example, weights, readers.without(example.folds), plain)
        for example, weights in judged
    ]
    show_made(examples, results)
    show_f1(examples, without, results)
    show_sure(examples, results)
    show_bills(open_reader(load_registry().models[PROFILE].reader), encoder)


if __name__ == "__main__":
    main()
