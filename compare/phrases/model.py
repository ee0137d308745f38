"""What a search for a phrase is asked, and its result: every report is a pure function of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    # Only for the types: it imports numpy, which a search for words has no use for.
    from scodiff.embeddings.encoder import ModelInfo

MatchType = Literal[
    "verbatim", "normalised", "inflected", "function-words", "near", "variant", "paraphrase",
    "pattern",
]  # fmt: skip
MATCH_TYPES: tuple[MatchType, ...] = get_args(MatchType)
# The words themselves, as against other words in their place.
SAME_WORDS: frozenset[MatchType] = frozenset({"verbatim", "normalised", "pattern"})
# The same words in other grammar.
SAME_BUT_GRAMMAR: frozenset[MatchType] = frozenset({"inflected", "function-words"})

EventState = Literal["appears", "kept", "altered", "absent", "returns", "open"]
EVENT_STATES: tuple[EventState, ...] = get_args(EventState)

MatchTypesWanted = Literal["all", "same-words"]
ParaphrasesWanted = Literal["fallback", "always", "never"]


class PhraseError(Exception):
    """A phrase cannot be looked for; the message says why and what to do."""


class PhraseSettings(NamedTuple):
    """Every bound of a search for a phrase; the JSON report records them all.

    ``words_between``: how many words an inflected match may have between its own, in all (at
    most one less than the phrase has). ``words_per_edit``: a near match may differ in one
    word for each so many of the phrase. ``context``: characters of context on either side.
    ``rungs``: which types of match are looked for; ``same-words`` leaves out those from
    inflected to variant.
    ``paraphrases``: ``fallback`` looks for them only in declarations that have no other match.
    ``paraphrase_threshold``: the least cosine, None for the one calibrated for the model.
    ``seconds``: how long a regular expression may take over all documents.
    """

    words_between: int = 2
    words_per_edit: int = 4
    context: int = 80
    rungs: MatchTypesWanted = "all"
    paraphrases: ParaphrasesWanted = "fallback"
    paraphrase_threshold: float | None = None
    most_paraphrases: int = 10
    seconds: float = 10.0


class NamesInfo(NamedTuple):
    """The file of names that variants were looked for by."""

    file: str
    sha256: str


class Alteration(NamedTuple):
    """Words of the phrase (``old``) and what stands in their place (``new``); one may be empty."""

    old: str
    new: str


class QuotedPlace(NamedTuple):
    """What an occurrence quotes and cites; see there."""

    paragraph: str
    n: int | None
    text: str
    before: str
    after: str
    start: int
    end: int
    source: tuple[int, int]
    section: str | None
    alterations: tuple[Alteration, ...]


class Occurrence:
    """A place where a phrase stands; what it quotes and cites is read when it is asked for.

    ``word`` is the number of its first word in the document. ``entry`` is the entry of the file of
    names by which a variant is one (None: by words that may stand for each other); ``score`` is the
    cosine of a paraphrase, in [-1, 1], and ``certainty`` says whether it is ``likely`` to say the
    same or that is ``open``; both are None for the rest. ``place`` is what it quotes and cites, or
    what reads that.
    """

    __slots__ = (
        "_place", "certainty", "date", "document", "entry", "match", "score", "word",
    )  # fmt: skip

    def __init__(
        self,
        match: MatchType,
        document: str,
        date: str | None,
        word: int,
        place: QuotedPlace | Callable[[], QuotedPlace],
        score: float | None = None,
        entry: str | None = None,
        certainty: Literal["likely", "open"] | None = None,
    ) -> None:
        self.match, self.document, self.date, self.word = match, document, date, word
        self._place = place
        self.score, self.entry, self.certainty = score, entry, certainty

    @property
    def place(self) -> QuotedPlace:
        """What it quotes and cites."""
        if not isinstance(self._place, QuotedPlace):
            self._place = self._place()
        return self._place

    @property
    def paragraph(self) -> str:
        """The id of the paragraph in which it begins."""
        return self.place.paragraph

    @property
    def n(self) -> int | None:
        """The ordinal of that paragraph, if it has one."""
        return self.place.n

    @property
    def section(self) -> str | None:
        """The section of that paragraph, if it has one."""
        return self.place.section

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return self.place.text

    @property
    def before(self) -> str:
        """What stands before it."""
        return self.place.before

    @property
    def after(self) -> str:
        """What stands after it."""
        return self.place.after

    @property
    def start(self) -> int:
        """Where it begins in the text of its paragraph, in code points.

        Where it runs on into the next one, in both texts joined by an empty line.
        """
        return self.place.start

    @property
    def end(self) -> int:
        """Where it ends in that text."""
        return self.place.end

    @property
    def source(self) -> tuple[int, int]:
        """The same range, half-open, in the document's source text."""
        return self.place.source

    @property
    def alterations(self) -> tuple[Alteration, ...]:
        """How a match between normalised and paraphrase differs."""
        return self.place.alterations

    @property
    def context(self) -> str:
        """The occurrence with some words on either side."""
        return f"{self.before}{self.text}{self.after}"

    def _all(self) -> tuple[object, ...]:
        about = (self.match, self.document, self.date, self.word, self.place)
        return (*about, self.score, self.entry, self.certainty)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Occurrence) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash((self.match, self.document, self.word))

    def __repr__(self) -> str:
        return f"<{self.match} {self.document} {self.paragraph}: {self.text!r}>"

    def __reduce__(self) -> tuple[object, ...]:
        """It goes elsewhere with all that it quotes: what reads that stays here."""
        return Occurrence, self._all()


