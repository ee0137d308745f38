"""One paragraph or formula followed through all documents: its versions, in order of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scodiff.compare.diff.diff import diff
from scodiff.compare.linking import LinkedTexts
from scodiff.compare.model import Link, Part
from scodiff.compare.phrases.documents import chronological, date_of
from scodiff.compare.phrases.history import strength
from scodiff.compare.phrases.model import Occurrence, PhraseHistory
from scodiff.compare.phrases.notes import missing_summits_of
from scodiff.compare.studies.model import (
    ANCESTOR_SHARE,
    Answer,
    Lineage,
    Version,
    VersionState,
)
from scodiff.compare.studies.pairwise import PairwiseComparisons
from scodiff.compare.studies.short_list import MOST_READ, ShortList, likely_holders
from scodiff.compare.text.sentences import sentence_spans
from scodiff.corpus import VERSION
from scodiff.corpus.joining import PARAGRAPH_BREAK
from scodiff.corpus.model import Document, Paragraph
from scodiff.embeddings.encoder import Encoder
from scodiff.embeddings.pair_reader import ComparingEncoder

if TYPE_CHECKING:
    from scodiff.compare.phrases.indexes.asked import SearchIndex

_PERSISTS = frozenset({"itself", "identical", "editorial", "verbatim", "normalised", "pattern"})


#: Gives what each of some documents has of the paragraph that is followed, in their order; of each
#: so many pairs of passages are read at most, or all that are likely.
CounterpartsMapper = Callable[[Sequence[Document], int | None], Sequence[Version]]


def follow_paragraph(
    document: Document,
    paragraph: Paragraph,
    pairs: PairwiseComparisons,
    mapper: CounterpartsMapper | None = None,
    short: ShortList | None = None,
) -> Lineage:
    """The versions of a paragraph in all documents of ``pairs``.

    Of many documents only those that are likeliest to have it (see ``short_list``); or ``pairs``
    has no more than these, which are the ``short`` list of many. ``mapper``
    may have them compared elsewhere; without one it is done here, by ``pairs``.
    """

    def compared_here(wanted: Sequence[Document], most: int | None) -> list[Version]:
        """What they have of it, one after the other."""
        return [
            counterpart(*pairs.link(document, paragraph, other, most), paragraph=paragraph)
            for other in wanted
        ]

    others = [other for other in pairs.documents if other.id != document.id]
    held = likely_holders(paragraph, others)
    listed = short.among if short else pairs.listed
    number = sum(one.id != document.id for one in listed)
    left_out = number - len(held)
    of_others = (mapper or compared_here)(held, MOST_READ if left_out else None)
    found = [_itself(document, paragraph), *of_others]
    versions = _told(sorted(found, key=lambda v: chronological(v.date, v.document)))
    return Lineage(
        document=document.id,
        paragraph=paragraph.id,
        n=paragraph.n,
        text=paragraph.text,
        versions=versions,
        ancestor=_ancestor(versions, document.id),
        missing_summits=missing_summits_of(listed.searched(paragraph.text), None),
        notes=(
            *_left_out(left_out, len(held), short is not None and short.by_meaning),
            *_not_read(left_out, pairs.encoder),
        ),
        model=pairs.encoder.info if pairs.encoder else None,
        version=VERSION,
    )


def _left_out(number: int, compared: int, by_meaning: bool) -> tuple[str, ...]:
    if not number:
        return ()
    nearest = " or come nearest to it in meaning" if by_meaning else ""
    return (
        f"Compared with the {compared} documents that have most of its words{nearest}; {number} "
        "others were not compared, and nothing is said of them: not that they lack it.",
    )


def _not_read(left_out: int, encoder: Encoder | None) -> tuple[str, ...]:
    if not left_out or not isinstance(encoder, ComparingEncoder):
        return ()
    return (
        f"In each document at most {MOST_READ} pairs of passages were read, those that concern "
        "this paragraph most; compare reads all that are likely, and rarely finds otherwise.",
    )


def _itself(document: Document, paragraph: Paragraph) -> Version:
    return Version(
        document.id,
        date_of(document),
        "kept",
        "itself",
        (paragraph.id,),
        (paragraph.n,),
        paragraph.text,
        1.0,
        None,
    )


def counterpart(linked: LinkedTexts, first: bool, *, paragraph: Paragraph) -> Version:
    """What the other of two linked texts has of a paragraph: those linked to it, or a part of one.

    ``first`` says whether the paragraph is A's. The version has no edits, and its state is but
    whether it is known to be there.
    """
    mine, theirs = ("a", "b") if first else ("b", "a")
    other = linked.b if first else linked.a
    link = next(link for link in linked.links if paragraph.id in getattr(link, mine))
    ids = _answering(link, paragraph.id, mine, theirs)
    answer: Answer = link.relation  # type: ignore[assignment]
    semantic, confidence, certainty = link.semantic, link.confidence, link.certainty
    parts = [
        part
        for part in linked.parts
        if getattr(part, mine) == paragraph.id and (link.is_open or part.certainty != "open")
    ]
    if not ids and parts:
        best = max(parts, key=_how_telling)
        ids, answer = (getattr(best, theirs),), "part"
        semantic, confidence, certainty = best.semantic, best.confidence, best.certainty
    elif not ids and link.candidates:
        ids, answer = (link.candidates[0].id,), "candidate"
        confidence = link.candidates[0].probability
    elif not ids:
        return _nothing(other, link)
    answering = [other.paragraph(name) for name in ids]
    text = PARAGRAPH_BREAK.join(p.text for p in answering)
    return Version(
        other.id,
        date_of(other),
        "open" if certainty == "open" else "kept",
        answer,
        tuple(ids),
        tuple(p.n for p in answering),
        text,
        literal=diff(paragraph.text, text).kept,
        semantic=semantic,
        confidence=confidence,
        certainty=certainty,
    )


def _nothing(other: Document, link: Link) -> Version:
    """The version of a text that nothing is known to answer in, by the paragraph's own link."""
    state: VersionState = "open" if link.is_open else "absent"
    return Version(
        other.id,
        date_of(other),
        state,
        None,
        confidence=link.confidence,
        certainty=link.certainty,
    )


