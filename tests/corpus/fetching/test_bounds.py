"""Servers that mean harm: what they send is bounded in memory and time, and where they lead."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpcore
import pytest
from patience import ENDLESS, PATIENCE

from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.download import Downloader, Limits
from scodiff.corpus.fetching.network import BoundedNetwork, RefusedError, _kind
from scodiff.corpus.fetching.packing import PackingError, unpacked

LIMITS = Limits(
    size=200_000, seconds=PATIENCE, silence=PATIENCE, redirects=3, attempts=2, pause=0.01
)
IMPATIENT = replace(LIMITS, seconds=2, silence=1)
OK = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
Talk = Callable[[socket.socket], None]


class Server:
    """Answers each connection by ``talk``, and a question for robots.txt by ``robots``."""

    def __init__(self, talk: Talk, robots: Talk) -> None:
        self.talk, self.robots = talk, robots
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                asked = connection.recv(4096)
                (self.robots if b"/robots.txt" in asked else self.talk)(connection)
            except OSError:
                return


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    servers: list[Server] = []

    def start(talk: Talk | bytes, robots: Talk | bytes = NO_ROBOTS) -> str:
        """Start a server; returns the address of a page of it."""
        talks = [t if callable(t) else (lambda c, data=t: c.sendall(data)) for t in (talk, robots)]
        servers.append(Server(*talks))
        return f"http://127.0.0.1:{servers[-1].port}/page.html"

    yield start
    for server in servers:
        server.listening.close()


def refusal(address: str, limits: Limits = LIMITS) -> str:
    """Why nothing is downloaded: one line."""
    with Downloader(limits, sleep=lambda _: None) as downloader, pytest.raises(CorpusError) as why:
        downloader.get(address)
    assert "\n" not in str(why.value)
    return str(why.value)


def answer(body: bytes, *headers: bytes) -> bytes:
    return OK + b"".join(h + b"\r\n" for h in headers) + b"\r\n" + body


def repeated(start: bytes, piece: bytes, pause: float = 0.0) -> Talk:
    """Sends a piece for ever."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return talk


# Memory.


def test_a_bomb_is_unpacked_only_up_to_the_limit(serve: Callable[..., str]) -> None:
    bomb = gzip.compress(bytes(300 * 2**20), 9)
    address = serve(answer(bomb, b"content-encoding: gzip"))
    tracemalloc.start()
    try:
        assert "larger than" in refusal(address)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "said", ["gzip, gzip", "gzip,deflate", "br", "zstd", "compress", "gzip;q=1", "x" * 500]
)
def test_packing_that_is_done_twice_or_unknown_is_refused(
    serve: Callable[..., str], said: str
) -> None:
    body = gzip.compress(gzip.compress(b"<p>a</p>"))
    says = refusal(serve(answer(body, b"content-encoding: " + said.encode())))
    assert "is not one that is read" in says
    assert len(says) < 250


TEXT = b"<p>The parties welcome the library.</p>" * 500


@pytest.mark.parametrize("step", [1, 7, 10**6])
@pytest.mark.parametrize(
    ("said", "packed"),
    [
        ("", TEXT), ("identity", TEXT), ("gzip", gzip.compress(TEXT)),
        ("GZIP, identity", gzip.compress(TEXT)), ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:90]) + gzip.compress(TEXT[90:]) + bytes(20)),
        ("deflate", zlib.compress(TEXT)), ("deflate", zlib.compress(TEXT)[2:-4]),
    ],
)  # fmt: skip
def test_what_is_packed_is_unpacked_whole(said: str, packed: bytes, step: int) -> None:
    parts = (packed[at : at + step] for at in range(0, len(packed), step))
    assert b"".join(unpacked(parts, said)) == TEXT


def test_what_is_cut_off_or_damaged_within_its_packing_is_told() -> None:
    packed = gzip.compress(TEXT)
    for wrong in (packed[:-20], packed[:1], b"no gzip at all", packed[:40] + b"x" + packed[41:]):
        with pytest.raises(PackingError, match="damaged"):
            b"".join(unpacked([wrong], "gzip"))


# Time.


@pytest.mark.parametrize(
    "talk",
    [
        repeated(b"HTTP/1.1 200 OK\r\nx: ", b"a", 0.05),
        repeated(b"HTTP/1.1 200 OK\r\n", b"x: a\r\n", 0.05),
        repeated(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
        repeated(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", 0.01),
        repeated(answer(b"0\r\n", b"transfer-encoding: chunked"), b"x: a\r\n", 0.05),
        repeated(answer(b"", b"transfer-encoding: chunked"), b"1\r\na\r\n", 0.05),
        repeated(answer(b"", b"transfer-encoding: chunked"), b"1;" + b"x" * 50, 0.05),
    ],
    ids=["header", "headers", "continue", "hints", "trailers", "chunks", "extension"],
)
def test_all_of_an_answer_has_one_limit_of_time(serve: Callable[..., str], talk: Talk) -> None:
    begin = time.monotonic()
    assert "not done after 2 seconds" in refusal(serve(talk), IMPATIENT)
    robots = serve(answer(b"<p>a</p>"), robots=talk)
    assert "not done after 2 seconds" in refusal(robots, IMPATIENT)
    # Not a limit for each part of it: the parts never end.
    assert time.monotonic() - begin < PATIENCE


@pytest.mark.parametrize(
    "talk",
    [
        repeated(b"HTTP/1.1 200 OK\r\nx: ", b"a" * 1000),
        repeated(b"HTTP/1.1 200 OK\r\n", b"x: a\r\n" * 200),
        repeated(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 200),
        answer(b"<p>a</p>", *[b"x-%d: a" % n for n in range(300)]),
    ],
    ids=["header", "headers", "hints", "number"],
)
def test_headers_are_bounded(serve: Callable[..., str], talk: Talk | bytes) -> None:
    says = refusal(serve(talk))
    assert "headers" in says or "cut off" in says


def test_a_name_server_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(ENDLESS) or [])
    says = refusal("http://declarations.example/a.html", IMPATIENT)
    assert "no answer" in says or "not done" in says


# Where an answer leads.


def redirect(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n".encode("latin-1")


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://172.16.0.9/", "http://0.0.0.0/", "http://[::]/", "http://224.0.0.1/",
        "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "http://0x0a000001/",
        "http://167772161/", "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/",
        "http://100.64.0.1/", "http://[ff02::1]/", "http://255.255.255.255/",
    ],
)  # fmt: skip
def test_no_redirect_leads_into_a_private_network(serve: Callable[..., str], to: str) -> None:
    assert "which is not asked" in refusal(serve(redirect(to)))
    assert "which is not asked" in refusal(serve(answer(b"<p>a</p>"), robots=redirect(to)))


