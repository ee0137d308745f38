"""One request and its answer: the room, the reader's language, and what the pages are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import ChoiceLoader, Environment, FunctionLoader
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from scodiff.reports.html import templates
from scodiff.reports.messages import languages
from scodiff.reports.messages.citation import direction
from scodiff.reports.messages.messages import Messages
from scodiff.serve.pages import assets
from scodiff.serve.room import Room
from scodiff.serve.troubles import is_foreseen, told
from scodiff.serve.words import preferred, words

LANGUAGE_COOKIE = "scodiff-language"
# A pasted text is at most what is read of a plain file.
_MOST_PASTED = 16 * 2**20
_POLICY = (
    "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_META_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]{1,2000})">')


@dataclass
class Visit:
    """A request for a page of the room."""

    request: Request
    room: Room

    @cached_property
    def t(self) -> Messages:
        """The sentences in the language that the reader chose, or whose browser prefers."""
        chosen = self.request.cookies.get(LANGUAGE_COOKIE, "")
        accepted = self.request.headers.get("accept-language", "")
        return words(chosen if chosen in languages.available() else preferred(accepted))

    def asked(self, name: str) -> str:
        """What the address says under a name; empty where it says nothing."""
        return self.request.query_params.get(name, "").strip()

    def part(self, name: str) -> str:
        """A part of the address's path."""
        return str(self.request.path_params[name])

    def page(
        self, template: str, /, *, status: int = 200, again_in: int = 0, **context: Any
    ) -> Response:
        """A page; ``again_in`` so many seconds the browser asks for it again."""
        answer = _page(self.request, self.t, template, status, context)
        if again_in:
            answer.headers["refresh"] = str(again_in)
        return answer

    def trouble(self, error: Exception, status: int = 400) -> Response:
        """The page that says what went wrong."""
        return self.page("trouble", status=status, sentence=self.told(error))

    def told(self, error: Exception) -> str:
        """What went wrong, as a sentence for this reader."""
        return told(error, self.t, self.room.collection.place, self.room.folder)


View = Callable[[Visit], Response]
FormView = Callable[[Visit, "Form"], Response]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields and files of a form."""

    fields: Mapping[str, Sequence[str]]
    files: Mapping[str, Upload]

    def said(self, name: str) -> str:
        """What stands in a field, without white space around it."""
        return next((value.strip() for value in self.fields.get(name, ()) if value.strip()), "")

    def all(self, name: str) -> tuple[str, ...]:
        """What was chosen under a name, each once."""
        return tuple(dict.fromkeys(self.fields.get(name, ())))


def shown(view: View) -> Callable[[Request], Any]:
    """An endpoint for a view that is read."""

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        """Answer in a thread, so that no page waits for another."""
        return await run_in_threadpool(_answered, request, view)

    return endpoint


def posted(view: FormView) -> Callable[[Request], Any]:
    """An endpoint for a view that a form is sent to."""

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        """Read the form, and answer in a thread."""
        async with request.form(max_files=4, max_fields=500, max_part_size=_MOST_PASTED) as sent:
            form = await _form(sent)
        return await run_in_threadpool(_answered, request, lambda visit: view(visit, form))

    return endpoint


def refusal(request: Request, key: str, status: int) -> Response:
    """The page that says why a request is not answered; it shows nothing of the room."""
    t = words(preferred(request.headers.get("accept-language", "")))
    return _page(request, t, "refused", status, {"sentence": t(f"refused.{key}")})


def go_to(path: str, **query: str) -> Response:
    """Go on to another page of the room."""
    said = {name: value for name, value in query.items() if value}
    return RedirectResponse(path + (f"?{urlencode(said)}" if said else ""), 303)


def report_response(data: bytes) -> Response:
    """A report in HTML as it is, under the policy that it has itself, in a frame of ours."""
    found = _META_POLICY.search(data)
    policy = unescape(found[1].decode("ascii")) if found else "default-src 'none'"
    headers = {"content-security-policy": f"{policy}; frame-ancestors 'self'"}
    return HTMLResponse(data, headers=headers)


def download(data: bytes, name: str, media_type: str) -> Response:
    """A file to be saved under a name."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"content-disposition": said})


def _answered(request: Request, view: View) -> Response:
    visit = Visit(request, request.app.state.room)
    try:
        return view(visit)
    except Exception as error:
        return visit.trouble(error, 400 if is_foreseen(error) else 500)


async def _form(sent: FormData) -> Form:
    fields: dict[str, list[str]] = {}
    files = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = Upload(value.filename, await value.read())
        else:
            fields.setdefault(name, []).append(value)
    return Form(fields, files)


def _page(
    request: Request, t: Messages, name: str, status: int, context: Mapping[str, Any]
) -> Response:
    style, script = assets.style(), assets.script()
    page = environment().get_template(f"{name}.html.j2")
    told = page.render(
        t=t,
        here=request.url.path,
        whole=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        style=Markup(style),
        script=Markup(script),
        languages={tag: words(tag)("language.name") for tag in languages.available()},
        **context,
    )
    policy = _POLICY.format(
        style=templates.source_hash(style), script=templates.source_hash(script)
    )
    headers = {"content-security-policy": policy, "content-language": t.language}
    return HTMLResponse(
        told.encode("utf-8", "backslashreplace"), status_code=status, headers=headers
    )


@cache
def environment() -> Environment:
    """The templates of the room beside those of the reports, which it borrows from."""
    found = templates.environment()
    own = FunctionLoader(assets.template)
    loader = ChoiceLoader([own, found.loader] if found.loader else [own])
    found.filters.update(direction=direction, quoted=lambda name: quote(name, safe="~"))
    return found.overlay(loader=loader)
