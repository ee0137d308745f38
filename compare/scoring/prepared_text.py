"""A text made ready for scoring: its paragraphs, clauses and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scodiff.compare.scoring.arrays import RowGroups, groups
from scodiff.compare.scoring.terms import Terms, terms_of
from scodiff.compare.text.clauses import (
    Clause,
    spans_without_enumerations,
    split_clauses,
    without_enumerations,
)


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A text made ready for scoring.

    ``texts`` are the paragraphs without enumerations of states, and ``spans`` say for each
    where in it its clauses stand. ``clauses`` are those of all paragraphs, one after
    another, and ``groups`` says which belong to which. ``whole`` has the paragraphs that
    enumerate states as they stand, by their number.
    """

    texts: tuple[str, ...]
    whole: Mapping[int, str]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    clauses: tuple[Clause, ...]
    terms: Terms
    groups: RowGroups


def prepare(paragraphs: Sequence[str], language: str) -> PreparedText:
    """Split, stem and count the paragraphs of a document."""
    split = split_clauses(paragraphs)
    texts = tuple(without_enumerations(text) for text in paragraphs)
    terms = terms_of(texts, [clause.text for clause in split.clauses], language)
    of_paragraphs = groups(split.starts, len(split.clauses))
    spans = []
    for number, text in enumerate(paragraphs):
        clauses = [split.clauses[k] for k in of_paragraphs.members(number)]
        inside = spans_without_enumerations(text, [(c.start, c.end) for c in clauses])
        spans.append(tuple(inside))
    both = enumerate(zip(paragraphs, texts, strict=True))
    whole = {number: text for number, (text, without) in both if text != without}
    return PreparedText(texts, whole, tuple(spans), split.clauses, terms, of_paragraphs)