class SearchedDocument(NamedTuple):
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


class Event(NamedTuple):
    """What became of the phrase in one declaration (all its editions together).

    ``open`` is the state of one that has nothing but paraphrases of which it is open whether they
    say the same.

    ``match`` is the strongest match there, None where ``state`` is ``absent``; ``count`` the
    number of occurrences of the words themselves; ``editions`` the other documents that are
    editions of the same declaration; ``how`` the alterations where the phrase is altered.
    """

    document: str
    date: str | None
    state: EventState
    match: MatchType | None
    count: int  # type: ignore[assignment]  # tuples have a method of this name
    how: tuple[Alteration, ...] = ()
    editions: tuple[str, ...] = ()


class Frequency(NamedTuple):
    """Occurrences of the words themselves per 1,000 words of a document.

    ``low`` and ``high`` are the bounds of a 95 % Wilson score interval of the rate.
    """

    document: str
    count: int  # type: ignore[assignment]  # tuples have a method of this name
    words: int
    rate: float
    low: float
    high: float


class PhraseHistory(NamedTuple):
    """Everything that a search found, and all that is needed to repeat it.

    ``documents`` and ``occurrences`` are in order of date (undated last), then of id, then of
    position. ``first`` is the earliest occurrence of the words themselves, or, where no
    document has them, the earliest of the strongest match there is. ``first_of`` gives the
    earliest of each kind of match. ``missing_summits`` are the summits between 2001 and that
    date which the documents lack. ``notes`` say in plain sentences what limits the answer.
    ``names`` is the file of names that variants were looked for by (None: they were not).
    ``tried`` are the types of match that were looked for: ``absent`` means none of these.
    """

    query: str
    pattern: bool
    documents: tuple[SearchedDocument, ...]
    missing_summits: tuple[str, ...]
    first: Occurrence | None
    first_of: Mapping[MatchType, Occurrence]
    occurrences: tuple[Occurrence, ...]
    history: tuple[Event, ...]
    frequencies: tuple[Frequency, ...]
    notes: tuple[str, ...]
    settings: PhraseSettings
    model: ModelInfo | None
    version: str
    names: NamesInfo | None = None
    tried: tuple[MatchType, ...] = ()
