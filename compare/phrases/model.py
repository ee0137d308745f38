"""The result of a search for a phrase, complete: every report is a pure function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from scodiff.compare.phrases.settings import PhraseSettings

if TYPE_CHECKING:
    # Only for the types: it imports numpy, which a search for words has no use for.
    from scodiff.embeddings.encoder import ModelInfo

Match = Literal["verbatim", "normalised", "inflected", "near", "paraphrase", "pattern"]
MATCHES: tuple[Match, ...] = get_args(Match)
# The words themselves, as against other words in their place.
SAME_WORDS: frozenset[Match] = frozenset({"verbatim", "normalised", "pattern"})

State = Literal["appears", "kept", "altered", "absent", "returns"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Alteration:
    """Words of the phrase (``old``) and what stands in their place (``new``); one may be empty."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a phrase stands.

    ``start`` and ``end`` are a half-open range in code points of the text of the paragraph in
    which it begins (where it runs on into the next one, of both texts joined by an empty
    line); ``source`` is the same range in the document's source text. ``before`` and
    ``after`` are its context in that text. ``alterations`` say how an inflected or near
    match differs; ``score`` is the cosine of a paraphrase, in [-1, 1], None for the rest.
    """

    match: Match
    document: str
    date: str | None
    paragraph: str
    n: int | None
    text: str
    before: str
    after: str
    start: int
    end: int
    source: tuple[int, int]
    section: str | None = None
    alterations: tuple[Alteration, ...] = ()
    score: float | None = None

    @property
    def context(self) -> str:
        """The occurrence with some words on either side."""
        return f"{self.before}{self.text}{self.after}"


@dataclass(frozen=True, slots=True)
class Searched:
    """A document that was searched.

    ``words`` is the denominator of its frequencies. ``edition_of`` is the id under which an
    edition or translation of the same declaration is counted, or None; ``counted`` is False
    where the document's language is another one than the phrase's, so that its silence says
    nothing.
    """

    id: str
    date: str | None
    title: str
    language: str
    words: int
    edition_of: str | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """What became of the phrase in one declaration (all its editions together).

    ``match`` is the strongest match there, None where ``state`` is ``absent``; ``count`` the
    number of occurrences of the words themselves; ``editions`` the other documents that are
    editions of the same declaration; ``how`` the alterations where the phrase is altered.
    """

    document: str
    date: str | None
    state: State
    match: Match | None
    count: int
    how: tuple[Alteration, ...] = ()
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frequency:
    """Occurrences of the words themselves per 1,000 words of a document.

    ``low`` and ``high`` are the bounds of a 95 % Wilson score interval of the rate.
    """

    document: str
    count: int
    words: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PhraseHistory:
    """Everything that a search found, and all that is needed to repeat it.

    ``documents`` and ``occurrences`` are in order of date (undated last), then of id, then of
    position. ``first`` is the earliest occurrence of the words themselves, or, where no
    document has them, the earliest of the strongest match there is. ``first_of`` gives the
    earliest of each kind of match. ``missing_summits`` are the summits between 2001 and that
    date which the documents lack. ``notes`` say in plain sentences what limits the answer.
    """

    query: str
    pattern: bool
    documents: tuple[Searched, ...]
    missing_summits: tuple[str, ...]
    first: Occurrence | None
    first_of: Mapping[Match, Occurrence]
    occurrences: tuple[Occurrence, ...] = field(repr=False)
    history: tuple[Event, ...] = field(repr=False)
    frequencies: tuple[Frequency, ...] = field(repr=False)
    notes: tuple[str, ...]
    settings: PhraseSettings
    model: ModelInfo | None
    version: str
