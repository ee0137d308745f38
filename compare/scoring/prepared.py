"""A document as the scorer sees it: paragraphs, clauses and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.scoring.blocks import Groups, groups
from scodiff.compare.scoring.lexical import Terms, terms_of
from scodiff.compare.text.clauses import (
    Units,
    spans_without_enumerations,
    split_units,
    without_enumerations,
)


@dataclass(frozen=True, slots=True)
class Side:
    """A document as the scorer sees it.

    ``texts`` are the paragraphs without enumerations of states, and ``spans`` say for each
    where in it its clauses stand. ``whole`` has those that enumerate states as they stand, by
    their number.
    """

    texts: tuple[str, ...]
    whole: Mapping[int, str]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    units: Units
    terms: Terms
    groups: Groups


def side(paragraphs: Sequence[str], language: str) -> Side:
    """Split, stem and count the paragraphs of a document."""
    units = split_units(paragraphs)
    texts = tuple(without_enumerations(text) for text in paragraphs)
    terms = terms_of(texts, [clause.text for clause in units.clauses], language)
    of_paragraphs = groups(units.starts, len(units.clauses))
    spans = []
    for number, text in enumerate(paragraphs):
        clauses = [units.clauses[k] for k in of_paragraphs.members(number)]
        inside = spans_without_enumerations(text, [(c.start, c.end) for c in clauses])
        spans.append(tuple(inside))
    both = enumerate(zip(paragraphs, texts, strict=True))
    whole = {number: text for number, (text, without) in both if text != without}
    return Side(texts, whole, tuple(spans), units, terms, of_paragraphs)
