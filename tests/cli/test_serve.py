"""``scodiff serve``: its address, what it says where it cannot open, and how it ends."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from command import run
from patience import PATIENCE
from rooms.reading_room import open_room

needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("uvicorn") is None, reason="the extra [serve] is not installed"
)


def test_without_its_packages_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "starlette" else found(name)
    )
    result = run("serve", "--no-open")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "pip install 'scodiff[serve]'" in result.stderr


@needs_extra
def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--no-open", "--port", str(port))
    assert result.exit_code == 2
    assert f"no listening at 127.0.0.1, port {port}" in result.stderr
    assert "--port" in result.stderr


@needs_extra
def test_a_host_that_is_none_is_a_sentence() -> None:
    result = run("serve", "--no-open", "--host", "nowhere.invalid")
    assert result.exit_code == 2
    assert result.stderr.strip().splitlines()[-1].startswith("scodiff: there is no listening")


@needs_extra
def test_a_cache_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    result = run("serve", "--no-open", "--port", "0", SCODIFF_CACHE=str(tmp_path / "file"))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


@needs_extra
def test_ctrl_c_closes_the_room_and_loses_nothing(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        visitor = room.client()
        page = visitor.send(
            "/collection/read", files={"new-file": ("a.txt", b"We met at a lake.\n")}
        )
        key = page.url.path.rpartition("/")[2]
        visitor.send(f"/texts/{key}/add", id="2031-lakes")
        visitor.send("/compare", a="2003-moscow", b="2031-lakes", model="none")
        assert len(room.folders) == 1
        assert room.close() == 0
        assert room.folders == []
    assert "Traceback" not in (tmp_path / "stderr").read_text()
    with open_room(tmp_path) as room:
        again = room.client()
        assert "2003-moscow → 2031-lakes" in again.read("/").text
        assert "We met at a lake." in again.read("/texts/2031-lakes").text


@needs_extra
def test_what_a_killed_room_left_is_swept_by_the_next(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        room.client().send("/collection/read", files={"new-file": ("a.txt", b"We met.\n")})
        room.process.kill()
        room.process.wait()
        assert len(room.folders) == 1
        with open_room(tmp_path) as other:
            assert len(other.folders) == 1
            assert other.folders != room.folders or not list(room.folders[0].glob("[0-9a-f]*"))


@needs_extra
@pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="no such signal here")
def test_an_asked_end_removes_what_was_dropped(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        room.client().send("/collection/read", files={"new-file": ("a.txt", b"We met.\n")})
        room.process.terminate()
        room.process.wait(PATIENCE)
        assert room.folders == []


@needs_extra
def test_the_first_line_of_stdout_is_the_address(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        assert room.first.startswith("http://127.0.0.1:")


@needs_extra
def test_nothing_heavy_is_imported_to_open_a_room() -> None:
    code = (
        "import sys, scodiff.serve.server; "
        "print(*{'torch', 'sentence_transformers', 'transformers', 'onnxruntime'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == ""
