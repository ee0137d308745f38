"""The evidence of a shift: which words of which paragraph show it, and in what clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scodiff.compare.model import Edit, Link, Part, Place, Shift
from scodiff.compare.shifts.changed_words import FoundShift, SideWords, WordRange
from scodiff.compare.text.clauses import clause_spans
from scodiff.corpus.joining import PARAGRAPH_BREAK


class Stretch(NamedTuple):
    """A piece of a paragraph: where it stands in a side's text, and where in its paragraph."""

    at: int
    end: int
    paragraph: str
    start: int


Stretches = Sequence[Stretch]


def cut(stretches: Stretches, start: int, end: int) -> tuple[Stretch, ...]:
    """The stretches of a part of a side's text, which begins there anew."""
    found = []
    for s in stretches:
        low, high = max(start, s.at), min(end, s.end)
        if low < high:
            found.append(Stretch(low - start, high - start, s.paragraph, s.start + low - s.at))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LinkPlaces:
    """The stretches of both sides of a link.

    ``parts`` gives by name the two ends of the parts that moved from link to link, A's first;
    ``texts_a`` and ``texts_b`` are all paragraphs of the two texts.
    """

    a: Stretches = ()
    b: Stretches = ()
    parts: Mapping[str, tuple[Stretch, Stretch]] = field(default_factory=dict)
    texts_a: Mapping[str, str] = field(default_factory=dict)
    texts_b: Mapping[str, str] = field(default_factory=dict)

    def beside(self, *, in_b: bool) -> Iterator[str]:
        """The paragraphs of one text that are not of the link."""
        stretches, texts = (self.b, self.texts_b) if in_b else (self.a, self.texts_a)
        linked = {stretch.paragraph for stretch in stretches}
        return (text for paragraph, text in texts.items() if paragraph not in linked)

    def of_move(self, start_a: int, start_b: int, edit: Edit) -> LinkPlaces:
        """The places of the two ends of a move, of which ``edit`` is the inserted one."""
        if edit.moved in self.parts:
            a, b = self.parts[edit.moved]
            return replace(self, a=(a,), b=(b,))
        length_a = sum(len(inner.a) for inner in edit.inner)
        return replace(
            self,
            a=cut(self.a, start_a, start_a + length_a),
            b=cut(self.b, start_b, start_b + len(edit.b)),
        )


def places_of(
    links: Sequence[Link],
    parts: Sequence[Part],
    texts_a: Mapping[str, str],
    texts_b: Mapping[str, str],
) -> Iterator[LinkPlaces]:
    """The places of each link's text; the texts are those of the paragraphs by id."""
    ends = {
        f"part{number}": (
            Stretch(0, part.a_end - part.a_start, part.a, part.a_start),
            Stretch(0, part.b_end - part.b_start, part.b, part.b_start),
        )
        for number, part in enumerate(parts)
    }
    for link in links:
        a, b = _stretches(link.a, texts_a), _stretches(link.b, texts_b)
        yield LinkPlaces(a, b, ends, texts_a, texts_b)


def _stretches(paragraphs: Sequence[str], texts: Mapping[str, str]) -> tuple[Stretch, ...]:
    """The paragraphs of a side one after another, an empty line in between."""
    found: list[Stretch] = []
    at = 0
    for paragraph in paragraphs:
        end = at + len(texts[paragraph])
        found.append(Stretch(at, end, paragraph, 0))
        at = end + len(PARAGRAPH_BREAK)
    return tuple(found)


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
        quoted = self._side.text[low:high]
        if quoted.count("(") > quoted.count(")") and self._side.text[high : high + 1] == ")":
            high += 1
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
