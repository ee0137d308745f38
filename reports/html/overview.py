"""The first screen: the bars, and the passages of each relation."""

from __future__ import annotations

from dataclasses import dataclass

from scodiff.compare.model import RELATIONS, Comparison, Link, Relation, SideSummary
from scodiff.reports.messages.citation import Citation, Citations
from scodiff.reports.messages.figures import figures, marked_open
from scodiff.reports.messages.messages import Messages


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a bar, in per cent of its width; ``open`` is the last part, if any."""

    relation: Relation
    start: float
    width: float
    label: str
    open: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure (paragraphs or words) of one document."""

    name: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link in a list: where to go, how it is cited on both sides."""

    link: Link
    a: list[Citation]
    b: list[Citation]

    @property
    def first(self) -> Citation:
        """Where a click leads: A's first paragraph, or B's where A has none."""
        return (self.a or self.b)[0]


def bars(t: Messages, name: str, side: SideSummary, letter: str) -> list[Bar]:
    """The two bars of one side: by paragraphs and by words."""
    found = figures(t, side, letter)
    total = max(side.total_paragraphs, 1)
    counts = [
        (
            f.relation,
            f.number / total,
            marked_open(t, t("answer.of", n=f.number, total=total), f.open),
            f.open / total,
        )
        for f in found
    ]
    words = [(f.relation, f.share, f.words, f.open_share) for f in found]
    return [
        Bar(t("page.by_paragraphs", name=name), _segments(counts)),
        Bar(t("page.by_words", name=name), _segments(words)),
    ]


def _segments(shares: list[tuple[Relation, float, str, float]]) -> list[Segment]:
    segments, start = [], 0.0
    for relation, share, label, open_ in shares:
        width = share * 100
        segments.append(
            Segment(relation, round(start, 3), round(width, 3), label, round(open_ * 100, 3))
        )
        start += width
    return segments


def passages_by_relation(
    comparison: Comparison, cite: tuple[Citations, Citations]
) -> list[tuple[Relation, list[ListedLink]]]:
    """Every link, grouped by relation, in the order of A; what is new in that of B."""
    groups: dict[Relation, list[ListedLink]] = {relation: [] for relation in RELATIONS}
    place = {paragraph.id: k for k, paragraph in enumerate(comparison.b.paragraphs)}
    for link in comparison.links:
        groups[link.relation].append(listed(link, cite))
    groups["new"].sort(key=lambda new: place[new.link.b[0]])
    return list(groups.items())


def least_certain(
    comparison: Comparison, cite: tuple[Citations, Citations], most: int = 12
) -> list[ListedLink]:
    """The links to check first: all that are open, then the lowest confidence; in reading order."""
    ordered = sorted(comparison.links, key=lambda link: (not link.is_open, link.confidence))
    most = max(most, sum(link.is_open for link in ordered))
    return [listed(link, cite) for link in ordered[:most] if link.confidence < 1.0]


def listed(link: Link, cite: tuple[Citations, Citations]) -> ListedLink:
    """The link as an entry of a list."""
    return ListedLink(link, [cite[0][p] for p in link.a], [cite[1][p] for p in link.b])
