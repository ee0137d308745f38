"""What a version of a passage changed against each other version, marked in one text.

The text is written once. It is cut where any of the differences begins or ends, and each stretch
says against which documents it was put in; what was left out of them stands between. Which of
them are shown is for the reader to choose, and for a style sheet to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from scodiff.compare.synopsis.model import VersionChange
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.reports.runs import DIFFABLE, trimmed
from scodiff.reports.visible import visible_markup

# What stands in a class before the number of the document: put in, editorial, kept; and where
# something put in begins, since what differs from another document may cut it in pieces.
PUT_IN, EDITORIAL, KEPT, BEGINS = "i", "e", "k", "f"
_BREAK = Markup('<span class="break"></span>')


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch ``[start, end)`` of the text that a class marks against one document."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class OmittedText:
    """Text of another document that is not here; it would stand before the character ``at``."""

    at: int
    text: str
    name: str


def marked(texts: Sequence[str], changes: Mapping[int, VersionChange], own: str) -> list[Markup]:
    """The paragraphs of a version as markup whose text, but for what is left out, is theirs.

    ``changes`` are those from or to each other witness, by the number of its document; ``own``
    is the id of this one.
    """
    whole = PARAGRAPH_BREAK.join(texts)
    found = [d for n, change in changes.items() for d in _differences(n, change, own, whole)]
    stretches = [d for d in found if isinstance(d, MarkedStretch)]
    gaps = [d for d in found if isinstance(d, OmittedText)]
    result, start = [], 0
    for text in texts:
        end = start + len(text)
        result.append(_paragraph(whole, (start, end), stretches, gaps))
        start = end + len(PARAGRAPH_BREAK)
    return result


def is_word_by_word(change: VersionChange) -> bool:
    """Whether a change reads best word by word; else only what was kept is marked."""
    return change.relation in DIFFABLE and not (change.rewritten and change.relation == "changed")


def _differences(
    number: int, change: VersionChange, own: str, whole: str
) -> Iterator[MarkedStretch | OmittedText]:
    """What the text has put in against one document and left out of it; or what both have.

    Of an editorial change that put in something, what it replaced is not shown.
    """
    here, there = ("a", "b") if change.a == own else ("b", "a")
    edits = trimmed(change.edits)
    if "".join(getattr(edit, here) for edit in edits) != whole:
        return
    word_by_word, at = is_word_by_word(change), 0
    for edit in edits:
        mine, theirs = getattr(edit, here), getattr(edit, there)
        if not word_by_word:
            if mine == theirs and len(mine.split()) > 1:
                yield MarkedStretch(*_without_blanks(at, mine), f"{KEPT}{number}")
        elif mine != theirs:
            name = f"{EDITORIAL if edit.editorial else PUT_IN}{number}"
            if theirs and not (edit.editorial and mine):
                yield OmittedText(at, theirs, name)
            if mine:
                yield MarkedStretch(*_without_blanks(at, mine), name)
        at += len(mine)


def _with_blanks_apart(text: str) -> list[str]:
    """A text in pieces, with the blanks that it begins and ends with in pieces of their own."""
    start, end = _without_blanks(0, text)
    return [piece for piece in (text[:start], text[start:end], text[end:]) if piece]


def _without_blanks(at: int, text: str) -> tuple[int, int]:
    """Where a text that begins at a place stands but for blanks around it; if all are, these."""
    if not text.strip(" "):
        return at, at + len(text)
    start = at + len(text) - len(text.lstrip(" "))
    return start, at + len(text.rstrip(" "))


def _paragraph(
    whole: str,
    place: tuple[int, int],
    stretches: Sequence[MarkedStretch],
    gaps: Sequence[OmittedText],
) -> Markup:
    """One paragraph: a stretch for each set of marks, what was left out before it."""
    start, end = place
    inside = [s for s in stretches if s.start < end and start < s.end]
    # What would stand between two paragraphs stands before the second.
    here = [
        (max(gap.at, start), gap) for gap in gaps if start - len(PARAGRAPH_BREAK) < gap.at <= end
    ]
    bounds = {start, end, *(at for at, _ in here)}
    for stretch in inside:
        bounds |= {max(stretch.start, start), min(stretch.end, end)}
    pieces = [_left_out([gap for at, gap in here if at == start])]
    for left, right in pairwise(sorted(bounds)):
        names = [n for s in inside if s.start <= left and right <= s.end for n in _names(s, left)]
        pieces.append(_stretch(whole[left:right], names))
        pieces.append(_left_out([gap for at, gap in here if at == right]))
    return Markup("").join(pieces)


def _names(stretch: MarkedStretch, at: int) -> list[str]:
    """The classes of a stretch from a place on: what is put in begins but once."""
    begins = stretch.start == at and stretch.name.startswith(PUT_IN)
    return [stretch.name, stretch.name.replace(PUT_IN, BEGINS)] if begins else [stretch.name]


def _stretch(text: str, names: Sequence[str]) -> Markup:
    body = visible_markup(text)
    if not names:
        return body
    return Markup('<span class="{}">{}</span>').format(" ".join(names), body)


def _left_out(gaps: Sequence[OmittedText]) -> Markup:
    """What was left out at one place; what several documents have is written once."""
    names: dict[str, list[str]] = {}
    for gap in gaps:
        names.setdefault(gap.text, []).append(gap.name)
    return Markup("").join(
        Markup('<del class="{}">{}</del>').format(
            " ".join([*found, *(["s"] if piece.isspace() else [])]), _in_one_line(piece)
        )
        for text, found in names.items()
        for piece in _with_blanks_apart(text)
    )


def _in_one_line(text: str) -> Markup:
    return _BREAK.join([visible_markup(piece) for piece in text.split(PARAGRAPH_BREAK)])
