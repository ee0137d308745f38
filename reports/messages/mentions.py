"""Sentences in plain words, kept as pieces so that the paragraphs they mention can be placed.

A report prints a mention plainly, as ``¶3 → ¶7``, or as links, without looking for it in the
words around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from scodiff.compare.model import Comparison
from scodiff.corpus.model import Document
from scodiff.reports.runs import SideName


@dataclass(frozen=True, slots=True)
class Mention:
    """Paragraphs, by id, that a sentence names: of A, of B, or those of both that are linked."""

    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of A or B as they stand there; its quotation marks belong to the sentence."""

    side: SideName
    text: str


Sentence: TypeAlias = tuple[str | Mention | Quotation, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on one topic, with the paragraphs of A and B that it rests on."""

    topic: str
    sentence: Sentence
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


def plain(sentence: Sentence, comparison: Comparison) -> str:
    """The sentence as text: paragraphs are ``¶3``, ``¶¶3, 4`` or ``¶3 → ¶7``."""
    return "".join(_plain(piece, comparison) for piece in sentence)


def _plain(piece: str | Mention | Quotation, comparison: Comparison) -> str:
    if isinstance(piece, Mention):
        return mentioned(piece, comparison)
    return piece if isinstance(piece, str) else " ".join(piece.text.split())


def mentioned(mention: Mention, comparison: Comparison) -> str:
    """The paragraphs that a sentence names, in short."""
    sides = ((comparison.a, mention.a), (comparison.b, mention.b))
    return " → ".join(_numbered(document, ids) for document, ids in sides if ids)


def _numbered(document: Document, ids: Sequence[str]) -> str:
    numbers = [str(document.paragraph(p).n) for p in ids]
    return "¶" * min(len(numbers), 2) + ", ".join(numbers)
