"""Corrections and how they are applied: paragraphs parted, joined, or of another kind.

A correction names its place by words of the text, whatever white space stands between them,
and so holds as long as the text is the same and is read. White space aside, the paragraphs
after it cover the same characters as before: nothing of a text is lost by a correction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeVar, get_args

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.labels import label
from scodiff.corpus.model import (
    CITABLE_KINDS,
    LedgerEntry,
    Paragraph,
    ParagraphKind,
    Source,
    Span,
)
from scodiff.corpus.segmentation.unwrap import joint

CorrectionAction = Literal["split", "join", "kind"]
CORRECTION_ACTIONS: tuple[CorrectionAction, ...] = get_args(CorrectionAction)
# What they may say of a text as a whole.
DESCRIBED = ("title", "date", "place", "language")
_LABELLED = (*CITABLE_KINDS, "heading")
_QUOTED = 60
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: ``split`` and ``join`` between two words, or the ``kind`` of a block.

    ``after`` ends what stands before the place and ``before`` begins what follows it; either
    may be empty. ``block`` begins the block that is of the kind ``kind``. ``name`` is what
    complaints call the correction.
    """

    action: CorrectionAction
    name: str
    after: str = ""
    before: str = ""
    block: str = ""
    kind: ParagraphKind | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections to one text, from the file ``name``.

    ``text`` is the beginning of its SHA-256 (that of the file, or of the text that was read
    from it); the rest is what the text is called, where and when it is from, its language.
    """

    name: str
    text: str
    corrections: tuple[Correction, ...] = ()
    title: str | None = None
    date: str | None = None
    place: str | None = None
    language: str | None = None

    def fit(self, source: Source) -> bool:
        """Whether they are for the text of this source."""
        return any(d.startswith(self.text) for d in (source.sha256, source.text_sha256))


@dataclass(slots=True)
class _Block:
    """A paragraph while it is corrected; ``was`` is its id before, if it begins as it did."""

    kind: ParagraphKind
    text: str
    spans: tuple[Span, ...]
    label: str | None
    was: str | None
    bare: str = field(init=False)

    def __post_init__(self) -> None:
        self.bare = _bare(self.text)


def corrected(
    source_text: str,
    paragraphs: Sequence[Paragraph],
    ledger: Sequence[LedgerEntry],
    corrections: Corrections,
) -> tuple[tuple[Paragraph, ...], tuple[LedgerEntry, ...]]:
    """The paragraphs and the ledger of a text after its reader's corrections, in their order.

    What a correction asks for may be so already. Raises CorpusError, by the name of the
    correction, where its words are not in the text, or stand in several places.
    """
    blocks = [_Block(p.kind, p.text, p.spans, p.label, p.id) for p in paragraphs]
    sections = _sections_opened(paragraphs)
    told: list[tuple[int, str]] = []
    for correction in corrections.corrections:
        if correction.action == "split":
            at = _split(source_text, blocks, correction)
        elif correction.action == "join":
            at = _join(blocks, correction)
        else:
            at = _give_kind(blocks, correction, sections)
        why = f" ({correction.note})" if correction.note else ""
        told.append((at, f"{_said(correction)}, as {corrections.name} says{why}"))
    found = _renumbered(blocks, sections)
    entries = [_moved(entry, paragraphs, found) for entry in ledger]
    entries += [LedgerEntry("correct", Span(at, at), note, _at(at, found)) for at, note in told]
    entries += _of_document(corrections)
    return found, tuple(entries)


def _split(source_text: str, blocks: list[_Block], correction: Correction) -> int:
    """Part a block in two; returns where the second begins."""
    after, before = _bare(correction.after), _bare(correction.before)
    places = [
        (number, at + len(after))
        for number, block in enumerate(blocks)
        for at in _occurrences(block.bare, after + before)
        if 0 < at + len(after) < len(block.bare)
    ]
    if not places and (pair := _pairs(blocks, after, before)):
        return blocks[pair[0][1]].spans[0].start
    number, at = _one(places, correction, f"{correction.after} | {correction.before}")
    block = blocks[number]
    cut = _place_of(block.text, at)
    left, right = block.text[cut - 1], block.text[cut]
    if left.isalnum() and right.isalnum() and joint(left, right):
        raise CorpusError(f"{correction.name} cuts a word in two: quote whole words.")
    head, tail = _parted_spans(source_text, block.spans, at)
    first, second = block.text[:cut].rstrip(), block.text[cut:].lstrip()
    labelled = label(second) if block.kind in _LABELLED else None
    blocks[number : number + 1] = [
        _Block(block.kind, first, head, block.label, block.was),
        _Block(block.kind, second, tail, labelled, None),
    ]
    return tail[0].start


def _join(blocks: list[_Block], correction: Correction) -> int:
    """Join a block to the one before it; returns where it begins."""
    after, before = _bare(correction.after), _bare(correction.before)
    pairs = _pairs(blocks, after, before)
    inside = [b for b in blocks if after and before and after + before in b.bare]
    if not pairs and inside:
        return inside[0].spans[0].start
    first, second = _one(pairs, correction, f"{correction.after} | {correction.before}")
    above, below = blocks[first], blocks[second]
    text = above.text + joint(above.text, below.text) + below.text
    spans = tuple(sorted((*above.spans, *below.spans), key=lambda span: span.start))
    blocks[first] = _Block(above.kind, text, spans, above.label, above.was)
    del blocks[second]
    return below.spans[0].start


def _give_kind(blocks: list[_Block], correction: Correction, sections: dict[str, str]) -> int:
    """Say what a block is; returns where it begins."""
    words = _bare(correction.block)
    found = [block for block in blocks if block.bare == words]
    found = found or [block for block in blocks if block.bare.startswith(words)]
    block = _one(found, correction, correction.block)
    if correction.kind is not None and correction.kind != block.kind:
        block.kind = correction.kind
        block.label = label(block.text) if block.kind in _LABELLED else None
        sections.pop(block.was or "", None)
    return block.spans[0].start


def _pairs(blocks: Sequence[_Block], after: str, before: str) -> list[tuple[int, int]]:
    """The blocks that follow each other, page furniture aside, and end and begin so."""
    shown = [number for number, block in enumerate(blocks) if block.kind != "furniture"]
    return [
        (first, second)
        for first, second in pairwise(shown)
        if blocks[first].bare.endswith(after) and blocks[second].bare.startswith(before)
    ]


def _one(found: Sequence[_Found], correction: Correction, words: str) -> _Found:
    """The only place that a correction may mean; raises CorpusError where there are others."""
    if len(found) == 1:
        return found[0]
    shown = words.strip(" |")
    quoted = shown if len(shown) <= _QUOTED else f"{shown[:_QUOTED]}…"
    if not found:
        raise CorpusError(
            f"{correction.name} no longer fits: no such place in the text, {quoted!r}; "
            "quote words as they stand there, or take it out."
        )
    raise CorpusError(
        f"{correction.name} fits {len(found)} places in the text, {quoted!r}: quote more words."
    )


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _bare(text: str) -> str:
    return "".join(text.split())


def _place_of(text: str, visible: int) -> int:
    """Where in a text its visible character of that number stands."""
    return [place for place, c in enumerate(text) if not c.isspace()][visible]


def _parted_spans(
    source_text: str, spans: Sequence[Span], visible: int
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans parted before their visible character of that number."""
    places = [k for s in spans for k in range(s.start, s.end) if not source_text[k].isspace()]
    last, first = places[visible - 1] + 1, places[visible]
    head = tuple(Span(s.start, min(s.end, last)) for s in spans if s.start < last)
    tail = tuple(Span(max(s.start, first), s.end) for s in spans if s.end > first)
    return head, tail


