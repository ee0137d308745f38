"""How well paragraphs are aligned, by scodiff and by its peers, in one run.

    python -m benchmarks.evaluate.alignment [--quick]

Protocol. scodiff's weights for a gold pair come from pairs that share neither
document with it ("docs-out"); the pair 2003→2022 trains nothing and chose no weight, but was seen
while rules for the threshold were tried; the four pairs with the report of 2018 (group ``report``)
train nothing and chose no threshold. The models' own making (how long the default was taught, the
rank that is kept) was chosen by the table of ``train.py``, in which
2003→2022 is not and the report stands beside the pairs that count. The invented later versions of
2003 are judged by weights that no pair with 2003 trained, the Bible by the shipped weights (no
Bible text trains). Peers with a threshold get the best one for this very table. Topical pairs (T)
count neither for nor against a link.

One table for each figure, gold sets in rows and methods in columns. First come the peers, then
scodiff: with MiniLM as it was published (``scodiff minilm``) and with what it compares with by
default, MiniLM as it was taught (``scodiff``). The figures: F1 on links
(S and P); of A's paragraphs that have a link, the share with a true one among the first 1 and the
first 3 candidates; AUC of "has no counterpart"; recall of topical pairs by ``related``; recall of
moved paragraphs, of those that did not move, and of splits and merges; of linked passages of
several paragraphs the share without a false pair (1-n); of 100 paragraphs without a counterpart
how many are linked. Last come the reliability of the confidence, of links and of what is said
to have no counterpart, and, by the multilingual model where it is installed, a book in German
and French.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import brier_score_loss

from benchmarks.lib.cases import Case, gold_cases, perturbed_cases, run_scodiff, segment_cases
from benchmarks.lib.outcomes import HEADS, IdPair, Outcome, judge, of_comparison, of_peer
from benchmarks.lib.peers import best_threshold, peers
from scodiff.compare import compare
from scodiff.compare.model import Comparison
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.errors import EmbeddingError
from scodiff.embeddings.models import open_encoder
from scodiff.embeddings.registry import load_registry

DISTANT = ("2003→2019", "2003→2022", "2003→2023")
MULTILINGUAL = "use-multilingual"
Outcomes = dict[str, list[Outcome]]


def cases_for(encoder: Encoder, profile: str, quick: bool) -> list[Case]:
    """All pairs of texts, with weights for one model."""
    cases = [*gold_cases(encoder, profile), *perturbed_cases(encoder, profile)]
    if not quick:
        cases += [*segment_cases("bible-perturbed", "*"), *segment_cases("bible", "[JPR]*")]
        cases += segment_cases("argrewrite", "*")
    return cases


def results_of(model: str, quick: bool) -> tuple[list[Case], list[Comparison]]:
    """All pairs of texts with weights for one model, and what scodiff makes of them."""
    encoder = open_encoder(model)
    cases = cases_for(encoder, model, quick)
    return cases, [run_scodiff(case, encoder, model) for case in cases]


def outcomes_of_peers(
    cases: Sequence[Case], encoder: Encoder
) -> Iterator[tuple[str, list[Outcome]]]:
    """What each peer makes of all pairs, with the best threshold for this very table."""
    sides = [tuple(prepare([p.text for p in d.citable], "en") for d in (c.a, c.b)) for c in cases]
    links = [_indexed(case, case.gold.links) for case in cases]
    topical = [_indexed(case, case.gold.topical) for case in cases]
    for peer in peers(encoder):
        scored = [peer.pairs(a, b) for a, b in sides]
        counted = [
            {pair: score for pair, score in found.items() if pair not in t}
            for found, t in zip(scored, topical, strict=True)
        ]
        threshold = best_threshold(list(zip(counted, links, strict=True)))
        outcomes = []
        for case, found, (a, b) in zip(cases, scored, sides, strict=True):
            kept = {pair: score for pair, score in found.items() if score >= threshold}
            candidates = peer.candidates(a, b) if peer.candidates else None
            outcomes.append(of_peer(kept, candidates, case.a, case.b))
        yield peer.name, outcomes


def _indexed(case: Case, pairs: frozenset[IdPair]) -> frozenset[tuple[int, int]]:
    a = {p.id: i for i, p in enumerate(case.a.citable)}
    b = {p.id: j for j, p in enumerate(case.b.citable)}
    return frozenset((a[x], b[y]) for x, y in pairs)


def show(cases: Sequence[Case], outcomes: Outcomes) -> None:
    """One table for each figure: gold sets in rows, methods in columns."""
    groups = list(dict.fromkeys(case.group for case in cases))
    figures = {
        method: [judge(c.gold, o, c.a, c.b) for c, o in zip(cases, found, strict=True)]
        for method, found in outcomes.items()
    }
    for head in HEADS:
        print(f"\n{head:<18}" + "".join(f"{method:>17}" for method in outcomes))
        means: dict[str, list[float]] = {}
        for group in groups:
            here = [k for k, case in enumerate(cases) if case.group == group]
            values = [[rows[k][head] for k in here] for rows in figures.values()]
            means[group] = [np.nan if np.isnan(v).all() else float(np.nanmean(v)) for v in values]
        distant = [means[group] for group in DISTANT if group in means]
        for title, row in [*means.items(), ("distant, mean", list(np.mean(distant, axis=0)))]:
            if not np.isnan(row).all():
                cells = (f"{value:17.3f}" if not np.isnan(value) else f"{'':17}" for value in row)
                print(f"{title:<18}" + "".join(cells))


def show_reliability(cases: Sequence[Case], results: Sequence[Comparison]) -> None:
    """How often what is said with a given confidence is true: the reliability of the figure."""
    linked, alone = [], []
    for case, result in zip(cases, results, strict=True):
        has = {x for pair in case.gold.links for x in (("a", pair[0]), ("b", pair[1]))}
        for link in result.links:
            pairs = {(p.a, p.b) for p in link.pairs}
            ends = [("a", p) for p in link.a] + [("b", p) for p in link.b]
            if not pairs:
                alone.append((link.confidence, not has.intersection(ends)))
            elif not pairs & case.gold.topical:
                linked.append((link.confidence, pairs <= case.gold.links))
    _reliability("links, true where all of their pairs are", linked)
    _reliability("disappeared and new, true without a counterpart", alone)


def _reliability(title: str, rows: Sequence[tuple[float, bool]]) -> None:
    """Brier score and plot: a row of the plot reaches as far as what was said is true."""
    confidence, true = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    brier = brier_score_loss(true, confidence)
    print(f"\nconfidence of {title}: Brier {brier:.3f} (n = {len(rows)})")
    for low in np.arange(0, 1, 0.1):
        here = (confidence >= low) & ((confidence < low + 0.1) | (low > 0.85))
        if here.any():
            said, found = confidence[here].mean(), true[here].mean()
            bar = list("#" * round(50 * found) + " " * (51 - round(50 * found)))
            bar[round(50 * said)] = "|"  # where it would reach if the figure were exact
            figures = f"said {said:.2f}, true {found:.2f} (n = {here.sum()})"
            print(f"  {low:.1f}-{low + 0.1:.1f} {''.join(bar)} {figures}")


def show_two_languages() -> None:
    """German and French texts of one book, aligned by the multilingual model."""
    try:
        encoder = open_encoder(MULTILINGUAL)
        cases = [
            case
            for name in ("dev", "test*")
            for case in segment_cases("bleualign-defr", name, "de-fr")
        ]
    except EmbeddingError as error:
        print(f"\nno texts in two languages: {error}")
        return
    print(f"\nbleualign-defr, {MULTILINGUAL:<4}" + "".join(f"{head:>9}" for head in HEADS[:4]))
    for case in cases:
        found = judge(case.gold, of_comparison(compare(case.a, case.b, encoder)), case.a, case.b)
        print(f"{case.a.id:<34}" + "".join(f"{found[head]:9.3f}" for head in HEADS[:4]))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the Bible and the peers")
    arguments = parser.parse_args()
    registry = load_registry()
    outcomes: Outcomes = {}
    cases, results = results_of(registry.default, arguments.quick)
    if not arguments.quick:
        outcomes |= outcomes_of_peers(cases, open_encoder(registry.default))
    outcomes["scodiff minilm"] = [of_comparison(result) for result in results]
    cases, results = results_of(registry.comparing, arguments.quick)
    outcomes["scodiff"] = [of_comparison(result) for result in results]
    show(cases, outcomes)
    gold = [k for k, case in enumerate(cases) if case.gold.topical]
    show_reliability([cases[k] for k in gold], [results[k] for k in gold])
    if not arguments.quick:
        show_two_languages()


if __name__ == "__main__":
    main()
