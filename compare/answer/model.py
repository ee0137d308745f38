"""What there is to tell of a comparison: facts without words, chosen and in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scodiff.compare.model import Certainty, Place, Shift
from scodiff.corpus.model import Document

# An id of more letters is shortened in prose: to its first words, of so many letters at least.
_LONG, _LEAST = 32, 8
_WORD = re.compile(r"[^\W_]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")

LinkEnds = tuple[tuple[str, ...], tuple[str, ...]]  # the paragraphs of a link in A and in B


@dataclass(frozen=True, slots=True)
class Extent:
    """Some of a document's paragraphs: how many, with what share of its words in [0, 1]."""

    paragraphs: int
    words: float


@dataclass(frozen=True, slots=True)
class Survival:
    """How much of one document stands in the other, as far as that is sure or likely.

    ``identical`` is what stands there word for word, ``editorial`` what does with editorial
    changes only, ``edited`` and ``rewritten`` are the same passages in partly and in mostly other
    words, ``alone`` is what has no counterpart, and ``open`` that of which it is not known.
    """

    total_paragraphs: int
    total_words: int
    identical: Extent
    editorial: Extent
    edited: Extent
    rewritten: Extent
    alone: Extent
    open: Extent

    @property
    def lives(self) -> Extent:
        """What stands in both documents."""
        kinds = (self.identical, self.editorial, self.edited, self.rewritten)
        return Extent(sum(k.paragraphs for k in kinds), sum(k.words for k in kinds))


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change worth telling: the same slot, quoted from both sides.

    ``certainty`` is that of the first shift or, without one, of the link; without ``shifts`` it is
    not judged what the other words mean. What is ``open`` may be on one matter, and no more is
    known.
    """

    a: Place
    b: Place
    certainty: Certainty
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingChange:
    """What differs within a linked passage, quoted, of which it is not judged what it means.

    Both sides are the same slot in other words; with ``a`` alone B's passage lacks the words, and
    with ``b`` alone A's does.
    """

    a: Place | None
    b: Place | None


@dataclass(frozen=True, slots=True)
class NewsFacts:
    """What a reader asks first of two texts; all quotations are of passages ``sure`` or ``likely``.

    ``changes`` are of position, ``reworded`` of wording, in passages that both texts have;
    ``in_part`` are stretches that two passages seem to share of which the first has no counterpart,
    ``beside`` stretches of passages that do not answer to each other, perhaps on one matter.
    ``gone`` and ``new`` are stretches of passages without a counterpart, ``dropped`` and ``added``
    of passages that both texts have, each the most telling first; ``perhaps_gone`` and
    ``perhaps_new`` are stretches of passages of which it is not known. ``partly``
    counts the paragraphs of A without a link that share a part all the same. ``in_links``
    is what differs within each linked passage, by its paragraphs, whether or not the answer has
    room for it, and ``nearby`` what may be on one matter with each passage that has no link.
    ``a`` and ``b`` are None where the figures contradict each other.
    """

    a: Survival | None
    b: Survival | None
    changes: tuple[ToldChange, ...] = ()
    reworded: tuple[ToldChange, ...] = ()
    in_part: tuple[ToldChange, ...] = ()
    beside: tuple[ToldChange, ...] = ()
    gone: tuple[Place, ...] = ()
    dropped: tuple[Place, ...] = ()
    new: tuple[Place, ...] = ()
    added: tuple[Place, ...] = ()
    perhaps_gone: tuple[Place, ...] = ()
    perhaps_new: tuple[Place, ...] = ()
    partly: int = 0
    in_links: Mapping[LinkEnds, tuple[WordingChange, ...]] = field(default_factory=dict)
    nearby: Mapping[LinkEnds, tuple[ToldChange, ...]] = field(default_factory=dict)


def names_of(a: Document, b: Document, *, in_full: bool = False) -> tuple[str, str]:
    """What two documents are called wherever they are told of: their ids, apart from each other.

    A long id is cut to the first of its words that the other does not begin with, too
    (``2031-05-04``, ``final-statement…``), but for ``in_full``; equal ids are told apart as (A)
    and (B).
    """
    names = (a.id, b.id) if in_full else (_shortened(a.id, b.id), _shortened(b.id, a.id))
    return (f"{names[0]} (A)", f"{names[1]} (B)") if a.id == b.id else names


def _shortened(name: str, other: str) -> str:
    """A long name up to the word by which it is known from the other one."""
    if len(name) <= _LONG:
        return name
    ends = (match.end() for match in _WORD.finditer(name) if match.end() >= _LEAST)
    known = (end for end in ends if end < len(name) and not other.startswith(name[:end]))
    end = next(known, None)
    if end is None or end >= _LONG:
        return name
    return name[:end] if _DATE.fullmatch(name, 0, end) else f"{name[:end]}…"
