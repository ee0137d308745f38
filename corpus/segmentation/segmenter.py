"""The paragraph segmenter: layout lines in, paragraphs and a ledger out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from scodiff.corpus.model import CITABLE_KINDS, LedgerEntry, Paragraph, Span
from scodiff.corpus.segmentation.blocks import Block, classify, plain
from scodiff.corpus.segmentation.boundaries import decide
from scodiff.corpus.segmentation.footnotes import begins_footnote
from scodiff.corpus.segmentation.furniture import FOOTNOTE, find_furniture
from scodiff.corpus.segmentation.gaps import BoundaryDecision, Gap, Reason
from scodiff.corpus.segmentation.hard_wrapped import unbroken
from scodiff.corpus.segmentation.lines import SET_ASIDE, Line
from scodiff.corpus.segmentation.masthead import (
    MASTHEAD,
    find_masthead,
    find_translation_notes,
)
from scodiff.corpus.segmentation.unwrap import is_hyphen_joint, unwrap

ParagraphMode = Literal["auto", "blank", "lines"]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The paragraphs of a text, in order, and what was done to its lines to find them."""

    paragraphs: tuple[Paragraph, ...]
    ledger: tuple[LedgerEntry, ...]


def segment(
    lines: Sequence[Line], mode: ParagraphMode = "auto", *, pages_seen: bool = False
) -> Segmentation:
    """The paragraphs that ``lines`` form.

    ``auto`` weighs the evidence of layout and language, ``blank`` takes blank lines and
    nothing else as boundaries, ``lines`` takes every line as a paragraph. ``pages_seen`` says
    that the reader has seen the pages and set aside what stands at their edges.
    """
    # What begins on a page that the reader saw does so by its type and place, not as a paragraph.
    if mode == "auto" and not pages_seen:
        lines = unbroken(lines)
    furniture = {i: str(line.role) for i, line in enumerate(lines) if line.role in SET_ASIDE}
    # A reader that saw the pages knows their edges better than the lines show them.
    if mode == "auto" and pages_seen:
        furniture = dict.fromkeys(find_masthead(lines), MASTHEAD) | furniture
    elif mode == "auto":
        furniture = find_furniture(lines) | furniture
    if mode == "auto":
        furniture = find_translation_notes(lines) | furniture
    content = [i for i in range(len(lines)) if i not in furniture]
    decisions = _decisions(lines, content, mode)
    runs = _runs(content, decisions)
    blocks = plain(lines, runs) if mode == "lines" else classify(lines, runs)
    blocks += _furniture_blocks(lines, furniture)
    blocks.sort(key=lambda block: block.lines[0])
    paragraphs = _paragraphs(lines, blocks)
    after = dict(zip(content, decisions, strict=False))
    ledger = _ledger(lines, blocks, paragraphs, furniture, after)
    return Segmentation(paragraphs, ledger)


def _decisions(
    lines: Sequence[Line], content: Sequence[int], mode: ParagraphMode
) -> list[BoundaryDecision]:
    """For each line of the text, whether a boundary follows it (the last has no gap)."""
    pairs = list(pairwise(content))
    if mode == "lines":
        always = BoundaryDecision(True, float("inf"), (Reason("every line is a paragraph", 0.0),))
        return [always] * len(pairs)
    if mode == "blank":
        return [_by_blank(lines[below]) for _, below in pairs]
    return decide([Gap(lines[a], lines[b], _are_apart(lines, a, b)) for a, b in pairs])


def _are_apart(lines: Sequence[Line], above: int, below: int) -> bool:
    """Whether something else of the page stands between two lines than numbers of lines."""
    return any(line.role != "line number" for line in lines[above + 1 : below])


def _by_blank(below: Line) -> BoundaryDecision:
    if below.blanks or below.page_break:
        return BoundaryDecision(True, float("inf"), (Reason("a blank line", 0.0),))
    return BoundaryDecision(False, float("-inf"), (Reason("no blank line", 0.0),))


def _runs(content: Sequence[int], decisions: Sequence[BoundaryDecision]) -> list[list[int]]:
    runs: list[list[int]] = []
    for position, index in enumerate(content):
        if position == 0 or decisions[position - 1].boundary:
            runs.append([index])
        else:
            runs[-1].append(index)
    return runs


