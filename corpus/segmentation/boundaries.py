"""Where paragraphs end: the evidence of words and layout, added up."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.corpus.segmentation.evidence import word_reasons
from scodiff.corpus.segmentation.gaps import BoundaryDecision, Gap, Reason, pairs, series_labels
from scodiff.corpus.segmentation.learning import (
    LayoutWeights,
    first_guess,
    layout_reasons,
    learn,
)
from scodiff.corpus.segmentation.metrics import Margin, estimate_margin

_ROUNDS = 3
_WRAPPED = Reason("most line breaks here are wraps", -1.4)
_UNWRAPPED = Reason("lines here are not wrapped", 2.5)
_BEGINS = Reason("the file begins a paragraph here", 18.0)
_GOES_ON = Reason("the file goes on with its paragraph", -18.0)
_FEWEST_INSIDE = 0.15
_LEAST_AGREEMENT = 0.3


def decide(gaps: Sequence[Gap]) -> list[BoundaryDecision]:
    """A decision for each gap, in order. Time grows with the length of the text.

    What the file's own format says is taken as it is, and what it leaves open is weighed.
    """
    if all(gap.format_says is not None for gap in gaps):
        return [_by_format(gap.format_says) for gap in gaps]
    margin = estimate_margin(pairs([gap for gap in gaps if gap.inside_sentence]))
    wrapped = _is_wrapped(gaps, margin)
    prior = _WRAPPED if wrapped else _UNWRAPPED
    layout = first_guess(gaps, margin if wrapped else None)
    words = _all_word_reasons(gaps)
    decisions = _round(gaps, words, prior, layout)
    for _ in range(_ROUNDS):
        learned = learn(gaps, decisions, layout)
        if learned == layout:
            break
        layout = learned
        decisions = _round(gaps, words, prior, layout)
    return decisions


def _is_wrapped(gaps: Sequence[Gap], margin: Margin | None) -> bool:
    """Whether lines end where they were full, rather than where paragraphs end."""
    open_gaps = [gap for gap in gaps if gap.format_says is None]
    inside = sum(gap.inside_sentence for gap in open_gaps)
    if margin is None or margin.agreement < _LEAST_AGREEMENT:
        return inside > sum(gap.end == "sentence" for gap in open_gaps)
    return inside >= _FEWEST_INSIDE * len(open_gaps)


def _by_format(begins: bool | None) -> BoundaryDecision:
    reason = _BEGINS if begins else _GOES_ON
    return BoundaryDecision(bool(begins), reason.weight, (reason,))


def _all_word_reasons(gaps: Sequence[Gap]) -> list[list[Reason]]:
    series = series_labels(gaps)
    reasons: list[list[Reason]] = []
    opening = True
    for gap in gaps:
        opening = opening and gap.end not in ("sentence", "colon")
        reasons.append(word_reasons(gap, series, opening))
    return reasons


def _round(
    gaps: Sequence[Gap], words: Sequence[list[Reason]], prior: Reason, layout: LayoutWeights
) -> list[BoundaryDecision]:
    decisions: list[BoundaryDecision] = []
    first = True
    for gap, reasons in zip(gaps, words, strict=True):
        if gap.format_says is not None:
            decisions.append(_by_format(gap.format_says))
            first = gap.format_says
            continue
        found = (prior, *reasons, *layout_reasons(gap, layout, first))
        score = sum(reason.weight for reason in found)
        first = score > 0
        decisions.append(BoundaryDecision(first, score, found))
    return decisions
