"""The evidence of a shift: which words of which paragraph show it, and in what clause."""

from __future__ import annotations

from bisect import bisect_right

from scodiff.compare.model import Place, Shift
from scodiff.compare.shifts.changed_words import FoundShift, SideWords, WordRange
from scodiff.compare.shifts.places import Stretch, Stretches
from scodiff.compare.text.clauses import clause_spans


class QuotedSide:
    """One side of a link, of which passages are quoted with their places."""

    def __init__(self, side: SideWords, stretches: Stretches) -> None:
        """Take the words of the side, and the paragraphs that they stand in."""
        self._side = side
        self._stretches = stretches or (Stretch(0, len(side.text), "", 0),)
        self._clauses: list[tuple[int, int]] | None = None

    def quote(self, words: WordRange) -> tuple[str, Place | None]:
        """The passage from the first to the last of some words, within one paragraph."""
        start, end = words
        if start >= end:
            return "", None
        return self._place(self._side.words[start].start, self._side.words[end - 1].end)

    def clause(self, words: WordRange) -> Place | None:
        """The clause that some words stand in, or the clauses from first to last.

        Of an empty range it is the clause in which the words would stand.
        """
        if not self._side.words:
            return None
        start = min(words[0], len(self._side.words) - 1)
        end = max(words[1], start + 1)
        spans = self._clause_spans()
        starts = [s for s, _ in spans]
        first = bisect_right(starts, self._side.words[start].start) - 1
        last = bisect_right(starts, self._side.words[end - 1].start) - 1
        _, place = self._place(spans[max(first, 0)][0], spans[max(last, 0)][1])
        return place

    def _clause_spans(self) -> list[tuple[int, int]]:
        if self._clauses is None:
            self._clauses = [
                (stretch.at + start, stretch.at + end)
                for stretch in self._stretches
                for start, end in clause_spans(self._side.text[stretch.at : stretch.end])
            ]
        return self._clauses

    def _place(self, start: int, end: int) -> tuple[str, Place | None]:
        """A passage of the side; of one that runs on into a next paragraph the longer piece."""
        low, high, stretch = max(
            ((max(start, s.at), min(end, s.end), s) for s in self._stretches),
            key=lambda piece: piece[1] - piece[0],
        )
        text = self._side.text[low:high]
        low, high = low + len(text) - len(text.lstrip()), high - len(text) + len(text.rstrip())
        if low >= high:
            return "", None
        offset = stretch.start - stretch.at
        return self._side.text[low:high], Place(stretch.paragraph, low + offset, high + offset)


def quoted(finding: FoundShift, a: QuotedSide, b: QuotedSide) -> Shift:
    """A finding as a shift, with its words quoted from both sides."""
    text_a, place_a = a.quote(finding.a)
    text_b, place_b = b.quote(finding.b)
    return Shift(
        kind=finding.kind,
        direction=finding.direction,
        a=text_a,
        b=text_b,
        certainty=finding.certainty,
        place_a=place_a,
        place_b=place_b,
        clause_a=a.clause(finding.a),
        clause_b=b.clause(finding.b),
    )
