"""Fetching, against a server on this machine that misbehaves in every way."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from scodiff.cli.addresses import resolve_named
from scodiff.cli.corpus import corpus
from scodiff.corpus.catalogue import Edition, Summit
from scodiff.corpus.errors import CorpusError
from scodiff.corpus.fetching.addresses import charset, file_name, read_address
from scodiff.corpus.fetching.download import Download, Downloader, Limits
from scodiff.corpus.fetching.fetch import by_hand, chosen, fetch
from scodiff.corpus.misreadings import suspicions_of
from scodiff.corpus.store.collection import Collection

BODY = "".join(f"<p>The SCO member states welcome hall {n} of the library, and its globes.</p>"
               for n in range(8))  # fmt: skip
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Texts</title></head><body>"
    "<h1>Lakeside Declaration of the Shanghai Cooperation Organisation</h1>"
    f"{BODY}<p>Lakeside, 4 July 2031</p></body></html>"
).encode()
CYRILLIC = "Декларация\n\nСтороны приветствуют открытие библиотеки и мост через реку.\n"
OTHER = PAGE.replace(b"Declaration of", b"Press Release of")
# Patient where patience is not what is tested, for machines that are busy.
LIMITS = Limits(size=200_000, seconds=60, silence=20, redirects=3, attempts=2, pause=0.01)
IMPATIENT = replace(LIMITS, seconds=2, silence=1)


@dataclass
class Site:
    """What the server has been asked, and its robots.txt."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    robots: bytes | None = None
    failures_left: int = 0


class Handler(BaseHTTPRequestHandler):
    """Answers each path in its own bad way."""

    site: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""

    def do_GET(self) -> None:
        """Answer by the path's first part."""
        self.site.asked.append(self.path)
        self.site.agents.add(self.headers["user-agent"])
        name = self.path.strip("/").partition("/")[0].partition(".")[0] or "root"
        self.close_connection = True
        getattr(self, f"on_{name}", self.on_missing)()

    def answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"content-length": str(len(data)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def on_robots(self) -> None:
        robots = self.site.robots
        if robots is None:
            self.answer(b"none", 404)
        else:
            self.answer(robots, content_type="text/plain")

    def on_good(self) -> None:
        self.answer(PAGE, content_type="text/html; charset=utf-8", etag='"7"')

    def on_cyrillic(self) -> None:
        self.answer(CYRILLIC.encode("cp1251"), content_type="text/plain; charset=windows-1251")

    def on_closed(self) -> None:
        self.answer(b"no", 403)

    def on_missing(self) -> None:
        self.answer(b"<html><body><p>Not here</p></body></html>", 404)

    def on_soft(self) -> None:
        self.answer(b"<html><body><h1>Page not found</h1><p>Try again.</p></body></html>")

    def on_release(self) -> None:
        self.answer(OTHER, content_type="text/html")

    def on_moved(self) -> None:
        self.answer(b"", 302, location="/good.html")

    def on_circle(self) -> None:
        self.answer(b"", 301, location="/circle.html")

    def on_file(self) -> None:
        self.answer(b"", 302, location="file:///etc/passwd")

    def on_packed(self) -> None:
        self.answer(gzip.compress(PAGE), content_encoding="gzip", content_type="text/html")

    def on_bomb(self) -> None:
        self.answer(gzip.compress(b"0" * 5_000_000), content_encoding="gzip")

    def on_mispacked(self) -> None:
        self.answer(PAGE, content_encoding="gzip")

    def on_mislabelled(self) -> None:
        self.answer(PAGE, content_type="application/pdf")

    def on_huge(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(10**9))
        self.end_headers()

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"<p>more</p>" * 500)

    def on_cut(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(PAGE) * 2))
        self.end_headers()
        self.wfile.write(PAGE)

    def on_silent(self) -> None:
        time.sleep(1.5)

    def on_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"<p>slow</p>")
            self.wfile.flush()
            time.sleep(0.2)

    def on_tired(self) -> None:
        if self.site.failures_left:
            self.site.failures_left -= 1
            self.answer(b"later", 503, retry_after="0")
        else:
            self.on_good()

    def on_never(self) -> None:
        self.answer(b"later", 429, retry_after="3600")


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    handler = type("SiteHandler", (Handler,), {"site": found})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with socket.create_connection(server.server_address, timeout=5):
                pass
        except OSError as error:
            server.shutdown()
            thread.join()
            pytest.skip(f"this machine does not reach itself over its loopback network ({error})")
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def downloader() -> Iterator[Downloader]:
    with Downloader(LIMITS, sleep=lambda _: None) as found:
        yield found


