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


@dataclass(frozen=True, slots=True)
class Mention:
    """Paragraphs, by id, that a sentence names: of A, of B, or those of both that are linked."""

    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


Sentence: TypeAlias = tuple[str | Mention, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on one topic, with the paragraphs of A and B that it rests on."""

    topic: str
    sentence: Sentence
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()


def plain(sentence: Sentence, comparison: Comparison) -> str:
    """The sentence as text: paragraphs are ``¶3``, ``¶¶3, 4`` or ``¶3 → ¶7``."""
    return "".join(
        piece if isinstance(piece, str) else _mentioned(piece, comparison) for piece in sentence
    )


def _mentioned(mention: Mention, comparison: Comparison) -> str:
    sides = ((comparison.a, mention.a), (comparison.b, mention.b))
    return " → ".join(_numbered(document, ids) for document, ids in sides if ids)


def _numbered(document: Document, ids: Sequence[str]) -> str:
    numbers = [str(document.paragraph(p).n) for p in ids]
    return "¶" * min(len(numbers), 2) + ", ".join(numbers)
