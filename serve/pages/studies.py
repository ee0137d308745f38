"""Studies of the whole collection: lineage, matrix, formulas."""

from __future__ import annotations

from starlette.responses import Response

from scodiff.compare.studies.model import FormulaSettings
from scodiff.corpus.model import Document, Paragraph
from scodiff.corpus.sources import well_formed
from scodiff.serve.asking import models
from scodiff.serve.errors import RoomError
from scodiff.serve.pages.found import begin
from scodiff.serve.pages.visit import Form, Visit

_USUAL_BASE = "2003-moscow"
_FORMULAS = {"least_words": (2, 50), "least_documents": (2, 200), "most": (1, 10_000)}


def show(visit: Visit) -> Response:
    """What can be asked of the collection."""
    documents = visit.room.collection.documents()
    return visit.page(
        "studies",
        documents=documents,
        desk=visit.room.desk.texts(),
        base=_USUAL_BASE,
        models=models(),
        usual=FormulaSettings(),
        document=visit.asked("document"),
    )


def lineage(visit: Visit) -> Response:
    """Follow a paragraph or a formula that the address names."""
    if phrase := well_formed(visit.asked("phrase")):
        settings = {"phrase": phrase}
        return begin(visit.room, visit.room.recent.add("lineage", (), (f"“{phrase}”",), settings))
    document = visit.room.desk.document(visit.asked("document"))
    paragraph = _paragraph(document, visit.asked("paragraph"))
    called = f"{document.id} ¶{paragraph.n}" if paragraph.n else f"{document.id} {paragraph.id}"
    settings = {"paragraph": paragraph.id, **_model(visit.asked("model"))}
    return begin(visit.room, visit.room.recent.add("lineage", (document.id,), (called,), settings))


def matrix(visit: Visit, form: Form) -> Response:
    """Compare all with all."""
    if (held := len(visit.room.collection.documents())) < 2:
        return visit.trouble(RoomError("few", n=held))
    settings = {"base": form.said("base"), **_model(form.said("model"))}
    return begin(visit.room, visit.room.recent.add("matrix", (), (), settings))


def formulas(visit: Visit, form: Form) -> Response:
    """List what recurs."""
    settings = {}
    for name, (least, most) in _FORMULAS.items():
        said = form.said(name)
        if not (said.isdecimal() and len(said) < 9 and least <= int(said) <= most):
            raise RoomError("number", number=said[:20])
        settings[name] = said
    return begin(visit.room, visit.room.recent.add("formulas", (), (), settings))


def synopsis(visit: Visit, form: Form) -> Response:
    """Set the chosen texts side by side."""
    desk = visit.room.desk
    texts = form.all("text")
    documents = [desk.document(text) for text in texts]
    if len(documents) < 2:
        raise RoomError("too_few")
    base = form.said("base")
    settings = {**({"base": base} if base else {}), **_model(form.said("model"))}
    called = tuple(document.id for document in documents)
    return begin(visit.room, visit.room.recent.add("synopsis", texts, called, settings))


def _model(name: str) -> dict[str, str]:
    return {"model": name} if name else {}


def _paragraph(document: Document, said: str) -> Paragraph:
    """The paragraph of that id, or of that number."""
    number = said.removeprefix("¶").strip()
    for paragraph in document.citable:
        if said == paragraph.id or number == str(paragraph.n):
            return paragraph
    raise RoomError("no_paragraph")
