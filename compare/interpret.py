"""What the links mean: moves between them, shifts, meaning against wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scodiff.compare.alignment.part_moves import mark_part_moves
from scodiff.compare.diff.diff import REWRITTEN_BELOW
from scodiff.compare.model import Link, Part
from scodiff.compare.shifts.lexicon import Lexicon
from scodiff.compare.shifts.quarters import is_deliberate, quarter_of
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.corpus.model import Document


def interpret(
    links: Sequence[Link],
    parts: Sequence[Part],
    a: Document,
    b: Document,
    lexicon: Lexicon,
) -> tuple[Link, ...]:
    """The links with their shifts, their quarter and the moves between them."""
    texts = {"a": {p.id: p.text for p in a.citable}, "b": {p.id: p.text for p in b.citable}}
    return tuple(_interpreted(link, lexicon) for link in mark_part_moves(links, parts, texts))


def _interpreted(link: Link, lexicon: Lexicon) -> Link:
    if not link.a or not link.b or link.literal is None:
        return link
    shifts = find_shifts(link.edits, lexicon)
    return replace(
        link,
        shifts=shifts,
        rewritten=link.literal < REWRITTEN_BELOW,
        quarter=quarter_of(link.relation, link.semantic, link.literal, shifts),
        beyond_noise=any(map(is_deliberate, shifts)) or link.beyond_noise,
    )