def test_a_server_here_may_lead_to_another_here(serve: Callable[..., str]) -> None:
    address = serve(redirect(serve(answer(b"<p>a</p>", b"content-length: 8"))))
    with Downloader(LIMITS) as downloader:
        assert downloader.get(address).data == b"<p>a</p>"


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names that are known, with their addresses; public ones are on this machine after all."""
    known: dict[str, list[str]] = {}
    resolve, connect = socket.getaddrinfo, httpcore.SyncBackend.connect_tcp

    def getaddrinfo(host: str, port: int, *rest: Any, **more: Any) -> Any:
        """As the system's, but each time the name's next address."""
        if host in known:
            addresses = known[host]
            host = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return resolve(host, port, *rest, **more)

    def connect_tcp(self: Any, host: str, port: int, *rest: Any, **more: Any) -> Any:
        """To this machine in the place of what is public."""
        asked = ipaddress.ip_address(host)
        return connect(self, "127.0.0.1" if asked.is_global else host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    return known


def test_a_public_address_leads_to_public_ones_only(
    serve: Callable[..., str], public: dict[str, list[str]]
) -> None:
    public |= {"good.example": ["93.184.216.34"], "inner.example": ["127.0.0.1"]}
    target = serve(answer(b"<p>a</p>", b"content-length: 8"))
    for host in ("127.0.0.1", "localhost", "inner.example", "127.1", "[::ffff:127.0.0.1]"):
        address = serve(redirect(target.replace("127.0.0.1", host)))
        says = refusal(address.replace("127.0.0.1", "good.example"))
        assert "loopback address, which is not asked" in says
    address = serve(redirect(target.replace("127.0.0.1", "good.example")))
    with Downloader(LIMITS) as downloader:
        assert downloader.get(address.replace("127.0.0.1", "good.example")).data == b"<p>a</p>"


def test_a_name_whose_address_changes_gains_nothing(
    serve: Callable[..., str], public: dict[str, list[str]]
) -> None:
    """robots.txt comes from a public address, and the page from one that is not."""
    public["turns.example"] = ["93.184.216.34", "127.0.0.1"]
    address = serve(answer(b"<p>a</p>")).replace("127.0.0.1", "turns.example")
    assert "loopback address, which is not asked" in refusal(address)


@pytest.mark.parametrize(
    "to",
    [
        "http://a%00b.example/", "/a%00b.html", "/a%0d%0ab", "http://a\x80b/", "http://[::1", "//",
        "http://a:99999/", "http://a:x/", "http://" + "a" * 300 + ".example/", "http://a..b/",
        "http://" + "a." * 200 + "example/", "http://%31%32%37.0.0.1/", "http://exa mple/",
        "http://\u00e9\u00ff/", "javascript:alert(1)", "http://user:pass@[v1.x]/",
        "/" + "a" * 70_000,
        "http://*/", "http://a_b\u200b/",
    ],
)  # fmt: skip
def test_absurd_redirects_are_one_sentence(serve: Callable[..., str], to: str) -> None:
    shown = to.encode("utf-8").decode("latin-1")
    says = refusal(serve(redirect(shown)), IMPATIENT)  # names may be looked up
    assert len(says) < 1000


def test_kinds_of_addresses() -> None:
    kinds = {
        "8.8.8.8": "public", "2606:4700::1111": "public", "127.9.9.9": "loopback",
        "::1": "loopback", "::": "unspecified", "::ffff:127.0.0.1": "loopback",
        "::127.0.0.1": "loopback", "64:ff9b::7f00:1": "loopback", "2002:7f00:1::": "loopback",
        "fe80::1%1": "link_local", "198.18.0.1": "private", "240.0.0.1": "private",
        "fec0::1": "private",
    }  # fmt: skip
    for text, kind in kinds.items():
        found = _kind(ipaddress.ip_address(text))
        assert (found == "public") == (kind == "public"), text
        if kind in ("loopback", "link_local"):
            assert found == kind


def test_a_proxy_is_not_asked_for_addresses_within() -> None:
    network = BoundedNetwork(["proxy.example"])
    network.begin(10)
    network.check_name("good.example")
    for host in ("127.0.0.1", "localhost", "127.1", "10.0.0.1", "printer.localhost."):
        with pytest.raises(RefusedError):
            network.check_name(host)
