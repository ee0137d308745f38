"""The search from beginning to end: it reads as the list of its steps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from scodiff.compare.phrases.documents import DocumentList
from scodiff.compare.phrases.history import events, first_of_all, frequency
from scodiff.compare.phrases.indexes.asked import SearchIndex
from scodiff.compare.phrases.matching import alterations, matches
from scodiff.compare.phrases.model import (
    MATCH_TYPES,
    SAME_WORDS,
    MatchType,
    MatchTypesWanted,
    NamesInfo,
    Occurrence,
    PhraseHistory,
    PhraseSettings,
    QuotedPlace,
    SearchedDocument,
)
from scodiff.compare.phrases.notes import missing_summits_of, notes
from scodiff.compare.phrases.occurrences import occurrence_at, quoted_place
from scodiff.compare.phrases.query import Query, parse
from scodiff.compare.phrases.rungs.hits import Hit
from scodiff.compare.phrases.rungs.near_meaning import candidates, near_in_meaning
from scodiff.compare.text.names import Thesaurus, load_names
from scodiff.corpus import VERSION

if TYPE_CHECKING:
    from scodiff.embeddings.encoder import Encoder, ModelInfo
    from scodiff.embeddings.pair_reader import PairReader

_RUNGS: dict[MatchTypesWanted, tuple[MatchType, ...]] = {
    "all": ("verbatim", "normalised", "inflected", "function-words", "near", "variant"),
    "same-words": ("verbatim", "normalised"),
}


class Models(NamedTuple):
    """What opens the model for paraphrases, and the reader of pairs that checks short ones."""

    encoder: Callable[[], Encoder]
    reader: Callable[[], PairReader] | None = None


def search_phrase(
    text: str,
    index: SearchIndex,
    settings: PhraseSettings | None = None,
    *,
    names: Thesaurus | None = None,
    models: Models | None = None,
    while_open: bool = False,
) -> PhraseHistory:
    """Every place where a phrase stands in the documents of an index, and its history.

    ``names`` are those by which variants are found (scodiff's own, unless given). ``models``
    are opened only where the settings ask for paraphrases and there is something to ask them;
    without them none are looked for. Adding a later document never changes the
    first appearance of the words themselves, nor of any one kind of match. The history is used
    ``while_open``, while the index is: then only those places are read that are looked at.

    Raises PhraseError where ``text`` holds no word.
    """
    settings = settings or PhraseSettings()
    query = parse(text)
    names = names or load_names()
    found = occurrences(query, index, settings, names)
    model, tried = None, _RUNGS[settings.rungs]
    if models and settings.paraphrases != "never":
        others, model = _paraphrases(query, index, settings, names, found, models)
        found, tried = found + others, (*tried, "paraphrase")
    known_by = None if settings.rungs == "same-words" else NamesInfo(names.file, names.sha256)
    history = history_of(query.text, index.documents, found, settings, model)
    told = (*history.notes, *_untried(history, tried))
    if not while_open:
        for occurrence in history.occurrences:
            _ = occurrence.place
    return history._replace(names=known_by, tried=tried, notes=told)


def _paraphrases(
    query: Query,
    index: SearchIndex,
    settings: PhraseSettings,
    names: Thesaurus,
    found: Sequence[Occurrence],
    models: Models,
) -> tuple[list[Occurrence], ModelInfo | None]:
    """Passages near in meaning, and the model that was asked, if one was.

    In all documents where nothing else is found or all are asked for; else in those that have
    nothing, among the passages that have a part of the phrase.
    """
    readable = [d for d in index.documents.searched(query.text) if d.counted]
    if settings.paraphrases == "always" or not found:
        from scodiff.compare.phrases.paraphrase import paraphrases

        encoder = models.encoder()
        ids = [d.id for d in readable]
        return paraphrases(query, index, ids, found, encoder, settings), encoder.info
    counted_as = index.documents.counted_as
    having = {counted_as[o.document] for o in found}
    silent = {d.id for d in readable if counted_as[d.id] not in having}
    passages = candidates(query, index, silent, names)
    if not passages:
        return [], None
    encoder = models.encoder()
    reader = models.reader() if models.reader else None
    near = near_in_meaning(query.text, passages, encoder, reader)
    return [
        occurrence_at(
            passage.stream,
            passage.start,
            passage.end,
            "paraphrase",
            settings.context,
            score=round(cosine, 6),
            certainty="open",
        )
        for cosine, passage in near
    ], encoder.info


def _untried(history: PhraseHistory, tried: Sequence[MatchType]) -> list[str]:
    """What was not looked for, where something is called absent."""
    rest = [m for m in MATCH_TYPES if m not in tried and m != "pattern"]
    if not rest or all(event.state != "absent" for event in history.history):
        return []
    return [f"Absent means: not among the matches looked for. Not looked for: {', '.join(rest)}."]


def occurrences(
    query: Query, index: SearchIndex, settings: PhraseSettings, names: Thesaurus | None = None
) -> list[Occurrence]:
    """The matches that need no model."""
    return [
        Occurrence(
            hit.match,
            hit.stream.name,
            hit.stream.date,
            hit.first,
            partial(_quoted, query, hit, settings.context),
            entry=hit.entry,
        )
        for hit in matches(query, index, settings, names)
    ]


def _quoted(query: Query, hit: Hit, context: int) -> QuotedPlace:
    return quoted_place(hit.stream, hit.start, hit.end, context, alterations(query, hit))


def history_of(
    query: str,
    documents: DocumentList,
    found: Sequence[Occurrence],
    settings: PhraseSettings,
    model: ModelInfo | None = None,
    *,
    pattern: bool = False,
) -> PhraseHistory:
    """The history that some occurrences make in the documents searched."""
    searched = documents.searched(query)
    ordered = _in_order(found, searched)
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
        tried=("pattern",) if pattern else (),
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


def _in_order(
    found: Sequence[Occurrence], documents: Sequence[SearchedDocument]
) -> list[Occurrence]:
    """Occurrences in the order of the documents, and of their places in each."""
    by_document: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in found:
        by_document[occurrence.document].append(occurrence)
    return [
        occurrence
        for document in documents
        if document.id in by_document
        for occurrence in sorted(by_document[document.id], key=lambda o: (o.word, o.match))
    ]


def _first_of(ordered: Sequence[Occurrence]) -> dict[MatchType, Occurrence]:
    earliest: dict[MatchType, Occurrence] = {}
    for occurrence in ordered:
        earliest.setdefault(occurrence.match, occurrence)
    return {match: earliest[match] for match in MATCH_TYPES if match in earliest}