def lakeside(site: Site, *paths: str) -> tuple[Summit, tuple[Edition, ...]]:
    editions = tuple(Edition("en", f"Publisher {p}", f"{site.address}/{p}", True) for p in paths)
    summit = Summit(
        "2031-lakeside", 31, "Lakeside", "2031-07-04", "Lakeside Declaration", "declaration",
        ("ru", "zh"), editions,
    )  # fmt: skip
    return summit, editions


@pytest.mark.parametrize("path", ["good.html", "moved", "packed", "mislabelled", "tired"])
def test_what_can_be_got_is_got(
    site: Site, downloader: Downloader, tmp_path: Path, path: str
) -> None:
    site.failures_left = 1
    collection = Collection.open(tmp_path / "c")
    found = fetch(collection, downloader, *lakeside(site, path))
    assert found.added.outcome == "added"
    document = collection.document("2031-lakeside")
    assert (document.date, len(document.citable)) == ("2031-07-04", 8)
    assert document.source.edition == f"Publisher {path}"
    (held,) = collection.provenance()
    assert held.origin.startswith(site.address)
    assert held.headers is not None
    assert "date" in held.headers
    assert (collection.store.originals / held.original).read_bytes() == PAGE
    assert all(agent.startswith("scodiff/") for agent in site.agents)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("missing", "status 404"), ("circle.html", "more than 3 redirects"),
        ("file", "leads to no web address"), ("bomb", "larger than"), ("huge", "larger than"),
        ("endless", "larger than"), ("cut", "cut off (2 attempts)"), ("mispacked", "packing"),
        ("silent", "no answer for 1 seconds (2 attempts)"), ("slow", "not done after 2 seconds"),
        ("never", "status 429 (1 attempts)"), ("soft", "declaration"), ("release", "press release"),
    ],
)  # fmt: skip
def test_what_cannot_is_told_and_the_next_address_tried(
    site: Site, downloader: Downloader, tmp_path: Path, path: str, says: str
) -> None:
    if path in ("silent", "slow"):
        downloader.limits = IMPATIENT
    told: list[str] = []
    collection = Collection.open(tmp_path / "c")
    found = fetch(collection, downloader, *lakeside(site, path, "good.html"), told.append)
    assert found.edition.address.endswith("good.html")
    assert len(told) == 1
    assert says in told[0]
    assert site.address in told[0]
    assert [h.origin for h in collection.provenance()] == [f"{site.address}/good.html"]


def test_robots_txt_is_obeyed_and_asked_once(
    site: Site, downloader: Downloader, tmp_path: Path
) -> None:
    site.robots = b"User-agent: scodiff\nDisallow: /good\nUser-agent: *\nDisallow:\n"
    with pytest.raises(CorpusError, match="robots"):
        downloader.get(f"{site.address}/good.html")
    assert site.asked == ["/robots.txt"]
    downloader.get(f"{site.address}/packed")
    assert site.asked == ["/robots.txt", "/packed"]
    with pytest.raises(CorpusError, match="robots"):
        downloader.get(f"{site.address}/moved")


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1/x", "file:///etc/passwd", "nonsense", "http://"]
)
def test_only_the_web_is_asked(downloader: Downloader, address: str) -> None:
    with pytest.raises(CorpusError, match="web address"):
        downloader.get(address)


def test_where_nothing_can_be_reached_it_says_what_to_do(
    downloader: Downloader, tmp_path: Path
) -> None:
    nowhere = Site(address="http://127.0.0.1:9")
    summit, editions = lakeside(nowhere, "good.html")
    with pytest.raises(CorpusError) as caught:
        fetch(Collection.open(tmp_path / "c"), downloader, summit, editions)
    assert "http://127.0.0.1:9/good.html" in str(caught.value)
    assert "scodiff corpus add FILE --id 2031-lakeside" in str(caught.value)
    assert "no address" in by_hand(summit, ())


