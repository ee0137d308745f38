"""What limits an answer, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from scodiff.compare.phrases.model import Occurrence, SearchedDocument
from scodiff.corpus.catalogue import catalogue, may_be_listed, missing_summits, summit_id_of


def missing_summits_of(
    documents: Sequence[SearchedDocument], first: Occurrence | None
) -> tuple[str, ...]:
    """The summits before the first appearance of which no document that counts is held.

    Without a first appearance (or its date) all summits up to the last document's date.
    Where no document has to do with a summit, neither has the answer with the catalogue.
    """
    if not any(_near_a_summit(document) for document in documents):
        return ()
    present = {_summit_of(document) for document in documents if document.counted}
    before = first.date if first and first.date else max(d.date or "" for d in documents)
    lacking = missing_summits(filter(None, present), before or None)
    return tuple(summit.id for summit in lacking)


@lru_cache(maxsize=1 << 14)
def _near_a_summit(document: SearchedDocument) -> bool:
    """Whether a document is a summit's declaration, or of the same day."""
    if not any(map(may_be_listed, (document.date or "", summit_id_of(document.id)))):
        return False
    by_id, by_date = _summits()
    return document.date in by_date or summit_id_of(document.id) in by_id


@lru_cache(maxsize=1 << 14)
def _summit_of(document: SearchedDocument) -> str | None:
    """The summit whose declaration a document is: its id says so, or its date.

    A press release or report of that date is not the declaration.
    """
    by_id, by_date = _summits()
    if (named := summit_id_of(document.id)) in by_id:
        return named
    if document.date not in by_date:
        return None
    from scodiff.corpus.recognition import kind_of

    kinds = {kind_of(document.title), kind_of(document.id.replace("-", " "))}
    return by_date[document.date] if kinds <= {"declaration", "text"} else None


@cache
def _summits() -> tuple[frozenset[str], dict[str | None, str]]:
    """The ids of all summits, and the first summit of each date."""
    by_date: dict[str | None, str] = {}
    for summit in catalogue():
        by_date.setdefault(summit.date, summit.id)
    return frozenset(summit.id for summit in catalogue()), by_date


def notes(
    documents: Sequence[SearchedDocument],
    occurrences: Sequence[Occurrence],
    first: Occurrence | None,
) -> tuple[str, ...]:
    """All that the reader must know of the documents before relying on the answer."""
    said = [
        _undated(documents, occurrences),
        _same_date(documents, first),
        _only_the_year(documents),
        _editions(documents),
        _other_language(documents),
        _not_of_a_summit(documents),
    ]
    return tuple(note for note in said if note)


def _undated(
    documents: Sequence[SearchedDocument], occurrences: Sequence[Occurrence]
) -> str | None:
    undated = [d.id for d in documents if d.date is None]
    if not undated:
        return None
    with_it = sorted({o.document for o in occurrences} & set(undated))
    having = f", and the phrase is in {_listed(with_it)}, which may be earlier" if with_it else ""
    return f"Without a date, and put last: {_listed(undated)}{having}."


def _same_date(documents: Sequence[SearchedDocument], first: Occurrence | None) -> str | None:
    if first is None or first.date is None:
        return None
    counted_as = {d.id: d.edition_of or d.id for d in documents}
    same = [
        d.id
        for d in documents
        if d.date == first.date and counted_as[d.id] != counted_as[first.document]
    ]
    if not same:
        return None
    return f"Of the same date as {first.document}: {_listed(same)}; they are put in order of id."


def _only_the_year(documents: Sequence[SearchedDocument]) -> str | None:
    vague = [d.id for d in documents if d.date and len(d.date) < len("2003-05-29")]
    if not vague:
        return None
    return f"Dated to the year or month only, and put at its beginning: {_listed(vague)}."


def _editions(documents: Sequence[SearchedDocument]) -> str | None:
    others = [f"{d.id} (of {d.edition_of})" for d in documents if d.edition_of]
    if not others:
        return None
    return f"Counted once with another edition of the same text: {_listed(others)}."


def _other_language(documents: Sequence[SearchedDocument]) -> str | None:
    others = [f"{d.id} ({d.language})" for d in documents if not d.counted]
    if not others:
        return None
    return (
        f"In other letters than the phrase, so that nothing follows from them: {_listed(others)}."
    )


def _not_of_a_summit(documents: Sequence[SearchedDocument]) -> str | None:
    if any(_near_a_summit(document) for document in documents):
        return None
    return "None of these documents is of a summit in the catalogue; what is lacking is not known."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:8])
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return ", ".join(shown)
