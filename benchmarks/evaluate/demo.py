"""Count how many of the illustration's true links a comparison found.

    python -m benchmarks.evaluate.demo build/demo/report.json [build/demo/report.html]

The illustration was written link by link, and the truth is recorded beside it
(``corpus/texts/illustration.links.toml``). It is one small invented text: it shows what
scodiff does, not how well it does on declarations that nobody wrote for the purpose.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

Numbers = frozenset[int]
Key = tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True)
class Links:
    """Links by the numbers of their paragraphs, with the pairs that they are made of."""

    relations: dict[Key, str]
    moved: frozenset[Key]
    pairs: frozenset[tuple[int, int]]

    @property
    def answered(self) -> set[Key]:
        """The links that have paragraphs on both sides."""
        return {key for key in self.relations if key[0] and key[1]}

    @property
    def unanswered(self) -> set[Key]:
        """The links of a single side: what disappeared and what is new."""
        return set(self.relations) - self.answered


def _key(a: Iterable[int], b: Iterable[int]) -> Key:
    return frozenset(a), frozenset(b)


def true_links() -> Links:
    """The links recorded beside the illustration."""
    record = files("scodiff.corpus.texts").joinpath("illustration.links.toml")
    truth = tomllib.loads(record.read_text(encoding="utf-8"))
    links = {_key(link["a"], link["b"]): link for link in truth["links"]}
    relations = {key: str(link["relation"]) for key, link in links.items()}
    relations |= {_key([n], []): "disappeared" for n in truth["disappeared"]}
    relations |= {_key([], [n]): "new" for n in truth["new"]}
    return Links(
        relations=relations,
        moved=frozenset(key for key, link in links.items() if link["moved"]),
        pairs=frozenset((a, b) for left, right in links for a in left for b in right),
    )


def reported_links(report: dict[str, Any]) -> Links:
    """The links of a comparison's JSON, by the paragraphs' citable numbers."""
    number_a = {p["id"]: p["n"] for p in report["a"]["paragraphs"]}
    number_b = {p["id"]: p["n"] for p in report["b"]["paragraphs"]}
    links = {
        _key((number_a[i] for i in link["a"]), (number_b[i] for i in link["b"])): link
        for link in report["links"]
    }
    return Links(
        relations={key: link["relation"] for key, link in links.items()},
        moved=frozenset(key for key, link in links.items() if link["moved"]),
        pairs=frozenset(
            (number_a[pair["a"]], number_b[pair["b"]])
            for link in links.values()
            for pair in link["pairs"]
        ),
    )


def _cite(key: Key) -> str:
    def side(numbers: Numbers) -> str:
        return "+".join(f"¶{n}" for n in sorted(numbers)) or "nothing"

    return f"{side(key[0])} → {side(key[1])}"


def _cite_all(keys: Iterable[Key]) -> str:
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
