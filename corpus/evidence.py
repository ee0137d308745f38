"""Whether a paragraph ends between two lines: the evidence, weighed.

Each piece of evidence adds a log-odds weight (natural logarithm, positive for a
paragraph boundary) and keeps its name, so that a decision can say why it was taken. What
punctuation and capitals say is fixed here, from counts on running English prose. What the
layout says is learned from the document itself, in a few rounds of decide-and-count
(naive Bayes trained on its own labels): in one text a blank line is a boundary, in the
next it is a page break in the middle of a sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from scodiff.corpus.lines import Line
from scodiff.corpus.marks import (
    End,
    Start,
    is_capitals,
    is_roman_mark,
    is_rule,
    is_section_mark,
    is_worn_mark,
    label,
    line_end,
    line_start,
)
from scodiff.corpus.metadata import dateline
from scodiff.corpus.metrics import Margin, estimate_margin, with_first_lines

_ROUNDS = 3
_PRIOR_WRAPPED = -1.4
_PRIOR_UNWRAPPED = 2.5
_CERTAIN = 9.0
_LABEL = 3.5
_PREAMBULAR = 2.5
_CASE_CHANGE = 4.0
_LEARNED_LIMIT = 6.0
_OPENER_LIMIT = 2.5
_TRUSTED_AGREEMENT = 0.55

# How often each meeting of line end and line start is a boundary rather than a wrap.
_MEETING: dict[tuple[End, Start], float] = {
    ("sentence", "upper"): 2.9, ("sentence", "other"): 2.5, ("sentence", "digit"): 0.5,
    ("sentence", "bracket"): -0.5, ("sentence", "lower"): -1.0,
    ("colon", "upper"): 1.5, ("colon", "other"): 1.0, ("colon", "digit"): 0.0,
    ("colon", "bracket"): 0.0, ("colon", "lower"): 0.0,
    ("semicolon", "upper"): 1.0, ("semicolon", "other"): 0.5, ("semicolon", "digit"): -1.0,
    ("semicolon", "bracket"): -1.0, ("semicolon", "lower"): -1.5,
    ("comma", "upper"): -1.0, ("comma", "other"): -2.0, ("comma", "digit"): -4.0,
    ("comma", "bracket"): -4.0, ("comma", "lower"): -3.0,
    ("dash", "upper"): -1.5, ("dash", "other"): -1.5, ("dash", "digit"): -3.0,
    ("dash", "bracket"): -4.0, ("dash", "lower"): -2.0,
    ("open", "upper"): -2.5, ("open", "other"): -3.0, ("open", "digit"): -4.0,
    ("open", "bracket"): -5.0, ("open", "lower"): -6.0,
}  # fmt: skip
_PARTICIPLE = re.compile(
    r"(?:Also |Further |Deeply |Fully |Gravely )?"
    r"(?:[A-Z][a-z]+(?:ing|ed)|Convinced|Mindful|Aware|Conscious|Taking|Bearing|Determined|"
    r"[А-Я][а-я]+(?:ая|яя|уя|учи|ясь|аясь|вшись))\b(?! States| Nations| Kingdom| Arab)"
)
_SENTENCE_START = re.compile(r"[.!?]['”’\")]*\s+(?=[\"“‘']?[^\W\d_a-zа-я])")
_WORDS = re.compile(r"\w+")
_Value = TypeVar("_Value", bound=Hashable)


class Reason(NamedTuple):
    """One piece of evidence: its name and its log-odds weight."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Gap:
    """The place between two consecutive lines of the text, and what stands there."""

    above: Line
    below: Line
    set_aside: bool
    end: End = field(init=False)
    start: Start = field(init=False)
    label: str | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "end", line_end(self.above.text))
        object.__setattr__(self, "start", line_start(self.below.text))
        object.__setattr__(self, "label", label(self.below.text))

    @property
    def layout(self) -> str:
        """What the page shows here: a page break, blank lines, or nothing."""
        if self.set_aside or self.below.page_break:
            return "a page break"
        return "a blank line" if self.below.blanks else "no blank line"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a gap is a paragraph boundary, with the reasons that decided."""

    boundary: bool
    score: float
    reasons: tuple[Reason, ...]

    @property
    def doubtful(self) -> bool:
        """Whether the evidence leaves the matter nearly open."""
        return abs(self.score) < 1.0


@dataclass(slots=True)
class _Learned:
    """What the current round knows about the layout."""

    layout: dict[str, float]
    indent: dict[bool, float]
    openers: dict[str, float]


def decide(gaps: Sequence[Gap]) -> list[Decision]:
    """A decision for each gap, in order. Time grows with the length of the text."""
    margin = estimate_margin([(g.above.text, g.below.text) for g in gaps if _inside(g)])
    wrapped = _is_wrapped(gaps, margin)
    flush = _usual_indent(gaps)
    fixed = [_fixed_reasons(gap) for gap in gaps]
    learned = _Learned({"a blank line": 1.5, "a page break": 0.0, "no blank line": 0.0}, {}, {})
    decisions: list[Decision] = []
    prior = Reason("most line breaks here are wraps", _PRIOR_WRAPPED)
    if not wrapped:
        margin = None
        prior = Reason("lines here are not wrapped", _PRIOR_UNWRAPPED)
    for _ in range(_ROUNDS):
        decisions = _round(gaps, fixed, prior, margin, learned, flush)
        margin = _relearn_margin(gaps, decisions, margin)
        learned = _learn(gaps, decisions, flush)
    return _round(gaps, fixed, prior, margin, learned, flush)


def _inside(gap: Gap) -> bool:
    """Whether the two lines certainly belong to one sentence."""
    if gap.set_aside:
        return False
    if gap.end == "open" and gap.start == "lower":
        return True
    return gap.end in ("open", "comma") and gap.start == "other" and not gap.below.blanks


def _is_wrapped(gaps: Sequence[Gap], margin: Margin | None) -> bool:
    """Whether lines end where they were full, rather than where paragraphs end."""
    inside = sum(map(_inside, gaps))
    ended = sum(gap.end == "sentence" for gap in gaps)
    if margin is None or margin.agreement < _TRUSTED_AGREEMENT / 2:
        return inside > ended
    return inside >= 0.15 * len(gaps)


def _usual_indent(gaps: Sequence[Gap]) -> int:
    counts = Counter(gap.below.indent for gap in gaps)
    return counts.most_common(1)[0][0] if counts else 0


def _fixed_reasons(gap: Gap) -> list[Reason]:
    """The evidence that is the same in every document."""
    reasons = [_meeting(gap)]
    above, below = gap.above.text, gap.below.text
    for text in (above, below):
        if is_rule(text) or is_roman_mark(text) or _is_lone_mark(text, gap):
            reasons.append(Reason("a section mark stands alone", _CERTAIN))
            break
    else:
        if _is_closing(gap):
            reasons.append(Reason("a place-and-date line", _CERTAIN))
    if gap.label is not None and gap.end != "open":
        reasons.append(Reason(f"the next line begins with {gap.label!r}", _LABEL))
    if gap.end in ("comma", "semicolon") and _PARTICIPLE.match(below):
        reasons.append(Reason("a preambular opening", _PREAMBULAR))
    if is_capitals(above) != is_capitals(below) and _heads(above, below):
        reasons.append(Reason("capitals on one side only", _CASE_CHANGE))
    return reasons


def _meeting(gap: Gap) -> Reason:
    names = {"sentence": "a sentence ends", "open": "no sentence ends"}
    name = names.get(gap.end, f"a {gap.end} stands")
    start = {"upper": "a capital follows", "lower": "a small letter follows"}.get(
        gap.start, f"{gap.start} follows"
    )
    return Reason(f"{name} and {start}", _MEETING[gap.end, gap.start])


def _is_lone_mark(text: str, gap: Gap) -> bool:
    return is_worn_mark(text) or (is_section_mark(text) and gap.layout != "no blank line")


def _is_closing(gap: Gap) -> bool:
    below = dateline(gap.below.text)
    if below and (gap.end == "sentence" or gap.below.blanks):
        return True
    above = dateline(gap.above.text)
    return above is not None and (gap.above.blanks > 0 or gap.start == "upper")


def _heads(above: str, below: str) -> bool:
    """Whether the line in capitals is long enough not to be a name or an acronym."""
    capital = above if is_capitals(above) else below
    return len(capital) >= 8 or " " in capital


def _round(
    gaps: Sequence[Gap],
    fixed: Sequence[list[Reason]],
    prior: Reason,
    margin: Margin | None,
    learned: _Learned,
    flush: int,
) -> list[Decision]:
    decisions: list[Decision] = []
    first = True
    for gap, reasons in zip(gaps, fixed, strict=True):
        found = [prior, *reasons, *_layout_reasons(gap, learned, flush)]
        if margin is not None:
            found.append(_slack_reason(gap, margin, first))
        score = sum(reason.weight for reason in found)
        first = score > 0
        decisions.append(Decision(first, score, tuple(found)))
    return decisions


def _slack_reason(gap: Gap, margin: Margin, first: bool) -> Reason:
    """What the room left on the line says.

    Were the break a wrap, the next word would hardly have fitted: the share of breaks
    that disagree with the margin says how hardly, and ever less the more room there was.
    Were it a boundary, the word would not have fitted about once in fifteen lines.
    """
    slack = margin.slack(gap.above.text, gap.below.text, first=first)
    misfit = (1 + (1 - margin.agreement) * margin.breaks) / (2 + margin.breaks)
    if slack <= 0:
        return Reason("the next word would not have fitted", math.log(0.07 / (1 - misfit)))
    room = min(slack / max(1, margin.right), 0.5)
    weight = math.log(0.93 / misfit) + 8 * room - 0.8
    weight *= min(1.0, slack / 700)
    return Reason("the next word would still have fitted", min(weight, 6.5))


def _layout_reasons(gap: Gap, learned: _Learned, flush: int) -> list[Reason]:
    reasons = [Reason(gap.layout, learned.layout.get(gap.layout, 0.0))]
    indented = gap.below.indent > flush
    if indented in learned.indent:
        name = "the next line is indented" if indented else "the next line is flush"
        reasons.append(Reason(name, learned.indent[indented]))
    if gap.end == "sentence" and (opener := _opener(gap.below.text)) in learned.openers:
        reasons.append(Reason(f"paragraphs here open with {opener!r}", learned.openers[opener]))
    return reasons


def _relearn_margin(
    gaps: Sequence[Gap], decisions: Sequence[Decision], margin: Margin | None
) -> Margin | None:
    if margin is None:
        return None
    firsts = [
        (gap.above.text, gap.below.text)
        for gap, decision, before in zip(gaps[1:], decisions[1:], decisions, strict=False)
        if before.boundary and not decision.boundary and _inside(gap)
    ]
    return with_first_lines(margin, firsts)


def _learn(gaps: Sequence[Gap], decisions: Sequence[Decision], flush: int) -> _Learned:
    return _Learned(
        _ratios([g.layout for g in gaps], decisions, ("a blank line", "a page break")),
        _ratios([g.below.indent > flush for g in gaps], decisions, (True,)),
        _learn_openers(gaps, decisions),
    )


def _ratios(
    values: Sequence[_Value], decisions: Sequence[Decision], marked: Sequence[_Value]
) -> dict[_Value, float]:
    """Log ratio of how often each value stands at boundaries and at wraps."""
    at_boundary: Counter[_Value] = Counter()
    at_wrap: Counter[_Value] = Counter()
    for value, decision in zip(values, decisions, strict=True):
        (at_boundary if decision.boundary else at_wrap)[value] += 1
    boundaries, wraps = at_boundary.total() + 2, at_wrap.total() + 2
    ratios: dict[_Value, float] = {}
    for value in set(values):
        share_b = (at_boundary[value] + (0.5 if value in marked else 1)) / boundaries
        share_w = (at_wrap[value] + (0.2 if value in marked else 1)) / wraps
        ratios[value] = _limit(math.log(share_b / share_w), _LEARNED_LIMIT)
    return ratios


def _learn_openers(gaps: Sequence[Gap], decisions: Sequence[Decision]) -> dict[str, float]:
    """For each way to open a sentence: does it rather open paragraphs or go on with them?"""
    opening: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for gap, decision in zip(gaps, decisions, strict=True):
        for match in _SENTENCE_START.finditer(gap.below.text):
            inner[_opener(gap.below.text[match.end() : match.end() + 60])] += 1
        if gap.end == "sentence":
            (opening if decision.boundary else inner)[_opener(gap.below.text)] += 1
    boundaries, others = opening.total() + 2, inner.total() + 2
    return {
        opener: _limit(
            math.log((opening[opener] + 0.5) / boundaries * others / (inner[opener] + 0.5)),
            _OPENER_LIMIT,
        )
        for opener in opening.keys() | inner.keys()
        if opening[opener] + inner[opener] >= 2
    }


def _opener(text: str) -> str:
    return " ".join(_WORDS.findall(text[:60])[:2]).casefold()


def _limit(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))
