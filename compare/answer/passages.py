"""Which passages without a counterpart are quoted, and in what order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from scodiff.compare.answer.excerpts import Share, best_stretches, promises, width
from scodiff.compare.answer.marks import MarkedText, Marker, word_places
from scodiff.compare.model import Comparison, Link, Place
from scodiff.corpus.model import Document

# A stretch is told if it scores so much; of a paragraph's second stretch so much counts.
LEAST_SCORE = 10.0
OF_A_SECOND = 0.9
# What a stretch within a passage that both texts have counts, and how much of what it tells
# must be told in words that the other's passage lacks.
WITHIN_A_PASSAGE = 0.9
LEAST_LACKING = 0.75
# So much of a stretch's worth may be words that were quoted before.
MOST_REPEATED = 0.6
# So many paragraphs of a text are read closely: those of the rarest words.
_MOST_READ = 60
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
    """One document of a comparison, seen from what the other one lacks of it."""

    def __init__(self, comparison: Comparison, side: str) -> None:
        self._links = comparison.links
        self._side = side
        own, other = (comparison.a, comparison.b) if side == "a" else (comparison.b, comparison.a)
        self._own: Document = own
        plain = Marker(other.language, ())
        self._stems_elsewhere = {
            p.id: plain.stems(f for _, _, f in word_places(p.text)) for p in other.citable
        }
        stems = self._stems_elsewhere.values()
        elsewhere = {stem for found in stems for stem in found}
        self._runs = {run for found in stems for run in _runs(found)}
        self._marker = Marker(own.language, elsewhere)
        self._shared = {
            (getattr(part, side), *_bounds(part, side))
            for part in comparison.parts
            if part.certainty != "open"
        }

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
        lacking: dict[str, frozenset[str]] = {}
        for link in self._links:
            others = _other(link, self._side)
            if link.certainty != "open" and others and link.literal is not None:
                there = frozenset(s for p in others for s in self._stems_elsewhere[p])
                lacking |= dict.fromkeys(getattr(link, self._side), there)
        marked = {p: self._marker(self._own.paragraph(p).text) for p in lacking}
        read = heapq.nlargest(_MOST_READ, lacking, key=lambda p: promises(marked[p]))
        found = self._ranked(read, marked, lambda p, text: self._share_within(text, lacking[p]))
        return [replace(s, score=s.score * WITHIN_A_PASSAGE) for s in found]

    def _ranked(
        self,
        ids: Iterable[str],
        marked: dict[str, MarkedText],
        share: Callable[[str, MarkedText], Share],
    ) -> list[ScoredPlace]:
        found = []
        for paragraph in ids:
            text = marked[paragraph]
            for number, stretch in enumerate(best_stretches(text, share(paragraph, text))):
                score = stretch.score * OF_A_SECOND**number
                if score >= LEAST_SCORE:
                    place = Place(paragraph, stretch.start, stretch.end)
                    found.append(ScoredPlace(score, place, _stems(text, place)))
        return sorted(found, key=lambda s: -s.score)

    def _share_alone(self, paragraph: str, text: MarkedText) -> Share:
        """What the other text holds after all, word by word or as a part, is not told."""
        copied = self._copied(text)
        shared = [(start, end) for p, start, end in self._shared if p == paragraph]

        def share(first: int, last: int) -> float:
            """1 for words that neither stand nor live on in the other text, else 0."""
            begin, end = text.words[first].start, text.words[last - 1].end
            if any(start < end and begin < stop for start, stop in shared):
                return 0.0
            return 0.0 if copied[last] - copied[first] > _MOST_COPIED * (last - first) else 1.0

        return share

    def _share_within(self, text: MarkedText, there: frozenset[str]) -> Share:
        """Only what says most of itself in words that the other passage lacks is told."""
        copied = self._copied(text)
        worths = list(accumulate((w.worth for w in text.words), initial=0.0))
        lacking = list(
            accumulate((0.0 if w.stem in there else w.worth for w in text.words), initial=0.0)
        )

        def share(first: int, last: int) -> float:
            """1 for words most of whose worth the other passage lacks, else 0."""
            if copied[last] - copied[first] > _MOST_COPIED * (last - first):
                return 0.0
            worth = worths[last] - worths[first]
            return float(lacking[last] - lacking[first] >= LEAST_LACKING * worth > 0)

        return share

    def _copied(self, text: MarkedText) -> list[int]:
        """How many words up to each begin a run that the other text has."""
        stems = [word.stem for word in text.words]
        sums = [0]
        for number in range(len(stems)):
            sums.append(sums[-1] + (tuple(stems[number : number + _RUN]) in self._runs))
        return sums


def chosen(
    lists: Sequence[Sequence[ScoredPlace]], texts: Sequence[Document], room: float, cost: int
) -> list[tuple[Place, ...]]:
    """From each list the best that are no repetition, by turns, while there is room.

    ``room`` is in letters, ``cost`` what each quotation takes beside its own; ``texts`` are the
    documents that the lists are of.
    """
    taken: list[list[Place]] = [[] for _ in lists]
    told: list[set[str]] = [set() for _ in lists]
    waiting = [sorted(found, key=lambda s: s.score) for found in lists]
    while any(waiting):
        for number, found in enumerate(waiting):
            best = _next(found, told[number])
            if best is None:
                continue
            length = width(_text(texts[number], best.place)) + cost
            if length > room:
                return [tuple(places) for places in taken]
            room -= length
            taken[number].append(best.place)
            told[number] |= best.stems
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
