"""Paragraphs as a file of decisions names them, and where they stand in the texts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from scodiff.corpus.model import Document, Paragraph

DIGEST_DIGITS = 8

ParagraphIndices = tuple[int, ...]


class DecisionError(Exception):
    """A decision cannot be followed; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A paragraph as a decision names it: its number ``n`` and how its digest begins."""

    n: int
    digest: str


def anchor_of(paragraph: Paragraph) -> Anchor:
    """How a decision names a citable paragraph."""
    if paragraph.n is None:
        raise ValueError(f"{paragraph.id} is no paragraph that decisions name")
    return Anchor(paragraph.n, digest(paragraph))


def digest(paragraph: Paragraph) -> str:
    """How the SHA-256 of a paragraph's text begins."""
    data = paragraph.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:DIGEST_DIGITS]


def places_of_anchors(anchors: Sequence[Anchor], document: Document) -> ParagraphIndices:
    """The indices of the paragraphs, after a look at their digests."""
    citable = document.citable
    for anchor in anchors:
        if not 1 <= anchor.n <= len(citable):
            raise DecisionError(
                f"the links file names {document.id} ¶{anchor.n}, but that text has "
                f"{len(citable)} paragraphs; mend or remove the entry."
            )
        if not digest(citable[anchor.n - 1]).startswith(anchor.digest[:DIGEST_DIGITS]):
            raise DecisionError(
                f"the links file is stale: {document.id} ¶{anchor.n} is no longer the paragraph "
                f"with the digest {anchor.digest} (it is {digest(citable[anchor.n - 1])} now); "
                "check the entry and mend its number and digest."
            )
    return tuple(sorted({anchor.n - 1 for anchor in anchors}))


def cited_pair(a: Sequence[int], b: Sequence[int]) -> str:
    """Paragraphs of A and of B by their indices, as in ``A ¶2 with B ¶3 and ¶4``."""
    return " with ".join(cited(side, ids) for side, ids in (("A", a), ("B", b)) if ids)


def cited(side: str, places: Sequence[int]) -> str:
    """Paragraphs by their numbers, as in ``A ¶2 and ¶3``."""
    return f"{side} {' and '.join(f'¶{place + 1}' for place in places)}"
