"""How fast texts are encoded, by plain sentence-transformers and by scodiff's engines.

    python -m benchmarks.evaluate.speed

Each figure is the median of interleaved runs, every run a fresh process (``lib/engines.py``).
``plain`` encodes paragraphs and clauses text by text; scodiff, also on torch, reads each
paragraph once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.lib.gold import data_folder
from scodiff.embeddings.cache.location import cache_root
from scodiff.embeddings.engines.onnx_export import prepare
from scodiff.embeddings.files.exported import fast_path_installed
from scodiff.embeddings.models import open_source
from scodiff.embeddings.registry import for_comparing

ENGINES = Path(__file__).parents[1] / "lib" / "engines.py"
ROUNDS = 3
# sentence-transformers as it comes, scodiff on it, and scodiff on ONNX Runtime.
SPEED_ENGINES = ("plain", "torch", for_comparing(None))
TEXT_PARAGRAPHS = 100


def new_texts() -> Iterator[list[str]]:
    """Two texts of a hundred paragraphs each, from addresses that are no declarations."""
    for year in ("1999-Clinton", "2002-GWBush"):
        found: list[str] = []
        for path in sorted((data_folder() / "series" / "state-of-the-union").glob("*.txt")):
            if path.stem >= year:
                lines = path.read_text("utf-8").splitlines()
                found += [line for line in lines if 25 <= len(line.split()) <= 120]
        yield found[:TEXT_PARAGRAPHS]


def show_speed() -> None:
    """The cold command, and paragraphs a second, plain and fast in turn."""
    prepare(open_source(for_comparing(None))[0])
    with tempfile.TemporaryDirectory() as scratch:
        files = [Path(scratch, f"text{k}.txt") for k in (1, 2)]
        texts = list(new_texts())
        for file, text in zip(files, texts, strict=True):
            file.write_text("\n\n".join(text), "utf-8")
        many = Path(scratch, "many")
        many.write_text("\0".join(text for both in texts for text in both), "utf-8")
        command = [
            "compare",
            str(files[0]),
            str(files[1]),
            "-q",
            "-o",
            str(Path(scratch, "r.json")),
        ]
        cold = _interleaved(command, Path(scratch), one_core=False)
        one = _interleaved(["rate", str(many)], Path(scratch), one_core=True)
    _print_speed(cold, one)


def _print_speed(cold: dict[str, dict[str, float]], one: dict[str, dict[str, float]]) -> None:
    print("\nspeed", "plain", "torch", "fast", "fast to plain", "fast to torch", sep="\t")
    paragraphs = 2 * TEXT_PARAGRAPHS
    rows: list[tuple[str, dict[str, dict[str, float]], Callable[[dict[str, float]], float]]] = [
        ("cold compare of two new texts of 100 paragraphs, s", cold, lambda f: f["total"]),
        ("paragraphs a second in it, with loading", cold, lambda f: paragraphs / f["encode"]),
        ("cold start to 100 paragraphs on one core, s", one, lambda f: f["to_hundred"]),
        ("paragraphs a second on one core, loaded", one, lambda f: f["texts"] / f["encode"]),
    ]
    for title, figures, of in rows:
        plain, torch, fast = (of(figures[engine]) for engine in SPEED_ENGINES)
        ratios = [fast / other if "second" in title else other / fast for other in (plain, torch)]
        print(title, *(f"{x:.2f}" for x in (plain, torch, fast, *ratios)), sep="\t")


def _interleaved(
    arguments: Sequence[str], scratch: Path, *, one_core: bool
) -> dict[str, dict[str, float]]:
    """Medians of each engine's figures, each run with an empty cache of vectors and reports."""
    runs: dict[str, list[dict[str, float]]] = defaultdict(list)
    for number in range(ROUNDS):
        for engine in SPEED_ENGINES:
            cache = scratch / f"cache-{engine}-{number}-{one_core}"
            cache.mkdir(mode=0o700)
            (cache / "models").symlink_to(_models_folder())
            runs[engine].append(_timed(engine, arguments, cache, one_core))
    return {
        engine: {key: statistics.median(run[key] for run in figures) for key in figures[0]}
        for engine, figures in runs.items()
    }


def _models_folder() -> Path:
    return (cache_root() / "models").resolve()


def _timed(engine: str, arguments: Sequence[str], cache: Path, one_core: bool) -> dict[str, float]:
    env = os.environ | {"SCODIFF_CACHE": str(cache), "HF_HUB_OFFLINE": "1"}
    env.pop("OMP_NUM_THREADS", None)
    if one_core:
        env |= {"OMP_NUM_THREADS": "1", "SCODIFF_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", str(ENGINES), engine, *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    figures: dict[str, float] = json.loads(done.stderr.splitlines()[-1])
    return figures


def main() -> None:
    """Measure, or say what is missing."""
    if fast_path_installed():
        show_speed()
    else:
        print('no speed to compare: ONNX Runtime is not installed (pip install "scodiff[fast]")')


if __name__ == "__main__":
    main()
