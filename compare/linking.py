"""Two texts linked: which paragraphs answer to which, before it is said what changed in them."""

from __future__ import annotations

from dataclasses import dataclass

from scodiff.compare.alignment.align import Alignment, Constraints, align
from scodiff.compare.alignment.link_evidence import Evidence
from scodiff.compare.alignment.links import LinkMaker
from scodiff.compare.alignment.parts import parts_of
from scodiff.compare.alignment.threshold import best_threshold
from scodiff.compare.model import Link, Part
from scodiff.compare.reading.of_concern import Concern
from scodiff.compare.reading.second_reading import read_again
from scodiff.compare.scoring.classifier import score
from scodiff.compare.scoring.prepared_text import prepare
from scodiff.compare.settings import Settings
from scodiff.compare.text.abbreviations import Names
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.pair_reader import ComparingEncoder, PairReader


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The links of two texts and the parts that cross them, and what both were made from.

    What has moved among its links is marked, but not yet what was moved as a part of one.
    """

    a: Document
    b: Document
    links: tuple[Link, ...]
    parts: tuple[Part, ...]
    evidence: Evidence
    alignment: Alignment


def link_texts(
    a: Document,
    b: Document,
    encoder: Encoder | None,
    settings: Settings,
    constraints: Constraints,
    names: Names,
    concern: Concern | None = None,
) -> LinkedTexts:
    """Link the citable paragraphs of two documents.

    ``concern`` bounds what a reader of pairs reads to what concerns one paragraph; without it all
    likely pairs are read.
    """
    evidence = _evidence(a, b, encoder, settings, constraints, names, concern)
    alignment = align(evidence.scores, evidence.settings, constraints)
    links = LinkMaker(evidence, constraints).links(alignment)
    parts = parts_of(links, alignment.crossing, evidence, constraints)
    return LinkedTexts(a, b, links, parts, evidence, alignment)


def _evidence(
    a: Document,
    b: Document,
    encoder: Encoder | None,
    settings: Settings,
    constraints: Constraints,
    names: Names,
    concern: Concern | None,
) -> Evidence:
    """The scores of all pairs of paragraphs, and what their wording is compared with."""
    same_language = primary_language(a) == primary_language(b)
    forbidden = constraints.forbidden
    scores = score(
        prepare([p.text for p in a.citable], a.language),
        prepare([p.text for p in b.citable], b.language),
        encoder,
        same_language=same_language,
        forbidden=forbidden,
    )
    if isinstance(encoder, ComparingEncoder) and _reads(encoder.reader, a, b):
        scores = read_again(scores, encoder.reader, forbidden, concern)
    least = settings.least_link if scores.verdicts is None else settings.least_link_read
    settings = settings.completed({**scores.certainty, "link": best_threshold(scores.link, least)})
    return Evidence(a.citable, b.citable, scores, settings, same_language, names)


def _reads(reader: PairReader, a: Document, b: Document) -> bool:
    """Whether a reader of pairs knows the language of both texts."""
    return {primary_language(a), primary_language(b)} <= {*reader.info.languages}


def primary_language(document: Document) -> str:
    """The language of a text's BCP 47 tag, without script and region."""
    return document.language.split("-")[0]
