"""What studies of all documents find: lineages, matrices, formulas.

Complete, as the history of a phrase is: every report is a pure function of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from scodiff.compare.phrases.model import Event, Occurrence, SearchedDocument

if TYPE_CHECKING:
    # Only for the types: these import numpy.
    from scodiff.compare.model import Certainty, Edit, Relation
    from scodiff.embeddings.encoder import ModelInfo

# How a version answers to what is followed: the relation of a link, a part of a paragraph
# that belongs elsewhere, a type of match, the thing itself, or what may be a counterpart.
Answer = Literal[
    "itself", "identical", "editorial", "changed", "reformulated", "part", "verbatim",
    "normalised", "inflected", "function-words", "near", "variant", "paraphrase", "pattern",
    "candidate",
]  # fmt: skip


# What became of the thing in one document: that of a phrase, or nobody knows; or it is the first
# that is known to have it, after one of which nobody knows.
VersionState = Literal["appears", "known", "kept", "altered", "absent", "returns", "open"]

# The least share of words in common with a nearest ancestor: twice what two texts of the genre keep
# of each other that have nothing to do with each other (benchmarks/lib/phrases/unrelated.py).
ANCESTOR_SHARE = 0.05
# Documents of which a matrix compares pairs in full; of more they are counted by runs of words.
MOST_COMPARED = 50


@dataclass(frozen=True, slots=True)
class Version:
    """What one document has of the paragraph or formula.

    ``answer`` is None and ``text`` empty where it is ``absent``. ``paragraphs`` are ids,
    ``numbers`` their ordinals. ``literal`` is the share of words in common with what is
    followed, ``semantic`` the cosine, None where no model was used, ``confidence`` how
    probable the alignment holds the link, the part or that there is none (in [0, 1]; None where
    words alone were looked for), and ``certainty`` what that comes to. Of an ``open`` one it is
    not known whether it is there: it shows the doubtful link or part, or the likeliest
    counterpart. ``edits`` lead from the version before that is known (in order of date) to this
    one; empty for the first, and for an open one.
    """

    document: str
    date: str | None
    state: VersionState
    answer: Answer | None
    paragraphs: tuple[str, ...] = ()
    numbers: tuple[int | None, ...] = ()
    text: str = ""
    literal: float | None = None
    semantic: float | None = None
    confidence: float | None = None
    certainty: Certainty = "sure"
    edits: tuple[Edit, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Lineage:
    """A paragraph (``paragraph`` is its id) or formula (None) and all its versions.

    ``ancestor`` is the version before it that shares most words with it, of equal ones the
    latest; None where no earlier document is known to have one with the least share of them.
    """

    document: str | None
    paragraph: str | None
    n: int | None
    text: str
    versions: tuple[Version, ...]
    ancestor: Version | None
    missing_summits: tuple[str, ...]
    notes: tuple[str, ...]
    model: ModelInfo | None
    version: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What of the words of document ``a`` document ``b`` has.

    Shares of all ``words`` of A's citable paragraphs, in [0, 1]: ``persisted`` are those in
    paragraphs that are identical or differ editorially, ``kept`` those that stand unchanged
    in a paragraph aligned with theirs, whatever else was changed in it. What is open counts in
    neither; ``open`` are the words of which it is not known whether they have a counterpart.
    """

    a: str
    b: str
    persisted: float
    kept: float
    words: int
    open: float


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one paragraph in one document; ``numbers`` are the counterparts'.

    Of an open one they may be: those of the doubtful link, or of the candidates.
    """

    document: str
    relation: Relation
    literal: float | None
    certainty: Certainty
    numbers: tuple[int | None, ...] = ()

    @property
    def has_counterpart(self) -> bool | None:
        """Whether the document has a counterpart; None where that is not known."""
        return None if self.certainty == "open" else self.relation != "disappeared"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A paragraph of the base and its fate in each later document, in order of date.

    ``survives`` says whether the last document still has a counterpart of it (None: not known),
    ``last`` names the last of which it is known that it has one (None: no other document).
    """

    paragraph: str
    n: int | None
    text: str
    fates: tuple[Fate, ...]

    @property
    def last(self) -> str | None:
        """The last document that is known to have a counterpart."""
        having = [fate.document for fate in self.fates if fate.has_counterpart]
        return having[-1] if having else None

    @property
    def survives(self) -> bool | None:
        """Whether the last document of all has a counterpart; None where that is not known."""
        return self.fates[-1].has_counterpart if self.fates else False

    @property
    def open_after(self) -> bool:
        """Whether a document after ``last`` may have a counterpart, so that no end is known."""
        after = [fate.has_counterpart for fate in self.fates]
        return None in after[1 + max((n for n, has in enumerate(after) if has), default=-1) :]


@dataclass(frozen=True)
class CorpusMatrix:
    """The shares for every ordered pair that was compared, and what survives of ``base``.

    ``ancestors`` gives, for each document, the earlier one that has most of its words (None
    where none has the least share of them). ``ledger`` has one row for each citable paragraph of
    the base. ``notes`` say in plain sentences what limits the findings.
    """

    documents: tuple[SearchedDocument, ...]
    cells: tuple[Cell, ...] = field(repr=False)
    ancestors: dict[str, str | None]
    base: str
    ledger: tuple[LedgerRow, ...] = field(repr=False)
    missing_summits: tuple[str, ...]
    model: ModelInfo | None
    version: str
    notes: tuple[str, ...] = ()

    @property
    def is_large(self) -> bool:
        """Whether there are too many documents for a table of all by all."""
        return len(self.documents) > MOST_COMPARED

    def cell(self, a: str, b: str) -> Cell | None:
        """The cell of an ordered pair; None where the two were not compared."""
        return self._by_pair.get((a, b))

    @cached_property
    def _by_pair(self) -> dict[tuple[str, str], Cell]:
        return {(cell.a, cell.b): cell for cell in self.cells}


@dataclass(frozen=True, slots=True)
class FormulaSettings:
    """The least words of a formula, the least declarations it stands in, and how many to list."""

    least_words: int = 2
    least_documents: int = 2
    most: int = 100


@dataclass(frozen=True, slots=True)
class Formula:
    """A whole phrase that stands in several declarations.

    ``spread`` counts the declarations that have it. ``keyness`` is the mean log ratio of its
    words (Hardie 2014): how many times, in powers of two, they stand in more of the
    collection's paragraphs than in those of international texts at large; None where there
    is nothing to compare with. ``rank`` is its place in the list, 1 the first. ``nested`` are
    formulas inside it that hardly stand anywhere else.
    """

    text: str
    words: int
    spread: int
    count: int
    keyness: float | None
    rank: float
    first: Occurrence
    last: Occurrence
    history: tuple[Event, ...] = field(repr=False)
    nested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas found, best rank first; ``total`` counts those left unlisted too."""

    documents: tuple[SearchedDocument, ...]
    formulas: tuple[Formula, ...]
    total: int
    settings: FormulaSettings
    version: str
