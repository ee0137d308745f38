"""How well paragraphs are aligned, by scodiff and by its peers, in one run.

    python benchmarks/alignment.py [--mpnet MODEL] [--quick] [--scale]

Protocol. scodiff's weights for a gold pair come from pairs that share neither document
with it ("docs-out"); the pair 2003→2022 trains nothing and chose nothing. The invented
later versions of 2003 are judged by weights that no pair with 2003 trained, the Bible by
the shipped weights (no Bible text trains). Peers with a threshold get the best one for
this very table. Topical pairs (T) count neither for nor against a link.

Figures: F1 on links (S and P); of A's paragraphs that have a link, the share with a true
one among the first 1 and the first 3 candidates; AUC of "has no counterpart"; recall of
topical pairs by ``related``; recall of moved paragraphs and of splits and merges; false
links per 100 paragraphs without a counterpart.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from _gold import GoldPair, data_folder, document, read_pairs
from _learning import Example, Model, docs_out, examples, fit, reading_of
from _peers import Pairs, best_threshold, f1_at, peers
from _perturb import RECIPES, perturbed
from sklearn.metrics import brier_score_loss, roc_auc_score

from scodiff.compare import compare, scorer
from scodiff.compare.model import Comparison
from scodiff.compare.sides import side
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_encoder

TEST_SEEDS = range(100, 110)
HEADS = ("F1", "first 1", "first 3", "AUC", "T", "moved", "split", "false%")
Ids = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """Two texts with the truth about them; ``model`` has not seen either."""

    group: str
    a: Document
    b: Document
    links: Ids
    topical: Ids = frozenset()
    moved: frozenset[str] = frozenset()
    groups: frozenset[tuple[frozenset[str], frozenset[str]]] = frozenset()
    model: Model | None = None
    profile: str = "minilm"


def gold_cases(encoder: Encoder, profile: str) -> Iterator[Case]:
    """The real declarations and statements, each with a model fitted docs-out."""
    for example, model in docs_out(_examples(read_pairs(), encoder, profile), profile):
        pair = example.pair
        group = f"{pair.a.id[:4]}→{pair.b.id[:4]}" if pair.group == "sco" else pair.group
        yield Case(group, pair.a, pair.b, pair.links, pair.topical, model=model, profile=profile)


def _examples(pairs: Sequence[GoldPair], encoder: Encoder, profile: str) -> list[Example]:
    return examples(pairs, encoder, reading_of(profile))


def perturbed_cases(encoder: Encoder, profile: str) -> Iterator[Case]:
    """Invented later versions of 2003, judged by a model without 2003."""
    others = [p for p in read_pairs() if p.a.id != "2003-moscow"]
    model = fit(_examples(others, encoder, profile), profile)
    for recipe in RECIPES:
        for seed in TEST_SEEDS:
            p = perturbed(recipe, seed)
            yield Case(
                f"2003 {recipe.name}",
                p.a,
                p.b,
                p.links,
                moved=p.moved,
                groups=p.groups,
                model=model,
                profile=profile,
            )


def segment_cases(folder: str, pattern: str) -> Iterator[Case]:
    """Texts of one segment a line with aligned line numbers."""
    for path in sorted((data_folder() / "gold" / folder).glob(f"{pattern}.align.tsv")):
        stem = str(path).removesuffix(".align.tsv")
        a, b = (_lines(Path(f"{stem}.{side_name}.txt")) for side_name in "ab")
        links: set[tuple[str, str]] = set()
        moved: set[str] = set()
        for row in path.read_text("utf-8").splitlines()[1:]:
            left, right, label = row.split("\t")
            pairs = {
                (f"p{int(i) + 1}", f"p{int(j) + 1}")
                for i in left.split(",")
                for j in right.split(",")
                if i and j
            }
            links |= pairs
            moved |= {i for i, _ in pairs if label == "moved"}
        yield Case(folder, a, b, frozenset(links), moved=frozenset(moved))


def _lines(path: Path) -> Document:
    lines = path.read_text("utf-8").splitlines()
    return document(path.name, [(str(n), "body", line) for n, line in enumerate(lines, 1)])


def run_scodiff(case: Case, encoder: Encoder | None) -> Comparison:
    """Compare with the case's own weights, or with the shipped ones."""
    if case.model is None:
        return compare(case.a, case.b, encoder)
    model = case.model
    shipped = scorer.profile(case.profile)
    own = replace(
        shipped,
        name="docs-out",
        link=model.link,
        counterpart=model.counterpart,
        candidates=model.candidates,
    )
    with patch.object(scorer, "profile_for", lambda *_, **__: own):
        return compare(case.a, case.b, encoder)


