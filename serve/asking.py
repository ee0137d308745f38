"""What is to be made to answer a question: its texts found, its settings read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.studies.model import FormulaSettings
from scodiff.serve.errors import RoomError
from scodiff.serve.orders import (
    CompareOrder,
    FormulaLineageOrder,
    FormulasOrder,
    LineageOrder,
    MatrixOrder,
    Order,
    PhraseOrder,
    SynopsisOrder,
)
from scodiff.serve.recent import Inquiry
from scodiff.serve.room import Room


def order(room: Room, inquiry: Inquiry) -> Order:
    """What is to be made; raises RoomError or CorpusError where a text is gone."""
    return _ORDERS[inquiry.kind](room, inquiry)


def _comparison(room: Room, inquiry: Inquiry) -> Order:
    a, b = (room.desk.document(text) for text in inquiry.texts)
    return CompareOrder(a, b, inquiry.settings.get("model"))


def _synopsis(room: Room, inquiry: Inquiry) -> Order:
    documents = tuple(room.desk.document(text) for text in inquiry.texts)
    settings = inquiry.settings
    return SynopsisOrder(documents, settings.get("base"), settings.get("model"))


def _lineage(room: Room, inquiry: Inquiry) -> Order:
    settings = inquiry.settings
    if phrase := settings.get("phrase"):
        return FormulaLineageOrder(PhraseOrder(phrase, room.collection.folder, PhraseSettings()))
    document = room.desk.document(inquiry.texts[0])
    others = tuple(d for d in room.collection.documents() if d.id != document.id)
    return LineageOrder(document, settings["paragraph"], others, settings.get("model"))


def _matrix(room: Room, inquiry: Inquiry) -> Order:
    documents = room.collection.documents()
    base = inquiry.settings["base"]
    if base not in {document.id for document in documents}:
        raise RoomError("no_text")
    return MatrixOrder(documents, base, inquiry.settings.get("model"))


def _formulas(room: Room, inquiry: Inquiry) -> Order:
    said = inquiry.settings
    settings = FormulaSettings(
        int(said["least_words"]), int(said["least_documents"]), int(said["most"])
    )
    return FormulasOrder(room.collection.folder, settings)


_ORDERS: Mapping[str, Callable[[Room, Inquiry], Order]] = {
    "comparison": _comparison,
    "synopsis": _synopsis,
    "lineage": _lineage,
    "matrix": _matrix,
    "formulas": _formulas,
}
