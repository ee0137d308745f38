"""Downloading one file politely: who asks is said, robots.txt obeyed, size and time bounded."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urljoin, urlsplit

from scodiff.corpus import VERSION
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.packing import PackingError, unpacked
from scodiff.corpus.fetching.robots import Robots

if TYPE_CHECKING:
    import httpx

    from scodiff.corpus.fetching.transport import BoundedTransport

Progress = Callable[[int, int | None], None]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_KEPT_HEADERS = ("content-type", "content-encoding", "date", "etag", "last-modified", "server")
_ASKED_HEADERS = {
    "accept": "text/html, application/pdf, */*;q=0.5",
    "accept-encoding": "gzip, deflate",
}
_NO_PAGE = ": there is no such page; check the address"
_NO_ENTRY = ": it lets no program read the page; save it in a browser, and give that file"
_HINTS = {404: _NO_PAGE, 410: _NO_PAGE, 401: _NO_ENTRY, 403: _NO_ENTRY, 406: _NO_ENTRY}
_LONGEST_PAUSE = 30.0
_MOST_HEADERS = 200
_MOST_HEADER_BYTES = 256 * 2**10
_HOST = re.compile(r"[A-Za-z0-9_.-]+|\[?[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?\]?")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a download may take: bytes after unpacking, seconds, redirects, attempts."""

    size: int = 64 * 2**20
    seconds: float = 90.0
    silence: float = 20.0
    redirects: int = 5
    attempts: int = 3
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Download:
    """What a server gave: its bytes, the address they came from in the end, its headers."""

    address: str
    data: bytes
    headers: dict[str, str]


