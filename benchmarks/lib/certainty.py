"""What is called sure, likely or open, and how often it is true.

A claim is a link, "no counterpart" or a shared passage (part) that scodiff makes of two texts. A
link and a part are true where readers link all of their pairs, and false where readers find the
same matter only (T): who reads "sure" reads "the same statement". "No counterpart" is true of a
paragraph that readers link to nothing.

Thresholds are chosen on the development pairs: for sure the lowest from which on ``SURE`` of the
claims are true, which is a hundredth more than is promised, since a threshold chosen to reach a
share reaches less on other texts; for likely the lowest at which, by isotonic regression,
``LIKELY`` of the claims that are just so sure are, topical ones weighing less ("likely" as the
IPCC has it: Mastrandrea et al. 2010). For a pair of texts that is judged they are chosen on pairs
that share neither document with it ("docs-out"), as its weights are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.stats import binomtest
from sklearn.isotonic import IsotonicRegression

from benchmarks.lib.cases import Case, run_scodiff
from benchmarks.lib.gold import VALIDATION, GoldPair
from benchmarks.lib.learning import TOPICAL_WEIGHT
from benchmarks.lib.outcomes import Gold
from scodiff.compare.model import CERTAINTIES, Certainty, Comparison
from scodiff.compare.settings import CERTAINTY_THRESHOLDS, DEFAULTS, Settings
from scodiff.embeddings.encoder import Encoder

SURE, LIKELY = 0.98, 2 / 3
GRID: tuple[float, ...] = tuple(round(0.3 + step / 100, 2) for step in range(70))
UNREACHED = 1.0  # no evidence of pairs, but only the same letters, or a reader, is that sure
HEADING = f"\ncertainty, docs-out: {'':8}{'said':>7}{'share':>8}{'true':>8}{'95 % from':>11}"
HELD_OUT = ("2003→2022", VALIDATION)

ClaimKind = Literal["link", "alone", "part"]
KINDS: Mapping[ClaimKind, str] = {
    "link": "links",
    "alone": "disappeared and new",
    "part": "parts",
}
Thresholds = Mapping[str, float]


@dataclass(frozen=True)
class Claim:
    """One claim; ``topical`` where it is false only in that readers find the same matter."""

    kind: ClaimKind
    confidence: float
    certainty: Certainty
    true: bool
    topical: bool = False
    # Of an open paragraph that has a counterpart: whether a candidate is one.
    named: bool | None = None


def claims_of(gold: Gold | GoldPair, result: Comparison) -> Iterator[Claim]:
    """Everything that is claimed of two texts, and whether it is true."""
    links, topical = gold.links, gold.topical
    has_a, has_b = ({pair[side] for pair in links} for side in (0, 1))
    for link in result.links:
        pairs = {(p.a, p.b) for p in link.pairs}
        if pairs:
            true = pairs <= links
            only_matter = not true and pairs <= links | topical
            yield Claim("link", link.confidence, link.certainty, true, only_matter)
            continue
        true = not (has_a.intersection(link.a) or has_b.intersection(link.b))
        found = {(a, c.id) for a in link.a for c in link.candidates}
        found |= {(c.id, b) for b in link.b for c in link.candidates}
        named = None if true or link.certainty != "open" else bool(found & links)
        yield Claim("alone", link.confidence, link.certainty, true, named=named)
    for part in result.parts:
        pair = (part.a, part.b)
        only_matter = pair in topical
        yield Claim("part", part.confidence, part.certainty, pair in links, only_matter)


def settings_with(thresholds: Thresholds) -> Settings:
    """The settings that scodiff has, with these thresholds of certainty."""
    settings: Settings = replace(DEFAULTS, **thresholds)  # type: ignore[arg-type]
    return settings


AS_SURE_AS_MAY_BE = settings_with(dict.fromkeys(CERTAINTY_THRESHOLDS, 0.0))


def results(
    cases: Sequence[Case],
    encoder: Encoder | None,
    profile: str,
    thresholds: Sequence[Thresholds] | None = None,
) -> list[list[Claim]]:
    """The claims on each case with its own thresholds; without any, as sure as may be.

    ``certainty`` is then what no probability can raise it above.
    """
    found = []
    for number, case in enumerate(cases):
        settings = settings_with(thresholds[number]) if thresholds else AS_SURE_AS_MAY_BE
        found.append(list(claims_of(case.gold, run_scodiff(case, encoder, profile, settings))))
    return found


def choose(claims: Sequence[Claim]) -> dict[str, float]:
    """The thresholds that these claims speak for, by the names of the settings."""
    chosen = {}
    for kind in KINDS:
        here = [claim for claim in claims if claim.kind == kind and claim.certainty != "open"]
        sure = _sure([claim for claim in here if claim.certainty == "sure"])
        chosen[f"sure_{kind}"] = sure
        chosen[f"likely_{kind}"] = min(_likely(here), sure)
    return chosen


def _sure(claims: Sequence[Claim]) -> float:
    """The lowest of ``GRID`` from which on so large a share of the claims is true."""
    confidence = np.array([claim.confidence for claim in claims])
    true = np.array([claim.true for claim in claims])
    for threshold in GRID:
        if (here := confidence >= threshold).any() and true[here].mean() >= SURE:
            return threshold
    return UNREACHED


def _likely(claims: Sequence[Claim]) -> float:
    """The lowest of ``GRID`` at which so large a share of the claims is true."""
    if not claims:
        return UNREACHED
    curve = IsotonicRegression(out_of_bounds="clip")
    # As in training: the same matter only is no link, but on that border readers differ.
    weights = [TOPICAL_WEIGHT if claim.topical else 1.0 for claim in claims]
    true = [float(claim.true) for claim in claims]
    curve.fit([claim.confidence for claim in claims], true, sample_weight=weights)
    reached = np.flatnonzero(curve.predict(np.array(GRID)) >= LIKELY)
    return GRID[int(reached[0])] if len(reached) else UNREACHED


def development(cases: Sequence[Case]) -> list[bool]:
    """Which cases may choose a threshold."""
    return [case.group not in HELD_OUT for case in cases]


def choose_docs_out(
    cases: Sequence[Case], claims: Sequence[Sequence[Claim]]
) -> list[dict[str, float]]:
    """The thresholds of each case, from development pairs that share neither of its documents."""
    chosen: dict[tuple[int, ...], dict[str, float]] = {}
    of_cases = []
    may = development(cases)
    for case in cases:
        own = {case.a.id, case.b.id}
        others = tuple(k for k, c in enumerate(cases) if may[k] and not own & {c.a.id, c.b.id})
        if others not in chosen:
            chosen[others] = choose([claim for k in others for claim in claims[k]])
        of_cases.append(chosen[others])
    return of_cases


def show(cases: Sequence[Case], encoder: Encoder | None, profile: str) -> None:
    """Print how much is sure, likely and open, docs-out, and how much of each is true."""
    thresholds = choose_docs_out(cases, results(cases, encoder, profile))
    found = results(cases, encoder, profile, thresholds)
    pooled = [claim for claims in found for claim in claims]
    print(HEADING)
    show_kinds(pooled)
    sure = [c for c in pooled if c.certainty == "sure" and c.kind != "part"]
    claimed = [c for c in pooled if c.kind != "part"]
    _row("links and none, sure", sure, claimed)
    _row("  same matter left out", [c for c in sure if not c.topical], claimed)
    for group in dict.fromkeys(case.group for case in cases):
        own = [c for case, k in zip(cases, found, strict=True) if case.group == group for c in k]
        here = [c for c in own if c.kind != "part"]
        _row(f"  {group}", [c for c in here if c.certainty == "sure"], here)
    named = [claim.named for claim in pooled if claim.named is not None]
    if named:
        print(f"open paragraphs with a counterpart: {sum(named)} of {len(named)} have it named")


def show_kinds(claims: Sequence[Claim]) -> None:
    """Print for each kind of claim how much is sure, likely and open, and how much is true."""
    for kind, title in KINDS.items():
        of_kind = [claim for claim in claims if claim.kind == kind]
        for certainty in CERTAINTIES:
            _row(f"{title}, {certainty}", [c for c in of_kind if c.certainty == certainty], of_kind)


def _row(title: str, claims: Sequence[Claim], among: Sequence[Claim]) -> None:
    """How many claims, their share, the share that is true, and its lower bound (Wilson, 95 %)."""
    if not claims:
        print(f"{title:<29}{0:7}")
        return
    true = sum(claim.true for claim in claims)
    low = binomtest(true, len(claims)).proportion_ci(0.95, method="wilson").low
    share = len(claims) / len(among)
    print(f"{title:<29}{len(claims):7}{share:8.2f}{true / len(claims):8.3f}{low:11.3f}")
