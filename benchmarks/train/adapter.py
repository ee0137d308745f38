"""Cut what a model was taught down to what fits into the package, and write it there.

    python -m benchmarks.train.adapter FOLDER [--rank 64] [--write]

FOLDER is what ``distil.py`` made of minilm. Of the change of each matrix the largest components
are kept (Eckart & Young 1936), as whole numbers of eight bits; the vectors of words, and all that
is no matrix, stay as they were. Prints how much of the change is kept, and the docs-out table of
``train.py`` for minilm, the taught model and the one with the cut change. With ``--write`` the
change is written into ``embeddings/files/``, and the digest to record in ``models.toml`` printed.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from safetensors.numpy import load_file

from benchmarks.lib.reading.read_pairs import Tuned
from benchmarks.train.distil import evaluate
from scodiff.embeddings.engines.torch_engine import load_model
from scodiff.embeddings.files.adapters import LowRankChange, adapted_weights, write_changes
from scodiff.embeddings.models import open_encoder, open_source
from scodiff.embeddings.registry import load_registry

TAUGHT = "minilm-declarations"
OUTPUT = Path(__file__).resolve().parents[2] / "embeddings" / "files" / f"{TAUGHT}.npz"
LARGEST = 127
Weights = dict[str, np.ndarray]


def cut(base: Weights, taught: Weights, rank: int) -> dict[str, LowRankChange]:
    """The change of every matrix in the layers, at a rank."""
    return {
        name: low_rank(taught[name].astype(np.float64) - weights, rank)
        for name, weights in sorted(base.items())
        if weights.ndim == 2 and name.startswith("encoder.")
    }


def low_rank(change: np.ndarray, rank: int) -> LowRankChange:
    """The nearest matrix of a rank, its factors of like size and rounded to eight bits."""
    left, size, right = np.linalg.svd(change, full_matrices=False)
    root = np.sqrt(size[:rank])
    factors = left[:, :rank] * root, root[:, None] * right[:rank]
    (a, exponent_a), (b, exponent_b) = map(whole_numbers, factors)
    return LowRankChange(a, b, -(exponent_a + exponent_b))


def whole_numbers(factor: np.ndarray) -> tuple[np.ndarray, int]:
    """A matrix times a power of two, rounded to eight bits, and the exponent."""
    exponent = int(np.floor(np.log2(LARGEST / np.abs(factor).max())))
    return np.rint(np.ldexp(factor, exponent)).astype(np.int8), exponent


def show_kept(base: Weights, taught: Weights, changes: dict[str, LowRankChange]) -> None:
    """How many numbers the changes have, and how much of the taught ones they are."""
    rest = sum(
        float(((taught[name] - base[name] - change.matrix()) ** 2).sum())
        for name, change in changes.items()
    )
    whole = sum(float(((taught[name] - base[name]) ** 2).sum()) for name in changes)
    numbers = sum(change.left.size + change.right.size for change in changes.values())
    print(f"{numbers:,} numbers keep {1 - rest / whole:.0%} of the squared change of the matrices")


def adapted(folder: Path, weights: bytes) -> Tuned:
    """minilm with other weights, as an encoder."""
    with TemporaryDirectory() as temporary:
        copy = Path(temporary) / "model"
        shutil.copytree(folder, copy)
        (copy / "model.safetensors").write_bytes(weights)
        return Tuned(load_model(copy, load_registry().models["minilm"].dimension))


def main() -> None:
    """Cut, judge and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--write", action="store_true", help="write it into embeddings/files/")
    arguments = parser.parse_args()
    source, _ = open_source("minilm")
    folder = source.verified_folder()
    base = load_file(folder / "model.safetensors")
    taught = load_file(arguments.folder / "model.safetensors")
    changes = cut(base, taught, arguments.rank)
    weights = adapted_weights((folder / "model.safetensors").read_bytes(), changes)
    show_kept(base, taught, changes)
    if arguments.write:
        write_changes(OUTPUT, changes)
        print(f"wrote {OUTPUT}\nmodel.safetensors = {hashlib.sha256(weights).hexdigest()}")
    evaluate("minilm", open_encoder("minilm"))
    evaluate("taught", Tuned(load_model(arguments.folder, source.dimension)))
    evaluate(f"cut to {arguments.rank}", adapted(folder, weights))


if __name__ == "__main__":
    main()
