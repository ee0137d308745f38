"""Time and length of the edit script: scodiff beside other diffs, on the same texts.

    python -m benchmarks.evaluate.diff [--words 100 1000 10000 100000] [--runs 5] [--limit 20]

The texts are the resolutions and addresses of ../shared/data (SCODIFF_DATA overrides), or,
where they are absent, sentences shuffled from the Declaration of 2003. B is A lightly
edited (one word in ten deleted, replaced or added), re-translated (nine in ten) or another
part of the collection. Every tool is given the same two texts, splits them with the same
tokenizer and must return the whole script (which ranges of A and B are equal); the time is
that from the texts to the script, the best of some runs, and "tokens edited" the number of
tokens deleted and inserted before any clean-up. A tool that would need more than the limit
(seconds, judged by the size before) is left out, and so is one that is not installed.

Printed last: whether the targets hold (at most 2 % more edited tokens than the least, at
most three times the time of the fastest tool whose script is as short, and the same script
in every run), and the time of the whole diff with clean-up and editorial kinds.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scodiff.compare.diff.diff import diff
from scodiff.compare.diff.edit_script import edit_script
from scodiff.compare.text.tokens import tokenize
from scodiff.corpus.library import resolve

HERE = Path(__file__).parents[1]
DATA = Path(os.environ.get("SCODIFF_DATA", HERE.parents[1] / "shared" / "data"))
SLACK, FACTOR = 1.02, 3.0
Equal = list[tuple[int, int, int]]
Tool = Callable[[Sequence[str], Sequence[str]], Equal]


def vocabulary() -> list[str]:
    """All words of the collection, in order."""
    files = [
        *sorted((DATA / "series" / "un-ga").rglob("*.txt")),
        *sorted((DATA / "series" / "state-of-the-union").glob("*.txt")),
    ]
    words = [w for path in files for w in path.read_text(encoding="utf-8").split()]
    if words:
        return words
    rng = random.Random(2003)
    base = [p.text for p in resolve("2003-moscow").citable]
    return [w for _ in range(300) for text in rng.sample(base, len(base)) for w in text.split()]


def edited(words: Sequence[str], share: float, source: Sequence[str]) -> list[str]:
    """The words with a share of them deleted, replaced or followed by another, in thirds."""
    rng = random.Random(1)
    found = []
    for word in words:
        chance = rng.random() / share
        if chance < 1 / 3:
            continue
        found.append(rng.choice(source) if chance < 2 / 3 else word)
        if 2 / 3 <= chance < 1:
            found.append(rng.choice(source))
    return found


def numbered(a: Sequence[str], b: Sequence[str]) -> tuple[list[int], list[int]]:
    """One number a token, the same for the same token."""
    number_of: dict[str, int] = {}
    first, second = ([number_of.setdefault(t, len(number_of)) for t in side] for side in (a, b))
    return first, second


def as_symbols(a: Sequence[str], b: Sequence[str]) -> tuple[str, str]:
    """One character a token, as every user of diff-match-patch has to write it."""
    first, second = (
        "".join(chr(n + 0x100 if n < 0xD000 else n + 0x10000) for n in side)
        for side in numbered(a, b)
    )
    return first, second


def scodiff(a: Sequence[str], b: Sequence[str]) -> Equal:
    """The edit script of this project."""
    return [(r.i0, r.j0, r.i1 - r.i0) for r in edit_script(a, b) if r.same]


def difflib_(a: Sequence[str], b: Sequence[str]) -> Equal:
    """Python's own matcher, without its guess at what is junk."""
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return [(m.a, m.b, m.size) for m in blocks]


def rapidfuzz_(a: Sequence[str], b: Sequence[str]) -> Equal:
    """RapidFuzz: bit-parallel, exact."""
    from rapidfuzz.distance import Indel

    blocks = Indel.opcodes(*numbered(a, b)).as_matching_blocks()
    return [(m.a, m.b, m.size) for m in blocks]


def diff_match_patch_(a: Sequence[str], b: Sequence[str]) -> Equal:
    """Google's library in Python, without its time limit."""
    from diff_match_patch import diff_match_patch

    return _from_operations(diff_match_patch().diff_main(*as_symbols(a, b), False), 0)


def fast_diff_match_patch_(a: Sequence[str], b: Sequence[str]) -> Equal:
    """The same in C++."""
    module = importlib.import_module("fast_diff_match_patch")
    found = module.diff(*as_symbols(a, b), timelimit=0, checklines=False)
    return _from_operations(found, "=")


def _from_operations(operations: Sequence[tuple[object, str | int]], equal: object) -> Equal:
    found: Equal = []
    i = j = 0
    for op, symbols in operations:
        size = symbols if isinstance(symbols, int) else len(symbols)
        if op == equal:
            found.append((i, j, size))
        i += size if op in (equal, -1, "-") else 0
        j += size if op in (equal, 1, "+") else 0
    return found


