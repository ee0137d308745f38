"""What is to be made to answer a question: its texts found, its settings read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from scodiff.compare.decisions.anchors import DecisionError
from scodiff.compare.decisions.decision_file import read_decisions
from scodiff.compare.phrases.model import PhraseSettings
from scodiff.compare.shifts.lexicon import LexiconError, load_lexicon
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

_Setting = TypeVar("_Setting")


def models() -> list[str]:
    """The names of the models that texts can be compared with, ``none`` last."""
    from scodiff.embeddings.registry import load_registry

    registry = load_registry()
    known = [name for name, card in registry.models.items() if not card.reads_pairs]
    return [*sorted(known, key=lambda name: name != registry.comparing), "none"]


def order(room: Room, inquiry: Inquiry) -> Order:
    """What is to be made; raises RoomError or CorpusError where a text is gone.

    A model is one of those that are offered: what names a folder is none, as it may be on the
    command line.
    """
    model = inquiry.settings.get("model")
    if model and model not in models():
        raise RoomError("no_model", model=model[:80])
    return _ORDERS[inquiry.kind](room, inquiry)


def _comparison(room: Room, inquiry: Inquiry) -> Order:
    a, b = (room.desk.document(text) for text in inquiry.texts)
    decisions = _from_file(room, inquiry, "links", read_decisions)
    lexicon = _from_file(room, inquiry, "lexicon", load_lexicon)
    return CompareOrder(a, b, inquiry.settings.get("model"), decisions, lexicon)


def _from_file(
    room: Room, inquiry: Inquiry, name: str, read: Callable[[Path], _Setting]
) -> _Setting | None:
    """What a file says that was given as a setting; its errors name it as its user does."""
    named = inquiry.settings.get(name)
    if not named:
        return None
    path, called = room.desk.setting(named)
    try:
        return read(path)
    except (DecisionError, LexiconError) as error:
        raise type(error)(str(error).replace(str(path), called)) from None


def _synopsis(room: Room, inquiry: Inquiry) -> Order:
    documents = tuple(room.desk.document(text) for text in inquiry.texts)
    settings = inquiry.settings
    return SynopsisOrder(documents, settings.get("base"), settings.get("model"))


def _lineage(room: Room, inquiry: Inquiry) -> Order:
    settings = inquiry.settings
    if phrase := settings.get("phrase"):
        return FormulaLineageOrder(PhraseOrder(phrase, room.collection.place, PhraseSettings()))
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
    return FormulasOrder(room.collection.place, settings)


_ORDERS: Mapping[str, Callable[[Room, Inquiry], Order]] = {
    "comparison": _comparison,
    "synopsis": _synopsis,
    "lineage": _lineage,
    "matrix": _matrix,
    "formulas": _formulas,
}
