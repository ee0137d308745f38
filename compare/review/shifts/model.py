"""A question to a second reader on what changed between linked passages, and an answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scodiff.compare.decisions.model import Decider, NamedShift
from scodiff.compare.model import Certainty, Relation, Shift
from scodiff.compare.review.model import ReviewedText
from scodiff.compare.shifts.kinds import Direction, ShiftKind

# What a reader is told of each kind of shift, and of each direction.
KIND_DEFINITIONS: Mapping[ShiftKind, str] = {
    "modality": "How binding it is: may, should, must, will.",
    "verb": "What is done to the matter: welcome, support, note, condemn.",
    "polarity": "Affirmed in the one, denied in the other.",
    "degree": "How strongly: firmly, deeply, to some extent.",
    "hedge": "A reservation put in or taken out: where appropriate, as far as possible.",
    "quantity": "A number, a date or a term.",
    "actor": "Who acts, or whom it concerns.",
    "scope": "How much or how many it covers: all or some, with or without a condition.",
    "commitment": "What is promised: from a thought (consider, intend) to a deed, or back.",
    "object": "What it is about, where the words around it are kept.",
}
DIRECTION_DEFINITIONS: Mapping[Direction, str] = {
    "strengthened": "B says it with more force, or binds more.",
    "weakened": "B says it with less force, or binds less.",
    "widened": "B covers more.",
    "narrowed": "B covers less.",
    "different": "Something else, neither more nor less.",
    "unclear": "It changed, and it cannot be told which way.",
}


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """A paragraph of a link that is asked about, in full."""

    id: str
    n: int
    label: str | None
    section: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ShiftQuestion:
    """What changed between the two sides of one link, with what scodiff found itself.

    ``id`` begins the SHA-256 of what is asked: the digests of both texts, and the passages.
    ``shifts`` are all that scodiff found, those that it left open included.
    """

    id: str
    a: ReviewedText
    b: ReviewedText
    passages_a: tuple[AskedPassage, ...]
    passages_b: tuple[AskedPassage, ...]
    relation: Relation
    certainty: Certainty
    shifts: tuple[Shift, ...]

    @property
    def place(self) -> str:
        """The passages asked about, as people cite them."""
        a, b = (
            ", ".join(f"¶{passage.n}" for passage in side)
            for side in (self.passages_a, self.passages_b)
        )
        return f"{self.a.document} {a} with {self.b.document} {b}"


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """An answer to the question ``question``: all that changed between two linked passages.

    ``a`` and ``b`` are the digests of the texts (``ReviewedText.sha256``), ``passages_a`` and
    ``passages_b`` the ids of the link's paragraphs. No ``changes`` means that the position is the
    same. ``when`` is a date in ISO 8601.
    """

    question: str
    a: str
    b: str
    passages_a: tuple[str, ...]
    passages_b: tuple[str, ...]
    changes: tuple[NamedShift, ...]
    by: Decider
    when: str | None = None
    note: str = ""
