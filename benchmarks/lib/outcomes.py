"""What a method made of two texts, in the terms in which the alignment table judges it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.lib.peers import ScoredPairs
from scodiff.compare.alignment.order import heaviest_chain
from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document

IdPair = tuple[str, str]
Group = tuple[frozenset[str], frozenset[str]]
HEADS = ("F1", "first 1", "first 3", "AUC", "T", "moved", "unmoved", "split", "1-n", "false%")
RELATED = 3


@dataclass(frozen=True)
class Gold:
    """The truth about two texts, as pairs of paragraphs' ids.

    Where ``moved`` or ``groups`` are empty the gold has nothing to say of them.
    """

    links: frozenset[IdPair]
    topical: frozenset[IdPair] = frozenset()
    moved: frozenset[str] = frozenset()
    groups: frozenset[Group] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What a method says of two texts.

    ``linked`` are its links and ``found`` those and what stands in parts; ``related`` adds
    what it would show beside a paragraph without a link. ``ranked`` has the candidates of
    each paragraph of A, the best first, and ``sure`` orders the paragraphs of A by how
    surely they have a counterpart. ``groups`` are the linked passages.
    """

    linked: frozenset[IdPair]
    found: frozenset[IdPair]
    related: frozenset[IdPair]
    ranked: dict[str, list[str]]
    sure: dict[str, float]
    moved: frozenset[str]
    groups: frozenset[Group]


def of_comparison(result: Comparison) -> Outcome:
    """scodiff's own outcome: links, then parts, then what may be related."""
    linked = [(p.a, p.b) for link in result.links for p in link.pairs]
    found = linked + [(p.a, p.b) for p in result.parts]
    related = found + [(r.a, r.b) for r in result.related]
    sure = {
        paragraph: 1 + link.confidence if link.b else 1 - link.confidence
        for link in result.links
        for paragraph in link.a
    }
    return Outcome(
        frozenset(linked),
        frozenset(found),
        frozenset(related),
        _ranked(related),
        sure,
        frozenset(a for link in result.links if link.moved for a in link.a),
        frozenset((frozenset(link.a), frozenset(link.b)) for link in result.links),
    )


def of_peer(pairs: ScoredPairs, candidates: np.ndarray | None, a: Document, b: Document) -> Outcome:
    """A peer's outcome; one without scores for all pairs has its links for candidates.

    What is related are the three best candidates of a paragraph without a link; what has
    moved lies outside the longest chain of links in order, and linked passages are those
    that hang together.
    """
    ids_a, ids_b = ([p.id for p in document.citable] for document in (a, b))
    ordered = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
    linked = [(ids_a[i], ids_b[j]) for i, j in ordered]
    ranked, sure = _ranked(linked), dict.fromkeys(ids_a, 0.0)
    for (i, _), score in pairs.items():
        sure[ids_a[i]] = max(sure[ids_a[i]], score)
    if candidates is not None:
        order = np.argsort(-candidates, axis=1, kind="stable")
        ranked = {ids_a[i]: [ids_b[j] for j in row] for i, row in enumerate(order)}
        sure = dict(zip(ids_a, map(float, candidates.max(axis=1)), strict=True))
    without = set(ids_a) - {x for x, _ in linked}
    beside = [(x, y) for x in without for y in ranked.get(x, [])[:RELATED]]
    in_order = sorted(pairs)
    chain = set(heaviest_chain([j for _, j in in_order], [1] * len(in_order)))
    return Outcome(
        frozenset(linked),
        frozenset(linked),
        frozenset(linked) | frozenset(beside),
        ranked,
        sure,
        frozenset(ids_a[i] for k, (i, _) in enumerate(in_order) if k not in chain),
        frozenset(_together(linked)),
    )


def _ranked(pairs: Iterable[IdPair]) -> dict[str, list[str]]:
    ranked: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        ranked[a].append(b)
    return ranked


def _together(pairs: Iterable[IdPair]) -> list[Group]:
    """The passages that pairs with a paragraph in common make."""
    groups: list[tuple[set[str], set[str]]] = []
    for a, b in pairs:
        touching = [g for g in groups if a in g[0] or b in g[1]]
        groups = [g for g in groups if g not in touching]
        groups.append(({a}.union(*(g[0] for g in touching)), {b}.union(*(g[1] for g in touching))))
    return [(frozenset(a), frozenset(b)) for a, b in groups]


def judge(gold: Gold, outcome: Outcome, a: Document, b: Document) -> dict[str, float]:
    """All figures of one pair of texts; NaN where the gold has nothing to say.

    A topical pair counts neither for nor against a method's links.
    """
    counted = outcome.found - gold.topical
    total = len(counted) + len(gold.links)
    has = frozenset(x for x, _ in gold.links)
    hits = [[(x, y) in gold.links for y in outcome.ranked.get(x, [])] for x in sorted(has)]
    return {
        "F1": 2 * len(counted & gold.links) / total if total else 1.0,
        "first 1": float(np.mean([any(h[:1]) for h in hits])) if hits else np.nan,
        "first 3": float(np.mean([any(h[:3]) for h in hits])) if hits else np.nan,
        "AUC": _auc(outcome.sure, has),
        "T": _share(gold.topical, outcome.related),
        "moved": _share(gold.moved, outcome.moved),
        "unmoved": _share(has - gold.moved, has - outcome.moved) if gold.moved else np.nan,
        "split": _share(gold.groups, outcome.groups),
        "1-n": _right_groups(gold, outcome),
        "false%": _false_links(gold, outcome, a, b),
    }


def _share(true: frozenset[object], said: frozenset[object]) -> float:
    return len(true & said) / len(true) if true else np.nan


def _right_groups(gold: Gold, outcome: Outcome) -> float:
    """Of the linked passages of several paragraphs, the share that no false pair is in."""
    several = [(a, b) for a, b in outcome.groups if a and b and len(a) + len(b) > 2]
    true = gold.links | gold.topical
    right = [
        all(pair in true for pair in outcome.linked if pair[0] in a and pair[1] in b)
        for a, b in several
    ]
    return float(np.mean(right)) if right else np.nan


def _auc(sure: dict[str, float], has: frozenset[str]) -> float:
    """How well the method tells the paragraphs with a counterpart from those without."""
    truth = [paragraph in has for paragraph in sure]
    return float(roc_auc_score(truth, list(sure.values()))) if len(set(truth)) == 2 else np.nan


def _false_links(gold: Gold, outcome: Outcome, a: Document, b: Document) -> float:
    """How many of 100 paragraphs without a counterpart stand in a link or a part all the same.

    Topical pairs count neither for nor against.
    """
    counted = outcome.found - gold.topical
    alone_a = {p.id for p in a.citable} - {x for x, _ in gold.links}
    alone_b = {p.id for p in b.citable} - {y for _, y in gold.links}
    if not (alone_a or alone_b):
        return np.nan
    wrong = (alone_a & {x for x, _ in counted}) | (alone_b & {y for _, y in counted})
    return 100 * len(wrong) / (len(alone_a) + len(alone_b))
