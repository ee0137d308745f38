"""What a document's layout says, learned from the document itself.

In one text a blank line is a paragraph boundary, in the next it is a page break in the
middle of a sentence; one indents first lines, another opens nearly every paragraph with
the same words. How much each of these says is counted on the boundaries that the other
evidence shows, and used in the next round of decisions (naive Bayes, trained on its own
labels as in the hard variant of expectation maximisation).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from scodiff.corpus.segmentation.gaps import (
    BLANK,
    LETTER,
    PAGE,
    PLAIN,
    BoundaryDecision,
    Gap,
    Reason,
    measured_misfit,
    measured_slack,
    pairs,
    reaches_margin,
    sure_gaps,
)
from scodiff.corpus.segmentation.marks import breaking_places, goes_on
from scodiff.corpus.segmentation.metrics import Margin, refit

_LIMIT, _OPENER_LIMIT, _FEWEST_OPENINGS = 6.0, 2.5, 3
_SENTENCE_LIMITS = (1.5, 5.0)
_BOUNDARY_ENDS_SENTENCE = 0.93
_MOST_ROOM = 6.5
_ESTIMATED = 700  # thousandths of the type size that an estimated width may be wrong by
_MEASURED_BLANK = 3.0
_LEAST_AGREEMENT = 0.7
_FEWEST_SURE, _JUSTIFIED, _BY_CHANCE = 3, 0.9, 0.03
# How often a line that nobody wrapped is longer than the lines that were.
_OVERRUNS = 0.1
# As for capitals on one side, the other way in which a heading is set off.
_HEADING, _LONGEST_HEADING = 4.0, 80

_SENTENCE_START = re.compile(
    r"[.!?]['”’\")]*\s+(?=[\"“‘']?(?![\d_a-zа-я])\w)|[。！？][”」』]?(?=.)"
)
_WORDS = re.compile(r"\w+")
_Value = TypeVar("_Value", bound=Hashable)


@dataclass(slots=True)
class LayoutWeights:
    """What is known of a document's layout; weights are log-odds of a boundary.

    ``short`` is how many characters a line has at most, of lines that are not wrapped, that
    is more probably a heading than a paragraph cut off. ``misfit`` is the share of breaks in
    sentences where the next word would have fitted; None where the page was not measured.
    ``plain`` is the most that it says that no gap is above a line, ``justified`` the share of
    wrapped lines that end at the margin to a hair.
    """

    margin: Margin | None
    flush: int
    sentence: float
    short: int = 0
    gaps: dict[str, float] = field(default_factory=lambda: {BLANK: 1.5, PAGE: 0.0, PLAIN: 0.0})
    indents: dict[bool, float] = field(default_factory=dict)
    openers: dict[str, float] = field(default_factory=dict)
    misfit: float | None = None
    plain: float = math.inf
    justified: float = 0.0


def first_guess(gaps: Sequence[Gap], margin: Margin | None) -> LayoutWeights:
    """The weights that can be counted before anything is decided."""
    indents = Counter(gap.below.indent for gap in gaps)
    flush = indents.most_common(1)[0][0] if indents else 0
    short = 0 if margin else _short(gaps)
    misfit = measured_misfit(gaps, margin) if margin else None
    layout = LayoutWeights(margin, flush, _sentence_weight(gaps), short, misfit=misfit)
    if misfit is not None:
        layout.gaps[BLANK] = _MEASURED_BLANK
    if margin is not None and margin.agreement >= _LEAST_AGREEMENT:
        _look_at_sure(gaps, margin, layout)
    return layout


def _look_at_sure(gaps: Sequence[Gap], margin: Margin, layout: LayoutWeights) -> None:
    """What the sure ends of paragraphs and the sure wraps show of gaps, indents and margins."""
    sure = sure_gaps(gaps, margin)
    ends, _ = sure.share(lambda gap: gap.layout == PLAIN)
    layout.plain = layout.gaps[PLAIN] = min(0.0, math.log(ends))
    enough = min(len(sure.ends), len(sure.inside)) >= _FEWEST_SURE
    if enough and layout.misfit is not None:
        ends, inside = sure.share(lambda gap: gap.below.indent > layout.flush)
        layout.indents = {
            True: _limit(math.log(ends / inside), _LIMIT),
            False: _limit(math.log((1 - ends) / (1 - inside)), _LIMIT),
        }
        _, layout.justified = sure.share(reaches_margin)


def _short(gaps: Sequence[Gap]) -> int:
    """Half of what a paragraph usually has, where each stands on one line."""
    whole = sorted(len(gap.above.text) for gap in gaps if gap.end == "sentence")
    return min(_LONGEST_HEADING, whole[len(whole) // 2] // 2) if whole else 0


def learn(
    gaps: Sequence[Gap], decisions: Sequence[BoundaryDecision], before: LayoutWeights
) -> LayoutWeights:
    """The weights as the decisions of one round show them, smoothed by half a count."""
    by_gap = _ratios([gap.layout for gap in gaps], decisions)
    if PLAIN in by_gap:
        by_gap[PLAIN] = min(by_gap[PLAIN], before.plain)
    return LayoutWeights(
        _relearn_margin(gaps, decisions, before.margin),
        before.flush,
        before.sentence,
        before.short,
        by_gap,
        _ratios([gap.below.indent > before.flush for gap in gaps], decisions),
        _learn_openers(gaps, decisions),
        before.misfit,
        before.plain,
        before.justified,
    )


def layout_reasons(gap: Gap, layout: LayoutWeights, first: bool) -> list[Reason]:
    """What the layout says of one gap; ``first``: the line above opens a paragraph."""
    reasons = [Reason(gap.layout, layout.gaps.get(gap.layout, 0.0))]
    indented = gap.below.indent > layout.flush
    if indented in layout.indents:
        name = "the next line is indented" if indented else "the next line is flush"
        reasons.append(Reason(name, layout.indents[indented]))
    if gap.end == "sentence" and gap.start in ("upper", "other"):
        reasons.append(Reason("a sentence ends and another begins", layout.sentence))
    if gap.end == "sentence" and layout.openers:
        opener = next((o for o in _openers(gap.below.text) if o in layout.openers), "")
        name = f"sentences opening {opener!r}" if opener else "sentences with a rare opening"
        weight = layout.openers[opener]
        verb = "begin" if weight > 0 else "go on with"
        reasons.append(Reason(f"{name} {verb} paragraphs here", weight))
    if _like_heading(gap, layout.short):
        reasons.append(Reason("a short line, as of a heading", _HEADING))
    if layout.margin is not None:
        reasons.append(_margin_reason(gap, layout, layout.margin, first))
    return reasons


def _like_heading(gap: Gap, short: int) -> bool:
    """Whether a line is so short that it is a heading rather than a paragraph cut off."""
    text = gap.above.text
    if gap.end != "open" or len(text) > short or goes_on(text):
        return False
    if not text[0].isalnum() or text[0].islower():
        return False
    return gap.start in ("upper", "other", "bracket") or gap.label is not None


def _margin_reason(gap: Gap, layout: LayoutWeights, margin: Margin, first: bool) -> Reason:
    """What the end of a line says: in justified text to a hair, else by the room that it leaves."""
    if layout.justified <= _JUSTIFIED or gap.above.room is None:
        return _slack_reason(gap, margin, first, layout.misfit)
    if reaches_margin(gap):
        return Reason("the line reaches the margin, as wrapped lines do here", math.log(_BY_CHANCE))
    weight = min(-math.log(1 - layout.justified), _MOST_ROOM)
    return Reason("the line stops short of the margin that wrapped lines reach here", weight)


def _slack_reason(gap: Gap, margin: Margin, first: bool, measured: float | None) -> Reason:
    """What the room left on the line above says.

    Were the break a wrap, the next word would hardly have fitted: the share of breaks that
    disagree with the margin says how hardly, and the less the more room there was. Were it a
    boundary, the last line would end anywhere with equal chance.
    """
    if measured is not None and gap.above.room is not None:
        slack, unit = measured_slack(gap, margin)
        misfit, trusted = measured, LETTER
    else:
        slack, unit = margin.slack(gap.above.text, gap.below.text, first=first)
        misfit = (1 + (1 - margin.agreement) * margin.breaks) / (2 + margin.breaks)
        trusted = _ESTIMATED
    full = min(0.25, max(0.03, unit / max(1, margin.right)))
    if slack < -unit - trusted and gap.above.room is None:
        return Reason("the line runs over the margin", max(0.0, math.log(_OVERRUNS / misfit)))
    if slack <= 0:
        return Reason("the next word would not have fitted", math.log(full / (1 - misfit)))
    room = min(slack / max(1, margin.right), 0.5)
    weight = math.log((1 - full) / misfit) + 8 * room - 0.8
    # Within a letter or two of the margin the estimate is not to be trusted.
    weight *= min(1.0, slack / trusted)
    return Reason("the next word would still have fitted", min(weight, _MOST_ROOM))


def _sentence_weight(gaps: Sequence[Gap]) -> float:
    """What it says that a sentence ends at a line's end.

    At a wrap that is a coincidence, as frequent as sentences end at the places where a
    line could be broken.
    """
    inner = sum(len(_SENTENCE_START.findall(gap.below.text)) for gap in gaps)
    coincidence = (inner + 1) / (sum(breaking_places(gap.below.text) for gap in gaps) + 60)
    low, high = _SENTENCE_LIMITS
    return max(low, min(high, math.log(_BOUNDARY_ENDS_SENTENCE / coincidence)))


def _relearn_margin(
    gaps: Sequence[Gap], decisions: Sequence[BoundaryDecision], margin: Margin | None
) -> Margin | None:
    if margin is None:
        return None
    firsts: list[Gap] = []
    others: list[Gap] = []
    after_boundary = True
    for gap, decision in zip(gaps, decisions, strict=True):
        if gap.inside_sentence and not decision.boundary:
            (firsts if after_boundary else others).append(gap)
        after_boundary = decision.boundary
    return refit(margin, pairs(firsts), pairs(others))


def _ratios(values: Sequence[_Value], decisions: Sequence[BoundaryDecision]) -> dict[_Value, float]:
    """Log ratio of how often each value stands at boundaries and at wraps."""
    at_boundary: Counter[_Value] = Counter()
    at_wrap: Counter[_Value] = Counter()
    for value, decision in zip(values, decisions, strict=True):
        (at_boundary if decision.boundary else at_wrap)[value] += 1
    seen = at_boundary.keys() | at_wrap.keys()
    if len(seen) < 2:
        return {}
    boundaries, wraps = at_boundary.total() + 1, at_wrap.total() + 1
    return {
        value: _limit(
            math.log(
                (at_boundary[value] + 0.5) / boundaries * wraps / (at_wrap[value] + 0.5),
            ),
            _LIMIT,
        )
        for value in seen
    }


def _learn_openers(gaps: Sequence[Gap], decisions: Sequence[BoundaryDecision]) -> dict[str, float]:
    """For each way to open a sentence: does it rather open paragraphs or go on with them?

    Ways that are rare in the document are counted together, under the empty string.
    """
    opening: Counter[tuple[str, str]] = Counter()
    inner: Counter[tuple[str, str]] = Counter()
    for gap, decision in zip(gaps, decisions, strict=True):
        text = gap.below.text
        for match in _SENTENCE_START.finditer(text):
            inner[_openers(text[match.end() : match.end() + 60])] += 1
        if gap.end == "sentence":
            (opening if decision.boundary else inner)[_openers(text)] += 1
    common = _common(opening + inner)
    opens, goes_on = _by_opener(opening, common), _by_opener(inner, common)
    boundaries, others = opens.total() + 2, goes_on.total() + 2
    return {
        opener: _limit(
            math.log((opens[opener] + 0.5) / boundaries * others / (goes_on[opener] + 0.5)),
            _OPENER_LIMIT,
        )
        for opener in (*common, "")
    }


def _common(counts: Counter[tuple[str, str]]) -> frozenset[str]:
    """The openings of one or two words that occur often enough to be counted alone."""
    by_word: Counter[str] = Counter()
    for openers, count in counts.items():
        for opener in dict.fromkeys(openers):
            by_word[opener] += count
    return frozenset(o for o, count in by_word.items() if count >= _FEWEST_OPENINGS and o)


def _by_opener(counts: Counter[tuple[str, str]], common: Iterable[str]) -> Counter[str]:
    """Each sentence counted under the longest opening that is common, or none."""
    found: Counter[str] = Counter()
    for openers, count in counts.items():
        found[next((o for o in openers if o in common), "")] += count
    return found


def _openers(text: str) -> tuple[str, str]:
    """The first two words of a sentence, and its first."""
    words = _WORDS.findall(text[:60].casefold())[:2]
    return " ".join(words), words[0] if words else ""


def _limit(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))
