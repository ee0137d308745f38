"""A file of corrections to fill in: what is doubtful first, then every block as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from scodiff.corpus.model import Document

_DIGITS = 12
_WORDS = 8
_DOUBTFUL = "doubtful"


def template(document: Document) -> str:
    """The corrections that could be taken up, as comments; as it stands it corrects nothing."""
    lines = [
        "## Corrections to how this text is parted into paragraphs.",
        "## Take one # away from each line of an entry to take it up. action is split (a paragraph",
        "## begins between the words after and before), join (here none does) or kind (the block",
        '## that begins so is a title, heading, body, …). A line note = "…" says why.',
        f"text = {_quoted(document.source.sha256[:_DIGITS])}",
        f"# title = {_quoted(document.title)}",
        f"# date = {_quoted(document.date or '2003-05-29')}",
        f"# place = {_quoted(document.place or '')}",
        f"# language = {_quoted(document.language)}",
    ]
    doubts = list(_doubtful(document))
    if doubts:
        lines += ["", "## Boundaries that the text leaves open."]
        for entry in doubts:
            lines += ["", *entry]
    lines += ["", "## Every block as it is; to join it to the one before, say so at its beginning."]
    for number, paragraph in enumerate(document.paragraphs):
        place = f"¶{paragraph.n}" if paragraph.n else paragraph.kind
        words = _beginning(document, number)
        lines += ["", f"## {place}", *_entry("kind", block=words, kind=paragraph.kind)]
    return "\n".join(lines) + "\n"


def _doubtful(document: Document) -> Iterator[list[str]]:
    """Boundaries that were found or not found with little evidence, as what would undo them."""
    shown = [p for p in document.paragraphs if p.kind != "furniture"]
    following = {above.id: below for above, below in pairwise(shown)}
    for entry in document.ledger:
        paragraph = next((p for p in document.paragraphs if p.id == entry.paragraph), None)
        if paragraph is None or _DOUBTFUL not in entry.note:
            continue
        if entry.action == "split" and (below := following.get(paragraph.id)):
            after = " ".join(paragraph.text.split()[-_WORDS:])
            before = " ".join(below.text.split()[:_WORDS])
            yield _entry("join", after=after, before=before)
        elif entry.action == "join":
            head = document.source_text[paragraph.spans[0].start : entry.span.start]
            tail = document.source_text[entry.span.end : paragraph.spans[-1].end]
            after, before = " ".join(head.split()[-_WORDS:]), " ".join(tail.split()[:_WORDS])
            yield _entry("split", after=after, before=before)


def _beginning(document: Document, number: int) -> str:
    """As many words of a block's beginning as tell it from the others."""
    words = document.paragraphs[number].text.split()
    others = [" ".join(p.text.split()) for p in document.paragraphs]
    del others[number]
    for count in range(min(_WORDS, len(words)), len(words)):
        begun = " ".join(words[:count])
        if not any(other.startswith(begun) for other in others):
            return begun
    return " ".join(words)


def _entry(action: str, **said: str) -> list[str]:
    lines = ["[[correction]]", f'action = "{action}"']
    lines += [f"{key} = {_quoted(value)}" for key, value in said.items()]
    return [f"# {line}" for line in lines]


def _quoted(text: str) -> str:
    """A text as a basic string of TOML, which writes its escapes as JSON does."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
