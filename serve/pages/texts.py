"""One text: its paragraphs with their numbers, how it was read, and mending that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from scodiff.corpus.corrections.corrections import Corrections
from scodiff.corpus.model import Document
from scodiff.corpus.recognition import recognise
from scodiff.serve import mending
from scodiff.serve.desk import DeskText
from scodiff.serve.pages.compare import SIDES, sheet
from scodiff.serve.pages.visit import Form, Visit, download, go_to

_DESCRIBED = ("title", "date", "place", "language")
_OPTIONS = ("paragraphs", "encoding")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def show(visit: Visit) -> Response:
    """A text with its numbers, its provenance and its ledger."""
    return _page(visit, visit.part("text"))


def mend(visit: Visit, form: Form) -> Response:
    """Read a text anew as the form corrects it."""
    text = visit.room.desk.take(visit.part("text"))
    try:
        corrections = _corrected(text, form)
        options = {name: form.said(name) for name in _OPTIONS}
        key = visit.room.desk.mend(text, corrections, options)
    except Exception as error:
        said = {name: form.said(name) for name in _DESCRIBED if name in form.fields}
        return _page(visit, visit.part("text"), visit.told(error), said)
    place = form.said("join") or form.said("split")
    answer = go_to(f"/texts/{key}", **_compared(visit, key))
    answer.headers["location"] += f"#{place or 'read'}"
    return answer


def remove(visit: Visit, form: Form) -> Response:
    """Take a text off the desk."""
    visit.room.desk.remove(visit.part("text"))
    return go_to("/")


def boundaries(visit: Visit) -> Response:
    """What was mended, as a file that ``--boundaries`` reads."""
    text = visit.room.desk.text(visit.part("text"))
    data = mending.written(text.corrections).encode("utf-8")
    return download(data, text.corrections.name, "application/toml")


def _page(
    visit: Visit, name: str, trouble: str = "", said: Mapping[str, str] = _NOTHING
) -> Response:
    """A text's page; ``said`` is what its reader would have had it described as."""
    desk = visit.room.desk
    summed = sheet(desk, name)
    held = None if summed.on_desk else visit.room.collection.provenance_of(name)
    return visit.page(
        "text",
        status=400 if trouble else 200,
        trouble=trouble,
        said=said,
        sheet=summed,
        text=desk.text(name) if summed.on_desk else None,
        provenance=held,
        recognised=recognise(summed.document),
        compared=_compared(visit, name),
        begins=_begins,
    )


def _compared(visit: Visit, name: str) -> dict[str, str]:
    """What the text is to be compared with, where it was come from there."""
    chosen = {side: visit.asked(side) for side in SIDES}
    of = visit.asked("of")
    if of not in SIDES or not all(chosen.values()):
        return {}
    return {**chosen, of: name, "of": of}


def _corrected(text: DeskText, form: Form) -> Corrections:
    """The corrections of a text with the one that the form's button stands for."""
    document, known = text.document, text.corrections
    changes: dict[str, Callable[[str], Corrections]] = {
        "join": lambda at: mending.joined(known, document, at),
        "split": lambda at: mending.parted(known, document, at, form.said(f"words-{at}")),
        "undo": lambda at: mending.without(known, int(at) if at.isdecimal() else -1),
    }
    for name, change in changes.items():
        if at := form.said(name):
            return change(at)
    said: dict[str, Any] = {name: form.said(name) for name in _DESCRIBED}
    return mending.described(known, document, **said)


def _begins(document: Document, paragraph_id: str) -> list[str]:
    """How the sentences of a paragraph begin, after the first: where it may have to be parted."""
    from scodiff.compare.text.sentences import sentence_spans

    text = document.paragraph(paragraph_id).text
    return [" ".join(text[start:].split()[:6]) for start, _ in sentence_spans(text)[1:6]]
