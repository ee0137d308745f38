"""Passages that moved from one link to another: one event with two ends.

A part is a passage that paragraphs of different links share. Where A's end of it was
deleted and B's end inserted, both carry the part's name (``part3`` is ``parts[3]``), and
the inserted end the edits inside the passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scodiff.compare.diff.moves import word_edits
from scodiff.compare.model import Edit, Link, Part
from scodiff.corpus.joining import PARAGRAPH_BREAK


def mark_part_moves(
    links: Sequence[Link], parts: Sequence[Part], texts: Mapping[str, Mapping[str, str]]
) -> tuple[Link, ...]:
    """The links with both ends of each part marked; ``texts`` gives ``a`` and ``b`` by id."""
    done = list(links)
    place = {
        side: {p: k for k, link in enumerate(links) for p in getattr(link, side)} for side in "ab"
    }
    for number, part in enumerate(parts):
        from_, to = place["a"].get(part.a), place["b"].get(part.b)
        if from_ is None or to is None or from_ == to:
            continue
        start_a = _offset(done[from_].a, part.a, texts["a"])
        start_b = _offset(done[to].b, part.b, texts["b"])
        taken = _cut(done[from_].edits, "a", start_a + part.a_start, start_a + part.a_end)
        given = _cut(done[to].edits, "b", start_b + part.b_start, start_b + part.b_end)
        if taken is None or given is None:
            continue
        name = f"part{number}"
        text_a = texts["a"][part.a][part.a_start : part.a_end]
        text_b = texts["b"][part.b][part.b_start : part.b_end]
        inner = word_edits(text_a, text_b) if text_a != text_b else ()
        done[from_] = replace(done[from_], edits=_marked(taken, name, "delete", ()))
        done[to] = replace(done[to], edits=_marked(given, name, "insert", inner))
    return tuple(done)


Cut = tuple[list[Edit], list[Edit], list[Edit]]


def _offset(ids: Sequence[str], wanted: str, texts: Mapping[str, str]) -> int:
    """Where a paragraph begins in its link's text."""
    before = ids[: ids.index(wanted)]
    return sum(len(texts[p]) + len(PARAGRAPH_BREAK) for p in before)


def _cut(edits: Sequence[Edit], side: str, start: int, end: int) -> Cut | None:
    """The edits before, in and after a range, where the range was changed as a whole.

    Of a passage that is in part kept where it stands, it cannot be said that it moved.
    """
    before: list[Edit] = []
    inside: list[Edit] = []
    after: list[Edit] = []
    position = changed = 0
    for edit in edits:
        text: str = getattr(edit, side)
        low, high = max(start, position), min(end, position + len(text))
        cuts = edit.op != "equal" and not edit.editorial and not edit.moved and low < high
        if not cuts:
            bucket = before if position < start else inside if position < end else after
            bucket.append(edit)
        else:
            changed += high - low
            pieces = _split(edit, side, low - position, high - position)
            before += pieces[0]
            inside += pieces[1]
            after += pieces[2]
        position += len(text)
    whole = [edit for edit in inside if getattr(edit, side)]
    if changed < end - start or len(whole) != 1:
        return None
    return before, inside, after


def _split(edit: Edit, side: str, low: int, high: int) -> Cut:
    """A change cut in three on one side; what it has on the other side comes first."""
    text: str = getattr(edit, side)
    other = (
        replace(edit, op="insert", a="", inner=())
        if side == "a"
        else replace(edit, op="delete", b="", inner=())
    )
    pieces = [[_one_sided(side, t)] if t else [] for t in (text[:low], text[low:high], text[high:])]
    first = [other] if (edit.b if side == "a" else edit.a) else []
    return first + pieces[0], pieces[1], pieces[2]


def _one_sided(side: str, text: str) -> Edit:
    return Edit("delete", text, "") if side == "a" else Edit("insert", "", text)


def _marked(cut: Cut, name: str, op: str, inner: tuple[Edit, ...]) -> tuple[Edit, ...]:
    before, inside, after = cut
    marked = []
    for edit in inside:
        end = edit.op in {"delete", "insert"} and bool(edit.b if op == "insert" else edit.a)
        marked.append(replace(edit, moved=name, inner=inner) if end else edit)
    return (*before, *marked, *after)
