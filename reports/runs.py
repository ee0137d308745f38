"""A link's edits, cut at paragraph and part boundaries into runs ready to be set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from scodiff.compare.model import Edit, Link
from scodiff.corpus.joining import PARAGRAPH_BREAK

DIFFABLE = frozenset({"editorial", "changed"})
Tag = Literal["", "del", "ins"]
SideName = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class TextRun:
    """Consecutive characters of one paragraph that are shown alike.

    ``tag`` is the element (``del``, ``ins`` or none) and ``edit`` the number of the edit it
    belongs to: neighbouring runs of one edit make one element. ``kind`` says what an
    editorial edit changed, ``moved`` names a move within the link, ``fine`` marks the
    letters or words that an edit inside this one changed, ``part`` is the number of the
    shared passage that the run belongs to, if any. A run without text whose ``turn`` is the
    number of a paragraph of the other side says that from here on that one answers.
    """

    text: str
    tag: Tag
    editorial: bool = False
    part: int | None = None
    edit: int = -1
    kind: str = ""
    moved: str = ""
    fine: bool = False
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class PartSpan:
    """A passage ``[start, end)`` of a paragraph that is part number ``part``."""

    start: int
    end: int
    part: int


def shown_as_diff(link: Link) -> bool:
    """Whether a link reads best word by word, not as a passage before and after."""
    return link.relation in DIFFABLE and not (link.rewritten and link.relation == "changed")


def side_runs(
    edits: Sequence[Edit], side: SideName, texts: Sequence[str], whole: Tag = ""
) -> list[list[TextRun]]:
    """The runs of each paragraph of one side, in order; joined they are its text exactly.

    ``texts`` are the link's paragraphs of that side. Without edits (or with edits that do
    not rebuild them) each stands in one run tagged ``whole``.
    """
    edits = trimmed(edits)
    if "".join(_text(edit, side) for edit in edits) != PARAGRAPH_BREAK.join(texts):
        return [[TextRun(text, whole)] for text in texts]
    bounds, offset = _bounds(texts), 0
    paragraphs: list[list[TextRun]] = [[] for _ in texts]
    for number, edit in enumerate(edits):
        for run in _side(edit, side, number):
            for index, text in _deal(run.text, offset, bounds):
                paragraphs[index].append(replace(run, text=text))
            offset += len(run.text)
    return paragraphs


def inline_runs(edits: Sequence[Edit], texts_b: Sequence[str]) -> list[list[TextRun]]:
    """Both sides in one stream, a list for each paragraph of B: kept, deleted, inserted.

    Where only A had a paragraph boundary, its empty line stays inside the run.
    """
    bounds, offset = _bounds(texts_b), 0
    paragraphs: list[list[TextRun]] = [[] for _ in texts_b]
    for number, edit in enumerate(trimmed(edits)):
        if _differs(edit) and edit.a:
            here = max(index for index, (start, _) in enumerate(bounds) if start <= offset)
            paragraphs[here].extend(_side(edit, "a", number))
        for run in _side(edit, "b", number):
            for index, text in _deal(run.text, offset, bounds):
                paragraphs[index].append(replace(run, text=text))
            offset += len(run.text)
    return paragraphs


def side_turns(
    edits: Sequence[Edit], side: SideName, texts: Sequence[str], others: Sequence[str]
) -> list[list[tuple[int, int]]]:
    """Where, in each paragraph of one side, another paragraph of the other side begins.

    ``others`` are the link's paragraphs of the other side. Each turn is an offset in the
    paragraph and the index of the other paragraph; the first of these answers to the
    beginning. With a single other paragraph there is nothing to tell.
    """
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    other: SideName = "b" if side == "a" else "a"
    rebuilt = [("".join(_text(e, s) for e in edits)) for s in (side, other)]
    if len(others) < 2 or rebuilt != [PARAGRAPH_BREAK.join(texts), PARAGRAPH_BREAK.join(others)]:
        return found
    bounds, starts = _bounds(texts), [start for start, _ in _bounds(others)]
    here = there = 0
    for edit in edits:
        own, far = _text(edit, side), _text(edit, other)
        for index, start in enumerate(starts):
            if there <= start < there + len(far):
                within = start - there
                if _differs(edit):  # before the words that were replaced, or behind them
                    within = 0 if 2 * within <= len(far) else len(own)
                _place(found, bounds, here + within, index)
        here, there = here + len(own), there + len(far)
    return found


def _place(
    found: list[list[tuple[int, int]]], bounds: Sequence[tuple[int, int]], at: int, index: int
) -> None:
    """Put a turn into the paragraph that stands at an offset, or begins after it."""
    number = next((n for n, (_, end) in enumerate(bounds) if at < end), len(bounds) - 1)
    start, end = bounds[number]
    found[number].append((min(max(at - start, 0), end - start), index))


def with_turns(runs: Iterable[TextRun], turns: Sequence[tuple[int, int]]) -> list[TextRun]:
    """The same runs, cut where another paragraph of the other side begins to answer."""
    if not turns:
        return list(runs)
    result: list[TextRun] = []
    waiting, start = sorted(turns), 0
    for run in runs:
        end = start + len(run.text)
        cut = start
        while waiting and waiting[0][0] < end:
            at, index = waiting.pop(0)
            if at > cut:
                result.append(replace(run, text=run.text[cut - start : at - start]))
            result.append(TextRun("", "", turn=index))
            cut = max(at, cut)
        if cut < end or not run.text:
            result.append(replace(run, text=run.text[cut - start :]))
        start = end
    return result


def mark_parts(runs: Iterable[TextRun], marks: Sequence[PartSpan]) -> list[TextRun]:
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
            result.append(replace(run, text=run.text[left - start : right - start], part=part))
        start = end
    return result


def _side(edit: Edit, side: SideName, number: int) -> Iterator[TextRun]:
    """One side of an edit: a single run, or several where edits inside it say more."""
    text = _text(edit, side)
    if not text:
        return
    if not _differs(edit):
        yield TextRun(text, "")
        return
    moved = "" if edit.moved.startswith("part") else edit.moved
    run = TextRun(
        text,
        "del" if side == "a" else "ins",
        edit.editorial,
        edit=number,
        kind=edit.kind,
        moved=moved,
    )
    pieces = [(_text(inner, side), _differs(inner)) for inner in edit.inner]
    if "".join(piece for piece, _ in pieces) != text:
        yield run
        return
    for piece, fine in pieces:
        if piece:
            yield replace(run, text=piece, fine=fine)


def _text(edit: Edit, side: SideName) -> str:
    return edit.a if side == "a" else edit.b


def _differs(edit: Edit) -> bool:
    return not (edit.op == "equal" and edit.a == edit.b)


def trimmed(edits: Sequence[Edit]) -> list[Edit]:
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
        core = replace(edit, a=a[: len(a) - tail], b=b[: len(b) - tail])
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
        start += len(text) + len(PARAGRAPH_BREAK)
    return bounds


def _deal(text: str, offset: int, bounds: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """What of ``text``, which stands at ``offset``, falls to which paragraph; gaps to none."""
    end = offset + len(text)
    return [
        (index, text[max(start - offset, 0) : stop - offset])
        for index, (start, stop) in enumerate(bounds)
        if text and start < end and offset < stop
    ]