def _how_telling(part: Part) -> tuple[bool, float, float]:
    """What is not open first, then by the words and the meaning in common."""
    return part.certainty != "open", part.literal or 0.0, part.semantic or 0.0


def _answering(link: Link, paragraph: str, mine: str, theirs: str) -> tuple[str, ...]:
    """Of a link's paragraphs those paired with one; all where the pairs do not say."""
    paired = {getattr(p, theirs) for p in link.pairs if getattr(p, mine) == paragraph}
    return tuple(name for name in getattr(link, theirs) if name in paired or not paired)


def follow_formula(history: PhraseHistory, index: SearchIndex) -> Lineage:
    """The versions of a formula: the sentence it stands in, in each declaration.

    ``history`` is what the search for it found in ``index``.
    """
    strongest: dict[str, Occurrence] = {}
    for occurrence in history.occurrences:
        best = strongest.get(occurrence.document)
        if best is None or strength(occurrence.match) < strength(best.match):
            strongest[occurrence.document] = occurrence
    found = []
    for event in history.history:
        if event.state == "absent":
            found.append(Version(event.document, event.date, "absent", None))
        else:
            found.append(_sentence(history.query, strongest[event.document], index))
    versions = tuple(
        replace(version, state=event.state)
        for version, event in zip(_told(found), history.history, strict=True)
    )
    first = history.first
    return Lineage(
        document=None,
        paragraph=None,
        n=None,
        text=history.query,
        versions=versions,
        ancestor=_ancestor(versions, first.document) if first else None,
        missing_summits=history.missing_summits,
        notes=history.notes,
        model=history.model,
        version=history.version,
    )


def _sentence(query: str, occurrence: Occurrence, index: SearchIndex) -> Version:
    paragraphs = index.stream(occurrence.document).paragraphs()
    whole = next(text for place, _, text in paragraphs if place.id == occurrence.paragraph)
    text = whole
    for start, end in sentence_spans(whole):
        if start <= occurrence.start < end:
            text = whole[start : max(end, occurrence.end)]
    return Version(
        document=occurrence.document,
        date=occurrence.date,
        state="kept",
        answer=occurrence.match,
        paragraphs=(occurrence.paragraph,),
        numbers=(occurrence.n,),
        text=text,
        literal=diff(query, occurrence.text).kept,
        semantic=occurrence.score,
        certainty=occurrence.certainty or "sure",
    )


def _told(found: Sequence[Version]) -> tuple[Version, ...]:
    """The versions with their states, each with the edits from the one before that is known.

    Nothing is said of an open one, and after it nothing returns or appears: it may have been there.
    """
    told: list[Version] = []
    before: Version | None = None
    begun = present = doubted = False
    for version in found:
        if version.state == "open" or version.answer is None:
            told.append(version)
            present = version.state == "open" and (present or begun)
            doubted = doubted or version.state == "open"
            continue
        edits = diff(before.text, version.text).edits if before else ()
        state = _state(version.answer in _PERSISTS, begun, present)
        if state == "appears" and doubted:
            state = "known"
        before = replace(version, state=state, edits=edits)
        told.append(before)
        begun = present = True
    return tuple(told)


def _state(persists: bool, begun: bool, present: bool) -> VersionState:
    if not begun:
        return "appears"
    if not present:
        return "returns"
    return "kept" if persists else "altered"


def _ancestor(versions: Sequence[Version], document: str) -> Version | None:
    """Of the versions before a document's the one that shares most words, then the latest."""
    best: Version | None = None
    for version in versions:
        if version.document == document:
            break
        share = version.literal or 0.0
        known = version.state not in ("absent", "open") and share >= ANCESTOR_SHARE
        if known and (best is None or share >= (best.literal or 0.0)):
            best = version
    return best
