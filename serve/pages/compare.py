"""Comparing: two texts are given, how each was read is shown, and the work is begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from scodiff.corpus.fetching.addresses import file_name, read_address
from scodiff.corpus.fetching.download import Downloader
from scodiff.corpus.misreadings import guessed_encoding, suspicions_of
from scodiff.corpus.model import Document
from scodiff.corpus.readers.formats import FORMATS, input_endings
from scodiff.corpus.shipped import shipped_document
from scodiff.serve.asking import models
from scodiff.serve.desk import MARK, Desk
from scodiff.serve.errors import RoomError
from scodiff.serve.pages.found import begin
from scodiff.serve.pages.visit import Form, Visit, go_to
from scodiff.serve.recent import Inquiry
from scodiff.serve.room import Room

SIDES = ("a", "b")
_ILLUSTRATION = "illustration"


@dataclass(frozen=True, slots=True)
class OfferedText:
    """A text that can be chosen: its name in addresses, and what it is called."""

    name: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text as the pages sum it up; ``guess`` is an encoding that its reader has to confirm."""

    name: str
    document: Document
    suspicions: tuple[str, ...]
    ledger: Mapping[str, int]
    guess: str | None

    @property
    def on_desk(self) -> bool:
        """Whether it lies on the desk, and not in the collection."""
        return self.name.startswith(MARK)


def ask(visit: Visit) -> Response:
    """The first page: which two texts, and what was compared lately."""
    chosen = {side: visit.asked(side) for side in SIDES}
    return _form(visit, chosen, {})


def lay(visit: Visit, form: Form) -> Response:
    """Take the two texts that the form gives, and show how they were read."""
    chosen: dict[str, str] = {}
    troubles: dict[str, str] = {}
    for side in SIDES:
        try:
            chosen[side] = given(visit.room, form, side)
        except Exception as error:
            troubles[side] = visit.told(error)
    if troubles:
        return _form(visit, chosen, troubles)
    return go_to("/check", **chosen)


def check(visit: Visit) -> Response:
    """How each of the two was read, and what remains to be said before they are compared."""
    sheets = {side: sheet(visit.room.desk, visit.asked(side)) for side in SIDES}
    files = {name: visit.asked(name) for name in ("links", "lexicon")}
    return visit.page(
        "check", sheets=sheets, models=models(), model=visit.asked("model"), files=files
    )


def start(visit: Visit, form: Form) -> Response:
    """Compare the two, or say why that cannot be."""
    texts = tuple(form.said(side) for side in SIDES)
    documents = [visit.room.desk.document(text) for text in texts]
    for document in documents:
        if encoding := guessed_encoding(document):
            raise RoomError("guess", name=document.source.name, encoding=encoding)
    settings = {"model": form.said("model")}
    for name in ("links", "lexicon"):
        if upload := form.files.get(name):
            settings[name] = visit.room.desk.keep_setting(upload.data, _bare(upload.name))
        elif form.said(f"{name}-before"):
            settings[name] = form.said(f"{name}-before")
    called = tuple(document.id for document in documents)
    inquiry = visit.room.recent.add("comparison", texts, called, _said(settings))
    return begin(visit.room, inquiry)


def given(room: Room, form: Form, side: str) -> str:
    """The name of the text that a form gives for a side: a file, a paste, an address, a choice.

    Raises RoomError where it gives none, CorpusError where it cannot be read.
    """
    if upload := form.files.get(f"{side}-file"):
        return room.desk.lay(upload.data, _bare(upload.name)).key
    if pasted := form.said(f"{side}-paste"):
        return room.desk.lay(pasted.encode("utf-8", "surrogatepass"), "pasted.txt").key
    if address := form.said(f"{side}-address"):
        return _downloaded(room, address)
    if chosen := form.said(f"{side}-held"):
        room.desk.document(chosen)
        return chosen
    raise RoomError("nothing_given")


def choices(room: Room) -> dict[str, list[OfferedText]]:
    """The texts that can be chosen: those on the desk, those of the collection, the example."""
    example = shipped_document(_ILLUSTRATION)
    return {
        "desk": [_choice(text.key, text.document, text.name) for text in room.desk.texts()],
        "collection": [_choice(d.id, d) for d in room.collection.documents()],
        "example": [_choice(_ILLUSTRATION, example)],
    }


def sheet(desk: Desk, name: str) -> Sheet:
    """A text summed up; raises RoomError where there is none of that name."""
    document = desk.document(name)
    counts: dict[str, int] = {}
    for entry in document.ledger:
        counts[entry.action] = counts.get(entry.action, 0) + 1
    suspected = tuple(suspicions_of(document))
    return Sheet(name, document, suspected, counts, guessed_encoding(document))


def accepted_endings() -> str:
    """The endings of files that can be read, as a field for files takes them."""
    return ",".join(ending for f in FORMATS for ending in f.endings if "#" not in ending)


def _form(visit: Visit, chosen: Mapping[str, str], troubles: Mapping[str, str]) -> Response:
    room = visit.room
    return visit.page(
        "compare",
        status=400 if troubles else 200,
        chosen=chosen,
        troubles=troubles,
        choices=choices(room),
        accept=accepted_endings(),
        endings=input_endings(),
        recent=[i for i in room.recent.listed() if i.kind != "phrase"],
        is_gone=lambda inquiry: _is_gone(room.desk, inquiry),
    )


def _is_gone(desk: Desk, inquiry: Inquiry) -> bool:
    known = {text.key for text in desk.texts()}
    return any(text.startswith(MARK) and text not in known for text in inquiry.texts)


def _choice(name: str, document: Document, called: str | None = None) -> OfferedText:
    title = f"{called or document.id} – {document.title}"
    return OfferedText(name, title if len(title) < 90 else f"{title[:88]}…", document.language)


def _downloaded(room: Room, address: str) -> str:
    """What stands at an address of the public web, laid on the desk."""
    if not address.lower().startswith(("https://", "http://")):
        raise RoomError("no_address", address=address[:200])
    download, _ = read_address(address, room.folder / "pages", Downloader(public_only=True))
    name = file_name(download)
    laid = room.desk.lay(download.data, name, origin=download.address, headers=download.headers)
    return laid.key


def _bare(name: str) -> str:
    """A file's name without folders, whichever system it comes from."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, bare))[-120:] or "text"


def _said(settings: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in settings.items() if value}
