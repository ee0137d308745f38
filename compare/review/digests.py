"""Digests that tie questions and answers to the texts that they are about."""

from __future__ import annotations

import hashlib
import json

from scodiff.compare.review.model import (
    AskedParagraph,
    OfferedParagraph,
    ReviewedText,
)
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document

_DIGITS = 16


def reviewed_text(document: Document) -> ReviewedText:
    """What questions and answers say of a text."""
    return ReviewedText(document.id, text_digest(document), document.title)


def text_digest(document: Document) -> str:
    """The SHA-256 of a document's citable paragraphs, joined by an empty line."""
    return _sha256(PARAGRAPH_BREAK.join(paragraph.text for paragraph in document.citable))


def question_id(
    a: ReviewedText,
    b: ReviewedText,
    paragraph: AskedParagraph,
    candidates: tuple[OfferedParagraph, ...],
) -> str:
    """How the SHA-256 of what is asked begins."""
    offered = [(candidate.id, candidate.text) for candidate in candidates]
    asked = [a.sha256, b.sha256, paragraph.side, paragraph.id, paragraph.text, offered]
    return _sha256(json.dumps(asked))[:_DIGITS]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
