"""A phrase: where it stands, of which kind each match is, and what became of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from scodiff.compare.phrases.collection_index import open_collection_index
from scodiff.compare.phrases.model import (
    MATCH_TYPES,
    SAME_WORDS,
    MatchType,
    Occurrence,
    PhraseHistory,
    PhraseSettings,
)
from scodiff.compare.phrases.pattern import search_pattern
from scodiff.compare.phrases.search import Models, search_phrase
from scodiff.corpus.sources import well_formed
from scodiff.reports.formats.formats import formats_for, render
from scodiff.reports.phrases.drawings import phrase_timeline
from scodiff.reports.phrases.wording import altered, silences
from scodiff.serve.errors import RoomError
from scodiff.serve.orders import PhraseOrder
from scodiff.serve.pages.found import MEDIA_TYPES, trouble_of
from scodiff.serve.pages.visit import Visit, download
from scodiff.serve.work import Job

_EXAMPLES = ("Shanghai Spirit", "terrorism, separatism and extremism", "pre-emptive measures")
_LONGEST = 2_000
_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of match: how often, in how many documents, and the earliest."""

    match: MatchType
    times: int
    documents: int
    first: Occurrence


class _ModelNeededError(Exception):
    """The search has come to where it needs a model."""


def show(visit: Visit) -> Response:
    """The search box and, where something is asked, the answer."""
    query = well_formed(visit.asked("q"))[:_LONGEST]
    context: dict[str, Any] = {"query": query, "asked": _asked(visit), "examples": _EXAMPLES}
    if not query:
        return visit.page("phrase", found=None, trouble="", **context)
    try:
        with visit.room.searching:
            found = _found(visit, query)
    except Exception as error:
        sentence = visit.told(error)
        return visit.page("phrase", status=400, found=None, trouble=sentence, **context)
    if isinstance(found, PhraseHistory):
        return visit.page("phrase", trouble="", **_told(found), **context)
    if found.state == "failed":
        sentence = trouble_of(visit, found)
        return visit.page("phrase", found=None, trouble=sentence, **context)
    place = visit.room.work.place(found)
    return visit.page("progress", again_in=_SECONDS, inquiry=None, job=found, place=place)


def save(visit: Visit) -> Response:
    """The answer in one of its formats, as the command writes it."""
    name = visit.part("format")
    row = next((row for row in formats_for("phrase") if row.name == name), None)
    with visit.room.searching:
        found = _found(visit, well_formed(visit.asked("q"))[:_LONGEST])
    if row is None or not isinstance(found, PhraseHistory):
        raise RoomError("not_made")
    data = render(found, name, visit.t.language, kind="phrase")
    return download(data, f"phrase{row.endings[0]}", MEDIA_TYPES[name])


def _found(visit: Visit, query: str) -> PhraseHistory | Job:
    """What the search finds, at once where words alone answer; else the job that searches."""
    place, exact = visit.room.collection.place, bool(visit.asked("exact"))
    settings = PhraseSettings(
        rungs="same-words" if exact else "all",
        paraphrases="always" if visit.asked("near") else "never" if exact else "fallback",
    )
    with open_collection_index(visit.room.collection, texts=visit.room.texts) as index:
        if visit.asked("regex"):
            return search_pattern(query, index, settings)
        try:
            return search_phrase(query, index, settings, models=Models(_no_model))
        except _ModelNeededError:
            order = PhraseOrder(query, place, settings)
    asked = [query, visit.room.collection.fingerprint(), sorted(settings._asdict().items())]
    key = "phrase " + hashlib.sha256(repr(asked).encode()).hexdigest()
    job = visit.room.work.submit(key, order)
    return job.found() if job.state == "done" else job


def _no_model() -> Any:
    # A model is opened in a process of its own; here it would stay for as long as the room.
    raise _ModelNeededError


def _asked(visit: Visit) -> dict[str, str]:
    """What the address says besides the phrase."""
    return {name: visit.asked(name) for name in ("exact", "regex", "near") if visit.asked(name)}


def _told(found: PhraseHistory) -> dict[str, Any]:
    """What the page shows of a history."""
    line = phrase_timeline(found)
    return {
        "found": found,
        "ladder": _ladder(found),
        "line": line,
        "marks": list(zip(line.marks, found.history, strict=True)),
        "rows": silences(found),
        "tongues": {d.id: d.language for d in found.documents},
        "altered": altered,
        "same_words": sum(o.match in SAME_WORDS for o in found.occurrences),
        "formats": formats_for("phrase"),
        "address": lambda **more: urlencode({"q": found.query, **more}),
    }


def _ladder(found: PhraseHistory) -> list[Step]:
    steps = []
    for match in MATCH_TYPES:
        those = [o for o in found.occurrences if o.match == match]
        if those:
            documents = len({o.document for o in those})
            steps.append(Step(match, len(those), documents, found.first_of.get(match, those[0])))
    return steps
