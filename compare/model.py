"""The result of a comparison, complete: every report is a pure function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from scodiff.compare.decisions.model import ReaderDecision
from scodiff.compare.settings import Settings
from scodiff.compare.shifts.kinds import Direction, ShiftKind
from scodiff.compare.text.abbreviations import Names
from scodiff.corpus.model import Document
from scodiff.embeddings.encoder import ModelInfo

Relation = Literal["identical", "editorial", "changed", "reformulated", "disappeared", "new"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
PERSISTED: frozenset[Relation] = frozenset({"identical", "editorial"})

Certainty = Literal["sure", "likely", "open"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)

Operation = Literal["equal", "delete", "insert", "replace"]
Quarter = Literal["kept", "reworded", "turned", "replaced"]
QUARTERS: tuple[Quarter, ...] = get_args(Quarter)

EditorialKind = Literal[
    "spelling",
    "case",
    "quotes",
    "dashes",
    "punctuation",
    "spacing",
    "hyphenation",
    "abbreviation",
    "date",
    "order",
    "numbering",
    "connective",
]
EDITORIAL_KINDS: tuple[EditorialKind, ...] = get_args(EditorialKind)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit operation over word tokens.

    ``a`` is the text it takes from A, ``b`` the text it gives B: the same in an ``equal``,
    empty on the missing side of ``insert`` and ``delete``. ``kind`` names what an
    editorial edit changed (see ``EDITORIAL_KINDS``). ``moved`` is the name of a move: the
    two ends of one move, a ``delete`` and an ``insert``, carry the same name, unique in
    the link. ``inner`` are the edits inside a replaced word (over letters), or at the
    ``insert`` end of a move those inside the moved text; they rebuild ``a`` and ``b``, or
    the text of the two ends.
    """

    op: Operation
    a: str
    b: str
    editorial: bool = False
    kind: EditorialKind | Literal[""] = ""
    moved: str = ""
    inner: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a paragraph: half-open offsets in code points of the paragraph's ``text``."""

    paragraph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shift:
    """What a substantive edit did to the position: its kind, direction and evidence.

    ``a`` and ``b`` are contiguous passages of the texts, empty where that side has nothing in
    the slot; ``place_a`` and ``place_b`` say where they stand. ``clause_a`` and ``clause_b``
    are the clauses that were compared; None where the other side has no such clause. An
    ``open`` shift may be none: it counts for nothing. ``decided_by`` is ``reader`` where a person
    named it, ``model`` where a language model did.
    """

    kind: ShiftKind
    direction: Direction
    a: str
    b: str
    certainty: Certainty = "likely"
    place_a: Place | None = None
    place_b: Place | None = None
    clause_a: Place | None = None
    clause_b: Place | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """Two paragraphs of one link that answer to each other.

    ``semantic`` is a cosine in [-1, 1], or None where no model was used; ``literal``
    the share of words kept, in [0, 1], or None where the texts are in two languages.
    """

    a: str
    b: str
    semantic: float | None
    literal: float | None


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The best candidate that a link was preferred to, and its probability in [0, 1]."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph of the other text that may answer to a lone one, and how probably, in [0, 1]."""

    id: str
    probability: float


