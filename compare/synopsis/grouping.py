"""Which paragraphs of all the texts make one row: the links of all comparisons, joined.

A row is a connected component of the links that are sure or likely, of whichever two texts:
with A1–B1, B1–C2 and C2–D3 the four are one passage. Splits and mergers could chain so on and on,
each with its neighbours, until a row swallowed the document. Therefore two paragraphs of one text
stand in one row only where some link holds both, or where they follow each other. The links are
joined from the most probable on; one that would put together what may not be joins only those
of its pairs that can be joined, or nothing, and what it links across rows is kept as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise, product

from scodiff.compare.model import Comparison, Link

DocumentParagraph = tuple[int, str]
"""A paragraph of one of several documents: the number of the document, the paragraph's id."""
PairOfDocuments = tuple[int, int]


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A link that is sure or likely, of the comparison of two documents, by their numbers."""

    documents: PairOfDocuments
    place: int
    link: Link

    @property
    def pairs(self) -> list[tuple[DocumentParagraph, DocumentParagraph]]:
        """Which of its paragraphs answer to which, those that share most words first."""
        a, b = self.documents
        named = sorted(self.link.pairs, key=lambda pair: -(pair.literal or 0.0))
        found = [((a, pair.a), (b, pair.b)) for pair in named]
        return found or [((a, x), (b, y)) for x, y in product(self.link.a, self.link.b)]

    @property
    def paragraphs(self) -> list[DocumentParagraph]:
        """All its paragraphs, of either side."""
        a, b = self.documents
        return [*((a, name) for name in self.link.a), *((b, name) for name in self.link.b)]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The rows, each a set of paragraphs, and the pairs that are linked across two of them."""

    rows: tuple[frozenset[DocumentParagraph], ...]
    across: tuple[tuple[DocumentParagraph, DocumentParagraph], ...]


def known_links(comparisons: Mapping[PairOfDocuments, Comparison]) -> list[KnownLink]:
    """The links of all comparisons that are sure or likely."""
    return [
        KnownLink(documents, place, link)
        for documents, comparison in sorted(comparisons.items())
        for place, link in enumerate(comparison.links)
        if link.a and link.b and not link.is_open
    ]


def group(texts: Sequence[Sequence[str]], links: Sequence[KnownLink]) -> Grouping:
    """Every paragraph in exactly one row; ``texts`` are the ids of each document's, in order."""
    joiner = _Joiner(texts, links)
    for known in sorted(links, key=_strongest_first):
        joiner.join(known)
    across = [
        (x, y)
        for known in links
        for x, y in known.pairs
        if joiner.row_of[x] is not joiner.row_of[y]
    ]
    rows = {id(row): frozenset(row) for row in joiner.row_of.values()}
    return Grouping(tuple(sorted(rows.values(), key=min)), tuple(across))


def _strongest_first(known: KnownLink) -> tuple[bool, float, float, PairOfDocuments, int]:
    """A reader's own before what was computed, then by probability and by words in common."""
    link = known.link
    mine = bool(link.decided_by)
    return not mine, -link.confidence, -(link.literal or 0.0), known.documents, known.place


class _Joiner:
    """Joins rows, each a set that its paragraphs share."""

    def __init__(self, texts: Sequence[Sequence[str]], links: Iterable[KnownLink]) -> None:
        named = [[(number, name) for name in text] for number, text in enumerate(texts)]
        self.row_of = {paragraph: {paragraph} for text in named for paragraph in text}
        held = (both for known in links for both in combinations(known.paragraphs, 2))
        follow = (both for text in named for both in pairwise(text))
        self.together = {frozenset(both) for both in chain(held, follow)}

    def join(self, known: KnownLink) -> None:
        """Join all that the link holds, or pair by pair what can be joined."""
        if not self._joined(known.paragraphs):
            for pair in known.pairs:
                self._joined(pair)

    def _joined(self, paragraphs: Sequence[DocumentParagraph]) -> bool:
        rows = {id(self.row_of[p]): self.row_of[p] for p in paragraphs}
        together = set().union(*rows.values())
        if not self._may_stand_together(together):
            return False
        for paragraph in together:
            self.row_of[paragraph] = together
        return True

    def _may_stand_together(self, row: Iterable[DocumentParagraph]) -> bool:
        return all(
            frozenset(both) in self.together
            for same in _by_document(row)
            for both in combinations(same, 2)
        )


def _by_document(row: Iterable[DocumentParagraph]) -> Iterator[list[DocumentParagraph]]:
    found: defaultdict[int, list[DocumentParagraph]] = defaultdict(list)
    for paragraph in row:
        found[paragraph[0]].append(paragraph)
    yield from found.values()
