"""What each document has of the passage of a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scodiff.compare.model import CERTAINTIES, PERSISTED, Certainty, Comparison, Link, Part
from scodiff.compare.synopsis.grouping import DocumentParagraph, Grouping, PairOfDocuments
from scodiff.compare.synopsis.model import (
    DoubtfulAnswer,
    LinkAcross,
    PassageState,
    SharedPassage,
    Standing,
    VersionChange,
)


@dataclass(frozen=True, slots=True)
class KnownOfPairs:
    """All that the comparisons say, by paragraph.

    ``names`` are the ids of the documents, ``row_of`` the number of the row each paragraph
    stands in.
    """

    names: Sequence[str]
    comparisons: Mapping[PairOfDocuments, Comparison]
    row_of: Mapping[DocumentParagraph, int]
    homes: Mapping[tuple[DocumentParagraph, int], Link]
    parts: Mapping[tuple[DocumentParagraph, int], Sequence[Part]]
    across: Mapping[tuple[DocumentParagraph, int], Sequence[DocumentParagraph]]

    def standing(self, row: Sequence[DocumentParagraph], document: int) -> Standing:
        """What a document has of a row, but for its state if it has the passage."""
        own = tuple(name for number, name in row if number == document)
        others = [paragraph for paragraph in row if paragraph[0] != document]
        links = [self.homes[p, document] for p in others]
        parts = tuple(
            shared
            for p in others
            for part in self.parts.get((p, document), ())
            if (shared := self._shared(p, document, part)).paragraph not in own
        )
        found = Standing(self.names[document], "absent", "sure", own, parts)
        if own:
            certainties = [link.certainty for link in links if self._joins(link, document, own)]
            return replace(found, state="kept", certainty=_surest(certainties) or "sure")
        across = tuple(a for p in others for a in self._across(p, document))
        doubtful = tuple(
            d for p, link in zip(others, links, strict=True) for d in self._doubtful(p, link)
        )
        state = _state_without(across, parts, links)
        return replace(
            found,
            state=state,
            certainty=_certainty_without(state, parts, links),
            doubtful=doubtful,
            across=across,
        )

    def _joins(self, link: Link, document: int, own: Sequence[str]) -> bool:
        """Whether a known link leads to one of the document's own paragraphs in the row."""
        return not link.is_open and bool({*link.a, *link.b} & {*own})

    def _shared(self, of: DocumentParagraph, document: int, part: Part) -> SharedPassage:
        here = (part.a, part.a_start, part.a_end)
        there = (part.b, part.b_start, part.b_end)
        if of[0] < document:
            here, there = there, here
        return SharedPassage(*here, self.names[of[0]], *there, part.certainty)

    def _across(self, of: DocumentParagraph, document: int) -> list[LinkAcross]:
        return [
            LinkAcross(name, self.row_of[number, name], self.names[of[0]], of[1])
            for number, name in self.across.get((of, document), ())
        ]

    def _doubtful(self, of: DocumentParagraph, link: Link) -> list[DoubtfulAnswer]:
        """What may answer to a paragraph: the candidates, or the other end of a doubtful link."""
        if not link.is_open:
            return []
        found = [(c.id, c.probability) for c in link.candidates]
        for pair in link.pairs:
            ends = (pair.a, pair.b)
            if of[1] in ends:
                found.append((ends[1 - ends.index(of[1])], link.confidence))
        return [DoubtfulAnswer(name, self.names[of[0]], of[1], p) for name, p in found]


def known_of_pairs(
    names: Sequence[str],
    comparisons: Mapping[PairOfDocuments, Comparison],
    grouping: Grouping,
) -> KnownOfPairs:
    """All that the comparisons say, ready to be asked row by row."""
    row_of = {p: number for number, row in enumerate(grouping.rows, 1) for p in row}
    homes: dict[tuple[DocumentParagraph, int], Link] = {}
    parts: defaultdict[tuple[DocumentParagraph, int], list[Part]] = defaultdict(list)
    across: defaultdict[tuple[DocumentParagraph, int], list[DocumentParagraph]]
    across = defaultdict(list)
    for (a, b), comparison in comparisons.items():
        for link in comparison.links:
            homes.update({((a, name), b): link for name in link.a})
            homes.update({((b, name), a): link for name in link.b})
        for part in comparison.parts:
            if part.certainty != "open":
                parts[(a, part.a), b].append(part)
                parts[(b, part.b), a].append(part)
    for x, y in grouping.across:
        across[x, y[0]].append(y)
        across[y, x[0]].append(x)
    return KnownOfPairs(names, comparisons, row_of, homes, parts, across)


def told_in_order(
    standings: Sequence[Standing], changes: Mapping[tuple[str, str], VersionChange]
) -> tuple[Standing, ...]:
    """The standings, in order of date, with the states of those that have the passage.

    After one that is open nothing returns: the passage may have been there.
    """
    told: list[Standing] = []
    before: str | None = None
    present = False
    for standing in standings:
        if not standing.paragraphs:
            there = standing.state != "absent"
            present = present if there else False
            if standing.state == "open":
                present = before is not None
            told.append(standing)
            continue
        state: PassageState = "appears"
        if before is not None:
            persists = changes[before, standing.document].relation in PERSISTED
            state = ("kept" if persists else "altered") if present else "returns"
        told.append(replace(standing, state=state))
        before, present = standing.document, True
    return tuple(told)


def _state_without(
    across: Sequence[LinkAcross], parts: Sequence[SharedPassage], links: Sequence[Link]
) -> PassageState:
    """The state of a document that has no paragraph in the row."""
    if across:
        return "elsewhere"
    if parts:
        return "part"
    return "open" if any(link.is_open for link in links) else "absent"


def _certainty_without(
    state: PassageState, parts: Sequence[SharedPassage], links: Sequence[Link]
) -> Certainty:
    if state == "open":
        return "open"
    if state == "part":
        return _surest([part.certainty for part in parts]) or "likely"
    known = [link.certainty for link in links if not link.is_open]
    if state == "elsewhere":
        return _surest(known) or "likely"
    return max(known, key=CERTAINTIES.index, default="sure")


def _surest(certainties: Sequence[Certainty]) -> Certainty | None:
    return min(certainties, key=CERTAINTIES.index, default=None)