class _PassingError(CorpusError):
    """A failure that may not happen again; ``pause`` is how long the server asks to wait."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


@dataclass(slots=True)
class Downloader:
    """Downloads files, one at a time. Use it as a context manager.

    ``public_only``: addresses of this machine and of private networks are refused.
    """

    limits: Limits = field(default_factory=Limits)
    progress: Progress | None = None
    sleep: Callable[[float], None] = time.sleep
    public_only: bool = False
    _transport: BoundedTransport | None = None
    _robots: Robots | None = None

    def __enter__(self) -> Self:
        from scodiff.corpus.fetching.transport import BoundedTransport

        agent = user_agent()
        self._transport = BoundedTransport(public_only=self.public_only)
        self._robots = Robots(agent, self._robots_text)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._transport is not None:
            self._transport.close()

    def get(self, address: str) -> Download:
        """Download one file; raises CorpusError, a sentence that says what went wrong."""
        begin = time.monotonic()
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._follow(address)
            except _PassingError as error:
                pause = error.pause or self.limits.pause * 2 ** (attempt - 1)
                over = time.monotonic() + pause > begin + self.limits.seconds
                if attempt == self.limits.attempts or pause > _LONGEST_PAUSE or over:
                    raise CorpusError(f"{error} ({attempt} attempts)") from None
                self.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _follow(self, address: str) -> Download:
        asked = address
        if self._transport is None or self._robots is None:
            raise RuntimeError("a Downloader is used as a context manager")
        self._transport.network.begin(self.limits.seconds)
        for _ in range(self.limits.redirects + 1):
            _check_scheme(address, asked)
            if not self._robots.allows(address):
                raise CorpusError(f"{address}: the site's robots.txt asks programs to stay away")
            with self._response(address) as response:
                if (target := _redirect(response, address)) is not None:
                    address = target
                    continue
                _check_status(response, address)
                data = self._body(response, address)
            headers = {k: response.headers[k] for k in _KEPT_HEADERS if k in response.headers}
            return Download(address, data, headers)
        raise CorpusError(f"{asked}: more than {self.limits.redirects} redirects")

    @contextmanager
    def _response(self, address: str) -> Iterator[httpx.Response]:
        """A response whose errors, on opening and on reading, are sentences."""
        import httpcore
        import httpx

        from scodiff.corpus.fetching.network import OverSizeError, OverTimeError, RefusedError

        transport = self._opened()
        network = transport.network
        silence, opened = self.limits.silence, False
        try:
            network.expect(_MOST_HEADER_BYTES)
            request = httpx.Request(
                "GET",
                address,
                headers={"user-agent": user_agent(), **_ASKED_HEADERS},
                extensions={"timeout": httpx.Timeout(silence).as_dict()},
            )
            with closing(transport.handle_request(request)) as response:
                if len(response.headers.raw) > _MOST_HEADERS:
                    raise OverSizeError
                opened = True
                # Beside the body's bytes come those of its chunks' sizes.
                network.expect(2 * self.limits.size + _MOST_HEADER_BYTES)
                yield response
        except RefusedError as error:
            raise CorpusError(f"{address}: {error}") from None
        except OverTimeError:
            self._check_time(address)
        except OverSizeError:
            wrong = f"{address}: more than {_MOST_HEADERS} headers, or more than they may hold"
            raise CorpusError(_too_large(address, self.limits.size) if opened else wrong) from None
        except httpcore.TimeoutException:
            self._check_time(address)
            raise _PassingError(f"{address}: no answer for {silence:g} seconds") from None
        except (httpcore.ProtocolError, httpcore.ReadError):
            raise _PassingError(f"{address}: the answer was cut off") from None
        except (httpcore.NetworkError, httpcore.ProxyError) as error:
            raise _PassingError(f"{address}: cannot be reached ({error})") from None
        except (httpx.InvalidURL, httpcore.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise CorpusError(f"{address}: is no address ({error})") from None

    def _opened(self) -> BoundedTransport:
        if self._transport is None:
            raise RuntimeError("a Downloader is used as a context manager")
        return self._transport

    def _check_time(self, address: str) -> None:
        """Raise CorpusError where a download has had all its time."""
        from scodiff.corpus.fetching.network import OverTimeError

        try:
            self._opened().network.seconds_left()
        except OverTimeError:
            limit = self.limits.seconds
            raise CorpusError(f"{address}: not done after {limit:g} seconds") from None

    def _body(self, response: httpx.Response, address: str) -> bytes:
        declared = response.headers.get("content-length", "")
        total = int(declared) if declared.isdecimal() else None
        too_large = _too_large(address, self.limits.size)
        if total is not None and total > self.limits.size:
            raise CorpusError(too_large)
        parts: list[bytes] = []
        got = 0
        # As they come: a chunk size would wait for it to fill, however long that takes.
        try:
            for part in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
                got += len(part)
                if got > self.limits.size:
                    raise CorpusError(too_large)
                self._check_time(address)
                parts.append(part)
                if self.progress:
                    self.progress(response.num_bytes_downloaded, total)
        except PackingError as error:
            raise CorpusError(f"{address}: {error}") from None
        return b"".join(parts)

    def _robots_text(self, address: str) -> str | None:
        """The text of a robots.txt; None where the site has none."""
        for _ in range(self.limits.redirects):
            _check_scheme(address, address)
            with self._response(address) as response:
                if (target := _redirect(response, address)) is not None:
                    address = target
                    continue
                if 400 <= response.status_code < 500:
                    return None
                if response.status_code >= 500:
                    raise _PassingError(f"{address}: status {response.status_code}")
                return self._body(response, address)[:500_000].decode("utf-8", "replace")
        return None


def user_agent() -> str:
    """How scodiff names itself to servers."""
    return f"scodiff/{VERSION} (comparison of summit declarations; fetches single pages on request)"


def _redirect(response: httpx.Response, address: str) -> str | None:
    """The address that a response leads to, or None."""
    if response.status_code not in _REDIRECTS or "location" not in response.headers:
        return None
    location = response.headers["location"]
    try:
        return urljoin(address, location)
    except ValueError:
        raise CorpusError(f"{address}: leads to no web address ({location[:200]!r})") from None


def _check_scheme(address: str, asked: str) -> None:
    if not _is_web_address(address):
        what = "leads to" if address != asked else "is"
        raise CorpusError(f"{asked}: {what} no web address ({address[:200]!r})")


def _is_web_address(address: str) -> bool:
    """Whether an address is well formed, of the web, and without characters that hide in it."""
    import httpx

    try:
        parts, url = urlsplit(address), httpx.URL(address)
        host, decoded = url.raw_host.decode("ascii"), unquote(address)
        # Asked for here, where a port that is none raises ValueError.
        port = parts.port
    except (ValueError, httpx.InvalidURL):
        return False
    labels = host.strip("[]").split(".")
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port != 0
        and _HOST.fullmatch(host) is not None
        and len(host) <= 253
        and all(len(label) <= 63 for label in labels)
        and not any(unicodedata.category(c) == "Cc" for c in decoded)
    )


def _check_status(response: httpx.Response, address: str) -> None:
    status = response.status_code
    if status in _PASSING:
        wait = response.headers.get("retry-after", "")
        pause = float(wait) if wait.isdecimal() else None
        raise _PassingError(f"{address}: the server answers with status {status}", pause)
    if status != 200:
        hint = _HINTS.get(status, "")
        raise CorpusError(f"{address}: the server answers with status {status}{hint}")


def _too_large(address: str, size: int) -> str:
    return f"{address}: larger than {size / 2**20:.0f} MiB, and no declaration is"