def _sections_opened(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """The section that each heading or mark opens, by its id, as the paragraphs below say."""
    opened: dict[str, str] = {}
    mark, section = None, None
    for paragraph in paragraphs:
        if paragraph.kind in ("heading", "separator"):
            mark = paragraph.id
        elif paragraph.citable and paragraph.section != section:
            section = paragraph.section
            if mark and section:
                opened[mark] = section
    return opened


def _renumbered(blocks: Sequence[_Block], sections: dict[str, str]) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    n, section = 0, None
    for order, block in enumerate(sorted(blocks, key=lambda b: b.spans[0].start), 1):
        if block.kind == "heading" or block.was in sections:
            section = sections.get(block.was or "", block.text)
        citable = block.kind in CITABLE_KINDS
        n += citable
        found.append(
            Paragraph(
                id=f"p{order}",
                n=n if citable else None,
                label=block.label,
                section=section if citable else None,
                kind=block.kind,
                text=block.text,
                spans=block.spans,
            )
        )
    return tuple(found)


def _moved(
    entry: LedgerEntry, before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> LedgerEntry:
    """An entry of the ledger with the id that its paragraph has now."""
    old = next((p for p in before if p.id == entry.paragraph), None)
    if old is None:
        return entry
    return replace(entry, paragraph=_at(entry.span.start, after) or _at(old.spans[0].start, after))


def _at(place: int, paragraphs: Sequence[Paragraph]) -> str | None:
    """The paragraph that a place of the source lies in."""
    return next((p.id for p in paragraphs if any(s.start <= place < s.end for s in p.spans)), None)


def _said(correction: Correction) -> str:
    if correction.action == "kind":
        return f"this block is {correction.kind}"
    return "a paragraph begins here" if correction.action == "split" else "no paragraph begins here"


def _of_document(corrections: Corrections) -> Iterator[LedgerEntry]:
    for name in DESCRIBED:
        if (value := getattr(corrections, name)) is not None:
            note = f"the {name} is {value!r}, as {corrections.name} says"
            yield LedgerEntry("correct", Span(0, 0), note)
