"""What a reader mends of how a text was read, as a file of corrections says it.

The pages write the same file that ``--boundaries`` reads (see ``corpus.corrections``), so that
what was mended here can be taken along, and is obeyed by the same code.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from scodiff.corpus.corrections.correction_file import parse
from scodiff.corpus.corrections.corrections import DESCRIBED, Correction, Corrections
from scodiff.corpus.model import Document, Paragraph
from scodiff.serve.errors import RoomError

_DIGITS = 12
_WORDS = 16
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def none_of(document: Document) -> Corrections:
    """No corrections yet to a text."""
    return Corrections(f"{document.id}.boundaries.toml", document.source.sha256[:_DIGITS])


def described(corrections: Corrections, document: Document, **said: str) -> Corrections:
    """With what the text is called, its date, place and language, where they are said otherwise.

    What is left empty is as it was read; raises RoomError for a date, or a tag of a language,
    that is none.
    """
    changed = {
        name: value
        for name in DESCRIBED
        if (value := " ".join(said.get(name, "").split()))
        and value != (getattr(document, name) or "")
    }
    kept = {name: getattr(corrections, name) for name in DESCRIBED if name not in changed}
    return _checked(replace(corrections, **{**kept, **changed}))


def joined(corrections: Corrections, document: Document, paragraph_id: str) -> Corrections:
    """With a paragraph joined to the one before it."""
    below = _paragraph(document, paragraph_id)
    shown = [p for p in document.paragraphs if p.kind != "furniture"]
    at = shown.index(below) if below in shown else 0
    if at == 0:
        raise RoomError("nothing_above")
    after, before = _end(shown[at - 1].text), _beginning(below.text)
    return _with(corrections, Correction("join", "", after, before))


def parted(
    corrections: Corrections, document: Document, paragraph_id: str, begins: str
) -> Corrections:
    """With a paragraph parted where the words ``begins`` stand in it."""
    words = begins.split()
    text = _paragraph(document, paragraph_id).text.split()
    places = [n for n in range(1, len(text)) if words and text[n : n + len(words)] == words]
    if len(places) != 1:
        wrong = "words_not_there" if not places else "words_twice"
        raise RoomError(wrong, words=" ".join(words)[:80])
    after, before = text[: places[0]][-_WORDS:], text[places[0] :][:_WORDS]
    return _with(corrections, Correction("split", "", " ".join(after), " ".join(before)))


def without(corrections: Corrections, number: int) -> Corrections:
    """Without the correction of that number, counted from 0; unchanged where there is none."""
    left = [c for n, c in enumerate(corrections.corrections) if n != number]
    return replace(corrections, corrections=tuple(left))


def written(corrections: Corrections) -> str:
    """The file that says them."""
    lines = [f"text = {_quoted(corrections.text)}"]
    for name in DESCRIBED:
        if (value := getattr(corrections, name)) is not None:
            lines.append(f"{name} = {_quoted(value)}")
    for correction in corrections.corrections:
        lines += ["", "[[correction]]", f"action = {_quoted(correction.action)}"]
        said = {
            "after": correction.after,
            "before": correction.before,
            "block": correction.block,
            "kind": correction.kind or "",
            "note": correction.note,
        }
        lines += [f"{key} = {_quoted(value)}" for key, value in said.items() if value]
    return "\n".join(lines) + "\n"


def says_something(corrections: Corrections) -> bool:
    """Whether anything is corrected."""
    return bool(corrections.corrections) or any(getattr(corrections, name) for name in DESCRIBED)


def _with(corrections: Corrections, correction: Correction) -> Corrections:
    return replace(corrections, corrections=(*corrections.corrections, correction))


def _checked(corrections: Corrections) -> Corrections:
    from datetime import date

    if corrections.date:
        try:
            date.fromisoformat(corrections.date)
        except ValueError:
            raise RoomError("no_date", date=corrections.date[:40]) from None
    if corrections.language and not _LANGUAGE.fullmatch(corrections.language):
        raise RoomError("no_language", language=corrections.language[:40])
    parse(corrections.name, written(corrections))
    return corrections


def _paragraph(document: Document, paragraph_id: str) -> Paragraph:
    found = next((p for p in document.paragraphs if p.id == paragraph_id), None)
    if found is None:
        raise RoomError("no_paragraph")
    return found


def _end(text: str) -> str:
    return " ".join(text.split()[-_WORDS:])


def _beginning(text: str) -> str:
    return " ".join(text.split()[:_WORDS])


def _quoted(text: str) -> str:
    """A text as a basic string of TOML, which writes its escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
