"""What there is to tell of a comparison: facts without words, chosen and in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scodiff.compare.model import Certainty, Place, Shift

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
