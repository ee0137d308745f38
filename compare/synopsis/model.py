"""A synopsis, complete: every report is a pure function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.model import (
    Certainty,
    Edit,
    LexiconInfo,
    Relation,
    Shift,
)
from scodiff.compare.settings import Settings
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import ModelInfo

# What one text has of a passage. ``part``: no paragraph that answers to it, but a clause or
# sentence of it inside another passage. ``elsewhere``: what answers to it stands in another row.
PassageState = Literal[
    "appears", "kept", "altered", "returns", "part", "elsewhere", "absent", "open"
]
PASSAGE_STATES: tuple[PassageState, ...] = get_args(PassageState)


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage of a ``paragraph`` here that a witness of the row shares.

    The offsets are half-open ranges in code points of the paragraphs' ``text``; ``of`` is the
    id of the witness's document.
    """

    paragraph: str
    start: int
    end: int
    of: str
    of_paragraph: str
    of_start: int
    of_end: int
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class DoubtfulAnswer:
    """A ``paragraph`` here that may answer to one of a witness, and how probably, in [0, 1]."""

    paragraph: str
    of: str
    of_paragraph: str
    probability: float


@dataclass(frozen=True, slots=True)
class LinkAcross:
    """A ``paragraph`` here that answers to one of a witness, and stands in another ``row``."""

    paragraph: str
    row: int
    of: str
    of_paragraph: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What one document has of the passage of a row.

    ``paragraphs`` are its ids, empty where it has none of its own in the row. ``certainty`` is
    that of its surest link to another witness; of a lone witness and of an absence that of the
    weakest comparison that says so. ``parts``, ``doubtful`` and ``across`` are what else it has
    that bears on the passage, the last two only where it has no paragraph in the row: of a
    ``part`` it may be open whether there is more.
    """

    document: str
    state: PassageState
    certainty: Certainty
    paragraphs: tuple[str, ...] = ()
    parts: tuple[SharedPassage, ...] = ()
    doubtful: tuple[DoubtfulAnswer, ...] = ()
    across: tuple[LinkAcross, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What became of a passage between two of its witnesses, ``a`` older than ``b``.

    ``edits`` rebuild the text of both, as those of a link. ``literal`` is the share of words
    kept, in [0, 1], or None in two languages. ``certainty`` is that of the links between these
    two witnesses; None where none links them directly, and they are one passage by what other
    texts have. ``shifts`` are those of their link.
    """

    a: str
    b: str
    relation: Relation
    literal: float | None
    certainty: Certainty | None
    edits: tuple[Edit, ...] = field(repr=False)
    shifts: tuple[Shift, ...] = ()
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class SynopsisRow:
    """A passage: what each document has of it, in order of date, and how its versions differ.

    ``number`` counts from 1, and stays with the passage whatever the base. ``changes`` has
    every two of its witnesses, the older first.
    """

    number: int
    standings: tuple[Standing, ...]
    changes: tuple[VersionChange, ...] = field(repr=False)

    @property
    def witnesses(self) -> tuple[Standing, ...]:
        """Those that have the passage."""
        return tuple(s for s in self.standings if s.paragraphs)

    def standing(self, document: str) -> Standing:
        """What a document has of it; raises StopIteration for one that is not compared."""
        return next(s for s in self.standings if s.document == document)

    def before(self, document: str) -> str | None:
        """The witness before a document's, in order of date; None where there is none."""
        earlier = None
        for witness in self.witnesses:
            if witness.document == document:
                return earlier
            earlier = witness.document
        return None

    def change(self, a: str, b: str) -> VersionChange | None:
        """What became of the passage from ``a`` to ``b``; None where one does not have it."""
        return next((c for c in self.changes if (c.a, c.b) == (a, b)), None)


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """One of the comparisons that a synopsis is made of, by the ids of its documents."""

    a: str
    b: str
    settings: Settings
    decisions: tuple[ReaderDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Synopsis:
    """Several documents side by side, in order of date.

    ``rows`` stand in the order of the earliest document; every citable paragraph of every
    document stands in exactly one. ``orders`` gives, for each document as the base, the numbers
    of the rows in its order: what it lacks stands where the other texts have it. ``base`` is
    the one to begin with. ``model`` is None where only wording was compared, ``reader`` where
    no pairs were read.
    """

    documents: tuple[Document, ...]
    base: str
    rows: tuple[SynopsisRow, ...] = field(repr=False)
    orders: Mapping[str, tuple[int, ...]] = field(repr=False)
    comparisons: tuple[ComparedPair, ...] = field(repr=False)
    model: ModelInfo | None
    reader: ModelInfo | None
    lexicon: LexiconInfo | None
    version: str

    def document(self, name: str) -> Document:
        """The document of that id; raises StopIteration where there is none."""
        return next(d for d in self.documents if d.id == name)

    def row(self, number: int) -> SynopsisRow:
        """The row of that number; raises IndexError where there is none."""
        return self.rows[number - 1]

    def in_order(self, base: str | None = None) -> tuple[SynopsisRow, ...]:
        """The rows in the order of a base, or of the one to begin with."""
        return tuple(self.row(number) for number in self.orders[base or self.base])
