"""The figures of the summary: paragraphs and words by relation, on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from scodiff.compare.model import RELATIONS, Link, Relation, SideSummary, Summary
from scodiff.compare.text.tokens import count_words
from scodiff.corpus.model import Document


def summarise(a: Document, b: Document, links: Sequence[Link]) -> Summary:
    """Count the citable paragraphs and their words by the relation of their link."""
    of_a = {paragraph: link.relation for link in links for paragraph in link.a}
    of_b = {paragraph: link.relation for link in links for paragraph in link.b}
    return Summary(_side(a, of_a), _side(b, of_b))


def _side(document: Document, relation_of: dict[str, Relation]) -> SideSummary:
    paragraphs = dict.fromkeys(RELATIONS, 0)
    words = dict.fromkeys(RELATIONS, 0)
    for paragraph in document.citable:
        relation = relation_of[paragraph.id]
        paragraphs[relation] += 1
        words[relation] += count_words(paragraph.text)
    total = sum(words.values())
    shares = {relation: count / total if total else 0.0 for relation, count in words.items()}
    return SideSummary(paragraphs, shares, len(document.citable), total)
