"""How wide a line is, and where the right margin lies.

A line break is intended if the next line's first word would still have fitted. What
"fitted" means depends on the type: texts set in a proportional font have to be measured
with advance widths, hard-wrapped text files by counting characters. Which of the two a
document is, and where its margin lies, is estimated from the document itself: every
break inside a sentence says that the margin lies between the width of its line and the
width that the line would have had with one more word. The margin that most breaks agree
on is the estimate, and the share that agrees says how far to trust it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

# Advance widths in thousandths of the type size for the characters U+0020 to U+007E:
# Times Roman and Helvetica as in Adobe's font metrics.
_TIMES_ASCII = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 "
    "500 500 500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 "
    "611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 "
    "500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 "
    "500 500 444 480 200 480 541"
)
_HELVETICA_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 "
    "556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 "
    "556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 "
    "500 500 500 334 260 334 584"
)
# The capitals and small letters А to я of a Times-like Cyrillic.
_TIMES_CYRILLIC = (
    "722 574 667 578 682 611 896 501 722 722 667 678 889 722 722 722 556 667 611 708 790 722 "
    "722 650 1009 1009 706 872 574 660 1028 667 444 509 472 410 509 444 691 395 535 535 486 "
    "499 633 535 500 535 500 444 437 500 648 500 535 503 770 770 517 672 456 429 747 460"
)
_PUNCTUATION = {"–": 500, "—": 1000, "‘": 333, "’": 333, "“": 444, "”": 444, "•": 350,
                "…": 1000, "«": 500, "»": 500, "№": 954, "§": 500, "\u00a0": 250}  # fmt: skip
_OTHER = 500
_IDEOGRAPH_FROM = 0x2E80
_LONGEST = 1000

Ruler = Callable[[str], int]

_BREAK_AT_SPACE = re.compile(r"\S+")
_BREAK_AT_HYPHEN = re.compile(r"[^\s\-‐–—]+[-‐–—]?|\S+")
_FEWEST_BREAKS = 4


@dataclass(frozen=True, slots=True)
class Margin:
    """The right margin of a document in thousandths of the type size.

    ``right`` is the widest that a line may be, ``first`` the widest that the first line
    of a paragraph may be (less than ``right`` where first lines are indented).
    ``agreement`` is the share of breaks inside sentences that agree with it, in [0, 1],
    ``breaks`` their number.
    """

    ruler: Ruler
    right: int
    first: int
    agreement: float
    breaks: int
    at_hyphens: bool

    def slack(self, line: str, following: str, *, first: bool = False) -> tuple[int, int]:
        """The room left had the next line's first word been set on this line, and its width.

        The room is negative where the word would not have fitted; the width includes the
        space before the word.
        """
        limit = self.first if first else self.right
        unit = self.ruler(" " + first_unit(following, self.at_hyphens))
        return limit - self.ruler(line) - unit, unit


def first_unit(line: str, at_hyphens: bool) -> str:
    """What a line break would have had to carry over: the first word, or a part of it."""
    if "\u2e80" <= line[:1] <= "\u9fff" or "\uff00" <= line[:1] <= "\uffef":
        return line[0]
    pattern = _BREAK_AT_HYPHEN if at_hyphens else _BREAK_AT_SPACE
    match = pattern.match(line)
    return match.group() if match else line


class _Widths(dict[str, int]):
    """Advance widths by character, with a guess for those that the font table lacks."""

    def __missing__(self, character: str) -> int:
        return 1000 if ord(character) >= _IDEOGRAPH_FROM else _OTHER


def _proportional(ascii_widths: str) -> Ruler:
    table = _Widths({chr(32 + i): int(w) for i, w in enumerate(ascii_widths.split())})
    table.update({chr(0x410 + i): int(w) for i, w in enumerate(_TIMES_CYRILLIC.split())})
    table.update(_PUNCTUATION)

    # Every line is measured once in each round of decisions.
    @cache
    def ruler(text: str) -> int:
        """The width of a text in thousandths of its size."""
        if len(text) > _LONGEST:
            return _OTHER * len(text)
        return sum(map(table.__getitem__, text))

    return ruler


def _monospaced(text: str) -> int:
    if text.isascii() or len(text) > _LONGEST:
        return 600 * len(text)
    return sum(1200 if ord(c) >= _IDEOGRAPH_FROM else 600 for c in text)


def rulers() -> tuple[Ruler, ...]:
    """The ways to measure a line: Times-like, Helvetica-like, monospaced."""
    return _proportional(_TIMES_ASCII), _proportional(_HELVETICA_ASCII), _monospaced


def estimate_margin(breaks: Sequence[tuple[str, str]]) -> Margin | None:
    """The margin and the ruler that most breaks inside sentences agree on.

    ``breaks`` are pairs (line, next line) that certainly belong to one sentence. None
    where there are too few of them to say.
    """
    if len(breaks) < _FEWEST_BREAKS:
        return None
    at_hyphens = any(line.endswith(("-", "‐")) and line[-2:-1].isalpha() for line, _ in breaks)
    best: Margin | None = None
    for ruler in rulers():
        right, agreeing = _fit(ruler, breaks, at_hyphens)
        share = agreeing / len(breaks)
        if best is None or share > best.agreement:
            best = Margin(ruler, right, right, share, len(breaks), at_hyphens)
    return best


def refit(
    margin: Margin, firsts: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]
) -> Margin:
    """The margin learned anew, with first lines of paragraphs apart from the others.

    First lines that are indented hold less. A margin of their own has to earn its place:
    it must explain clearly more of them than the common one does.
    """
    breaks = len(firsts) + len(others)
    if min(len(firsts), len(others)) < _FEWEST_BREAKS:
        return margin
    right, agreeing = _fit(margin.ruler, others, margin.at_hyphens)
    first, first_agreeing = _fit(margin.ruler, firsts, margin.at_hyphens)
    plain = _agreeing(margin.ruler, right, firsts, margin.at_hyphens)
    if first >= right or first_agreeing - plain < max(2, 0.15 * len(firsts)):
        first, first_agreeing = right, plain
    return Margin(
        margin.ruler,
        right,
        first,
        (agreeing + first_agreeing) / breaks,
        breaks,
        margin.at_hyphens,
    )


def _agreeing(ruler: Ruler, right: int, breaks: Iterable[tuple[str, str]], at_hyphens: bool) -> int:
    """How many breaks agree with a margin."""
    agreeing = 0
    for line, following in breaks:
        width = ruler(line)
        unit = ruler(" " + first_unit(following, at_hyphens))
        agreeing += width <= right < width + unit
    return agreeing


def _fit(ruler: Ruler, breaks: Iterable[tuple[str, str]], at_hyphens: bool) -> tuple[int, int]:
    """The margin in most of the intervals [width, width with one more word), and how many.

    Where a stretch of margins does equally well, its middle.
    """
    events: list[tuple[int, int]] = []
    for line, following in breaks:
        width = ruler(line)
        events.append((width, 1))
        events.append((width + ruler(" " + first_unit(following, at_hyphens)), -1))
    events.sort()
    best, best_from, best_to, depth = 0, 0, 0, 0
    for i, (position, change) in enumerate(events):
        depth += change
        if depth > best:
            best, best_from = depth, position
            best_to = events[i + 1][0] if i + 1 < len(events) else position
    return (best_from + best_to) // 2, best
