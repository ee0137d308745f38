"""What scodiff itself found of each paragraph, as a second reader is told it."""

from __future__ import annotations

from collections import defaultdict

from scodiff.compare.decisions.model import EngineOpinion, TextSide
from scodiff.compare.model import Comparison


def opinions_of(comparison: Comparison) -> dict[tuple[TextSide, str], EngineOpinion]:
    """The link of every citable paragraph, by side and id.

    In a link of several paragraphs these are those alone that the paragraph answers to.
    """
    shared: defaultdict[tuple[TextSide, str], list[str]] = defaultdict(list)
    for part in comparison.parts:
        shared["a", part.a].append(part.b)
        shared["b", part.b].append(part.a)
    found: dict[tuple[TextSide, str], EngineOpinion] = {}
    for link in comparison.links:
        sides: tuple[tuple[TextSide, tuple[str, ...]], ...] = (("a", link.a), ("b", link.b))
        for side, ids in sides:
            for paragraph in ids:
                answers = tuple(
                    pair.b if side == "a" else pair.a
                    for pair in link.pairs
                    if paragraph == (pair.a if side == "a" else pair.b)
                )
                found[side, paragraph] = EngineOpinion(
                    link.relation, link.certainty, answers, tuple(shared[side, paragraph])
                )
    return found
