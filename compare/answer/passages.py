"""Which passages without a counterpart are quoted, and in what order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scodiff.compare.answer.excerpts import Share, best_stretches, promises, width
from scodiff.compare.answer.marks import MarkedText, Marker, said_in, stems_of, weighed
from scodiff.compare.answer.same_slot import overlap
from scodiff.compare.model import Comparison, Link, Place
from scodiff.corpus.model import Document

MOST_OF_A_PARAGRAPH = 3
# A text waits its turn while its best is so much weaker than the other's.
TOO_WEAK = 0.4
# So many stretches of a text are told: more is no choice.
MOST_OF_A_TEXT = 20
# A stretch is told if it scores so much; of a paragraph's second stretch so much counts.
LEAST_SCORE = 3.0
OF_A_SECOND = 0.75
# Within a passage, or a part, that both texts have, so much of what a stretch tells must be told in
# words that the other's lacks.
LEAST_LACKING = 0.6
# So much of a stretch's worth may be words that were quoted before.
MOST_REPEATED = 0.6
# So many paragraphs of a text are read closely: those of the rarest words.
_MOST_READ = 200
# Three words in a row, all of them elsewhere, are no news; so many of a stretch may be such.
_RUN = 4
_MOST_COPIED = 0.34


@dataclass(frozen=True, slots=True)
class ScoredPlace:
    """A stretch of a text, with how much it tells, and the stems that it tells it with."""

    score: float
    place: Place
    stems: frozenset[str]


class Passages:
    """One document of a comparison, seen from what the other one lacks of it.

    Of what is ``told`` already no stretch is taken.
    """

    def __init__(self, comparison: Comparison, side: str, told: Iterable[Place] = ()) -> None:
        self._links = comparison.links
        self._side = side
        self._told = tuple(told)
        own, other = (comparison.a, comparison.b) if side == "a" else (comparison.b, comparison.a)
        self._own: Document = own
        self._stems_elsewhere = {p.id: stems_of(p.text, other.language) for p in other.citable}
        stems = self._stems_elsewhere.values()
        elsewhere = {stem for found in stems for stem in found}
        self._runs = {run for found in stems for run in _runs(found)}
        self._marker = Marker(own.language, elsewhere)
        other_side = "b" if side == "a" else "a"
        self._shared = {
            (getattr(part, side), *_bounds(part, side), getattr(part, other_side))
            for part in comparison.parts
            if part.certainty != "open"
        }

    def alone_and_within(self) -> list[ScoredPlace]:
        """All stretches that may be told, the most telling first."""
        found = [*self.alone(known=True), *self.alone(known=False), *self.within()]
        return sorted(found, key=lambda s: -s.score)

    def alone(self, *, known: bool) -> list[ScoredPlace]:
        """Stretches of the paragraphs without a counterpart, the most telling first.

        ``known`` says whether those are meant of which it is sure or likely, or the others.
        """
        ids = [
            paragraph
            for link in self._links
            if not _other(link, self._side) and (link.certainty != "open") == known
            for paragraph in getattr(link, self._side)
        ]
        marked = {p: self._marker(self._own.paragraph(p).text) for p in ids}
        read = heapq.nlargest(_MOST_READ, ids, key=lambda p: promises(marked[p]))
        return self._ranked(read, marked, self._share_alone)

    def within(self) -> list[ScoredPlace]:
        """Stretches of passages that both texts have, in words which the other's passage lacks.

        They say nothing of meaning; where the texts are in two languages there are none.
        """
        there: dict[str, frozenset[str]] = {}
        for link in self._links:
            others = _other(link, self._side)
            if link.certainty != "open" and others and link.literal is not None:
                stems = [stem for p in others for stem in self._stems_elsewhere[p]]
                for p in getattr(link, self._side):
                    there[p] = said_in(
                        stems_of(self._own.paragraph(p).text, self._own.language), stems
                    )
        whole = {p: self._marker(self._own.paragraph(p).text) for p in there}
        marked = {p: weighed(whole[p], known) for p, known in there.items()}
        read = heapq.nlargest(_MOST_READ, there, key=lambda p: promises(marked[p]))
        return self._ranked(read, marked, lambda p, _: self._share_within(whole[p], there[p]))

    def _stems_of(self, others: Iterable[str]) -> frozenset[str]:
        return frozenset(stem for p in others for stem in self._stems_elsewhere[p])

    def _ranked(
        self,
        ids: Iterable[str],
        marked: dict[str, MarkedText],
        share: Callable[[str, MarkedText], Share],
    ) -> list[ScoredPlace]:
        found = []
        for paragraph in ids:
            text = marked[paragraph]
            free = self._apart(paragraph, text, share(paragraph, text))
            for number, stretch in enumerate(best_stretches(text, free, MOST_OF_A_PARAGRAPH)):
                score = stretch.score * OF_A_SECOND**number
                if score >= LEAST_SCORE:
                    place = Place(paragraph, stretch.start, stretch.end)
                    found.append(ScoredPlace(score, place, _stems(text, place)))
        return sorted(found, key=lambda s: -s.score)

    def _apart(self, paragraph: str, text: MarkedText, share: Share) -> Share:
        """The same share, and none of what overlaps with anything that is told already."""
        told = [place for place in self._told if place.paragraph == paragraph]
        if not told:
            return share

        def apart(first: int, last: int) -> float:
            """The share of some words."""
            place = Place(paragraph, text.words[first].start, text.words[last - 1].end)
            return 0.0 if any(overlap(place, t) for t in told) else share(first, last)

        return apart

    def _share_alone(self, paragraph: str, text: MarkedText) -> Share:
        """What the other text holds after all, word by word or as a part, is not told."""
        copied = self._copied(text)
        shared = [
            (start, end, self._lacking(text, self._stems_of([other])))
            for p, start, end, other in self._shared
            if p == paragraph
        ]

        def share(first: int, last: int) -> float:
            """1 for words that neither stand nor live on in the other text, else 0."""
            begin, end = text.words[first].start, text.words[last - 1].end
            if any(
                start < end and begin < stop and lacking(first, last) < LEAST_LACKING
                for start, stop, lacking in shared
            ):
                return 0.0
            return 0.0 if copied[last] - copied[first] > _MOST_COPIED * (last - first) else 1.0

        return share

    def _share_within(self, text: MarkedText, there: frozenset[str]) -> Share:
        """Only what says most of itself in words that the other passage lacks is told."""
        copied = self._copied(text)
        lacking = self._lacking(text, there)

        def share(first: int, last: int) -> float:
            """1 for words most of whose worth the other passage lacks, else 0."""
            if copied[last] - copied[first] > _MOST_COPIED * (last - first):
                return 0.0
            return float(lacking(first, last) >= LEAST_LACKING)

        return share

    def _lacking(self, text: MarkedText, there: frozenset[str]) -> Share:
        """What share of the worth of some words is of words that are not ``there``."""
        worths = list(accumulate((w.worth for w in text.words), initial=0.0))
        own = list(
            accumulate((0.0 if w.stem in there else w.worth for w in text.words), initial=0.0)
        )

        def lacking(first: int, last: int) -> float:
            """The share, from one word up to another."""
            worth = worths[last] - worths[first]
            return (own[last] - own[first]) / worth if worth else 0.0

        return lacking

    def _copied(self, text: MarkedText) -> list[int]:
        """How many words up to each begin a run that the other text has."""
        stems = [word.stem for word in text.words]
        sums = [0]
        for number in range(len(stems)):
            sums.append(sums[-1] + (tuple(stems[number : number + _RUN]) in self._runs))
        return sums


def chosen(
    lists: Sequence[Sequence[ScoredPlace]],
    texts: Sequence[Document],
    room: float,
    cost: int,
) -> list[tuple[Place, ...]]:
    """From each list the best that are no repetition, by turns, while there is room.

    ``room`` is in letters, ``cost`` what each quotation takes beside its own; ``texts`` are the
    documents that the lists are of.
    """
    taken: list[list[Place]] = [[] for _ in lists]
    told: list[set[str]] = [set() for _ in lists]
    waiting = [sorted(found, key=lambda s: s.score) for found in lists]
    while any(waiting):
        best_of_all = max(found[-1].score for found in waiting if found)
        for number, found in enumerate(waiting):
            if not found or found[-1].score < TOO_WEAK * best_of_all:
                continue  # the other text has better to tell first
            best = _next(found, told[number])
            if best is None:
                continue
            length = width(_text(texts[number], best.place)) + cost
            if length > room:
                return [tuple(places) for places in taken]
            room -= length
            taken[number].append(best.place)
            told[number] |= best.stems
            if len(taken[number]) == MOST_OF_A_TEXT:
                waiting[number] = []
    return [tuple(places) for places in taken]


def _next(waiting: list[ScoredPlace], told: set[str]) -> ScoredPlace | None:
    """The best that waits (at the end) and does not say again what was told; it waits no more."""
    while waiting:
        best = waiting.pop()
        if len(best.stems & told) <= MOST_REPEATED * len(best.stems):
            return best
    return None


def _text(document: Document, place: Place) -> str:
    return document.paragraph(place.paragraph).text[place.start : place.end]


def _stems(text: MarkedText, place: Place) -> frozenset[str]:
    return frozenset(
        word.stem
        for word in text.words
        if word.worth > 1.0 and place.start <= word.start < place.end
    )


def _runs(stems: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(stems[offset:] for offset in range(_RUN)), strict=False)


def _other(link: Link, side: str) -> tuple[str, ...]:
    return link.b if side == "a" else link.a


def _bounds(part: object, side: str) -> tuple[int, int]:
    return getattr(part, f"{side}_start"), getattr(part, f"{side}_end")
