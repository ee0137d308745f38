"""What was asked for: how far it is while it is made, then the report and its other formats."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from scodiff.reports.formats.formats import formats_for, render
from scodiff.serve.asking import order
from scodiff.serve.errors import RoomError
from scodiff.serve.pages.visit import Form, Visit, download, go_to, report_response
from scodiff.serve.recent import Inquiry
from scodiff.serve.room import Room
from scodiff.serve.work import Job

# What a browser is told of a file in each format.
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "tei": "application/tei+xml",
    "text": "text/plain; charset=utf-8",
}
_SECONDS = 1


def begin(room: Room, inquiry: Inquiry) -> Response:
    """Begin to find what was asked, and show how far it is.

    What cannot be asked so is taken off the list; raises what says why.
    """
    try:
        wanted = order(room, inquiry)
    except Exception:
        room.recent.remove(inquiry.key)
        raise
    room.work.submit(inquiry.key, wanted)
    return go_to(f"/found/{inquiry.key}")


def show(visit: Visit) -> Response:
    """The report, or how far it is; what is no longer held is made again."""
    inquiry = _inquiry(visit)
    job = visit.room.work.job(inquiry.key)
    if job is None:
        job = visit.room.work.submit(inquiry.key, order(visit.room, inquiry))
    context: dict[str, Any] = {"inquiry": inquiry, "job": job}
    if job.state == "done":
        formats = formats_for(inquiry.kind)
        has_page = any(row.name == "html" for row in formats)
        told = "" if has_page else _rendered(visit, "text").decode()
        return visit.page("found", formats=formats, has_page=has_page, told=told, **context)
    if job.state == "failed":
        return visit.page("failed", sentence=trouble_of(visit, job), **context)
    place = visit.room.work.place(job)
    return visit.page("progress", again_in=_SECONDS, place=place, **context)


def report(visit: Visit) -> Response:
    """The report as the command writes it."""
    return report_response(_rendered(visit, "html"))


def save(visit: Visit) -> Response:
    """What was found, as a file in one of its formats."""
    inquiry, name = _inquiry(visit), visit.part("format")
    row = next((row for row in formats_for(inquiry.kind) if row.name == name), None)
    if row is None:
        raise RoomError("no_page")
    called = "--".join(inquiry.called[:3]) or inquiry.kind
    return download(_rendered(visit, name), called + row.endings[0], MEDIA_TYPES[name])


def delete(visit: Visit, form: Form) -> Response:
    """Take a question off the list; what is being made for it is stopped."""
    key = visit.part("key")
    visit.room.recent.remove(key)
    visit.room.work.drop(key)
    return go_to("/")


def again(visit: Visit, form: Form) -> Response:
    """Try once more to find what was asked."""
    return begin(visit.room, _inquiry(visit))


def trouble_of(visit: Visit, job: Job) -> str:
    """Why a job failed, as a sentence for this reader."""
    if job.trouble == "crashed":
        return visit.t("trouble.crashed")
    from scodiff.serve.troubles import without_paths

    return without_paths(job.trouble, visit.room.collection.place)


def _inquiry(visit: Visit) -> Inquiry:
    found = visit.room.recent.find(visit.part("key"))
    if found is None:
        raise RoomError("no_page")
    return found


def _rendered(visit: Visit, format: str) -> bytes:
    inquiry = _inquiry(visit)
    job = visit.room.work.job(inquiry.key)
    if job is None or job.result is None:
        raise RoomError("not_made")
    return render(job.found(), format, visit.t.language, kind=inquiry.kind)