@dataclass(frozen=True, slots=True)
class Link:
    """One alignment unit: paragraphs of A, paragraphs of B, a relation and its evidence.

    ``a`` or ``b`` is empty for ``new`` and ``disappeared``. ``edits`` rebuild both
    sides: their ``a`` parts joined are A's paragraphs joined by an empty line, their
    ``b`` parts B's. ``distance`` is how many linked passages that did not move it has
    passed (negative: towards the beginning). ``confidence`` is the probability, in [0, 1],
    that the two sides answer to each other, or that nothing answers to the one side there
    is; of two sides, less that of ``runner_up`` it is the margin. ``certainty`` is what that
    comes to: what is ``open`` counts for nothing. Of one side ``open`` means that it is not known
    whether anything answers to it; ``candidates`` are what may, the best first. ``decided_by``
    is ``reader`` where a person decided it, ``model`` where a language model did, if only of one
    of its pairs.
    ``beyond_noise`` says whether a linked passage differs more than two translations of one text
    do, in how few words it keeps or by a shift that no translator makes; None where that question
    does not arise. ``rewritten``: more than two thirds of the words changed, and the passage is
    better shown before and after than word by word. ``quarter`` sets meaning against wording:
    ``kept``, ``reworded`` (same meaning), ``turned`` (same words, other meaning) or
    ``replaced``; None with one side, or where it cannot be told.
    """

    a: tuple[str, ...]
    b: tuple[str, ...]
    relation: Relation
    moved: bool
    split: bool
    merged: bool
    semantic: float | None
    literal: float | None
    confidence: float
    certainty: Certainty
    candidates: tuple[Candidate, ...] = ()
    pairs: tuple[ParagraphPair, ...] = ()
    edits: tuple[Edit, ...] = ()
    shifts: tuple[Shift, ...] = ()
    distance: int = 0
    runner_up: RunnerUp | None = None
    decided_by: str = ""
    beyond_noise: bool | None = None
    rewritten: bool = False
    quarter: Quarter | None = None

    @property
    def is_open(self) -> bool:
        """Whether it counts for nothing."""
        return self.certainty == "open"

    @property
    def margin(self) -> float | None:
        """By how much a linked passage is likelier than its runner-up, in [-1, 1].

        None with one side: what is likely there, that nothing answers, is of another kind.
        """
        if self.runner_up is None or not self.pairs:
            return None
        return self.confidence - self.runner_up.score


@dataclass(frozen=True, slots=True)
class Part:
    """A substantial passage that two paragraphs of different links share.

    The offsets are half-open ranges in code points of the paragraphs' ``text``. ``semantic``
    is the cosine of the two passages, each read in its paragraph where the model can; None also
    of passages that a reader quoted.
    ``confidence`` is the probability, in [0, 1], that the two paragraphs answer to each other at
    least in part, and ``certainty`` what that comes to. ``decided_by`` is as in ``Link``.
    """

    a: str
    b: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    semantic: float | None
    literal: float | None
    confidence: float
    certainty: Certainty
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Two paragraphs on the same specific matter that make different statements."""

    a: str
    b: str
    semantic: float | None
    literal: float | None


class ClausePair(NamedTuple):
    """A clause, the other text's that answers to it best, and a score within these two texts."""

    a: Place
    b: Place
    score: float


@dataclass(frozen=True, slots=True)
class SideSummary:
    """One document's part of the summary.

    ``paragraphs`` counts its citable paragraphs by relation, ``words`` gives the share of its
    words (in [0, 1], summing to 1), ``open_*`` how much of each is open, ``total_*`` all.
    """

    paragraphs: Mapping[Relation, int]
    words: Mapping[Relation, float]
    total_paragraphs: int
    total_words: int
    open_paragraphs: Mapping[Relation, int]
    open_words: Mapping[Relation, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """What happened to the language, counted on both sides."""

    a: SideSummary
    b: SideSummary

    @property
    def paragraphs(self) -> dict[Relation, int]:
        """Citable paragraphs by relation: of B for ``new``, of A for all others."""
        return {r: (self.b if r == "new" else self.a).paragraphs[r] for r in RELATIONS}

    @property
    def open(self) -> dict[Relation, int]:
        """How many of ``paragraphs`` are open."""
        return {r: (self.b if r == "new" else self.a).open_paragraphs[r] for r in RELATIONS}

    @property
    def words(self) -> dict[Relation, float]:
        """Share of words by relation: of B's words for ``new``, of A's for all others."""
        return {r: (self.b if r == "new" else self.a).words[r] for r in RELATIONS}


@dataclass(frozen=True, slots=True)
class LexiconInfo:
    """What identifies the lexicon of the shifts: its file's name and SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was found, and all that is needed to repeat it.

    ``links`` are in A's order, each ``new`` one after the last link before it in B that is
    sure and did not move. ``model`` is None where only wording was compared, ``reader`` where no
    pairs were read. ``decisions`` are a reader's own, which went before anything computed,
    ``names`` abbreviations that counted as full names, ``clauses`` each with its best answer.
    """

    a: Document
    b: Document
    links: tuple[Link, ...] = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    related: tuple[Related, ...] = field(repr=False)
    summary: Summary
    settings: Settings
    model: ModelInfo | None
    version: str
    lexicon: LexiconInfo | None = None
    reader: ModelInfo | None = None
    decisions: tuple[ReaderDecision, ...] = ()
    names: Names = field(default=Names(), repr=False)
    clauses: tuple[ClausePair, ...] = field(default=(), repr=False)
