"""The alignment map: both documents as columns of blocks, joined by ribbons (geometry only)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scodiff.compare.model import Comparison, Link, Relation
from scodiff.corpus.model import Document
from scodiff.reports.messages.citation import Citation, Citations

WIDTH, HEIGHT = 600, 620
COLUMN = 120
GAP = 1.0
LEAST = 1.5


@dataclass(frozen=True, slots=True)
class MapBlock:
    """A paragraph: its height is proportional to its words."""

    citation: Citation
    relation: Relation
    moved: bool
    open: bool
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A pair: an outline from the edge of A's block to the edge of B's."""

    a: Citation
    b: Citation
    relation: Relation
    moved: bool
    open: bool
    path: str


@dataclass(frozen=True, slots=True)
class AlignmentMap:
    """All that the drawing needs; ``height`` is in the units of the view box."""

    blocks: list[MapBlock]
    ribbons: list[Ribbon]
    height: int


def draw(comparison: Comparison, cite: tuple[Citations, Citations]) -> AlignmentMap:
    """Lay out both columns to one scale (words per unit) and the ribbons between them."""
    homes = [{p: link for link in comparison.links for p in getattr(link, s)} for s in ("a", "b")]
    gaps = max(len(comparison.a.citable), len(comparison.b.citable)) * (GAP + LEAST)
    words = max(_words(comparison.a), _words(comparison.b), 1)
    scale = max(HEIGHT - gaps, HEIGHT / 2) / words
    columns = [
        _column(document, cite[side], homes[side], side * (WIDTH - COLUMN), scale)
        for side, document in enumerate((comparison.a, comparison.b))
    ]
    bottom = max(
        (block.y + block.height for column in columns for block in column.values()), default=0
    )
    ribbons = _ribbons(comparison, columns)
    blocks = [block for column in columns for block in column.values()]
    return AlignmentMap(blocks, ribbons, round(bottom + 1))


def _words(document: Document) -> int:
    return sum(len(paragraph.text.split()) for paragraph in document.citable)


def _column(
    document: Document, cite: Citations, homes: dict[str, Link], x: int, scale: float
) -> dict[str, MapBlock]:
    blocks, y = {}, 0.0
    for paragraph in document.citable:
        height = LEAST + len(paragraph.text.split()) * scale
        link = homes.get(paragraph.id)
        if link is not None:
            blocks[paragraph.id] = MapBlock(
                cite[paragraph.id],
                link.relation,
                link.moved and not link.is_open,
                link.is_open,
                x,
                _round(y),
                _round(height),
            )
        y += height + GAP
    return blocks


def _ribbons(comparison: Comparison, columns: list[dict[str, MapBlock]]) -> list[Ribbon]:
    ribbons = []
    for link in comparison.links:
        pairs = sorted(_ends(link), key=lambda p: (columns[0][p[0]].y, columns[1][p[1]].y))
        left = _shares(pairs, columns, 0)
        right = _shares(pairs, columns, 1)
        for pair in pairs:
            a, b = columns[0][pair[0]], columns[1][pair[1]]
            path = _outline(*left[pair], *right[pair])
            ribbons.append(Ribbon(a.citation, b.citation, link.relation, a.moved, a.open, path))
    return ribbons


def _ends(link: Link) -> list[tuple[str, str]]:
    """The pairs of a link; all with all where the alignment does not say."""
    if link.pairs:
        return list(dict.fromkeys((pair.a, pair.b) for pair in link.pairs))
    return [(a, b) for a in link.a for b in link.b]


def _shares(
    pairs: list[tuple[str, str]], columns: list[dict[str, MapBlock]], side: int
) -> dict[tuple[str, str], tuple[float, float]]:
    """How much of its block each ribbon takes: in proportion to the other ends' heights."""
    whole: defaultdict[str, float] = defaultdict(float)
    for pair in pairs:
        whole[pair[side]] += columns[1 - side][pair[1 - side]].height
    used: defaultdict[str, float] = defaultdict(float)
    shares = {}
    for pair in pairs:
        block = columns[side][pair[side]]
        height = columns[1 - side][pair[1 - side]].height / whole[pair[side]] * block.height
        top = block.y + used[pair[side]]
        shares[pair] = (top, top + height)
        used[pair[side]] += height
    return shares


def _outline(a_top: float, a_bottom: float, b_top: float, b_bottom: float) -> str:
    left, right, middle = COLUMN, WIDTH - COLUMN, WIDTH // 2
    return (
        f"M{left} {_round(a_top)}C{middle} {_round(a_top)} {middle} {_round(b_top)} "
        f"{right} {_round(b_top)}V{_round(b_bottom)}C{middle} {_round(b_bottom)} "
        f"{middle} {_round(a_bottom)} {left} {_round(a_bottom)}Z"
    )


def _round(value: float) -> float:
    return round(value, 2)