def test_fetching_twice_changes_nothing(site: Site, downloader: Downloader, tmp_path: Path) -> None:
    collection = Collection.open(tmp_path / "c")
    wanted = lakeside(site, "good.html")
    fetch(collection, downloader, *wanted)
    assert fetch(collection, downloader, *wanted).added.outcome == "same bytes"


def test_choosing_editions() -> None:
    summit, editions = chosen("2004-tashkent")
    assert summit.id == "2004-tashkent"
    assert not any(edition.machine for edition in editions)
    assert chosen("2004-tashkent:2")[1][0].machine
    for wrong in ("2004-tashkent:0", "2004-tashkent:9", "2004-tashkent:x", "1999-nowhere"):
        with pytest.raises(CorpusError):
            chosen(wrong)


def test_an_address_is_read_once(site: Site, tmp_path: Path) -> None:
    address, cache = f"{site.address}/good/declaration", tmp_path / "cache"
    first, was_kept = read_address(address, cache, Downloader(LIMITS))
    assert (first.data, was_kept) == (PAGE, False)
    assert file_name(first) == "declaration.html"
    again, was_kept = read_address(address, cache, Downloader(LIMITS))
    assert (again, was_kept) == (first, True)
    assert [path for path in site.asked if "good" in path] == ["/good/declaration"]
    for path in cache.glob("*.bin"):
        path.write_bytes(b"<p>Other words.</p>")
    mended, was_kept = read_address(address, cache, Downloader(LIMITS))
    assert (mended.data, was_kept) == (PAGE, False)


def test_an_address_that_gives_nothing_leaves_nothing(site: Site, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="status 404"):
        read_address(f"{site.address}/none", tmp_path / "cache", Downloader(LIMITS))
    assert not (tmp_path / "cache").exists()


def test_commands_take_addresses(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    address = f"{site.address}/good/declaration"
    document = resolve_named(address, paragraphs="auto")
    assert document.title == "Lakeside Declaration of the Shanghai Cooperation Organisation"
    assert document.id == "declaration"
    assert len(document.citable) == 8
    assert "not added to the collection" in capsys.readouterr().err
    folder = tmp_path / "collection"
    assert not Collection.open(folder).exists()
    done = CliRunner().invoke(corpus, ["add", "--collection", str(folder), address])
    assert done.exit_code == 0, done.output
    (held,) = Collection.open(folder).provenance()
    assert held.origin == address


def test_the_encoding_that_a_server_names_is_no_guess(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCODIFF_CACHE", str(tmp_path / "cache"))
    address = f"{site.address}/cyrillic"
    document = resolve_named(address, quiet=True)
    assert document.citable[0].text in CYRILLIC
    assert suspicions_of(document) == []
    folder = tmp_path / "collection"
    done = CliRunner().invoke(corpus, ["add", "--collection", str(folder), address])
    assert done.exit_code == 0, done.output
    (added,) = (d for d in Collection.open(folder).documents() if d.id.startswith("cyrillic"))
    assert added.citable == document.citable


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/plain; charset=windows-1251", "windows-1251"),
        ('text/plain; charset="KOI8-R"', "koi8-r"),
        ("text/plain; charset=none-such", None),
        ("text/plain; charset=base64", None),
        ("text/plain; charset=", None),
        ("text/plain", None),
        ("\u0439;;=", None),
    ],
)
def test_what_a_server_says_of_the_encoding(content_type: str, encoding: str | None) -> None:
    assert charset(Download("https://a.example", b"", {"content-type": content_type})) == encoding


@pytest.mark.parametrize(("path", "hint"), [("none", "check the address"), ("closed", "browser")])
def test_a_refusal_says_what_to_do(site: Site, tmp_path: Path, path: str, hint: str) -> None:
    with pytest.raises(CorpusError, match=hint):
        read_address(f"{site.address}/{path}", tmp_path / "cache", Downloader(LIMITS))
