"""The collection: the summits as a time line, what is held of them, and changing that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from scodiff.corpus.catalogue import Summit, catalogue, summit_id_of
from scodiff.corpus.readers.formats import input_endings
from scodiff.corpus.shipped import shipped
from scodiff.corpus.store.adding import AdditionOutcome, add
from scodiff.corpus.store.holdings import TextRow, list_rows
from scodiff.serve.errors import RoomError
from scodiff.serve.orders import FetchOrder
from scodiff.serve.pages.compare import accepted_endings, given
from scodiff.serve.pages.found import trouble_of
from scodiff.serve.pages.visit import Form, Visit, go_to

_SAID: Mapping[AdditionOutcome, str] = {
    "added": "added",
    "same bytes": "same_bytes",
    "same text": "same_text",
    "put back": "put_back",
}
_TOLD = frozenset({*_SAID.values(), "fetched", "removed"})
_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Station:
    """A summit on the time line, and the texts that are held of it."""

    summit: Summit
    held: Sequence[TextRow]

    @property
    def can_be_fetched(self) -> bool:
        """Whether an address is known that is asked without being named."""
        return any(not edition.machine for edition in self.summit.editions)


def show(visit: Visit) -> Response:
    """The time line."""
    return _page(visit, "")


def read(visit: Visit, form: Form) -> Response:
    """Read a text that is to be added, and show how it was read."""
    try:
        name = given(visit.room, form, "new")
    except Exception as error:
        return _page(visit, visit.told(error))
    answer = go_to(f"/texts/{name}")
    answer.headers["location"] += "#adding"
    return answer


def keep(visit: Visit, form: Form) -> Response:
    """Add a text that lies on the desk."""
    text = visit.room.desk.text(visit.part("text"))
    if text.path is None:
        raise RoomError("no_text")
    options = {name: value for name, value in text.options.items() if value}
    added = add(
        visit.room.collection,
        text.path.read_bytes(),
        name=text.name,
        origin=text.origin,
        headers=dict(text.headers) if text.headers else None,
        edition=form.said("edition") or None,
        duplicate=bool(form.said("duplicate")),
        document_id=form.said("id") or None,
        boundaries=text.boundaries,
        **options,  # type: ignore[arg-type]
    )
    return go_to("/collection", said=_SAID[added.outcome], name=added.document.id)


def fetch(visit: Visit, form: Form) -> Response:
    """Begin to fetch a summit's declaration."""
    name = form.said("name")
    key = _fetching(name)
    known = visit.room.work.job(key)
    if known is not None and known.state in ("done", "failed"):
        visit.room.work.drop(key)
    visit.room.work.submit(key, FetchOrder(visit.room.collection.place, name))
    return go_to("/collection/fetching", name=name)


def fetching(visit: Visit) -> Response:
    """How far it is."""
    job = visit.room.work.job(_fetching(visit.asked("name")))
    if job is None:
        raise RoomError("no_page")
    if job.state == "done":
        return go_to("/collection", said="fetched", name=job.found())
    if job.state == "failed":
        return visit.page("failed", status=200, inquiry=None, sentence=trouble_of(visit, job))
    place = visit.room.work.place(job)
    return visit.page("progress", again_in=_SECONDS, inquiry=None, job=job, place=place)


def confirm(visit: Visit) -> Response:
    """Ask whether a text is really to be removed."""
    name = visit.asked("name")
    if visit.room.collection.provenance_of(name) is None:
        raise RoomError("no_text")
    return visit.page("remove", name=name)


def remove(visit: Visit, form: Form) -> Response:
    """Remove a text from the collection."""
    name = form.said("name")
    if name not in {*shipped(), *visit.room.collection.ids()}:
        raise RoomError("no_text")
    visit.room.collection.remove(name)
    return go_to("/collection", said="removed", name=name)


def _page(visit: Visit, trouble: str) -> Response:
    rows = list_rows(visit.room.collection)
    known = {summit.id for summit in catalogue()}
    held = [row for row in rows if row.state != "missing"]
    stations = [
        Station(summit, [row for row in held if summit_id_of(row.id) == summit.id])
        for summit in catalogue()
    ]
    said = visit.asked("said")
    return visit.page(
        "collection",
        status=400 if trouble else 200,
        trouble=trouble,
        stations=stations,
        others=[row for row in held if summit_id_of(row.id) not in known],
        have=sum(bool(station.held) for station in stations),
        said=visit.t(f"collection.{said}", name=visit.asked("name")) if said in _TOLD else "",
        accept=accepted_endings(),
        endings=input_endings(),
    )


def _fetching(name: str) -> str:
    return f"fetch {name}"
