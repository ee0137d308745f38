"""The addresses of the room, and what answers at each."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scodiff.reports.messages.languages import available
from scodiff.serve.errors import RoomError
from scodiff.serve.guard import Door, Guard
from scodiff.serve.pages import collection, compare, found, phrase, review, studies, texts
from scodiff.serve.pages.visit import LANGUAGE_COOKIE, Visit, go_to, posted, refusal, shown
from scodiff.serve.room import Room


def create_app(room: Room, door: Door) -> Starlette:
    """The application that serves a room to those who come through its door."""
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guard, door=door, refusal=refusal)],
        exception_handlers={HTTPException: _no_page},
    )
    app.state.room = room
    return app


def _routes() -> list[Route]:
    return [
        _read("/", compare.ask),
        _sent("/texts", compare.lay),
        _read("/check", compare.check),
        _sent("/compare", compare.start),
        _read("/texts/{text}", texts.show),
        _sent("/texts/{text}/mend", texts.mend),
        _sent("/texts/{text}/remove", texts.remove),
        _read("/texts/{text}/boundaries.toml", texts.boundaries),
        _sent("/texts/{text}/add", collection.keep),
        _read("/collection", collection.show),
        _sent("/collection/read", collection.read),
        _sent("/collection/fetch", collection.fetch),
        _read("/collection/fetching", collection.fetching),
        _read("/collection/remove", collection.confirm),
        _sent("/collection/remove", collection.remove),
        _read("/phrase", phrase.show),
        _read("/phrase/download/{format}", phrase.save),
        _read("/studies", studies.show),
        _read("/lineage", studies.lineage),
        _sent("/synopsis", studies.synopsis),
        _sent("/matrix", studies.matrix),
        _sent("/formulas", studies.formulas),
        _read("/found/{key}", found.show),
        _read("/found/{key}/report.html", found.report),
        _read("/found/{key}/download/{format}", found.save),
        _sent("/found/{key}/delete", found.delete),
        _sent("/found/{key}/again", found.again),
        _read("/review/{key}", review.show),
        _read("/review/{key}/page.html", review.page),
        _sent("/review/{key}/answers", review.take),
        _read("/review/{key}/decided", review.decided),
        _read("/language/{tag}", _language),
    ]


def _read(path: str, view: object) -> Route:
    return Route(path, shown(view), methods=["GET"])  # type: ignore[arg-type]


def _sent(path: str, view: object) -> Route:
    return Route(path, posted(view), methods=["POST"])  # type: ignore[arg-type]


def _language(visit: Visit) -> Response:
    """Choose the language of the pages, and go back to where one was."""
    tag, back = visit.part("tag"), visit.asked("back")
    answer = go_to(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    if tag in available():
        answer.set_cookie(
            LANGUAGE_COOKIE, tag, max_age=365 * 86400, httponly=True, samesite="strict"
        )
    return answer


async def _no_page(request: Request, error: Exception) -> Response:
    """What is answered where there is no such page."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    key = "no_page" if status in (404, 405) else "bad_request"
    return Visit(request, request.app.state.room).trouble(RoomError(key), status)
