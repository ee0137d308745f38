"""Where the quarters of meaning against wording are parted, measured.

    python -m benchmarks.evaluate.thresholds.quarters

Meaning: cosines of paragraphs that a reader called the same statement (S) and of those
called the same topic only (T), from ../shared/data/gold/sco-alignment; the threshold is
where the two errors together are least, and the same is shown for two tests that the model
has not been fitted to (STS benchmark: similarity of 4 and more against 2 and less; verses
of the Bible in two translations against the next verse).

Wording: the share of words kept between two independent translations of one text (the
same meaning in other words) against that between last year's resolution and this year's
(edited copies).
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from scodiff.compare.diff.diff import share_kept
from scodiff.compare.settings import DEFAULTS
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import load_registry

HERE = Path(__file__).parents[1]
DATA = Path(os.environ.get("SCODIFF_DATA", HERE.parents[1] / "shared" / "data"))
VERSES = 300
TextPairs = list[tuple[str, str]]


def sco_pairs(label: str) -> TextPairs:
    """Paragraph pairs of the declarations that carry a label."""
    found = []
    for path in sorted((DATA / "gold" / "sco-alignment").glob("*.reader1.tsv")):
        names = path.name.removesuffix(".reader1.tsv").split("__")
        a, b = (_paragraphs(name) for name in names)
        for row in _rows(path):
            if row["label"] == label and row["a"].isdigit() and row["b"].isdigit():
                found.append((a[int(row["a"])], b[int(row["b"])]))
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _paragraphs(name: str) -> dict[int, str]:
    path = DATA / "gold" / "sco-paragraphs" / f"{name}.tsv"
    return {int(row["n"]): row["text"] for row in _rows(path)}


def sts_pairs(low: float, high: float) -> TextPairs:
    """Sentence pairs of the STS benchmark in a range of similarity."""
    [path] = (DATA / "gold" / "stsb").glob("*dev*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 3]
    return [(a, b) for a, b, score in rows if low <= float(score) <= high]


def verses(versions: str, shift: int) -> TextPairs:
    """Verses in two translations, each against the one ``shift`` verses on."""
    found: TextPairs = []
    for name in ("Jonah", "Philippians", "Mark"):
        a, b = (
            (DATA / "gold" / "bible" / f"{name}.{versions}.{side}.txt")
            .read_text(encoding="utf-8")
            .splitlines()
            for side in "ab"
        )
        found += list(zip(a, b[shift:], strict=False))
    return found[:VERSES]


def yearly() -> TextPairs:
    """Paragraphs of a resolution and of the next year's that open alike and share most."""
    found: TextPairs = []
    for folder in sorted((DATA / "series" / "un-ga").iterdir()):
        files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
        if len(files) < 2:
            continue
        a, b = (_body(path) for path in files[:2])
        for text in a:
            opening = text.split()[:4]
            fellows = [other for other in b if other.split()[:4] == opening]
            if len(fellows) == 1 and len(text) > 120 and fellows[0] != text:
                found.append((text, fellows[0]))
    return found


def _body(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip()]


def cosines(pairs: TextPairs, model: str) -> np.ndarray:
    """The cosine of each pair."""
    encoder = open_encoder(model)
    a, b = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    return np.asarray(np.sum(a * b, axis=1))


def parted_at(low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """The threshold with the least balanced error between two samples, and that error."""
    grid = np.arange(0.0, 1.0, 0.01)
    errors = [((low >= t).mean() + (high < t).mean()) / 2 for t in grid]
    best = int(np.argmin(errors))
    return float(grid[best]), float(errors[best])


def show(name: str, low: np.ndarray, high: np.ndarray, used: float) -> None:
    """Print both samples, the threshold that parts them best, and what the one in use does."""
    at, error = parted_at(low, high)
    now = ((low >= used).mean() + (high < used).mean()) / 2
    deciles = [f"{np.quantile(sample, q):.2f}" for sample in (low, high) for q in (0.1, 0.5, 0.9)]
    print(
        f"{name:<44} {len(low):>4} {'/'.join(deciles[:3]):<15} {len(high):>4} "
        f"{'/'.join(deciles[3:]):<15} best {at:.2f} (error {error:.2f}); "
        f"at {used:.2f} error {now:.2f}"
    )


def main(_: Sequence[str]) -> int:
    """Measure the thresholds of meaning and of wording."""
    if not DATA.is_dir():
        print("the texts are not here; set SCODIFF_DATA to the folder that has them")
        return 0
    print("number and deciles 10/50/90 of the lower and of the higher sample")
    samples = {
        "topic (T) against statement (S)": (sco_pairs("T"), sco_pairs("S")),
        "STS <= 2 against >= 4": (sts_pairs(0, 2), sts_pairs(4, 5)),
        "next verse against same verse": (verses("ASV-BBE", 1), verses("ASV-BBE", 0)),
    }
    for model in load_registry().defaults:
        print(f"meaning, by {model}")
        for name, (low, high) in samples.items():
            show(name, cosines(low, model), cosines(high, model), DEFAULTS.same_meaning)
    kept = [
        np.array([share_kept(a, b) for a, b in pairs])
        for pairs in (verses("ASV-BBE", 0), verses("KJV-WEB", 0), sco_pairs("S"), yearly())
    ]
    show("wording: ASV-BBE against yearly copies", kept[0], kept[3], DEFAULTS.same_words)
    show("wording: KJV-WEB against yearly copies", kept[1], kept[3], DEFAULTS.same_words)
    show("wording: statements (S) against yearly copies", kept[2], kept[3], DEFAULTS.same_words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
