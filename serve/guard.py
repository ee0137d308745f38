"""Who may ask: the token, the Host and the Origin of each request, and how much it may send.

The room listens on this machine, where pages of strangers, open in the same browser, can reach
it too. A request is answered only if it names the room by its own address (so that no name that
a stranger leads here is of use), comes from the room's own pages, and shows the token that was
printed with the address: once in the address, and from then on as a cookie that no script sees
and no other site sends.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Bytes of one request; two files and their fields are one.
LARGEST_REQUEST = 64 * 2**20
# So much more of one that is too large is read and thrown away, so that its sender hears why.
_DRAINED = 4 * LARGEST_REQUEST
_READING = frozenset({"GET", "HEAD"})
_WILDCARDS = frozenset({"0.0.0.0", "::"})
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Door:
    """The address that the room is asked at: ``host`` as it was bound, ``port``, the token."""

    host: str
    port: int
    token: str

    @property
    def address(self) -> str:
        """The first address, with the token."""
        name = "127.0.0.1" if self.host in _WILDCARDS else self.host
        return f"http://{_bracketed(name)}:{self.port}/?{urlencode({'token': self.token})}"

    @property
    def cookie(self) -> str:
        """The cookie's name; a browser keeps one jar for all ports of a machine."""
        return f"scodiff-{self.port}"

    def is_named_by(self, host: str) -> bool:
        """Whether a request's ``Host`` is this room.

        Bound to all of the machine's addresses, it is by any address that is a number, which
        no name server can lead elsewhere, and by the machine's own name.
        """
        name, _, port = host.lower().rpartition(":")
        if not name:
            name, port = port, "80"
        if port != str(self.port):
            return False
        if name in self._names():
            return True
        return self.host in _WILDCARDS and _is_number(name.strip("[]"))

    def _names(self) -> set[str]:
        names = {_bracketed(self.host.lower())}
        if self.host in _WILDCARDS:
            names |= {"localhost", socket.gethostname().lower()}
        elif self.host == "localhost" or _is_loopback(self.host):
            names |= {"localhost", "127.0.0.1"} if ":" not in self.host else {"localhost"}
        return names


class _TooLargeError(Exception):
    """A request sends more than it may."""


class Guard:
    """Lets through to ``app`` what may ask, and answers the rest itself."""

    def __init__(
        self, app: ASGIApp, door: Door, refusal: Callable[[Request, str, int], Response]
    ) -> None:
        self._app = app
        self._door = door
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return  # There are no web sockets here; the server closes what is not answered.
        request = Request(scope)
        answered = _answering(send)
        if (refused := self._refused(request)) is not None:
            await refused(scope, receive, answered)
            return
        if _declared(request) > LARGEST_REQUEST:
            await _drain(receive)
            await self._refusal(request, "too_large", 413)(scope, receive, answered)
            return
        try:
            await self._app(scope, _bounded(receive), answered)
        except _TooLargeError:
            await _drain(receive)
            await self._refusal(request, "too_large", 413)(scope, receive, answered)

    def _refused(self, request: Request) -> Response | None:
        """The answer to what may not ask; None for what may."""
        hosts = request.headers.getlist("host")
        if len(hosts) != 1 or not self._door.is_named_by(hosts[0]):
            # It came under a stranger's name: no page of ours is shown under it.
            return PlainTextResponse("This is not the address of this reading room.\n", 421)
        if not _is_from_here(request, hosts[0]):
            return self._refusal(request, "foreign_origin", 403)
        if _is_token(request.query_params.get("token"), self._door):
            return self._welcome(request)
        if not _is_token(request.cookies.get(self._door.cookie), self._door):
            return self._refusal(request, "no_token", 403)
        return None

    def _welcome(self, request: Request) -> Response:
        """Keep the token as a cookie, and go on to the address without it."""
        url = URL(scope=request.scope).remove_query_params("token")
        target = f"/{url.path.lstrip('/')}" + (f"?{url.query}" if url.query else "")
        answer = RedirectResponse(target, 303)
        answer.set_cookie(self._door.cookie, self._door.token, httponly=True, samesite="strict")
        return answer


def _is_from_here(request: Request, host: str) -> bool:
    """Whether a request comes from the room's own pages, or is typed in by its user.

    Browsers say where a form comes from; what changes something must say so.
    """
    origins = request.headers.getlist("origin")
    if origins:
        return origins == [f"http://{host}"]
    site = request.headers.get("sec-fetch-site")
    if request.method in _READING:
        return site in (None, "none", "same-origin")
    return site == "same-origin"


def _is_token(shown: str | None, door: Door) -> bool:
    return shown is not None and hmac.compare_digest(shown.encode(), door.token.encode())


def _answering(send: Send) -> Send:
    async def answered(message: Message) -> None:
        """Send a part of an answer, its headers with those that all have."""
        if message["type"] == "http.response.start":
            headers = message.setdefault("headers", [])
            known = {name.lower() for name, _ in headers}
            for name, value in (*_HEADERS.items(), ("content-security-policy", _NOTHING)):
                if name.encode() not in known:
                    headers.append((name.encode(), value.encode()))
        await send(message)

    return answered


def _declared(request: Request) -> int:
    length = request.headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 20 else 0


def _bounded(receive: Receive) -> Receive:
    got = 0

    async def received() -> Message:
        """A part of a request; raises _TooLargeError where it has sent too much."""
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > LARGEST_REQUEST:
            raise _TooLargeError
        return message

    return received


async def _drain(receive: Receive) -> None:
    """Read the rest of a request, within bounds, and keep none of it."""
    got = 0
    while got < _DRAINED:
        message = await receive()
        got += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return _is_number(host) and ipaddress.ip_address(host).is_loopback
