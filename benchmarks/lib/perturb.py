"""Seeded later versions of the 2003 declaration, with the links that are true of them.

Paragraphs are dropped, edited, split at a sentence, merged with their neighbour and moved;
paragraphs of the illustration and a repeated formula are put in. What was done is known,
so the gold is exact.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.lib.gold import document
from benchmarks.lib.illustration import true_links
from scodiff.compare.text.sentences import sentence_spans
from scodiff.corpus.library import resolve
from scodiff.corpus.model import Document

BOILERPLATE = "The member states will continue to work together in this area."
REWORDED = {
    "heads of state": "leaders",
    "believe": "consider",
    "emphasize": "underline",
    "cooperation": "interaction",
    "fight": "struggle",
    "important": "essential",
    "countries": "states",
    "intensifying": "stepping up",
    "ensure": "secure",
    "international community": "world community",
}


@dataclass(frozen=True)
class Recipe:
    """How heavily a text is changed: the share of paragraphs that each step touches."""

    name: str
    dropped: float
    edited: float
    split: float
    merged: float
    moved: float
    inserted: float


RECIPES = (
    Recipe("light", 0.05, 0.3, 0.05, 0.05, 0.05, 0.1),
    Recipe("medium", 0.15, 0.5, 0.1, 0.1, 0.1, 0.3),
    Recipe("heavy", 0.3, 0.8, 0.15, 0.15, 0.2, 0.6),
)


@dataclass
class _Piece:
    """A paragraph of B in the making, and the paragraphs of A that it comes from."""

    text: str
    origins: frozenset[int] = frozenset()
    moved: bool = False


@dataclass(frozen=True)
class Perturbed:
    """Both texts, the true pairs by id, and which of A's paragraphs moved."""

    name: str
    a: Document
    b: Document
    links: frozenset[tuple[str, str]]
    moved: frozenset[str]
    groups: frozenset[tuple[frozenset[str], frozenset[str]]] = field(default=frozenset())


def perturbed(recipe: Recipe, seed: int) -> Perturbed:
    """One later version of 2003, drawn with the seed."""
    draw = random.Random(f"{recipe.name} {seed}")
    a = resolve("2003-moscow")
    pieces = [_Piece(p.text, frozenset([i])) for i, p in enumerate(a.citable)]
    pieces = [piece for piece in pieces if draw.random() >= recipe.dropped]
    for piece in pieces:
        if draw.random() < recipe.edited:
            piece.text = _edit(piece.text, draw)
    pieces = _split(_merge(pieces, recipe.merged, draw), recipe.split, draw)
    pieces = _move(pieces, recipe.moved, draw)
    pieces = _insert(pieces, recipe.inserted, len(a.citable), draw)
    b = document("perturbed", [(str(n), "body", p.text) for n, p in enumerate(pieces, 1)])
    return _gold(f"{recipe.name} {seed}", a, b, pieces)


def _edit(text: str, draw: random.Random) -> str:
    """Reword what the table knows, and drop a word here and there."""
    for old, new in REWORDED.items():
        if draw.random() < 0.7:
            text = text.replace(old, new)
    words = text.split(" ")
    kept = [w for i, w in enumerate(words) if i in (0, len(words) - 1) or draw.random() >= 0.08]
    return " ".join(kept)


def _merge(pieces: list[_Piece], share: float, draw: random.Random) -> list[_Piece]:
    merged: list[_Piece] = []
    for piece in pieces:
        alone = merged and len(merged[-1].origins) == 1
        if alone and draw.random() < share:
            last = merged[-1]
            merged[-1] = _Piece(f"{last.text} {piece.text}", last.origins | piece.origins)
        else:
            merged.append(piece)
    return merged


def _split(pieces: list[_Piece], share: float, draw: random.Random) -> list[_Piece]:
    """Cut single paragraphs of two or more sentences after one of them."""
    split: list[_Piece] = []
    for piece in pieces:
        spans = sentence_spans(piece.text)
        if len(spans) > 1 and len(piece.origins) == 1 and draw.random() < 3 * share:
            cut = spans[draw.randrange(1, len(spans))][0]
            split += [_Piece(piece.text[:cut].strip(), piece.origins)]
            split += [_Piece(piece.text[cut:].strip(), piece.origins)]
        else:
            split.append(piece)
    return split


def _move(pieces: list[_Piece], share: float, draw: random.Random) -> list[_Piece]:
    """Take single paragraphs to a place at least five paragraphs away."""
    origins = [piece.origins for piece in pieces]
    whole = [p for p in pieces if origins.count(p.origins) == 1]
    for piece in draw.sample(whole, round(share * len(whole))):
        old = pieces.index(piece)
        places = [k for k in range(len(pieces)) if abs(k - old) >= 5]
        pieces.pop(old)
        pieces.insert(draw.choice(places), piece)
        piece.moved = True
    return pieces


def _insert(pieces: list[_Piece], share: float, size: int, draw: random.Random) -> list[_Piece]:
    """Put in invented paragraphs that answer to nothing in 2003, and the repeated formula."""
    illustration = resolve("illustration").citable
    fresh = [illustration[n - 1].text for (n,) in _invented()]
    for text in draw.sample(fresh, min(len(fresh), round(share * size / 2))):
        pieces.insert(draw.randrange(len(pieces) + 1), _Piece(text))
    for _ in range(round(share * size / 4)):
        pieces.insert(draw.randrange(len(pieces) + 1), _Piece(BOILERPLATE))
    return pieces


def _invented() -> list[tuple[int, ...]]:
    """The numbers of the illustration's paragraphs that answer to nothing."""
    return sorted(tuple(b) for a, b in true_links().unanswered if not a)


def _gold(name: str, a: Document, b: Document, pieces: list[_Piece]) -> Perturbed:
    ids = [p.id for p in a.citable]
    links = {(ids[i], f"p{n}") for n, piece in enumerate(pieces, 1) for i in piece.origins}
    moved = {ids[i] for piece in pieces if piece.moved for i in piece.origins}
    groups = set()
    for origin in {piece.origins for piece in pieces if piece.origins}:
        places = frozenset(f"p{n}" for n, p in enumerate(pieces, 1) if p.origins == origin)
        if len(origin) > 1 or len(places) > 1:
            groups.add((frozenset(ids[i] for i in origin), places))
    return Perturbed(name, a, b, frozenset(links), frozenset(moved), frozenset(groups))
