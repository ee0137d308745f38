"""The search from beginning to end: it reads as the list of its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from scodiff.compare.phrases.alterations import alterations
from scodiff.compare.phrases.dates import chronological
from scodiff.compare.phrases.editions import editions
from scodiff.compare.phrases.events import events, first_of_all
from scodiff.compare.phrases.frequency import frequency
from scodiff.compare.phrases.index import Entry, PhraseIndex
from scodiff.compare.phrases.ladder import Hit, climb
from scodiff.compare.phrases.model import (
    MATCHES,
    SAME_WORDS,
    Match,
    Occurrence,
    PhraseHistory,
    Searched,
)
from scodiff.compare.phrases.notes import missing, notes
from scodiff.compare.phrases.places import place
from scodiff.compare.phrases.query import Query, parse
from scodiff.compare.phrases.settings import PhraseSettings
from scodiff.compare.phrases.words import script

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder, ModelInfo

_SCRIPTS = {"ru": "cyrillic", "uk": "cyrillic", "kk": "cyrillic", "ky": "cyrillic", "zh": "han"}


def search(
    text: str,
    index: PhraseIndex,
    settings: PhraseSettings | None = None,
    *,
    encoder: Callable[[], Encoder] | None = None,
) -> PhraseHistory:
    """Every place where a phrase stands in the documents of an index, and its history.

    ``encoder`` gives the model for paraphrases; it is called only where the settings ask for
    them, and without one they are not looked for. Adding a later document never changes the
    first appearance of the words themselves, nor of any one kind of match.

    Raises PhraseError where ``text`` holds no word.
    """
    settings = settings or PhraseSettings()
    query = parse(text)
    entries = index.entries()
    occurrences = [_occurrence(query, hit, settings) for hit in climb(query, index, settings)]
    model = None
    if encoder and _wants_paraphrases(settings, occurrences):
        from scodiff.compare.phrases.paraphrase import paraphrases

        known = encoder()
        readable = [entry.id for entry in entries if _same_language(query.text, entry)]
        occurrences += paraphrases(query, index, readable, occurrences, known, settings)
        model = known.info
    return report(query.text, entries, occurrences, settings, model)


def _occurrence(query: Query, hit: Hit, settings: PhraseSettings) -> Occurrence:
    return place(
        hit.stream, hit.start, hit.end, hit.match, settings.context, alterations(query, hit)
    )


def _wants_paraphrases(settings: PhraseSettings, occurrences: Sequence[Occurrence]) -> bool:
    if settings.paraphrases == "fallback":
        return not occurrences
    return settings.paraphrases == "always"


def report(
    query: str,
    entries: Sequence[Entry],
    occurrences: Sequence[Occurrence],
    settings: PhraseSettings,
    model: ModelInfo | None = None,
    *,
    pattern: bool = False,
) -> PhraseHistory:
    """The history that some occurrences make in the documents searched."""
    ordered = sorted(occurrences, key=_order)
    documents = searched(query, entries)
    first = first_of_all(ordered)
    told = events(documents, ordered)
    summits = missing(documents, first)
    return PhraseHistory(
        query=query,
        pattern=pattern,
        documents=documents,
        missing_summits=summits,
        first=first,
        first_of=_first_of(ordered),
        occurrences=tuple(ordered),
        history=told,
        frequencies=tuple(
            frequency(d.id, _count(d.id, ordered), d.words) for d in documents if d.counted
        ),
        notes=notes(documents, ordered, first),
        settings=settings,
        model=model,
        version=tool_version(),
    )


def _order(occurrence: Occurrence) -> tuple[object, ...]:
    where = occurrence.source
    return (*chronological(occurrence.date, occurrence.document), *where, occurrence.match)


def _first_of(ordered: Sequence[Occurrence]) -> dict[Match, Occurrence]:
    earliest: dict[Match, Occurrence] = {}
    for occurrence in ordered:
        earliest.setdefault(occurrence.match, occurrence)
    return {match: earliest[match] for match in MATCHES if match in earliest}


def searched(query: str, entries: Sequence[Entry]) -> tuple[Searched, ...]:
    """The documents as a report names them; ``query`` shows in which letters they count."""
    home = editions(entries)
    return tuple(
        Searched(
            id=entry.id,
            date=entry.date,
            title=entry.title,
            language=entry.language,
            words=entry.words,
            edition_of=home[entry.id] if home[entry.id] != entry.id else None,
            counted=_same_language(query, entry),
        )
        for entry in entries
    )


def _same_language(query: str, entry: Entry) -> bool:
    """Whether a document can hold the phrase: whether it is written in the same letters."""
    letters = _SCRIPTS.get(entry.language.split("-")[0].lower(), "other")
    return letters == script(query) or not any(c.isalpha() for c in query)


def _count(document: str, occurrences: Sequence[Occurrence]) -> int:
    return sum(o.document == document and o.match in SAME_WORDS for o in occurrences)


def tool_version() -> str:
    """The version of scodiff that is installed."""
    try:
        return version("scodiff")
    except PackageNotFoundError:
        return "unknown"
