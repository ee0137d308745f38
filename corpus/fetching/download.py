"""Downloading one file politely: who asks is said, robots.txt obeyed, size and time bounded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from scodiff.corpus import VERSION
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.robots import Robots

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int | None], None]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_KEPT_HEADERS = ("content-type", "content-encoding", "date", "etag", "last-modified", "server")
_LONGEST_PAUSE = 30.0


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
    """Downloads files, one at a time. Use it as a context manager."""

    limits: Limits = field(default_factory=Limits)
    progress: Progress | None = None
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client | None = None
    _robots: Robots | None = None

    def __enter__(self) -> Self:
        import httpx

        agent = user_agent()
        self._client = httpx.Client(
            headers={"user-agent": agent, "accept": "text/html, application/pdf, */*;q=0.5"},
            follow_redirects=False,
        )
        self._robots = Robots(agent, self._robots_text)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()

    def get(self, address: str) -> Download:
        """Download one file; raises CorpusError, a sentence that says what went wrong."""
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return self._follow(address)
            except _PassingError as error:
                pause = error.pause or self.limits.pause * 2 ** (attempt - 1)
                if attempt == self.limits.attempts or pause > _LONGEST_PAUSE:
                    raise CorpusError(f"{error} ({attempt} attempts)") from None
                self.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _follow(self, address: str) -> Download:
        asked = address
        deadline = time.monotonic() + self.limits.seconds
        for _ in range(self.limits.redirects + 1):
            _check_scheme(address, asked)
            if self._robots is not None and not self._robots.allows(address):
                raise CorpusError(f"{address}: the site's robots.txt asks programs to stay away")
            with self._response(address) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    address = urljoin(address, response.headers["location"])
                    continue
                _check_status(response, address)
                data = self._body(response, address, deadline)
            headers = {k: response.headers[k] for k in _KEPT_HEADERS if k in response.headers}
            return Download(address, data, headers)
        raise CorpusError(f"{asked}: more than {self.limits.redirects} redirects")

    @contextmanager
    def _response(self, address: str) -> Iterator[httpx.Response]:
        """A response whose errors, on opening and on reading, are sentences."""
        import httpx

        if self._client is None:
            raise RuntimeError("a Downloader is used as a context manager")
        silence = self.limits.silence
        try:
            with self._client.stream("GET", address, timeout=silence) as response:
                yield response
        except httpx.TimeoutException:
            raise _PassingError(f"{address}: no answer for {silence:g} seconds") from None
        except httpx.DecodingError as error:
            raise CorpusError(f"{address}: its packing is damaged ({error})") from None
        except (httpx.RemoteProtocolError, httpx.ReadError):
            raise _PassingError(f"{address}: the answer was cut off") from None
        except httpx.TransportError as error:
            raise _PassingError(f"{address}: cannot be reached ({error})") from None
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise CorpusError(f"{address}: is no address ({error})") from None

    def _body(self, response: httpx.Response, address: str, deadline: float) -> bytes:
        declared = response.headers.get("content-length", "")
        total = int(declared) if declared.isdecimal() else None
        if total is not None and total > self.limits.size:
            raise CorpusError(_too_large(address, self.limits.size))
        parts: list[bytes] = []
        got = 0
        # As they come: a chunk size would wait for it to fill, however long that takes.
        for part in response.iter_bytes():
            got += len(part)
            if got > self.limits.size:
                raise CorpusError(_too_large(address, self.limits.size))
            if time.monotonic() > deadline:
                raise CorpusError(f"{address}: not done after {self.limits.seconds:g} seconds")
            parts.append(part)
            if self.progress:
                self.progress(response.num_bytes_downloaded, total)
        return b"".join(parts)

    def _robots_text(self, address: str) -> str | None:
        """The text of a robots.txt; None where the site has none."""
        for _ in range(self.limits.redirects):
            _check_scheme(address, address)
            with self._response(address) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    address = urljoin(address, response.headers["location"])
                    continue
                if 400 <= response.status_code < 500:
                    return None
                if response.status_code >= 500:
                    raise _PassingError(f"{address}: status {response.status_code}")
                deadline = time.monotonic() + self.limits.seconds
                return self._body(response, address, deadline)[:500_000].decode("utf-8", "replace")
        return None


def user_agent() -> str:
    """How scodiff names itself to servers."""
    return f"scodiff/{VERSION} (comparison of summit declarations; fetches single pages on request)"


def _check_scheme(address: str, asked: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        what = "leads to" if address != asked else "is"
        raise CorpusError(f"{asked}: {what} no web address ({address[:200]!r})")


def _check_status(response: httpx.Response, address: str) -> None:
    status = response.status_code
    if status in _PASSING:
        wait = response.headers.get("retry-after", "")
        pause = float(wait) if wait.isdecimal() else None
        raise _PassingError(f"{address}: the server answers with status {status}", pause)
    if status != 200:
        raise CorpusError(f"{address}: the server answers with status {status}")


def _too_large(address: str, size: int) -> str:
    return f"{address}: larger than {size / 2**20:.0f} MiB, and no declaration is"
