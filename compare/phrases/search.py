"""The search from beginning to end: it reads as the list of its steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scodiff.compare.phrases.documents import DocumentList, chronological
from scodiff.compare.phrases.history import events, first_of_all, frequency
from scodiff.compare.phrases.index import PhraseIndex
from scodiff.compare.phrases.matching import alterations, matches
from scodiff.compare.phrases.model import (
    MATCH_TYPES,
    SAME_WORDS,
    MatchType,
    NamesInfo,
    Occurrence,
    PhraseHistory,
    PhraseSettings,
)
from scodiff.compare.phrases.notes import missing_summits_of, notes
from scodiff.compare.phrases.occurrences import occurrence_at
from scodiff.compare.phrases.query import Query, parse
from scodiff.compare.text.names import Thesaurus, load_names
from scodiff.corpus import VERSION

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder, ModelInfo


def search_phrase(
    text: str,
    index: PhraseIndex,
    settings: PhraseSettings | None = None,
    *,
    names: Thesaurus | None = None,
    encoder: Callable[[], Encoder] | None = None,
) -> PhraseHistory:
    """Every place where a phrase stands in the documents of an index, and its history.

    ``names`` are those by which variants are found (scodiff's own, unless given).
    ``encoder`` gives the model for paraphrases; it is called only where the settings ask for
    them, and without one they are not looked for. Adding a later document never changes the
    first appearance of the words themselves, nor of any one kind of match.

    Raises PhraseError where ``text`` holds no word.
    """
    settings = settings or PhraseSettings()
    query = parse(text)
    names = names or load_names()
    found = occurrences(query, index, settings, names)
    model = None
    if encoder and _wants_paraphrases(settings, found):
        from scodiff.compare.phrases.paraphrase import paraphrases

        known = encoder()
        readable = [d.id for d in index.documents.searched(query.text) if d.counted]
        found += paraphrases(query, index, readable, found, known, settings)
        model = known.info
    known_by = None if settings.rungs == "same-words" else NamesInfo(names.file, names.sha256)
    return history_of(query.text, index.documents, found, settings, model, names=known_by)


def occurrences(
    query: Query, index: PhraseIndex, settings: PhraseSettings, names: Thesaurus | None = None
) -> list[Occurrence]:
    """The matches that need no model, in order of date, id and position."""
    found = [
        occurrence_at(
            hit.stream,
            hit.start,
            hit.end,
            hit.match,
            settings.context,
            alterations(query, hit),
            entry=hit.entry,
        )
        for hit in matches(query, index, settings, names)
    ]
    return sorted(found, key=_order)


def _wants_paraphrases(settings: PhraseSettings, found: Sequence[Occurrence]) -> bool:
    if settings.paraphrases == "fallback":
        return not found
    return settings.paraphrases == "always"


def history_of(
    query: str,
    documents: DocumentList,
    found: Sequence[Occurrence],
    settings: PhraseSettings,
    model: ModelInfo | None = None,
    *,
    pattern: bool = False,
    names: NamesInfo | None = None,
) -> PhraseHistory:
    """The history that some occurrences make in the documents searched."""
    ordered = sorted(found, key=_order)
    searched = documents.searched(query)
    counts = Counter(o.document for o in ordered if o.match in SAME_WORDS)
    first = first_of_all(ordered)
    told = events(searched, ordered)
    summits = missing_summits_of(searched, first)
    return PhraseHistory(
        query=query,
        pattern=pattern,
        documents=searched,
        missing_summits=summits,
        first=first,
        first_of=_first_of(ordered),
        occurrences=tuple(ordered),
        history=told,
        frequencies=tuple(frequency(d.id, counts[d.id], d.words) for d in searched if d.counted),
        notes=(*notes(searched, ordered, first), *_uncalibrated(model, settings)),
        settings=settings,
        model=model,
        version=VERSION,
        names=names,
    )


def _uncalibrated(model: ModelInfo | None, settings: PhraseSettings) -> list[str]:
    if model is None or settings.paraphrase_threshold is not None:
        return []
    from scodiff.compare.phrases.paraphrase import THRESHOLDS, UNCALIBRATED

    if model.name in THRESHOLDS:
        return []
    return [
        f"What counts as a paraphrase was not calibrated for the model {model.name}; a cosine of "
        f"{UNCALIBRATED:.2f} was taken."
    ]


def _order(occurrence: Occurrence) -> tuple[object, ...]:
    where = occurrence.source
    return (*chronological(occurrence.date, occurrence.document), *where, occurrence.match)


def _first_of(ordered: Sequence[Occurrence]) -> dict[MatchType, Occurrence]:
    earliest: dict[MatchType, Occurrence] = {}
    for occurrence in ordered:
        earliest.setdefault(occurrence.match, occurrence)
    return {match: earliest[match] for match in MATCH_TYPES if match in earliest}
