"""Several versions of a passage cut where all of them can be: parallel segmentation.

One version is the base, to which the differences of every other lead. It is cut wherever a
difference begins or ends, unless that would cut another one in two; what stands between two
cuts is the reading of each version there. Joined, the readings of a version are its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scodiff.compare.model import Edit
from scodiff.corpus.joining import PARAGRAPH_BREAK

SegmentReadings = dict[str, str]
"""What each version has between two cuts, by its name."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """An edit with the place ``[start, end)`` of the base that it stands for."""

    start: int
    end: int
    edit: Edit

    @property
    def is_equal(self) -> bool:
        """Whether the version has the base's own words here."""
        return self.edit.a == self.edit.b

    def text_of(self, start: int, end: int) -> str:
        """What the version has of the base's ``[start, end)``, which cuts equal text alone."""
        if not self.is_equal:
            return self.edit.b
        return self.edit.b[max(start - self.start, 0) : max(end - self.start, 0)]


def segmented(base: str, text: str, others: Mapping[str, Sequence[Edit]]) -> list[SegmentReadings]:
    """The readings of all versions between each two cuts, in order.

    ``base`` is the name of the version with the ``text``, ``others`` are the edits that lead
    from it to each other one. A break between paragraphs of the base is never cut in two.
    """
    placed = {name: list(_placed(edits)) for name, edits in others.items()}
    found: list[SegmentReadings] = []
    for left, right in pairwise(_cuts(text, placed)):
        put_in = {name: _put_in(edits, left) for name, edits in placed.items()}
        found.append({base: "", **put_in})
        between = {name: _between(edits, left, right) for name, edits in placed.items()}
        found.append({base: text[left:right], **between})
    found.append({base: "", **{n: _put_in(e, len(text)) for n, e in placed.items()}})
    return [readings for readings in found if any(readings.values())]


def reversed_edits(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that lead back."""
    return [replace(edit, a=edit.b, b=edit.a) for edit in edits]


def _placed(edits: Sequence[Edit]) -> Iterator[_Placed]:
    at = 0
    for edit in edits:
        yield _Placed(at, at + len(edit.a), edit)
        at += len(edit.a)


def _cuts(text: str, placed: Mapping[str, Sequence[_Placed]]) -> list[int]:
    """Where the base can be cut without cutting a difference, or a break, in two."""
    every = [edit for edits in placed.values() for edit in edits]
    wanted = {0, len(text), *(e.start for e in every), *(e.end for e in every)}
    for edit in every:
        if not edit.is_equal:
            wanted -= {p for p in wanted if edit.start < p < edit.end}
    inside = {p for p in wanted if text[p - 1 : p + 1] == PARAGRAPH_BREAK and p}
    return sorted(wanted - inside)


def _put_in(edits: Sequence[_Placed], at: int) -> str:
    """What a version puts in at a place."""
    return "".join(e.edit.b for e in edits if e.start == e.end == at)


def _between(edits: Sequence[_Placed], start: int, end: int) -> str:
    """What a version has of the base's ``[start, end)``, with what it puts in inside."""
    return "".join(
        e.text_of(start, end)
        for e in edits
        if (e.start < end and start < e.end) or (e.start == e.end and start < e.start < end)
    )
