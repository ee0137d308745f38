"""The review of a comparison: what it leaves open is asked on a page, and answers are taken."""

from __future__ import annotations

from starlette.responses import Response

from scodiff.corpus.model import Document
from scodiff.serve.errors import RoomError
from scodiff.serve.orders import Order
from scodiff.serve.pages.found import begin, trouble_of
from scodiff.serve.pages.visit import Form, Visit, go_to, report_response
from scodiff.serve.recent import Inquiry
from scodiff.serve.review_orders import DecisionsOrder, ReviewOrder

_SECONDS = 1


def show(visit: Visit) -> Response:
    """The questions, in the room's frame, or how far they are."""
    inquiry, documents = _compared(visit)
    order = ReviewOrder(*documents, visit.t.language, inquiry.settings.get("model"))
    waiting = _made(visit, _key(visit, inquiry), order)
    return waiting or visit.page("review", inquiry=inquiry)


def page(visit: Visit) -> Response:
    """The page of questions as the command writes it."""
    job = visit.room.work.job(_key(visit, _compared(visit)[0]))
    if job is None or job.result is None:
        raise RoomError("not_made")
    return report_response(job.found())


def take(visit: Visit, form: Form) -> Response:
    """Take a file of answers, and begin to make decisions of them."""
    inquiry, _ = _compared(visit)
    upload = form.files.get("answers")
    if upload is None:
        raise RoomError("nothing_given")
    named = visit.room.desk.keep_setting(upload.data, upload.name)
    return go_to(f"/review/{inquiry.key}/decided", answers=named)


def decided(visit: Visit) -> Response:
    """The comparison with the decisions that the answers come to, or how far that is."""
    inquiry, documents = _compared(visit)
    named, model = visit.asked("answers"), inquiry.settings.get("model")
    path, name = visit.room.desk.setting(named)
    key = f"decisions {inquiry.key} {named}"
    if waiting := _made(visit, key, DecisionsOrder(*documents, path, name, model)):
        return waiting
    job = visit.room.work.job(key)
    if job is None:
        raise RoomError("not_made")
    links = visit.room.desk.keep_setting(job.found(), f"{name.rpartition('.')[0] or name}.toml")
    visit.room.work.drop(key)
    settings = {**inquiry.settings, "links": links}
    again = visit.room.recent.add("comparison", inquiry.texts, inquiry.called, settings)
    return begin(visit.room, again)


def _made(visit: Visit, key: str, order: Order) -> Response | None:
    """The page that says how far an order is, or why it failed; None when it is done."""
    job = visit.room.work.job(key) or visit.room.work.submit(key, order)
    if job.state == "done":
        return None
    if job.state == "failed":
        sentence = trouble_of(visit, job)
        visit.room.work.drop(key)
        return visit.page("failed", status=400, inquiry=None, sentence=sentence)
    place = visit.room.work.place(job)
    return visit.page("progress", again_in=_SECONDS, inquiry=None, job=job, place=place)


def _compared(visit: Visit) -> tuple[Inquiry, tuple[Document, Document]]:
    """The comparison that is reviewed, and its two texts."""
    inquiry = visit.room.recent.find(visit.part("key"))
    if inquiry is None or inquiry.kind != "comparison":
        raise RoomError("no_page")
    a, b = (visit.room.desk.document(text) for text in inquiry.texts)
    return inquiry, (a, b)


def _key(visit: Visit, inquiry: Inquiry) -> str:
    return f"review {inquiry.key} {visit.t.language}"