def judge(case: Case, result: Comparison) -> dict[str, float]:
    """All figures of one case; NaN where the gold has nothing to say."""
    found = {(p.a, p.b) for link in result.links for p in link.pairs}
    found |= {(p.a, p.b) for p in result.parts}
    ranked = _ranked(result)
    has = {a for a, _ in case.links}
    hits = [[(a, b) in case.links for b in ranked[a]] for a in sorted(has)]
    counted = found - case.topical
    total = len(counted) + len(case.links)
    related = found | {(r.a, r.b) for r in result.related}
    return {
        "F1": 2 * len(counted & case.links) / total if total else 1.0,
        "first 1": float(np.mean([any(h[:1]) for h in hits])) if hits else np.nan,
        "first 3": float(np.mean([any(h[:3]) for h in hits])) if hits else np.nan,
        "AUC": _auc(result, has),
        "T": len(case.topical & related) / len(case.topical) if case.topical else np.nan,
        "moved": _moved(case, result),
        "split": _groups(case, result),
        "false%": _false_links(case, {(p.a, p.b) for x in result.links for p in x.pairs}),
    }


def _ranked(result: Comparison) -> dict[str, list[str]]:
    """For each paragraph of A, what it is linked to, shares a part with, or may be related to."""
    ranked: dict[str, list[str]] = defaultdict(list)
    for link in result.links:
        for pair in link.pairs:
            ranked[pair.a].append(pair.b)
    for part in result.parts:
        ranked[part.a].append(part.b)
    for related in result.related:
        ranked[related.a].append(related.b)
    return ranked


def _auc(result: Comparison, has: set[str]) -> float:
    """How well confidence tells the paragraphs with a counterpart from those without."""
    sure = {}
    for link in result.links:
        for paragraph in link.a:
            sure[paragraph] = 1 - link.confidence if not link.b else 1 + link.confidence
    truth = [p in has for p in sure]
    return float(roc_auc_score(truth, list(sure.values()))) if len(set(truth)) == 2 else np.nan


def _moved(case: Case, result: Comparison) -> float:
    if not case.moved:
        return np.nan
    called = {a for link in result.links if link.moved for a in link.a}
    return len(case.moved & called) / len(case.moved)


def _groups(case: Case, result: Comparison) -> float:
    """The share of splits and merges found whole."""
    if not case.groups:
        return np.nan
    links = {(frozenset(link.a), frozenset(link.b)) for link in result.links}
    return len(case.groups & links) / len(case.groups)


def _false_links(case: Case, linked: set[tuple[str, str]]) -> float:
    """How many of 100 paragraphs without a counterpart are linked all the same."""
    alone_a = {p.id for p in case.a.citable} - {a for a, _ in case.links}
    alone_b = {p.id for p in case.b.citable} - {b for _, b in case.links}
    if not (alone_a or alone_b):
        return np.nan
    wrong = sum((a in alone_a) + (b in alone_b) for a, b in linked)
    return 100 * wrong / (len(alone_a) + len(alone_b))


def show(title: str, rows: dict[str, list[dict[str, float]]]) -> None:
    """Print the mean of each group."""
    print(f"\n{title:<18}" + "".join(f"{head:>9}" for head in HEADS) + "     n")
    for group, figures in rows.items():
        cells = []
        for head in HEADS:
            values = [f[head] for f in figures if not np.isnan(f[head])]
            cells.append(f"{np.mean(values):9.3f}" if values else f"{'':>9}")
        print(f"{group:<18}{''.join(cells)} {len(figures):5d}")


