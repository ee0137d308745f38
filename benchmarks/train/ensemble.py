"""What each weight of the ensemble's models is worth.

    python -m benchmarks.train.ensemble [WEIGHTS …]

WEIGHTS are those of minilm-declarations, mpnet and use-multilingual, as 3:2:1; 0 leaves a model
out. Prints the docs-out table of ``train.py`` for each. The pairs with the report of 2018 stand
in it and chose nothing; 2003→2022 is not in it.
"""

from __future__ import annotations

import argparse

from benchmarks.train.distil import evaluate
from scodiff.embeddings.ensemble import EnsembleEncoder, Member
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import installed_models, load_registry

WEIGHTS = ("1:0:0", "0:1:0", "1:1:0", "1:0:1", "0:1:1", "1:1:1", "2:1:1", "3:2:1")


def ensemble(weights: str) -> EnsembleEncoder:
    """The ensemble with other weights."""
    names = load_registry().parts("ensemble")
    chosen = zip(names, map(int, weights.split(":")), strict=True)
    return EnsembleEncoder(weights, [Member(open_encoder(n), w) for n, w in chosen if w])


def main() -> None:
    """Print a table for each choice of weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", nargs="*", default=WEIGHTS, metavar="WEIGHTS")
    chosen = parser.parse_args().weights
    if "ensemble" not in installed_models():
        print(f"the ensemble is not installed: {load_registry().ensembles['ensemble'].install}")
        return
    for weights in chosen:
        evaluate(weights, ensemble(weights))


if __name__ == "__main__":
    main()
