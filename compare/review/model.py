"""A question to a second reader, and an answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from scodiff.compare.decisions.anchors import DecisionError
from scodiff.compare.decisions.model import Decider, EngineOpinion, SharedQuotation, TextSide

ReviewLabel = Literal["same", "part", "matter", "nothing"]
REVIEW_LABELS: tuple[ReviewLabel, ...] = get_args(ReviewLabel)
# What the readers of the alignment gold were told, by label.
DEFINITIONS: Mapping[ReviewLabel, str] = {
    "same": (
        "The same statement: recognisably one passage, used again, edited, translated anew or "
        "reworded; about two thirds or more of both."
    ),
    "part": (
        "A part: a clause or sentence of the one, with a statement of its own, stands in the "
        "other; the rest of them differs."
    ),
    "matter": (
        "The same matter only: both treat one specific subject and make different statements "
        "on it; also where the one notes an initiative that the other adopts."
    ),
    "nothing": "Nothing of this: neither a statement nor a specific matter in common.",
}


class ReviewError(DecisionError):
    """An answer that cannot be taken; the message says where it stands and what is wrong."""


@dataclass(frozen=True, slots=True)
class ReviewedText:
    """One of the two texts: its id, its title, and ``sha256``, the digest of its paragraphs.

    The digest is that of the citable paragraphs' texts joined by an empty line, in UTF-8: the
    same words in the same paragraphs have the same digest, whatever file they come from.
    """

    document: str
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class AskedParagraph:
    """The paragraph that is asked about: what answers to it in the other text?"""

    side: TextSide
    id: str
    n: int
    label: str | None
    section: str | None
    text: str


@dataclass(frozen=True, slots=True)
class OfferedParagraph:
    """A paragraph of the other text that may answer, and how probably, in [0, 1]."""

    id: str
    n: int
    section: str | None
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """What answers to one paragraph, with the likeliest paragraphs of the other text in full.

    ``gain`` is how many mistakes an answer is expected to mend, given those to all questions
    before it in the queue. ``id`` begins the SHA-256 of what is asked: the digests of both texts,
    the paragraph and what is offered. ``again``: it was answered, and what scodiff found makes a
    second look worth while.
    """

    id: str
    a: ReviewedText
    b: ReviewedText
    paragraph: AskedParagraph
    candidates: tuple[OfferedParagraph, ...]
    engine: EngineOpinion
    gain: float
    again: bool = False

    @property
    def place(self) -> str:
        """The paragraph asked about, as people cite it."""
        text = self.a if self.paragraph.side == "a" else self.b
        return f"{text.document} ¶{self.paragraph.n}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a paragraph ``id`` of the other text is to the one asked about."""

    id: str
    label: ReviewLabel
    quotes: SharedQuotation | None = None


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """An answer to the question ``question`` about a paragraph of A or B.

    ``a`` and ``b`` are the digests of the texts (``ReviewedText.sha256``). An answer settles its
    paragraph: what no verdict of this or another answer names does not answer to it. ``when`` is
    a date in ISO 8601. ``again``: it was given at a second look, and is not asked for once more.
    """

    question: str
    a: str
    b: str
    side: TextSide
    paragraph: str
    verdicts: tuple[Verdict, ...]
    by: Decider
    when: str | None = None
    note: str = ""
    again: bool = False