def show_peers(cases: Sequence[Case], encoder: Encoder) -> None:
    """F1 of each peer, each with the best threshold for this table."""
    sides = [tuple(side([p.text for p in d.citable], "en") for d in (c.a, c.b)) for c in cases]
    links = [_indexed(case) for case in cases]
    groups = list(dict.fromkeys(case.group for case in cases))
    print(f"\n{'F1 of peers':<18}" + "".join(f"{group:>13}" for group in groups))
    for peer in peers(encoder):
        results: list[Pairs] = [peer.pairs(a, b) for a, b in sides]
        topical = [_indexed(replace(case, links=case.topical)) for case in cases]
        counted = [
            {pair: s for pair, s in found.items() if pair not in t}
            for found, t in zip(results, topical, strict=True)
        ]
        threshold = best_threshold(list(zip(counted, links, strict=True)))
        cells = []
        for group in groups:
            values = [
                f1_at(found, threshold, truth)
                for found, truth, case in zip(counted, links, cases, strict=True)
                if case.group == group
            ]
            cells.append(f"{np.mean(values):13.3f}")
        print(f"{peer.name:<18}{''.join(cells)}")


def _indexed(case: Case) -> frozenset[tuple[int, int]]:
    a = {p.id: i for i, p in enumerate(case.a.citable)}
    b = {p.id: j for j, p in enumerate(case.b.citable)}
    return frozenset((a[x], b[y]) for x, y in case.links)


def show_reliability(cases: Sequence[Case], results: Sequence[Comparison]) -> None:
    """How often links of a given confidence are true: the reliability of the figure."""
    rows = [
        (link.confidence, any((p.a, p.b) in case.links for p in link.pairs))
        for case, result in zip(cases, results, strict=True)
        for link in result.links
        if link.pairs and not any((p.a, p.b) in case.topical for p in link.pairs)
    ]
    confidence, true = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    print(
        f"\nconfidence of links: Brier {brier_score_loss(true, confidence):.3f} (n = {len(rows)})"
    )
    for low in np.arange(0.3, 1.0, 0.1):
        here = (confidence >= low) & (confidence < low + 0.1 + 1e-9)
        if here.any():
            print(
                f"  {low:.1f}–{low + 0.1:.1f}: said {confidence[here].mean():.2f}, "
                f"true {true[here].mean():.2f} (n = {here.sum()})"
            )


def run(encoder: Encoder, profile: str, quick: bool) -> tuple[list[Case], list[Comparison]]:
    """Judge scodiff with one model on everything, and print the table."""
    cases = [*gold_cases(encoder, profile), *perturbed_cases(encoder, profile)]
    if not quick:
        cases += [*segment_cases("bible-perturbed", "*"), *segment_cases("bible", "[JPR]*")]
        cases += segment_cases("argrewrite", "*")
    results = [run_scodiff(case, encoder) for case in cases]
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    for case, result in zip(cases, results, strict=True):
        rows[case.group].append(judge(case, result))
    distant = [f for g in ("2003→2019", "2003→2022", "2003→2023") for f in rows[g]]
    show(f"scodiff {profile}", rows | {"distant, mean": distant})
    return cases, results


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mpnet", metavar="MODEL", help="all-mpnet-base-v2, by name or folder")
    parser.add_argument("--quick", action="store_true", help="leave out the Bible and the peers")
    arguments = parser.parse_args()
    encoder = open_encoder(None)
    cases, results = run(encoder, "minilm", arguments.quick)
    gold = [i for i, case in enumerate(cases) if case.topical]
    show_reliability([cases[i] for i in gold], [results[i] for i in gold])
    if arguments.mpnet:
        run(open_encoder(arguments.mpnet), "mpnet", arguments.quick)
    if not arguments.quick:
        show_peers(cases, encoder)


if __name__ == "__main__":
    main()
