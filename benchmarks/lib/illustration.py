"""The illustration's true links, as it was written, and those that a comparison reports."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

# The citable numbers of a link's paragraphs, of A and of B.
LinkKey = tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Links:
    """Links by the numbers of their paragraphs, with the pairs that they are made of."""

    relations: dict[LinkKey, str]
    moved: frozenset[LinkKey]
    pairs: frozenset[tuple[int, int]]

    @property
    def answered(self) -> set[LinkKey]:
        """The links that have paragraphs on both sides."""
        return {key for key in self.relations if key[0] and key[1]}

    @property
    def unanswered(self) -> set[LinkKey]:
        """The links of a single side: what disappeared and what is new."""
        return set(self.relations) - self.answered


def _key(a: Iterable[int], b: Iterable[int]) -> LinkKey:
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
