"""Count how many of the illustration's true links a comparison found.

    python -m benchmarks.evaluate.demo build/demo/report.json [build/demo/report.html]

The illustration was written link by link, and the truth is recorded beside it
(``corpus/texts/illustration.links.toml``). It is one small invented text: it shows what
scodiff does, not how well it does on declarations that nobody wrote for the purpose.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.lib.illustration import LinkKey, Links, reported_links, true_links


def _cite(key: LinkKey) -> str:
    def side(numbers: frozenset[int]) -> str:
        return "+".join(f"¶{n}" for n in sorted(numbers)) or "nothing"

    return f"{side(key[0])} → {side(key[1])}"


def _cite_all(keys: Iterable[LinkKey]) -> str:
    ordered = sorted(keys, key=lambda key: (sorted(key[0]), sorted(key[1])))
    return "; ".join(_cite(key) for key in ordered)


def summary(truth: Links, found: Links) -> list[str]:
    """The counts as printed lines; what was missed or invented is named."""
    exact = truth.answered & found.answered
    same_relation = {key for key in exact if truth.relations[key] == found.relations[key]}
    missed, false = truth.answered - exact, found.answered - exact
    pairs = truth.pairs & found.pairs
    lines = [
        f"true links found exactly     {len(exact)} of {len(truth.answered)}",
        f"  of these, same relation    {len(same_relation)} of {len(exact)}",
        f"true pairs of paragraphs     {len(pairs)} of {len(truth.pairs)}",
        f"false pairs of paragraphs    {len(found.pairs - truth.pairs)}",
        f"moved links found as moved   {len(truth.moved & found.moved)} of {len(truth.moved)}"
        f" (falsely called moved: {len(found.moved - truth.moved)})",
        f"disappeared and new          {len(truth.unanswered & found.unanswered)}"
        f" of {len(truth.unanswered)}"
        f" (falsely called so: {len(found.unanswered - truth.unanswered)})",
    ]
    if missed:
        lines.append(f"missed: {_cite_all(missed)}")
    if false:
        lines.append(f"false: {_cite_all(false)}")
    for key in sorted(exact - same_relation, key=lambda key: sorted(key[0])):
        lines.append(
            f"{_cite(key)} is called {found.relations[key]}, was written {truth.relations[key]}"
        )
    return lines


def main(arguments: list[str]) -> int:
    """Print the counts for the JSON report named first, then the other paths named."""
    if not arguments:
        print("usage: demo.py REPORT.json [REPORT.html]", file=sys.stderr)
        return 2
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    if (report["a"]["id"], report["b"]["id"]) != ("2003-moscow", "illustration"):
        print("demo.py counts comparisons of 2003-moscow and illustration only", file=sys.stderr)
        return 2
    print("\n".join(summary(true_links(), reported_links(report))))
    for path in arguments[1:]:
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
