"""A link's edits, cut at paragraph and part boundaries into runs ready to be set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from scodiff.compare.model import Edit

GAP = "\n\n"
Tag = Literal["", "del", "ins"]


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters of one paragraph that are shown alike.

    ``tag`` is the element (``del``, ``ins`` or none), ``part`` the number of the shared
    passage that the run belongs to, if any.
    """

    text: str
    tag: Tag
    editorial: bool = False
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage ``[start, end)`` of a paragraph that is part number ``part``."""

    start: int
    end: int
    part: int


def side_runs(
    edits: Sequence[Edit], side: Literal["a", "b"], texts: Sequence[str], whole: Tag = ""
) -> list[list[Run]]:
    """The runs of each paragraph of one side, in order; joined they are its text exactly.

    ``texts`` are the link's paragraphs of that side. Without edits (or with edits that do
    not rebuild them) each stands in one run tagged ``whole``.
    """
    edits = _trimmed(edits)
    pieces = [getattr(edit, side) for edit in edits]
    if "".join(pieces) != GAP.join(texts):
        return [[Run(text, whole)] for text in texts]
    changed: Tag = "del" if side == "a" else "ins"
    bounds, offset = _bounds(texts), 0
    paragraphs: list[list[Run]] = [[] for _ in texts]
    for edit, piece in zip(edits, pieces, strict=True):
        for index, text in _deal(piece, offset, bounds):
            paragraphs[index].append(Run(text, _tag(edit, changed), edit.editorial))
        offset += len(piece)
    return paragraphs


def inline_runs(edits: Sequence[Edit], texts_b: Sequence[str]) -> list[list[Run]]:
    """Both sides in one stream, a list for each paragraph of B: kept, deleted, inserted.

    Where only A had a paragraph boundary, its empty line stays inside the run.
    """
    bounds, offset = _bounds(texts_b), 0
    paragraphs: list[list[Run]] = [[] for _ in texts_b]
    for edit in _trimmed(edits):
        tag = _tag(edit, "ins")
        if tag and edit.a:
            here = max(index for index, (start, _) in enumerate(bounds) if start <= offset)
            paragraphs[here].append(Run(edit.a, "del", edit.editorial))
        for index, text in _deal(edit.b, offset, bounds):
            paragraphs[index].append(Run(text, tag, edit.editorial))
        offset += len(edit.b)
    return paragraphs


def mark_parts(runs: Iterable[Run], marks: Sequence[Mark]) -> list[Run]:
    """The same runs, cut where a shared passage begins or ends; the first mark wins."""
    if not marks:
        return list(runs)
    bounds = sorted({bound for mark in marks for bound in (mark.start, mark.end)})
    result, start = [], 0
    for run in runs:
        end = start + len(run.text)
        cuts = [start, *(bound for bound in bounds if start < bound < end), end]
        for left, right in pairwise(cuts):
            part = next((m.part for m in marks if m.start <= left and right <= m.end), None)
            text = run.text[left - start : right - start]
            result.append(Run(text, run.tag, run.editorial, part))
        start = end
    return result


def _tag(edit: Edit, changed: Tag) -> Tag:
    return "" if edit.op == "equal" and edit.a == edit.b else changed


def _trimmed(edits: Sequence[Edit]) -> list[Edit]:
    """The edits with the spaces that both sides of a replacement share set apart."""
    result: list[Edit] = []
    for edit in edits:
        lead = _shared_space(edit.a, edit.b)
        a, b = edit.a[lead:], edit.b[lead:]
        tail = _shared_space(a[::-1], b[::-1])
        if edit.op != "replace" or not lead + tail:
            result.append(edit)
            continue
        before, after = edit.a[:lead], a[len(a) - tail :]
        core = Edit("replace", a[: len(a) - tail], b[: len(b) - tail], edit.editorial)
        around = (Edit("equal", before, before), core, Edit("equal", after, after))
        result.extend(piece for piece in around if piece.a or piece.b)
    return result


def _shared_space(a: str, b: str) -> int:
    """How many spaces both texts begin with (line feeds may belong to a boundary)."""
    return min(len(a) - len(a.lstrip(" ")), len(b) - len(b.lstrip(" ")))


def _bounds(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where each paragraph stands in the text of the link."""
    bounds, start = [], 0
    for text in texts:
        bounds.append((start, start + len(text)))
        start += len(text) + len(GAP)
    return bounds


def _deal(text: str, offset: int, bounds: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """What of ``text``, which stands at ``offset``, falls to which paragraph; gaps to none."""
    end = offset + len(text)
    return [
        (index, text[max(start - offset, 0) : stop - offset])
        for index, (start, stop) in enumerate(bounds)
        if text and start < end and offset < stop
    ]
