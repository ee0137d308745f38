"""Who is let into the room: hosts, origins, the token, and how much may be sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from patience import PATIENCE
from rooms.reading_room import OpenRoom, Visitor, open_room

pytest.importorskip("uvicorn", reason="the extra [serve] is not installed")

from scodiff.serve.guard import LARGEST_REQUEST, Door

pytestmark = pytest.mark.xdist_group("guarded room")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room that all these tests ask."""
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("bound", "host", "is_ours"),
    [
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.0.0.1", "localhost:8000", True),
        ("127.0.0.1", "LOCALHOST:8000", True),
        ("127.0.0.1", "127.0.0.1:8001", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "evil.example:8000", False),
        ("127.0.0.1", "127.0.0.1.evil.example:8000", False),
        ("127.0.0.1", "192.168.1.2:8000", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "127.0.0.1:8000:8000", False),
        ("::1", "[::1]:8000", True),
        ("::1", "localhost:8000", True),
        ("::1", "[::2]:8000", False),
        ("0.0.0.0", "192.168.1.2:8000", True),
        ("0.0.0.0", "[fe80::1]:8000", True),
        ("0.0.0.0", f"{socket.gethostname()}:8000", True),
        ("0.0.0.0", "evil.example:8000", False),
        ("10.0.0.1", "10.0.0.1:8000", True),
        ("10.0.0.1", "127.0.0.1:8000", False),
    ],
)
def test_the_room_is_named_by_its_own_address_alone(bound: str, host: str, is_ours: bool) -> None:
    assert Door(bound, 8000, "t").is_named_by(host) == is_ours


def test_without_the_token_nothing_is_shown(room: OpenRoom) -> None:
    stranger = Visitor(room, token=False)
    for path in ("/", "/collection", "/texts/2003-moscow", "/nowhere", "/?token=wrong", "/?token="):
        answer = stranger.http.get(path)
        assert answer.status_code == 403, path
        assert "Moscow" not in answer.text
        assert "set-cookie" not in answer.headers
    stranger.http.cookies.set(f"scodiff-{room.root.rpartition(':')[2]}", "wrong")
    assert stranger.http.get("/").status_code == 403


def test_the_token_is_kept_as_a_strict_cookie(room: OpenRoom) -> None:
    answer = Visitor(room, token=False).http.get(room.first)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said


def test_the_token_leads_to_any_page_and_to_no_other_site(room: OpenRoom) -> None:
    stranger = Visitor(room, token=False)
    token = room.first.partition("token=")[2]
    answer = stranger.http.get(f"/phrase?q=a+b&token={token}")
    assert answer.headers["location"] == "/phrase?q=a+b"
    answer = stranger.http.get(f"//evil.example/?token={token}")
    assert not answer.headers["location"].startswith("//")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "[::1]:1"])
def test_a_foreign_host_is_not_answered(room: OpenRoom, host: str) -> None:
    visitor = room.client()
    answer = visitor.http.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "scodiff" not in answer.text


def test_two_hosts_are_not_answered(room: OpenRoom) -> None:
    own = room.root.removeprefix("http://")
    name, _, port = own.partition(":")
    with socket.create_connection((name, int(port)), timeout=PATIENCE) as connection:
        lines = (
            "GET / HTTP/1.1",
            f"Host: {own}",
            "Host: evil.example",
            "Connection: close",
            "",
            "",
        )
        connection.sendall("\r\n".join(lines).encode())
        answer = connection.recv(4096)
    assert answer.split()[1] in (b"400", b"421")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {},
    ],
)
def test_a_form_of_another_site_changes_nothing(room: OpenRoom, headers: dict[str, str]) -> None:
    visitor = room.client()
    sent = {"a": "2003-moscow", "b": "illustration"}
    answer = visitor.http.post("/compare", data=sent, headers=headers)
    assert answer.status_code == 403
    assert "/found/" not in visitor.read("/").text


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_page_that_another_site_asks_for_is_not_shown(
    room: OpenRoom, headers: dict[str, str]
) -> None:
    assert room.client().http.get("/collection", headers=headers).status_code == 403


def test_every_answer_says_what_a_browser_may_do_with_it(room: OpenRoom) -> None:
    visitor = room.client()
    for path in ("/", "/nowhere", "/texts/2003-moscow", "/phrase?q=security"):
        headers = visitor.http.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


def test_too_much_is_refused_whether_or_not_it_is_said_before(room: OpenRoom) -> None:
    visitor = room.client()
    piece = b"x" * 2**20

    def pieces() -> Iterator[bytes]:
        """A body of no known length."""
        yield b'--x\r\ncontent-disposition: form-data; name="a-file"; filename="a.txt"\r\n\r\n'
        for _ in range(LARGEST_REQUEST // len(piece) + 2):
            yield piece

    headers = {
        "origin": room.root,
        "content-type": "multipart/form-data; boundary=x",
    }
    whole = piece * (LARGEST_REQUEST // len(piece) + 1)
    for body in (whole, pieces()):
        answer = visitor.http.post("/texts", content=body, headers=headers)
        assert answer.status_code == 413, answer.text
    assert not [p for folder in room.folders for p in folder.iterdir() if p.name != "lock"]


def test_other_methods_and_pages_are_answered_with_a_page(room: OpenRoom) -> None:
    visitor = room.client()
    assert visitor.read("/nowhere").status_code == 404
    assert visitor.http.delete("/", headers={"origin": room.root}).status_code == 405
    garbled = {"origin": room.root, "content-type": "multipart/form-data"}
    assert visitor.http.post("/texts", content=b"nothing", headers=garbled).status_code == 400


def test_a_token_is_of_no_use_elsewhere(room: OpenRoom, tmp_path: Path) -> None:
    with open_room(tmp_path) as other:
        token = room.first.partition("token=")[2]
        assert httpx.get(f"{other.root}/?token={token}", trust_env=False).status_code == 403
