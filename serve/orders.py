"""What is made in a process of its own: comparisons, searches and studies, as the commands do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Literal, Protocol

from scodiff.corpus.model import Document
from scodiff.corpus.store.collection import Collection
from scodiff.corpus.store.location import Location

if TYPE_CHECKING:
    from scodiff.compare.decisions.decisions import Decisions
    from scodiff.compare.jobs.running import WayOfWorking
    from scodiff.compare.model import Comparison
    from scodiff.compare.phrases.model import PhraseHistory, PhraseSettings
    from scodiff.compare.shifts.lexicon import Lexicon
    from scodiff.compare.studies.model import CorpusMatrix, Formulas, FormulaSettings, Lineage
    from scodiff.compare.synopsis.model import Synopsis
    from scodiff.embeddings.encoder import Encoder

Stage = Literal["encoding", "comparing", "searching", "fetching"]


class Teller(Protocol):
    """Whom the work tells how it goes."""

    def progress(self, stage: Stage, done: int = 0, total: int = 0) -> None:
        """What is done now, how much of it is done, and how much there is (0: not known)."""

    def doubt(self, sentence: str) -> None:
        """What those who rely on the result must know: what the commands warn of."""


class Order(Protocol):
    """What a process is to make."""

    def carry_out(self, tell: Teller) -> object:
        """Make it; raises what the commands raise."""


@dataclass(frozen=True, slots=True)
class CompareOrder:
    """Two texts to be compared."""

    a: Document = field(repr=False)
    b: Document = field(repr=False)
    model: str | None = None
    decisions: Decisions | None = None
    lexicon: Lexicon | None = None

    def carry_out(self, tell: Teller) -> Comparison:
        """Compare them."""
        from scodiff.compare import compare
        from scodiff.compare.decisions.decisions import NO_DECISIONS

        decisions = self.decisions or NO_DECISIONS
        encoder = opened_encoder(self.model, (self.a, self.b), tell)
        tell.progress("comparing")
        return compare(self.a, self.b, encoder, decisions=decisions, lexicon=self.lexicon)


@dataclass(frozen=True, slots=True)
class SynopsisOrder:
    """Texts to be set side by side; ``base`` is the id of the one followed first, or None."""

    documents: tuple[Document, ...] = field(repr=False)
    base: str | None = None
    model: str | None = None

    def carry_out(self, tell: Teller) -> Synopsis:
        """Compare every two of them, and set them side by side."""
        from scodiff.compare.synopsis.build import build_synopsis

        encoder = opened_encoder(self.model, self.documents, tell)
        progress = partial(tell.progress, "comparing")
        return build_synopsis(self.documents, encoder, base=self.base, progress=progress)


@dataclass(frozen=True, slots=True)
class PhraseOrder:
    """A phrase to be looked for in the collection, in other words too."""

    text: str
    place: Location
    settings: PhraseSettings
    model: str | None = None

    def carry_out(self, tell: Teller) -> PhraseHistory:
        """Search for it."""
        from scodiff.compare.phrases.collection_index import open_collection_index
        from scodiff.compare.phrases.search import Models, search_phrase
        from scodiff.embeddings.models import open_encoder, open_reader
        from scodiff.embeddings.registry import load_registry

        registry = load_registry()
        reader = registry.models[registry.comparing].reader

        def opened() -> Encoder:
            """The model, when it turns out to be needed."""
            return open_encoder(self.model, progress=partial(tell.progress, "encoding"))

        tell.progress("searching")
        models = Models(opened, partial(open_reader, reader) if reader else None)
        with open_collection_index(Collection.open(self.place)) as index:
            return search_phrase(self.text, index, self.settings, models=models)


@dataclass(frozen=True, slots=True)
class LineageOrder:
    """A paragraph to be followed through other documents of its language."""

    document: Document = field(repr=False)
    paragraph: str
    others: tuple[Document, ...] = field(repr=False)
    model: str | None = None

    def carry_out(self, tell: Teller) -> Lineage:
        """Follow it."""
        from scodiff.compare.studies.lineage import follow_paragraph
        from scodiff.compare.studies.pairwise import PairwiseComparisons, of_language

        alike, others = of_language([self.document, *self.others], self.document.language)
        _tell_left_out(others, tell)
        made = _Counted(tell, len(alike) - 1)
        pairs = PairwiseComparisons(alike, _encoder(self.model, tell), made)
        paragraph = self.document.paragraph(self.paragraph)
        return follow_paragraph(self.document, paragraph, pairs)


@dataclass(frozen=True, slots=True)
class FormulaLineageOrder:
    """A formula to be followed through the collection."""

    phrase: PhraseOrder

    def carry_out(self, tell: Teller) -> Lineage:
        """Follow it."""
        from scodiff.compare.phrases.collection_index import open_collection_index
        from scodiff.compare.studies.lineage import follow_formula

        found = self.phrase.carry_out(tell)
        with open_collection_index(Collection.open(self.phrase.place)) as index:
            return follow_formula(found, index)


@dataclass(frozen=True, slots=True)
class MatrixOrder:
    """Documents to be compared with each other; the paragraphs of ``base`` are followed."""

    documents: tuple[Document, ...] = field(repr=False)
    base: str
    model: str | None = None

    def carry_out(self, tell: Teller) -> CorpusMatrix:
        """Compare all with all that are in the base's language."""
        from scodiff.compare.studies.matrix import all_against_all
        from scodiff.compare.studies.model import MOST_COMPARED
        from scodiff.compare.studies.pairwise import PairwiseComparisons, of_language

        base = next(d for d in self.documents if d.id == self.base)
        alike, others = of_language(self.documents, base.language)
        _tell_left_out(others, tell)
        if len(alike) > MOST_COMPARED:
            from scodiff.compare.studies.run_matrix import count_matrix

            return count_matrix(alike, self.base, _told_as("comparing", tell))
        made = _Counted(tell, len(alike) * (len(alike) - 1) // 2)
        pairs = PairwiseComparisons(alike, _encoder(self.model, tell), made)
        return all_against_all(pairs, self.base)


@dataclass(frozen=True, slots=True)
class FormulasOrder:
    """The formulas that recur in the collection."""

    place: Location
    settings: FormulaSettings

    def carry_out(self, tell: Teller) -> Formulas:
        """Find them."""
        from scodiff.compare.phrases.collection_index import open_collection_index
        from scodiff.compare.studies.formulas import find_formulas

        tell.progress("searching")
        with open_collection_index(Collection.open(self.place)) as index:
            return find_formulas(index, self.settings, _told_as("searching", tell))


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """A summit's declaration to be downloaded and added; ``name`` as ``corpus fetch`` takes it."""

    place: Location
    name: str

    def carry_out(self, tell: Teller) -> str:
        """Fetch it, and return the id under which it is held."""
        from scodiff.corpus.errors import CorpusError
        from scodiff.corpus.fetching.download import Downloader
        from scodiff.corpus.fetching.fetch import by_hand, chosen, fetch

        summit, editions = chosen(self.name)
        if not editions:
            raise CorpusError(by_hand(summit, editions))
        troubles: list[str] = []
        with Downloader(public_only=True) as downloader:
            downloader.progress = lambda done, total: tell.progress("fetching", done, total or 0)
            try:
                found = fetch(
                    Collection.open(self.place), downloader, summit, editions, troubles.append
                )
            except CorpusError as error:
                raise CorpusError(f"{'. '.join([*troubles, str(error)])}") from None
        return found.added.document.id


def opened_encoder(
    model: str | None, documents: Sequence[Document], tell: Teller
) -> Encoder | None:
    """The encoder that some texts are compared with; None for the model 'none'.

    Raises EmbeddingError where it cannot compare their languages.
    """
    encoder = _encoder(model, tell)
    _heed_languages(encoder, documents, tell)
    return encoder


def _encoder(model: str | None, tell: Teller) -> Encoder | None:
    """The encoder that texts are compared with; None for the model 'none'."""
    from scodiff.embeddings.models import open_encoder
    from scodiff.embeddings.registry import for_comparing

    chosen = for_comparing(model)
    if chosen == "none":
        return None
    return open_encoder(chosen, progress=partial(tell.progress, "encoding"))


def _tell_left_out(documents: Sequence[Document], tell: Teller) -> None:
    if documents:
        names = ", ".join(f"{d.id} ({d.language})" for d in documents)
        tell.doubt(f"Left out, as not in the same language: {names}.")


def _heed_languages(encoder: Encoder | None, documents: Sequence[Document], tell: Teller) -> None:
    """Texts in several languages take a model that knows all; one that it does not, a doubt."""
    from scodiff.embeddings.languages import language_warning, require_cross_lingual

    info = encoder.info if encoder else None
    doubts: dict[str, None] = {}
    for a, b in combinations(documents, 2):
        require_cross_lingual(info, a.language, b.language)
        if doubt := language_warning(info, a.language, b.language):
            doubts[doubt] = None
    for doubt in doubts:
        tell.doubt(doubt)


def _told_as(stage: Stage, tell: Teller) -> WayOfWorking:
    """A way of working here, keeping nothing, and telling how far it is."""
    from scodiff.compare.jobs.model import Unwatched
    from scodiff.compare.jobs.running import WayOfWorking

    class Told(Unwatched):
        """Tells how much is done."""

        def advance(self, done: int, left: int) -> None:
            """Tell it."""
            tell.progress(stage, done, left)

    return WayOfWorking(watcher=Told())


class _Counted:
    """Counts comparisons, and tells how many are made."""

    def __init__(self, tell: Teller, total: int) -> None:
        self._tell = tell
        self._total = total
        self._done = 0

    def __call__(self) -> None:
        """One more is made."""
        self._done += 1
        self._tell.progress("comparing", self._done, self._total)
