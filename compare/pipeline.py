"""The comparison from beginning to end: it reads as the list of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scodiff.compare.alignment.align import AlignedGroup, Alignment, search
from scodiff.compare.alignment.links import LinkMaker
from scodiff.compare.alignment.part_moves import mark_part_moves
from scodiff.compare.alignment.parts import parts_of, related_of
from scodiff.compare.decisions.decisions import NO_DECISIONS, Decisions, Settled
from scodiff.compare.model import (
    RELATIONS,
    Comparison,
    Link,
    Part,
    Related,
    Relation,
    SideSummary,
    Summary,
)
from scodiff.compare.scoring.classifier import profile_for, score
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.settings import Settings
from scodiff.compare.shifts.lexicon import Lexicon, load_lexicon
from scodiff.compare.shifts.quarters import is_deliberate, quarter_of
from scodiff.compare.shifts.shifts import find_shifts
from scodiff.compare.text.abbreviations import defined_names
from scodiff.compare.text.tokens import count_words
from scodiff.corpus import VERSION
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import Encoder


def compare(
    a: Document,
    b: Document,
    encoder: Encoder | None = None,
    settings: Settings | None = None,
    decisions: Decisions = NO_DECISIONS,
    lexicon: Lexicon | None = None,
) -> Comparison:
    """Align the citable paragraphs of two documents and say what became of each.

    Without an encoder the literal evidence stands alone, and every ``semantic`` figure
    is None. ``decisions`` are a reader's own; they go before anything that is computed.
    The shifts are those of ``lexicon``, scodiff's own where it is None. The result depends
    only on the arguments.
    """
    settings = _with_threshold(settings or Settings(), encoder, _same_language(a, b))
    settled = decisions.settle(a, b)
    links, parts, related = _align(a, b, encoder, settings, settled)
    settled.check(links)
    lexicon = lexicon or load_lexicon()
    links = _interpret(links, parts, a, b, lexicon, settings)
    return Comparison(
        a=a,
        b=b,
        links=links,
        parts=parts,
        related=related,
        summary=_summarise(a, b, links),
        settings=settings,
        model=encoder.info if encoder else None,
        version=VERSION,
        lexicon=lexicon.info,
        decisions=settled.taken,
    )


def _align(
    a: Document,
    b: Document,
    encoder: Encoder | None,
    settings: Settings,
    decisions: Settled,
) -> tuple[tuple[Link, ...], tuple[Part, ...], tuple[Related, ...]]:
    constraints, relabelled = decisions.constraints, decisions.relations
    forbidden = constraints.forbidden
    names = defined_names(p.text for document in (a, b) for p in document.paragraphs)
    if not (a.citable and b.citable):
        maker = LinkMaker(a.citable, b.citable, None, settings, relabelled)
        return maker.links(_nothing_to_align(a, b)), (), ()
    side_a = prepare([p.text for p in a.citable], a.language)
    side_b = prepare([p.text for p in b.citable], b.language)
    translated = not _same_language(a, b)
    scores = score(side_a, side_b, encoder, same_language=not translated, forbidden=forbidden)
    alignment = search(side_a, side_b, scores, settings, constraints)
    maker = LinkMaker(
        a.citable, b.citable, scores, settings, relabelled, names, translated, forbidden
    )
    links = maker.links(alignment)
    crossing = alignment.crossing
    parts = parts_of(links, crossing, side_a, side_b, scores, a.citable, b.citable)
    related = related_of(links, crossing, scores, a.citable, b.citable, settings, forbidden)
    if translated:
        parts = tuple(replace(part, literal=None) for part in parts)
        related = tuple(replace(pair, literal=None) for pair in related)
    return links, parts, related


def _with_threshold(settings: Settings, encoder: Encoder | None, same_language: bool) -> Settings:
    """The settings with the threshold that was measured for the evidence at hand."""
    if settings.link is not None:
        return settings
    return replace(settings, link=profile_for(encoder, same_language=same_language).threshold)


def _same_language(a: Document, b: Document) -> bool:
    return a.language.split("-")[0] == b.language.split("-")[0]


def _nothing_to_align(a: Document, b: Document) -> Alignment:
    gone = [AlignedGroup((i,), ()) for i in range(len(a.citable))]
    return Alignment((*gone, *(AlignedGroup((), (j,)) for j in range(len(b.citable)))), ())


def _interpret(
    links: Sequence[Link],
    parts: Sequence[Part],
    a: Document,
    b: Document,
    lexicon: Lexicon,
    settings: Settings,
) -> tuple[Link, ...]:
    """The links with their shifts, their quarter and the moves between them."""
    texts = {"a": {p.id: p.text for p in a.citable}, "b": {p.id: p.text for p in b.citable}}
    return tuple(
        _interpreted(link, lexicon, settings) for link in mark_part_moves(links, parts, texts)
    )


def _interpreted(link: Link, lexicon: Lexicon, settings: Settings) -> Link:
    if not link.a or not link.b or link.literal is None:
        return link
    shifts = find_shifts(link.edits, lexicon)
    return replace(
        link,
        shifts=shifts,
        rewritten=link.literal < settings.rewritten_below,
        quarter=quarter_of(link.relation, link.semantic, link.literal, shifts),
        beyond_noise=any(map(is_deliberate, shifts)) or link.beyond_noise,
    )


def _summarise(a: Document, b: Document, links: Sequence[Link]) -> Summary:
    """Count the citable paragraphs and their words by the relation of their link."""
    of_a = {paragraph: link.relation for link in links for paragraph in link.a}
    of_b = {paragraph: link.relation for link in links for paragraph in link.b}
    return Summary(_side_summary(a, of_a), _side_summary(b, of_b))


def _side_summary(document: Document, relation_of: dict[str, Relation]) -> SideSummary:
    paragraphs = dict.fromkeys(RELATIONS, 0)
    words = dict.fromkeys(RELATIONS, 0)
    for paragraph in document.citable:
        relation = relation_of[paragraph.id]
        paragraphs[relation] += 1
        words[relation] += count_words(paragraph.text)
    total = sum(words.values())
    shares = {relation: count / total if total else 0.0 for relation, count in words.items()}
    return SideSummary(paragraphs, shares, len(document.citable), total)