def _furniture_blocks(lines: Sequence[Line], furniture: dict[int, str]) -> list[Block]:
    """One block for each line set aside; the lines of one footnote together."""
    blocks: list[Block] = []
    for i in sorted(furniture):
        goes_on = (
            furniture[i] == FOOTNOTE
            and furniture.get(i - 1) == FOOTNOTE
            and not (lines[i].begins or begins_footnote(lines[i]))
        )
        if goes_on:
            blocks[-1].lines.append(i)
        else:
            blocks.append(Block("furniture", [i]))
    return blocks


def _paragraphs(lines: Sequence[Line], blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    paragraphs: list[Paragraph] = []
    n, section = 0, None
    for order, block in enumerate(blocks, 1):
        text = unwrap([lines[i].text for i in block.lines], [lines[i].joint for i in block.lines])
        if block.kind == "heading" or block.mark is not None:
            section = block.mark or text
        number = None
        if block.kind in CITABLE_KINDS:
            n += 1
            number = n
        under = section if block.kind in CITABLE_KINDS else None
        spans = _spans(lines, block.lines)
        paragraphs.append(
            Paragraph(f"p{order}", number, block.label, under, block.kind, text, spans)
        )
    return tuple(paragraphs)


def _spans(lines: Sequence[Line], indices: Sequence[int]) -> tuple[Span, ...]:
    """One span for each stretch of consecutive lines."""
    spans: list[Span] = []
    first = 0
    for position in range(1, len(indices) + 1):
        if position == len(indices) or indices[position] != indices[position - 1] + 1:
            spans.append(Span(lines[indices[first]].start, lines[indices[position - 1]].end))
            first = position
    return tuple(spans)


def _ledger(
    lines: Sequence[Line],
    blocks: Sequence[Block],
    paragraphs: Sequence[Paragraph],
    furniture: dict[int, str],
    decisions: dict[int, BoundaryDecision],
) -> tuple[LedgerEntry, ...]:
    """What was done to the lines, paragraph by paragraph."""
    entries: list[LedgerEntry] = []
    for block, paragraph in zip(blocks, paragraphs, strict=True):
        if block.kind == "furniture":
            index = block.lines[0]
            note = f"{furniture[index]} set aside"
            entries.append(LedgerEntry("set-aside", paragraph.spans[0], note, paragraph.id))
            continue
        entries += _inner_entries(lines, block, paragraph.id, decisions)
        last = block.lines[-1]
        decision = decisions.get(last)
        if decision is not None and decision.boundary and _unseen(lines, last):
            span = Span(lines[last].end, lines[last].end)
            note = f"paragraph ends here without a blank line: {_because(decision)}"
            entries.append(LedgerEntry("split", span, note, paragraph.id))
    return tuple(entries)


def _unseen(lines: Sequence[Line], index: int) -> bool:
    """Whether neither a blank line nor the file's format shows the boundary after a line."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    return following is not None and not following.blanks and not following.begins


def _inner_entries(
    lines: Sequence[Line], block: Block, paragraph: str, decisions: dict[int, BoundaryDecision]
) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    wraps = 0
    for above, below in pairwise(block.lines):
        span = Span(lines[above].end, lines[below].start)
        if lines[below].joint is not None:
            continue
        if is_hyphen_joint(lines[above].text, lines[below].text):
            word = lines[above].text.split()[-1] + lines[below].text.split()[0]
            note = f"joined at the hyphen, which stays: {word!r}"
            entries.append(LedgerEntry("dehyphenate", span, note, paragraph))
        decision = decisions.get(above)
        apart = _are_apart(lines, above, below)
        if apart or lines[below].blanks or lines[below].page_break:
            because = f": {_because(decision)}" if decision and not decision.boundary else ""
            note = f"carried over a page break or blank line{because}"
            entries.append(LedgerEntry("join", span, note, paragraph))
        else:
            wraps += 1
    if wraps:
        whole = Span(lines[block.lines[0]].start, lines[block.lines[-1]].end)
        note = f"{wraps} line break{'s' if wraps > 1 else ''} undone"
        entries.insert(0, LedgerEntry("unwrap", whole, note, paragraph))
    return entries


def _because(decision: BoundaryDecision) -> str:
    """The reasons that weighed most for a decision, and how sure it is."""
    sign = 1 if decision.boundary else -1
    telling = sorted(
        (reason for reason in decision.reasons if reason.weight * sign > 0),
        key=lambda reason: -abs(reason.weight),
    )
    said = "; ".join(reason.name for reason in telling[:3]) or "the weight of all evidence"
    return f"{said} (log-odds {decision.score:+.1f}{', doubtful' if decision.doubtful else ''})"
