"""What each threshold of the search is worth: all at their defaults but one.

    python -m benchmarks.evaluate.thresholds.settings [SETTING …] [--model MODEL]

Development texts only: the pairs that train, each judged docs-out, and invented later versions
of 2003 of other seeds than those that ``alignment.py`` is judged by, with up to six paragraphs
merged into one. Printed are the figures of ``alignment.py``, means over the groups of texts,
and how many of the paragraphs that were merged without a change have found no place. Last
comes how much of their words linked passages keep, by the readers' labels.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from benchmarks.lib.cases import Case, gold_cases, perturbed_cases, run_scodiff
from benchmarks.lib.gold import document, read_pairs
from benchmarks.lib.outcomes import Gold, judge, of_comparison
from scodiff.compare import compare
from scodiff.compare.diff.diff import share_kept
from scodiff.compare.settings import Settings
from scodiff.corpus.library import resolve
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import for_comparing

VALUES: dict[str, Sequence[float]] = {
    "link": (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55),
    "neighbour": (0.0, 1.0, 2.0, 3.0, 4.0),
    "growth": (0.3, 0.4, 0.5, 0.6, 0.7),
    "gain": (0.0, 0.05, 0.1, 0.2),
    "whole": (0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 1.1),
    "joined": (0.4, 0.5, 0.6, 0.75, 0.9),
    "related": (0.001, 0.002, 0.005, 0.01, 0.02),
    "sure": (0.5, 0.75, 0.9),
}
SEEDS = range(3)
MERGED = (3, 4, 6)
HEADS = ("F1", "first 3", "T", "split", "1-n", "false%")


def development(encoder: Encoder, profile: str) -> list[Case]:
    """All pairs on which settings may be chosen."""
    gold = [c for c in gold_cases(encoder, profile) if c.group not in ("2003→2022", "report")]
    return [*gold, *perturbed_cases(encoder, profile, SEEDS), *merged_cases()]


def merged_cases() -> Iterator[Case]:
    """2003 with several of its paragraphs merged into one, at different places."""
    texts = [p.text for p in resolve("2003-moscow").citable]
    a = document("a", [(str(n), "body", text) for n, text in enumerate(texts, 1)])
    for size in MERGED:
        for start in range(0, len(texts) - size + 1, 3):
            later = [*texts[:start], " ".join(texts[start : start + size]), *texts[start + size :]]
            b = document("b", [(str(n), "body", text) for n, text in enumerate(later, 1)])
            place = [min(i, start) if i < start + size else i - size + 1 for i in range(len(texts))]
            links = {(f"p{i + 1}", f"p{j + 1}") for i, j in enumerate(place)}
            yield Case("merged", a, b, Gold(frozenset(links)))


def measure(cases: Sequence[Case], encoder: Encoder, profile: str, settings: Settings) -> list[str]:
    """One row: the means over the groups of texts, and the lost paragraphs of mergers."""
    figures: dict[str, list[dict[str, float]]] = defaultdict(list)
    lost = 0
    for case in cases:
        if case.group == "merged":
            result = compare(case.a, case.b, encoder, settings)
            lost += sum(link.relation == "disappeared" for link in result.links)
            continue
        outcome = of_comparison(run_scodiff(case, encoder, profile, settings))
        figures[case.group].append(judge(case.gold, outcome, case.a, case.b))
    cells = []
    for head in HEADS:
        rows = [[row[head] for row in group] for group in figures.values()]
        means = [np.nanmean(row) for row in rows if not np.isnan(row).all()]
        cells.append(f"{np.mean(means):9.3f}")
    return [*cells, f"{lost:9}"]


def show_kept() -> None:
    """Print how much of their words linked passages keep, by the readers' labels."""
    kept: dict[str, list[float]] = defaultdict(list)
    for pair in read_pairs():
        a, b = ({p.id: p.text for p in d.citable} for d in (pair.a, pair.b))
        for (x, y), label in pair.labels.items() if pair.trains else ():
            kept[label].append(share_kept(a[x], b[y]))
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    print("\nshare of words kept, by readers' label")
    print(f"{'':>7}" + "".join(f"{share:9.0%}" for share in shares) + f"{'n':>7}")
    for label in "SPT":
        quantiles = "".join(f"{q:9.2f}" for q in np.quantile(kept[label], shares))
        print(f"{label:>7}{quantiles}{len(kept[label]):7}")


def main() -> None:
    """Print a table for each setting."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("settings", nargs="*", metavar="SETTING", help=", ".join(VALUES))
    parser.add_argument("--model", help="with this model, which has weights of its own")
    arguments = parser.parse_args()
    unknown = set(arguments.settings) - VALUES.keys()
    if unknown:
        parser.error(f"no such setting: {', '.join(sorted(unknown))}")
    profile = for_comparing(arguments.model)
    encoder = open_encoder(profile)
    cases = development(encoder, profile)
    defaults = {field.name: field.default for field in fields(Settings)}
    for name in arguments.settings or VALUES:
        print(f"\n{name:>16}" + "".join(f"{head:>9}" for head in (*HEADS, "lost")), flush=True)
        for value in VALUES[name]:
            changed: dict[str, Any] = {name: value}
            row = measure(cases, encoder, profile, replace(Settings(), **changed))
            mark = " *" if value == defaults[name] else "  "
            print(f"{value:>14}{mark}" + "".join(row), flush=True)
    show_kept()


if __name__ == "__main__":
    main()
