"""Make ``compare/scoring/weights.toml`` from the alignment gold; show what each feature is worth.

    python -m benchmarks.train.train [--write] [--ablation]

Protocol: every pair is judged by weights from pairs that share neither document with it
("docs-out"); 2003→2022 never trains and is not looked at here. ``--write`` then fits the
shipped weights on all other pairs. The pairs with the report of 2018 are printed beside them; they
fit nothing and choose nothing.
Models that are not installed are left out.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import brier_score_loss, roc_auc_score

from benchmarks.lib.gold import read_pairs
from benchmarks.lib.learning import (
    IN_CONTEXT_PROFILES,
    Example,
    Figures,
    Model,
    docs_out,
    examples,
    f1_as_linked,
    fit,
    group_of,
    link_features,
    mean_of_groups,
    reading_of,
)
from scodiff.compare.scoring.classifier import Regression
from scodiff.compare.scoring.classifier import profile as shipped
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import for_comparing, installed_models

MULTILINGUAL = "use-multilingual"
OUTPUT = Path(__file__).resolve().parents[2] / "compare" / "scoring" / "weights.toml"


def judge(all_examples: Sequence[Example], profile: str, without: frozenset[str]) -> Figures:
    """Per group: F1, first-1, first-3 and AUC of each docs-out pair."""
    figures: Figures = defaultdict(list)
    for example, model in docs_out(all_examples, profile, without):
        if not example.pair.held_back:
            figures[group_of(example)].append(_figures(example, model))
    return figures


def _figures(example: Example, model: Model) -> list[float]:
    links, labels = model.links(example), example.labels
    has = np.asarray((labels >= 2).any(axis=1))
    order = np.argsort(-model.ranking(example), axis=1, kind="stable")[has]
    hit = np.take_along_axis(labels[has] >= 2, order, axis=1)
    counterpart = model.counterparts(example)
    auc = roc_auc_score(has, counterpart) if 0 < has.sum() < len(has) else np.nan
    counted = labels != 1
    brier = brier_score_loss((labels >= 2)[counted], links[counted])
    firsts = [hit[:, :most].any(axis=1).mean() for most in (1, 3)]
    return [f1_as_linked(links, labels), *firsts, auc, brier * 100]


def show(profile: str, figures: Figures) -> None:
    """Print one table."""
    head = ["F1", "first 1", "first 3", "AUC", "Brier%"]
    print(f"\n{profile:>16} " + " ".join(f"{h:>8}" for h in head))
    means = {group: np.nanmean(rows, axis=0) for group, rows in figures.items()}
    means["mean of groups"] = mean_of_groups(figures)
    for group, row in means.items():
        print(f"{group:>16} " + " ".join(f"{value:8.3f}" for value in row))


def ablation(all_examples: Sequence[Example], profile: str) -> None:
    """Mean F1 and first 3, and distant F1, with each feature (and its rank) left out."""
    raw = [n for n in link_features(profile) if not n.endswith(":rank")]
    ranks = frozenset(n for n in link_features(profile) if n.endswith(":rank"))
    print(f"\n{'left out':>16} {'F1':>8} {'first 3':>8} {'distant':>8}")
    for name, without in [("nothing", frozenset()), ("all ranks", ranks)] + [
        (n, frozenset([n])) for n in raw
    ]:
        figures = judge(all_examples, profile, without)
        means = {group: np.nanmean(rows, axis=0) for group, rows in figures.items()}
        total = mean_of_groups(figures)
        print(f"{name:>16} {total[0]:8.3f} {total[-3]:8.3f} {means['distant'][0]:8.3f}")


def profiles(installed: Collection[str]) -> dict[str, list[Example]]:
    """The evidence that each profile is fitted on, of models that are installed."""
    pairs = read_pairs()
    in_context = [name for name in IN_CONTEXT_PROFILES if name in installed]
    found = {name: examples(pairs, open_encoder(name), reading_of(name)) for name in in_context}
    found["any-model"] = examples(pairs, open_encoder(None))
    if MULTILINGUAL in installed:
        found[MULTILINGUAL] = examples(pairs, open_encoder(MULTILINGUAL))
    # Without the words, as between two languages.
    found["semantic"] = found.get(MULTILINGUAL, found["any-model"])
    found["literal"] = examples(pairs, None)
    return found


def write(found: dict[str, list[Example]], models: dict[str, str]) -> None:
    """Fit on everything but the pair held back, and write the weights."""
    lines = [
        "# Weights of the pair scorer and of the counterpart scorer: log-odds for one unit of",
        "# each feature. Made by benchmarks/train/train.py from the alignment gold; not by hand.",
        "",
        "[models] # SHA-256 of a model's weights, and the profile that was fitted for it",
        *(f'"{sha256}" = "{profile}"' for sha256, profile in models.items()),
    ]
    for profile, rows in found.items():
        model = fit([e for e in rows if e.pair.trains], profile)
        lines += ["", f"[profile.{profile}]", f'reading = "{reading_of(profile).value}"']
        # Those of ``certainty.py``, which measures what these weights then say.
        certainty = shipped(profile).certainty
        lines += ["", f"[profile.{profile}.certainty]"]
        lines += [f"{name} = {least:.2f}" for name, least in certainty.items()]
        for part in ("link", "counterpart", "candidates"):
            regression = getattr(model, part)
            lines += ["", f"[profile.{profile}.{part}]", *lines_of(regression)]
    OUTPUT.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"\nwrote {OUTPUT}")


def lines_of(regression: Regression) -> list[str]:
    """A regression as lines of TOML."""
    rows = {"intercept": regression.intercept, **regression.weights}
    keys = {name: f'"{name}"' if ":" in name else name for name in rows}
    return [f"{keys[name]} = {weight:.4f}" for name, weight in rows.items()]


def main() -> None:
    """Judge, show and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write compare/scoring/weights.toml")
    parser.add_argument("--ablation", action="store_true", help="leave out one feature at a time")
    arguments = parser.parse_args()
    fitted, installed = (*IN_CONTEXT_PROFILES, MULTILINGUAL), installed_models()
    missing = [name for name in fitted if name not in installed]
    if arguments.write and missing:
        parser.error(f"--write needs all models: install {', '.join(missing)}")
    found = profiles(installed)
    for profile, rows in found.items():
        show(profile, judge(rows, profile, frozenset()))
    if arguments.ablation:
        ablation(found[for_comparing(None)], for_comparing(None))
    if arguments.write:
        models = {open_encoder(name).info.sha256: name for name in fitted}
        write(found, models)


if __name__ == "__main__":
    main()