def patiencediff_(a: Sequence[str], b: Sequence[str]) -> Equal:
    """Patience diff, as Breezy has it."""
    module = importlib.import_module("patiencediff")
    return list(module.PatienceSequenceMatcher(None, list(a), list(b)).get_matching_blocks())


TOOLS: dict[str, Tool] = {
    "scodiff": scodiff,
    "rapidfuzz": rapidfuzz_,
    "diff-match-patch": diff_match_patch_,
    "fast-diff-match-patch": fast_diff_match_patch_,
    "patiencediff": patiencediff_,
    "difflib": difflib_,
}
OPTIONAL = {"fast-diff-match-patch": "fast_diff_match_patch", "patiencediff": "patiencediff"}
# How the time of each grows with the length, to know beforehand what would take too long.
GROWTH = {"rapidfuzz": 2.2, "difflib": 2.0, "fast-diff-match-patch": 2.0}
# Given up at the first sign of it: memory grows with the product of the lengths, or a stack ends.
TOO_LARGE = {"rapidfuzz": 40_000}
OUT_OF_STACK = {"patiencediff": 90_000}  # unless the texts are near copies


def measure(tool: Tool, a: str, b: str, runs: int) -> tuple[float, int, bool]:
    """Best seconds from texts to script, tokens edited, and whether all runs agree."""
    best, scripts = float("inf"), []
    for _ in range(runs):
        start = time.perf_counter()
        tokens_a, tokens_b = tokenize(a), tokenize(b)
        equal = tool(tokens_a, tokens_b)
        best = min(best, time.perf_counter() - start)
        scripts.append(equal)
        if best > 1:
            break
    kept = sum(size for _, _, size in scripts[0])
    return best, len(tokens_a) + len(tokens_b) - 2 * kept, all(s == scripts[0] for s in scripts)


def measure_all(
    a: str,
    b: str,
    words: int,
    near: bool,
    last: dict[str, tuple[int, float]],
    args: argparse.Namespace,
) -> dict[str, tuple[float, int, bool]]:
    """What ``measure`` says of each tool that can be expected to end within the limit."""
    found = {}
    for name, tool in TOOLS.items():
        before_words, before = last.get(name, (words, 0.0))
        expected = before * (words / before_words) ** GROWTH.get(name, 1.2)
        too_large = TOO_LARGE if near else TOO_LARGE | OUT_OF_STACK
        if expected > args.limit or words > too_large.get(name, words):
            continue
        try:
            found[name] = measure(tool, a, b, args.runs)
        except ImportError:
            continue
        last[name] = (words, found[name][0])
    return found


def verdict(found: dict[str, tuple[float, int, bool]]) -> list[str]:
    """What fails of the targets for one pair of texts."""
    seconds, edits, same = found["scodiff"]
    least = min(e for _, e, _ in found.values())
    rivals = {n: s for n, (s, e, _) in found.items() if n != "scodiff" and e <= least * SLACK}
    failures = []
    if edits > least * SLACK:
        failures.append(f"{edits / least - 1:.1%} more edits than the least")
    if rivals and seconds > FACTOR * min(rivals.values()):
        fastest = min(rivals, key=lambda n: rivals[n])
        failures.append(f"{seconds / rivals[fastest]:.1f} times the time of {fastest}")
    if not same:
        failures.append("the script differs between runs")
    return failures


def main() -> int:
    """Measure every tool at every length, and say which targets fail."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--words", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds")
    args = parser.parse_args()
    source = vocabulary()
    failures = []
    last: dict[str, dict[str, tuple[int, float]]] = {}
    print(f"{'words':>7}  {'texts':<14} {'tool':<22} {'ms':>10} {'tokens edited':>14}")
    for count in args.words:
        a = source[:count]
        kinds = {
            "light": edited(a, 0.1, source),
            "re-translated": edited(a, 0.9, source),
            "unrelated": source[-count:],
        }
        for kind, b in kinds.items():
            text_a, text_b = " ".join(a), " ".join(b)
            found = measure_all(
                text_a, text_b, count, kind == "light", last.setdefault(kind, {}), args
            )
            for name, (seconds, edits, _) in sorted(found.items(), key=lambda item: item[1][0]):
                print(f"{count:>7}  {kind:<14} {name:<22} {seconds * 1e3:>10.2f} {edits:>14,}")
            start = time.perf_counter()
            diff(text_a, text_b)
            print(f"{'':>24} whole diff, cleaned up {(time.perf_counter() - start) * 1e3:>8.1f}")
            failures += [f"{count} words, {kind}: {f}" for f in verdict(found)]
    print("\ntargets:", "all hold" if not failures else "; ".join(failures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
