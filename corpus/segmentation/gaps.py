"""The places between lines, and what is decided about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scodiff.corpus.labels import label
from scodiff.corpus.segmentation.lines import Line
from scodiff.corpus.segmentation.marks import End, Start, line_end, line_start
from scodiff.corpus.segmentation.metrics import Margin, first_unit

BLANK, PAGE, PLAIN = "a blank line", "a page break", "no blank line"
_DOUBT = 1.0
_LONG_LINE = 40
_SHORTEST_WRAPPED, _MOSTLY_FULL = 15, 0.7
_FEWEST_MEASURED, _MOST_MISFIT = 6, 0.25
# A page is set alike throughout: what no paragraph has shown yet, hardly one will.
_RARE = 0.1
_HAIR = 60
# A line is surely short that leaves room, in thousandths of the type size, for several words.
_SURELY_SHORT = 6_000
# In thousandths of the type size: what a measured width may be wrong by.
LETTER = 300
_COUNTED = re.compile(r"(\d{1,3})[.)、．]?$")


class Reason(NamedTuple):
    """One piece of evidence: its name, and its weight in log-odds of a boundary."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Gap:
    """The place between two consecutive lines of the text.

    ``set_aside`` says that a page number or running head stands there; ``end`` and
    ``start`` how the line above ends and the line below begins; ``label`` the number or
    bullet that the line below begins with.
    """

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
            return PAGE
        return BLANK if self.below.blanks else PLAIN

    @property
    def format_says(self) -> bool | None:
        """Whether the file's own format says that a paragraph begins below, or goes on.

        A paragraph of the file that stops in the middle of a sentence, to be taken up in the
        next, was broken by a page or a column: there the words decide.
        """
        begins = self.below.begins
        broken = (
            begins
            and self.end == "open"
            and self.start == "lower"
            and len(self.above.text) >= _LONG_LINE
            and self.above.role is None
            and self.below.role is None
        )
        return None if broken else begins

    @property
    def inside_sentence(self) -> bool:
        """Whether the two lines certainly belong to one sentence."""
        if self.set_aside or self.below.begins is not None:
            return False
        if self.end == "open" and self.start == "lower":
            return True
        if self.label is not None or self.start != "other" or self.below.blanks:
            return False
        # Without small letters a heading looks like the line of a sentence, but for its length.
        above, below = len(self.above.text), len(self.below.text)
        full = above >= max(_SHORTEST_WRAPPED, _MOSTLY_FULL * below)
        return self.end in ("open", "comma") and full


@dataclass(frozen=True, slots=True)
class BoundaryDecision:
    """Whether a gap is a paragraph boundary, with the reasons that decided."""

    boundary: bool
    score: float
    reasons: tuple[Reason, ...]

    @property
    def doubtful(self) -> bool:
        """Whether the evidence leaves the matter nearly open."""
        return abs(self.score) < _DOUBT


def pairs(gaps: Sequence[Gap]) -> list[tuple[str, str]]:
    """The texts above and below each gap."""
    return [(gap.above.text, gap.below.text) for gap in gaps]


def series_labels(gaps: Sequence[Gap]) -> frozenset[str]:
    """Labels that are surely labels: bullets used as such, numbers that count on."""
    starts: Counter[str] = Counter(gap.label for gap in gaps if gap.label is not None)
    bullets = {mark for mark, n in starts.items() if not mark[0].isalnum() and n >= 3}
    surely: set[str] = set()
    for mark in bullets:
        inline = sum(gap.below.text.count(f" {mark} ") for gap in gaps)
        if mark[0] == "(" or inline < starts[mark]:
            surely.add(mark)
    for mark in starts:
        counted = _COUNTED.match(mark)
        if counted and (n := int(counted[1])):
            before = f"{n - 1}{mark[len(counted[1]) :]}"
            after = f"{n + 1}{mark[len(counted[1]) :]}"
            if before in starts or after in starts:
                surely.add(mark)
    return frozenset(surely)


class Sure(NamedTuple):
    """The gaps of which the words leave no doubt: where paragraphs end, and where they go on."""

    ends: list[Gap]
    inside: list[Gap]

    def share(self, holds: Callable[[Gap], bool]) -> tuple[float, float]:
        """How often something holds where paragraphs end, and where they go on, in (0, 1)."""
        ends, inside = (sum(map(holds, gaps)) + _RARE for gaps in self)
        return ends / (len(self.ends) + 2 * _RARE), inside / (len(self.inside) + 2 * _RARE)


def sure_gaps(gaps: Sequence[Gap], margin: Margin) -> Sure:
    """Where a sentence ends and the next word would have fitted by far, and where none ends."""
    ends = [
        gap
        for gap in gaps
        if gap.end == "sentence"
        and gap.layout != PAGE
        and gap.format_says is None
        and _room(gap, margin) > _SURELY_SHORT
    ]
    return Sure(ends, [gap for gap in gaps if gap.inside_sentence])


def reaches_margin(gap: Gap) -> bool:
    """Whether a line ends at the margin, to a hair, as those of justified text do."""
    return gap.above.room is not None and gap.above.room <= _HAIR


def _room(gap: Gap, margin: Margin) -> int:
    if gap.above.room is not None:
        return measured_slack(gap, margin)[0]
    return margin.slack(gap.above.text, gap.below.text)[0]


def measured_misfit(gaps: Sequence[Gap], margin: Margin) -> float | None:
    """The share of breaks in sentences where the next word would have fitted, or None."""
    inside = [gap for gap in gaps if gap.inside_sentence and gap.above.room is not None]
    if len(inside) < _FEWEST_MEASURED:
        return None
    fitting = sum(measured_slack(gap, margin)[0] > LETTER for gap in inside)
    misfit = (1 + fitting) / (2 + len(inside))
    return misfit if misfit < _MOST_MISFIT else None


def measured_slack(gap: Gap, margin: Margin) -> tuple[int, int]:
    """As ``Margin.slack``, where the page was measured; only the word's width is estimated."""
    unit = margin.ruler(" " + first_unit(gap.below.text, margin.at_hyphens))
    return (gap.above.room or 0) - unit, unit
